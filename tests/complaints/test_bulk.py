"""Changing many at once: shown before, done row by row, taken back within an hour, never twice."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from huiyin.audit.models import Entry
from huiyin.cases.actions import tags
from huiyin.cases.models import BulkRun, BulkState, Case, CaseTag, Note, Ownership, Recusal, RowState, Tag
from huiyin.clocks.models import Task, TaskState
from huiyin.complaints.actions import bulk, classification, dispatch
from huiyin.complaints.actions import bulk_rows as working
from huiyin.complaints.actions.classification import LabelDraft
from huiyin.complaints.jobs import run_bulk
from huiyin.complaints.models import Label
from huiyin.complaints.queries import bulk as queries
from huiyin.complaints.rules import bulk as rules
from huiyin.core.errors import BadInput, Refused
from tests.cases.make import registered
from tests.people import AT, House

LATER = AT + timedelta(minutes=10)
WORDS = {
    "hand_over": {"to": "TIA", "words": "休假交接"},
    "classify": {"code": "C41", "words": "统一归类"},
    "grade": {"severity": "L3", "words": "影响面较大"},
    "tag": {"tag": "TAG"},
    "note": {"words": "请先联系客户。"},
    "remind": {"words": "今天联系客户", "due_at": (AT + timedelta(days=1)).isoformat()},
}


@pytest.fixture
def cases(house: House) -> list[Case]:
    return [registered(house, external_ref=f"B{n}").case for n in range(4)]


def drafted(house: House, cases: list[Case], kind: str, who: str = "sam", **given: str) -> BulkRun:
    values = {**WORDS[kind], **given}
    if values.get("tag") == "TAG":
        found = Tag.objects.filter(key="春节").first()
        tag = found or tags.add_tag(name="春节", colour="teal", by=house.by("adi"), at=AT)
        values["tag"] = str(tag.pk)
    if values.get("to") == "TIA":
        values["to"] = str(house["tia"].pk)
    return bulk.draft(user=house[who], kind=kind, given=values, cases=cases, where="", by=house.by(who), at=AT)


def done(house: House, run: BulkRun, who: str = "sam", at: Any = LATER) -> BulkRun:
    bulk.confirm(run=run, by=house.by(who), at=at)
    return working.work(run, by=house.by(who), clock=lambda: at)


def undone(house: House, run: BulkRun, who: str = "sam", at: Any = None) -> BulkRun:
    at = at or LATER + timedelta(minutes=5)
    bulk.undo(run=run, by=house.by(who), at=at)
    return working.work(run, by=house.by(who), clock=lambda: at)


def states(run: BulkRun) -> list[str]:
    return list(run.rows.order_by("place").values_list("state", flat=True))


def looks(case: Case) -> tuple[Any, ...]:
    """What the kinds change."""
    row = Case.objects.get(pk=case.pk)
    labels = Label.objects.filter(case=case, removed_at=None).values_list("code", "is_primary").order_by("code")
    notes = Note.objects.filter(case=case, taken_back_at=None).count()
    tasks = Task.objects.filter(owner_id=case.pk, state=TaskState.OPEN).count()
    carried = CaseTag.objects.filter(case=case).count()
    return row.owner_id, row.code, row.severity, list(labels), notes, tasks, carried


@pytest.mark.parametrize("kind", sorted(WORDS))
def test_a_change_of_many_is_done_told_in_each_ledger_and_taken_back(
    house: House, cases: list[Case], kind: str
) -> None:
    before = [looks(case) for case in cases]
    run = done(house, drafted(house, cases, kind))
    assert run.state == BulkState.DONE
    assert states(run) == ["done"] * 4
    changed = [looks(case) for case in cases]
    assert all(now != then for now, then in zip(changed, before, strict=True))
    entries = Entry.objects.filter(aggregate_id=cases[0].pk, at=LATER)
    assert [entry.actor_id for entry in entries] == [house["sam"].pk]
    run = undone(house, run)
    assert run.state == BulkState.UNDONE
    assert states(run) == ["undone"] * 4
    assert [looks(case) for case in cases] == before
    assert Entry.objects.filter(aggregate_id=cases[0].pk, at__gt=LATER).count() == 1


@pytest.mark.parametrize("kind", sorted(WORDS))
def test_confirming_and_undoing_twice_does_it_once(house: House, cases: list[Case], kind: str) -> None:
    run = drafted(house, cases, kind)
    done(house, run)
    count, first = Entry.objects.count(), [looks(case) for case in cases]
    done(house, run)
    run_bulk(str(run.pk))
    assert (Entry.objects.count(), [looks(case) for case in cases]) == (count, first)
    undone(house, run)
    count = Entry.objects.count()
    undone(house, run)
    run_bulk(str(run.pk))
    assert Entry.objects.count() == count


def test_the_grade_of_a_vulnerable_person_is_not_lowered_among_many(house: House, cases: list[Case]) -> None:
    for case in cases:
        classification.grade(case=case, severity="L3", reason="影响面较大", by=house.by("sam"), at=AT)
    Case.objects.filter(pk=cases[1].pk).update(flags=["vulnerable"])
    run = done(house, drafted(house, cases, "grade", severity="L2"))
    assert states(run) == ["done", "refused", "done", "done"]
    raised = done(house, drafted(house, cases, "grade", severity="L4"))
    assert states(raised) == ["done"] * 4


def test_nothing_happens_before_it_is_confirmed(house: House, cases: list[Case]) -> None:
    before = [looks(case) for case in cases]
    run = drafted(house, cases, "hand_over")
    run_bulk(str(run.pk))
    assert [looks(case) for case in cases] == before
    assert states(run) == ["waiting"] * 4


def test_says_done_and_is_not_never_happens(house: House, cases: list[Case]) -> None:
    """zammad #1930: each row tells what became of it, and what is told is so."""
    Recusal.objects.create(case=cases[1], user=house["tia"], ground="declared", reason="Schwester", at=AT, by_label="t")
    Case.objects.filter(pk=cases[2].pk).update(owner=house["tia"])
    run = done(house, drafted(house, cases, "hand_over"))
    assert states(run) == ["done", "refused", "refused", "done"]
    owners = [Case.objects.get(pk=case.pk).owner_id for case in cases]
    assert [owner == house["tia"].pk for owner in owners] == [True, False, True, True]
    assert all(row.message for row in run.rows.filter(state=RowState.REFUSED))


@pytest.mark.parametrize("kind", sorted(WORDS))
@pytest.mark.parametrize("who", ["sam", "tom", "ivy", "qin"])
def test_the_preview_tells_what_then_happens(house: House, cases: list[Case], kind: str, who: str) -> None:
    Recusal.objects.create(case=cases[1], user=house["tia"], ground="declared", reason="Schwester", at=AT, by_label="t")
    Case.objects.filter(pk=cases[2].pk).update(owner=house["tia"], severity="L3")
    classification.classify(case=cases[3], labels=[LabelDraft(code="C41")], primary="C41", by=house.by("tom"), at=AT)
    run = drafted(house, cases, kind, who)
    shown = queries.preview(run, by=house.by(who), language="zh-hans")
    run = done(house, run, who)
    assert [bool(one.refusal) for one in shown] == [state == "refused" for state in states(run)]
    assert all(row.message for row in run.rows.filter(state=RowState.REFUSED))


def test_the_preview_asks_few_questions_however_many(house: House, django_assert_max_num_queries) -> None:
    cases = [registered(house, external_ref=f"B{n}").case for n in range(20)]
    run, by = drafted(house, cases, "hand_over"), house.by("sam")
    with django_assert_max_num_queries(9):
        assert len(queries.preview(run, by=by, language="en")) == 20


def test_what_moved_on_since_is_kept_and_says_so(house: House, cases: list[Case]) -> None:
    run = done(house, drafted(house, cases, "hand_over"))
    later = LATER + timedelta(minutes=1)
    dispatch.hand_over(case=cases[1], to=house["tom"], reason="又交回", by=house.by("sam"), at=later)
    dispatch.hand_over(case=cases[2], to=house["tom"], reason="又交回", by=house.by("sam"), at=later)
    dispatch.hand_over(case=cases[2], to=house["tia"], reason="再交一次", by=house.by("sam"), at=later)
    run = undone(house, run)
    assert states(run) == ["undone", "kept", "kept", "undone"]
    assert Case.objects.get(pk=cases[2].pk).owner_id == house["tia"].pk
    assert Ownership.objects.filter(case=cases[0], to_at=None).count() == 1


def test_undoing_refuses_for_each_kind_where_somebody_worked_on(house: House, cases: list[Case]) -> None:
    by, later = house.by("tom"), LATER + timedelta(minutes=1)
    runs = {kind: done(house, drafted(house, cases[:1], kind)) for kind in ("classify", "grade", "remind")}
    classification.classify(
        case=cases[0], labels=[LabelDraft(code="C42")], primary="C42", by=by, at=later, reason="改归类"
    )
    Task.objects.filter(owner_id=cases[0].pk).update(state=TaskState.DONE, ended_at=later)
    for run in runs.values():
        assert states(undone(house, run)) == ["kept"], run.kind


def test_it_can_be_undone_for_an_hour_and_no_longer(house: House, cases: list[Case]) -> None:
    run = done(house, drafted(house, cases, "note"))
    with pytest.raises(Refused) as refused:
        undone(house, run, at=LATER + timedelta(hours=1, seconds=1))
    assert refused.value.code == "bulk.too_late"
    assert undone(house, run, at=LATER + timedelta(hours=1)).state == BulkState.UNDONE


def test_only_who_began_it_goes_on_with_it(house: House, cases: list[Case]) -> None:
    run = drafted(house, cases, "note")
    for take in (bulk.confirm, bulk.undo):
        with pytest.raises(Refused) as refused:
            take(run=run, by=house.by("tom"), at=LATER)
        assert refused.value.code == "bulk.not_yours"


def test_a_large_change_is_done_by_a_job_that_can_run_twice(house: House) -> None:
    first = registered(house, external_ref="L0").case
    cases = [first] + [registered(house, external_ref=f"L{n}").case for n in range(1, rules.AT_ONCE + 1)]
    run = drafted(house, cases, "note")
    bulk.confirm(run=run, by=house.by("sam"), at=LATER)
    bulk.do_row(row=run.rows.order_by("place")[0], by=house.by("sam"), at=LATER)  # a worker that died
    run_bulk(str(run.pk))
    run_bulk(str(run.pk))
    run.refresh_from_db()
    assert run.state == BulkState.DONE
    assert Note.objects.filter(text=WORDS["note"]["words"]).count() == len(cases)
    assert Note.objects.filter(case=first).count() == 1


@pytest.mark.parametrize(
    ("kind", "given", "field"),
    [
        ("hand_over", {"to": "x"}, "to"),
        ("hand_over", {"to": "0192f000-0000-7000-8000-000000000000"}, "to"),
        ("hand_over", {"words": " "}, "words"),
        ("classify", {"code": "Z99"}, "code"),
        ("grade", {"severity": "L9"}, "severity"),
        ("note", {"words": ""}, "words"),
        ("tag", {"tag": "x"}, "tag"),
        ("remind", {"due_at": "2020-01-01T00:00:00+08:00"}, "due_at"),
        ("remind", {"due_at": "2026-03-03T10:00"}, "due_at"),
        ("remind", {"due_at": "soon"}, "due_at"),
    ],
)
def test_what_cannot_be_is_said_before_anything_is_kept(
    house: House, cases: list[Case], kind: str, given: dict[str, str], field: str
) -> None:
    with pytest.raises(BadInput) as refused:
        drafted(house, cases, kind, **given)
    assert refused.value.field == field
    assert not BulkRun.objects.exists()


def test_no_cases_unknown_kinds_and_too_many_are_refused(house: House, cases: list[Case]) -> None:
    by, many = house.by("sam"), cases * 200
    for kind, chosen, code in (("note", [], "cases"), ("dance", cases, "kind"), ("note", many, "many")):
        with pytest.raises(BadInput) as refused:
            bulk.draft(user=house["sam"], kind=kind, given=WORDS["note"], cases=chosen, where="", by=by, at=AT)
        assert refused.value.code == f"bulk.{code}"


def test_what_was_written_lies_encrypted(house: House, cases: list[Case]) -> None:
    run = drafted(house, cases, "note")
    with connection.cursor() as cursor:
        cursor.execute("SELECT words FROM cases_bulkrun WHERE id = %s", [run.pk])
        kept = bytes(cursor.fetchone()[0])
    assert BulkRun.objects.get(pk=run.pk).words == WORDS["note"]["words"]
    assert WORDS["note"]["words"].encode() not in kept
