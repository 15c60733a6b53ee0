"""Imported rows that are still open: complaints like any other, whose limits run from the day they were received.

They may lack what a form asks for (a name, a way to reach the person): whoever handles the case completes it. All else
is as in every registration.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiyin.audit import actions as audit
from huiyin.cases.actions import people as persons
from huiyin.cases.models import Registry
from huiyin.cases.rules.people import PersonDraft
from huiyin.complaints.actions import arrivals, receipts, registry
from huiyin.complaints.actions.imported_rows import DEMAND, subject_of
from huiyin.complaints.imports.record import Record
from huiyin.complaints.models import Label
from huiyin.complaints.queries import importing as queries
from huiyin.complaints.queries import intake as known
from huiyin.complaints.queries.importing import Desk, Judgement, Kind
from huiyin.complaints.rules import house as houses
from huiyin.complaints.rules.arrival import Arrival, DemandDraft
from huiyin.core.actors import Actor
from huiyin.core.errors import Refused
from huiyin.core.time import local_date
from huiyin.handbook import queries as handbook


@dataclass(frozen=True)
class Row:
    """One record that was judged to be new."""

    record: Record
    judgement: Judgement


def arrive(row: Row, *, desk: Desk, by: Actor, at: datetime) -> tuple[Kind, str]:
    """Register one open complaint inside the caller's batch; a refusal takes back this row alone.

    The receipt goes out only when the rows are new arrivals (`desk.as_new`) and the person has an e-mail address.
    """
    try:
        with transaction.atomic():
            _register(row, desk=desk, by=by, at=at)
    except Refused as refusal:
        return "rejected", refusal.message
    return "created", ""


def _register(row: Row, *, desk: Desk, by: Actor, at: datetime) -> None:
    record, judgement = row.record, row.judgement
    assert record.received_at is not None
    assert judgement.unit is not None
    arrival = _arrival(record, judgement, desk, today=local_date(at))
    people, customer_id = known.known_people(arrival)
    persons.check(people)
    place = known.place_for(arrival, judgement.policy, by)
    if place is None:
        raise Refused("intake.nobody", _("Nobody could answer for this complaint."), clause="1.1-7")
    made = arrivals.draft(
        arrival,
        by=by,
        at=at,
        house=houses.in_force(arrival.rules_on or local_date(record.received_at)),
        place=place,
        policy=judgement.policy,
        customer_id=customer_id,
        repeats=(),
    )
    made.case.is_imported = not desk.as_new
    made.labels += _further_labels(made, record, by=by, at=at)
    registry.claim(made.case, [])
    Registry.objects.create(kind=queries.REGISTRY, key=queries.key_of(record), case_id=made.case.pk)
    arrivals.write(made, by=by, at=at)
    contact = next((person for person in made.people if person.is_contact), None) if desk.as_new else None
    outgoing = receipts.send(made.case, contact, made.secret, made.clocks, by=by, at=at)
    arrivals.record(made, by=by, at=at, receipt=outgoing.pk if outgoing else None)
    told = {"source": record.source, "external_key": record.external_key, "digest": judgement.digest}
    told |= {name: record.source_fields[name] for name in ("mapping", "mapping_version")}
    audit.record(aggregate=("case", made.case.pk), kind=queries.IMPORTED, by=by, at=at, body=told)


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
    care = {record.text("vulnerability")} - {""}
    return Arrival(
        channel=record.channel,
        received_at=record.received_at,
        text=text,
        subject=subject,
        people=(
            PersonDraft(
                name=record.text("complainant_name"),
                phone=record.text("phone"),
                email=record.text("email"),
                certificate_no=record.text("id_number"),
                address=record.text("address"),
                vulnerabilities=frozenset(care),
                is_contact=True,
            ),
        ),
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
        Label(
            case=made.case,
            code=label.code,
            taxonomy_version=version,
            reason=label.word[:300],
            set_at=at,
            set_by_label=by.label,
        )
        for label in known_codes
    ]
