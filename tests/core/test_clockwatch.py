"""The machine's clock jumps: it is noticed against the clock that nobody can set, and a later process knows it too."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from huiyin.commands import clock
from huiyin.core import clockwatch, jobs
from huiyin.core.clockwatch import Reading, apart

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
HOUR, YEAR = timedelta(hours=1), timedelta(days=365)
MARK = Reading("this start", NOON, 1000.0)


class Clock:
    """Both clocks of a machine."""

    def __init__(self) -> None:
        self.wall, self.steady, self.boot = NOON, 1000.0, "this start"

    def goes_on(self, span: timedelta) -> None:
        self.wall += span
        self.steady += span.total_seconds()

    def read(self) -> Reading:
        return Reading(self.boot, self.wall, self.steady)


@pytest.fixture
def machine(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Clock:
    settings.PRIVATE_DIR = tmp_path
    made = Clock()
    monkeypatch.setattr(clockwatch, "reading", made.read)
    return made


@pytest.mark.parametrize("jump", [HOUR, YEAR, -HOUR, -YEAR])
def test_a_jump_is_told_with_its_length(jump: timedelta) -> None:
    assert apart([MARK], Reading("this start", NOON + HOUR + jump, 4600.0)) == jump


def test_a_worker_that_slept_for_a_week_is_no_jump() -> None:
    week = timedelta(days=7)
    assert not apart([MARK], Reading("this start", NOON + week + timedelta(minutes=4), 1000.0 + week.total_seconds()))


def test_after_a_new_start_of_the_machine_only_a_time_that_was_already_is_wrong() -> None:
    assert not apart([MARK], Reading("next start", NOON + YEAR, 5.0))
    assert apart([MARK], Reading("next start", NOON - YEAR, 5.0)) == -YEAR
    assert not apart([], Reading("next start", NOON, 5.0))


def test_what_runs_by_the_clock_waits_until_the_time_is_right_again(machine: Clock) -> None:
    ran: list[int] = []
    task = jobs.in_true_time(ran.append)
    assert not clockwatch.watch()
    machine.goes_on(HOUR)
    task(1)
    machine.wall += YEAR
    assert clockwatch.watch() == YEAR
    task(2)
    machine.goes_on(HOUR)
    assert clockwatch.watch() == YEAR, "looking again does not make it right"
    task(3)
    machine.wall -= YEAR
    assert not clockwatch.watch()
    task(4)
    machine.wall -= HOUR
    assert clockwatch.watch() == -HOUR
    task(5)
    assert ran == [1, 4, 5]


def test_somebody_says_that_the_time_is_right_now(machine: Clock, capsys: pytest.CaptureFixture[str]) -> None:
    clockwatch.watch()
    assert clock.main([]) == clock.AGREES
    machine.wall += HOUR
    assert clock.main([]) == clock.APART
    assert "--trust" in capsys.readouterr().err
    assert clock.main(["--trust"]) == clock.AGREES
    assert clock.main([]) == clock.AGREES
    assert not clockwatch.holds_back()


def test_a_damaged_note_is_no_jump_and_is_written_anew(machine: Clock, tmp_path: Path) -> None:
    (tmp_path / "clock.json").write_text("[[1, 2")
    assert not clockwatch.watch()
    machine.wall += HOUR
    assert clockwatch.drift() == HOUR


def test_this_machine_has_both_clocks() -> None:
    first, second = clockwatch.reading(), clockwatch.reading()
    assert not apart([first], second)
    assert first.boot == second.boot
    assert first.steady <= second.steady
