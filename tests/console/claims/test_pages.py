"""Claims at the desk: who opens them, what the list and the page tell and cost, whom alarms reach."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from huiyin.accounts.queries import actor
from huiyin.clocks import sweeps as ticking
from huiyin.clocks.models import Alarm
from huiyin.console import notices
from huiyin.core import blind
from huiyin.core.ids import uuid7
from huiyin.core.time import SHANGHAI, now
from huiyin.customers import sweeps
from huiyin.customers.actions.claims import ClaimDraft, MilestoneDraft, mirror_claim
from huiyin.customers.models import Claim, Party, Policy
from tests.cases.make import registered
from tests.customers.conftest import BY, li, policy  # noqa: F401
from tests.people import CAST, House

TODAY = datetime.now(tz=SHANGHAI).replace(hour=10, minute=0, second=0, microsecond=0)


def ago(days: int) -> datetime:
    return TODAY - timedelta(days=days)


def told(number: str, *way: tuple[str, int], **facts: object) -> Claim:
    milestones = tuple(MilestoneDraft(kind=kind, at=ago(days)) for kind, days in way)
    draft = ClaimDraft(
        source="core", number=number, policy_number="P2025001", sent_at=ago(1), milestones=milestones, line="property"
    )
    return mirror_claim(draft=replace(draft, **facts), by=BY, at=now()).claim  # type: ignore[arg-type]


@pytest.fixture
def late(policy: Policy) -> Claim:  # noqa: F811
    cache.clear()
    return told("CL-LATE", ("complete", 50), ("documents_asked", 49), ("documents_asked", 40))


def test_a_claim_opens_to_its_part_of_the_tree_and_to_whoever_has_a_case_about_its_policy(
    enter, house: House, late: Claim
) -> None:
    address = f"/desk/claims/{late.pk}/"
    opens = {name for name in CAST if enter(name).get(address).status_code == 200}
    assert opens == {"tom", "tia", "sam", "max", "hua", "eve", "qin", "aud"}
    zoe = enter("zoe")
    assert zoe.post(f"{address}seen").status_code == 404
    assert zoe.get(f"/desk/claims/{uuid7()}/").status_code == 404
    assert "CL-LATE" not in zoe.get("/desk/claims/").content.decode()
    Party.objects.update(email_blind=blind.email("tom@house.example"))
    assert enter("tom").get(address).status_code == 404, "nobody opens a claim of their own"
    assert "CL-LATE" not in enter("tom").get("/desk/claims/").content.decode()
    assert enter("tia").get(address).status_code == 200


def test_the_page_tells_milestones_limits_and_papers_asked_for_twice(enter, house: House, late: Claim) -> None:
    text = enter("tom").get(f"/desk/claims/{late.pk}/").content.decode()
    assert text.count("hy-derivation") == 2  # deciding within 30 days, the certain part after 60
    assert text.count('role="status"') >= 1
    assert "保险法" in text
    case = registered(house, policy_number="P2025001").case
    for page in (f"/desk/complaints/{case.number}/", f"/desk/customers/{late.policy.holder_id}/"):
        assert f"/desk/claims/{late.pk}/" in enter("tom").get(page).content.decode(), page


def test_the_list_begins_with_the_longest_overdue_and_its_cost_does_not_grow(enter, house: House, late: Claim) -> None:
    soon = told("CL-SOON", ("complete", 3))
    told("CL-DONE", ("complete", 30), ("decided", 29), ("agreed", 28), ("paid", 25))
    tom = enter("tom")
    tom.get("/desk/claims/")
    with CaptureQueriesContext(connection) as few:
        text = tom.get("/desk/claims/").content.decode()
    assert text.index("CL-LATE") < text.index("CL-SOON")
    assert "CL-DONE" not in text
    copies = [
        Claim(
            source="core", number=f"CL-{n:03}", policy_id=soon.policy_id, unit_id=soon.unit_id, line="property",
            due_at=TODAY + timedelta(days=30, minutes=n), created_at=now(), changed_at=now(),
        )
        for n in range(60)
    ]  # fmt: skip
    Claim.objects.bulk_create(copies)
    with CaptureQueriesContext(connection) as many:
        text = tom.get("/desk/claims/").content.decode()
    assert len(many) <= len(few) <= 14
    last = copies[47]
    assert last.number in text
    assert copies[48].number not in text
    after = f"{last.due_at.isoformat().replace('+', '%2B')}~{last.pk}" if last.due_at else ""
    following = tom.get(f"/desk/claims/?after={after}").content.decode()
    assert (copies[48].number in following, last.number in following) == (True, False)


def test_warnings_and_breaches_reach_the_supervisor_and_the_roles_of_the_ladder(
    enter, house: House, late: Claim
) -> None:
    ticking.run_due()
    sweeps.carry_claim_alarms()
    cache.clear()
    rungs = set(Alarm.objects.filter(owner_id=late.pk).values_list("tell", flat=True))
    assert {"owner", "supervisor"} <= rungs
    told_to = {name for name in CAST if "CL-LATE" in _alarms(enter(name))}
    assert "sam" in told_to, "who leads the unit is told what the ladder tells an owner"
    assert told_to <= {"sam", "max", "hua", "eve"}
    assert not told_to & {"tom", "zoe"}
    assert enter("aud").post(f"/desk/claims/{late.pk}/seen").status_code == 409, "who only reads hides no alarm"
    sam = enter("sam")
    assert notices.unseen_count(house["sam"], actor(house["sam"]), now()) > 0
    assert sam.post(f"/desk/claims/{late.pk}/seen", {"back": "alarms"}).status_code == 302
    assert "CL-LATE" not in _alarms(sam)
    assert notices.unseen_count(house["sam"], actor(house["sam"]), now()) == 0


def _alarms(client: Client) -> str:
    return client.get("/desk/alarms/").content.decode()
