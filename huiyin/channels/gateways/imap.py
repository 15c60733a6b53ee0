"""Reading a folder of an IMAP server. Nothing there is changed: mails are neither marked nor removed."""

import imaplib
import re
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

_SECONDS = 30.0
PIECE = 1024 * 1024
# Numbers are asked for in stretches: an answer to all of them could be longer than a line may be.
_STRETCH = 50_000
_DATE = re.compile(rb'INTERNALDATE "([^"]+)"')


class NotReached(Exception):  # noqa: N818 - an answer of the server
    """The server is away, does not let us in or answers nonsense. `answer` is for the administrator: no secrets."""

    def __init__(self, answer: str) -> None:
        super().__init__(answer)
        self.answer = answer


class NotGiven(Exception):  # noqa: N818
    """The server named a mail and does not give it: the others come all the same."""


@dataclass(frozen=True)
class Door:
    """Where to read. `ca_file`: whom to trust beside the machine's own list."""

    host: str
    port: int
    security: str
    login: str
    password: str
    folder: str
    ca_file: str = ""


class Folder:
    """An open folder. `validity` says within what the numbers of its mails count."""

    def __init__(self, server: imaplib.IMAP4, validity: int, following: int) -> None:
        self._server, self.validity, self._following = server, validity, following

    def numbers(self, after: int) -> list[int]:
        """The numbers of mails behind `after`, in order."""
        found: set[int] = set()
        for start in range(after + 1, self._following, _STRETCH):
            end = min(start + _STRETCH, self._following) - 1
            for line in _ask(self._server, "SEARCH", "UID", f"{start}:{end}"):
                found |= {int(one) for one in (line or b"").split() if one.isdigit()}
        return sorted(one for one in found if one > after)

    def mail(self, number: int) -> tuple[datetime, Iterator[bytes]]:
        """(when the server took it, its bytes in pieces of at most 1 MB). Raises NotGiven."""
        at, first = self._piece(number, 0)
        return at, self._rest(number, first)

    def _rest(self, number: int, piece: bytes) -> Iterator[bytes]:
        start = 0
        while piece:
            yield piece
            if len(piece) < PIECE:
                return
            start += len(piece)
            piece = self._piece(number, start)[1]

    def _piece(self, number: int, start: int) -> tuple[datetime, bytes]:
        wanted = f"(INTERNALDATE BODY.PEEK[]<{start}.{PIECE}>)"
        try:
            answer = _ask(self._server, "FETCH", str(number), wanted)
        except imaplib.IMAP4.abort:
            raise
        except imaplib.IMAP4.error as error:
            raise NotGiven(str(error)[:200]) from error
        found = next((one for one in answer if isinstance(one, tuple) and len(one) > 1), None)
        if found is None:
            raise NotGiven("no such mail")
        said = b" ".join(
            part for one in answer for part in (one if isinstance(one, tuple) else (one,)) if part != found[1]
        )
        date = _DATE.search(said)
        try:
            at = datetime.strptime(date[1].decode().strip(), "%d-%b-%Y %H:%M:%S %z") if date else datetime.now(UTC)
        except ValueError as error:
            raise NotGiven("no date") from error
        return at.astimezone(UTC), bytes(found[1])


def _ask(server: imaplib.IMAP4, command: str, *words: str) -> list[Any]:
    kind, answer = server.uid(command, *words)
    if kind != "OK":
        raise imaplib.IMAP4.error(f"{command}: {answer!r}"[:200])
    return answer


@contextmanager
def opened(door: Door) -> Iterator[Folder]:
    """The folder behind `door`, read only. Raises NotReached, also for what breaks while it is open."""
    server: imaplib.IMAP4 | None = None
    try:
        server = _connected(door)
        server.login(door.login, door.password)
        kind, answer = server.select(f'"{door.folder}"', readonly=True)
        if kind != "OK":
            raise NotReached(f"folder {door.folder}: {_words(answer)}"[:300])
        validity = _number(server.response("UIDVALIDITY")[1])
        following = _number(server.response("UIDNEXT")[1])
        if not validity or not following:
            raise NotReached("the server gives its mails no lasting numbers (UIDVALIDITY, UIDNEXT)")
        yield Folder(server, validity, following)
    except (imaplib.IMAP4.error, ssl.SSLError, socket.gaierror, OSError, EOFError) as error:
        raise NotReached(_without(f"{type(error).__name__}: {error}", door)[:300]) from error
    finally:
        if server is not None:
            with suppress(Exception):
                server.logout()


def _connected(door: Door) -> imaplib.IMAP4:
    trust = ssl.create_default_context(cafile=door.ca_file or None)
    if door.security == "tls":
        return imaplib.IMAP4_SSL(door.host, door.port, ssl_context=trust, timeout=_SECONDS)
    server = imaplib.IMAP4(door.host, door.port, timeout=_SECONDS)
    if door.security == "starttls":
        server.starttls(ssl_context=trust)
    return server


def _number(answer: Any) -> int:
    text = next((one for one in answer or () if one), b"0")
    return int(text) if text.isdigit() else 0


def _words(answer: Any) -> str:
    return b" ".join(one for one in answer if isinstance(one, bytes)).decode("utf-8", "replace")


def _without(text: str, door: Door) -> str:
    for secret in (door.password, door.login):
        text = text.replace(secret, "…") if secret else text
    return text
