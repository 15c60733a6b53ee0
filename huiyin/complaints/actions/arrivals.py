"""The rows of a new complaint, drafted in memory; `core.pipeline` or a batch of `core.bulk` writes them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import models

from huiyin.audit import actions as audit
from huiyin.cases import queries as cases
from huiyin.cases.actions import due, evidence, search
from huiyin.cases.actions import people as persons
from huiyin.cases.actions.base import text_hash
from huiyin.cases.models import (
    Case,
    CaseSearch,
    Channel,
    Direction,
    Evidence,
    EvidenceKind,
    EvidenceSource,
    Flag,
    Message,
    Ownership,
    Person,
)
from huiyin.cases.rules.people import named_first
from huiyin.catalog import rules as taxonomies
from huiyin.channels.models import Outgoing
from huiyin.clocks.actions.lifecycle import draft as draft_clock
from huiyin.clocks.actions.lifecycle import drafts_for
from huiyin.clocks.models import Clock
from huiyin.complaints.models import Complaint, Demand, Escalation, Label
from huiyin.complaints.queries.binding import binding_facts, packs_of_case
from huiyin.complaints.queries.intake import Place
from huiyin.complaints.rules import entries
from huiyin.complaints.rules import house as houses
from huiyin.complaints.rules.arrival import Arrival, amount_of, people_count, title_of
from huiyin.core import bulk
from huiyin.core.actors import Actor
from huiyin.core.time import local_date
from huiyin.customers.models import Policy
from huiyin.customers.queries import tidy_policy
from huiyin.handbook import queries as handbook

REGULATOR_DUE = "complaint.regulator_due"


@dataclass
class Draft:
    """A complaint about to be written."""

    arrival: Arrival
    case: Case
    complaint: Complaint
    people: list[Person]
    demands: list[Demand]
    clocks: list[Clock]
    grade: houses.Grade
    secret: str
    repeats: Sequence[tuple[UUID, str]]
    why_owner: str
    labels: list[Label]


def draft(
    arrival: Arrival, *, by: Actor, at: datetime, house: houses.House, place: Place, policy: Policy | None,
    customer_id: UUID | None, repeats: Sequence[tuple[UUID, str]], number: str,
) -> Draft:  # fmt: skip
    """All rows but the messages and the ledger entry."""
    rules_on = arrival.rules_on or local_date(arrival.received_at)
    case = bulk.new(
        Case,
        number=number,
        state_since=at,
        channel=arrival.channel,
        external_ref=arrival.external_ref.strip(),
        received_at=arrival.received_at,
        recorded_at=at,
        subject=title_of(arrival),
        line=arrival.line or (policy.line if policy else ""),
        sales_channel=arrival.sales_channel or (policy.sales_channel if policy else ""),
        code=arrival.code,
        unit=place.unit,
        owner=place.owner,
        registered_by_id=by.id if by.kind in ("staff", "api") else None,
        customer_id=customer_id or (policy.holder_id if policy else None),
        policy_id=policy.pk if policy else None,
        policy_number=policy.number if policy else tidy_policy(arrival.policy_number),
        complainant_name=named_first(arrival.people),
        language=arrival.language,
        rules_on=rules_on,
        source_fields=arrival.source_fields,
    )
    people = persons.rows(case, arrival.people, day=local_date(at))
    case.flags = sorted(_flags(arrival, people, bool(repeats)))
    grade = houses.grade(matter(case, arrival), house)
    case.severity = grade.severity
    if grade.major:
        case.flags = sorted({*case.flags, Flag.MAJOR})
    secret = cases.secret_for(case.pk)
    case.secret_hash = cases.secret_hash(secret)
    clocks = _clocks(case, arrival, at=at, major=grade.major)
    due.copy(case, clocks)
    complaint = bulk.new(
        Complaint,
        case=case,
        respondent_unit_id=arrival.respondent_unit_id or (policy.unit_id if policy else None),
        respondent_staff_no=arrival.respondent_staff_no.strip(),
        happened_on=arrival.happened_on,
        face_to_face_count=arrival.face_to_face_count,
        joint_count=people_count(arrival),
        amount_claimed=amount_of(arrival),
    )
    demands = [
        bulk.new(Demand, case=case, number=place, text=demand.text.strip(), amount=demand.amount)
        for place, demand in enumerate(arrival.demands, start=1)
    ]
    labels = _labels(case, complaint, at=at, by=by)
    return Draft(arrival, case, complaint, people, demands, clocks, grade, secret, repeats, place.why, labels)


def matter(case: Case, arrival: Arrival) -> houses.Matter:
    """What the grading rules look at."""
    return houses.Matter(
        flags=frozenset(case.flags),
        ground=arrival.ground,
        face_to_face=arrival.face_to_face_count,
        joint=people_count(arrival),
        amount=amount_of(arrival) or Decimal(0),
        code=arrival.code,
        unit_kind=case.unit.kind,
    )


def _flags(arrival: Arrival, people: Sequence[Person], is_repeat: bool) -> set[str]:
    found = {
        Flag.COLLECTIVE: people_count(arrival) > 1,
        Flag.VULNERABLE: any(person.vulnerabilities for person in people),
        Flag.REGULATOR: arrival.channel == Channel.REGULATOR or arrival.ground == "regulator",
        Flag.MEDIA: arrival.channel == Channel.MEDIA,
        Flag.REPEAT: is_repeat,
    }
    return {str(flag) for flag, holds in found.items() if holds} | set(arrival.flags)


def _clocks(case: Case, arrival: Arrival, *, at: datetime, major: bool) -> list[Clock]:
    """The limits that begin: those the unit's packs start with the receipt, a major matter's from now, the regulator's
    own date (that of the home packs where the unit's have none)."""
    facts = {"major": major, "due_on": arrival.regulator_due_on, **binding_facts(case)}
    packs, owner, on = packs_of_case(case), ("case", case.pk), case.rules_on
    found = drafts_for(owner=owner, event="received", at=arrival.received_at, facts=facts, rules_on=on, packs=packs)
    if major:
        plan = "complaint.major_plan"
        found += filter(None, [draft_clock(owner=owner, rule=plan, at=at, facts=facts, rules_on=on, packs=packs)])
    if arrival.regulator_due_on:
        known = packs if REGULATOR_DUE in handbook.codes(packs) else None
        start = arrival.received_at
        found += filter(
            None, [draft_clock(owner=owner, rule=REGULATOR_DUE, at=start, facts=facts, rules_on=on, packs=known)]
        )
    return found


def _labels(case: Case, complaint: Complaint, *, at: datetime, by: Actor) -> list[Label]:
    if not case.code:
        return []
    taxonomy = taxonomies.in_force(case.rules_on)
    if case.code not in taxonomy.reasons:
        case.code = ""
        return []
    complaint.taxonomy_version = taxonomy.version
    return [
        bulk.new(
            Label, case=case, code=case.code, taxonomy_version=taxonomy.version, is_primary=True, set_at=at,
            set_by_label=by.label,
        )
    ]  # fmt: skip


def rows(made: Draft, *, by: Actor, at: datetime, outgoing: Outgoing | None) -> list[models.Model]:
    """Everything that is written of a new complaint, a row after the rows it refers to."""
    case, arrival = made.case, made.arrival
    files, custody = evidence.draft(
        case, arrival.evidence, kind=EvidenceKind.ATTACHMENT, source=EvidenceSource.CUSTOMER, by=by, at=at,
        captured_at=arrival.received_at, is_public=True, start=0,
    )  # fmt: skip
    _name_authority(made, files)
    message = statement(made, files, by=by)
    owned = bulk.new(Ownership, case=case, user_id=case.owner_id, from_at=at, reason=made.why_owner)
    referred = [_from_regulator(made, by=by)] if arrival.regulator_due_on is not None else []
    first = audit.draft(by=by, at=at, **entry(made, receipt=outgoing.pk if outgoing else None))
    return [
        case, made.complaint, owned, *files, *custody, *made.people, *made.demands, *made.labels, message,
        search_of(made, message), *made.clocks, *referred, *filter(None, (outgoing, *first)),
    ]  # fmt: skip


def statement(made: Draft, files: Sequence[Evidence], *, by: Actor) -> Message:
    """What the complainant said, as the first message of the case."""
    case, arrival = made.case, made.arrival
    return bulk.new(
        Message,
        case=case,
        direction=Direction.IN,
        channel=case.channel,
        subject=case.subject,
        text=arrival.text.strip(),
        at=case.received_at,
        author_label="" if by.kind == "customer" else by.label,
        evidence_ids=[item.pk for item in files],
    )


def search_of(made: Draft, message: Message) -> CaseSearch:
    """The search document of a new case."""
    case = made.case
    tokens = search.tokens(
        texts=[case.subject, message.text, *(demand.text for demand in made.demands)],
        numbers=[case.number, case.external_ref, case.policy_number],
        people=made.people,
    )
    return bulk.new(CaseSearch, case=case, received_at=case.received_at, vector=tokens)


def _from_regulator(made: Draft, *, by: Actor) -> Escalation:
    """What the regulator wants answered by its own date; answering it with proof stops that limit."""
    return Escalation(
        case=made.case,
        to="regulator",
        body=str(Channel.REGULATOR.label),
        external_ref=made.case.external_ref,
        due_on=made.arrival.regulator_due_on,
        at=made.case.received_at,
        by_id=by.id,
        by_label=by.label,
    )


def _name_authority(made: Draft, files: Sequence[Evidence]) -> None:
    for person, draft_ in zip(made.people, made.arrival.people, strict=True):
        if draft_.authority is not None:
            person.authority_evidence_id = files[draft_.authority].pk


def entry(made: Draft, *, receipt: UUID | None) -> dict[str, Any]:
    """What the first entry says, for `audit.draft`."""
    case, arrival = made.case, made.arrival
    body = {
        "number": case.number,
        "channel": case.channel,
        "external_ref": case.external_ref,
        "received_at": case.received_at,
        "unit": case.unit.code,
        "owner": case.owner_id,
        "owner_by": made.why_owner,
        "severity": case.severity,
        "flags": case.flags,
        "ground": arrival.ground,
        "graded_by": [rule.code for rule in made.grade.rules],
        "code": case.code,
        "customer": case.customer_id,
        "policy": case.policy_id,
        "demands": len(made.demands),
        "people": [person.role for person in made.people],
        "text": text_hash(case.pk, arrival.text.strip()),
        "files": [file.digest for file in arrival.evidence],
        "repeats": [number for _id, number in made.repeats],
        "clocks": {clock.rule_code: clock.due_at for clock in made.clocks},
        "receipt": receipt,
    }
    return {
        "aggregate": ("case", case.pk),
        "kind": entries.REGISTERED,
        "body": body,
        "personal": persons.personal(made.people),
        "rule_versions": [clock.rule_version for clock in made.clocks] + [rule.version for rule in made.grade.rules],
    }
