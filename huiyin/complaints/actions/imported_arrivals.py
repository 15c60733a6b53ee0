"""Imported rows that are still open: complaints like any other, whose limits run from the day they were received.

They may lack what a form asks for (a name, a way to reach the person): whoever handles the case completes it. All else
is as in every registration.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.db import models
from django.utils.translation import gettext as _

from huiyin.audit import actions as audit
from huiyin.audit.models import Entry, Sealed
from huiyin.cases.actions import people as persons
from huiyin.cases.models import Case, CaseSearch, Message, Ownership, Person, Registry
from huiyin.cases.rules.people import PersonDraft
from huiyin.clocks.models import Clock
from huiyin.complaints.actions import arrivals, receipts
from huiyin.complaints.actions.imported_rows import DEMAND, subject_of
from huiyin.complaints.imports.record import Record
from huiyin.complaints.models import Complaint, Demand, Label
from huiyin.complaints.queries import importing as queries
from huiyin.complaints.queries import intake as known
from huiyin.complaints.queries.importing import Desk, Judgement, Kind
from huiyin.complaints.queries.intake import Place
from huiyin.complaints.rules import house as houses
from huiyin.complaints.rules.arrival import Arrival, DemandDraft
from huiyin.core import blind, bulk
from huiyin.core.actors import Actor
from huiyin.core.bulk import copy_in
from huiyin.core.errors import Refused
from huiyin.core.time import local_date
from huiyin.customers.models import Party
from huiyin.handbook import queries as handbook


@dataclass(frozen=True)
class Row:
    """One record that was judged to be new, with the number it gets."""

    record: Record
    judgement: Judgement
    number: str


# Order matters: a row may refer only to what is written before it.
TABLES: tuple[type[models.Model], ...] = (
    Case, Complaint, Registry, Ownership, Person, Demand, Label, Message, CaseSearch, Clock, Entry, Sealed,
)  # fmt: skip
Places = dict[tuple[UUID, str], Place | None]


def arrive(rows: Sequence[Row], *, desk: Desk, by: Actor, at: datetime) -> list[tuple[Kind, str]]:
    """Register open complaints inside the caller's batch; a row that is refused leaves the others.

    The receipt goes out only when the rows are new arrivals (`desk.as_new`) and the person has an e-mail address.
    """
    places: Places = {}
    parties = _parties_by_print(rows)
    outcomes: list[tuple[Kind, str]] = []
    tables: dict[type[models.Model], list[models.Model]] = defaultdict(list)
    for row in rows:
        try:
            made = _drafted(row, places, parties, desk=desk, by=by, at=at)
        except Refused as refusal:
            outcomes.append(("rejected", refusal.message))
            continue
        outcomes.append(("created", ""))
        for written in _rows_of(made, row, desk=desk, by=by, at=at):
            tables[type(written)].append(written)
    for model in TABLES:
        copy_in(model, tables[model])
    return outcomes


def _parties_by_print(rows: Sequence[Row]) -> Mapping[str, list[Party]]:
    """The customers we hold who could be one of the complainants, by the prints of their phone and certificate: one
    look for the whole batch."""
    found: dict[str, list[Party]] = defaultdict(list)
    for party in known.parties_of([_person(row.record) for row in rows]):
        for held in {party.phone_blind, party.certificate_blind} - {""}:
            found[held].append(party)
    return found


def _candidates(record: Record, parties: Mapping[str, list[Party]]) -> list[Party]:
    if not parties:
        return []
    prints = (blind.certificate(record.text("id_number")), blind.phone(record.text("phone")))
    return sorted({party.pk: party for each in prints for party in parties.get(each, ())}.values(), key=_id)


def _id(party: Party) -> UUID:
    return party.pk


def _drafted(
    row: Row, places: Places, parties: Mapping[str, list[Party]], *, desk: Desk, by: Actor, at: datetime
) -> arrivals.Draft:
    """The rows of a registration. Raises Refused before anything is written."""
    record, judgement = row.record, row.judgement
    assert record.received_at is not None
    arrival = _arrival(record, judgement, desk, today=local_date(at))
    people, customer_id = known.known_people(arrival, _candidates(record, parties))
    persons.check(people)
    place = _place(arrival, judgement, places, by)
    made = arrivals.draft(
        replace(arrival, people=people),
        by=by,
        at=at,
        house=houses.in_force(arrival.rules_on or local_date(record.received_at)),
        place=place,
        policy=judgement.policy,
        customer_id=customer_id,
        repeats=(),
        number=row.number,
    )
    made.case.is_imported = not desk.as_new
    made.labels += _further_labels(made, record, by=by, at=at)
    return made


def _place(arrival: Arrival, judgement: Judgement, places: Places, by: Actor) -> Place:
    """Who answers, looked up once for each unit (and seller, who may not)."""
    assert judgement.unit is not None
    key = (judgement.unit.id, judgement.policy.seller_no if judgement.policy else "")
    if key not in places:
        places[key] = known.place_for(arrival, judgement.policy, by)
    place = places[key]
    if place is None:
        told = _(
            "Nobody could answer for this complaint. Ask the administrator to name the duty person of head office."
        )
        raise Refused("intake.nobody", told, clause="1.1-7")
    return place


def _rows_of(made: arrivals.Draft, row: Row, *, desk: Desk, by: Actor, at: datetime) -> Iterator[models.Model]:
    """Everything that is written for one registration, the two ledger entries included; queues its receipt."""
    case, record = made.case, row.record
    yield case
    yield made.complaint
    yield bulk.new(Registry, kind=queries.REGISTRY, key=queries.key_of(record), case_id=case.pk)
    yield bulk.new(Registry, kind="number", key=case.number, case_id=case.pk)
    yield bulk.new(Ownership, case=case, user_id=case.owner_id, from_at=at, reason=made.why_owner)
    yield from made.people
    yield from made.demands
    yield from made.labels
    message = arrivals.statement(made, (), by=by)
    yield message
    yield arrivals.search_of(made, message)
    yield from made.clocks
    contact = next((person for person in made.people if person.is_contact), None) if desk.as_new else None
    outgoing = receipts.send(case, contact, made.secret, made.clocks, by=by, at=at)
    first, sealed = audit.draft(by=by, at=at, **arrivals.entry(made, receipt=outgoing.pk if outgoing else None))
    told = {"source": record.source, "external_key": record.external_key, "digest": row.judgement.digest}
    told |= {name: record.source_fields[name] for name in ("mapping", "mapping_version")}
    second, _none = audit.draft(
        aggregate=("case", case.pk), kind=queries.IMPORTED, by=by, at=at, body=told, last=(first.seq, first.hash)
    )
    yield from filter(None, (first, second, sealed))


def _arrival(record: Record, judgement: Judgement, desk: Desk, *, today: date) -> Arrival:
    assert record.received_at is not None
    assert judgement.unit is not None
    subject, opening = subject_of(record)
    demand = record.text("demand")
    said = [opening, record.text("content"), demand if len(demand) > DEMAND else ""]
    text = "\n\n".join(filter(None, said)) or demand or record.text("subject")
    if not text:
        raise Refused("import.says_nothing", _("The row says nothing: text, demand and subject are empty."))
    asked = record.amounts.get("demand_amount") if record.currency == "CNY" else None
    return Arrival(
        channel=record.channel,
        received_at=record.received_at,
        text=text,
        subject=subject,
        people=(_person(record),),
        demands=(DemandDraft(text=demand[:DEMAND], amount=asked),) if demand else (),
        amount_claimed=asked,
        external_ref=record.external_key,
        policy_number=record.text("policy_number"),
        unit_id=judgement.unit.id,
        line=record.text("line"),
        sales_channel=record.text("sales_channel"),
        code=next((label.code for label in record.labels if label.known), ""),
        language=desk.language,
        source_fields=record.source_fields | {"digest": judgement.digest},
        rules_on=_rules_on(local_date(record.received_at), desk, today),
    )


def _person(record: Record) -> PersonDraft:
    return PersonDraft(
        name=record.text("complainant_name"),
        phone=record.text("phone"),
        email=record.text("email"),
        certificate_no=record.text("id_number"),
        address=record.text("address"),
        vulnerabilities=frozenset({record.text("vulnerability")} - {""}),
        is_contact=True,
    )


def _rules_on(received_on: date, desk: Desk, today: date) -> date:
    """Whose rules bind it: today's for a new arrival, else those of the day of receipt. What is still open from before
    the first rules takes today's: an open complaint always has a limit."""
    if desk.as_new or handbook.find("complaint.decision", received_on) is None:
        return today
    return received_on


def _further_labels(made: arrivals.Draft, record: Record, *, by: Actor, at: datetime) -> list[Label]:
    """The reasons besides the primary one. Unknown words class nothing: the handler does, with the words at hand."""
    known_codes = [label for label in record.labels if label.known and label.code != made.case.code]
    if not made.labels:
        return []
    version = made.labels[0].taxonomy_version
    return [
        bulk.new(
            Label,
            case=made.case,
            code=label.code,
            taxonomy_version=version,
            reason=label.word[:300],
            set_at=at,
            set_by_label=by.label,
        )
        for label in known_codes
    ]
