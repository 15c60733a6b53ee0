"""Before anybody reaches out: only who agreed, never a minor with offers, and a no holds everywhere."""

from datetime import timedelta

import pytest

from huiyin.complaints.queries import intake as known
from huiyin.core.errors import BadInput, Refused
from huiyin.customers import actions
from huiyin.customers.actions import PartyDraft, consents, record
from huiyin.customers.actions.outreach import check_reach
from huiyin.customers.models import Party
from huiyin.customers.rules.consents import no_outreach
from tests.cases.make import arrival, registered
from tests.customers.conftest import AT, BY
from tests.people import House


@pytest.mark.parametrize(
    "state, purpose, is_minor, in_matter, why",
    [
        ("given", "survey", False, False, ""), ("never", "survey", False, False, "none"),
        ("expired", "care", False, False, "none"), ("never", "survey", False, True, ""),
        ("withdrawn", "survey", False, True, "withdrawn"), ("withdrawn", "marketing", True, False, "withdrawn"),
        ("given", "marketing", True, False, "minor"), ("given", "care", True, False, ""),
    ],
)  # fmt: skip
def test_why_nobody_may_reach_out(state: str, purpose: str, is_minor: bool, in_matter: bool, why: str) -> None:
    assert no_outreach(state, purpose, is_minor=is_minor, in_matter=in_matter) == why


def _child(born_on: str) -> Party:
    party = actions.register_party(draft=PartyDraft(name="小明"), by=BY, at=AT)
    return record.change_details(party_id=party.pk, values={"born_on": born_on}, reason="来电本人核实", by=BY, at=AT)


def test_a_refusal_says_why_and_a_yes_opens_the_way_until_it_is_taken_back(house: House, li: Party) -> None:
    later = AT + timedelta(hours=1)
    with pytest.raises(Refused) as refused:
        check_reach([li.pk], "care", at=AT)
    assert refused.value.code == "consent.none"
    consents.give_consent(party_id=li.pk, purpose="care", source="phone", by=BY, at=AT)
    check_reach([li.pk], "care", at=AT)
    consents.withdraw_consent(party_id=li.pk, purpose="care", source="phone", by=BY, at=later)
    with pytest.raises(Refused) as refused:
        check_reach([li.pk], "care", at=later, in_matter=True)
    assert refused.value.code == "consent.withdrawn"


def test_for_a_child_a_guardian_agrees_and_nobody_makes_offers_to_minors(house: House) -> None:
    child = _child("2013-03-03")  # twelve on the day
    with pytest.raises(BadInput) as refused:
        consents.give_consent(party_id=child.pk, purpose="marketing", source="paper", by=BY, at=AT)
    assert refused.value.code == "consent.guardian"
    consents.give_consent(party_id=child.pk, purpose="marketing", source="paper", proof="母亲签字", by=BY, at=AT)
    with pytest.raises(Refused) as offers:
        check_reach([child.pk], "marketing", at=AT)
    assert offers.value.code == "consent.minor"
    older = _child("2010-03-03")
    consents.give_consent(party_id=older.pk, purpose="care", source="phone", by=BY, at=AT)
    check_reach([older.pk], "care", at=AT)


def test_the_care_of_the_record_is_known_at_intake_as_of_the_day_it_arrives(house: House, li: Party) -> None:
    case = registered(house, party_id=li.pk).case
    assert "vulnerable" in case.flags  # Li is over 60: nobody had to say so
    Party.objects.filter(pk=li.pk).update(vulnerabilities=["minor", "disabled"])  # as it was told years ago
    people, _customer = known.known_people(arrival(house, party_id=li.pk))
    assert people[0].vulnerabilities == {"disabled", "elderly"}
