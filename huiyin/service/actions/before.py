"""Before a request is handled: first answer, identity, papers, acceptance (1.2-3, 1.2-6, 1.2-7; 令2010-4 art 19)."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import override

from huiyin.cases.actions import talk
from huiyin.cases.actions.base import text_hash
from huiyin.cases.models import Case, Channel, Message
from huiyin.core.actions import action
from huiyin.core.actors import Actor
from huiyin.core.errors import BadInput, Refused
from huiyin.service.actions.base import begin, finish, start, stop, words
from huiyin.service.models import PapersAsked
from huiyin.service.rules.table import POLICY_SERVICE

MOST_ITEMS = 30


@action
def respond(*, case: Case, text: str, by: Actor, at: datetime, channel: str = Channel.PORTAL) -> Message:
    """Answer the customer for the first time, or once more on the way (6.3-1). Only a person's answer ends the limit
    of the first one. By portal and mail, or as said on the phone. Raises Refused(`respond.machine`)."""
    case, request, _facts = begin(case, "respond", by=by)
    if by.kind == "system":
        raise Refused("respond.machine", _("An automatic answer is no response: a person answers."), clause="6.3-1")
    message = told(case, text, by=by, at=at, purpose="response", channel=channel)
    ended = stop(case, "request_responded", by=by, at=at)
    request.responded_at = request.responded_at or at
    body = {"message": message.pk, "text": text_hash(message.pk, message.text), "channel": message.channel}
    finish(case, request, "respond", by=by, at=at, fields=["responded_at"], body=body, limits=ended)
    return message


@action
def check_identity(*, case: Case, how: str, by: Actor, at: datetime) -> Case:
    """Write down that person and policy were checked, and how (1.2-7). A later check replaces the words; the ledger
    keeps both."""
    case, request, _facts = begin(case, "check_identity", by=by)
    request.identity_check = words(how, "how")
    request.identity_checked_at = at
    return finish(
        case, request, "check_identity", by=by, at=at, fields=["identity_check", "identity_checked_at"],
        personal={"how": request.identity_check},
    )  # fmt: skip


@action
def ask_papers(
    *, case: Case, items: Sequence[str], by: Actor, at: datetime, reason: str = "", channel: str = Channel.PORTAL
) -> PapersAsked:
    """Tell the customer everything that is missing, at once (令2010-4 art 19). The limit of acceptance ends; that of
    telling the defects is judged from the receipt of the request.

    Raises BadInput without an item, and for a second list without the `reason` why the first was not full.
    """
    case, request, _facts = begin(case, "ask_papers", by=by)
    wanted = list(dict.fromkeys(item.strip() for item in items if item.strip()))
    if not wanted:
        raise BadInput("papers.none", _("Name each missing paper."), field="items")
    if len(wanted) > MOST_ITEMS or any(len(item) > 200 for item in wanted):
        raise BadInput("papers.many", _("At most 30 papers of 200 characters each."), field="items")
    asked = PapersAsked.objects.filter(case=case).count()
    if asked and not reason.strip():
        raise BadInput(
            "papers.again",
            _("The customer has been given a full list already. Say why something more is needed."),
            field="reason",
        )
    why = words(reason, "reason") if asked else ""
    with override(case.language):
        lines = [
            _("To handle your request %(number)s we still need:") % {"number": case.number},
            *(f"{place}. {item}" for place, item in enumerate(wanted, start=1)),
            _("This is the full list. What we already hold is not asked of you again."),
        ]
    message = told(case, "\n".join(lines), by=by, at=at, purpose="papers", channel=channel)
    row = PapersAsked.objects.create(
        case=case, number=asked + 1, items=wanted, reason=why, message_id=message.pk, at=at, by_label=by.label
    )
    limits = []
    if request.kind in POLICY_SERVICE and not asked:
        start(case, "service_defective", by=by, at=case.received_at)
        limits = stop(case, "service_defects_told", by=by, at=at)
    limits += stop(case, "request_papers_told", "request_responded", by=by, at=at)
    request.papers_complete_at, request.responded_at = None, request.responded_at or at
    finish(
        case, request, "ask_papers", by=by, at=at, fields=["papers_complete_at", "responded_at"], limits=limits,
        body={"list": row.number, "items": len(wanted), "message": message.pk},
        personal={"items": "; ".join(wanted), **({"reason": why} if why else {})},
    )  # fmt: skip
    return row


@action
def check_papers(*, case: Case, by: Actor, at: datetime, note: str = "") -> Case:
    """Write down that the papers are complete. After a list was asked for, the limit of acceptance begins anew now: the
    request is whole from this moment."""
    case, request, _facts = begin(case, "check_papers", by=by)
    waited = request.state == "needs_papers"
    request.papers_complete_at = at
    limits = start(case, "request_received", by=by, at=at) if waited else []
    personal = {"note": words(note, "note")} if note.strip() else None
    if waited:  # the first answer was given with the list
        limits += stop(case, "request_responded", by=by, at=at)
    return finish(
        case, request, "check_papers", by=by, at=at, fields=["papers_complete_at"], personal=personal, limits=limits
    )


@action
def accept(*, case: Case, by: Actor, at: datetime, channel: str = Channel.PORTAL) -> Case:
    """Accept the request (1.2-6): the customer is told, the limits of acceptance and first answer end, that of
    completion begins where the law sets one (令2010-4 art 20)."""
    case, request, _facts = begin(case, "accept", by=by)
    with override(case.language):
        text = _("We have accepted your request %(number)s. %(name)s takes care of it.") % {
            "number": case.number,
            "name": case.owner.name,
        }
    message = told(case, text, by=by, at=at, purpose="accepted", channel=channel)
    limits = stop(case, "request_accepted", "service_accepted", "request_responded", by=by, at=at)
    if request.kind in POLICY_SERVICE:
        limits += start(case, "service_complete_papers", by=by, at=at)
    request.accepted_at, request.responded_at = at, request.responded_at or at
    return finish(
        case, request, "accept", by=by, at=at, fields=["accepted_at", "responded_at"], body={"message": message.pk},
        limits=limits,
    )  # fmt: skip


def told(case: Case, text: str, *, by: Actor, at: datetime, purpose: str, channel: str) -> Message:
    """Say something to the customer of a locked request: by portal and mail, by text message, or as it was said
    otherwise. Raises BadInput for a channel by which nobody is answered, and as `texting.queue`."""
    if channel not in (Channel.PORTAL, Channel.EMAIL, Channel.SMS, Channel.PHONE, Channel.VISIT, Channel.LETTER):
        raise BadInput("message.channel", _("Choose how you answered."), field="channel")
    with override(case.language):
        subject = _("About your request %(number)s") % {"number": case.number}
    by_mail = channel in (Channel.PORTAL, Channel.EMAIL)
    return talk.tell(
        case,
        text=text,
        by=by,
        at=at,
        purpose=purpose,
        subject=subject,
        channel=channel,
        mail=by_mail,
        sms=channel == Channel.SMS,
    ).message
