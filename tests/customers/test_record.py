"""A customer's record: changed with the history of every field, looked at with a trace, consents, judgements."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection

from huiyin.audit.models import Access, Entry
from huiyin.core.errors import BadInput, Refused
from huiyin.customers import actions, queries
from huiyin.customers.actions import PartyDraft, consents, identity, parts, record
from huiyin.customers.models import Identity, Party, PartyChange, Policy, PolicyPart
from huiyin.customers.queries import identity as same
from huiyin.customers.queries import record as records
from tests.customers.conftest import AT, BY, ID
from tests.people import House

WHY = "来电本人核实"


def another(**details: Any) -> Party:
    return actions.register_party(draft=PartyDraft(**details), by=BY, at=AT)


def test_a_change_keeps_every_field_from_and_to_and_is_found_by_the_new_value(house: House, li: Party) -> None:
    changed = record.change_details(
        party_id=li.pk, values={"phone": "139 8765 4321", "name": "欧阳春梅"}, reason=WHY, by=house.by("tom"), at=AT,
        version=1,
    )  # fmt: skip
    assert (changed.version, changed.verified_at) == (2, AT)
    assert [match.party for match in queries.find(phone="13987654321")] == [li]
    assert queries.find(phone="13812345678") == []
    row = PartyChange.objects.get(party=li)  # the name was the same: no line
    assert (row.field, row.before, row.after, row.by_label, row.reason) == (
        "phone", "+86 138 1234 5678", "139 8765 4321", house.by("tom").label, WHY,
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("SELECT before, after FROM customers_partychange")
        assert all(b"138" not in bytes(value) for value in cursor.fetchone())
    entry = Entry.objects.get(aggregate_id=li.pk, kind="customer.changed")
    assert entry.body["fields"] == ["phone"]
    assert "139" not in str(entry.body["fields"])


def test_what_somebody_else_changed_meanwhile_is_not_written_over(house: House, li: Party) -> None:
    record.change_details(party_id=li.pk, values={"phone": "13987654321"}, reason=WHY, by=house.by("tom"), at=AT)
    with pytest.raises(Refused) as refused:
        record.change_details(
            party_id=li.pk, values={"phone": "13700000000"}, reason=WHY, by=house.by("tia"), at=AT, version=1
        )
    assert refused.value.code == "customer.changed"
    assert Party.objects.get(pk=li.pk).phone == "13987654321"


@pytest.mark.parametrize(
    "values, code",
    [
        ({"name": " "}, "customer.missing"), ({"certificate_no": ID[:-1] + "1"}, "customer.certificate"),
        ({"email": "nobody"}, "customer.email"), ({"phone": "12"}, "customer.phone"),
        ({"born_on": "17.5.1960"}, "customer.date"), ({"born_on": "2030-01-01"}, "customer.future"),
        ({"version": "9"}, "customer.field"), ({"certificate_kind": "card"}, "customer.certificate_kind"),
    ],
)  # fmt: skip
def test_a_value_that_cannot_be_right_is_refused_and_nothing_is_written(
    house: House, li: Party, values: dict[str, str], code: str
) -> None:
    with pytest.raises(BadInput) as refused:
        record.change_details(party_id=li.pk, values=values, reason=WHY, by=house.by("tom"), at=AT)
    assert refused.value.code == code
    assert not PartyChange.objects.exists()


def test_who_only_reads_changes_and_reveals_nothing(house: House, li: Party) -> None:
    with pytest.raises(Refused) as refused:
        record.change_details(party_id=li.pk, values={"phone": "13987654321"}, reason=WHY, by=house.by("qin"), at=AT)
    assert refused.value.code == "customer.not_yours"
    with pytest.raises(Refused):
        record.reveal(party_id=li.pk, fields=["phone"], reason=WHY, by=house.by("aud"), at=AT)
    with pytest.raises(BadInput):
        record.reveal(party_id=li.pk, fields=["phone"], reason="x", by=house.by("tom"), at=AT)
    assert record.reveal(party_id=li.pk, fields=["phone"], reason=WHY, by=house.by("tom"), at=AT) == {
        "phone": "+86 138 1234 5678"
    }
    assert Access.objects.get(kind="reveal").fields == ["phone"]


def test_care_follows_the_age_of_the_day_and_what_was_told_stays(house: House, li: Party) -> None:
    told = record.tell_care(party_id=li.pk, care=frozenset({"disabled"}), reason=WHY, by=house.by("tom"), at=AT)
    assert told.vulnerabilities == ["disabled", "elderly"]
    child = another(name="小明", born_on="")
    record.change_details(party_id=child.pk, values={"born_on": "2010-03-03"}, reason=WHY, by=BY, at=AT)
    child.refresh_from_db()
    assert records.care_of(child, date(2026, 3, 2)) == ["minor"]
    assert records.care_of(child, date(2028, 3, 3)) == []
    assert records.care_of(child, date(2070, 3, 3)) == ["elderly"]


def test_consent_is_for_one_purpose_until_its_last_day_and_withdrawn_at_once(house: House, li: Party) -> None:
    today = date(2026, 3, 2)
    assert records.may_reach_out(li.pk, "survey", today) == "never"
    given = consents.give_consent(party_id=li.pk, purpose="survey", source="phone", by=BY, at=AT)
    assert consents.give_consent(party_id=li.pk, purpose="survey", source="phone", by=BY, at=AT) == given
    assert given.expires_on == date(2029, 3, 2)
    asked = {day: records.may_reach_out(li.pk, "survey", day) for day in (today, date(2029, 3, 2), date(2029, 3, 3))}
    assert list(asked.values()) == ["given", "given", "expired"]
    assert records.may_reach_out(li.pk, "marketing", today) == "never"
    later = AT + timedelta(days=3 * 366)
    consents.give_consent(party_id=li.pk, purpose="survey", source="paper", by=BY, at=later)
    assert records.may_reach_out(li.pk, "survey", later.date()) == "given"
    assert consents.withdraw_consent(party_id=li.pk, purpose="survey", source="phone", by=BY, at=later) == 1
    assert consents.withdraw_consent(party_id=li.pk, purpose="survey", source="phone", by=BY, at=later) == 0
    assert records.may_reach_out(li.pk, "survey", later.date()) == "withdrawn"


def test_records_of_one_person_are_joined_by_a_link_that_can_be_taken_back(
    house: House, li: Party, policy: Policy
) -> None:
    twin = another(name="欧阳春梅", phone="13812345678")
    stranger = another(name="张三", phone="13812345678")  # shares the phone, not the name: not proposed
    found = same.candidates(li)
    assert [(one.party, one.likeness.grounds) for one in found] == [(twin, ("phone", "name"))]
    before = list(Party.objects.order_by("pk").values("pk", "name_blind", "version", "external_ref"))
    tom = house.by("tom")
    row = identity.judge(party_id=twin.pk, other_id=li.pk, verdict="same", reason=WHY, by=tom, at=AT)
    assert identity.judge(party_id=li.pk, other_id=twin.pk, verdict="same", reason=WHY, by=tom, at=AT) == row
    assert set(same.together(twin.pk)) == {li.pk, twin.pk}
    assert [held.policy for held in records.policies_of(same.together(twin.pk))] == [policy]
    assert same.candidates(li) == []
    # a consent withdrawn in one record is withdrawn for the person
    consents.give_consent(party_id=li.pk, purpose="care", source="phone", by=BY, at=AT)
    assert records.may_reach_out(twin.pk, "care", AT.date()) == "given"
    consents.withdraw_consent(party_id=twin.pk, purpose="care", source="phone", by=BY, at=AT)
    assert records.may_reach_out(li.pk, "care", AT.date()) == "withdrawn"
    with pytest.raises(Refused):
        identity.judge(party_id=li.pk, other_id=twin.pk, verdict="different", reason=WHY, by=tom, at=AT)
    identity.take_back(identity_id=row.pk, reason="认错人了", by=tom, at=AT)
    assert same.together(twin.pk) == [twin.pk]
    assert list(Party.objects.order_by("pk").values("pk", "name_blind", "version", "external_ref")) == before
    identity.judge(party_id=li.pk, other_id=twin.pk, verdict="different", reason=WHY, by=tom, at=AT)
    assert same.candidates(li) == []
    assert same.candidates(stranger) == []
    assert Identity.objects.count() == 2
    kinds = list(Entry.objects.filter(aggregate_id=twin.pk).order_by("seq").values_list("kind", flat=True))
    assert kinds.count("customer.judged") == 2
    assert "customer.judgement_taken_back" in kinds


def test_a_number_that_very_many_share_marks_nobody(house: House, li: Party) -> None:
    drafts = [PartyDraft(name="欧阳春梅", phone="13812345678") for _ in range(same.MOST_SHARING + 1)]
    Party.objects.bulk_create([actions.build_party(draft=draft, at=AT) for draft in drafts])
    assert same.candidates(li) == []


def test_parts_in_a_policy_and_ties(house: House, li: Party, policy: Policy) -> None:
    son = another(name="欧阳小明")
    tom = house.by("tom")
    part = parts.add_part(policy_id=policy.pk, party_id=son.pk, role="insured", by=tom, at=AT)
    assert parts.add_part(policy_id=policy.pk, party_id=son.pk, role="insured", by=tom, at=AT) == part
    assert [(one.policy, one.parts) for one in records.policies_of([son.pk])] == [(policy, ("insured",))]
    assert [one.parts for one in records.policies_of([li.pk])] == [("applicant",)]
    with pytest.raises(BadInput) as refused:
        parts.add_part(policy_id=policy.pk, party_id=son.pk, role="heir", by=tom, at=AT)
    assert refused.value.code == "part.authority"
    parts.tie(party_id=li.pk, other_id=son.pk, kind="child", by=tom, at=AT)
    assert [(tie.kind, other) for tie, other in records.ties_of([li.pk])] == [("child", son)]
    parts.end_part(part_id=part.pk, reason=WHY, by=tom, at=AT)
    assert records.policies_of([son.pk]) == []
    assert PolicyPart.objects.get().to_on == date(2026, 3, 2)
