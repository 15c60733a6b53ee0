"""Limits of claims reach whoever leads the unit, by bell and mail, as they chose."""

import json
from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiyin.cases.actions import notification_mail, notifications
from huiyin.cases.actions.claim_alarms import tell_claim_alarms
from huiyin.cases.jobs import claim_alarms as job
from huiyin.cases.models import Notification
from huiyin.cases.queries import notification_words as words
from huiyin.cases.queries import notifications as queries
from huiyin.channels.models import Outgoing
from huiyin.clocks import sweeps as ticking
from huiyin.clocks.models import Alarm
from huiyin.core.actors import system
from huiyin.core.time import now
from huiyin.customers import actions as customers
from huiyin.customers import sweeps
from huiyin.customers.actions import PartyDraft
from huiyin.customers.actions.claims import ClaimDraft, MilestoneDraft, mirror_claim
from huiyin.customers.models import Claim
from tests.people import House

BY = system("test")


@pytest.fixture
def claim(house: House) -> Claim:
    """A claim whose limit of deciding was broken some hours ago."""
    return made(house, days=31)


@pytest.fixture
def near(house: House) -> Claim:
    """A claim whose limit of deciding ends within a week."""
    return made(house, days=24)


def made(house: House, *, days: int) -> Claim:
    at = now()
    party = customers.register_party(draft=PartyDraft(name="欧阳春梅"), by=BY, at=at)
    policy = customers.register_policy(
        number="P1", holder=party, unit=house.units["JS-CP"], product_code="PR01", product_name="家财险",
        line="property", starts_on=date(2025, 1, 1), by=BY, at=at,
    )  # fmt: skip
    complete = MilestoneDraft(kind="complete", at=at - timedelta(days=days))
    draft = ClaimDraft(source="core", number="CL-1", policy_number=policy.number, sent_at=at, milestones=(complete,))
    return mirror_claim(draft=draft, by=BY, at=at).claim


def fired(claim: Claim) -> list[Alarm]:
    ticking.run_due()
    assert sweeps.carry_claim_alarms() == 1
    return list(Alarm.objects.filter(owner_id=claim.pk).order_by("id"))


def deferred() -> list[list[str]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT args->'alarm_ids' FROM procrastinate_jobs WHERE task_name = 'cases.tell_claim_alarms'")
        return [row[0] if isinstance(row[0], list) else json.loads(row[0]) for row in cursor.fetchall()]


def test_a_breach_is_told_once_to_the_rung_of_the_ladder(claim: Claim, house: House) -> None:
    alarms = fired(claim)
    (ids,) = deferred()
    assert set(ids) == {str(alarm.pk) for alarm in alarms}
    assert any(alarm.is_breach and alarm.at > now() - timedelta(days=2) for alarm in alarms)
    assert job.tell_claim_alarms(ids) > 0
    assert set(Notification.objects.values_list("user", "kind")) == {(house["max"].pk, "broken")}
    before = Notification.objects.count()
    job.tell_claim_alarms(ids)
    assert Notification.objects.count() == before


def test_a_warning_for_the_owner_reaches_the_supervisor(near: Claim, house: House) -> None:
    tell_claim_alarms(alarm_ids=[alarm.pk for alarm in fired(near)], by=BY, at=now())
    assert set(Notification.objects.values_list("user", "kind")) == {(house["sam"].pk, "warned")}
    assert [row.claim for row in queries.page(house["sam"]).rows] == [near]


def test_the_page_and_the_mail_name_the_claim_and_nothing_of_the_customer(claim: Claim, house: House) -> None:
    tell_claim_alarms(alarm_ids=[alarm.pk for alarm in fired(claim)], by=BY, at=now())
    leader = house["max"]
    rows = queries.page(leader).rows
    assert {row.claim.pk for row in rows if row.claim} == {claim.pk}
    assert all("CL-1" in words.line(row) for row in rows)
    assert notification_mail.send_mail(user_id=leader.pk, by=BY, at=now()) > 0
    mail = Outgoing.objects.get(purpose="notification")
    assert "CL-1" in mail.subject + mail.body
    assert "欧阳" not in mail.subject + mail.body
    assert notifications.read_claim(user=leader, claim_id=claim.pk, by=BY, at=now()) == len(rows)
    assert queries.unread_count(leader) == 0


def test_who_chose_no_mail_gets_none_and_who_lost_the_claim_sees_nothing(claim: Claim, house: House) -> None:
    leader = house["max"]
    notifications.choose(user=leader, ways={"broken": ["page"], "warned": []}, by=BY, at=now())
    tell_claim_alarms(alarm_ids=[alarm.pk for alarm in fired(claim)], by=BY, at=now())
    assert not Notification.objects.filter(user=leader).exclude(mail_due_at=None).exists()
    assert set(Notification.objects.filter(user=leader).values_list("kind", flat=True)) == {"broken"}
    assert queries.unread_count(leader) == 1
    Claim.objects.update(unit=house.units["GD-CP"])
    assert queries.page(leader).rows == []
    assert queries.unread_count(leader) == 0


def test_what_is_long_over_wakes_nobody_and_the_cost_does_not_grow(claim: Claim, house: House) -> None:
    alarms = [alarm.pk for alarm in fired(claim)]
    assert tell_claim_alarms(alarm_ids=alarms, by=BY, at=_later(30)) == 0
    tell_claim_alarms(alarm_ids=alarms, by=BY, at=now())
    queries.page(house["max"])
    with CaptureQueriesContext(connection) as asked:
        assert queries.page(house["max"]).rows
    assert len(asked) <= 5, [one["sql"] for one in asked]


def _later(days: int) -> datetime:
    return now() + timedelta(days=days)
