"""Tasks and promises of an owner."""

from typing import Any

import pytest

from huiyin.accounts.models import Unit, User
from huiyin.clocks import actions, queries
from huiyin.clocks.models import Task
from huiyin.core import actors
from huiyin.core.errors import Refused
from huiyin.core.ids import uuid7
from tests.clocks.make import t

pytestmark = pytest.mark.django_db
BY = actors.system("test")
NOW = t("2026-11-02T10:00")


@pytest.fixture
def person() -> User:
    unit = Unit.objects.create(code="HQ", name="总公司", kind="head_office", path="/HQ/")
    return User.objects.create_user("li@example.com", name="李安", employee_no="1001", unit=unit)


def add(person: User, **more: Any) -> Task:
    given: dict[str, Any] = {
        "kind": "execution",
        "title": "退还保费",
        "assignee": person,
        "due_at": t("2026-11-09"),
    } | more
    return actions.add_task(owner=given.pop("owner", ("case", uuid7())), by=BY, at=NOW, **given)


def test_a_task_is_added_done_with_proof_and_listed(person):
    owner, proof = ("case", uuid7()), uuid7()
    later = add(person, owner=owner, title="书面致歉", due_at=t("2026-11-12"))
    task = add(person, owner=owner)
    assert [row.title for row in queries.tasks_of(owner)] == ["退还保费", "书面致歉"]
    assert list(queries.open_tasks(assignee=person.id)) == [task, later]
    assert list(queries.open_tasks(units=[person.unit_id])) == []
    done = actions.complete_task(task=task, by=BY, at=t("2026-11-08"), proof_evidence_id=proof)
    assert (done.state, done.proof_evidence_id, done.ended_by) == ("done", proof, "test")
    assert [row.title for row in queries.tasks_of(owner)] == ["书面致歉", "退还保费"]
    assert later.is_overdue(t("2026-11-13"))
    assert not done.is_overdue(t("2026-11-13"))


@pytest.mark.parametrize(
    "wrong, code",
    [
        ({"title": "  "}, "task.title_missing"),
        ({"assignee": None}, "task.nobody"),
        ({"kind": "promise", "due_at": None}, "task.promise_needs_time"),
        ({"due_at": t("2026-11-01")}, "task.due_in_the_past"),
    ],
)
def test_a_task_that_says_too_little_is_refused(person, wrong, code):
    with pytest.raises(Refused) as refused:
        add(person, **wrong)
    assert refused.value.code == code


def test_carrying_out_a_plan_needs_its_proof_and_a_promise_does_not(person):
    with pytest.raises(Refused) as refused:
        actions.complete_task(task=add(person), by=BY, at=NOW)
    assert refused.value.code == "task.proof_missing"
    promise = add(person, kind="promise", assignee=None, unit=person.unit)
    assert actions.complete_task(task=promise, by=BY, at=NOW, note="called back").note == "called back"


def test_ending_twice_changes_nothing_and_ending_the_other_way_is_refused(person):
    task = add(person, kind="promise")
    first = actions.complete_task(task=task, by=BY, at=t("2026-11-03"))
    assert actions.complete_task(task=task, by=BY, at=t("2026-11-04")).ended_at == first.ended_at
    with pytest.raises(Refused) as refused:
        actions.cancel_task(task=task, by=BY, at=NOW, reason="no longer wanted")
    assert refused.value.code == "task.ended"
    other = add(person)
    with pytest.raises(Refused) as refused:
        actions.cancel_task(task=other, by=BY, at=NOW, reason=" ")
    assert refused.value.code == "task.reason_missing"
    cancelled = actions.cancel_task(task=other, by=BY, at=NOW, reason="paid already")
    assert actions.cancel_task(task=other, by=BY, at=t("2026-11-05"), reason="again").note == cancelled.note
    with pytest.raises(Refused):
        actions.complete_task(task=other, by=BY, at=NOW, proof_evidence_id=uuid7())


def test_an_alarm_is_seen_by_a_person_once(person):
    owner = ("case", uuid7())
    clock = actions.start(
        owner=owner, rule="complaint.acceptance", at=NOW, facts={}, by=BY, rules_on=t("2026-11-02").date()
    )
    assert clock is not None
    actions.fire(clock_id=clock.id, by=BY, at=t("2026-11-03T03:00"))
    assert actions.see(owner=owner, user=person, by=BY, at=t("2026-11-03T03:05")) == 1
    assert actions.see(owner=owner, user=person, by=BY, at=t("2026-11-03T03:06")) == 0
    alarm = queries.alarms_of(owner).get()
    assert (alarm.seen_by, alarm.seen_at) == (person, t("2026-11-03T03:05"))
