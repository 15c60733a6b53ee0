"""Two houses, one of few cases and one of many, each with a database and a server of its own, asked by turns: whatever
else the machine does falls on both alike. Each is a process of its own, so Django is set up there only.
"""

import importlib
import multiprocessing
import statistics
import subprocess
import sys
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, NamedTuple

import django

from huiyin.bench import ground
from huiyin.bench.line import Line
from huiyin.commands import database

FEW, RATIO = 10_000, 1.5
ROUNDS, WARM = 100, 4


class Fell(RuntimeError):  # noqa: N818
    """A house could not do what it was asked; the message is its traceback."""


class House(NamedTuple):
    """The other end of a house."""

    cases: int
    rate: float
    names: list[str]
    line: Connection

    def ask(self, *what: str) -> Any:
        """`take` and a name: milliseconds; `faults`: what its statements read too much."""
        self.line.send(what)
        return _answer(self.line)


def measure(folder: Path, cases: int, only: Sequence[str] = ()) -> Iterator[Line]:
    """Every measure (or those whose names begin with one of `only`) at FEW and at `cases` cases (at least), their
    ratios, and the statements without an index. What `folder` holds already is used and stays there."""
    with _begun(folder / "few", min(FEW, cases // 2)) as first, _begun(folder / "many", cases) as second:
        few, many = _house(first), _house(second)
        if many.rate:
            yield Line(f"cases seeded by COPY, a second ({many.cases:,} in all)", f"{many.rate:.0f}")
        for name in many.names:
            if only and not name.startswith((*only, "intake")):
                continue
            taken = [(few.ask("take", name), many.ask("take", name)) for _ in range(ROUNDS + WARM)][WARM:]
            before, after = (_p95([pair[place] for pair in taken]) for place in (0, 1))
            value = f"{after:.0f} ms / {before:.0f} ms = {after / before:.2f}"
            what = f"{name}, p95: {many.cases:,} against {few.cases:,} cases"
            yield Line(what, value, f"at most {RATIO}", after / before <= RATIO)
        much = many.ask("faults")
        told = "; ".join(much) or "none"
        yield Line("statements of the pages that read a large table whole, or much in vain", told, "none", not much)


@contextmanager
def _begun(folder: Path, cases: int) -> Iterator[Connection]:
    """The process of a house; its first answer comes when it is filled and its server runs."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=_keep, args=(folder, cases, there))
    process.start()
    there.close()
    try:
        yield here
    finally:
        here.close()
        process.join()


def _house(line: Connection) -> House:
    cases, rate, names = _answer(line)
    return House(cases, rate, names, line)


def _answer(line: Connection) -> Any:
    try:
        went, value = line.recv()
    except EOFError:
        raise Fell("a house ended without a word") from None
    if not went:
        raise Fell(value)
    return value


def _keep(folder: Path, cases: int, line: Connection) -> None:
    """The process of a house: fill it, then answer until nobody asks."""
    try:
        folder.mkdir(mode=0o755, parents=True, exist_ok=True)
        ground.stand_on(folder)
        with database.running():
            subprocess.run([sys.executable, "-m", "huiyin", "migrate"], check=True, stdout=subprocess.DEVNULL)
            django.setup()
            size = importlib.import_module("huiyin.bench.size")
            there, rate = size.fill(cases)
            with ground.serving() as server:
                probe = size.Probe(server)
                line.send((True, (there, rate, probe.names())))
                while True:
                    name, *what = line.recv()
                    line.send((True, getattr(probe, name)(*what)))
    except EOFError:
        return
    except Exception:
        line.send((False, traceback.format_exc()))


def _p95(taken: list[float]) -> float:
    return statistics.quantiles(taken, n=20)[18]
