"""Chats: how much fits, how long silence may last, who may take one, which site may show the window. Pure."""

from collections.abc import Collection
from datetime import timedelta
from urllib.parse import urlsplit

from huiyin.accounts.rules import SEES_OWN

MOST_LINE, MOST_LINES = 2000, 500
# A chat in which nobody says anything, and whose window is gone, for so long has ended.
SILENT = timedelta(minutes=30)
# A window asks every few seconds: one that has not for so long is gone (the network, a closed page).
GONE = timedelta(seconds=90)
# So often it is written down that the window still asks.
SEEN_EVERY = timedelta(seconds=15)
# An agent who talks hears of a line by the open page; a bell only after a pause.
PAUSE = timedelta(minutes=1)
TAKES_OVER = frozenset({"supervisor", "branch_manager", "head_office_cp"})
_LOCAL = frozenset({"localhost", "127.0.0.1"})


def may_take(grants: Collection[tuple[str, str]], unit_path: str, roles: Collection[str] = SEES_OWN) -> bool:
    """Does a chat of this unit wait for somebody with these grants: in their part of the tree, or above it?"""
    return any(role in roles and (unit_path.startswith(part) or part.startswith(unit_path)) for role, part in grants)


def origin(text: str) -> str | None:
    """The origin of a site (`https://www.example.com`) as browsers write it; None for what is none. Without TLS only on
    this machine."""
    parts = urlsplit(text.strip().rstrip("/"))
    try:
        port = parts.port
    except ValueError:
        return None
    host = parts.hostname or ""
    is_plain = bool(host) and all(char.isascii() and (char.isalnum() or char in ".-") for char in host)
    if not is_plain or parts.path or parts.query or parts.fragment or parts.username or parts.password:
        return None
    if parts.scheme != "https" and not (parts.scheme == "http" and host in _LOCAL):
        return None
    standard = {"https": 443, "http": 80}[parts.scheme]
    return f"{parts.scheme}://{host}" + (f":{port}" if port and port != standard else "")


def title(text: str) -> str:
    """The subject of a chat's case: how it began."""
    line = " ".join(text.split())
    return line if len(line) <= 60 else f"{line[:59]}…"
