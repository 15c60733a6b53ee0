"""Telling by another way what nobody has heard, and what follows from it (令2020-3 art 21)."""

from uuid import uuid4

import pytest

from huiyin.cases.models import Person
from huiyin.clocks.models import Task
from huiyin.complaints.actions import extension, following, suspension
from huiyin.complaints.actions.turning import Way
from huiyin.complaints.models import Suspension
from huiyin.core.errors import BadInput, Refused
from tests.complaints import turned
from tests.complaints.along import Along
from tests.complaints.turned import SECOND, THIRD, by_phone, chain_holds, clock, entry, sh


def _suspended(along: Along) -> Suspension:
    return suspension.suspend(
        case=along.case, ground="test", body="检验中心", reason="需检验", requested_at=sh("03-04 09:00"),
        **turned.at(along, "03-04 09:00"),
    )  # fmt: skip


def _without_mail(along: Along) -> None:
    Person.objects.filter(case=along.case).update(email="", email_blind="")


def test_without_an_address_the_owner_gets_the_task_to_tell(along: Along) -> None:
    _without_mail(along)
    row = _suspended(along)
    notice = turned.notice(row.pause_notice_id)
    assert (notice.method, notice.sent_at) == ("portal", None)
    task = Task.objects.get(ref_id=notice.pk)
    assert (task.assignee, task.due_at) == (along.case.owner, sh("03-05 09:00"))
    again = following.tell_again(
        case=along.case, notice_id=notice.pk, way=by_phone(sh("03-04 11:00")), **turned.at(along, "03-04 12:00")
    )
    row.refresh_from_db()
    task.refresh_from_db()
    assert (row.pause_notice_id, again.sent_at, task.state) == (again.pk, sh("03-04 11:00"), "done")
    assert again.letter_evidence_id == notice.letter_evidence_id
    assert entry(along.case, "complaint.told_again").body["instead_of"] == str(notice.pk)
    assert chain_holds(along.case)


def test_a_mail_on_its_way_a_told_and_an_unknown_notice_are_not_told_again(along: Along) -> None:
    row = _suspended(along)
    notice = turned.notice(row.pause_notice_id)
    with pytest.raises(Refused) as refusal:
        following.tell_again(case=along.case, notice_id=notice.pk, way=by_phone(), **turned.at(along, "03-04 12:00"))
    assert refusal.value.code == "notice.told"
    turned.mail_given_up(notice, sh("03-04 12:00"))
    with pytest.raises(BadInput) as bad:
        following.tell_again(case=along.case, notice_id=notice.pk, way=Way(), **turned.at(along, "03-04 13:00"))
    assert bad.value.code == "notice.method"
    following.tell_again(case=along.case, notice_id=notice.pk, way=by_phone(), **turned.at(along, "03-04 13:00"))
    with pytest.raises(Refused):
        following.tell_again(case=along.case, notice_id=notice.pk, way=by_phone(), **turned.at(along, "03-04 14:00"))
    with pytest.raises(BadInput):
        following.tell_again(case=along.case, notice_id=uuid4(), way=by_phone(), **turned.at(along, "03-04 14:00"))


def test_the_second_extension_takes_effect_once_told_by_phone_instead(along: Along) -> None:
    _without_mail(along)
    for asked, approved, who in (("03-10 09:00", "03-11 09:00", "sam"), ("03-28 09:00", "03-30 09:00", "hua")):
        extension.request(case=along.case, reason="病历需调取", **turned.at(along, asked))
        row = extension.approve(case=along.case, by=along.by(who), at=sh(approved))
    assert (row.effective_at, clock(along.case).due_at) == (None, SECOND)
    assert row.notice_id is not None
    following.tell_again(
        case=along.case, notice_id=row.notice_id, way=by_phone(sh("03-30 15:00")), **turned.at(along, "03-30 15:30")
    )
    row.refresh_from_db()
    assert (row.effective_at, clock(along.case).due_at) == (sh("03-30 15:00"), THIRD)
