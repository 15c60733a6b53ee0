"""Asking a virus scanner about one file: ClamAV's daemon over its socket.

The clear bytes go to it in pieces (INSTREAM) and are kept nowhere. It listens on a socket file of this machine, or on a
port, which has to lie inside the house: nothing on the way there is encrypted.
"""

import socket
import struct
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from ipaddress import ip_address
from time import monotonic

_PIECE = 256 * 1024
_CONNECTS = 5.0  # seconds; whoever listens on this machine answers at once
_LONGEST_ANSWER = 4096
PORT = 3310
# The harmless string by which every scanner is tried out (EICAR). Never written whole: else a scanner takes this file.
TEST_FILE = b"".join((b"X5O!P%@AP[4\\PZX54(P^)7CC)7}", b"$EICAR-", b"STANDARD-", b"ANTIVIRUS-", b"TEST-FILE!$H+H*"))


class NoAnswer(Exception):  # noqa: N818 - read as a fact
    """The scanner is not there, does not answer in time, or cannot scan just now. The file is asked about again."""


class WrongAddress(ValueError):  # noqa: N818
    """The setting names no scanner."""


@dataclass(frozen=True)
class Verdict:
    """`signature` names what was found, empty for a clean file; `too_big`: the scanner takes no file of this size."""

    signature: str = ""
    too_big: bool = False

    @property
    def clean(self) -> bool:
        """May the file be given out?"""
        return not self.signature and not self.too_big


@dataclass(frozen=True)
class Address:
    """Where the scanner listens: `path` of a socket file, else `host` and `port`."""

    path: str = ""
    host: str = ""
    port: int = PORT

    @property
    def is_near(self) -> bool:
        """Do the clear bytes stay on this machine?"""
        if self.path or self.host == "localhost":
            return True
        try:
            return ip_address(self.host).is_loopback
        except ValueError:
            return False


def address(setting: str) -> Address:
    """Read `/run/clamav/clamd.ctl`, `host`, `host:3310` or `[::1]:3310`. Raises WrongAddress."""
    text = setting.strip()
    if text.startswith("/"):
        return Address(path=text)
    host, bracket, rest = text.removeprefix("[").partition("]") if text.startswith("[") else (text, "", "")
    if not bracket:
        host, _colon, number = text.partition(":")
    else:
        number = rest.removeprefix(":")
    if not host or (number and not (number.isascii() and number.isdecimal() and 0 < int(number) < 65536)):
        raise WrongAddress(setting)
    return Address(host=host, port=int(number or PORT))


def version(at: Address, *, seconds: float) -> str:
    """Which scanner with which signatures: `ClamAV 1.4.3/27449/…`. Raises NoAnswer."""
    deadline = monotonic() + seconds
    try:
        with closing(_connected(at, deadline)) as line:
            line.sendall(b"zVERSION\0")
            return _answer(line, deadline)[:120]
    except OSError as error:
        raise NoAnswer(_words(error)) from error


def scan(at: Address, pieces: Iterable[bytes], *, seconds: float) -> Verdict:
    """Hand the file over and wait for the verdict, altogether at most `seconds`. Raises NoAnswer; what `pieces` raises
    goes through."""
    deadline = monotonic() + seconds
    try:
        with closing(_connected(at, deadline)) as line:
            line.sendall(b"zINSTREAM\0")
            _send(line, pieces, deadline)
            return _verdict(_answer(line, deadline))
    except OSError as error:
        raise NoAnswer(_words(error)) from error


def _connected(at: Address, deadline: float) -> socket.socket:
    if not at.path:
        return socket.create_connection((at.host, at.port), timeout=min(_CONNECTS, _left(deadline)))
    line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    line.settimeout(min(_CONNECTS, _left(deadline)))
    try:
        line.connect(at.path)
    except OSError:
        line.close()
        raise
    return line


def _send(line: socket.socket, pieces: Iterable[bytes], deadline: float) -> None:
    """All pieces, each behind its length; a scanner that has heard enough hangs up and has said why."""
    try:
        for piece in pieces:
            for start in range(0, len(piece), _PIECE):
                part = memoryview(piece)[start : start + _PIECE]
                line.settimeout(_left(deadline))
                line.sendall(struct.pack(">I", len(part)))
                line.sendall(part)
        line.sendall(struct.pack(">I", 0))
    except (BrokenPipeError, ConnectionResetError):
        return


def _answer(line: socket.socket, deadline: float) -> str:
    found = b""
    while b"\0" not in found and len(found) < _LONGEST_ANSWER:
        line.settimeout(_left(deadline))
        piece = line.recv(_LONGEST_ANSWER)
        if not piece:
            break
        found += piece
    text = found.partition(b"\0")[0].decode("utf-8", "replace").strip()
    if not text:
        raise NoAnswer("the scanner hung up without an answer")
    return text


def _verdict(text: str) -> Verdict:
    """`stream: OK`, `stream: <signature> FOUND`, `… ERROR`."""
    words = text.removeprefix("stream:").strip()
    if words == "OK":
        return Verdict()
    if words.endswith(" FOUND"):
        name = words.removesuffix(" FOUND").strip()
        # `AlertExceedsMax`: it stopped looking. That is not a clean file.
        if name.startswith("Heuristics.Limits.Exceeded"):
            return Verdict(signature=name[:200], too_big=True)
        return Verdict(signature=name[:200])
    if "size limit exceeded" in words:
        return Verdict(too_big=True)
    raise NoAnswer(words[:200])


def _left(deadline: float) -> float:
    left = deadline - monotonic()
    if left <= 0:
        raise TimeoutError("the scanner takes too long")
    return left


def _words(error: OSError) -> str:
    return str(error) or type(error).__name__
