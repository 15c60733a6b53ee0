"""The one question: asked once, answered, refused, or nobody reached (3.1-8, 3.3-5)."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from huiyin.cases.models import Case, Message, Person
from huiyin.channels.models import Outgoing
from huiyin.complaints.actions import notices, satisfaction
from huiyin.complaints.models import Satisfaction
from huiyin.core.actors import customer
from huiyin.core.errors import BadInput, Refused
from huiyin.customers import actions
from huiyin.customers.actions import PartyDraft, consents
from tests.complaints.along import DAY, LETTER, Along


def _ask(along: Along, method: str = "portal") -> Satisfaction:
    return satisfaction.ask(case=along.case, method=method, by=along.by("tom"), at=along.later())


def test_it_is_asked_when_all_is_carried_out_and_not_before(along: Along) -> None:
    along.executing()
    with pytest.raises(Refused) as refusal:
        _ask(along)
    assert refusal.value.code == "step.ask_satisfaction"
    assert len(refusal.value.needs) == 1


def test_it_is_not_asked_before_the_decision_is_told(along: Along) -> None:
    along.approved()
    along.start()
    with pytest.raises(Refused):
        _ask(along)


def test_a_plan_without_anything_to_do_needs_no_execution(along: Along) -> None:
    along.approved(compensation=Decimal(0), improvement="", process="")
    along.issue(replace(LETTER, answers=(replace(LETTER.answers[0], result="partly", amount=None),)))
    along.tell()
    _ask(along)
    assert along.case.state == "confirming"


def test_it_is_asked_once(along: Along) -> None:
    along.asked()
    assert along.case.state == "confirming"
    with pytest.raises(Refused):
        _ask(along)
    assert Satisfaction.objects.filter(case=along.case_id).count() == 1


def test_on_the_portal_it_stands_in_the_conversation_and_by_mail_it_goes_out(along: Along) -> None:
    along.carried_out()
    _ask(along, "email")
    message = Message.objects.filter(case=along.case_id).latest("at", "id")
    assert message.outgoing_id is not None
    assert Outgoing.objects.get(pk=message.outgoing_id).purpose == "complaint.satisfaction"


def test_whoever_wants_no_surveys_is_not_called_or_written_to_and_the_complaint_can_still_end(along: Along) -> None:
    along.carried_out()
    party = actions.register_party(draft=PartyDraft(name="李春梅"), by=along.by("tom"), at=along.later())
    Case.objects.filter(pk=along.case_id).update(customer_id=party.pk)
    for way in ("give_consent", "withdraw_consent"):
        getattr(consents, way)(
            party_id=party.pk, purpose="survey", source="phone", by=along.by("tom"), at=along.later()
        )
    for method in ("email", "phone"):
        with pytest.raises(Refused) as refusal:
            _ask(along, method)
        assert refusal.value.code == "consent.withdrawn"
    assert not Satisfaction.objects.filter(case=along.case_id).exists()
    assert _ask(along, "portal").method == "portal"


@pytest.mark.parametrize("method", ["pigeon", "email"])
def test_a_way_that_does_not_exist_is_refused(along: Along, method: str) -> None:
    along.carried_out()
    Person.objects.filter(case=along.case_id).update(email="")
    with pytest.raises(BadInput):
        _ask(along, method)


def test_the_customer_answers_for_themselves(along: Along) -> None:
    along.asked()
    person = Person.objects.filter(case=along.case_id).latest("id")
    row = satisfaction.answer(case=along.case, score=5, words="谢谢", by=customer(person.pk), at=along.later())
    assert (row.score, row.recorded_by_label, row.recorded_by_handler) == (5, "", False)


@pytest.mark.parametrize(("name", "handled"), [("tom", True), ("tia", True), ("sam", False)])
def test_an_answer_written_down_by_staff_is_marked(along: Along, name: str, handled: bool) -> None:
    """Tom answered for the case, Tia had a task in it, Sam did neither."""
    along.asked()
    row = satisfaction.answer(case=along.case, score=5, by=along.by(name), at=along.later())
    assert row.recorded_by_label.startswith(name.capitalize())
    assert row.recorded_by_handler is handled


def test_an_investigator_does_not_write_the_answer_down(along: Along) -> None:
    along.asked()
    with pytest.raises(Refused):
        satisfaction.answer(case=along.case, score=5, by=along.by("ivy"), at=along.later())


@pytest.mark.parametrize("score", [0, 6, -1])
def test_a_score_off_the_scale_is_refused(along: Along, score: int) -> None:
    along.asked()
    with pytest.raises(BadInput):
        satisfaction.answer(case=along.case, score=score, by=along.by("tia"), at=along.later())


def test_a_refusal_is_an_answer_and_nothing_is_answered_twice(along: Along) -> None:
    along.asked()
    row = satisfaction.refuse(case=along.case, by=along.by("tia"), at=along.later())
    assert (row.refused, row.score, row.answered_at) == (True, None, along.at)
    for again in (satisfaction.refuse, satisfaction.unreachable):
        with pytest.raises(Refused) as refusal:
            again(case=along.case, by=along.by("tia"), at=along.later())
        assert refusal.value.code == "step.answer_satisfaction"


def test_nobody_reached_needs_real_attempts_on_different_days(along: Along) -> None:
    along.asked()
    for _ in range(3):
        with pytest.raises(Refused) as refusal:
            satisfaction.unreachable(case=along.case, by=along.by("tom"), at=along.later())
        assert refusal.value.code == "satisfaction.attempts"
        tried_at = along.later(DAY)
        notices.record_attempt(
            case=along.case, method="phone", tried_at=tried_at, reference="CALL-9", what_for="satisfaction",
            by=along.by("tom"), at=tried_at,
        )  # fmt: skip
    row = satisfaction.unreachable(case=along.case, by=along.by("tom"), at=along.later())
    assert row.unreachable


def test_somebody_of_another_branch_does_not_answer(along: Along) -> None:
    along.asked()
    args: dict[str, Any] = {"case": along.case, "score": 5, "by": along.by("zoe"), "at": along.later()}
    with pytest.raises(Refused):
        satisfaction.answer(**args)
