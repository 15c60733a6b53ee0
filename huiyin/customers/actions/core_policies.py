"""Taking policies of core systems over, many at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from huiyin.accounts.models import Unit
from huiyin.core import bulk
from huiyin.core.actions import action
from huiyin.core.actors import Actor
from huiyin.core.errors import BadInput
from huiyin.customers import queries
from huiyin.customers.actions import core_messages as messages
from huiyin.customers.actions.core_messages import Taken, Told
from huiyin.customers.actions.core_parties import ids_of
from huiyin.customers.actions.links import digest, may_take_over
from huiyin.customers.models import CoreKind, CoreLink, Party, Policy

NEEDED = ("product_code", "product_name", "line", "starts_on")
COLUMNS = (
    *NEEDED, "insured_name", "sales_channel", "seller_no", "seller_name", "signed_on", "ends_on", "hesitation_ends_on",
    "premium", "status",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class PolicyMessage:
    """A policy as a core system tells it. `holder_key` is the core system's key of the applicant, `unit` a code;
    `values` those of COLUMNS that the system knows: one that is not named stays as it is."""

    source: str
    key: str
    sent_at: datetime
    number: str
    holder_key: str
    unit: str
    values: Mapping[str, Any]


@dataclass(frozen=True)
class _Change:
    policy: Policy
    source: str
    is_new: bool
    fields: tuple[str, ...]
    holder_before: UUID | None = None


@dataclass(frozen=True)
class _Known:
    """What the messages speak of, read once for all of them."""

    policies: Mapping[UUID, Policy]
    by_number: Mapping[str, Policy]
    holders: Mapping[tuple[str, str], UUID]
    units: Mapping[str, UUID]
    linked: frozenset[tuple[str, UUID]]  # (core system, policy): known to it by some key


@action
def take_policies(*, rows: Sequence[PolicyMessage], by: Actor, at: datetime) -> list[Taken]:
    """Take messages about policies over; returns what became of each, in their order. A fixed number of statements.

    Each by itself: one that is refused stops no other. A policy whose number is here already is taken on, not made
    again. Raises Refused(`core.not_yours`).
    """
    may_take_over(by)
    places = messages.newest(rows)
    links = messages.hold(CoreKind.POLICY, places)
    known = _known([rows[place] for place in places.values()], links)
    found: list[Taken] = [Taken("stale")] * len(rows)
    written: list[_Change] = []
    new_links: list[CoreLink] = []
    old_links: list[CoreLink] = []
    numbers: dict[str, UUID] = {}
    for (source, key), place in places.items():
        row, link = rows[place], links.get((source, key))
        try:
            policy = _checked(row, link, known, numbers, at)
        except BadInput as no:
            found[place] = messages.refused(no)
            continue
        mark = digest({"number": row.number, "holder": row.holder_key, "unit": row.unit, **row.values})
        if link is not None and policy is not None and row.sent_at < link.sent_at:
            found[place] = Taken("stale", policy.pk)
            continue
        one = _change(row, policy, known)
        numbers[one.policy.number] = one.policy.pk
        if one.is_new or one.fields:
            written.append(one)
        outcome = "created" if one.is_new else "changed" if one.fields else "same"
        found[place] = Taken(outcome, one.policy.pk)  # type: ignore[arg-type]
        if link is None:
            new_links.append(
                bulk.new(CoreLink, kind=CoreKind.POLICY.value, source=source, key=key, object_id=one.policy.pk,
                         sent_at=row.sent_at, digest=mark, taken_at=at)
            )  # fmt: skip
        else:
            link.sent_at, link.digest, link.taken_at = row.sent_at, mark, at
            old_links.append(link)
    _write(written, by=by, at=at)
    messages.write_links(new_links, old_links)
    return messages.older(rows, places, found)


def _known(rows: Sequence[PolicyMessage], links: Mapping[tuple[str, str], CoreLink]) -> _Known:
    numbers = {queries.tidy_policy(row.number) for row in rows}
    ids = {link.object_id for link in links.values()}
    by_number = Policy.objects.filter(number__in=numbers)
    ids |= set(by_number.values_list("pk", flat=True))
    policies = {one.pk: one for one in Policy.objects.select_for_update().filter(pk__in=ids).order_by("pk")}
    holders: dict[tuple[str, str], UUID] = {}
    for source in {row.source for row in rows}:
        keys = [row.holder_key for row in rows if row.source == source]
        holders |= {(source, key): id_ for key, id_ in ids_of(source, keys).items()}
    # Nobody takes a holder's record away meanwhile.
    list(Party.objects.select_for_update(no_key=True).filter(pk__in=holders.values()).order_by("pk").only("pk"))
    units = dict(Unit.objects.filter(code__in={row.unit for row in rows}).values_list("code", "pk"))
    linked = CoreLink.objects.filter(kind=CoreKind.POLICY, object_id__in=ids).values_list("source", "object_id")
    return _Known(policies, {one.number: one for one in policies.values()}, holders, units, frozenset(linked))


def _checked(
    row: PolicyMessage, link: CoreLink | None, known: _Known, numbers: Mapping[str, UUID], at: datetime
) -> Policy | None:
    """The policy that the message is about, None for a new one. Raises BadInput for what cannot be."""
    messages.check(row, at)
    number = queries.tidy_policy(row.number)
    if not 0 < len(number) <= 40:
        raise BadInput("policy.number", _("Give the number of the policy, at most 40 characters."), field="number")
    by_number = known.by_number.get(number)
    policy = known.policies[link.object_id] if link else by_number
    taken = numbers.get(number) or (by_number.pk if by_number else None)
    is_others = link is None and policy is not None and (row.source, policy.pk) in known.linked
    if taken is not None and (policy is None or taken != policy.pk or is_others):
        raise BadInput("policy.number_taken", _("Another policy has this number already."), field="number")
    if (row.source, row.holder_key) not in known.holders:
        raise BadInput(
            "policy.holder_unknown", _("The holder is not known here yet; send the customer first."), field="holder_key"
        )
    if row.unit not in known.units:
        raise BadInput("unit.unknown", _("There is no such unit."), field="unit")
    if unknown := sorted(set(row.values) - set(COLUMNS)):
        raise BadInput("policy.field", _("There is no such detail: %(name)s.") % {"name": unknown[0]}, field="values")
    for name in NEEDED:
        if not row.values.get(name, getattr(policy, name) if policy else None):
            raise BadInput("policy.missing", _("This is missing: %(name)s.") % {"name": name}, field=name)
    starts = row.values.get("starts_on") or (policy.starts_on if policy else None)
    ends = row.values.get("ends_on", policy.ends_on if policy else None)
    if starts and ends and ends < starts:
        raise BadInput("policy.ends", _("A policy does not end before it begins."), field="ends_on")
    return policy


def _change(row: PolicyMessage, policy: Policy | None, known: _Known) -> _Change:
    """Write what differs into the row, in memory."""
    told = {
        **row.values, "number": queries.tidy_policy(row.number), "holder_id": known.holders[row.source, row.holder_key],
        "unit_id": known.units[row.unit],
    }  # fmt: skip
    if policy is None:
        return _Change(bulk.new(Policy, **told), row.source, True, ())
    before = policy.holder_id
    fields = tuple(name for name, value in told.items() if getattr(policy, name) != value)
    for name in fields:
        setattr(policy, name, told[name])
    return _Change(policy, row.source, False, fields, before if before != policy.holder_id else None)


def _write(written: Sequence[_Change], *, by: Actor, at: datetime) -> None:
    """Rows and ledger: an entry in the chain of the holder, and of the one before."""
    bulk.copy_in(Policy, [one.policy for one in written if one.is_new])
    changed = [one for one in written if not one.is_new]
    if changed:
        Policy.objects.bulk_update([one.policy for one in changed], [*COLUMNS, "number", "holder", "unit"])
    told = []
    for one in written:
        policy = one.policy
        body = {"policy": policy.pk, "source": one.source, "product": policy.product_code, "line": policy.line}
        if one.is_new:
            told.append(Told(policy.holder_id, "policy_registered", body, {}))
            continue
        for holder in {policy.holder_id, one.holder_before or policy.holder_id}:
            told.append(Told(holder, "policy_changed", body | {"fields": sorted(one.fields)}, {}))
    messages.tell(told, by=by, at=at)
