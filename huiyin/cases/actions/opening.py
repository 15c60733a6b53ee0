"""A matter of which nobody has said yet what it is: a case with its first message, whatever way it came. Its limits run
from its receipt: it may be a complaint (3.1-1)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from huiyin.accounts.models import Unit, User
from huiyin.audit import actions as audit
from huiyin.cases.actions import due, evidence, people, search
from huiyin.cases.actions.base import text_hash
from huiyin.cases.actions.branching import next_number
from huiyin.cases.models import (
    Case,
    CaseSearch,
    Direction,
    EvidenceKind,
    EvidenceSource,
    Kind,
    Message,
    Ownership,
    Person,
    Registry,
    State,
)
from huiyin.cases.queries import secret_for, secret_hash
from huiyin.cases.rules.people import PersonDraft
from huiyin.clocks import actions as clocks
from huiyin.core.actors import Actor
from huiyin.core.errors import Refused
from huiyin.core.files import Stored
from huiyin.core.time import local_date
from huiyin.handbook.queries.units import packs_of

# What runs before anybody has said what it is: it could be a complaint, whose first limit is the shortest.
LIMITS = ("complaint.acceptance",)


@dataclass(frozen=True, kw_only=True)
class Matter:
    """What came in. `person` is who wrote; `reason` says in the record of owners how they came to answer for it."""

    channel: str
    received_at: datetime
    subject: str
    text: str
    language: str
    person: PersonDraft
    reason: str
    files: Sequence[Stored] = ()
    source_fields: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Opened:
    """The case, its first message and who wrote it."""

    case: Case
    message: Message
    person: Person


# What else the ledger says of the opening: told once case and message are there, in the same transaction.
More = Callable[[Opened], Mapping[str, Any]]


def open_matter(
    matter: Matter, *, place: tuple[Unit, User] | None, entry: str, by: Actor, at: datetime, more: More = lambda _: {}
) -> Opened:
    """Open the case. `place`: where it belongs and who answers for it; `entry` the kind of its first ledger entry. A
    building block: the caller is an action. Raises Refused(`intake.nobody`)."""
    if place is None:
        raise Refused(
            "intake.nobody",
            _("Nobody could answer for this complaint. Ask the administrator to name the duty person of head office."),
            clause="1.1-7",
        )
    unit, owner = place
    received_at = min(matter.received_at, at)
    case = Case(
        number=next_number(at), kind=Kind.UNTRIAGED, state=State.RECEIVED, state_since=at, channel=matter.channel,
        received_at=received_at, recorded_at=at, unit=unit, owner=owner, subject=matter.subject[:200],
        language=matter.language, complainant_name=matter.person.name[:100], rules_on=local_date(received_at),
        source_fields=dict(matter.source_fields),
    )  # fmt: skip
    case.secret_hash = secret_hash(secret_for(case.pk))
    case.save(force_insert=True)
    Registry.objects.create(kind="number", key=case.number, case_id=case.pk)
    Ownership.objects.create(case=case, user=owner, from_at=at, reason=matter.reason)
    persons = Person.objects.bulk_create(people.rows(case, [matter.person], day=case.rules_on))
    items = evidence.keep(
        case, matter.files, kind=EvidenceKind.ATTACHMENT, source=EvidenceSource.CUSTOMER, by=by, at=at,
        captured_at=case.received_at, is_public=True,
    )  # fmt: skip
    message = Message.objects.create(
        case=case, direction=Direction.IN, channel=matter.channel, subject=case.subject, text=matter.text,
        at=case.received_at, evidence_ids=[item.pk for item in items],
    )  # fmt: skip
    tokens = search.tokens(texts=[case.subject, matter.text], numbers=[case.number], people=persons)
    CaseSearch.objects.create(case=case, received_at=case.received_at, vector=tokens)
    begun = clocks.start_many(
        owner=("case", case.pk), rules=LIMITS, at=case.received_at, facts={}, by=by, rules_on=case.rules_on,
        packs=packs_of(unit, case.rules_on),
    )  # fmt: skip
    case.save(update_fields=due.copy(case, begun))
    opened = Opened(case, message, persons[0])
    audit.record(
        aggregate=("case", case.pk),
        kind=f"case.{entry}",
        by=by,
        at=at,
        body={
            "number": case.number, "kind": case.kind, "received_at": case.received_at, "unit": unit.code,
            "owner": owner.pk, "text": text_hash(message.pk, matter.text), "evidence": evidence.as_body(items),
            "clocks": {clock.rule_code: clock.due_at for clock in begun}, **more(opened),
        },
        personal=people.personal(persons),
        rule_versions=[clock.rule_version for clock in begun],
        first=True,
    )  # fmt: skip
    return opened
