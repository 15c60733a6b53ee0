"""`huiyin serve`: pages and API on granian. Knows no Django: it only looks after the processes that serve."""

import argparse
import os
import sys
from collections.abc import Sequence

from huiyin.commands import database, supervisor, web_server


def main(argv: Sequence[str]) -> int:
    """Serve until SIGTERM or Ctrl-C; 2 when the site cannot start, its reason told."""
    parser = argparse.ArgumentParser(prog="huiyin serve", description="Serve pages and API.")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default %(default)s)")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument(
        "--workers", type=int, default=web_server.default_workers(), help="processes (default %(default)s)"
    )
    parser.add_argument(
        "--threads", type=int, default=web_server.THREADS, help="threads of each process (default %(default)s)"
    )
    options = parser.parse_args(argv)
    if code := supervisor.to_its_end("ready"):
        return code
    print(f"Serving on http://{options.host}:{options.port}", file=sys.stderr, flush=True)
    web = supervisor.Child("web", web_server.command(options.host, options.port, options.workers, options.threads))
    if not database.uses_embedded():
        os.execv(web.command[0], list(web.command))  # noqa: S606 - nothing of ours is left to do
    supervisor.run([web], tick=database.Watch(_say), ready=lambda: None, say=_say)
    return 0


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
