"""Text messages to a mobile number, queued and tried like mails; what the operator says became of them; numbers that
want none."""

from datetime import datetime
from email.utils import make_msgid
from uuid import UUID

from django.utils.translation import gettext as _

from huiyin.audit import actions as audit
from huiyin.channels.actions.mail import send_soon
from huiyin.channels.models import DeliveryState, Outgoing, SmsStop
from huiyin.channels.queries.sms import stop_of
from huiyin.channels.rules import sms, sms_codes, sms_in
from huiyin.core import blind
from huiyin.core.actions import action
from huiyin.core.actors import Actor
from huiyin.core.errors import BadInput, Refused


@action
def queue_sms(
    *, owner: tuple[str, UUID], purpose: str, number: str, text: str, at: datetime, by: Actor, about: str = ""
) -> Outgoing:
    """Put a text message to one mobile number into the queue; it leaves when the transaction commits, in the hours of
    silence when these are over. A building block: what it tells of is the caller's; `about` is its number, for a
    template that has one. Raises `rules.sms.Wrong` for what
    is no mobile number of the mainland and for a text that is empty or longer than one message
    (`rules.sms.shortened`), Refused(`sms.stopped`) for a number whose people want no messages (PIPL art 15)."""
    if not text.strip() or len(text) > sms.MOST_TEXT:
        raise sms.Wrong("length")
    plain = sms.number(number)
    refuse_stopped(plain)
    row = Outgoing.objects.create(
        owner_kind=owner[0],
        owner_id=owner[1],
        purpose=purpose,
        method="sms",
        address=plain,
        address_blind=blind.phone(plain),
        subject=about,
        body=text,
        message_id=make_msgid(domain="sms"),
        queued_at=at,
        next_try_at=sms_in.leaves_at(at),
    )
    if row.next_try_at == at:
        send_soon(row)
    return row


def refuse_stopped(number: str) -> None:
    """Raises Refused(`sms.stopped`) for a number whose people have asked for no more messages."""
    if stop_of(number) is not None:
        raise Refused(
            "sms.stopped",
            _("This number has asked for no more text messages. Take another way, or write down that they want them."),
        )


@action
def record_report(
    *, platform_id: str, is_delivered: bool, code: str, by: Actor, at: datetime
) -> tuple[Outgoing | None, bool]:
    """What the operator says became of a message: (the row, whether that is news). The first report stands; one about
    no message of ours: None. What did not arrive counts as not sent, as with a mail that came back."""
    row = Outgoing.objects.select_for_update().filter(platform_id=platform_id).first() if platform_id else None
    if row is None or row.reported_at is not None or row.state != DeliveryState.SENT:
        return row, False
    row.reported_at, row.report = at, code[:60]
    if not is_delivered:
        row.state, row.bounced_at = DeliveryState.FAILED, at
        row.answer = f"{code} {sms_codes.meaning(code)}".strip()[:300]
    row.save(update_fields=["reported_at", "report", "state", "bounced_at", "answer"])
    audit.record(
        aggregate=("mail", row.pk),
        kind="mail.delivered" if is_delivered else "mail.returned",
        by=by,
        at=at,
        body={"owner": [row.owner_kind, row.owner_id], "purpose": row.purpose, "answer": row.report},
    )
    return row, True


@action
def stop_sms(*, number: str, word: str, case_id: UUID | None, by: Actor, at: datetime) -> SmsStop:
    """Write down that somebody with this number wants no more messages; again changes nothing (PIPL art 15)."""
    plain = sms.number(number)
    row, is_new = SmsStop.objects.get_or_create(
        number_blind=blind.phone(plain),
        lifted_at=None,
        defaults={"number": plain, "word": word[:20], "stopped_at": at, "case_id": case_id},
    )
    if is_new:
        audit.record(
            aggregate=("sms_stop", row.pk), kind="sms_stop.made", by=by, at=at,
            body={"word": row.word, "case": case_id}, personal={"number": plain},
        )  # fmt: skip
    return row


@action
def lift_stop(*, number: str, reason: str, by: Actor, at: datetime) -> SmsStop:
    """The person asks for text messages again: `reason` says when and how they did. Raises BadInput without one,
    Refused(`sms.not_stopped`) when nothing stands."""
    words = reason.strip()
    if len(words) < 2:
        raise BadInput("sms.lift_reason", _("Say when and how they asked for text messages again."), field="reason")
    found = stop_of(number)
    row = SmsStop.objects.select_for_update().filter(pk=found.pk, lifted_at=None).first() if found else None
    if row is None:
        raise Refused("sms.not_stopped", _("Nobody with this number has asked for no more text messages."))
    row.lifted_at, row.lifted_by_label, row.lifted_reason = at, by.label, words[:300]
    row.save(update_fields=["lifted_at", "lifted_by_label", "lifted_reason"])
    audit.record(
        aggregate=("sms_stop", row.pk), kind="sms_stop.lifted", by=by, at=at, body={}, personal={"reason": words[:300]}
    )
    return row
