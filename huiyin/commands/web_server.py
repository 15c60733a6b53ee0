"""How the web server is called. Knows no Django, so that a parent that only starts it stays small."""

import os
import sys

# Of each process. Half of them may wait for what a client sends (huiyin.wsgi); idle ones cost nothing.
THREADS = 12


def command(host: str, port: int, workers: int = 0, threads: int = THREADS) -> list[str]:
    """The command line of granian, serving the WSGI application; without `workers` as many as suit this machine."""
    return [
        *(sys.executable, "-m", "huiyin.commands.web_granian", "--host", host, "--port", str(port)),
        *("--workers", str(workers or default_workers()), "--threads", str(threads)),
    ]


def default_workers() -> int:
    """One per core, two at most: a small house's pages need no more, and each takes its memory."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(cores, 2)
