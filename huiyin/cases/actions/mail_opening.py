"""A mail of which nothing is known opens a case that nobody has said yet what it is. Its limits run from the moment the
server took the mail: it may be a complaint (3.1-1)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from huiyin.audit import actions as audit
from huiyin.cases.actions import due, evidence, people, search
from huiyin.cases.actions.base import text_hash
from huiyin.cases.actions.branching import next_number
from huiyin.cases.models import (
    Case,
    CaseSearch,
    Channel,
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
from huiyin.cases.queries.mail import place_of
from huiyin.cases.rules import mail as rules
from huiyin.cases.rules.people import PersonDraft
from huiyin.cases.rules.secrets import follow_url
from huiyin.channels import actions as channels
from huiyin.channels.models import RawMessage
from huiyin.channels.rules.mail import Mail
from huiyin.clocks import actions as clocks
from huiyin.core.actors import Actor
from huiyin.core.errors import BadInput, Refused
from huiyin.core.files import Stored
from huiyin.core.time import local_date
from huiyin.core.wording import moment_text
from huiyin.handbook.queries.units import packs_of

# What runs before anybody has said what it is: it could be a complaint, whose first limit is the shortest.
LIMITS = ("complaint.acceptance",)


@dataclass(frozen=True)
class Opened:
    """The case and its first message."""

    case: Case
    message: Message


def open_untriaged(
    *, raw: RawMessage, mail: Mail, text: str, files: Sequence[Stored], suspect: UUID | None, receipt: bool, by: Actor,
    at: datetime,
) -> Opened:  # fmt: skip
    """Open the case of a mail that the caller has locked. `suspect` is a case that it names or answers without
    belonging there; `receipt`: tell the sender the number. Raises Refused(`intake.nobody`)."""
    place = place_of(raw.mailbox.unit)
    if place is None:
        raise Refused(
            "intake.nobody",
            _("Nobody could answer for this complaint. Ask the administrator to name the duty person of head office."),
            clause="1.1-7",
        )
    unit, owner = place
    case = Case(
        number=next_number(at), kind=Kind.UNTRIAGED, state=State.RECEIVED, state_since=at, channel=Channel.EMAIL,
        received_at=min(raw.received_at, at), recorded_at=at, unit=unit, owner=owner,
        subject=mail.subject[:200] or _("(no subject)"), language=rules.language_of(f"{mail.subject} {mail.text}"),
        complainant_name=(mail.name or mail.sender.partition("@")[0])[:100],
        rules_on=local_date(min(raw.received_at, at)), source_fields=_told(raw, mail, suspect),
    )  # fmt: skip
    secret = secret_for(case.pk)
    case.secret_hash = secret_hash(secret)
    case.save(force_insert=True)
    Registry.objects.create(kind="number", key=case.number, case_id=case.pk)
    Ownership.objects.create(case=case, user=owner, from_at=at, reason="mail")
    persons = Person.objects.bulk_create(people.rows(case, [_person(mail)], day=case.rules_on))
    items = evidence.keep(
        case, files, kind=EvidenceKind.ATTACHMENT, source=EvidenceSource.CUSTOMER, by=by, at=at,
        captured_at=case.received_at, is_public=True,
    )  # fmt: skip
    message = Message.objects.create(
        case=case, direction=Direction.IN, channel=Channel.EMAIL, subject=case.subject, text=text,
        at=case.received_at, evidence_ids=[item.pk for item in items],
    )  # fmt: skip
    tokens = search.tokens(texts=[case.subject, text], numbers=[case.number], people=persons)
    CaseSearch.objects.create(case=case, received_at=case.received_at, vector=tokens)
    begun = clocks.start_many(
        owner=("case", case.pk), rules=LIMITS, at=case.received_at, facts={}, by=by, rules_on=case.rules_on,
        packs=packs_of(unit, case.rules_on),
    )  # fmt: skip
    case.save(update_fields=due.copy(case, begun))
    sent = _receipt(case, persons[0], secret, at=at, by=by) if receipt else None
    audit.record(
        aggregate=("case", case.pk),
        kind="case.opened_by_mail",
        by=by,
        at=at,
        body={
            "number": case.number, "kind": case.kind, "received_at": case.received_at, "unit": unit.code,
            "owner": owner.pk, "mail": raw.pk, "sha256": raw.sha256, "suspect": suspect,
            "text": text_hash(message.pk, text), "evidence": evidence.as_body(items),
            "clocks": {clock.rule_code: clock.due_at for clock in begun}, "receipt": sent,
        },
        personal=people.personal(persons),
        rule_versions=[clock.rule_version for clock in begun],
        first=True,
    )  # fmt: skip
    return Opened(case, message)


def _told(raw: RawMessage, mail: Mail, suspect: UUID | None) -> dict[str, object]:
    number = Case.objects.filter(pk=suspect).values_list("number", flat=True).first() if suspect else None
    return {
        "mail": str(raw.pk), "faults": list(mail.faults),
        **({"suspect": number} if number else {}),
    }  # fmt: skip


def _person(mail: Mail) -> PersonDraft:
    """Who wrote, as far as the mail says; an address that cannot be one is left to the text."""
    address = mail.sender
    try:
        channels.check_address(address)
    except BadInput:
        address = ""
    name = mail.name or mail.sender.partition("@")[0] or "?"
    return PersonDraft(name=name[:100], email=address, is_contact=True)


def _receipt(case: Case, person: Person, secret: str, *, at: datetime, by: Actor) -> UUID | None:
    if not person.email:
        return None
    with override(case.language):
        subject = _("We have received your mail: %(number)s") % {"number": case.number}
        lines = [
            _("Dear %(name)s,") % {"name": person.name},
            "",
            _("we received your mail on %(moment)s. Somebody reads it and tells you what happens next.")
            % {"moment": moment_text(case.received_at)},
            "",
            _("Number: %(number)s") % {"number": case.number},
            _("Code to follow it: %(secret)s (please keep it to yourself)") % {"secret": secret},
            _("Follow it here: %(url)s") % {"url": follow_url(settings.PUBLIC_URL, case.number, secret)},
            "",
            _("Answer this mail when you want to add something."),
            "",
            _("Questions: %(phone)s, %(email)s")
            % {"phone": settings.INSURER["phone"], "email": settings.INSURER["email"]},
            settings.INSURER["name_en" if case.language.startswith("en") else "name"],
        ]
    return channels.queue_mail(
        owner=("case", case.pk), purpose="mail_receipt", address=person.email, subject=subject,
        body="\n".join(lines) + "\n", at=at, by=by,
    ).pk  # fmt: skip
