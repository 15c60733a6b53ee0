"""Chatting: a visitor writes in a window, a person of the house answers; each line is a message of the case (2.2-1).

Nothing said is lost when nobody takes a chat, or a window is closed: the matter waits to be triaged like a mail, with
the limit of a complaint running from its first line.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from huiyin.accounts.models import User
from huiyin.accounts.rules import may_take_part
from huiyin.cases.actions import kinds, notifications, search, staff
from huiyin.cases.actions.base import lock, record, said, stays_away, text_hash
from huiyin.cases.actions.opening import Matter, open_matter
from huiyin.cases.actions.talk import contact
from huiyin.cases.models import Case, Channel, Chat, ChatSite, ChatState, Direction, Kind, Message
from huiyin.cases.queries import chat as queries
from huiyin.cases.queries import secret_for
from huiyin.cases.queries.mail import place_of
from huiyin.cases.rules import chat as rules
from huiyin.cases.rules.people import PersonDraft
from huiyin.cases.rules.secrets import follow_url
from huiyin.channels import actions as channels
from huiyin.core import live
from huiyin.core.actions import action
from huiyin.core.actors import Actor, customer
from huiyin.core.errors import BadInput, Refused

WRITER = customer(None, where="chat")
HOWS = ("visitor", "agent", "silence")


@dataclass(frozen=True)
class Begun:
    """A new chat and the key of its window, which is told once."""

    chat: Chat
    key: str


@action
def open_chat(
    *, site: ChatSite, text: str, language: str, at: datetime, name: str = "", phone: str = "", email: str = "",
    page: str = "", by: Actor = WRITER,
) -> Begun:  # fmt: skip
    """Begin a chat with its first line: a matter with a number, received now, that waits for a person.

    Name, phone (for a call back) and e-mail are the visitor's to give. `page` is where the window stood. Raises
    BadInput (nothing said, too long, no e-mail address), Refused(`chat.closed`, `intake.nobody`)."""
    if not site.is_on or site.removed_at is not None:
        raise Refused("chat.closed", _("The chat is closed here. Call us, or send us your complaint in writing."))
    words = said(text, most=rules.MOST_LINE)
    if email.strip():
        channels.check_address(email)
    with override(language):
        person = PersonDraft(
            name=name.strip()[:100] or _("Visitor of the chat"), phone=phone.strip()[:40], email=email.strip()[:200],
            is_contact=True,
        )  # fmt: skip
    matter = Matter(
        channel=Channel.CHAT, received_at=at, subject=rules.title(words), text=words, language=language, person=person,
        reason="chat", source_fields={"site": site.name, "page": page[:300], "named": bool(name.strip())},
    )  # fmt: skip
    opened = open_matter(
        matter, place=place_of(site.unit), entry="opened_by_chat", by=by, at=at, more=lambda _one: {"site": site.pk}
    )
    key = secrets.token_urlsafe(24)
    chat = Chat.objects.create(
        case=opened.case, site=site, key_hash=queries.key_hash(key), waiting_since=at, seen_at=at, said_at=at
    )
    live.tell_all("told", queries.who_takes(opened.case))
    return Begun(chat, key)


@action
def say(*, chat: Chat, text: str, line: str, at: datetime, by: Actor = WRITER) -> Message:
    """A line of the visitor. `line` is the window's own name for it: sent twice, it stands there once.

    Raises BadInput, Refused(`chat.ended`, `chat.full`)."""
    case = lock(Case(pk=chat.pk), by=by)
    row = _locked(case)
    words, id_ = said(text, most=rules.MOST_LINE), uuid5(case.pk, f"in:{line}")
    present = Message.objects.filter(pk=id_, case=case).first()
    if present is not None:
        return present
    _check_open(row)
    message = _write(row, case, id_, words, Direction.IN, by=by, at=at)
    row.seen_at = at
    paused = at - row.said_at > rules.PAUSE
    row.said_at = at
    row.save(update_fields=["seen_at", "said_at", "lines"])
    if row.agent_id is not None and row.state == ChatState.TALKING and paused:
        notifications.tell(
            kind="reply", to=[row.agent_id], case=case, key=f"message:{message.pk}", ref_id=message.pk, by=by, at=at
        )
    return message


@action
def answer(*, case: Case, text: str, line: str, by: Actor, at: datetime) -> Message:
    """A line of whoever leads the chat. When the window is gone and the visitor has left an address, it goes by mail as
    well. Raises Refused(`chat.not_yours`, `chat.ended`, `chat.full`) and those of `lock`."""
    case = lock(case, by=by, staff_only=True)
    row = _locked(case)
    words, id_ = said(text, most=rules.MOST_LINE), uuid5(case.pk, f"out:{line}")
    present = Message.objects.filter(pk=id_, case=case).first()
    if present is not None:
        return present
    _check_open(row)
    _check_leads(row, by)
    message = _write(row, case, id_, words, Direction.OUT, by=by, at=at)
    if at - row.seen_at > rules.GONE:
        _mail(case, message, by=by, at=at)
    row.first_answer_at = row.first_answer_at or at
    row.said_at = at
    row.save(update_fields=["first_answer_at", "said_at", "lines"])
    return message


@action
def answer_meanwhile(*, chat: Chat, text: str, line: str, by: Actor, at: datetime) -> Message | None:
    """A line of the machine while a chat waits: its place in the line stays, and no person has answered by it. None
    when somebody leads the chat by now, or it has ended or is full. `line`: sent twice, it stands there once."""
    case = lock(Case(pk=chat.pk), by=by)
    row = _locked(case)
    words, id_ = said(text, most=rules.MOST_LINE), queries.machine_line(case.pk, line)
    if row.state != ChatState.WAITING or row.lines >= rules.MOST_LINES:
        return None
    present = Message.objects.filter(pk=id_, case=case).first()
    if present is not None:
        return present
    message = _write(row, case, id_, words, Direction.OUT, by=by, at=at)
    row.said_at = at
    row.save(update_fields=["said_at", "lines"])
    return message


@action
def take(*, chat: Chat, user: User, by: Actor, at: datetime) -> Chat:
    """Lead a chat: whoever takes it answers for its case from now on (1.1-7). One that is led already can be taken over
    by those who lead the unit. Taking one's own changes nothing.

    Raises Refused: `chat.taken` (somebody was faster), `chat.ended`, `chat.not_yours`, and those of `staff.own`."""
    case = Case.objects.select_for_update(of=("self",)).select_related("unit", "owner").get(pk=chat.pk)
    row = _locked(case)
    if row.state == ChatState.TALKING and row.agent_id == user.pk:
        return row
    if row.state == ChatState.ENDED:
        raise Refused("chat.ended", _("The chat has ended. Answer from the case."))
    if not may_take_part(by.grants) or not rules.may_take(by.grants, case.unit.path) or stays_away(case, by):
        raise Refused("chat.not_yours", _("This chat does not wait for you."))
    if row.state == ChatState.TALKING and not rules.may_take(by.grants, case.unit.path, rules.TAKES_OVER):
        raise Refused("chat.taken", _("%(name)s has taken this chat already.") % {"name": row.agent.name})  # type: ignore[union-attr]
    before = case.owner_id
    if staff.own(case, user, reason="chat", at=at):
        case.version += 1
        case.save(update_fields=["owner", "version"])
    row.state, row.agent, row.taken_at = ChatState.TALKING, user, at
    row.save(update_fields=["state", "agent", "taken_at"])
    record(case, "chat_taken", by=by, at=at, body={"user": user.pk, "from": before})
    live.tell_all("told", queries.who_takes(case))
    return row


@action
def give_back(*, case: Case, by: Actor, at: datetime) -> Chat:
    """Let a chat wait again, in its old place in the line. Waiting already: nothing changes. Raises
    Refused(`chat.ended`, `chat.not_yours`)."""
    case = lock(case, by=by, staff_only=True)
    row = _locked(case)
    if row.state == ChatState.WAITING:
        return row
    _check_open(row)
    _check_leads(row, by)
    row.state, row.agent, row.taken_at = ChatState.WAITING, None, None
    row.save(update_fields=["state", "agent", "taken_at"])
    record(case, "chat_given_back", by=by, at=at, body={})
    live.tell_all("told", queries.who_takes(case))
    return row


@action
def end_chat(*, case: Case, how: str, by: Actor, at: datetime) -> Chat:
    """End a chat: by the visitor, by who leads it, or because nobody said anything any more. Its case goes on until
    somebody says what it was. Ended already: nothing changes. Raises Refused(`chat.not_yours`)."""
    if how not in HOWS:
        raise BadInput("chat.how", _("Say who ended the chat."), field="how")
    case = lock(case, by=by, staff_only=how == "agent")
    row = _locked(case)
    if row.state == ChatState.ENDED:
        return row
    if how == "agent":
        _check_leads(row, by)
    row.state, row.ended_at, row.ended_by = ChatState.ENDED, at, how
    row.save(update_fields=["state", "ended_at", "ended_by"])
    record(case, "chat_ended", by=by, at=at, body={"how": how, "lines": row.lines})
    live.tell_all("told", queries.who_takes(case))
    return row


@action
def settle_chat(*, case: Case, result: str, by: Actor, at: datetime) -> Case:
    """The question is answered: chat and matter end, with the result on record. Whatever is more than a question stays
    open and is triaged. Raises BadInput without a result, Refused(`triage.done`, `chat.not_yours`)."""
    words = said(result, most=2000, field="result")
    end_chat(case=case, how="agent", by=by, at=at)
    if Case.objects.values_list("kind", flat=True).get(pk=case.pk) == Kind.UNTRIAGED:
        with override(case.language):
            reason = _("Asked and answered in a chat")
        kinds.take_as(case=case, kind=Kind.INQUIRY, reason=reason, by=by, at=at)
    return kinds.settle(case=case, result=words, by=by, at=at)


@action
def seen(*, chat: Chat, at: datetime, by: Actor = WRITER) -> None:
    """The window still asks: written down a few times a minute, no more. No ledger: nothing of the case changes."""
    if at - chat.seen_at >= rules.SEEN_EVERY:
        Chat.objects.filter(pk=chat.pk, seen_at__lt=at).update(seen_at=at)


def _locked(case: Case) -> Chat:
    row = Chat.objects.select_for_update(of=("self",)).select_related("agent", "site").filter(pk=case.pk).first()
    if row is None:
        raise Refused("chat.none", _("This case did not begin as a chat."))
    row.case = case
    return row


def _check_open(row: Chat) -> None:
    if row.state == ChatState.ENDED:
        raise Refused("chat.ended", _("The chat has ended. Begin a new one, or follow your matter with its number."))
    if row.lines >= rules.MOST_LINES:
        raise Refused("chat.full", _("This chat has become very long. End it and begin a new one."))


def _check_leads(row: Chat, by: Actor) -> None:
    if row.agent_id != by.id:
        raise Refused("chat.not_yours", _("Take the chat first: somebody else leads it, or nobody yet."))


def _mail(case: Case, message: Message, *, by: Actor, at: datetime) -> None:
    """The window is gone: the answer goes to the address that the visitor left, with where to go on."""
    person = contact(case)
    if person is None or not person.email:
        return
    with override(case.language):
        subject = _("Our answer to your chat %(number)s") % {"number": case.number}
        url = follow_url(settings.PUBLIC_URL, case.number, secret_for(case.pk))
        foot = _("Follow it here: %(url)s") % {"url": url}
    sent = channels.queue_mail(
        owner=("case", case.pk), purpose="chat", address=person.email, subject=subject,
        body=f"{message.text}\n\n--\n{foot}\n", at=at, by=by,
    )  # fmt: skip
    message.outgoing_id = sent.pk
    message.save(update_fields=["outgoing_id"])


def _write(row: Chat, case: Case, id_: UUID, words: str, way: str, *, by: Actor, at: datetime) -> Message:
    row.lines += 1
    message = Message.objects.create(
        id=id_, case=case, direction=way, channel=Channel.CHAT, text=words, at=at,
        author_id=by.id, author_label="" if by.kind == "customer" else by.label,
    )  # fmt: skip
    search.add(case, texts=[words])
    body = {"message": message.pk, "channel": Channel.CHAT.value, "text": text_hash(message.pk, words)}
    record(case, "message_added" if way == Direction.IN else "chat_answered", by=by, at=at, body=body)
    return message
