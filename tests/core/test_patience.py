"""Long answers leave from places of their own; short ones are handed over whole; too slow a client loses its place."""

from collections.abc import Iterator
from typing import Any

import pytest

from huiyin.core import patience
from huiyin.core.patience import Patience, TooSlowError


class Streamed:
    """A streamed answer as Django gives it to the server."""

    streaming = True

    def __init__(self, pieces: list[bytes]) -> None:
        self.pieces, self.is_closed = pieces, False

    def __iter__(self) -> Iterator[bytes]:
        yield from self.pieces

    def close(self) -> None:
        self.is_closed = True


MB = b"x" * patience.WHOLE
LONG = [MB, MB, b"end"]


@pytest.fixture
def told() -> list[str]:
    return []


def asked(application: Patience, told: list[str]) -> Any:
    return application({}, lambda status, _headers: told.append(status))


def server(answer: Any) -> Patience:
    made = Patience(lambda _environ, _start: answer, readers=1, senders=1)
    made._asks_peers = True
    return made


def test_a_short_file_is_handed_over_whole_and_takes_no_place(told: list[str]) -> None:
    answer = Streamed([b"one", b"two"])
    application = server(answer)
    application.sending.acquire()
    assert asked(application, told) == [b"one", b"two"]
    assert answer.is_closed
    assert told == []


def test_a_long_file_takes_a_place_until_it_is_sent_and_the_next_one_is_refused_in_words(
    told: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patience, "QUEUE_SECONDS", 0.01)
    answer = Streamed(LONG)
    application = server(answer)
    first = asked(application, told)
    assert next(first) == MB
    refused = asked(application, told)
    assert told == ["503 Service Unavailable"]
    assert "请稍等几秒再下载一次" in b"".join(refused).decode()
    assert list(first) == LONG[1:]
    again = asked(application, told)
    assert b"".join(again) == b"".join(LONG)
    again.close()
    again.close()
    assert application.sending.acquire(blocking=False)
    assert not application.sending.acquire(blocking=False), "a place is given back once"


def test_whoever_takes_too_little_is_broken_off_and_somebody_else_may(
    told: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    application = server(Streamed(LONG))
    slow = asked(application, told)
    next(slow)
    began = slow._began
    monkeypatch.setattr("huiyin.core.patience.time.monotonic", lambda: began + 59)
    next(slow)
    monkeypatch.setattr("huiyin.core.patience.time.monotonic", lambda: began + 3600)
    with pytest.raises(TooSlowError):
        next(slow)
    assert application.sending.acquire(blocking=False)


def test_a_file_that_cannot_be_read_leaves_no_place_taken(told: list[str]) -> None:
    class Broken(Streamed):
        def __iter__(self) -> Iterator[bytes]:
            yield MB
            yield MB
            raise OSError("the disk is gone")

    application = server(Broken([]))
    sent = asked(application, told)
    with pytest.raises(OSError, match="the disk is gone"):
        list(sent)
    assert application.sending.acquire(blocking=False)
