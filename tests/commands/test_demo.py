"""`bin/demo` as a person meets it: starts, heals, ends cleanly, keeps everything."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from huiyin.commands import demo
from huiyin.core import embedded
from huiyin.core.embedded_folder import Cluster

ROOT = Path(__file__).resolve().parents[2]


class Running:
    """A demo without example data, in processes of its own."""

    def __init__(self, data: Path, port: int) -> None:
        self.data, self.port = data, port
        environment = {k: v for k, v in os.environ.items() if not k.startswith(("HUIYIN_", "DATABASE_URL"))}
        self.log = data.parent / "demo.log"
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(
                [
                    *(sys.executable, "-m", "huiyin", "demo", "--no-seed"),
                    *("--port", str(port), "--data-dir", str(data)),
                ],
                cwd=ROOT,
                env=environment,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )

    def told(self) -> str:
        return self.log.read_text()

    def wait_for(self, condition: Callable[[], object], seconds: float = 300) -> None:
        deadline = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < deadline, self.told()
            time.sleep(0.1)

    def answers(self) -> bool:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{self.port}/", timeout=5).read()
        except urllib.error.HTTPError:
            return True
        except OSError:
            return False
        return True

    def children(self) -> dict[str, psutil.Process]:
        names = {"granian": "web", "worker": "worker", "mailsink": "mail"}
        found: dict[str, psutil.Process] = {}
        for child in psutil.Process(self.process.pid).children():
            try:
                line = " ".join(child.cmdline())
            except psutil.Error:  # it ended while we looked
                continue
            found |= {name: child for word, name in names.items() if word in line}
        return found


def _lives(process: psutil.Process) -> bool:
    """A zombie has ended; nobody has asked yet how."""
    try:
        return bool(process.is_running() and process.status() != psutil.STATUS_ZOMBIE)
    except psutil.Error:
        return False


@pytest.fixture
def started(open_folder: Path, free_port: int) -> Iterator[Running]:
    running = Running(open_folder / "data", free_port)
    running.wait_for(lambda: "Ctrl-C stops everything" in running.told())
    yield running
    if running.process.poll() is None:
        running.process.send_signal(signal.SIGTERM)
        running.process.wait(30)


@pytest.mark.slow
def test_it_serves_heals_and_ends_leaving_nothing_behind(started: Running) -> None:
    assert started.answers()
    assert f"http://127.0.0.1:{started.port}/" in started.told()
    assert str(started.data) in started.told()
    before = started.children()
    assert set(before) == {"web", "worker", "mail"}

    before["worker"].kill()
    started.wait_for(lambda: "worker ended (signal SIGKILL)" in started.told())
    started.wait_for(lambda: started.children().get("worker") not in (None, before["worker"]))

    everyone = psutil.Process(started.process.pid).children(recursive=True)
    started.process.send_signal(signal.SIGINT)
    assert started.process.wait(40) == 0
    assert "Everything is kept" in started.told()
    assert not [process for process in everyone if _lives(process)]
    assert embedded.running(Cluster(started.data)) is None
    assert not started.answers()

    secret = (started.data / "private" / "secret_key").read_text()
    again = Running(started.data, started.port)
    again.wait_for(lambda: again.told().count("Ctrl-C stops everything") == 2)
    assert (started.data / "private" / "secret_key").read_text() == secret
    _nothing_lives_on_when_it_is_killed(again)


def _nothing_lives_on_when_it_is_killed(running: Running) -> None:
    everyone = psutil.Process(running.process.pid).children(recursive=True)
    assert len(everyone) > 3
    running.process.kill()
    running.process.wait()
    if sys.platform != "linux":  # the kernel ends orphans on Linux only
        return
    running.wait_for(lambda: not [process for process in everyone if _lives(process)], 30)
    running.wait_for(lambda: embedded.running(Cluster(running.data)) is None, 30)


def test_a_port_that_was_asked_for_and_is_taken_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert demo.main(["--port", str(port)]) == 2
    assert f"Port {port} is taken" in capsys.readouterr().err


def test_without_a_wish_the_next_free_port_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        first = taken.getsockname()[1]
        monkeypatch.setattr(demo, "FIRST_PORT", first)
        assert first < demo.choose_port(None) < first + demo.PORTS_TO_TRY


def test_links_are_lined_up_with_chinese_names() -> None:
    assert demo._width("王 a") == 4
    assert re.fullmatch(r"\d+", str(demo.free_port()))
