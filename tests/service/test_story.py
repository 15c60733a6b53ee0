"""Requests from the first word to the archive, through the actions."""

from datetime import timedelta
from typing import Any

import pytest

from huiyin.audit import queries as ledger
from huiyin.cases.models import Case, Message
from huiyin.cases.rules.people import PersonDraft
from huiyin.channels.models import Outgoing
from huiyin.clocks.models import Clock
from huiyin.complaints.actions import triage
from huiyin.complaints.rules import entries as words
from huiyin.core.errors import BadInput, Refused
from huiyin.service.actions import after, before, during, intake, promotion
from huiyin.service.models import PapersAsked, Request
from huiyin.service.rules import entries
from huiyin.service.rules.arrival import Arrival
from tests.people import AT, House, build

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def house(db: None) -> House:
    return build()


def arrival(**changes: Any) -> Arrival:
    given: dict[str, Any] = {
        "kind": "consultation", "channel": "phone", "received_at": AT, "text": "我想问医疗险的等待期是多久。谢谢",
        "person": PersonDraft(name="李春梅", phone="13812345678", email="li@example.com"),
        "no_preliminary": "要查条款",
    }  # fmt: skip
    return Arrival(**(given | changes))


def request_of(case: Case) -> Request:
    return Request.objects.get(case_id=case.pk)


def limits(case: Case) -> dict[str, str]:
    return {one.rule_code: one.state for one in Clock.objects.filter(owner_id=case.pk).order_by("id")}


def test_a_consultation_from_word_to_archive(house: House) -> None:
    ana, sam, tom = house.by("ana"), house.by("sam"), house.by("tom")
    done = intake.register(arrival=arrival(idempotency_key="a"), by=ana, at=AT)
    case = done.case
    assert (case.kind, case.owner_id, case.subject) == ("request", house["ana"].pk, "我想问医疗险的等待期是多久")
    assert limits(case) == {"request.acceptance": "running", "request.response": "running"}
    assert case.next_due_at == AT + 24 * HOUR
    again = intake.register(arrival=arrival(idempotency_key="a"), by=ana, at=AT)
    assert (again.created, again.case.pk, again.secret) == (False, case.pk, done.secret)
    assert Case.objects.count() == 1
    with pytest.raises(Refused) as early:
        during.answer(case=case, text="等待期90天。", by=ana, at=AT)
    assert early.value.code == "request.answer"

    before.accept(case=case, by=ana, at=AT + HOUR)
    assert set(limits(case).values()) == {"met"}
    during.route(case=case, to=house["tom"], reason="条款问题由江苏消保部答复", by=ana, at=AT + 2 * HOUR)
    with pytest.raises(Refused) as not_named:
        during.take(case=case, by=ana, at=AT + 3 * HOUR)
    assert not_named.value.code == "request.take"
    assert Case.objects.get(pk=case.pk).owner_id == house["ana"].pk
    case = during.take(case=case, by=tom, at=AT + 3 * HOUR)
    assert case.owner_id == house["tom"].pk
    during.sort(case=case, topic="cover", by=tom, at=AT + 3 * HOUR)
    during.answer(case=case, text="等待期90天，意外不适用。", by=tom, at=AT + 4 * HOUR)
    after.go_on(case=case, reason="还想知道住院津贴", by=tom, at=AT + 5 * HOUR)
    during.answer(case=case, text="住院津贴每天100元。", by=tom, at=AT + 6 * HOUR)
    after.close(case=case, outcome="solved", feedback="很清楚", by=tom, at=AT + 7 * HOUR)
    assert Case.objects.get(pk=case.pk).state == "closed"
    case = after.archive(case=case, by=house.by("hua"), at=AT + 8 * HOUR)
    assert (case.state, case.is_open, request_of(case).answers, request_of(case).outcome) == (
        "archived", False, 2, "solved",
    )  # fmt: skip
    with pytest.raises(Refused) as archived:
        before.respond(case=case, text="还有一事", by=sam, at=AT + 9 * HOUR)
    assert archived.value.code == "case.archived"
    told = [entry.kind for entry in ledger.chain(("case", case.pk)) if entry.kind.startswith("service.")]
    assert told == [
        "service.registered", "service.accepted", "service.routed", "service.taken", "service.sorted",
        "service.answered", "service.gone_on", "service.answered", "service.closed", "service.archived",
    ]  # fmt: skip
    assert Message.objects.filter(case=case, direction="out").count() == 3
    assert Outgoing.objects.filter(owner_id=case.pk).count() == 4  # receipt, accepted, two answers


def test_a_policy_change_with_missing_papers_is_told_once(house: House) -> None:
    sam = house.by("sam")
    given = arrival(
        kind="policy_change", policy_number="P-UNKNOWN-1", preliminary="变更受益人需要本人到场", no_preliminary=""
    )
    case = intake.register(arrival=given, by=sam, at=AT).case
    Case.objects.filter(pk=case.pk).update(line="health")
    assert limits(case)["request.response"] == "met"
    with pytest.raises(Refused) as early:
        before.accept(case=case, by=sam, at=AT + HOUR)
    assert len(early.value.needs) == 2
    with pytest.raises(BadInput):
        before.ask_papers(case=case, items=[" "], by=sam, at=AT + HOUR)
    before.ask_papers(case=case, items=["受益人身份证", "关系证明", "受益人身份证"], by=sam, at=AT + HOUR)
    assert request_of(case).state == "needs_papers"
    assert limits(case)["request.acceptance"] == "met"
    assert limits(case)["service.defects"] == "met"
    with pytest.raises(BadInput) as again:
        before.ask_papers(case=case, items=["户口簿"], by=sam, at=AT + 2 * HOUR)
    assert again.value.code == "papers.again"
    before.ask_papers(case=case, items=["户口簿"], reason="关系证明已过期", by=sam, at=AT + 2 * HOUR)
    assert list(PapersAsked.objects.filter(case=case).order_by("number").values_list("items", flat=True)) == [
        ["受益人身份证", "关系证明"], ["户口簿"],
    ]  # fmt: skip
    with pytest.raises(Refused):
        before.accept(case=case, by=sam, at=AT + 3 * HOUR)
    with pytest.raises(Refused):  # identity comes first
        before.check_papers(case=case, by=sam, at=AT + 48 * HOUR)
    with pytest.raises(BadInput):
        during.skip(case=case, step="process", reason="现在不能省略", by=sam, at=AT + 49 * HOUR)
    during.skip(case=case, step="check_identity", reason="本人在柜面当面办理", by=sam, at=AT + 49 * HOUR)
    before.check_papers(case=case, by=sam, at=AT + 50 * HOUR)
    running = Clock.objects.get(owner_id=case.pk, rule_code="request.acceptance", state="running")
    assert running.due_at == AT + 74 * HOUR
    before.accept(case=case, by=sam, at=AT + 52 * HOUR)
    assert limits(case)["service.completion"] == "running"
    during.process(case=case, what="受益人已变更，批单号 E-1", by=sam, at=AT + 53 * HOUR)
    during.answer(case=case, text="变更已生效，批单已寄出。", by=sam, at=AT + 54 * HOUR)
    assert limits(case)["service.completion"] == "met"
    after.close(case=case, outcome="no_word", by=sam, at=AT + 55 * HOUR)
    assert not Clock.objects.filter(owner_id=case.pk, state="running").exists()


def test_a_hand_over_can_be_given_back_and_an_ended_request_leaves_none_open(house: House) -> None:
    sam, tom = house.by("sam"), house.by("tom")
    case = intake.register(arrival=arrival(), by=sam, at=AT).case
    with pytest.raises(Refused) as kind:
        before.check_identity(case=case, how="核对保单", by=sam, at=AT)
    assert kind.value.code == "request.check_identity"
    before.accept(case=case, by=sam, at=AT + HOUR)
    during.route(case=case, to=house["tom"], reason="请答复", by=sam, at=AT + 2 * HOUR)
    during.give_back(case=case, reason="不属于我处", by=tom, at=AT + 3 * HOUR)
    assert request_of(case).state == "accepted"
    during.route(case=case, to=house["tom"], reason="请再看", by=sam, at=AT + 4 * HOUR)
    case = after.end(case=case, reason="客户来电撤回请求", by=sam, at=AT + 5 * HOUR)
    assert (case.is_open, case.state, request_of(case).state) == (False, "not_proceeded", "ended")
    assert not case.hand_overs.filter(taken_at=None, given_back_at=None).exists()


def test_all_faults_are_told_at_once_and_readers_register_nothing(house: House) -> None:
    with pytest.raises(BadInput) as wrong:
        intake.register(
            arrival=arrival(kind="policy_change", text=" ", no_preliminary="", person=PersonDraft(name="")),
            by=house.by("sam"), at=AT,
        )  # fmt: skip
    assert len(wrong.value.needs) == 5
    with pytest.raises(Refused) as reader:
        intake.register(arrival=arrival(), by=house.by("aud"), at=AT)
    assert reader.value.code == "intake.not_yours"


def test_a_request_goes_on_as_a_complaint_with_its_history_from_its_receipt(house: House) -> None:
    tom = house.by("tom")
    case = intake.register(arrival=arrival(), by=tom, at=AT + HOUR).case
    before.accept(case=case, by=tom, at=AT + 2 * HOUR)
    during.route(case=case, to=house["sam"], reason="请主管答复", by=tom, at=AT + 3 * HOUR)
    with pytest.raises(Refused):  # not while its own path holds it
        triage.take_as_complaint(case=case, by=tom, at=AT + 4 * HOUR)
    promotion.promote(case=case, reason="客户对销售人员不满，要求投诉", by=tom, at=AT + 4 * HOUR)
    case = triage.take_as_complaint(case=case, let_go=True, by=tom, at=AT + 4 * HOUR)
    assert (case.kind, case.state, case.received_at, case.number) == ("complaint", "received", AT, case.number)
    assert request_of(case).state == "promoted"
    started = dict(Clock.objects.filter(owner_id=case.pk, state="running").values_list("rule_code", "started_at"))
    assert started["complaint.decision"] == started["complaint.acceptance"] == AT
    assert not [code for code in started if code.startswith("request.")]
    told = [entry.kind for entry in ledger.chain(("case", case.pk))]
    assert told[0] == "service.registered"
    assert told[-3:] == ["service.promoted", "case.kind_changed", "complaint.registered"]
    assert Message.objects.filter(case=case, direction="in").count() == 1
    with pytest.raises(Refused) as twice:
        promotion.promote(case=case, reason="再转一次投诉", by=tom, at=AT + 5 * HOUR)
    assert twice.value.code == "request.promote"


def test_every_entry_of_a_request_has_words() -> None:
    for kind in (*entries.ENTRIES.values(), entries.REGISTERED):
        assert words.title_of(kind) != kind
