"""The filters of the interface are those of the desk's queue: each by name, and each finds the same cases."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.http import QueryDict
from django.test import Client

from huiyin.api import complaints
from huiyin.cases.actions import fields, tags
from huiyin.cases.models import Case
from huiyin.cases.rules.fields import Field
from huiyin.console.filter_form import Filter
from huiyin.console.queue_columns import ORDER_NAMES
from huiyin.core import time
from huiyin.customers.models import Party, Policy
from tests.api.conftest import Machine
from tests.cases.make import registered
from tests.people import House

# Name in the address of the queue → name in the interface, where it is another one.
RENAMED = {"since": "received_from", "until": "received_to", "fresh": "not_dispatched", "due_to": "due_before"}


def test_every_filter_of_the_desk_has_its_name_in_the_interface(house: House) -> None:
    desk = set(Filter(QueryDict(""), user=house["tom"]).fields)
    assert {RENAMED.get(name, name) for name in desk} <= set(complaints.Filters.model_fields)


def test_every_order_of_the_desk_is_one_of_the_interface() -> None:
    orders = complaints.Filters.model_json_schema()["properties"]["order"]["enum"]
    assert set(ORDER_NAMES) | {"found"} == set(orders)


@pytest.fixture
def cases(house: House) -> list[Case]:
    now = time.now()
    made = []
    for n in range(4):
        at = now - timedelta(hours=n)
        made.append(registered(house, at=at, received_at=at, external_ref=f"{n}").case)
    party = Party.objects.create(name="王", name_blind="x", external_ref="K1", created_at=now)
    policy = Policy.objects.create(
        number="P1", holder=party, insured_name="王", product_code="X1", product_name="医疗", line="health",
        unit=house.units["JS"], starts_on=now.date(),
    )  # fmt: skip
    change = Case.objects.filter
    change(pk=made[0].pk).update(policy_id=policy.pk, policy_number="P1", customer_id=party.pk, line="motor")
    change(pk=made[1].pk).update(
        severity="L3", code="C41", flags=["media"], is_paused=True, next_due_at=None, channel="letter"
    )
    change(pk=made[2].pk).update(owner=house["tia"], state="plan_pending", next_due_rule="complaint.first_response")
    return made


@pytest.mark.parametrize(
    ("desk", "machine_asks"),
    [
        ("policy=P1", "policy=P1"),
        ("customer=K1", "customer=K1"),
        ("product=X1", "product=X1"),
        ("line=motor", "line=motor"),
        ("severity=L3", "severity=L3"),
        ("code=C4", "code=C4"),
        ("flag=media", "flag=media"),
        ("channel=letter", "channel=letter"),
        ("waits=customer", "waits=customer"),
        ("waits=approval", "waits=approval"),
        ("waits=dispatch", "waits=dispatch"),
        ("rule=complaint.first_response", "rule=complaint.first_response"),
        ("state=plan_pending", "state=plan_pending"),
        ("owner=TIA", "owner=E003"),
        ("unit=JS", "unit=JS"),
        ("due=paused", "due=paused"),
        ("fresh=yes", "not_dispatched=true"),
        ("since=FIRST&until=LAST", "received_from=FIRST&received_to=LAST"),
        ("tag=TAG", "tag=TAG"),
        ("field=source", "field=source"),
        ("field=source&value=12345", "field=source&value=12345"),
        ("field=source&value=nothing", "field=source&value=nothing"),
        ("field=unknown_field", ""),  # no choice of the desk: left out there
        ("q=医疗险", "q=医疗险"),
    ],
)
def test_desk_and_interface_find_the_same_cases(
    house: House, cases: list[Case], machine: Callable[..., Machine], client: Client, desk: str, machine_asks: str
) -> None:
    now, admin = time.now(), house.by("adi")
    tag = tags.add_tag(name="春节", colour="teal", by=admin, at=now)
    tags.put_on(case=cases[3], tag=tag, by=house.by("tom"), at=now)
    define(house, cases[1])
    places = {"TIA": str(house["tia"].pk), "TAG": str(tag.pk)}
    days = [time.local_date(case.received_at) for case in cases]  # two days in the small hours
    places |= {"FIRST": f"{min(days)}", "LAST": f"{max(days)}"}
    for name, value in places.items():
        desk, machine_asks = desk.replace(name, value), machine_asks.replace(name, value)
    desk = desk.replace("unit=JS", f"unit={house.units['JS'].pk}")
    client.force_login(house["tom"])
    shown = client.get(f"/desk/queue/?{desk}").context["lines"]
    answer = machine("tom").get(f"/complaints?{machine_asks}")
    assert answer.status_code == 200, answer.content
    assert [line.number for line in shown] == [row["number"] for row in answer.json()["items"]]
    narrowing = desk not in ("field=unknown_field", "q=医疗险") and not desk.startswith(("since", "unit"))
    assert len(shown) < 4 if narrowing else len(shown) == 4


def define(house: House, case: Case) -> None:
    """A field of the house, filled in for one case."""
    fields.keep_field(draft=Field("source", "text", "来源", "Source"), by=house.by("adi"), at=time.now())
    fields.fill(case=case, values={"source": "12345"}, was=None, by=house.by("tom"), at=time.now())
