"""A real virus scanner for tests: ClamAV's daemon on a socket of its own, with one signature, without a network."""

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from huiyin.channels.gateways import clamd

CLAMD = shutil.which("clamd", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
REQUIRED = os.environ.get("HUIYIN_SCANNER") == "required"
MOST = 2 * 2**20  # bytes that this scanner takes of a file
EICAR = clamd.TEST_FILE
SIGNATURE = "Huiyin.Test.Harmless"


@contextmanager
def running() -> Iterator[str]:
    """A scanner that runs; its address as in `HUIYIN_CLAMD`."""
    assert CLAMD, "This run requires clamd (Debian: apt-get install clamav-daemon)"
    folder = Path(tempfile.mkdtemp(prefix="huiyin-clamd-", dir="/tmp"))
    (folder / "db").mkdir()
    (folder / "db" / "own.ndb").write_text(f"{SIGNATURE}:0:*:{EICAR.hex()}\n")
    socket = folder / "clamd.sock"
    settings = {
        "DatabaseDirectory": folder / "db", "LocalSocket": socket, "TemporaryDirectory": folder, "Foreground": "yes",
        "StreamMaxLength": MOST, "LogFile": folder / "log", "ConcurrentDatabaseReload": "no", "MaxThreads": 2,
    }  # fmt: skip
    (folder / "clamd.conf").write_text("".join(f"{name} {value}\n" for name, value in settings.items()))
    with (folder / "out").open("wb") as out:
        scanner = subprocess.Popen([CLAMD, "--config-file", str(folder / "clamd.conf")], stdout=out, stderr=out)
    try:
        for _try in range(200):
            try:
                clamd.version(clamd.address(str(socket)), seconds=5)
                break
            except clamd.NoAnswer:
                assert scanner.poll() is None, (folder / "out").read_text()
                time.sleep(0.05)
        yield str(socket)
    finally:
        scanner.terminate()
        scanner.wait(20)
        shutil.rmtree(folder, ignore_errors=True)
