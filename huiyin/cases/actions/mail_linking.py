"""A matter that came by mail or chat belongs to a known one: what was said goes there, the shell ends with a link."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import override

from huiyin.cases.actions import kinds, links, mail, talk
from huiyin.cases.actions.base import lock, record, said
from huiyin.cases.actions.chat import WRITER
from huiyin.cases.models import Case, Channel, Chat, ChatState, Direction, Kind, Message, Registry, State
from huiyin.cases.queries import mail as queries
from huiyin.cases.rules import limits
from huiyin.channels.actions import inbound
from huiyin.channels.models import MailState, RawMessage
from huiyin.core.actions import action
from huiyin.core.actors import Actor
from huiyin.core.errors import BadInput, Refused


@action
def put_to(*, case: Case, into: Case, reason: str, living: mail.Living, by: Actor, at: datetime) -> Case:
    """Put every mail of an untriaged matter to `into` (or to what lives on of it): each as a message with its files,
    received when it was; answers come there from now on. Of a chat, which must have ended, what was said. Both must be
    the person's to work on.

    Raises BadInput without a reason, Refused(`triage.done`, `triage.itself`, `chat.open`, `mail.unreadable`) and those
    of `lock`."""
    words = said(reason, most=300, field="reason")
    target = living(into)
    if target.pk == case.pk or target.kind == Kind.UNTRIAGED:
        raise BadInput(
            "triage.itself", _("Name a matter that is known already, not one that waits here."), field="number"
        )
    for one in sorted((case, target), key=lambda row: row.pk):
        lock(one, by=by, staff_only=True)
    case = kinds.untriaged(case, by=by)
    for raw_id in RawMessage.objects.filter(case_id=case.pk).order_by("received_at", "id").values_list("pk", flat=True):
        _move(raw_id, target, words, by=by, at=at)
    _move_talk(case, target, at=at)
    Registry.objects.filter(kind=queries.THREAD, case_id=case.pk).update(case_id=target.pk)
    links.link(case=case, other=target, relation="follow_up", by=by, at=at)
    kinds.end_limits(case, by=by, at=at)
    kinds.end(case, State.REROUTED, at)
    record(case, "mail_linked", by=by, at=at, body={"into": target.number}, personal={"reason": words})
    return target


def _move_talk(case: Case, target: Case, *, at: datetime) -> None:
    """What was said in a chat, both sides, as one message received when it began; the lines themselves stay."""
    chat = Chat.objects.select_for_update(of=("self",)).filter(pk=case.pk).first()
    if chat is None:
        return
    if chat.state != ChatState.ENDED:
        raise Refused("chat.open", _("The chat goes on. End it first, then put what was said to the other case."))
    lines = Message.objects.filter(case=case, channel=Channel.CHAT).order_by("at", "id")
    with override(target.language):
        sides = {Direction.IN: _("Visitor of the chat"), Direction.OUT: _("We")}
        text = "\n".join(f"{sides[Direction(one.direction)]}: {one.text}" for one in lines)
        more = _("(This is only a part. The whole chat is in %(number)s.)") % {"number": case.number}
    if len(text) > limits.MESSAGE:
        text = f"{text[: limits.MESSAGE - len(more) - 2]}\n\n{more}"
    talk.hear(case=target, text=text, by=WRITER, at=at, channel=Channel.CHAT, received_at=case.received_at)


def _move(raw_id: UUID, target: Case, words: str, *, by: Actor, at: datetime) -> None:
    raw = RawMessage.objects.select_for_update(of=("self",)).get(pk=raw_id)
    if raw.reason == "bounce":
        return
    placed = mail.hear_mail(raw, mail.words_kept(raw), target, by=by, at=at)
    inbound.settle_mail(
        raw=raw, state=MailState.FOLLOW_UP, reason="linked", case_id=placed.case.pk, message_id=placed.message.pk,
        sender=raw.sender, subject=raw.subject, content_key=raw.content_key, note=words, by=by, at=at,
    )  # fmt: skip
