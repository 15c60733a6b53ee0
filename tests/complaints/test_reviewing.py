"""What the unit above decides in a review, and what follows from it (令2020-3 art 20)."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from huiyin.cases.actions import talk
from huiyin.clocks.models import Clock
from huiyin.complaints.actions import closure, plan, review, reviewing
from huiyin.complaints.actions.decision import AnswerDraft
from huiyin.complaints.models import Decision, Demand, Reopening, Review
from huiyin.complaints.queries import facts
from huiyin.core.errors import BadInput
from tests.complaints.along import Along
from tests.complaints.reviewed import ANSWER, RULE, WORDS, apply, decide, received
from tests.complaints.turned import by_phone, chain_holds, clock, sh


@pytest.fixture
def told(along: Along) -> Along:
    return received(along)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"verdict": "maybe"}, "review.verdict"),
        ({"verdict": "changed", "answers": ()}, "review.answers"),
        ({"verdict": "upheld", "answers": (ANSWER,)}, "review.answers"),
        ({"verdict": "changed", "answers": (AnswerDraft(demand=1, result="upheld"),)}, "review.answers"),
        ({"verdict": "changed", "answers": (AnswerDraft(demand=9, result="upheld", text="x"),)}, "decision.demand"),
        ({"process_finding": ""}, "input.process_finding"),
        ({"timing_finding": ""}, "input.timing_finding"),
        ({"outcome_finding": ""}, "input.outcome_finding"),
        ({"conclusion": ""}, "input.conclusion"),
        ({"grounds": ""}, "input.grounds"),
    ],
)
def test_a_review_says_all_it_has_to_say(told: Along, changes: dict[str, Any], code: str) -> None:
    apply(told, "03-20 11:00")
    with pytest.raises(BadInput) as refusal:
        decide(told, "04-01 09:00", **changes)
    assert refusal.value.code == code
    assert Review.objects.get().state == "applied"


def test_a_changed_decision_is_carried_out_in_a_new_round(told: Along) -> None:
    apply(told, "03-20 11:00")
    row = decide(told, "04-01 09:00", "changed")
    case = told.case
    assert (case.state, case.complaint.round, case.complaint.notified_at) == ("liability_set", 2, None)
    assert case.complaint.verdict == "partly"
    # From the day the outcome was told: until 16 April, 24:00.
    newest = clock(case)
    assert (newest.started_at, newest.due_at, newest.state) == (sh("04-01 09:00"), sh("04-17 00:00"), "running")
    demand = Demand.objects.get(case=case)
    assert (demand.result, demand.amount_granted) == ("partly", Decimal("680.00"))
    assert Reopening.objects.get().ground == "review"
    found = facts(case)
    assert (found.has_finding, found.has_liability, found.liability_shares, found.has_risk) == (True, True, 100, True)
    assert (found.decision_issued, found.plan_state, found.satisfaction_asked) == (False, "", False)
    told.at = sh("04-02 09:00")
    told.propose(compensation=Decimal("680.00"))
    plan.approve(case=told.case, reason="同意", by=told.by("sam"), at=told.later())
    assert told.case.state == "plan_approved"
    assert row.letter_evidence_id is not None
    assert chain_holds(case)


def test_a_returned_decision_starts_from_dispatch(told: Along) -> None:
    apply(told, "03-20 11:00")
    decide(told, "04-01 09:00", "returned")
    case, found = told.case, facts(told.case)
    assert (case.state, found.round, found.has_finding, found.has_liability) == ("assigned", 2, False, False)
    assert Decision.objects.filter(case=case, state="issued", round=1).count() == 1
    assert case.is_open


def test_a_closed_complaint_can_be_reviewed_and_comes_back(along: Along) -> None:
    along.rectified()
    closure.close(case=along.case, close_code="resolved", by=along.by("sam"), at=along.later())
    assert not along.case.is_open
    later = along.at + timedelta(days=20)
    review.apply(case=along.case, grounds="结果不当", by=along.by("tom"), at=later)
    assert Clock.objects.filter(owner_id=along.case_id, rule_code=RULE, state="running").exists()
    values = WORDS | {"verdict": "returned"}
    reviewing.decide(case=along.case, by=along.by("hua"), at=later + timedelta(days=2), way=by_phone(), **values)
    case = along.case
    assert (case.is_open, case.state, case.closed_at) == (True, "assigned", None)


def test_the_letter_names_no_other_review(told: Along) -> None:
    """The record itself refuses a review of a review; the message says what is decided."""
    apply(told, "03-20 11:00")
    decide(told, "04-01 09:00")
    last = told.case.messages.filter(direction="out").latest("at", "id")
    assert "变更原决定第一项" in last.text
    assert talk.contact(told.case) is not None
