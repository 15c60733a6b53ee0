"""Writing to somebody on the customer's side by text message (2.2): the number of the person to write to, and what is
in the way; and their wish to have messages again."""

from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _

from huiyin.cases.actions.base import lock, record
from huiyin.cases.models import Case, Person
from huiyin.channels import actions as channels
from huiyin.channels.models import Outgoing
from huiyin.channels.queries.sms import stop_of
from huiyin.channels.rules import sms
from huiyin.core.actions import action
from huiyin.core.actors import Actor
from huiyin.core.errors import BadInput, Refused


def queue(
    case: Case, person: Person | None, words: str, *, by: Actor, at: datetime, purpose: str, has_files: bool
) -> Outgoing:
    """The text message that carries `words` about a case that the caller has locked. Raises Refused(`sms.off`,
    `sms.no_number`, `sms.files`, `sms.stopped`), BadInput(`sms.too_long`)."""
    if not settings.SMS:
        raise Refused("sms.off", _("The house has no account for text messages. Take another way."))
    if has_files:
        raise Refused("sms.files", _("Files do not go by text message. Take the portal, or leave them out."))
    try:
        number = sms.number(person.phone if person is not None else "")
    except sms.Wrong:
        raise Refused("sms.no_number", _("No mobile number of the person to write to is known.")) from None
    if sms.units(sms.arrives(settings.SMS, words, case.number)) > sms.MOST_TEXT:
        raise BadInput(
            "sms.too_long",
            _("A text message has %(most)d signs at most, the name in front included.") % {"most": sms.MOST_TEXT},
            field="text",
        )
    return channels.queue_sms(
        owner=("case", case.pk), purpose=purpose, number=number, text=words, about=case.number, at=at, by=by
    )


@action
def want_again(*, case: Case, reason: str, by: Actor, at: datetime) -> Case:
    """Somebody of the case asks for text messages again: `reason` says when and how. Raises BadInput without one,
    Refused(`sms.not_stopped`) when nobody of the case had said no more."""
    case = lock(case, by=by, staff_only=True)
    numbers = [one.phone for one in Person.objects.filter(case=case).order_by("-is_contact", "id") if one.phone]
    stopped = next((one for one in numbers if stop_of(one) is not None), "")
    row = channels.lift_stop(number=stopped, reason=reason, by=by, at=at)
    record(case, "sms_wanted", by=by, at=at, body={"stop": row.pk}, personal={"reason": reason.strip()[:300]})
    return case
