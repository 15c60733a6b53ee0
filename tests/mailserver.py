"""A real IMAP server for tests: Debian's dovecot on loopback, with TLS, a folder of its own and one password."""

import imaplib
import os
import shutil
import socket
import ssl
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from getpass import getuser
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

DOVECOT = shutil.which("dovecot", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
REQUIRED = os.environ.get("HUIYIN_DOVECOT") == "required"
PASSWORD = "very-secret"
_CONF = """
protocols = imap
listen = 127.0.0.1
base_dir = {folder}/run
state_dir = {folder}/run
log_path = {folder}/log
ssl = required
ssl_cert = <{folder}/cert.pem
ssl_key = <{folder}/key.pem
mail_location = maildir:{folder}/mail/%u
first_valid_uid = 1
auth_failure_delay = 0 secs
default_internal_user = {internal}
default_internal_group = {group}
default_login_user = {login}
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={user} gid={group_of_mail} home={folder}/mail/%u
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {plain}
  }}
  inet_listener imaps {{
    port = {tls}
    ssl = yes
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
"""


@dataclass(frozen=True)
class Server:
    """Where it listens, and whom to trust for its certificate."""

    tls: int
    plain: int
    ca_file: str

    def put(self, raw: bytes, login: str, at: datetime) -> None:
        """Leave a mail in the inbox of `login`, taken by the server `at`."""
        trust = ssl.create_default_context(cafile=self.ca_file)
        with imaplib.IMAP4_SSL("localhost", self.tls, ssl_context=trust, timeout=20) as box:
            box.login(login, PASSWORD)
            kind, answer = box.append("INBOX", "", imaplib.Time2Internaldate(at), raw)
            assert kind == "OK", answer


@contextmanager
def running() -> Iterator[Server]:
    """A server that runs."""
    assert DOVECOT, "This run requires dovecot (Debian: apt-get install dovecot-imapd)"
    folder = Path(tempfile.mkdtemp(prefix="huiyin-dovecot-", dir="/var/tmp"))
    folder.chmod(0o755)
    for name in ("run", "mail"):
        (folder / name).mkdir()
    is_root = os.geteuid() == 0
    user = "mail" if is_root else getuser()
    if is_root:
        shutil.chown(folder / "mail", "mail", "mail")
    _certify(folder)
    tls, plain = _free(), _free()
    (folder / "dovecot.conf").write_text(
        _CONF.format(
            folder=folder, tls=tls, plain=plain, password=PASSWORD, user=user, group_of_mail=os.getegid() or "mail",
            internal="dovecot" if is_root else user, login="dovenull" if is_root else user,
            group="dovecot" if is_root else os.getegid(),
        )
    )  # fmt: skip
    with (folder / "out").open("wb") as out:
        server = subprocess.Popen([DOVECOT, "-F", "-c", str(folder / "dovecot.conf")], stdout=out, stderr=out)
    try:
        _await(server, tls, folder)
        yield Server(tls, plain, str(folder / "cert.pem"))
    finally:
        server.terminate()
        server.wait(20)
        shutil.rmtree(folder, ignore_errors=True)


def _await(server: "subprocess.Popen[bytes]", port: int, folder: Path) -> None:
    for _try in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        assert server.poll() is None, (folder / "out").read_text()
        time.sleep(0.05)
    raise AssertionError((folder / "log").read_text())


def _free() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _certify(folder: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    (folder / "cert.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    form = serialization.PrivateFormat.PKCS8
    secret = key.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption())
    (folder / "key.pem").write_bytes(secret)
