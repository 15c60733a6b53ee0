"""What the demo shows of customers' records: a second record from another system, consents, changed details, parts."""

from datetime import datetime, timedelta

from django.db import transaction

from huiyin.complaints.queries.troubles import troubled
from huiyin.core.actors import Actor
from huiyin.customers.actions import PartyDraft, consents, identity, measuring, parts, record, register_party, stages
from huiyin.customers.models import Consent, Party

SOME = 24
WHY = "客户来电，核对保单信息后办理"


def fill(*, by: Actor, now: datetime) -> None:
    """All at once or not at all; a second time changes nothing."""
    if Consent.objects.exists():
        return
    with transaction.atomic():
        people = list(Party.objects.filter(kind="person").exclude(external_ref="").order_by("pk")[:SOME])
        for place, party in enumerate(people):
            at = now - timedelta(days=200 - 7 * place, hours=place)
            _consents(place, party, by, at)
            if place % 6 == 0:
                _second(place, party, by, at)
            if place % 4 == 1:
                values = {"phone": f"1395510{place:04d}", "address": f"{party.address[:6]}新华路{place + 1}号"}
                record.change_details(party_id=party.pk, values=values, reason=WHY, by=by, at=at)
            policy = party.policies.order_by("number").first()
            if policy and place + 1 < len(people) and place % 3 == 2:
                other = people[place + 1]
                parts.add_part(policy_id=policy.pk, party_id=other.pk, role="beneficiary", by=by, at=at)
                parts.tie(party_id=party.pk, other_id=other.pk, kind="spouse", by=by, at=at)
    ids = list(Party.objects.filter(verified_at=None).order_by("pk").values_list("pk", flat=True))
    for place in range(3):  # three of four were asked lately whether all is still right
        Party.objects.filter(pk__in=ids[place::4]).update(verified_at=now - timedelta(days=40 + 150 * place))
    # Some as they stood two months ago, before the complaints of today: whoever moved since has a history and tasks.
    some = [party.pk for party in people]
    stages.settle_stages(party_ids=some, troubled=(), by=by, at=now - timedelta(days=60))
    while measuring.measure_next(by=by, at=now, troubled=troubled):
        pass


def _consents(place: int, party: Party, by: Actor, at: datetime) -> None:
    for purpose in ("care", "survey")[: 1 + place % 2]:
        consents.give_consent(party_id=party.pk, purpose=purpose, source="phone", proof="录音", by=by, at=at)
    if place % 3 == 1:
        consents.give_consent(party_id=party.pk, purpose="profiling", source="portal", by=by, at=at)
    if place % 5 == 0:
        later = at + timedelta(days=20)
        consents.withdraw_consent(party_id=party.pk, purpose="care", source="portal", by=by, at=later)


def _second(place: int, party: Party, by: Actor, at: datetime) -> None:
    """As the old system of a branch knew them: no certificate, the rest the same."""
    draft = PartyDraft(name=party.name, phone=party.phone, email=party.email if place % 12 else "")
    other = register_party(draft=draft, by=by, at=at)
    if place == 0:
        identity.judge(party_id=party.pk, other_id=other.pk, verdict="same", reason=WHY, by=by, at=at)
