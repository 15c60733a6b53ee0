"""A receiver that hangs holds a worker no longer than one attempt may take."""

import contextlib
import socket
import threading
import time

import pytest

from huiyin.channels.gateways import webhook as gateway
from tests.channels.receiver import receiver


def test_an_answer_that_drips_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gateway, "PATIENCE", 0.5)
    with receiver() as there:
        there.drip = True
        began = time.monotonic()
        with pytest.raises(gateway.NotSent, match="no answer within"):
            gateway.post(there.url, {}, b"{}", ["127.0.0.1"])
        assert time.monotonic() - began < 3


def test_a_handshake_that_drips_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gateway, "PATIENCE", 0.5)
    ended = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as server:

        def drip() -> None:
            taken, _address = server.accept()
            with taken, contextlib.suppress(OSError):
                taken.sendall(b"\x16\x03\x03\x40\x00")  # a record of 16 KiB of handshake, a byte at a time
                while not ended.wait(0.1):
                    taken.sendall(b"\x02")

        thread = threading.Thread(target=drip, daemon=True)
        thread.start()
        began = time.monotonic()
        with pytest.raises(gateway.NotSent, match="no answer"):
            gateway.post(f"https://127.0.0.1:{server.getsockname()[1]}/", {}, b"{}", ["127.0.0.1"])
        assert time.monotonic() - began < 2
        ended.set()
        thread.join(5)


def test_a_name_that_is_looked_up_for_too_long_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    ended = threading.Event()
    monkeypatch.setattr(gateway, "PATIENCE", 0.3)
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, **_k: [][ended.wait(10) :])
    began = time.monotonic()
    with pytest.raises(gateway.NotSent, match=r"slow\.example: no address within"):
        gateway.post("https://slow.example/", {}, b"{}", [])
    assert time.monotonic() - began < 3
    ended.set()
