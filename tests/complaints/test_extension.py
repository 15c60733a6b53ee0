"""Extending the decision limit (令2020-3 art 18): two steps, law and house, in time or refused in words."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from huiyin.cases.models import Case
from huiyin.clocks import actions as clocks
from huiyin.complaints import sweeps
from huiyin.complaints.actions import extension
from huiyin.complaints.actions.turning import Way
from huiyin.complaints.models import Extension, Notice
from huiyin.complaints.queries import facts, waiting
from huiyin.complaints.rules import path
from huiyin.core import blobs
from huiyin.core.errors import BadInput, Refused
from tests.complaints import turned
from tests.complaints.along import Along, assigned
from tests.complaints.turned import FIRST, SECOND, THIRD, by_phone, chain_holds, clock, entry, sh
from tests.people import build


def _request(along: Along, when: str = "03-10 09:00", **more: Any) -> Extension:
    return extension.request(case=along.case, reason="医院病历需调取", **turned.at(along, when), **more)


def _approve(along: Along, when: str, who: str = "sam", way: Way | None = None) -> Extension:
    return extension.approve(case=along.case, by=along.by(who), at=sh(when), way=way or by_phone(sh(when)))


def _extended_once(along: Along) -> None:
    _request(along)
    _approve(along, "03-11 09:00")


def test_the_first_step_takes_effect_when_approved_and_told(along: Along) -> None:
    assert clock(along.case).due_at == FIRST
    row = _request(along)
    assert (along.case.next_due_at is not None, clock(along.case).due_at, row.effective_at) == (True, FIRST, None)
    row = _approve(along, "03-11 09:00")
    assert (clock(along.case).due_at, clock(along.case).step) == (SECOND, 1)
    assert (row.effective_at, row.house_findings, row.approver_level) == (sh("03-11 09:00"), [], "supervisor")
    assert (row.old_due_at, row.new_due_at) == (FIRST, SECOND)
    notice = turned.notice(row.notice_id)
    assert (notice.kind, notice.sent_at) == ("extension", sh("03-11 09:00"))
    letter = turned.item(notice.letter_evidence_id)
    assert letter.is_public
    assert blobs.read(letter.sha256).startswith(b"%PDF")
    told = entry(along.case, "complaint.extension_approved")
    assert told.body["outputs"]["extension_notice"] == str(notice.pk)
    assert any("complaint.decision" in version for version in told.rule_versions)
    assert "医院病历" not in str(told.body)
    assert chain_holds(along.case)


def test_what_the_house_asks_for_and_is_missing_is_a_finding_and_no_breach(along: Along) -> None:
    row = extension.request(case=along.case, reason="", ask_approval=False, **turned.at(along, "03-10 09:00"))
    assert clock(along.case).due_at == SECOND
    assert sorted(row.house_findings) == ["approver", "notice", "reason"]
    assert clock(along.case).breached_at is None
    body = entry(along.case, "complaint.extension_requested").body
    assert sorted(body["findings"]) == ["approver", "notice", "reason"]
    assert sorted(body["changes"][0]["findings"]) == ["approver", "notice", "reason"]


def test_a_mail_that_is_taken_in_time_leaves_no_finding_one_that_fails_does(along: Along) -> None:
    _request(along)
    row = _approve(along, "03-11 09:00", way=Way())
    notice = turned.notice(row.notice_id)
    assert (row.house_findings, notice.sent_at, clock(along.case).due_at) == ([], None, SECOND)
    turned.mail_given_up(notice, sh("03-11 12:00"))
    row.refresh_from_db()
    assert row.house_findings == ["notice"]
    assert entry(along.case, "complaint.extension_finding").body["findings"] == ["notice"]
    extension.confirm(case=along.case, by=turned.SWEEP, at=sh("03-12 09:00"))
    assert turned.kinds(along.case).count("complaint.extension_finding") == 1


def test_the_second_step_needs_the_unit_above_and_the_notice(along: Along) -> None:
    _extended_once(along)
    _request(along, "03-28 09:00")
    for who in ("sam", "max"):
        with pytest.raises(Refused) as refusal:
            _approve(along, "03-29 09:00", who)
        assert refusal.value.code == "extension.approver"
    with pytest.raises(Refused) as refusal:
        extension.approve(case=along.case, by=along.by("hua"), at=sh("03-29 09:00"), way=None)
    assert refusal.value.code == "extension.notice"
    assert clock(along.case).due_at == SECOND
    row = _approve(along, "03-30 09:00", "hua")
    assert (clock(along.case).due_at, row.approver_level) == (THIRD, "upper_unit")
    with pytest.raises(Refused) as refusal:
        _request(along, "04-20 09:00")
    assert refusal.value.code == "extension.no_step"


def test_a_head_office_executive_may_approve_the_second_step(along: Along) -> None:
    _extended_once(along)
    _request(along, "03-28 09:00")
    assert _approve(along, "03-29 09:00", "eve").approver_level == "executive"


def test_the_second_step_by_mail_takes_effect_at_the_moment_the_server_took_it(along: Along) -> None:
    _extended_once(along)
    _request(along, "03-28 09:00")
    row = _approve(along, "03-30 09:00", "hua", way=Way())
    assert (row.effective_at, clock(along.case).due_at) == (None, SECOND)
    with pytest.raises(Refused) as refusal:
        _approve(along, "03-30 10:00", "eve")
    assert refusal.value.code == "extension.approved"
    with pytest.raises(Refused):
        _request(along, "03-30 11:00")
    # The server takes it a second before the limit ends; the sweep looks only afterwards.
    taken = sh("04-01 23:59:59")
    turned.mail_taken(turned.notice(row.notice_id), taken)
    row.refresh_from_db()
    assert (row.effective_at, clock(along.case).due_at, clock(along.case).breached_at) == (taken, THIRD, None)
    assert entry(along.case, "complaint.extension_effective").body["due_after"] == "2026-05-01T16:00:00Z"
    extension.confirm(case=along.case, by=turned.SWEEP, at=sh("04-02 09:00"))
    assert turned.kinds(along.case).count("complaint.extension_effective") == 1


def test_a_mail_taken_a_second_too_late_lapses_the_second_step(along: Along) -> None:
    _extended_once(along)
    _request(along, "03-28 09:00")
    row = _approve(along, "03-30 09:00", "hua", way=Way())
    turned.mail_taken(turned.notice(row.notice_id), SECOND)
    row.refresh_from_db()
    assert row.effective_at is None
    assert row.refused_at is not None
    assert clock(along.case).due_at == SECOND
    assert "complaint.extension_lapsed" in turned.kinds(along.case)


def test_too_late_is_refused_in_words_to_the_second(along: Along) -> None:
    _request(along)
    with pytest.raises(Refused) as refusal:
        _approve(along, "03-18 00:00")
    assert refusal.value.code == "extension.too_late"
    assert refusal.value.clause == "令2020-3 art 18"
    assert _approve(along, "03-17 23:59:59").effective_at == sh("03-17 23:59:59")


def test_an_extension_that_nobody_decided_ends_with_the_limit(along: Along, monkeypatch: pytest.MonkeyPatch) -> None:
    row = _request(along)
    monkeypatch.setattr(sweeps, "now", lambda: sh("03-17 23:59:00"))
    assert sweeps.lapse_extensions() == 0
    monkeypatch.setattr(sweeps, "now", lambda: sh("03-18 00:01:00"))
    assert sweeps.lapse_extensions() == 1
    row.refresh_from_db()
    assert row.refused_at == sh("03-18 00:01:00")
    assert sweeps.lapse_extensions() == 0
    assert turned.kinds(along.case).count("complaint.extension_lapsed") == 1


def test_nobody_approves_their_own_request_and_nobody_asks_twice(along: Along) -> None:
    extension.request(case=along.case, reason="复杂", by=along.by("sam"), at=sh("03-10 09:00"))
    with pytest.raises(Refused) as refusal:
        _approve(along, "03-10 10:00", "sam")
    assert refusal.value.code == "extension.own"
    with pytest.raises(Refused) as refusal:
        _request(along, "03-10 11:00")
    assert refusal.value.code == "step.request_extension"


def test_a_refused_extension_leaves_the_limit_and_lets_somebody_ask_again(along: Along) -> None:
    _request(along)
    row = extension.refuse(case=along.case, reason="材料已齐", by=along.by("sam"), at=sh("03-11 09:00"))
    assert (row.refused_at, clock(along.case).due_at) == (sh("03-11 09:00"), FIRST)
    with pytest.raises(Refused):
        _approve(along, "03-11 10:00")
    assert _request(along, "03-12 09:00").effective_at is None


def test_outsiders_and_the_told_have_no_extension(along: Along) -> None:
    with pytest.raises(Refused):
        extension.request(case=along.case, reason="x", by=along.by("zoe"), at=sh("03-10 09:00"))
    along.told()
    with pytest.raises(Refused) as refusal:
        _request(along, "03-10 09:00")
    assert refusal.value.code == "step.request_extension"


def test_the_proof_of_the_method_is_asked_for(along: Along) -> None:
    _request(along)
    with pytest.raises(BadInput) as refusal:
        _approve(along, "03-11 09:00", way=Way(method="posted"))
    assert refusal.value.code == "notice.proof"
    assert not Notice.objects.filter(kind="extension").exists()


@pytest.mark.django_db(transaction=True)
def test_two_who_approve_at_once_approve_once(django_db_serialized_rollback: None) -> None:
    along = assigned(build())
    _request(along)
    results: list[str] = []
    start = threading.Barrier(2)

    def work(who: str) -> None:
        by = along.by(who)
        start.wait()
        try:
            extension.approve(case=Case(pk=along.case_id), by=by, at=sh("03-11 09:00"), way=by_phone())
            results.append("done")
        except Refused as refusal:
            results.append(refusal.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(who,)) for who in ("sam", "max")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert sorted(results) == ["done", "step.approve_extension"]
    assert clock(along.case).step == 1
    assert chain_holds(along.case)


def test_a_restart_begins_the_ladder_anew(along: Along) -> None:
    """After new material the first step can be taken once more."""
    _extended_once(along)
    clocks.restart(
        owner=("case", along.case_id), at=sh("03-20 10:00"), by=turned.SWEEP, reason="x", event="new_material"
    )
    assert clock(along.case).due_at == sh("03-20 00:00") + timedelta(days=16)
    row = _request(along, "03-21 09:00")
    assert row.step == 1
    _approve(along, "03-22 09:00")
    assert clock(along.case).due_at == sh("03-20 00:00") + timedelta(days=31)


def _needs(along: Along, who: str) -> tuple[str, ...]:
    offers = {offer.step.code: offer.missing for offer in path.steps(facts(along.case), along.by(who))}
    return offers["approve_extension"]


def _waits(along: Along, who: str) -> bool:
    rows = waiting.for_word_of(along.by(who))
    return rows is not None and along.case_id in {row["case_id"] for row in rows}


def test_the_offer_says_before_anybody_tries_who_may_approve(along: Along) -> None:
    _request(along)
    assert (_needs(along, "sam"), _needs(along, "max"), _waits(along, "sam")) == ((), (), True)
    _approve(along, "03-11 09:00")
    extension.request(case=along.case, reason="等待鉴定", by=along.by("hua"), at=sh("03-28 09:00"))
    only = "Only the upper unit or a head-office executive approves this extension."
    assert (_needs(along, "sam"), _needs(along, "max"), _needs(along, "eve")) == ((only,), (only,), ())
    assert _needs(along, "hua") == ("Somebody other than who asked for the extension approves it.",)
    assert [who for who in ("sam", "max", "hua", "eve") if _waits(along, who)] == ["eve"]
    _approve(along, "03-29 09:00", "eve", way=Way())
    assert _needs(along, "eve") == ("It is approved already and waits until the complainant has been told.",)
