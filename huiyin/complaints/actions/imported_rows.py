"""The rows of one imported complaint of the past. Built here, written by `importing`; no database."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from huiyin.accounts.models import Unit, User
from huiyin.cases.actions import search
from huiyin.cases.models import (
    Case,
    CaseSearch,
    Channel,
    Direction,
    Flag,
    Kind,
    Message,
    Ownership,
    Person,
    PersonRole,
    State,
)
from huiyin.cases.rules.people import PersonDraft
from huiyin.complaints.imports.record import Record
from huiyin.complaints.models import Complaint, Demand, Label
from huiyin.complaints.models.complaint import Verdict
from huiyin.core import blind
from huiyin.core.bulk import Row, draft
from huiyin.core.time import local_date
from huiyin.customers.models import Policy
from huiyin.customers.queries import tidy_policy

SUBJECT, DEMAND, WORD = 200, 500, 300  # characters that the columns hold
ENDS = {"withdrawn": State.WITHDRAWN, "not_proceeded": State.NOT_PROCEEDED, "rerouted": State.REROUTED}
VERDICTS = {"upheld": Verdict.UPHELD, "partly": Verdict.PARTLY, "not_upheld": Verdict.NOT_UPHELD}
FLAGS = {Channel.REGULATOR.value: Flag.REGULATOR.value, Channel.MEDIA.value: Flag.MEDIA.value}
PERSONAL = {"complainant_name": "name", "phone": "phone", "email": "email", "id_number": "certificate_no"}


@dataclass
class Past:
    """A complaint of the past: the case row, what hangs on it by table, and the personal values for the ledger."""

    case: Row
    rows: dict[type[models.Model], list[Row]] = field(default_factory=lambda: defaultdict(list))
    personal: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Place:
    """Who answers for it here, the policy it is about when we hold it, and the edition of the taxonomy."""

    unit: Unit
    owner: User
    policy: Policy | None
    taxonomy_version: str
    language: str


def build(record: Record, *, place: Place, number: str, digest: str, at: datetime, label: str) -> Past:
    """The rows of a complaint that ended before it came to us. It keeps its dates and its end, needs no mandatory
    field, starts no clock, sends nothing. `digest` is the keyed fingerprint of its rows; `label` names the import."""
    assert record.received_at is not None
    ended_at = record.closed_at or record.received_at
    subject, opening = subject_of(record)
    case = draft(
        Case,
        number=number,
        kind=Kind.COMPLAINT.value,
        state=ENDS.get(record.text("closing"), State.CLOSED).value,
        state_since=ended_at,
        channel=record.channel,
        external_ref=record.external_key,
        received_at=record.received_at,
        recorded_at=at,
        subject=subject,
        line=record.text("line"),
        sales_channel=record.text("sales_channel"),
        code=record.primary,
        flags=_flags(record),
        unit_id=place.unit.id,
        owner_id=place.owner.id,
        customer_id=place.policy.holder_id if place.policy else None,
        policy_id=place.policy.id if place.policy else None,
        policy_number=tidy_policy(record.text("policy_number")),
        complainant_name=record.text("complainant_name"),
        language=place.language,
        rules_on=local_date(record.received_at),
        is_open=False,
        closed_at=ended_at,
        is_imported=True,
        source_fields=record.source_fields | {"digest": digest},
    )
    past = Past(case)
    past.personal = {ours: text for theirs, ours in PERSONAL.items() if (text := record.text(theirs))}
    past.rows[Complaint] = [_complaint(case, record, place)]
    past.rows[Ownership] = [
        draft(Ownership, case_id=case["id"], user_id=place.owner.id, from_at=at, reason=_("Imported history"))
    ]
    past.rows[Label] = _labels(case, record, place, at, label)
    past.rows[Person] = _person(case, record)
    past.rows[Demand] = _demand(case, record)
    past.rows[Message] = _messages(case, record, opening)
    past.rows[CaseSearch] = [
        draft(CaseSearch, case_id=case["id"], received_at=record.received_at, vector=_tokens(past))
    ]
    return past


def subject_of(record: Record) -> tuple[str, str]:
    """(subject, what the text must begin with because the subject had to be cut)."""
    title = " ".join((record.text("subject") or record.text("demand") or record.text("content")).split())
    if not title:
        return _("Imported complaint %s") % record.external_key, ""
    if len(title) <= SUBJECT:
        return title, ""
    whole = title if record.text("subject") else ""  # a title made of the text is told by the text
    return title[: SUBJECT - 1] + "…", whole


def _flags(record: Record) -> list[str]:
    found = [FLAGS[record.channel]] if record.channel in FLAGS else []
    return [*found, Flag.VULNERABLE.value] if record.text("vulnerability") else found


def _complaint(case: Row, record: Record, place: Place) -> Row:
    outcome = record.text("outcome")
    return draft(
        Complaint,
        case_id=case["id"],
        amount_claimed=record.amounts.get("demand_amount") if record.currency == "CNY" else None,
        verdict=VERDICTS[outcome].value if outcome in VERDICTS else "",
        notified_at=record.answered_at,
        close_code="settled" if outcome == "settled" else "",
        end_reason=_("Ended in the earlier system, imported as history."),
        taxonomy_version=place.taxonomy_version,
    )


def _labels(case: Row, record: Record, place: Place, at: datetime, label: str) -> list[Row]:
    return [
        draft(
            Label,
            case_id=case["id"],
            code=each.code,
            taxonomy_version=place.taxonomy_version,
            is_primary=position == 0,
            confidence=100 if each.known else 0,
            reason=each.word[:WORD],
            set_at=at,
            set_by_label=label,
        )
        for position, each in enumerate(record.labels)
    ]


def _person(case: Row, record: Record) -> list[Row]:
    care = [record.text("vulnerability")] if record.text("vulnerability") else []
    given = {name: record.text(name) for name in ("complainant_name", "phone", "email", "id_number", "address")}
    if not care and not any(given.values()):
        return []
    return [
        draft(
            Person,
            case_id=case["id"],
            role=PersonRole.COMPLAINANT.value,
            is_contact=True,
            name=given["complainant_name"],
            phone=given["phone"],
            phone_blind=blind.phone(given["phone"]),
            email=given["email"],
            email_blind=blind.email(given["email"]),
            certificate_no=given["id_number"].upper(),
            certificate_blind=blind.certificate(given["id_number"]),
            address=given["address"],
            vulnerabilities=care,
        )
    ]


def _demand(case: Row, record: Record) -> list[Row]:
    """The demand with its sums in yuan; sums in another currency stay with the original fields."""
    ours = record.currency == "CNY"
    asked, paid = (record.amounts.get(name) if ours else None for name in ("demand_amount", "paid_amount"))
    text = record.text("demand")
    if not text and asked is None and not (paid or Decimal(0)):
        return []
    outcome = record.text("outcome")
    return [
        draft(
            Demand,
            case_id=case["id"],
            number=1,
            text=text[:DEMAND] or _("Not recorded in the earlier system"),
            amount=asked,
            result=VERDICTS[outcome].value if outcome in VERDICTS else "",
            amount_granted=paid,
        )
    ]


def _messages(case: Row, record: Record, opening: str) -> list[Row]:
    """What was said, at the times it was said. A demand longer than its column is told in full here."""
    demand = record.text("demand") if len(record.text("demand")) > DEMAND else ""
    said = "\n\n".join(filter(None, [opening, record.text("content"), demand]))
    told = record.text("answer")
    common: dict[str, Any] = {"case_id": case["id"], "channel": record.channel, "subject": case["subject"]}
    rows = []
    if said:
        rows.append(draft(Message, **common, direction=Direction.IN.value, text=said, at=case["received_at"]))
    if told:
        answered = record.answered_at or case["closed_at"]
        whose = _("Earlier system")
        rows.append(draft(Message, **common, direction=Direction.OUT.value, text=told, at=answered, author_label=whose))
    return rows


def _tokens(past: Past) -> set[str]:
    """What the case is found by, as for every case."""
    case = past.case
    return search.tokens(
        texts=[case["subject"], *(row["text"] for model in (Message, Demand) for row in past.rows[model])],
        numbers=[case["number"], case["external_ref"], case["policy_number"]],
        people=[
            PersonDraft(name=row["name"], phone=row["phone"], email=row["email"], certificate_no=row["certificate_no"])
            for row in past.rows[Person]
        ],
    )
