"""Many claims at once: as one after the other, at the price of a few statements."""

import random
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiyin.audit import queries as ledger
from huiyin.audit.models import Entry
from huiyin.clocks import queries as limits
from huiyin.clocks.models import Clock, ClockEvent
from huiyin.core.errors import Refused
from huiyin.customers.actions.claims import ClaimDraft, Mirrored, mirror_claim, mirror_claims
from huiyin.customers.models import Claim, ClaimMilestone, CoreLink, Policy
from tests.customers.conftest import BY
from tests.customers.test_claims import NOW, on, told

WAY = (("reported", on(2)), ("filed", on(3)), ("complete", on(4)), ("decided", on(20)), ("agreed", on(23)))


def many(count: int, *milestones: Any, **facts: Any) -> list[ClaimDraft]:
    return [replace(told(*milestones, **facts), number=f"CL-{place}") for place in range(count)]


def outcomes(drafts: list[ClaimDraft]) -> list[str]:
    found = mirror_claims(drafts=drafts, by=BY, at=NOW)
    return [one.code if isinstance(one, Refused) else one.outcome for one in found]


def test_five_hundred_claims_cost_what_five_do(policy: Policy) -> None:
    costs = []
    for count, source in ((5, "a"), (500, "b")):
        for step in (2, 5):
            drafts = many(count, *WAY[:step], source=source, line="property", sent=NOW - timedelta(days=9 - step))
            with CaptureQueriesContext(
                connection,
            ) as asked:
                assert set(outcomes(drafts)) == {"created" if step == 2 else "changed"}
            costs.append(len(asked))
    assert costs[:2] == costs[2:], costs
    assert max(costs) <= 24, costs
    assert Claim.objects.filter(source="b", stage="agreed", version=2).count() == 500


def test_a_batch_is_what_one_after_the_other_would_be(policy: Policy) -> None:
    chance = random.Random(20261123)
    sent = [NOW - timedelta(hours=hour) for hour in range(1, 9)]
    drafts = []
    for turn in range(60):
        one = told(*chance.sample(WAY, chance.randrange(1, 4)), sent=chance.choice(sent), line="property")
        one = replace(one, number=f"CL-{turn % 7}", handler_name=chance.choice("甲乙丙"))
        if turn % 5 == 0:
            one = replace(one, decide_by=on(15, month=4).date(), contract_clause="第十二条")
        drafts.append(one)
    for source, batch in (("one", 1), ("all", 60), ("some", 7)):
        rows = [replace(draft, source=source) for draft in drafts]
        for start in range(0, len(rows), batch):
            mirror_claims(drafts=rows[start : start + batch], by=BY, at=NOW)
    assert _picture("one") == _picture("all") == _picture("some")
    assert ClockEvent.objects.exists()
    for claim in Claim.objects.all():
        assert not ledger.verify(("claim", claim.pk))
        assert not [fault for clock in limits.of_owner(("claim", claim.pk)) for fault in limits.verify(clock)]


def _picture(source: str) -> Any:
    """Everything that is kept of the claims of a source, without ids."""
    found = []
    for claim in Claim.objects.filter(source=source).order_by("number"):
        plain = {k: v for k, v in vars(claim).items() if k not in ("_state", "id", "source")}
        rows = Clock.objects.filter(owner_id=claim.pk)
        clocks = sorted(
            (one.rule_code, one.started_at, one.state, str(one.met_at), str(one.due_at), str(one.breached_at),
             one.warned, one.events.count())
            for one in rows
        )  # fmt: skip
        reached = sorted(ClaimMilestone.objects.filter(claim=claim).values_list("kind", "key", "at", "sent_at"))
        entries = list(Entry.objects.filter(aggregate_id=claim.pk).order_by("seq").values_list("kind", "body"))
        said = [(kind, {k: v for k, v in body.items() if k != "source"}) for kind, body in entries]
        link = CoreLink.objects.get(object_id=claim.pk)
        found.append((plain, clocks, reached, said, link.sent_at))
    assert found
    return found


def test_what_is_refused_in_the_middle_leaves_nothing_and_stops_nobody(policy: Policy) -> None:
    first = told(("complete", on(4)), line="property", sent=on(5))
    mirror_claim(draft=first, by=BY, at=NOW)
    before = _picture("core")
    past = {"decide_by": date(2026, 1, 15), "contract_clause": "第十二条", "line": "property"}
    drafts = [
        replace(first, number="CL-2"),
        told(("complete", on(4)), ("paid", on(6)), sent=on(7), **past),
        told(("complete", on(4)), sent=on(7), number="CL-3", **past),
        replace(first, number="CL-4", policy_number="P-NOBODY"),
        replace(first, number="CL-5"),
    ]
    refused = "clock.agreed_in_the_past"
    assert outcomes(drafts) == ["created", refused, refused, "claim.policy_unknown", "created"]
    assert _picture("core")[:1] == before
    assert sorted(Claim.objects.values_list("number", flat=True)) == ["CL-1", "CL-2", "CL-5"]
    assert set(Clock.objects.values_list("owner_id", flat=True)) == set(Claim.objects.values_list("pk", flat=True))


def test_one_claim_twice_in_a_batch_is_one_claim(policy: Policy) -> None:
    newer, older = told(("filed", on(3)), sent=on(5)), told(("reported", on(2)), sent=on(4), handler_name="旧")
    found = mirror_claims(drafts=[newer, older, newer], by=BY, at=NOW)
    assert [one.outcome for one in found if isinstance(one, Mirrored)] == ["created", "changed", "same"]
    assert (Claim.objects.get().version, Claim.objects.get().handler_name) == (2, "")


@pytest.mark.django_db
def test_nobody_but_head_office_takes_any_over(policy: Policy, house: Any) -> None:
    with pytest.raises(Refused) as no:
        mirror_claims(drafts=many(2), by=house.by("tom"), at=NOW)
    assert no.value.code == "core.not_yours"
