"""Who writes the batches of an import: this process, or for a large file several processes beside the reading one.

A complaint belongs to one share by its key (`importing.share_of`), and each writer has its own shares, so that writers
never wait for each other; two runs at once still do, key by key. A writer has one batch in hand at a time.
"""

import multiprocessing
import os
import signal
from collections.abc import Callable, Sequence
from contextlib import suppress
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any

from django.db import OperationalError, connection

from huiyin.complaints.imports.record import Record
from huiyin.complaints.queries.importing import Kind

Outcomes = list[tuple[Kind, str]]
Work = Callable[[Sequence[Record]], Outcomes]
# A file of so many bytes is worth a second process: about ten thousand complaints.
LARGE = 4 * 1024 * 1024


def how_many(size: int) -> int:
    """How many processes write a file of `size` bytes: one, or two for a large file where there are two cores."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return 2 if size >= LARGE and cores > 1 else 1


class Here:
    """Writes in this process."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._done: Outcomes = []

    def send(self, records: Sequence[Record]) -> None:
        """Write a batch."""
        self._done = self._work(records)

    def outcomes(self) -> Outcomes:
        """What became of the batch that was sent last."""
        return self._done

    def close(self) -> None:
        """Nothing is left to end."""


class Beside:
    """Writes in a process of its own, at the other end of a pipe."""

    def __init__(self, process: BaseProcess, pipe: Connection) -> None:
        self._process, self._pipe = process, pipe

    def send(self, records: Sequence[Record]) -> None:
        """Give it a batch; the outcomes of the one before must have been taken."""
        self._pipe.send(records)

    def outcomes(self) -> Outcomes:
        """Wait for what became of the batch that was sent last. Raises what the writing raised."""
        try:
            found = self._pipe.recv()
        except EOFError:
            raise OperationalError("a writing process ended unexpectedly") from None
        if isinstance(found, BaseException):
            raise found
        return list(found)

    def close(self) -> None:
        """Let it finish the batch in hand, then end."""
        self._pipe.close()
        self._process.join()


def writers(count: int, work: Work) -> list[Here] | list[Beside]:
    """`count` writers; with more than one this process lets go of its database connection first."""
    if count == 1:
        return [Here(work)]
    connection.close()
    return processes(count, work)


def processes(count: int, work: Work) -> list[Beside]:
    """`count` writers in processes of their own; the caller holds no database connection now."""
    context = multiprocessing.get_context("fork")
    pipes = [context.Pipe() for _place in range(count)]
    ends = [end for pipe in pipes for end in pipe]
    made = [context.Process(target=_serve, args=(work, theirs, ends), daemon=True) for _ours, theirs in pipes]
    for process in made:
        process.start()
    for _ours, theirs in pipes:
        theirs.close()
    return [Beside(process, ours) for process, (ours, _theirs) in zip(made, pipes, strict=True)]


def _serve(work: Work, pipe: Connection, ends: Sequence[Connection]) -> None:
    """Write batch after batch until the reading process closes its end or is gone. Ctrl-C is that one's to answer.

    `ends` are all that were inherited: an end that is held open here would never tell the others that it was closed.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for end in ends:
        if end is not pipe:
            end.close()
    with suppress(EOFError, OSError):
        while True:
            records: Any = pipe.recv()
            try:
                answer: Any = work(records)
            except Exception as error:
                answer = error
            pipe.send(answer)
    connection.close()
