"""How the web server is called. Knows no Django, so that a parent that only starts it stays small."""

import os
import sys

# Of each process. Some of them may wait for what a client sends or takes (huiyin.wsgi); idle ones cost nothing.
THREADS = 12


def command(host: str, port: int, workers: int = 0, threads: int = THREADS) -> list[str]:
    """The command line of granian, serving the WSGI application; without `workers` as many as suit this machine."""
    return [
        *(sys.executable, "-m", "huiyin.commands.web_granian", "--host", host, "--port", str(port)),
        *("--workers", str(workers or default_workers()), "--threads", str(threads)),
    ]


def live_command(host: str, port: int) -> list[str]:
    """The command line of the live process, which tells open pages what changed (huiyin.live)."""
    return [sys.executable, "-m", "huiyin.live", "--host", host, "--port", str(port)]


def environment(host: str, port: int, live_port: int) -> dict[str, str]:
    """What web and live process know of each other: the port that pages listen at, and where the gate is asked."""
    near = "127.0.0.1" if host in {"0.0.0.0", "::", ""} else host  # noqa: S104 - where it listens, not where we go
    return {"HUIYIN_LIVE_PORT": str(live_port), "HUIYIN_LIVE_WEB": f"{near}:{port}"}


def default_workers() -> int:
    """One per core, two at most: a small house's pages need no more, and each takes its memory."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(cores, 2)
