"""Who writes the batches of an import: one process, or several for a large file."""

import os
from collections.abc import Sequence

import psutil
import pytest
from django.db import OperationalError

from huiyin.commands import import_writers
from huiyin.commands.import_run import BATCH, Run
from huiyin.commands.import_writers import Beside, Here, Outcomes
from huiyin.complaints.actions import importing
from huiyin.complaints.imports.record import Record, Rejected
from huiyin.complaints.imports.rejects import Rejects
from huiyin.complaints.imports.table import Row


def record(key: str) -> Record:
    return Record("ours", key, [Row(int(key), {"key": key})], "", None, "closed", "phone")


def odd_are_turned_back(records: Sequence[Record]) -> Outcomes:
    return [("rejected", "odd") if int(each.external_key) % 2 else ("created", "") for each in records]


def which(records: Sequence[Record]) -> Outcomes:
    return [("created", str(os.getpid())) for _each in records]


def broken(records: Sequence[Record]) -> Outcomes:
    raise OSError("the disk is full")


def beside(work: import_writers.Work, count: int = 2) -> list[Beside]:
    made = import_writers.processes(count, work)
    assert len(made) == count
    return made


def test_writers_beside_are_processes_of_their_own_and_end_when_told() -> None:
    hands = beside(which)
    for hand in hands:
        hand.send([record("1")])
    told = {hand.outcomes()[0][1] for hand in hands}
    for hand in hands:
        hand.close()
    assert len(told) == 2
    assert str(os.getpid()) not in told
    assert not any(psutil.pid_exists(int(pid)) for pid in told)


def test_what_the_writing_raises_is_raised_here_and_the_writer_goes_on_living() -> None:
    [hand] = beside(broken, 1)
    for _twice in range(2):
        hand.send([record("1")])
        with pytest.raises(OSError, match="the disk is full"):
            hand.outcomes()
    hand.close()


def killed(records: Sequence[Record]) -> Outcomes:
    os._exit(9)


def test_a_writer_that_is_killed_is_told_as_a_failure_of_the_database() -> None:
    [hand] = beside(killed, 1)
    hand.send([record("1")])
    with pytest.raises(OperationalError, match="ended unexpectedly"):
        hand.outcomes()
    hand.close()


@pytest.mark.parametrize("count", [1, 2])
def test_what_is_rejected_comes_back_in_the_order_of_the_file_whoever_wrote_it(count: int) -> None:
    hands: Sequence[Here | Beside] = [Here(odd_are_turned_back)] if count == 1 else beside(odd_are_turned_back)
    seen: list[int] = []

    class Listening(Rejects):
        def add(self, rejected: Rejected) -> None:
            seen.extend(row.number for row, _reason in rejected.rows)

    run = Run(None, Listening(None, []), hands)  # type: ignore[arg-type]  # no plan: nothing is read
    for number in range(BATCH * 3):
        outcome = Rejected([(Row(number, {}), "unreadable")]) if number % 10 == 4 else record(str(number))
        run.take(1, outcome)
    run.write()
    for hand in hands:
        hand.close()
    assert seen == [number for number in range(BATCH * 3) if number % 2 or number % 10 == 4]
    assert run.counts.created == BATCH * 3 - len(seen)


def test_a_small_file_is_written_here_and_no_share_belongs_to_two_writers() -> None:
    assert import_writers.how_many(import_writers.LARGE - 1) == 1
    shares = {importing.share_of(record(str(number))) for number in range(100)}
    assert shares == set(range(importing.SHARES))
    assert importing.SHARES % 2 == 0
