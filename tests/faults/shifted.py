"""Run as a program on the data folder of a site, with the machine's clock set ahead or back by some seconds.

`shifted.py SECONDS rounds`: everything that runs by the clock, once; its names, and what holds the clock back, told in
a JSON line. `shifted.py SECONDS web PORT`: a web server.
"""

import json
import os
import sys
import time
from collections.abc import Sequence
from contextlib import redirect_stdout
from datetime import UTC, datetime, timedelta
from uuid import UUID

import uuid_utils

# Learns for seconds from what is there, whatever the time.
SLOW = {"complaints.learn_classes"}


def set_clock(seconds: float) -> None:
    """What Python calls the time, from now on in this process; before anything of ours is loaded."""
    from huiyin.core import ids  # noqa: PLC0415 - the order is the point here
    from huiyin.core import time as ours  # noqa: PLC0415

    real = time.time
    time.time = lambda: real() + seconds
    ours.now = lambda: datetime.now(UTC) + timedelta(seconds=seconds)

    def uuid7() -> UUID:
        beginning = int((real() + seconds) * 1000) << 80
        return UUID(int=beginning | uuid_utils.uuid7().int & (1 << 80) - 1)

    ids.uuid7 = uuid7


def rounds() -> None:
    from huiyin.commands import surroundings  # noqa: PLC0415

    with surroundings.everything(), redirect_stdout(sys.stderr):
        from procrastinate.contrib.django import app  # noqa: PLC0415

        from huiyin.core import clockwatch  # noqa: PLC0415

        app.perform_import_paths()
        known = {name: entry.task for (name, _id), entry in app.periodic_registry.periodic_tasks.items()}
        for name in sorted(known.keys() - SLOW):
            known[name].func(int(time.time()))
        told = {"rounds": sorted(known), "drift": clockwatch.drift().total_seconds()}
    sys.stdout.write(json.dumps(told) + "\n")


def main(argv: Sequence[str]) -> None:
    set_clock(float(argv[0]))
    if argv[1] == "rounds":
        rounds()
    else:
        from huiyin.commands import web_granian  # noqa: PLC0415

        web_granian.main(["--host", "127.0.0.1", "--port", argv[2], "--workers", "1", "--threads", "4"])


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huiyin.settings")
    main(sys.argv[1:])
