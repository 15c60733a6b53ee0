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
    parser.add_argument("--live-port", type=int, help="where pages hear of changes (default: --port + 1; 0: nowhere)")
    options = parser.parse_args(argv)
    live_port = options.port + 1 if options.live_port is None else options.live_port
    if code := supervisor.to_its_end("ready"):
        return code
    print(f"Serving on http://{options.host}:{options.port}", file=sys.stderr, flush=True)
    known = web_server.environment(options.host, options.port, live_port)
    command = web_server.command(options.host, options.port, options.workers, options.threads)
    children = [supervisor.Child("web", command, known)]
    if live_port:
        live = web_server.live_command(options.host, live_port)
        children.append(supervisor.Child("live updates", live, known))
    elif not database.uses_embedded():
        os.environ |= supervisor.LEAN | known
        os.execv(command[0], command)  # noqa: S606 - nothing of ours is left to do
    supervisor.run(children, tick=database.Watch(_say), ready=lambda: None, say=_say)
    return 0


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
