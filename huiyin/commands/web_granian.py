"""The parent of the web processes: loads the site once, then forks them, so that they share the memory it takes.

What a process changes it has for itself (copy on write). Nothing here may leave a thread or a connection behind.
"""

import argparse
import gc
import sys
from importlib import import_module
from typing import Any

from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels
from granian.server import Server


def main(argv: list[str]) -> None:
    """Serve until SIGTERM."""
    parser = argparse.ArgumentParser(prog="python -m huiyin.commands.web_granian", description=__doc__)
    parser.add_argument("--host", required=True)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--workers", type=int, required=True, help="processes")
    parser.add_argument("--threads", type=int, required=True, help="threads of each process")
    options = parser.parse_args(argv)
    application = load()
    Server(
        "huiyin.wsgi:application",
        address=options.host,
        port=options.port,
        interface=Interfaces.WSGI,
        http=HTTPModes.http1,
        workers=options.workers,
        blocking_threads=options.threads,
        websockets=False,
        log_level=LogLevels.error,  # its warnings are about the number of threads, which is meant
        respawn_failed_workers=True,
        workers_kill_timeout=15,
    ).serve(target_loader=lambda: application, wrap_loader=False)


def load() -> Any:
    """The application with everything that pages and API need, in memory that is not gone through any more."""
    gc.disable()  # what is loaded stays: looking for what to throw away only takes time
    application = import_module("huiyin.wsgi").application
    import_module("django.urls").get_resolver().url_patterns  # noqa: B018 - loads the pages and the API
    gc.enable()
    gc.collect()
    gc.freeze()
    return application


if __name__ == "__main__":
    main(sys.argv[1:])
