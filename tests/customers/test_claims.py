"""Claims of core systems: mirrored in any order, their limits watched, papers asked for once."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import permutations

import pytest

from huiyin.audit.models import Entry
from huiyin.clocks import sweeps as ticking
from huiyin.clocks.models import Clock, ClockState
from huiyin.core.errors import BadInput, Refused
from huiyin.core.time import SHANGHAI
from huiyin.customers import sweeps
from huiyin.customers.actions.claims import ClaimDraft, MilestoneDraft, mirror_claim
from huiyin.customers.models import Claim, ClaimMilestone, Policy
from huiyin.customers.queries import claims
from huiyin.customers.rules import claims as rules
from tests.customers.conftest import BY
from tests.people import House

NOW = datetime(2026, 9, 30, 10, tzinfo=SHANGHAI)


def on(day: int, hour: int = 10, month: int = 3) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=SHANGHAI)


def told(*milestones: tuple[str, datetime], sent: datetime = NOW, **facts: object) -> ClaimDraft:
    made = tuple(MilestoneDraft(kind=kind, at=at) for kind, at in milestones)
    draft = ClaimDraft(source="core", number="CL-1", policy_number="P2025001", sent_at=sent, milestones=made)
    return replace(draft, **facts)  # type: ignore[arg-type]


def mirror(*milestones: tuple[str, datetime], **facts: object) -> Claim:
    return mirror_claim(draft=told(*milestones, **facts), by=BY, at=NOW).claim  # type: ignore[arg-type]


def running(claim: Claim) -> dict[str, str]:
    """The last day of each limit that runs, by rule: the day before `due_at`."""
    rows = Clock.objects.filter(owner_id=claim.pk, state=ClockState.RUNNING)
    return {
        row.rule_code: f"{(row.due_at - timedelta(seconds=1)).astimezone(SHANGHAI):%m-%d}" for row in rows if row.due_at
    }


def ended(claim: Claim) -> dict[str, str]:
    rows = Clock.objects.filter(owner_id=claim.pk).exclude(state__in=[ClockState.RUNNING, ClockState.CANCELLED])
    return {row.rule_code: row.state for row in rows}


def test_each_line_has_its_limits_each_from_its_own_start(policy: Policy) -> None:
    way = (("reported", on(2)), ("filed", on(3)), ("complete", on(4)))
    health = running(mirror(*way))
    # 5 working days from complete papers, 60 days for the certain part, 20 working days from the report.
    assert health["claim.determination_life"] == "03-11"
    assert health["claim.advance"] == "05-03"
    assert health["claim.completion"] == "03-30"
    motor = running(mirror(*way, number="CL-2", line="motor", cover="compulsory"))
    assert motor["claim.documents_motor"] == "03-04"
    assert motor["claim.determination_motor"] == "03-09"
    assert "claim.determination_life" not in motor
    property_ = running(mirror(*way, number="CL-3", line="property"))
    assert property_["claim.determination"] == "04-03"


def test_a_contract_that_says_otherwise_sets_the_date(policy: Policy) -> None:
    claim = mirror(("complete", on(4)), line="property", decide_by=on(15, month=4).date(), contract_clause="第十二条")
    assert running(claim)["claim.determination"] == "04-15"
    with pytest.raises(BadInput) as refusal:
        mirror(("complete", on(4)), number="CL-2", decide_by=on(15, month=4).date())
    assert refusal.value.code == "claim.contract_clause"


def test_a_refusal_starts_the_limit_of_its_letter_and_an_agreement_that_of_the_payment(policy: Policy) -> None:
    claim = mirror(("complete", on(4)), ("decided", on(6)), decision="refused", line="property")
    assert running(claim)["claim.refusal_notice"] == "03-09"
    assert "claim.advance" not in running(claim), "what is refused is not paid in advance"
    claim = mirror(("refusal_sent", on(12)), decision="refused", line="property", sent=NOW)
    assert ended(claim)["claim.refusal_notice"] == ClockState.LATE
    assert (claim.breaches, claim.is_open) == (1, False)
    paying = mirror(("complete", on(4)), ("decided", on(6)), ("agreed", on(9)), number="CL-2", line="property")
    assert running(paying)["claim.payment"] == "03-19"


def test_the_order_in_which_messages_arrive_makes_no_difference(policy: Policy) -> None:
    way = (("reported", on(2)), ("complete", on(4)), ("decided", on(20)), ("agreed", on(23)), ("paid", on(24)))
    seen = set()
    for turn, order in enumerate(list(permutations(way))[::17]):
        for step, one in enumerate(order):
            claim = mirror(one, number=f"CL-{turn}", sent=on(25) + timedelta(minutes=step))
        rows = Clock.objects.filter(owner_id=claim.pk).exclude(state=ClockState.CANCELLED)
        seen.add(tuple(sorted((row.rule_code, row.started_at, row.state, row.met_at) for row in rows)))
        assert (claim.stage, running(claim)) == ("paid", {})
    assert len(seen) == 1
    assert {code: state for code, _start, state, _met in seen.pop()}["claim.determination_life"] == ClockState.LATE


def test_the_same_message_again_changes_nothing_and_a_late_older_one_overwrites_nothing(policy: Policy) -> None:
    newer = told(("reported", on(2)), handler_name="新", sent=on(5))
    first = mirror_claim(draft=newer, by=BY, at=NOW)
    again = mirror_claim(draft=newer, by=BY, at=NOW)
    older = told(("reported", on(1)), ("filed", on(2, 12)), handler_name="旧", sent=on(4))
    late = mirror_claim(draft=older, by=BY, at=NOW)
    assert (first.outcome, again.outcome, late.outcome) == ("created", "same", "changed")
    assert late.claim.handler_name == "新"
    assert {row.kind: row.at for row in ClaimMilestone.objects.all()} == {"reported": on(2), "filed": on(2, 12)}
    assert mirror_claim(draft=replace(older, milestones=()), by=BY, at=NOW).outcome == "stale"
    assert Entry.objects.filter(aggregate_id=first.claim.pk).count() == 2


def test_a_corrected_start_takes_its_limit_back_without_a_breach(policy: Policy) -> None:
    claim = mirror(("complete", on(4)), line="property", sent=on(5))
    ticking.run_due()
    assert sweeps.carry_claim_alarms() == 1
    claim.refresh_from_db()
    assert claim.breaches == 2, "30 days for deciding and 60 for the certain part are over"
    claim = mirror(("complete", on(20, month=9)), line="property", sent=on(6))
    assert claim.breaches == 0
    assert running(claim)["claim.determination"] == "10-20"
    assert claim.due_at == Clock.objects.get(owner_id=claim.pk, rule_code="claim.determination", state="running").due_at


def test_papers_asked_for_twice_are_a_breach(policy: Policy) -> None:
    claim = mirror(("filed", on(3)), ("documents_asked", on(4)), sent=on(4, 11))
    assert claim.breaches == 0
    claim = mirror(("documents_asked", on(4)), ("documents_asked", on(9)), sent=on(9, 11))
    assert (claim.asked_again, claim.breaches) == (1, 1)
    assert Entry.objects.filter(aggregate_id=claim.pk, kind="claim.papers_asked_again").count() == 1


def test_a_withdrawn_claim_is_watched_no_more(policy: Policy) -> None:
    claim = mirror(("complete", on(4)), ("withdrawn", on(5)), line="property")
    assert running(claim) == {}
    assert (claim.is_open, claim.due_at, claim.breaches) == (False, None, 0)


def test_what_cannot_be_is_refused_with_a_reason(policy: Policy, house: House) -> None:
    asked: dict[str, Callable[[], object]] = {
        "claim.policy_unknown": lambda: mirror(policy_number="P-NOBODY"),
        "claim.milestone_future": lambda: mirror(("reported", NOW + timedelta(hours=1))),
        "claim.milestone": lambda: mirror(("lost", on(2))),
        "core.not_yours": lambda: mirror_claim(draft=told(), by=house.by("tom"), at=NOW),
    }
    for code, ask in asked.items():
        with pytest.raises((BadInput, Refused)) as refusal:
            ask()
        assert refusal.value.code == code
    assert not Claim.objects.exists()


def test_claims_are_read_by_who_has_their_part_of_the_tree_the_longest_overdue_first(
    policy: Policy, house: House
) -> None:
    late = mirror(("complete", on(2)))
    newer = mirror(("complete", on(4)), number="CL-2")
    mirror(("complete", on(4)), ("paid", on(5)), number="CL-3")
    rows = claims.claims_by_due(claims.claims_visible_to(house["tom"]))
    assert [row.pk for row in rows] == [late.pk, newer.pk]
    assert rows[0].due_at is not None
    after = (rows[0].due_at, rows[0].pk)
    assert claims.claims_by_due(claims.claims_visible_to(house["tom"]), after=after) == [newer]
    assert not claims.claims_visible_to(house["zoe"]).exists()
    assert not claims.claims_visible_to(house["ana"]).exists()


def test_the_stage_is_the_farthest_milestone() -> None:
    both = [rules.Milestone("decided", on(3)), rules.Milestone("filed", on(4))]
    assert rules.stage(both) == "decided"
    assert rules.stage([]) == ""
