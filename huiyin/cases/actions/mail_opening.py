"""A mail of which nothing is known opens a case that nobody has said yet what it is. Its limits run from the moment the
server took the mail: it may be a complaint (3.1-1)."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from huiyin.cases.actions.opening import Matter, Opened, open_matter
from huiyin.cases.models import (
    Case,
    Channel,
)
from huiyin.cases.queries import secret_for
from huiyin.cases.queries.mail import place_of
from huiyin.cases.rules import mail as rules
from huiyin.cases.rules.people import PersonDraft
from huiyin.cases.rules.secrets import follow_url
from huiyin.channels import actions as channels
from huiyin.channels.models import RawMessage
from huiyin.channels.rules.mail import Mail
from huiyin.core.actors import Actor
from huiyin.core.errors import BadInput
from huiyin.core.files import Stored
from huiyin.core.wording import moment_text


def open_untriaged(
    *, raw: RawMessage, mail: Mail, text: str, files: Sequence[Stored], suspect: UUID | None, receipt: bool, by: Actor,
    at: datetime,
) -> Opened:  # fmt: skip
    """Open the case of a mail that the caller has locked. `suspect` is a case that it names or answers without
    belonging there; `receipt`: tell the sender the number. Raises Refused(`intake.nobody`)."""
    matter = Matter(
        channel=Channel.EMAIL, received_at=raw.received_at, subject=mail.subject or _("(no subject)"), text=text,
        language=rules.language_of(f"{mail.subject} {mail.text}"), person=_person(mail), reason="mail", files=files,
        source_fields=_told(raw, mail, suspect),
    )  # fmt: skip

    def more(opened: Opened) -> dict[str, object]:
        sent = _receipt(opened, at=at, by=by) if receipt else None
        return {"mail": raw.pk, "sha256": raw.sha256, "suspect": suspect, "receipt": sent}

    place = place_of(raw.mailbox.unit)
    return open_matter(matter, place=place, entry="opened_by_mail", by=by, at=at, more=more)


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


def _receipt(opened: Opened, *, at: datetime, by: Actor) -> UUID | None:
    case, person, secret = opened.case, opened.person, secret_for(opened.case.pk)
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
