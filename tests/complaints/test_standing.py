"""A case as it stood: snapshots that were taken on the way are what is rebuilt afterwards."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huiyin.audit import queries as audit
from huiyin.cases.actions import talk
from huiyin.cases.models import Evidence, Message, Note
from huiyin.clocks.models import Clock
from huiyin.complaints.actions import suspension
from huiyin.complaints.models import Finding
from huiyin.complaints.queries import standing
from huiyin.core.time import now
from tests.complaints.along import HOUR, Along, assigned
from tests.people import House

pytestmark = pytest.mark.django_db
Picture = dict[str, Any]


def live(along: Along) -> Picture:
    """The case as its rows say now."""
    case = along.case
    clocks: dict[str, Any] = {}
    for clock in Clock.objects.filter(owner_kind="case", owner_id=case.pk).order_by("started_at", "id"):
        clocks[clock.rule_code] = (clock.due_at, clock.state)
    ids: dict[str, Any] = {
        model.__name__: set(model.objects.filter(case=case).values_list("pk", flat=True))
        for model in (Message, Note, Evidence, Finding)
    }
    return {"state": case.state, "owner": case.owner_id, "clocks": clocks, **ids}


def rebuilt(along: Along, at: datetime) -> Picture:
    """The same, from the past."""
    found = standing.as_of(along.case, at, "known")
    parts = {"Message": found.messages, "Note": found.notes, "Evidence": found.evidence, "Finding": found.findings}
    return {
        "state": found.state,
        "owner": found.owner.pk if found.owner else None,
        "clocks": {limit.rule: (limit.due_at, limit.state) for limit in found.limits},
        **{name: {thing.row.pk for thing in things} for name, things in parts.items()},
    }


class Photographed(Along):
    """A complaint of which a picture is taken before every step."""

    pictures: list[tuple[datetime, Picture]]

    def later(self, span: timedelta = HOUR) -> datetime:
        self.pictures.append(take(self))
        return super().later(span)


def take(along: Along) -> tuple[datetime, Picture]:
    time.sleep(0.002)  # ids tell the time in milliseconds
    found = now(), live(along)
    time.sleep(0.002)
    return found


def started(house: House) -> Photographed:
    """A complaint put to its investigator by hand, which the ledger does not tell: the next step does."""
    one = Photographed(house, assigned(house).case_id)
    one.pictures = []
    one.investigating()
    one.pictures.clear()
    return one


def compare(along: Photographed) -> int:
    pictures = [*along.pictures, take(along)]
    for at, picture in pictures:
        assert rebuilt(along, at) == picture, at
    return len(pictures)


def test_every_picture_of_the_whole_way_is_rebuilt(house: House) -> None:
    one = started(house)
    Photographed.investigating = lambda self: self  # type: ignore[method-assign]
    try:
        one.rectified()
    finally:
        del Photographed.investigating
    assert compare(one) > 15


STEPS: dict[str, Callable[[Photographed, int], Any]] = {
    "hear": lambda one, n: talk.hear(case=one.case, text=f"补充说明 {n}", by=one.by("tom"), at=one.later()),
    "note": lambda one, n: talk.add_note(case=one.case, text=f"记录 {n}", by=one.by("tom"), at=one.later()),
    "file": lambda one, n: (one.later(), one.file(f"材料{n}.pdf")),
    "suspend": lambda one, n: suspension.suspend(
        case=one.case,
        ground="appraisal",
        body="市司法鉴定所",
        reason="需要伤残鉴定",
        requested_at=one.at,
        by=one.by("tom"),
        at=one.later(),
    ),
    "resume": lambda one, n: suspension.resume(
        case=one.case,
        suspension_id=one.case.suspensions.get(to_at=None).pk,
        result="鉴定完成",
        resumed_at=one.at,
        by=one.by("tom"),
        at=one.later(),
    ),
}


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(["hear", "note", "file", "turn"]), min_size=1, max_size=7))
def test_whatever_happens_every_moment_is_rebuilt(house: House, steps: list[str]) -> None:
    one, resting = started(house), False
    for number, step in enumerate(steps):
        if step == "turn":
            step, resting = ("resume" if resting else "suspend"), not resting
        STEPS[step](one, number)
    assert compare(one) == len(steps) + 1


def test_what_came_in_earlier_than_it_was_written_down_is_told_apart(along: Along) -> None:
    moment = along.at
    talk.hear(case=along.case, text="上周寄出的信", by=along.by("tom"), at=along.later(), received_at=moment - HOUR / 2)
    then = standing.as_of(along.case, moment)
    (letter,) = [thing for thing in then.messages if thing.row.text == "上周寄出的信"]
    assert letter.late
    assert letter.recorded_at > moment > letter.at
    assert standing.as_of(along.case, moment, "known").exists is False  # nothing was written down in that spring


def test_before_its_first_word_there_is_no_case(along: Along) -> None:
    found = standing.as_of(along.case, along.at - timedelta(days=30))
    assert (found.exists, found.entries, found.limits, found.messages, found.owner) == (False, 0, [], [], None)


def test_the_moments_are_the_entries_of_the_ledger(along: Along) -> None:
    along.found()
    assert len(standing.moments(along.case)) == audit.chain(("case", along.case_id)).count()
