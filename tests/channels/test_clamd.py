"""The virus scanner over its socket: what it is told, what it answers, and when it does not."""

import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from huiyin.channels.gateways import clamd
from huiyin.channels.gateways.clamd import Address, NoAnswer
from tests.scanner import EICAR, MOST, SIGNATURE


@pytest.mark.parametrize(
    ("setting", "address", "is_near"),
    [
        ("/run/clamav/clamd.ctl", Address(path="/run/clamav/clamd.ctl"), True),
        ("127.0.0.1", Address(host="127.0.0.1"), True),
        ("localhost:3311", Address(host="localhost", port=3311), True),
        ("[::1]:3311", Address(host="::1", port=3311), True),
        ("[::1]", Address(host="::1"), True),
        ("scanner.house.example:3310", Address(host="scanner.house.example"), False),
        ("10.1.2.3", Address(host="10.1.2.3"), False),
    ],
)
def test_an_address_is_a_socket_file_or_a_port(setting: str, address: Address, is_near: bool):
    assert clamd.address(setting) == address
    assert address.is_near is is_near


@pytest.mark.parametrize("setting", [":3310", "::1", "host:0", "host:99999", "host:smtp", "[::1]:x", "[]:1"])
def test_an_address_that_names_no_scanner_is_refused(setting: str):
    with pytest.raises(clamd.WrongAddress):
        clamd.address(setting)


def test_a_real_scanner_tells_harmless_from_harmful(scanner_at: str):
    at = clamd.address(scanner_at)
    assert clamd.version(at, seconds=10).startswith("ClamAV ")
    assert clamd.scan(at, [b"%PDF-1.7 ", b"a discharge summary"], seconds=10).clean
    assert clamd.scan(at, [b""], seconds=10).clean
    half = len(EICAR) // 2
    found = clamd.scan(at, [EICAR[:half], EICAR[half:]], seconds=10)
    assert (found.clean, found.signature, found.too_big) == (False, f"{SIGNATURE}.UNOFFICIAL", False)


def test_a_file_that_the_scanner_does_not_take_is_not_called_clean(scanner_at: str):
    pieces = (b"\0" * 2**20 for _piece in range(MOST // 2**20 + 8))
    found = clamd.scan(clamd.address(scanner_at), pieces, seconds=30)
    assert (found.clean, found.too_big) == (False, True)


def test_a_scanner_that_is_not_there_gives_no_answer(tmp_path: Path, free_port: int):
    for setting in (str(tmp_path / "nobody.sock"), f"127.0.0.1:{free_port}"):
        with pytest.raises(NoAnswer):
            clamd.scan(clamd.address(setting), [b"x"], seconds=2)
        with pytest.raises(NoAnswer):
            clamd.version(clamd.address(setting), seconds=2)


@pytest.fixture
def answering() -> Iterator[dict[str, bytes]]:
    """Something on a port that is no scanner: it says what it is told to say, and then hangs up or stays."""
    says: dict[str, bytes] = {}
    listening = socket.create_server(("127.0.0.1", 0))
    lines: list[socket.socket] = []

    def serve() -> None:
        while True:
            try:
                line, _peer = listening.accept()
            except OSError:
                return
            lines.append(line)
            if says["words"] != b"silence":
                line.recv(4096)
                line.sendall(says["words"])
                line.shutdown(socket.SHUT_WR)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    says["address"] = b"127.0.0.1:%d" % listening.getsockname()[1]
    yield says
    listening.shutdown(socket.SHUT_RDWR)
    listening.close()
    thread.join(5)
    for line in lines:
        line.close()


@pytest.mark.parametrize("words", [b"silence", b"", b"\0", b"stream: Can't allocate memory ERROR\0", b"who are you\0"])
def test_silence_and_nonsense_are_no_answer(answering: dict[str, bytes], words: bytes):
    answering["words"] = words
    with pytest.raises(NoAnswer):
        clamd.scan(clamd.address(answering["address"].decode()), [b"x"], seconds=0.5)


def test_a_file_in_which_the_scanner_stopped_looking_is_not_called_clean(answering: dict[str, bytes]):
    answering["words"] = b"stream: Heuristics.Limits.Exceeded.MaxFileSize FOUND\0"
    found = clamd.scan(clamd.address(answering["address"].decode()), [b"x"], seconds=5)
    assert (found.clean, found.too_big) == (False, True)
