"""Customers and policies of core systems: once each, the newest wins, each row by itself, with ledger and history."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import permutations
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiyin.audit import queries as ledger
from huiyin.core.errors import Refused
from huiyin.customers import queries
from huiyin.customers.actions.core_parties import PartyMessage, take_parties
from huiyin.customers.actions.core_policies import PolicyMessage, take_policies
from huiyin.customers.models import CoreLink, Party, PartyChange, Policy
from tests.customers.conftest import AT, BY, ID
from tests.people import House


def person(key: str = "C1", sent: int = 0, **details: str) -> PartyMessage:
    """A message, `sent` days after the first; a name comes with it unless another is given."""
    return PartyMessage(
        source="core", key=key, sent_at=AT - timedelta(days=30 - sent), details={"name": "欧阳春梅", **details}
    )


def take(*rows: PartyMessage, at: datetime = AT) -> list[str]:
    return [one.outcome for one in take_parties(rows=rows, by=BY, at=at)]


def contract(key: str = "P1", sent: int = 0, **more: Any) -> PolicyMessage:
    named = {"number": "P2025001", "holder_key": "C1", "unit": "JS-CP"} | {
        name: more.pop(name) for name in ("number", "holder_key", "unit") if name in more
    }
    values = {
        "product_code": "HE01",
        "product_name": "百万医疗",
        "line": "health",
        "starts_on": date(2025, 1, 1),
    } | more
    return PolicyMessage(source="core", key=key, sent_at=AT - timedelta(days=30 - sent), values=values, **named)


def take_contracts(*rows: PolicyMessage) -> list[str]:
    return [one.outcome for one in take_policies(rows=rows, by=BY, at=AT)]


def whole(kind: str, id_: Any) -> bool:
    return not ledger.verify((kind, id_))


def test_a_new_customer_is_made_once_and_found_by_what_was_told(house: House) -> None:
    row = person(certificate_kind="id_card", certificate_no=ID, phone="138 1234 5678", email="Li@Example.com")
    assert (take(row), take(row), take(person(sent=1, phone="138 1234 5678"))) == (["created"], ["same"], ["same"])
    party = Party.objects.get()
    assert (party.born_on, party.vulnerabilities, party.external_ref) == ("1949-12-31", ["elderly"], "C1")
    for asked in ({"phone": "13812345678"}, {"certificate": ID}, {"email": "li@example.com"}, {"name": "春梅"}):
        assert [match.party for match in queries.find(**asked)] == [party], asked
    assert whole("customer", party.pk)


def test_whatever_the_order_of_arrival_the_newest_message_stands(house: House) -> None:
    said = [
        person(sent=1, phone="13800000001"),
        person(sent=2, phone="13800000002"),
        person(sent=3, phone="13800000003"),
    ]
    for place, order in enumerate(permutations(said)):
        key = f"C{place}"
        for one in order:
            take(PartyMessage(source="core", key=key, sent_at=one.sent_at, details=one.details))
        link = CoreLink.objects.get(key=key)
        assert Party.objects.get(pk=link.object_id).phone == "13800000003"
        assert whole("customer", link.object_id)
    # the same words again, but later: what was said in between and comes late is old all the same
    assert take(person("C9", 1, phone="13800000001"), person("C9", 3, phone="13800000001")) == ["stale", "created"]
    assert take(person("C9", 4, phone="13800000001"), person("C9", 2, phone="13800000002")) == ["same", "stale"]


def test_what_a_message_does_not_name_stays_and_a_change_is_kept_with_its_history(house: House) -> None:
    take(person(phone="13800000001", email="li@example.com"))
    assert take(person(sent=1, phone="13800000002")) == ["changed"]
    party = Party.objects.get()
    assert (party.email, party.phone, party.version) == ("li@example.com", "13800000002", 2)
    change = PartyChange.objects.get()
    assert (change.field, change.before, change.after) == ("phone", "13800000001", "13800000002")
    assert queries.find(phone="13800000001") == []
    assert whole("customer", party.pk)


def test_a_row_that_cannot_be_stops_no_other(house: House) -> None:
    rows = [
        person("A", certificate_kind="id_card", certificate_no="110105194912310021"),
        person("B", name=""),
        person("C", phone="12"),
        person("D", colour="red"),
        person("E", sent=99),
        person("", phone="13800000001"),
        person("F", phone="13800000001"),
    ]
    taken = take_parties(rows=rows, by=BY, at=AT)
    assert [one.code for one in taken] == [
        "customer.certificate", "customer.missing", "customer.phone", "customer.field", "core.future", "core.key", "",
    ]  # fmt: skip
    assert taken[-1].outcome == "created"
    assert Party.objects.count() == 1


def test_only_head_office_takes_records_over(house: House) -> None:
    for take_over in (take_parties, take_policies):
        with pytest.raises(Refused) as refusal:
            take_over(rows=[], by=house.by("tom"), at=AT)
        assert refusal.value.code == "core.not_yours"


def test_policies_follow_their_holder_and_are_taken_on_when_known(house: House, policy: Policy) -> None:
    take(person(), person("C2", name="王小明"))
    assert take_contracts(contract(number="p2025 001", status="lapsed")) == ["changed"]
    policy.refresh_from_db()
    ours = CoreLink.objects.get(kind="customer", key="C1").object_id
    assert (policy.status, policy.holder_id) == ("lapsed", ours)
    assert take_contracts(contract(number="p2025 001", status="lapsed")) == ["same"]
    assert take_contracts(contract("P2", number="P2025002"), contract("P3", number="P2025003")) == ["created"] * 2
    assert take_contracts(contract("P2", 1, number="P2025002", holder_key="C2")) == ["changed"]
    taken = take_policies(
        rows=[
            contract("P4", number="P2025003"),
            contract("P5", number="P9", holder_key="C9"),
            contract("P6", number="P9", unit="NOWHERE"),
            contract("P7", number="P9", ends_on=date(2024, 1, 1)),
            contract("P8", number="P9", line=""),
        ],
        by=BY, at=AT,
    )  # fmt: skip
    assert [one.code for one in taken] == [
        "policy.number_taken", "policy.holder_unknown", "unit.unknown", "policy.ends", "policy.missing",
    ]  # fmt: skip
    assert all(whole("customer", id_) for id_ in Party.objects.values_list("pk", flat=True))
    assert [one.number for one in Policy.objects.filter(holder=ours).order_by("number")] == ["P2025001", "P2025003"]


def test_many_cost_as_many_statements_as_one(house: House) -> None:
    take(person("C0"))

    def statements(rows: Iterator[PartyMessage]) -> int:
        with CaptureQueriesContext(connection) as asked:
            take(*rows)
        return len(asked)

    one = statements(person(f"A{n}", phone=f"1380000{n:04}") for n in range(1))
    assert statements(person(f"B{n}", phone=f"1390000{n:04}") for n in range(60)) <= one + 2
    one = statements(person(f"B{n}", 1, phone=f"1370000{n:04}") for n in range(1))
    assert statements(person(f"B{n}", 2, phone=f"1360000{n:04}") for n in range(60)) <= one
