"""Text messages that a person has to judge: made a matter of their own, or turned down. Either way with a reason."""

import json
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import override

from huiyin.audit import actions as audit
from huiyin.cases.actions.base import said
from huiyin.cases.actions.opening import Matter, Opened, open_matter
from huiyin.cases.models import Channel
from huiyin.cases.queries.mail import place_of
from huiyin.cases.rules import limits
from huiyin.cases.rules.chat import title
from huiyin.cases.rules.mail import language_of
from huiyin.cases.rules.people import PersonDraft
from huiyin.channels.actions import sms_in as inbound
from huiyin.channels.models import MailState, SmsKind, SmsMessage
from huiyin.channels.rules import sms_in as reading
from huiyin.channels.rules.sms import Wrong
from huiyin.core import blobs
from huiyin.core.actions import action
from huiyin.core.actors import Actor
from huiyin.core.errors import Refused


@action
def open_text(*, row: SmsMessage, by: Actor, at: datetime) -> tuple[str, str]:
    """The number and the words of a withheld message, for somebody who may read it (`queries.mail.texts_readable_by`);
    the access log says who did."""
    audit.looked(kind="read", by=by, at=at, aggregate=("raw_sms", row.pk), fields=["text"])
    return words_kept(row)


@action
def release_text(*, row: SmsMessage, reason: str, by: Actor, at: datetime) -> SmsMessage:
    """Make a matter of a withheld message. Raises Refused(`sms.sorted`, `sms.report`), BadInput without a reason."""
    words = said(reason, most=300, field="reason")
    row = _withheld(row, by=by, at=at)
    if row.kind != SmsKind.UP:
        raise Refused("sms.report", _("A report of delivery is nobody's words."))
    number, text = words_kept(row)
    text = text.strip()[: limits.MESSAGE] or "—"
    language = language_of(text)
    with override(language):
        person = PersonDraft(name=_("Writer of a text message"), phone=number[:40], is_contact=True)
    matter = Matter(
        channel=Channel.SMS, received_at=row.received_at, subject=title(text), text=text, language=language,
        person=person, reason="sms", source_fields={"sms": str(row.pk)},
    )  # fmt: skip

    def more(_opened: Opened) -> dict[str, object]:
        return {"sms": row.pk, "sha256": row.sha256}

    opened = open_matter(matter, place=place_of(None), entry="opened_by_sms", by=by, at=at, more=more)
    inbound.settle_sms(
        row=row, state=MailState.CASE, reason="released", by=by, at=at, case_id=opened.case.pk,
        message_id=opened.message.pk, number=number,
    )  # fmt: skip
    return _told(row, words, by=by, at=at)


@action
def turn_down_text(*, row: SmsMessage, reason: str, by: Actor, at: datetime) -> SmsMessage:
    """Say that a withheld message is nobody's matter; it stays on record. Raises Refused(`sms.sorted`), BadInput
    without a reason."""
    words = said(reason, most=300, field="reason")
    row = _withheld(row, by=by, at=at)
    inbound.settle_sms(row=row, state=MailState.REJECTED, reason="turned_down", by=by, at=at)
    return _told(row, words, by=by, at=at)


def words_kept(row: SmsMessage) -> tuple[str, str]:
    """(number, words) as far as they can be told; of what could not be read at all what came."""
    try:
        body = blobs.read(row.sha256)
    except (blobs.BlobMissing, blobs.BlobDamaged):
        return "", ""
    try:
        one = reading.entries(body)[row.place] if row.place >= 0 else None
    except (Wrong, IndexError):
        one = None
    if one is None:
        return "", body.decode("utf-8", "replace")[: limits.MESSAGE]
    number, text = (one.get("phone_number") or one.get("mobile")), (one.get("content") or one.get("text"))
    return str(number or ""), str(text) if text else json.dumps(one, ensure_ascii=False)


def _withheld(row: SmsMessage, *, by: Actor, at: datetime) -> SmsMessage:
    row = inbound.lock_sms(message_id=row.pk, by=by, at=at)
    if row.state != MailState.QUARANTINED:
        raise Refused("sms.sorted", _("This text message has found its place already."))
    return row


def _told(row: SmsMessage, words: str, *, by: Actor, at: datetime) -> SmsMessage:
    audit.record(
        aggregate=("raw_sms", row.pk), kind=f"raw_sms.{row.state}", by=by, at=at,
        body={"sha256": row.sha256, "reason": row.reason, "case": row.case_id}, personal={"note": words},
    )  # fmt: skip
    return row
