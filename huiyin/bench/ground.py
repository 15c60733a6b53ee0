"""The ground a measure stands on: a database of its own, the demo's house in it, a running server, a bearer token."""

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

START_SECONDS = 240  # on a machine that is busy with other things
WARM_SECONDS = 15


@dataclass
class Server:
    """`huiyin serve` under test: the process that looks after the others."""

    port: int
    process: subprocess.Popen[bytes]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"


def private_folder() -> tempfile.TemporaryDirectory[str]:
    """A folder for the run that the database's own user can reach when root runs the measures."""
    base = Path("/var/tmp")  # noqa: S108 - made with a random name and removed afterwards
    return tempfile.TemporaryDirectory(prefix="huiyin-bench-", dir=base, ignore_cleanup_errors=True)


def stand_on(folder: Path) -> None:
    """From now on this process and its children keep their data in `folder`, which the database's user may enter."""
    folder.chmod(0o755)
    os.environ |= {
        "HUIYIN_DATA_DIR": f"{folder}/data",
        "HUIYIN_PRIVATE_DIR": f"{folder}/data/private",
        "DJANGO_SETTINGS_MODULE": "huiyin.settings",
        "HUIYIN_API_PER_MINUTE": "0",
    }
    os.environ.pop("DATABASE_URL", None)


def free_port() -> int:
    """A port of loopback that is free now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving() -> Iterator[Server]:
    """The web server on loopback while the block runs: `huiyin serve` as it is, all its processes included."""
    port = free_port()
    command = [sys.executable, "-m", "huiyin", "serve", "--port", str(port)]
    process = subprocess.Popen(command, env=os.environ.copy())
    try:
        _wait(port)
        yield Server(port, process)
    finally:
        process.terminate()
        process.wait(40)


@contextmanager
def working() -> Iterator[subprocess.Popen[bytes]]:
    """The worker while the block runs, after it has had the time to begin its sweeps."""
    process = subprocess.Popen([sys.executable, "-m", "huiyin", "worker"], stderr=subprocess.DEVNULL)
    try:
        time.sleep(WARM_SECONDS)
        yield process
    finally:
        process.terminate()
        try:
            process.wait(WARM_SECONDS)
        except subprocess.TimeoutExpired:  # in the middle of a long sweep; its database goes away anyway
            process.kill()
            process.wait()


def _wait(port: int) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=5).close()
            return
        except OSError:
            time.sleep(0.2)
    raise TimeoutError("the web server did not answer within four minutes")
