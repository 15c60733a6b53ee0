"""The receipt that goes out when a complaint has arrived: number, secret, limits, what comes next (3.1, 1.2-4)."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from huiyin.cases.models import Case, Person
from huiyin.cases.rules.secrets import follow_url
from huiyin.channels import actions as channels
from huiyin.channels.models import Outgoing
from huiyin.clocks.models import Clock
from huiyin.core.actors import Actor
from huiyin.core.wording import limit_text, moment_text
from huiyin.handbook import queries as handbook

SHOWN = ("complaint.acceptance", "complaint.first_response", "complaint.decision")


def send(
    case: Case, person: Person | None, secret: str, clocks: Sequence[Clock], *, by: Actor, at: datetime
) -> Outgoing | None:
    """Queue the receipt, when there is one to send."""
    outgoing = draft(case, person, secret, clocks, at=at)
    if outgoing is not None:
        outgoing.save(force_insert=True)
        channels.send_soon(outgoing)
    return outgoing


def draft(case: Case, person: Person | None, secret: str, clocks: Sequence[Clock], *, at: datetime) -> Outgoing | None:
    """The receipt, not yet written, when the contact has an e-mail address; portal and phone give the same in words."""
    if person is None or not person.email:
        return None
    with override(case.language):
        subject = _("We have received your complaint %(number)s") % {"number": case.number}
        body = text(case, person, secret, clocks)
    return channels.draft(
        owner=("case", case.pk), purpose="receipt", address=person.email, subject=subject, body=body, at=at
    )


def text(case: Case, person: Person, secret: str, clocks: Sequence[Clock]) -> str:
    """The receipt in the language that is switched on: plain text, for mail and for reading out on the phone."""
    english = case.language.startswith("en")
    limits = [
        _("- %(title)s: by %(limit)s")
        % {
            "title": handbook.by_version(clock.rule_version).title.in_language(case.language),
            "limit": limit_text(clock.due_at) + (_(" (provisional)") if clock.provisional else ""),
        }
        for clock in sorted(clocks, key=lambda clock: SHOWN.index(clock.rule_code) if clock.rule_code in SHOWN else 9)
        if clock.rule_code in SHOWN and clock.due_at
    ]
    lines = [
        _("Dear %(name)s,") % {"name": person.name},
        "",
        _("we received your complaint on %(moment)s. Thank you for telling us.")
        % {"moment": moment_text(case.received_at)},
        "",
        _("Number: %(number)s") % {"number": case.number},
        _("Code to follow it: %(secret)s (please keep it to yourself)") % {"secret": secret},
        _("Follow it here: %(url)s") % {"url": follow_url(settings.PUBLIC_URL, case.number, secret)},
        "",
        _("By when we owe you an answer:"),
        *limits,
        "",
        _("What comes next: we decide whether we accept the complaint, check the facts and tell you our decision "
          "with its reasons. You can add material at any time; what we already hold is not asked of you again."),
        "",
        _("Questions: %(phone)s, %(email)s") % {"phone": settings.INSURER["phone"], "email": settings.INSURER["email"]},
        settings.INSURER["name_en" if english else "name"],
    ]  # fmt: skip
    return "\n".join(lines) + "\n"
