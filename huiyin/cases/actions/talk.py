"""What is said: public messages and internal notes, in tables of their own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from huiyin.cases.actions import evidence as register
from huiyin.cases.actions import following, notifications, search, texting
from huiyin.cases.actions.base import lock, record, said, text_hash
from huiyin.cases.models import (
    Case,
    Channel,
    Direction,
    Evidence,
    EvidenceKind,
    EvidenceSource,
    Kind,
    Message,
    Note,
    Participation,
    Person,
)
from huiyin.cases.queries import files as files_of_case
from huiyin.cases.queries import secret_for
from huiyin.cases.rules import limits
from huiyin.cases.rules.secrets import follow_url
from huiyin.channels import actions as channels
from huiyin.channels.models import Outgoing
from huiyin.channels.queries.wechat import reachable
from huiyin.channels.rules.wechat import shortened
from huiyin.clocks import actions as clocks
from huiyin.clocks.models import TaskKind
from huiyin.core.actions import action
from huiyin.core.actors import Actor
from huiyin.core.errors import BadInput
from huiyin.core.files import Stored

_ANSWER_WITHIN = timedelta(days=1)


@dataclass(frozen=True)
class Told:
    """A public message and, when the person has an e-mail address, the mail that carries it."""

    message: Message
    outgoing: Outgoing | None


def contact(case: Case) -> Person | None:
    """The person to write to: the contact, else whoever was named first."""
    return Person.objects.filter(case_id=case.pk).order_by("-is_contact", "id").first()


def tell(
    case: Case,
    *,
    text: str,
    by: Actor,
    at: datetime,
    purpose: str,
    subject: str = "",
    channel: str = Channel.PORTAL,
    attached: Sequence[Evidence] = (),
    mail: bool = True,
    wechat: bool = False,
    sms: bool = False,
) -> Told:
    """Say something to the complainant of a case that the caller has locked and whose entry the caller writes.

    It stands on the portal; with `mail` it also goes by e-mail when the contact has an address, or, where the caller
    allows `wechat` (an answer, no notice whose way is on record), by WeChat when the matter began there and they wrote
    lately; with `sms` it goes by text message and no other way. Attached items become visible to the complainant.
    Raises Refused for one that is given to nobody (`evidence.held`, …), and as `texting.queue`.
    """
    words = said(text, most=limits.MESSAGE)
    files_of_case.check_free(attached)
    hidden = [item for item in attached if not item.is_public]
    if hidden:
        Evidence.objects.filter(pk__in=[item.pk for item in hidden]).update(is_public=True)
    outgoing = None
    if sms:
        outgoing = texting.queue(case, contact(case), words, by=by, at=at, purpose=purpose, has_files=bool(attached))
        channel = Channel.SMS
    elif mail and wechat:
        outgoing = _wechat(case, words, by=by, at=at, purpose=purpose, has_files=bool(attached))
        channel = Channel.WECHAT if outgoing else channel
    if mail and not sms and outgoing is None:
        outgoing = _mail(case, words, by=by, at=at, purpose=purpose, subject=subject, attached=attached)
        channel = Channel.EMAIL if outgoing else channel
    message = Message.objects.create(
        case=case,
        direction=Direction.OUT,
        channel=channel,
        subject=subject[:200],
        text=words,
        at=at,
        author_id=by.id,
        author_label=by.label,
        outgoing_id=outgoing.pk if outgoing else None,
        evidence_ids=[item.pk for item in attached],
    )
    search.add(case, texts=[words, subject])
    return Told(message, outgoing)


def _wechat(
    case: Case, words: str, *, by: Actor, at: datetime, purpose: str, has_files: bool
) -> Outgoing | None:  # fmt: skip
    """Files go by e-mail when there is an address; else the message says where they are."""
    person = contact(case)
    thread = reachable(case.pk, at) if settings.WECHAT else None
    if thread is None or (has_files and person is not None and person.email):
        return None
    with override(case.language):
        place = {"url": follow_url(settings.PUBLIC_URL, case.number, secret_for(case.pk))}
        where = _("Read all of it here: %(url)s") % place
    text = shortened(f"{words}\n\n{where}" if has_files else words, where)
    return channels.queue_wechat(
        owner=("case", case.pk), purpose=purpose, openid=thread.openid, text=text, at=at, by=by
    )


def _mail(
    case: Case, words: str, *, by: Actor, at: datetime, purpose: str, subject: str, attached: Sequence[Evidence]
) -> Outgoing | None:
    person = contact(case)
    if person is None or not person.email:
        return None
    with override(case.language):
        title = subject or _("About your complaint %(number)s") % {"number": case.number}
        foot = (
            _("Request %(number)s · %(insurer)s · %(phone)s")
            if case.kind == Kind.REQUEST
            else _("Complaint %(number)s · %(insurer)s · %(phone)s")
        ) % {
            "number": case.number,
            "insurer": settings.INSURER["name_en" if case.language.startswith("en") else "name"],
            "phone": settings.INSURER["phone"],
        }
    return channels.queue_mail(
        owner=("case", case.pk),
        purpose=purpose,
        address=person.email,
        subject=title,
        body=f"{words}\n\n--\n{foot}\n",
        attachments=[(item.sha256, item.file_name, item.media_type) for item in attached],
        at=at,
        by=by,
    )


@action
def add_note(*, case: Case, text: str, by: Actor, at: datetime, evidence_ids: Sequence[UUID] = ()) -> Note:
    """Write an internal note. It never leaves the house and is not searched by customers. Whom it calls with @ is told
    of it; raises BadInput(`mention.…`) for somebody who may not see the case."""
    case = lock(case, by=by, staff_only=True)
    words = said(text, most=limits.NOTE)
    items = register.of_case(case, evidence_ids)
    called = following.called(case, words) if by.kind in ("staff", "api") else []
    note = Note.objects.create(
        case=case, text=words, at=at, author_id=by.id, author_label=by.label, evidence_ids=[i.pk for i in items]
    )
    search.add(case, texts=[words])
    following.keep(case, note, called, by=by, at=at)
    body = {"note": note.pk, "text": text_hash(note.pk, words)}
    record(case, "note_added", by=by, at=at, body=body | ({"mentions": [one.pk for one in called]} if called else {}))
    return note


@action
def hear(
    *,
    case: Case,
    text: str,
    by: Actor,
    at: datetime,
    channel: str = Channel.PORTAL,
    received_at: datetime | None = None,
    files: Sequence[Stored] = (),
    subject: str = "",
) -> Message:
    """Something more from the complainant: a message, material, or both, through any channel.

    Whether it brings new facts that restart the limit is decided by a person, not here (令2020-3 art 18). What a
    customer writes after the end becomes a task of the owner. Raises BadInput when there is neither text nor file, or
    the receipt lies in the future.
    """
    return heard(
        lock(case, by=by), text=text, by=by, at=at, channel=channel, received_at=received_at, files=files,
        subject=subject,
    )  # fmt: skip


def heard(
    case: Case,
    *,
    text: str,
    by: Actor,
    at: datetime,
    channel: str,
    received_at: datetime | None = None,
    files: Sequence[Stored] = (),
    subject: str = "",
) -> Message:
    """`hear` for a case that the caller has locked, and into which `by` may write."""
    if channel not in Channel.values:
        raise BadInput("message.channel", _("Choose how it reached us."), field="channel")
    if received_at is not None and received_at > at:
        raise BadInput("message.future", _("The time of receipt lies in the future."), field="received_at")
    if not text.strip() and files:
        text = _("Material handed in.")
    words = said(text, most=limits.MESSAGE)
    items = register.keep(
        case, files, kind=EvidenceKind.ATTACHMENT, source=EvidenceSource.CUSTOMER, by=by, at=at, is_public=True
    )
    message = Message.objects.create(
        case=case,
        direction=Direction.IN,
        channel=channel,
        subject=subject[:200],
        text=words,
        at=received_at or at,
        author_id=by.id if by.kind == "customer" else None,
        author_label="" if by.kind == "customer" else by.label,
        evidence_ids=[item.pk for item in items],
    )
    search.add(case, texts=[words, subject])
    body = {"message": message.pk, "channel": channel, "text": text_hash(message.pk, words)}
    record(case, "message_added", by=by, at=at, body=body | {"evidence": register.as_body(items)})
    notifications.tell(
        kind="reply", to=working_on(case), case=case, key=f"message:{message.pk}", ref_id=message.pk, by=by, at=at
    )
    if by.kind == "customer" and not case.is_open:
        _tell_owner(case, message, by=by, at=at)
    return message


def working_on(case: Case) -> list[UUID]:
    """Who has to read what the complainant writes: the owner and those who handle the case with them."""
    parts = Participation.objects.filter(case=case, to_at=None, role__in=("investigator", "co_handler"))
    return [case.owner_id, *parts.values_list("user_id", flat=True)]


def _tell_owner(case: Case, message: Message, *, by: Actor, at: datetime) -> None:
    """Nobody looks at a case that has ended: the owner gets the task to read what still came in, and to answer."""
    clocks.add_task(
        owner=("case", case.pk),
        kind=TaskKind.OTHER,
        title=_("The complainant has written after the end: read it and answer"),
        assignee=case.owner,
        unit=case.unit,
        due_at=at + _ANSWER_WITHIN,
        ref_id=message.pk,
        by=by,
        at=at,
    )
