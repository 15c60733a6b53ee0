"""`python -m huiyin.live --port N`: the live process, one small server in one process. `huiyin serve` starts it."""

import argparse
import asyncio
import logging
import os
import signal
import sys

from granian.constants import HTTPModes, Interfaces
from granian.server.embed import Server

from huiyin.live.app import from_environment

# Connections that wait to be taken, and requests at the same time: each open page is one.
BACKLOG, AT_ONCE = 1024, 4096
CLOSES_SECONDS = 0.5


async def _serve(host: str, port: int) -> None:
    application = from_environment()
    server = Server(
        application,
        address=host,
        port=port,
        interface=Interfaces.ASGI,
        http=HTTPModes.http1,
        websockets=False,
        backlog=BACKLOG,
        backpressure=AT_ONCE,
        log_enabled=False,
    )
    loop = asyncio.get_running_loop()

    def stop() -> None:
        application.close()
        loop.call_later(CLOSES_SECONDS, server.stop)
        loop.call_later(CLOSES_SECONDS * 8, os._exit, 0)  # a reader that takes nothing; there is nothing to save here

    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop)
    await server.serve()


def main(argv: list[str]) -> int:
    """Serve until SIGTERM or Ctrl-C."""
    parser = argparse.ArgumentParser(prog="python -m huiyin.live", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, required=True)
    options = parser.parse_args(argv)
    logging.basicConfig(format="%(asctime)s %(levelname)s %(name)s %(message)s")
    asyncio.run(_serve(options.host, options.port))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
