"""What somebody writes to the official account in WeChat: it goes on with the open matter that this person began there,
or opens one that nobody has said yet what it is. Doing it twice changes nothing.

WeChat's id of a person proves that the same person writes again, and nothing about who they are: no customer is found
by it, and the number of somebody else's case opens nothing here."""

from collections.abc import Callable, Sequence
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from huiyin.cases.actions import talk
from huiyin.cases.actions.opening import Matter, Opened, open_matter
from huiyin.cases.models import Case, Channel
from huiyin.cases.queries import secret_for
from huiyin.cases.queries.mail import place_of
from huiyin.cases.rules import limits
from huiyin.cases.rules.chat import title
from huiyin.cases.rules.mail import language_of
from huiyin.cases.rules.people import PersonDraft
from huiyin.cases.rules.secrets import follow_url
from huiyin.channels import actions as channels
from huiyin.channels.actions import wechat as inbound
from huiyin.channels.models import MailState, WechatMessage
from huiyin.core.actions import action
from huiyin.core.actors import Actor, customer
from huiyin.core.files import Stored

WRITER = customer(None, where="wechat")
Living = Callable[[Case], Case]


@action
def sort_wechat(
    *, row: WechatMessage, told: dict[str, str], living: Living, by: Actor, at: datetime, files: Sequence[Stored] = ()
) -> WechatMessage:
    """Decide what becomes of a waiting message (`told`: its fields; `files`: what was fetched of it) and do it.
    `living` gives the case that speaks for another. One that is sorted already is answered as it is.

    Whatever breaks rolls everything back: the message still waits (`inbound.put_off_wechat`)."""
    row = inbound.lock_wechat(message_id=row.pk, by=by, at=at)
    if row.state != MailState.WAITING:
        return row
    if row.kind == "event":
        return inbound.settle_wechat(row=row, state=MailState.REJECTED, reason="event", by=by, at=at)
    found = Case.objects.filter(pk=row.thread.case_id).first() if row.thread.case_id else None
    case = living(found) if found is not None else None
    if case is None or not case.is_open:
        return _open(row, told, files, earlier=found, by=by, at=at)
    message = talk.hear(
        case=case, text=words_of(told, case.language, has_file=bool(files)), by=WRITER, at=at, channel=Channel.WECHAT,
        received_at=row.received_at, files=files,
    )  # fmt: skip
    return inbound.settle_wechat(
        row=row, state=MailState.FOLLOW_UP, reason="thread", by=by, at=at, case_id=case.pk, message_id=message.pk
    )


def _open(
    row: WechatMessage, told: dict[str, str], files: Sequence[Stored], *, earlier: Case | None, by: Actor, at: datetime
) -> WechatMessage:
    language = language_of(told.get("Content", "")) if told.get("Content") else settings.LANGUAGE_CODE
    words = words_of(told, language, has_file=bool(files))
    with override(language):
        person = PersonDraft(name=_("Writer in WeChat"), is_contact=True)
    matter = Matter(
        channel=Channel.WECHAT, received_at=row.received_at, subject=title(words), text=words, language=language,
        person=person, reason="wechat", files=files,
        source_fields={"wechat": str(row.thread.pk), **({"earlier": earlier.number} if earlier else {})},
    )  # fmt: skip

    def more(opened: Opened) -> dict[str, object]:
        return {"wechat": row.pk, "sha256": row.sha256, "receipt": _receipt(row, opened, by=by, at=at)}

    opened = open_matter(matter, place=place_of(None), entry="opened_by_wechat", by=by, at=at, more=more)
    return inbound.settle_wechat(
        row=row, state=MailState.CASE, reason="new", by=by, at=at, case_id=opened.case.pk, message_id=opened.message.pk
    )


def _receipt(row: WechatMessage, opened: Opened, *, by: Actor, at: datetime) -> object:
    """The number, the code and where to go on; it says that a machine wrote it."""
    case, secret = opened.case, secret_for(opened.case.pk)
    with override(case.language):
        text = "\n".join(
            [
                _("(Automatic answer) We have received your message. Somebody reads it and answers you here."),
                _("Number: %(number)s") % {"number": case.number},
                _("Code to follow it: %(secret)s (please keep it to yourself)") % {"secret": secret},
                _("Follow it here: %(url)s") % {"url": follow_url(settings.PUBLIC_URL, case.number, secret)},
            ]
        )
    return channels.queue_wechat(
        owner=("case", case.pk), purpose="wechat_receipt", openid=row.thread.openid, text=text, at=at, by=by
    ).pk


def words_of(told: dict[str, str], language: str, *, has_file: bool) -> str:
    """What a message says. Speech brings WeChat's own words for it where the house has switched that on."""
    kind = told.get("MsgType", "")
    with override(language):
        words = {
            "text": told.get("Content", ""),
            "voice": told.get("Recognition", ""),
            "location": " ".join(filter(None, (told.get("Label"), told.get("Location_X"), told.get("Location_Y")))),
            "link": "\n".join(filter(None, (told.get("Title"), told.get("Description"), told.get("Url")))),
        }.get(kind, "")
        if kind in FILES and not has_file:
            words = f"{words}\n{_('(A file came with it that WeChat no longer had.)')}"
        elif not words.strip():
            words = _("(A message without text: %(kind)s)") % {"kind": kind or "?"}
        return words.strip()[: limits.MESSAGE]


# The kinds of message whose file is fetched from WeChat.
FILES = frozenset(("image", "voice", "video", "shortvideo"))
