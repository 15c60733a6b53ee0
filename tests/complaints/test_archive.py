"""The archive: after the watch period, read only, with one hash for the dossier (3.1-7, 3.4-5)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from huiyin.audit.models import Entry
from huiyin.cases.actions import evidence, talk
from huiyin.cases.models import Case
from huiyin.complaints import sweeps
from huiyin.complaints.actions import archive, closure, investigation, merging, rectification, reopening
from huiyin.complaints.models import Rectification
from huiyin.complaints.queries import due, turns
from huiyin.complaints.rules import path
from huiyin.core.actors import system
from huiyin.core.errors import Refused
from tests.cases import make
from tests.complaints.along import SOURCES, Along
from tests.complaints.turned import by_phone, chain_holds, sh

SWEEP = system("complaints.archive")


def _closed(along: Along) -> Along:
    along.rectified()
    row = Rectification.objects.get(case=along.case_id)
    rectification.report_done(rectification=row, proof="培训签到表已归档", by=along.by("tia"), at=along.later())
    rectification.verify(rectification=row, works=True, note="抽查无误", by=along.by("sam"), at=along.later())
    closure.close(case=along.case, close_code="resolved", by=along.by("sam"), at=along.later())
    return along


def test_it_is_watched_for_ninety_days_first(along: Along) -> None:
    closed_at = _closed(along).at
    with pytest.raises(Refused) as refusal:
        archive.archive(case=along.case, by=SWEEP, at=closed_at + timedelta(days=90))
    assert refusal.value.code == "archive.watch"
    archive.archive(case=along.case, by=SWEEP, at=closed_at + timedelta(days=91))
    assert along.case.state == "archived"
    entry = Entry.objects.get(aggregate_id=along.case_id, kind="complaint.archived")
    assert len(entry.body["outputs"]["dossier"]) == 64
    with pytest.raises(Refused):
        archive.archive(case=along.case, by=SWEEP, at=closed_at + timedelta(days=92))


def test_an_open_rectification_keeps_it_out(along: Along) -> None:
    along.rectified()
    closure.close(case=along.case, close_code="resolved", by=along.by("sam"), at=along.later())
    with pytest.raises(Refused) as refusal:
        archive.archive(case=along.case, by=SWEEP, at=along.at + timedelta(days=200))
    assert refusal.value.code == "step.archive"


def test_people_do_not_archive(along: Along) -> None:
    _closed(along)
    for name in ("sam", "hua", "eve", "adi"):
        with pytest.raises(Refused):
            archive.archive(case=along.case, by=along.by(name), at=along.at + timedelta(days=91))


def test_an_archived_case_is_read_only(along: Along) -> None:
    _closed(along)
    at = along.at + timedelta(days=100)
    archive.archive(case=along.case, by=SWEEP, at=at)
    case, tom = along.case, along.by("tom")
    tries: list[Callable[[], Any]] = [
        lambda: investigation.plan_sources(case=case, plans=SOURCES, by=tom, at=at),
        lambda: closure.close(case=case, close_code="resolved", by=along.by("sam"), at=at),
        lambda: talk.add_note(case=case, text="补一句", by=tom, at=at),
        lambda: talk.hear(case=case, text="补一句", by=tom, at=at),
        lambda: evidence.add(case=case, files=[], by=tom, at=at),
    ]
    before = case.version
    for one in tries:
        with pytest.raises(Refused):
            one()
    assert along.case.version == before
    allowed = {step.code for step in path.STEPS if "archived" in step.states}
    assert allowed <= {
        "reopen", "apply_review", "decide_review", "refuse_review", "tell_review", "withdraw_review", "end_mediation",
        "escalate", "answer_escalation", "tell_again", "complete_task", "cancel_task", "keep_promise", "change_promise",
    }  # fmt: skip


def test_a_merged_complaint_goes_to_the_archive_with_its_master_and_comes_back_with_it(
    along: Along, monkeypatch: pytest.MonkeyPatch
) -> None:
    child = make.registered(along.house, at=sh("03-05 09:00"), received_at=sh("03-05 09:00")).case
    Case.objects.filter(pk=child.pk).update(owner=along.house["tom"])
    merging.merge(
        case=child, master=along.case, text="您此前已就同一事项投诉，我们合并办理，一并答复。",
        way=by_phone(sh("03-06 10:00")), by=along.by("tom"), at=sh("03-06 10:00"),
    )  # fmt: skip
    along.at = sh("03-06 11:00")
    closed_at = _closed(along).at
    over = closed_at + timedelta(days=91)
    with pytest.raises(Refused) as refusal:
        archive.archive(case=child, by=SWEEP, at=over)
    assert refusal.value.code == "archive.merged"
    monkeypatch.setattr(sweeps, "now", lambda: over)
    assert sweeps.archive_ended() == 1
    states = Case.objects.filter(pk__in=[child.pk, along.case_id]).values_list("state", flat=True)
    assert list(states) == ["archived", "archived"]
    reopening.reopen(
        case=along.case, ground="recurrence", reason="同样的问题又出现", material_received_at=over,
        by=along.by("sam"), at=over + timedelta(hours=1),
    )  # fmt: skip
    child.refresh_from_db()
    assert (along.case.state, child.state, child.is_open) == ("assigned", "merged", False)
    assert turns.master_of(child).pk == along.case_id
    assert chain_holds(child)
    assert chain_holds(along.case)


def test_what_stands_open_is_not_asked_for_every_night(along: Along) -> None:
    along.rectified()
    closure.close(case=along.case, close_code="resolved", by=along.by("sam"), at=along.later())
    assert due.cases_to_archive(along.at + timedelta(days=200)) == []


def test_the_sweep_takes_what_is_due_and_leaves_the_rest(along: Along, monkeypatch: pytest.MonkeyPatch) -> None:
    closed_at = _closed(along).at
    monkeypatch.setattr(sweeps, "now", lambda: closed_at + timedelta(days=90))
    assert sweeps.archive_ended() == 0
    assert along.case.state == "closed"
    monkeypatch.setattr(sweeps, "now", lambda: closed_at + timedelta(days=91))
    assert sweeps.archive_ended() == 1
    assert sweeps.archive_ended() == 0
    assert along.case.state == "archived"


@pytest.mark.parametrize("state", ["withdrawn", "not_proceeded", "rerouted"])
def test_every_other_end_goes_to_the_archive_too(along: Along, state: str) -> None:
    Case.objects.filter(pk=along.case_id).update(state=state, is_open=False, closed_at=along.at, state_since=along.at)
    at = along.at + timedelta(days=91)
    assert due.cases_to_archive(at) == [(along.case_id, False)]
    archive.archive(case=along.case, by=SWEEP, at=at)
    assert along.case.state == "archived"
