"""Messages in the wrong place: moved, never copied; split off with limits of their own; taken back.

The failings this must never have: a split that copies the messages, a merge without a way back, mail that nobody saw.
"""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.audit import queries as ledger
from huiyin.cases import queries as cases
from huiyin.cases.actions import talk
from huiyin.cases.models import Case, Custody, Evidence, Message, MessageMove, Notification
from huiyin.cases.queries.search import matching
from huiyin.channels.models import Outgoing
from huiyin.clocks.models import Clock
from huiyin.complaints.actions import merging, moving
from huiyin.complaints.rules import moving as rules
from huiyin.complaints.rules.arrival import Arrival, DemandDraft
from huiyin.core import blobs
from huiyin.core.actors import customer
from huiyin.core.errors import BadInput, Refused
from tests.cases.make import LI, registered
from tests.complaints.turned import by_phone, chain_holds
from tests.people import AT, House

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
WHY = "属于另一件投诉"


@pytest.fixture
def one(house: House) -> Case:
    return registered(house).case


@pytest.fixture
def other(house: House) -> Case:
    return registered(house, subject="车险定损争议", text="车险定损太低", at=AT + HOUR).case


def heard(house: House, case: Case, text: str = "这是鹦鹉螺的事", **more: Any) -> Message:
    values: dict[str, Any] = {"by": house.by("tom"), "at": AT + DAY}
    return talk.hear(case=case, text=text, **(values | more))


def found(house: House, words: str) -> set[str]:
    return set(matching(cases.visible_to(house["hua"]), words).values_list("number", flat=True))


def test_a_message_is_moved_and_never_copied(house: House, one: Case, other: Case):
    message = heard(house, one)
    before, mails = Message.objects.count(), Outgoing.objects.count()
    row = moving.move(message=message, into=other, reason=WHY, by=house.by("tom"), at=AT + DAY * 2)
    assert Message.objects.count() == before
    moved = Message.objects.get(pk=message.pk)
    assert (moved.case_id, moved.at, moved.text) == (other.pk, message.at, message.text)
    assert Outgoing.objects.count() == mails  # nothing is mailed
    left, came = ledger.last(("case", one.pk)), ledger.last(("case", other.pk))
    assert left is not None
    assert came is not None
    assert (left.kind, left.body["into"]) == ("case.message_moved_out", other.number)
    assert (came.kind, came.body["from"]) == ("case.message_moved_in", one.number)
    assert WHY not in str(left.body) + str(came.body)
    assert chain_holds(one)
    assert chain_holds(other)
    assert row.undone_at is None


def test_who_answers_for_the_other_complaint_is_told(house: House, one: Case, other: Case):
    Case.objects.filter(pk=other.pk).update(owner=house["sam"])
    message = heard(house, one)
    moving.move(message=message, into=other, reason=WHY, by=house.by("tom"), at=AT + DAY * 2)
    told = Notification.objects.get(case=other, kind="reply")
    assert (told.user_id, told.ref_id) == (house["sam"].pk, message.pk)


def test_the_search_finds_it_where_it_is_now(house: House, one: Case, other: Case):
    message = heard(house, one, "鹦鹉螺号的拖车费，医疗险也提到")
    row = moving.move(message=message, into=other, reason=WHY, by=house.by("tom"), at=AT + DAY * 2)
    assert found(house, "鹦鹉螺") == {other.number}
    assert found(house, "医疗险") == {one.number, other.number}
    moving.move_back(move=row, by=house.by("tom"), at=AT + DAY * 3)
    assert found(house, "鹦鹉螺") == {one.number}


def test_its_files_are_registered_there_and_hidden_from_the_wrong_complainant(
    house: House, one: Case, other: Case, settings: Any, tmp_path: Path
):
    settings.BLOBS_DIR = tmp_path
    file = blobs.keep(b"%PDF invoice", name="发票.pdf", content_type="application/pdf")
    message = heard(house, one, files=(file,), by=customer(one.people.get().pk))
    row = moving.move(message=message, into=other, reason=WHY, by=house.by("tom"), at=AT + DAY * 2)
    here, there = Evidence.objects.get(case=one), Evidence.objects.get(case=other)
    assert (here.is_public, there.is_public, here.sha256) == (False, True, there.sha256)
    assert (there.captured_at, there.number) == (here.captured_at, 1)
    assert Message.objects.get(pk=message.pk).evidence_ids == [there.pk]
    assert list(Custody.objects.filter(evidence=here).order_by("at").values_list("kind", "note"))[-1] == (
        "handed_over", other.number,
    )  # fmt: skip
    moving.move_back(move=row, by=house.by("tom"), at=AT + DAY * 3)
    assert Message.objects.get(pk=message.pk).evidence_ids == [here.pk]
    assert [one.is_public for one in Evidence.objects.filter(pk__in=[here.pk, there.pk]).order_by("added_at")] == [
        True, False,
    ]  # fmt: skip


def test_taking_it_back_leaves_a_trace_on_both_sides_and_twice_is_once(house: House, one: Case, other: Case):
    message = heard(house, one)
    row = moving.move(message=message, into=other, reason=WHY, by=house.by("tom"), at=AT + DAY * 2)
    for _twice in range(2):
        row = moving.move_back(move=row, by=house.by("tom"), at=AT + DAY * 3)
    assert Message.objects.get(pk=message.pk).case_id == one.pk
    kinds = [list(ledger.chain(("case", case.pk)).values_list("kind", flat=True)) for case in (one, other)]
    assert kinds[0][-2:] == ["case.message_moved_out", "case.message_returned"]
    assert kinds[1][-2:] == ["case.message_moved_in", "case.message_taken_back"]
    again = moving.move(
        message=Message.objects.get(pk=message.pk), into=other, reason=WHY, by=house.by("tom"), at=AT + DAY * 4
    )
    assert MessageMove.objects.filter(message_id=message.pk).count() == 2
    assert again.undone_at is None


def test_who_may_not_work_on_both_moves_nothing(house: House, one: Case):
    foreign = registered(
        house, by=house.by("zoe"), unit_id=house.units["GD-CP"].pk, subject="x", policy_number="P9"
    ).case
    message = heard(house, one)
    for name in ("tom", "zoe", "aud", "ivy"):
        with pytest.raises(Refused):
            moving.move(message=message, into=foreign, reason=WHY, by=house.by(name), at=AT + DAY * 2)
    assert Message.objects.get(pk=message.pk).case_id == one.pk
    assert not MessageMove.objects.exists()


def _ended(case: Case) -> None:
    Case.objects.filter(pk=case.pk).update(state="closed", is_open=False, closed_at=AT)


def _merged(case: Case) -> None:
    Case.objects.filter(pk=case.pk).update(state="merged", is_open=False, closed_at=AT)


def _later(case: Case) -> None:
    Case.objects.filter(pk=case.pk).update(received_at=AT + DAY * 2, recorded_at=AT + DAY * 2)


@pytest.mark.parametrize("change", [_ended, _merged, _later])
def test_nothing_is_moved_where_nobody_would_read_it_or_limits_would_begin_too_late(
    house: House, one: Case, other: Case, change: Callable[[Case], None]
):
    message = heard(house, one)
    change(other)
    with pytest.raises(Refused) as refusal:
        moving.move(message=message, into=other, reason=WHY, by=house.by("tom"), at=AT + DAY * 3)
    assert refusal.value.code == "move.impossible"


def test_the_first_statement_what_was_sent_and_what_came_over_stay(house: House, one: Case, other: Case):
    first = Message.objects.get(case=one)
    with pytest.raises(Refused) as refusal:
        moving.move(message=first, into=other, reason=WHY, by=house.by("tom"), at=AT + DAY)
    assert refusal.value.code == "move.impossible"
    message = heard(house, one)
    third = registered(house, subject="第三件", text="另一件", at=AT).case
    moving.move(message=message, into=other, reason=WHY, by=house.by("tom"), at=AT + DAY * 2)
    with pytest.raises(Refused):
        moving.move(
            message=Message.objects.get(pk=message.pk), into=third, reason=WHY, by=house.by("tom"), at=AT + DAY * 2
        )
    assert rules.message_fault(is_inbound=False, is_first=False, was_moved=False, holds_authority=False)
    assert rules.message_fault(is_inbound=True, is_first=False, was_moved=False, holds_authority=True)


def test_a_double_click_moves_once(house: House, one: Case, other: Case):
    message = heard(house, one)
    moving.move(message=message, into=other, reason=WHY, by=house.by("tom"), at=AT + DAY * 2)
    with pytest.raises(Refused) as refusal:
        moving.move(message=message, into=other, reason=WHY, by=house.by("tom"), at=AT + DAY * 2)
    assert refusal.value.code == "move.gone"
    with pytest.raises(BadInput):
        moving.move(
            message=Message.objects.get(pk=message.pk), into=other, reason=WHY, by=house.by("tom"), at=AT + DAY * 2
        )
    with pytest.raises(BadInput):
        moving.move(message=heard(house, one), into=other, reason=" ", by=house.by("tom"), at=AT + DAY * 2)


def arrival(**changes: Any) -> Arrival:
    values: dict[str, Any] = {
        "channel": "phone", "received_at": AT, "text": "", "people": (), "demands": (DemandDraft(text="退还拖车费"),),
        "subject": "拖车费", "idempotency_key": "once",
    }  # fmt: skip
    return Arrival(**(values | changes))


def test_a_split_begins_every_limit_when_the_message_was_received(house: House, one: Case):
    message = heard(house, one, "拖车费也要退", at=AT + DAY, received_at=AT + HOUR * 3)
    before = Message.objects.count()
    made = moving.split(message=message, arrival=arrival(), reason=WHY, by=house.by("tom"), at=AT + DAY * 2)
    new = made.case
    assert Message.objects.count() == before  # moved, never copied
    assert Message.objects.get(case=new).pk == message.pk
    assert (new.received_at, new.recorded_at) == (AT + HOUR * 3, AT + DAY * 2)
    clocks = Clock.objects.filter(owner_kind="case", owner_id=new.pk)
    assert clocks.exists()
    assert {clock.started_at for clock in clocks} == {AT + HOUR * 3}
    assert new.people.get().name == LI.name
    assert [demand.text for demand in new.demands.all()] == ["退还拖车费"]
    assert found(house, "拖车") == {new.number}
    assert chain_holds(one)
    assert chain_holds(new)
    last = ledger.last(("case", one.pk))
    assert last is not None
    assert (last.kind, last.body["into"]) == ("case.message_split_off", new.number)


def test_a_double_click_splits_once(house: House, one: Case):
    message = heard(house, one, "拖车费也要退")
    made = [
        moving.split(message=message, arrival=arrival(), reason=WHY, by=house.by("tom"), at=AT + DAY * 2)
        for _twice in range(2)
    ]
    assert made[0].case.pk == made[1].case.pk
    assert [one.created for one in made] == [True, False]
    assert MessageMove.objects.count() == 1


def test_a_split_is_undone_by_merging_because_each_complaint_counts(house: House, one: Case):
    message = heard(house, one, "拖车费也要退")
    new = moving.split(message=message, arrival=arrival(), reason=WHY, by=house.by("tom"), at=AT + DAY * 2).case
    row = MessageMove.objects.get()
    with pytest.raises(Refused) as refusal:
        moving.move_back(move=row, by=house.by("tom"), at=AT + DAY * 3)
    assert refusal.value.code == "move.split"
    assert new.number in refusal.value.message
    merging.merge(
        case=Case.objects.get(pk=new.pk), master=Case.objects.get(pk=one.pk), text="您的两件投诉合并办理，一并答复。",
        way=by_phone(AT + DAY * 3), by=house.by("sam"), at=AT + DAY * 3, reason="同一事项",
    )  # fmt: skip
    assert Case.objects.get(pk=new.pk).state == "merged"
    assert Message.objects.filter(case=new, pk=message.pk).exists()


def test_the_files_of_a_split_message_come_with_it(house: House, one: Case, settings: Any, tmp_path: Path):
    settings.BLOBS_DIR = tmp_path
    file = blobs.keep(b"%PDF tow", name="拖车.pdf", content_type="application/pdf")
    message = heard(house, one, "拖车费也要退", files=(file,))
    new = moving.split(message=message, arrival=arrival(), reason=WHY, by=house.by("tom"), at=AT + DAY * 2).case
    item = Evidence.objects.get(case=new)
    assert item.sha256 == file.digest
    assert Message.objects.get(pk=message.pk).evidence_ids == [item.pk]
    assert not Evidence.objects.get(case=one).is_public


@given(st.booleans(), st.booleans(), st.booleans(), st.booleans())
def test_only_a_later_word_of_the_complainant_that_was_never_moved_can_go(a: bool, b: bool, c: bool, d: bool):
    fault = rules.message_fault(is_inbound=a, is_first=b, was_moved=c, holds_authority=d)
    assert (fault == "") == (a and not b and not c and not d)
