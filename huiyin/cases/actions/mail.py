"""Sorting mail: each one, in one transaction, becomes a matter of its own, a word in a known one, or is withheld or
turned down with a reason. Doing it twice changes nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import override

from huiyin.audit import actions as audit
from huiyin.cases.actions import evidence, mail_opening, notifications, talk
from huiyin.cases.actions.base import lock, record, said, text_hash
from huiyin.cases.models import Case, Channel, Direction, EvidenceKind, EvidenceSource, Message, Registry
from huiyin.cases.queries import mail as queries
from huiyin.cases.rules import mail as rules
from huiyin.cases.rules.mail import Verdict
from huiyin.channels.actions import inbound
from huiyin.channels.models import MailState, RawMessage
from huiyin.channels.rules import mail as reading
from huiyin.channels.rules.mail import Mail
from huiyin.core import blobs
from huiyin.core.actions import action
from huiyin.core.actors import Actor, customer
from huiyin.core.errors import Refused
from huiyin.core.files import Stored

# Larger mails are kept and shown to a person, not read into memory.
MOST_BYTES = 64 * 1024 * 1024
RAW_TYPE = "message/rfc822"
WRITER = customer(None, where="mail")
Living = Callable[[Case], Case]


@dataclass(frozen=True)
class Placed:
    """Where a mail stands now."""

    case: Case
    message: Message


@action
def sort_mail(*, raw_id: UUID, living: Living, by: Actor, at: datetime) -> RawMessage:
    """Decide what becomes of a waiting mail and do it. `living` gives the case that speaks for another (a merged one
    lives on elsewhere). A mail that is sorted already is answered as it is.

    Whatever breaks rolls everything back: the mail still waits (`inbound.put_off_mail`)."""
    raw = inbound.lock_mail(raw_id=raw_id, by=by, at=at)
    if raw.state != MailState.WAITING:
        return raw
    if raw.size > MOST_BYTES:
        return inbound.settle_mail(raw=raw, state=MailState.QUARANTINED, reason="too_big", by=by, at=at)
    mail = reading.read(blobs.read(raw.sha256))
    facts = queries.facts_of(raw, mail)
    verdict = rules.judge(facts)
    if verdict.way == "bounce":
        return _bounced(raw, mail, verdict, by=by, at=at)
    if verdict.way in ("quarantine", "reject"):
        if mail.bounce is not None:
            inbound.record_bounce(
                message_id=mail.bounce.id, words=f"{mail.bounce.status} {mail.bounce.words}".strip(),
                is_final=mail.bounce.is_final, by=by, at=at,
            )  # fmt: skip
        state = MailState.QUARANTINED if verdict.way == "quarantine" else MailState.REJECTED
        return _settled(raw, mail, state, verdict.reason, by=by, at=at)
    if verdict.way == "join" and verdict.case_id is not None:
        return _join(raw, mail, verdict, living=living, by=by, at=at)
    receipt = facts.lately < rules.MOST_RECEIPTS and not mail.machine
    return _open(raw, mail, verdict.reason, suspect=verdict.case_id, receipt=receipt, by=by, at=at)


@action
def open_mail(*, raw: RawMessage, by: Actor, at: datetime) -> Mail:
    """The words of a mail, for somebody who may read it (`queries.mail.readable_by`); the access log says who did.
    Raises Refused(`mail.unreadable`) when its file is gone or too large."""
    audit.looked(kind="read", by=by, at=at, aggregate=("raw_mail", raw.pk), fields=["mail"])
    return words_kept(raw)


@action
def release_mail(
    *, raw: RawMessage, reason: str, living: Living, by: Actor, at: datetime, into: Case | None = None
) -> RawMessage:
    """Let a withheld or turned-down mail through on a person's word: into a case they may work on, else as a matter of
    its own. Raises Refused(`mail.sorted`, `mail.unreadable`), BadInput without a reason."""
    words = said(reason, most=300, field="reason")
    row = _withheld(raw, by=by, at=at)
    mail = words_kept(row)
    if into is None:
        return _open(row, mail, "released", suspect=None, receipt=not mail.machine, by=by, at=at, note=words)
    lock(into, by=by, staff_only=True)
    placed = hear_mail(row, mail, living(into), by=by, at=at)
    return _settled(row, mail, MailState.FOLLOW_UP, "released", placed, by=by, at=at, note=words)


@action
def turn_down_mail(*, raw: RawMessage, reason: str, by: Actor, at: datetime) -> RawMessage:
    """Say that a withheld mail is nobody's matter; it stays on record and can still be let through. Raises
    Refused(`mail.sorted`), BadInput without a reason."""
    words = said(reason, most=300, field="reason")
    row = _withheld(raw, by=by, at=at)
    return inbound.settle_mail(
        raw=row, state=MailState.REJECTED, reason="turned_down", by=by, at=at, sender=row.sender, subject=row.subject,
        content_key=row.content_key, note=words,
    )  # fmt: skip


def words_kept(raw: RawMessage) -> Mail:
    """What a mail says; of one that is too large to be read nothing but that. Raises Refused(`mail.unreadable`)."""
    if raw.size > MOST_BYTES:
        return Mail(sender=raw.sender, subject=raw.subject, faults=("unreadable",))
    try:
        return reading.read(blobs.read(raw.sha256))
    except (blobs.BlobMissing, blobs.BlobDamaged):
        raise Refused("mail.unreadable", _("The kept mail is missing or damaged. Tell the administrator.")) from None


def _withheld(raw: RawMessage, *, by: Actor, at: datetime) -> RawMessage:
    row = inbound.lock_mail(raw_id=raw.pk, by=by, at=at)
    if row.state not in (MailState.QUARANTINED, MailState.REJECTED):
        raise Refused("mail.sorted", _("This mail has found its place already."))
    return row


def _join(raw: RawMessage, mail: Mail, verdict: Verdict, *, living: Living, by: Actor, at: datetime) -> RawMessage:
    found = Case.objects.filter(pk=verdict.case_id).first() if verdict.case_id else None
    case = living(found) if found is not None else None
    if case is None or case.state == "archived":
        return _open(raw, mail, "new", suspect=verdict.case_id, receipt=not mail.machine, by=by, at=at)
    if mail.machine == "auto_reply":
        placed = _note_machine(raw, mail, case, by=by, at=at)
    else:
        placed = hear_mail(raw, mail, case, by=by, at=at)
    return _settled(raw, mail, MailState.FOLLOW_UP, verdict.reason, placed, by=by, at=at)


def hear_mail(raw: RawMessage, mail: Mail, case: Case, *, by: Actor, at: datetime) -> Placed:
    """What a mail says, as a message of the case; the mail itself as a file beside it. A building block: the caller
    settles the mail."""
    message = talk.hear(
        case=case, text=words_of(mail, case.language), subject=mail.subject, by=WRITER, at=at, channel=Channel.EMAIL,
        received_at=raw.received_at, files=stored(mail),
    )  # fmt: skip
    _keep_raw(case, raw, by=by, at=at)
    _remember(case, mail)
    return Placed(case, message)


def _note_machine(raw: RawMessage, mail: Mail, case: Case, *, by: Actor, at: datetime) -> Placed:
    """An automatic answer: on record, nobody is told and nothing is answered."""
    case = lock(case, by=by)
    with override(case.language):
        subject = _("Automatic answer: %(subject)s") % {"subject": mail.subject}
    message = Message.objects.create(
        case=case, direction=Direction.IN, channel=Channel.EMAIL, subject=subject[:200],
        text=words_of(mail, case.language), at=raw.received_at, author_label=by.label,
    )  # fmt: skip
    body = {"message": message.pk, "channel": Channel.EMAIL.value, "machine": mail.machine}
    record(case, "message_added", by=by, at=at, body=body | {"text": text_hash(message.pk, message.text)})
    _keep_raw(case, raw, by=by, at=at)
    return Placed(case, message)


def _open(
    raw: RawMessage, mail: Mail, reason: str, *, suspect: UUID | None, receipt: bool, by: Actor, at: datetime,
    note: str = "",
) -> RawMessage:  # fmt: skip
    opened = mail_opening.open_untriaged(
        raw=raw, mail=mail, text=words_of(mail, rules.language_of(f"{mail.subject} {mail.text}")),
        files=[*stored(mail), *raw_file(raw)], suspect=suspect, receipt=receipt, by=by, at=at,
    )  # fmt: skip
    _remember(opened.case, mail)
    placed = Placed(opened.case, opened.message)
    return _settled(raw, mail, MailState.CASE, reason, placed, by=by, at=at, note=note)


def _bounced(raw: RawMessage, mail: Mail, verdict: Verdict, *, by: Actor, at: datetime) -> RawMessage:
    """A mail about a case came back: it counts as not delivered, and who handles the case is told."""
    bounce, case = mail.bounce, lock(Case(pk=verdict.case_id), by=by)
    if bounce is not None:
        words = f"{bounce.status} {bounce.words}".strip()
        sent = inbound.record_bounce(message_id=bounce.id, words=words, is_final=bounce.is_final, by=by, at=at)
        if sent is not None and bounce.is_final:
            body = {"mail": sent.pk, "purpose": sent.purpose, "status": bounce.status, "sha256": raw.sha256}
            record(case, "mail_returned", by=by, at=at, body=body)
            notifications.tell(
                kind="reply", to=talk.working_on(case), case=case, key=f"bounce:{sent.pk}", by=by, at=at,
                details={"variant": "bounced"}, ref_id=sent.pk,
            )  # fmt: skip
    return inbound.settle_mail(
        raw=raw, state=MailState.FOLLOW_UP, reason="bounce", by=by, at=at, case_id=case.pk, sender=mail.sender,
        subject=mail.subject, content_key=mail.content_key,
    )  # fmt: skip


def _settled(
    raw: RawMessage, mail: Mail, state: str, reason: str, placed: Placed | None = None, *, by: Actor, at: datetime,
    note: str = "",
) -> RawMessage:  # fmt: skip
    return inbound.settle_mail(
        raw=raw, state=state, reason=reason, by=by, at=at, case_id=placed.case.pk if placed else None,
        message_id=placed.message.pk if placed else None, sender=mail.sender, subject=mail.subject,
        content_key=mail.content_key, note=note,
    )  # fmt: skip


def _keep_raw(case: Case, raw: RawMessage, *, by: Actor, at: datetime) -> None:
    files = raw_file(raw)
    if files:
        evidence.add(
            case=case, files=files, kind=EvidenceKind.CONTACT_RECORD, source=EvidenceSource.CUSTOMER,
            captured_at=raw.received_at, by=by, at=at,
        )  # fmt: skip


def _remember(case: Case, mail: Mail) -> None:
    """Answers to this mail belong here too. The first case with an id keeps it."""
    if mail.id:
        row = Registry(kind=queries.THREAD, key=queries.thread_key(mail.id), case_id=case.pk)
        Registry.objects.bulk_create([row], ignore_conflicts=True)


def raw_file(raw: RawMessage) -> list[Stored]:
    """The mail as it came, as a file; none for one without a single byte."""
    return [Stored(raw.sha256, raw.size, f"{raw.sha256[:12]}.eml", RAW_TYPE)] if raw.size else []


def stored(mail: Mail) -> list[Stored]:
    """The files of a mail, kept encrypted."""
    return [
        Stored(blobs.store(part.data), len(part.data), part.name or f"{place}.bin", part.content_type[:100])
        for place, part in enumerate(mail.files, start=1)
        if part.data
    ]


def words_of(mail: Mail, language: str) -> str:
    """What the message says; a mail without words says so, and that the rest is in its file."""
    with override(language):
        if not mail.text.strip():
            return _("(The mail holds no text that can be read. It is attached as it came.)")
        if "cut_text" in mail.faults or "unreadable" in mail.faults:
            return f"{mail.text}\n\n{_('(This is only a part. The whole mail is attached as it came.)')}"
        return mail.text
