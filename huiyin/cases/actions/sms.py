"""Sorting what the platform for text messages told: an answer goes on with the matter that its number was last
written to about, or begins one of its own; a word that stops is obeyed; a report says whether a message arrived.

A number opens nobody's record: whoever writes from it adds words to a matter and is told nothing of it."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from huiyin.cases.actions import notifications, talk
from huiyin.cases.actions.base import lock, record
from huiyin.cases.actions.opening import Matter, Opened, open_matter
from huiyin.cases.models import Case, Channel, State
from huiyin.cases.queries import secret_for
from huiyin.cases.queries.mail import place_of
from huiyin.cases.rules import limits
from huiyin.cases.rules.chat import title
from huiyin.cases.rules.mail import language_of
from huiyin.cases.rules.people import PersonDraft
from huiyin.channels import actions as channels
from huiyin.channels.actions import sms as outgoing
from huiyin.channels.actions import sms_in as inbound
from huiyin.channels.models import MailState, Outgoing, SmsMessage
from huiyin.channels.queries.sms import case_of_number, stop_of
from huiyin.channels.rules import sms_in as reading
from huiyin.channels.rules.sms import Wrong
from huiyin.core.actions import action
from huiyin.core.actors import Actor, customer

WRITER = customer(None, where="sms")
_OLDEST = timedelta(days=3)  # the platforms try again for less than that
Living = Callable[[Case], Case]


class Nobodys(Exception):  # noqa: N818 - an answer
    """A report about no message of ours, or about one of which we have not yet written down that it was taken."""


@action
def sort_report(*, row: SmsMessage, told: Mapping[str, Any], by: Actor, at: datetime) -> SmsMessage:
    """Write down what became of a message of ours; who handles the case is told when it did not arrive. Raises Nobodys,
    after which it still waits (`inbound.put_off_sms`)."""
    row = inbound.lock_sms(message_id=row.pk, by=by, at=at)
    if row.state != MailState.WAITING:
        return row
    try:
        report = reading.report(row.provider, told)
    except Wrong as wrong:
        return inbound.settle_sms(row=row, state=MailState.QUARANTINED, reason=str(wrong), by=by, at=at)
    sent, is_news = outgoing.record_report(
        platform_id=report.platform_id, is_delivered=report.is_delivered, code=report.code, by=by, at=at
    )
    if sent is None:
        raise Nobodys
    case = Case.objects.filter(pk=sent.owner_id).first() if sent.owner_kind == "case" else None
    if case is None:
        return inbound.settle_sms(row=row, state=MailState.REJECTED, reason="report", by=by, at=at)
    if is_news and not report.is_delivered and case.state != State.ARCHIVED:
        _tell_owner(case, sent, by=by, at=at)
    return inbound.settle_sms(row=row, state=MailState.FOLLOW_UP, reason="report", by=by, at=at, case_id=sent.owner_id)


def _tell_owner(case: Case, sent: Outgoing, *, by: Actor, at: datetime) -> None:
    case = lock(case, by=by)
    body = {"mail": sent.pk, "purpose": sent.purpose, "status": sent.report}
    record(case, "sms_returned", by=by, at=at, body=body)
    notifications.tell(
        kind="reply", to=talk.working_on(case), case=case, key=f"bounce:{sent.pk}:{sent.platform_id}"[:100], by=by,
        at=at, details={"variant": "sms_bounced"}, ref_id=sent.pk,
    )  # fmt: skip


@action
def sort_answer(
    *, row: SmsMessage, told: Mapping[str, Any], living: Living, by: Actor, at: datetime
) -> SmsMessage:  # fmt: skip
    """Decide what becomes of what somebody wrote and do it. `living` gives the case that speaks for another. Whatever
    breaks rolls everything back: it still waits."""
    row = inbound.lock_sms(message_id=row.pk, by=by, at=at)
    if row.state != MailState.WAITING:
        return row
    try:
        answer = reading.answer(row.provider, told)
    except Wrong as wrong:
        return inbound.settle_sms(row=row, state=MailState.QUARANTINED, reason=str(wrong), by=by, at=at)
    case_id = case_of_number(answer.number, at)
    found = Case.objects.filter(pk=case_id).first() if case_id else None
    case = living(found) if found is not None else None
    if reading.is_stop(answer.text):
        return _stop(row, answer, case, by=by, at=at)
    if case is None or case.state == State.ARCHIVED:
        return _open(row, answer, earlier=case, by=by, at=at)
    return _join(row, answer, case, "answer", by=by, at=at)


def _join(
    row: SmsMessage, answer: reading.Answer, case: Case, reason: str, *, by: Actor, at: datetime
) -> SmsMessage:  # fmt: skip
    message = talk.hear(
        case=case, text=_words(answer, case.language), by=WRITER, at=at, channel=Channel.SMS,
        received_at=_received(row, answer),
    )  # fmt: skip
    return inbound.settle_sms(
        row=row, state=MailState.FOLLOW_UP, reason=reason, by=by, at=at, case_id=case.pk, message_id=message.pk,
        number=answer.number,
    )  # fmt: skip


def _stop(
    row: SmsMessage, answer: reading.Answer, case: Case | None, *, by: Actor, at: datetime
) -> SmsMessage:  # fmt: skip
    """Obeyed at once; an open matter shows it among its messages, so that whoever handles it takes another way."""
    channels.stop_sms(number=answer.number, word=answer.text.strip(), case_id=case.pk if case else None, by=by, at=at)
    if case is not None and case.is_open:
        return _join(row, answer, case, "stop", by=by, at=at)
    return inbound.settle_sms(row=row, state=MailState.REJECTED, reason="stop", by=by, at=at, number=answer.number)


def _open(
    row: SmsMessage, answer: reading.Answer, *, earlier: Case | None, by: Actor, at: datetime
) -> SmsMessage:  # fmt: skip
    language = language_of(answer.text) if answer.text.strip() else settings.LANGUAGE_CODE
    words = _words(answer, language)
    with override(language):
        person = PersonDraft(name=_("Writer of a text message"), phone=answer.number, is_contact=True)
    matter = Matter(
        channel=Channel.SMS, received_at=_received(row, answer), subject=title(words), text=words, language=language,
        person=person, reason="sms",
        source_fields={"sms": str(row.pk), **({"earlier": earlier.number} if earlier else {})},
    )  # fmt: skip

    def more(opened: Opened) -> dict[str, object]:
        return {"sms": row.pk, "sha256": row.sha256, "receipt": _receipt(opened, answer.number, by=by, at=at)}

    opened = open_matter(matter, place=place_of(None), entry="opened_by_sms", by=by, at=at, more=more)
    return inbound.settle_sms(
        row=row, state=MailState.CASE, reason="new", by=by, at=at, case_id=opened.case.pk,
        message_id=opened.message.pk, number=answer.number,
    )  # fmt: skip


def _receipt(opened: Opened, number: str, *, by: Actor, at: datetime) -> object:
    """The number and the code to follow it, without a link: templates seldom take one. It says that a machine wrote
    it. None to somebody who wants no messages."""
    if stop_of(number) is not None:
        return None
    case, secret = opened.case, secret_for(opened.case.pk)
    with override(case.language):
        text = _(
            "(Automatic answer) We have received your message and answer you. Number: %(number)s, code: %(secret)s "
            "(please keep it to yourself)"
        ) % {"number": case.number, "secret": secret}
    return channels.queue_sms(owner=("case", case.pk), purpose="sms_receipt", number=number, text=text, at=at, by=by).pk


def _received(row: SmsMessage, answer: reading.Answer) -> datetime:
    """When it was written, as the platform says: not after it came, and not so long before that it cannot be."""
    written = answer.written_at
    if written is None or not row.received_at - _OLDEST < written < row.received_at:
        return row.received_at
    return written


def _words(answer: reading.Answer, language: str) -> str:
    with override(language):
        return answer.text.strip()[: limits.MESSAGE] or _("(A message without text: %(kind)s)") % {"kind": "SMS"}
