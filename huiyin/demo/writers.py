"""Processes that write cases in bulk. Each begins anew: a fork would inherit the typesetter's threads, and hang.

Nothing of Django is imported above: a new process sets it up first.
"""

import importlib
import multiprocessing
import queue
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any

import django


def write_apart(shares: Sequence[range], now: datetime, tell: Callable[[int], None]) -> bool:
    """Write each share in a process of its own, telling how many cases more are there; False when one failed."""
    context = multiprocessing.get_context("spawn")
    told = context.Queue()
    writers = [context.Process(target=_writer, args=(share, now, told)) for share in shares if share]
    for writer in writers:
        writer.start()
    while any(writer.is_alive() for writer in writers) or not told.empty():
        with suppress(queue.Empty):
            tell(told.get(timeout=1))
    for writer in writers:
        writer.join()
    return not any(writer.exitcode for writer in writers)


def _writer(share: range, now: datetime, told: Any) -> None:
    django.setup()
    importlib.import_module("huiyin.demo.bulk").write(share, now, told.put)
