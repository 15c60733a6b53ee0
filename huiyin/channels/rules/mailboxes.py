"""What a mailbox needs, and how often it is asked. Pure."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from huiyin.core.noop import _

EVERY = timedelta(minutes=1)
_WAITS = (1, 2, 5, 10, 15)
# So long a mailbox may be away, or a mail wait to be sorted, before the administrators are told.
LATE = timedelta(minutes=10)


def wait(failures: int) -> timedelta:
    """How long until a mailbox that failed `failures` times in a row (1 or more) is asked again."""
    return timedelta(minutes=_WAITS[min(failures, len(_WAITS)) - 1])


def is_loopback(host: str) -> bool:
    """Is it this machine? Only then a connection may be in clear."""
    return host in ("localhost", "::1", "[::1]") or host.startswith("127.")


def fault(values: Mapping[str, Any]) -> tuple[str, str] | None:
    """(field, sentence to translate) for the first thing that is wrong with a mailbox; None when it can be used."""
    host, folder, address = (str(values.get(name) or "").strip() for name in ("host", "folder", "address"))
    port = values.get("port")
    if not str(values.get("name") or "").strip():
        return "name", _("Give the mailbox a name.")
    if not host or any(char.isspace() or char in "/@\\" for char in host):
        return "host", _("Name the IMAP server, like imap.example.com.")
    if not isinstance(port, int) or not 1 <= port <= 65535:
        return "port", _("A port lies between 1 and 65535; IMAP with TLS has 993.")
    if values.get("security") not in ("tls", "starttls", "none"):
        return "security", _("Choose how the connection is protected.")
    if values.get("security") == "none" and not is_loopback(host):
        return "security", _("Without encryption only a server on this machine is asked.")
    if not folder or not folder.isascii() or any(ord(char) < 32 for char in folder):
        return "folder", _("Name the folder as the server writes it (INBOX), in plain letters.")
    if "@" not in address:
        return "address", _("Give the address that people write to.")
    if not str(values.get("login") or "").strip():
        return "login", _("Give the name to sign in with.")
    return None
