"""Merging and undoing it (令2020-3 art 18): a relation, never a copy; limits exact on both sides."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from huiyin.cases.models import Case, Message
from huiyin.cases.rules.people import PersonDraft
from huiyin.clocks.models import Clock
from huiyin.complaints.actions import material, merging, reroute, suspension, withdrawal
from huiyin.complaints.models import Merge, Notice
from huiyin.complaints.queries import turns
from huiyin.core.errors import BadInput, Refused
from tests.cases import make
from tests.complaints import turned
from tests.complaints.along import Along, assigned
from tests.complaints.turned import FIRST, by_phone, chain_holds, clock, entry, kinds, sh
from tests.people import House, build

TEXT = "您此前已就同一事项投诉，我们将两件合并办理，一并答复。"


def _second(house: House, when: str = "03-05 09:00", **changes: Any) -> Case:
    """The same person complains again: the decision on it would be owed until 20 March, 24:00."""
    case = make.registered(house, at=sh(when), received_at=sh(when), **changes).case
    Case.objects.filter(pk=case.pk).update(owner=house["tom"])
    return case


def _merge(along: Along, case: Case, when: str = "03-06 10:00", **more: Any) -> Merge:
    values: dict[str, Any] = {"text": TEXT, "way": by_phone(sh(when))}
    return merging.merge(case=case, master=along.case, **turned.at(along, when), **(values | more))


def _fresh(case: Case) -> Case:
    return Case.objects.select_related("complaint").get(pk=case.pk)


def test_the_later_complaint_lives_on_in_the_earlier_one(along: Along) -> None:
    child = _second(along.house)
    messages = Message.objects.filter(case=along.case).count()
    row = _merge(along, child)
    case = _fresh(child)
    assert (case.state, case.is_open, clock(case).state) == ("merged", False, "cancelled")
    assert not Clock.objects.filter(owner_id=case.pk, state="running").exists()
    assert (clock(along.case).due_at, row.ties) == (FIRST, ["person"])
    assert (turns.master_of(case).pk, turns.master_of(along.case).pk) == (along.case_id, along.case_id)
    assert [one.pk for one in turns.merged_into(along.case)] == [child.pk]
    # Nothing was copied; the complainant heard it once, from the merged complaint.
    assert Message.objects.filter(case=along.case).count() == messages
    assert turned.notice(row.notice_id).case_id == child.pk
    assert entry(case, "complaint.merged").body["into"] == along.case.number
    assert entry(along.case, "complaint.merge_received").body["from"] == case.number
    assert chain_holds(case)
    assert chain_holds(along.case)


def test_new_facts_begin_the_limit_of_the_earlier_one_anew_on_their_receipt(along: Along) -> None:
    _merge(along, _second(along.house), new_facts=True)
    # Received on 5 March: 15 days until 20 March, 24:00.
    assert clock(along.case).due_at == sh("03-21 00:00")
    assert along.case.next_due_at is not None
    other = _second(along.house, "03-08 09:00")
    _merge(along, other, "03-09 10:00", new_facts=True, material_received_at=sh("03-09 08:00"))
    assert clock(along.case).due_at == sh("03-25 00:00")


def test_undoing_puts_both_back_as_if_it_had_never_been(along: Along) -> None:
    child = _second(along.house)
    before = clock(child).due_at
    assert before == sh("03-21 00:00")
    _merge(along, child, new_facts=True)
    row = merging.unmerge(case=child, reason="不是同一事项", **turned.at(along, "03-10 09:00"))
    case = _fresh(child)
    assert (case.state, case.is_open, case.closed_at) == ("received", True, None)
    assert (clock(case).due_at, clock(case).state) == (before, "running")
    assert (clock(along.case).due_at, clock(along.case).state) == (FIRST, "running")
    assert row.undone_at == sh("03-10 09:00")
    assert Clock.objects.filter(owner_id=along.case_id, rule_code="complaint.decision", state="cancelled").count() == 1
    assert kinds(along.case)[-1] == "complaint.merge_released"
    # The house's limit of 24 hours had passed meanwhile, and says so.
    assert clock(case, "complaint.acceptance").breached_at == sh("03-06 09:00")
    assert turns.master_of(case).pk == case.pk
    assert chain_holds(case)
    assert chain_holds(along.case)
    again = _merge(along, case, "03-10 11:00")
    assert again.undone_at is None


def test_what_passed_while_it_was_merged_is_honestly_broken(along: Along) -> None:
    child = _second(along.house)
    _merge(along, child)
    merging.unmerge(case=child, reason="不是同一事项", **turned.at(along, "03-25 09:00"))
    assert clock(child).breached_at == sh("03-21 00:00")


def test_an_undone_restart_keeps_extensions_and_pauses(along: Along) -> None:
    row = suspension.suspend(
        case=along.case, ground="test", body="检验中心", reason="需检验", requested_at=sh("03-03 09:00"),
        way=by_phone(), **turned.at(along, "03-03 09:00"),
    )  # fmt: skip
    suspension.resume(
        case=along.case, suspension_id=row.pk, result="合格", resumed_at=sh("03-05 09:00"), way=by_phone(),
        **turned.at(along, "03-05 09:00"),
    )  # fmt: skip
    assert clock(along.case).due_at == sh("03-20 00:00")
    child = _second(along.house)
    _merge(along, child, new_facts=True)
    assert clock(along.case).due_at == sh("03-21 00:00")
    merging.unmerge(case=child, reason="不是同一事项", **turned.at(along, "03-10 09:00"))
    assert clock(along.case).due_at == sh("03-20 00:00")


def test_what_is_written_to_the_old_number_lands_where_somebody_reads_it(along: Along) -> None:
    child = _second(along.house)
    _merge(along, child)
    said = material.hear(case=_fresh(child), text="补充一份病历", by=turned.CUSTOMER, at=sh("03-07 10:00"))
    assert said.case_id == along.case_id
    merging.unmerge(case=child, reason="不是同一事项", **turned.at(along, "03-08 09:00"))
    said = material.hear(case=_fresh(child), text="再补充", by=turned.CUSTOMER, at=sh("03-09 10:00"))
    assert said.case_id == child.pk


def test_the_preview_shows_the_message_and_sends_nothing(along: Along) -> None:
    child = _second(along.house)
    seen = merging.preview(case=child, master=along.case, at=sh("03-06 10:00"), new_facts=True)
    assert (seen.fault, seen.ties, seen.due_at) == ("", ("person",), sh("03-21 00:00"))
    assert along.case.number in seen.text
    assert not Notice.objects.filter(kind="merge").exists()
    assert clock(along.case).due_at == FIRST
    with pytest.raises(BadInput) as refusal:
        _merge(along, child, text="")
    assert refusal.value.code == "input.text"


def test_no_chains_no_cycles_no_ended_no_strangers_without_reason(along: Along) -> None:
    child, third = _second(along.house), _second(along.house, "03-06 09:00")
    for case, master in ((along.case, along.case), (along.case, child)):
        with pytest.raises(Refused) as refusal:
            merging.merge(case=case, master=master, text=TEXT, **turned.at(along, "03-06 10:00"))
        assert refusal.value.code == "merge.impossible"
    _merge(along, child)
    with pytest.raises(Refused):  # into one that is merged itself
        merging.merge(case=third, master=_fresh(child), text=TEXT, **turned.at(along, "03-06 11:00"))
    with pytest.raises(Refused) as refusal:  # twice
        _merge(along, child)
    assert refusal.value.code == "step.merge"
    late = assigned(along.house, received_at=sh("03-01 09:00"))
    with pytest.raises(Refused) as refusal:  # a master with merged complaints into another
        merging.merge(case=along.case, master=late.case, text=TEXT, **turned.at(along, "03-06 12:00"))
    assert "merge" in refusal.value.code

    stranger = _second(along.house, "03-07 09:00", people=(PersonDraft(name="王五", phone="13900000000"),))
    with pytest.raises(Refused):
        _merge(along, stranger, "03-07 10:00")
    assert _merge(along, stranger, "03-07 10:00", reason="同一次事故的另一位乘客").ties == []


def test_new_facts_for_a_suspended_complaint_wait_until_it_goes_on(along: Along) -> None:
    suspension.suspend(
        case=along.case, ground="test", body="检验中心", reason="需检验", requested_at=sh("03-03 09:00"),
        way=by_phone(), **turned.at(along, "03-03 09:00"),
    )  # fmt: skip
    child = _second(along.house)
    with pytest.raises(Refused) as refusal:
        _merge(along, child, new_facts=True)
    assert refusal.value.code == "merge.suspended"
    _merge(along, child)
    assert clock(along.case).paused


def test_who_may_not_act_on_the_other_complaint_does_not_merge_into_it(along: Along) -> None:
    child = _second(along.house, unit_id=along.house.units["GD-CP"].pk)
    with pytest.raises(Refused) as refusal:
        merging.merge(
            case=child, master=along.case, text=TEXT, by=along.by("zoe"), at=sh("03-06 10:00"), way=by_phone()
        )
    assert refusal.value.code == "merge.not_yours"


@pytest.mark.parametrize("ending", ["withdrawn", "rerouted"])
def test_when_the_master_ends_the_merged_stand_on_their_own_again(along: Along, ending: str) -> None:
    child = _second(along.house)
    _merge(along, child)
    if ending == "withdrawn":
        withdrawal.withdraw(
            case=along.case, pressure_denied=True, signed_evidence_id=along.file().pk, way=by_phone(),
            **turned.at(along, "03-09 10:00"),
        )  # fmt: skip
    else:
        reroute.reroute(
            case=along.case, to_kind="inquiry", reason="只是咨询条款", way=by_phone(), **turned.at(along, "03-09 10:00")
        )
    assert (along.case.state, _fresh(child).state) == (ending, "received")
    assert clock(child).state == "running"


def _race(work: list[Callable[[], object]]) -> list[str]:
    results: list[str] = []
    start = threading.Barrier(len(work))

    def run(one: Callable[[], object]) -> None:
        start.wait()
        try:
            one()
            results.append("done")
        except Refused as refusal:
            results.append(refusal.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(one,)) for one in work]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return sorted(results)


@pytest.mark.django_db(transaction=True)
def test_two_who_merge_at_once_never_deadlock_and_merge_once(django_db_serialized_rollback: None) -> None:
    along = assigned(build())
    when = sh("03-02 10:00")  # the same moment of receipt: either could be the master
    other = _second(along.house, "03-02 10:00")
    tom, tia = along.by("tom"), along.by("tia")

    def into(case: Case, master: Case, by: Any) -> Callable[[], object]:
        return lambda: merging.merge(
            case=Case(pk=case.pk),
            master=Case(pk=master.pk),
            text=TEXT,
            by=by,
            at=sh("03-06 10:00"),
            way=by_phone(),
        )

    found = _race([into(along.case, other, tom), into(other, along.case, tia)])
    assert found in (["done", "merge.impossible"], ["done", "step.merge"])
    assert Merge.objects.filter(undone_at=None).count() == 1
    assert when == along.case.received_at
    for case in (along.case, other):
        assert chain_holds(case)
