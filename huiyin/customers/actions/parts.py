"""Parts in policies and ties between customers."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from huiyin.core.actions import action
from huiyin.core.actors import Actor
from huiyin.core.errors import BadInput, Refused
from huiyin.core.time import local_date
from huiyin.customers.actions.base import because, lock, record
from huiyin.customers.models import PartRole, Party, PartyTie, Policy, PolicyPart, TieKind

WITH_AUTHORITY = frozenset({PartRole.AGENT, PartRole.HEIR})


@action
def add_part(*, policy_id: UUID, party_id: UUID, role: str, by: Actor, at: datetime, authority: str = "") -> PolicyPart:
    """Somebody insured, to benefit, or acting for the holder. The same again changes nothing.

    Raises BadInput(`part.authority`) for an agent or heir without the paper that proves it (令2020-3 art 14).
    """
    if role not in PartRole.values:
        raise BadInput("part.role", _("There is no such part."), field="role")
    if role in WITH_AUTHORITY and not authority.strip():
        raise BadInput(
            "part.authority", _("Name the paper that proves the authority of an agent or heir."), field="authority"
        )
    policy = Policy.objects.get(pk=policy_id)
    lock(policy.holder_id, by=by)
    known = PolicyPart.objects.filter(policy=policy, party_id=party_id, role=role, to_on=None).first()
    if known is not None:
        return known
    if not Party.objects.filter(pk=party_id).exists():
        raise BadInput("part.party", _("There is no such customer."), field="party_id")
    row = PolicyPart.objects.create(
        policy=policy, party_id=party_id, role=role, authority=authority.strip()[:200], from_on=local_date(at)
    )
    body = {"policy": policy.pk, "party": party_id, "role": role}
    for one in sorted({policy.holder_id, party_id}):
        record(one, "part_added", by=by, at=at, body=body)
    return row


@action
def end_part(*, part_id: UUID, reason: str, by: Actor, at: datetime) -> PolicyPart:
    """Somebody's part is over. Again changes nothing."""
    words = because(reason)
    row = PolicyPart.objects.select_related("policy").get(pk=part_id)
    lock(row.policy.holder_id, by=by)
    row.refresh_from_db(fields=["to_on"])
    if row.to_on is None:
        row.to_on = max(local_date(at), row.from_on)
        row.save(update_fields=["to_on"])
        for one in sorted({row.policy.holder_id, row.party_id}):
            record(one, "part_ended", by=by, at=at, body={"part": row.pk, "role": row.role, "reason": words})
    return row


@action
def tie(*, party_id: UUID, other_id: UUID, kind: str, by: Actor, at: datetime, note: str = "") -> PartyTie:
    """What another customer is to this one. The same again changes nothing."""
    if kind not in TieKind.values:
        raise BadInput("tie.kind", _("There is no such tie."), field="kind")
    if party_id == other_id:
        raise Refused("tie.two", _("A tie is between two customers."))
    party = lock(party_id, by=by)
    known = PartyTie.objects.filter(party=party, other_id=other_id, kind=kind, to_at=None).first()
    if known is not None:
        return known
    if not Party.objects.filter(pk=other_id).exists():
        raise BadInput("tie.party", _("There is no such customer."), field="other_id")
    row = PartyTie.objects.create(party=party, other_id=other_id, kind=kind, note=note.strip()[:200], from_at=at)
    record(party.pk, "tied", by=by, at=at, body={"other": other_id, "kind": kind})
    return row


@action
def untie(*, tie_id: UUID, reason: str, by: Actor, at: datetime) -> PartyTie:
    """A tie is over. Again changes nothing."""
    words = because(reason)
    row = PartyTie.objects.get(pk=tie_id)
    lock(row.party_id, by=by)
    row.refresh_from_db(fields=["to_at"])
    if row.to_at is None:
        row.to_at = max(at, row.from_at)
        row.save(update_fields=["to_at"])
        record(row.party_id, "untied", by=by, at=at, body={"other": row.other_id, "kind": row.kind, "reason": words})
    return row
