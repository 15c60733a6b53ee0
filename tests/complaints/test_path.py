"""The table of the path, row by row: states, conditions, roles, separation of duties (domain §2.1)."""

from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any
from uuid import UUID

import pytest

from huiyin.cases.models import State
from huiyin.complaints.rules import entries, needs, path
from huiyin.complaints.rules.facts import Facts
from huiyin.complaints.rules.needs import Need
from huiyin.complaints.rules.table import Step
from huiyin.core.actors import Actor, customer, system

ME, OTHER = UUID(int=1), UUID(int=2)
AT = datetime(2026, 3, 2, tzinfo=UTC)
ALL = frozenset({"customer_contact", "internal_system", "third_party"})

# Each condition: facts under which it holds, and facts under which it does not.
CONDITIONS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "contact": ({"has_contact": True}, {"has_contact": False}),
    "demand": ({"has_demand": True}, {"has_demand": False}),
    "content": ({"has_content": True}, {"has_content": False}),
    "identity": ({"identity_checked": True}, {"identity_checked": False}),
    "authority": ({"authority_missing": False}, {"authority_missing": True}),
    "classified": ({"classified": True}, {"classified": False}),
    "investigator": ({"investigator_ids": frozenset({OTHER})}, {"investigator_ids": frozenset()}),
    "sources_planned": ({"sources_planned": ALL}, {"sources_planned": ALL - {"third_party"}}),
    "sources_done": ({"sources_open": frozenset()}, {"sources_open": frozenset({"third_party"})}),
    "finding": ({"has_finding": True}, {"has_finding": False}),
    "finding_reviewed": ({"finding_reviewed": True}, {"finding_reviewed": False}),
    "liability": ({"has_liability": True}, {"has_liability": False}),
    "shares": ({"liability_shares": 100}, {"liability_shares": 99}),
    "risk": ({"has_risk": True}, {"has_risk": False}),
    "plan_proposed": ({"plan_state": "proposed"}, {"plan_state": "rejected"}),
    "no_plan_waiting": ({"plan_state": "rejected"}, {"plan_state": "proposed"}),
    "plan_approved": ({"plan_state": "approved"}, {"plan_state": "proposed"}),
    "draft": ({"has_decision_draft": True}, {"has_decision_draft": False}),
    "letter_whole": ({"letter_missing": ()}, {"letter_missing": ("Name the way to court.",)}),
    "issued": ({"decision_issued": True}, {"decision_issued": False}),
    "told": ({"notified_at": AT}, {"notified_at": None}),
    "not_told": ({"notified_at": None}, {"notified_at": AT}),
    "tasks_done": ({"tasks_open": 0}, {"tasks_open": 1}),
    "risk_tasks_done": ({"risk_tasks_open": 0}, {"risk_tasks_open": 1}),
    "parts_have_tasks": ({"parts_without_task": frozenset()}, {"parts_without_task": frozenset({"service"})}),
    "paid": ({"payment_planned": True, "payment_proven": True}, {"payment_planned": True, "payment_proven": False}),
    "asked": ({"satisfaction_asked": True}, {"satisfaction_asked": False}),
    "not_asked": ({"satisfaction_asked": False}, {"satisfaction_asked": True}),
    "answered": ({"satisfaction_answered": True}, {"satisfaction_answered": False}),
    "not_answered": ({"satisfaction_answered": False}, {"satisfaction_answered": True}),
    "rectified": (
        {"rectification_owed": True, "rectification_planned": True},
        {"rectification_owed": True, "rectification_planned": False},
    ),
    "rectification_planned": ({"rectification_planned": True}, {"rectification_planned": False}),
    "rectification_done": ({"rectification_open": False}, {"rectification_open": True}),
    "result": ({"has_result_text": True}, {"has_result_text": False}),
    "no_turn": ({"review_open": False, "mediation_open": False}, {"mediation_open": True}),
    "no_suspension": ({"suspended": False}, {"suspended": True}),
    "suspended": ({"suspended": True}, {"suspended": False}),
    "no_extension": ({"extension_pending": False}, {"extension_pending": True}),
    "extension": ({"extension_pending": True}, {"extension_pending": False}),
    "branch_decision": ({"decided_by_branch": True}, {"decided_by_branch": False}),
    "no_review": ({"review_open": False}, {"review_open": True}),
    "review": ({"review_open": True}, {"review_open": False}),
    "no_mediation": ({"mediation_open": False}, {"mediation_open": True}),
    "mediation": ({"mediation_open": True}, {"mediation_open": False}),
    "mediation_not_agreed": ({"mediation_agreed": False}, {"mediation_agreed": True}),
    "withdrawal_held": ({"withdrawal_held": True}, {"withdrawal_held": False}),
    "escalation": ({"escalation_open": True}, {"escalation_open": False}),
    "no_escalation": ({"escalation_open": False}, {"escalation_open": True}),
    "promise": ({"promises_open": 1, "promises_carried": 1}, {"promises_open": 0, "promises_carried": 0}),
    "promises_kept": ({"promises_open": 1, "promises_carried": 1}, {"promises_open": 1, "promises_carried": 0}),
    "no_mail_waiting": ({"notice_waiting": False}, {"notice_waiting": True}),
}
NAMES = {id(value): name for name, value in vars(needs).items() if isinstance(value, Need)}
ROWS = [(step, state) for step in path.STEPS for state in step.states]


def _name(need: Need) -> str:
    return NAMES[id(need)]


def _ready(step: Step, state: str) -> Facts:
    """Facts under which everything that `step` needs is there."""
    values: dict[str, Any] = {"plan_level": "L1"}
    for need in step.needs:
        values |= CONDITIONS[_name(need)][0]
    return Facts(state=state, **values)


def _who(step: Step) -> Actor:
    """Somebody who holds the last of the step's roles, the most senior, at head office."""
    return Actor("staff", ME, "Me", frozenset({(step.roles[-1], "/")})) if step.roles else system("sweep")


def test_every_condition_is_tried_here() -> None:
    assert set(CONDITIONS) == set(NAMES.values())


def test_every_step_has_its_entry_in_the_ledger_and_leads_to_a_state() -> None:
    assert set(entries.ENTRIES) == set(path.BY_CODE)
    states = {state.value for state in State}
    for step in path.STEPS:
        assert {*step.states} <= states
        assert step.to in states | {""}


@pytest.mark.parametrize(("step", "state"), ROWS, ids=lambda one: one if isinstance(one, str) else one.code)
def test_a_step_is_taken_from_its_states_when_everything_is_there(step: Step, state: str) -> None:
    facts = _ready(step, state)
    assert path.why_not(step.code, facts, _who(step)) == []
    assert path.next_state(step.code, facts) == (step.to or state)


@pytest.mark.parametrize("step", path.STEPS, ids=lambda step: step.code)
def test_a_step_is_taken_from_no_other_state_and_for_no_other_kind(step: Step) -> None:
    for state in {one.value for one in State} - {*step.states}:
        assert len(path.why_not(step.code, _ready(step, state), _who(step))) == 1
    petition = replace(_ready(step, step.states[0]), kind="petition")
    assert len(path.why_not(step.code, petition, _who(step))) == 1


@pytest.mark.parametrize("step", [step for step in path.STEPS if step.needs], ids=lambda step: step.code)
def test_each_condition_alone_holds_a_step_back_and_says_so(step: Step) -> None:
    for need in step.needs:
        facts = replace(_ready(step, step.states[0]), **CONDITIONS[_name(need)][1])
        reasons = path.why_not(step.code, facts, _who(step))
        expected = ["Name the way to court."] if need is needs.letter_whole else [need.sentence]
        assert set(expected) <= set(reasons), _name(need)


@pytest.mark.parametrize("step", [step for step in path.STEPS if step.roles], ids=lambda step: step.code)
def test_a_step_is_taken_only_by_its_roles_in_their_part_of_the_house(step: Step) -> None:
    facts = replace(_ready(step, step.states[0]), unit_path="/HQ/JS/")
    elsewhere = Actor("staff", ME, "Me", frozenset((role, "/HQ/GD/") for role in step.roles))
    reader = Actor("staff", ME, "Me", frozenset({("auditor", "/"), ("quality", "/")}))
    for actor in (elsewhere, reader, Actor("staff", ME)):
        assert len(path.why_not(step.code, facts, actor)) == 1
    assert bool(path.why_not(step.code, facts, customer(ME))) is not step.by_customer


@pytest.mark.parametrize("step", path.STEPS, ids=lambda step: step.code)
def test_who_is_recused_takes_no_step(step: Step) -> None:
    facts = replace(_ready(step, step.states[0]), recused_ids=frozenset({ME}))
    actor = Actor("staff", ME, "Me", frozenset((role, "/") for role in step.roles or ("executive",)))
    assert len(path.why_not(step.code, facts, actor)) == 1


@pytest.mark.parametrize("step", [step for step in path.STEPS if step.to], ids=lambda step: step.code)
def test_while_suspended_the_main_path_rests_unless_the_row_says_otherwise(step: Step) -> None:
    facts = replace(_ready(step, step.states[0]), suspended=True)
    assert bool(path.why_not(step.code, facts, _who(step))) is not step.while_suspended


def test_the_main_path_is_the_one_of_the_domain() -> None:
    way = [
        ("received", "accept"), ("accepted", "dispatch"), ("assigned", "investigate"),
        ("investigating", "set_liability"), ("liability_set", "propose_plan"), ("plan_pending", "approve_plan"),
        ("plan_approved", "notify"), ("decided_notified", "execute"), ("executing", "ask_satisfaction"),
        ("confirming", "close"), ("closed", "archive"), ("archived", ""),
    ]  # fmt: skip
    for (state, step), (following, _next) in pairwise(way):
        assert state in path.BY_CODE[step].states
        assert path.BY_CODE[step].to == following
    # Deciding may come before or after carrying out (domain §3.2).
    assert set(path.BY_CODE["notify"].states) == {"plan_approved", "executing"}
    assert set(path.BY_CODE["execute"].states) == {"plan_approved", "decided_notified"}


def test_mandatory_outputs_of_the_states_are_named() -> None:
    wanted = {
        "accept": "acceptance_notice", "decline": "not_proceeded_notice", "dispatch": "handler",
        "investigate": "evidence_plan", "set_liability": "liability", "propose_plan": "plan",
        "approve_plan": "approval",
        "execute": "tasks", "issue_decision": "letter", "notify": "notice", "ask_satisfaction": "question",
        "answer_satisfaction": "answer", "close": "close_code", "archive": "dossier", "withdraw": "end_notice",
    }  # fmt: skip
    assert {code: path.outputs(code)[0] for code in wanted} == wanted


@pytest.mark.parametrize(("level", "role", "may"), [
    ("L1", "supervisor", True), ("L2", "supervisor", False), ("L2", "branch_manager", True),
    ("L3", "branch_manager", False), ("L3", "head_office_cp", True), ("L4", "head_office_cp", False),
    ("L4", "executive", True), ("L1", "executive", True),
])  # fmt: skip
def test_a_plan_is_approved_at_its_level_or_above(level: str, role: str, may: bool) -> None:
    facts = replace(_ready(path.BY_CODE["approve_plan"], "plan_pending"), plan_level=level)
    assert (path.why_not("approve_plan", facts, Actor("staff", ME, "Me", frozenset({(role, "/")}))) == []) is may


@pytest.mark.parametrize("field", ["plan_proposer", "finding_by", "barred_ids"])
@pytest.mark.parametrize("code", ["approve_plan", "send_back_plan"])
def test_who_had_a_hand_in_it_has_no_word_on_the_plan(code: str, field: str) -> None:
    value: Any = frozenset({ME}) if field == "barred_ids" else ME
    facts = replace(_ready(path.BY_CODE[code], "plan_pending"), **{field: value})
    executive = Actor("staff", ME, "Me", frozenset({("executive", "/")}))
    assert len(path.why_not(code, facts, executive)) == 1
    assert path.why_not(code, facts, replace(executive, id=OTHER)) == []


def test_steps_without_roles_are_offered_to_nobody() -> None:
    facts = _ready(path.BY_CODE["archive"], "closed")
    chief = Actor("staff", ME, "Me", frozenset({("executive", "/"), ("head_office_cp", "/")}))
    assert "archive" not in {offer.step.code for offer in path.steps(facts, chief)}
    assert path.why_not("archive", facts, chief)
    assert path.why_not("archive", facts, system("sweep")) == []
