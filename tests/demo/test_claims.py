"""The claims of the demo: made once, at different places of the way, with what was broken."""

from datetime import date

from huiyin.clocks import sweeps as ticking
from huiyin.core.time import now
from huiyin.customers import actions, sweeps
from huiyin.customers.models import Claim, Party
from huiyin.demo import claims
from tests.customers.conftest import AT, BY, house, li  # noqa: F401
from tests.people import House


def test_the_claims_stand_at_different_places_and_are_made_once(house: House, li: Party) -> None:  # noqa: F811
    for place in range(len(claims.STORIES)):
        actions.register_policy(
            number=f"P{place}", holder=li, unit=house.units["JS-CP"], product_code="HE01", product_name="百万医疗",
            line="health", starts_on=date(2025, 1, 1), by=BY, at=AT,
        )  # fmt: skip
    for _time in range(2):
        claims.fill(by=BY, now=now())
    ticking.run_due()
    sweeps.carry_claim_alarms()
    rows = list(Claim.objects.order_by("number"))
    assert [row.stage for row in rows] == ["complete", "complete", "decided", "agreed", "paid", "reported"]
    assert (rows[0].asked_again, rows[0].breaches > 1, rows[4].is_open) == (1, True, False)
    assert rows[3].due_at is not None
