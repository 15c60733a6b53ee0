"""Taking customers of core systems over, many at once (2.1-2)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from huiyin.core import bulk
from huiyin.core.actions import action
from huiyin.core.actors import Actor
from huiyin.core.errors import BadInput
from huiyin.core.time import local_date
from huiyin.customers.actions import core_messages as messages
from huiyin.customers.actions.core_messages import Taken, Told
from huiyin.customers.actions.links import digest, may_take_over
from huiyin.customers.actions.measuring import measure
from huiyin.customers.actions.parties import PartyDraft, build_party
from huiyin.customers.actions.record import fit, tidy, wrong_words
from huiyin.customers.models import CertificateKind, CoreKind, CoreLink, Party, PartyChange, PartyKind
from huiyin.customers.rules.record import DETAILS, wrong_detail

_KINDS = frozenset(PartyKind.values)
_CERTIFICATES = frozenset(CertificateKind.values)
# What follows from the details (`record.fit`).
FITTED = ("name_blind", "name_pairs", "certificate_blind", "phone_blind", "email_blind", "vulnerabilities")


@dataclass(frozen=True, kw_only=True)
class PartyMessage:
    """A customer as a core system tells it. `details` are those of `rules.record.DETAILS` that the system knows; one
    that is not named stays as it is, one that is named and empty is emptied."""

    source: str
    key: str
    sent_at: datetime
    details: Mapping[str, str]
    kind: str = "person"


@dataclass(frozen=True)
class _Change:
    """`before` holds what the record said of what differs; None for a new one."""

    party: Party
    source: str
    before: Mapping[str, str] | None


@action
def take_parties(*, rows: Sequence[PartyMessage], by: Actor, at: datetime, measured: bool = True) -> list[Taken]:
    """Take messages about customers over; returns what became of each, in their order. A fixed number of statements.

    Each by itself: one that is refused stops no other. A new customer is a record of its own; whether it is somebody
    known is proposed and judged by people (2.1-2), never by this. Raises Refused(`core.not_yours`). `measured=False`
    leaves the measuring of 2.1-3 to its sweep.
    """
    may_take_over(by)
    places = messages.newest(rows)
    links = messages.hold(CoreKind.CUSTOMER, places)
    marks = {place: _mark(rows[place]) for place in places.values()}
    # Only those that say something new are read: most of a file that is sent every day is the same.
    wanted = [
        link.object_id for key, link in links.items()
        if link.digest != marks[places[key]] and link.sent_at <= rows[places[key]].sent_at
    ]  # fmt: skip
    known = Party.objects.select_for_update().filter(pk__in=wanted) if wanted else Party.objects.none()
    parties = {party.pk: party for party in known.order_by("pk")}
    found: list[Taken] = [Taken("stale")] * len(rows)
    written: list[_Change] = []
    new_links: list[CoreLink] = []
    old_links: list[CoreLink] = []
    for (source, key), place in places.items():
        row, link, mark = rows[place], links.get((source, key)), marks[place]
        party = parties.get(link.object_id) if link else None
        if link is not None and row.sent_at < link.sent_at:
            found[place] = Taken("stale", link.object_id)
            continue
        try:
            if link is None or party is not None:
                details = _checked(row, party, at)
            else:
                messages.check(row, at)
        except BadInput as no:
            found[place] = messages.refused(no)
            continue
        if link is None:
            party = _new(row, details, at)
            written.append(_Change(party, source, None))
            new_links.append(
                bulk.new(CoreLink, kind=CoreKind.CUSTOMER.value, source=source, key=key, object_id=party.pk,
                         sent_at=row.sent_at, digest=mark, taken_at=at)
            )  # fmt: skip
            found[place] = Taken("created", party.pk)
            continue
        before = _take(party, details, at) if party is not None else {}
        link.sent_at, link.digest, link.taken_at = row.sent_at, mark, at
        old_links.append(link)
        if party is not None and before:
            written.append(_Change(party, source, before))
        found[place] = Taken("changed" if before else "same", link.object_id)
    _write(written, by=by, at=at)
    messages.write_links(new_links, old_links)
    if measured and written:
        measure(party_ids=[one.party.pk for one in written], by=by, at=at)
    return messages.older(rows, places, found)


def _mark(row: PartyMessage) -> str:
    return digest({"kind": row.kind, **{name: tidy(name, value) for name, value in row.details.items()}})


def _checked(row: PartyMessage, party: Party | None, at: datetime) -> dict[str, str]:
    """The details, tidied. Raises BadInput for what cannot be."""
    messages.check(row, at)
    if row.kind not in _KINDS or (party and party.kind != row.kind):
        raise BadInput("customer.kind", _("A customer is a person or an organisation, and stays one."), field="kind")
    if unknown := sorted(set(row.details) - set(DETAILS)):
        raise BadInput(
            "customer.field", _("There is no such detail: %(name)s.") % {"name": unknown[0]}, field="details"
        )
    told = {name: tidy(name, value) for name, value in row.details.items()}
    held = {name: getattr(party, name) if party else "" for name in DETAILS}
    kind = told.get("certificate_kind", held["certificate_kind"])
    if kind and kind not in _CERTIFICATES:
        raise BadInput(
            "customer.certificate_kind", _("There is no such kind of certificate."), field="certificate_kind"
        )
    day = local_date(at)
    for name in {**told, "name": "", **({"certificate_no": ""} if "certificate_kind" in told else {})}:
        if wrong := wrong_detail(name, told.get(name, held[name]), certificate_kind=kind, day=day):
            raise BadInput(f"customer.{wrong}", wrong_words(wrong), field=name)
    return told


def _new(row: PartyMessage, details: Mapping[str, str], at: datetime) -> Party:
    born = details.get("born_on", "")
    told: dict[str, Any] = {name: value for name, value in details.items() if name != "born_on"}
    draft = PartyDraft(
        kind=row.kind, born_on=date.fromisoformat(born) if born else None, external_ref=row.key, **told
    )  # fmt: skip
    return build_party(draft=draft, at=at)


def _take(party: Party, details: Mapping[str, str], at: datetime) -> dict[str, str]:
    """Write what differs into the row, in memory; what it held before."""
    before = {name: getattr(party, name) for name, value in details.items() if getattr(party, name) != value}
    for name in before:
        setattr(party, name, details[name])
    if before:
        fit(party, at)
        party.version += 1
    return before


def _write(written: Sequence[_Change], *, by: Actor, at: datetime) -> None:
    """Rows, history and ledger."""
    bulk.copy_in(Party, [one.party for one in written if one.before is None])
    changed = [one for one in written if one.before is not None]
    if changed:
        Party.objects.bulk_update([one.party for one in changed], [*DETAILS, *FITTED, "version"])
    bulk.copy_in(
        PartyChange,
        [
            PartyChange(
                party=one.party, field=name, before=old, after=getattr(one.party, name), reason=_why(one.source),
                at=at, by_id=by.id, by_label=by.label[:120],
            )
            for one in changed
            for name, old in (one.before or {}).items()
        ],
    )  # fmt: skip
    messages.tell([_told(one) for one in written], by=by, at=at)


def _told(one: _Change) -> Told:
    party = one.party
    if one.before is None:
        return Told(
            party.pk, "registered", {"kind": party.kind, "external_ref": party.external_ref, "source": one.source},
            {"name": party.name, "certificate_no": party.certificate_no, "phone": party.phone}, first=True,
        )  # fmt: skip
    return Told(
        party.pk, "changed",
        {"fields": sorted(one.before), "reason": _why(one.source), "version": party.version},
        {f"before.{name}": old for name, old in one.before.items()}
        | {f"after.{name}": getattr(party, name) for name in one.before},
    )  # fmt: skip


def _why(source: str) -> str:
    return _("Told by the core system %(name)s.") % {"name": source}


def ids_of(source: str, keys: Sequence[str]) -> dict[str, UUID]:
    """Our ids of a core system's customers, by its keys. One statement."""
    rows = CoreLink.objects.filter(kind=CoreKind.CUSTOMER, source=source, key__in=set(keys))
    return dict(rows.values_list("key", "object_id"))
