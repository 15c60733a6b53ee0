"""The opinion book of an outlet: each entry becomes a matter, or praise and suggestions with an answer of their own."""

from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from huiyin.accounts.models import Unit
from huiyin.accounts.rules import may_write
from huiyin.cases.actions import kinds, talk
from huiyin.cases.actions.base import lock, record, said, text_hash
from huiyin.cases.actions.opening import Matter, open_matter
from huiyin.cases.models import BookEntry, Case, Channel, Kind, Opinion
from huiyin.cases.queries.mail import place_of
from huiyin.cases.rules import outlet as rules
from huiyin.cases.rules.people import PersonDraft
from huiyin.core.actions import action
from huiyin.core.actors import Actor
from huiyin.core.errors import BadInput, Refused
from huiyin.core.time import SHANGHAI, local_date


@dataclass(frozen=True, kw_only=True)
class Written:
    """An entry as it stands in the book of `unit`."""

    unit: Unit
    kind: str
    written_on: date
    page: int
    line: int
    text: str
    volume: int = 1
    name: str = ""
    phone: str = ""


@action
def enter(*, written: Written, by: Actor, at: datetime) -> BookEntry:
    """Take an entry over: a matter with a number, received on the day it was written. What is wrong waits to be triaged
    with a complaint's limit running; praise and suggestions are no complaints and wait for their answer. The same words
    in the same place again are answered with the entry that is there.

    Raises BadInput naming every fault (`book.<code>`, `kind`), Refused(`book.taken`) when something else stands there,
    `intake.not_yours`, `intake.nobody`."""
    if by.kind in ("staff", "api") and not may_write(by.grants):
        raise Refused("intake.not_yours", _("Your role only reads cases."))
    _check(written, at)
    text = said(written.text, most=rules.MOST_TEXT)
    place = {"unit": written.unit, "volume": written.volume, "page": written.page, "line": written.line}
    present = BookEntry.objects.select_related("case").filter(**place).first()
    if present is not None:
        return _same(present, text)
    opened = open_matter(
        _matter(written, text), place=place_of(written.unit), entry="opened_by_book", by=by, at=at,
        more=lambda _one: {"unit": written.unit.code, "book": [written.volume, written.page, written.line]},
    )  # fmt: skip
    case = opened.case
    if by.id is not None and by.kind in ("staff", "api"):
        case.registered_by_id = by.id
        case.save(update_fields=["registered_by"])
    try:
        with transaction.atomic():
            entry = BookEntry.objects.create(
                case=case, kind=written.kind, written_on=written.written_on, due_on=rules.due_on(written.written_on),
                **place,
            )  # fmt: skip
    except IntegrityError:  # somebody was faster: nothing of this one stays
        raise _taken(written.volume, written.page, written.line) from None
    if written.kind != Opinion.MATTER:
        with override("zh-hans"):
            reason = _("Opinion book: %(kind)s") % {"kind": Opinion(written.kind).label}
        entry.case = kinds.take_as(case=case, kind=Kind.INQUIRY, reason=reason, by=by, at=at)
    return entry


@action
def answer(*, case: Case, text: str, by: Actor, at: datetime) -> BookEntry:
    """Write the answer under the entry: the customer reads it in the book (and on the portal). Praise and suggestions
    end with it; a matter goes on in its own way. The same again changes nothing.

    Raises BadInput, Refused(`book.none`, `book.answered`) and those of `lock`."""
    case = lock(case, by=by, staff_only=True)
    words = said(text, most=rules.MOST_ANSWER)
    entry = BookEntry.objects.select_for_update().filter(pk=case.pk).first()
    if entry is None:
        raise Refused("book.none", _("This case does not stand in an opinion book."))
    entry.case = case
    if entry.answered_at is not None:
        if entry.answer == words:
            return entry
        raise Refused("book.answered", _("An answer stands there already. What is more to say is said in the case."))
    message = talk.tell(case, text=words, by=by, at=at, purpose="book", channel=Channel.VISIT, mail=False).message
    entry.answer, entry.answered_at, entry.answered_by_label = words, at, by.label
    entry.save(update_fields=["answer", "answered_at", "answered_by_label"])
    in_time = local_date(at) <= entry.due_on
    body = {"message": message.pk, "text": text_hash(message.pk, words), "due_on": entry.due_on, "in_time": in_time}
    record(case, "book_answered", by=by, at=at, body=body)
    if entry.kind != Opinion.MATTER and case.kind == Kind.INQUIRY and case.is_open:
        entry.case = kinds.settle(case=case, result=words, by=by, at=at)
    return entry


def _check(written: Written, at: datetime) -> None:
    found = list(
        rules.faults(
            written_on=written.written_on, today=local_date(at), volume=written.volume, page=written.page,
            line=written.line, text=written.text,
        )
    )  # fmt: skip
    if written.kind not in Opinion.values:
        found.insert(0, rules.Fault("kind", "kind", _("Choose what the entry is.")))
    if found:
        sentences = [_(fault.sentence) for fault in found]
        error = BadInput(f"book.{found[0].code}", " ".join(sentences), field=found[0].field)
        error.needs = sentences
        raise error


def _matter(written: Written, text: str) -> Matter:
    with override("zh-hans"):
        name = _("Customer at %(unit)s") % {"unit": written.unit.name}
    person = PersonDraft(
        name=written.name.strip()[:100] or name[:100], phone=written.phone.strip()[:40], is_contact=True
    )
    return Matter(
        channel=Channel.VISIT, received_at=datetime.combine(written.written_on, time(0), SHANGHAI),
        subject=text.splitlines()[0], text=text, language="zh-hans", person=person, reason="book",
        source_fields={"book": written.unit.code, "named": bool(written.name.strip())},
    )  # fmt: skip


def _same(present: BookEntry, text: str) -> BookEntry:
    first = present.case.messages.filter(direction="in").order_by("at", "id").first()
    if first is not None and first.text == text:
        return present
    raise _taken(present.volume, present.page, present.line)


def _taken(volume: int, page: int, line: int) -> Refused:
    words = _("Book %(volume)d, page %(page)d, line %(line)d was entered already, with something else.")
    return Refused("book.taken", words % {"volume": volume, "page": page, "line": line})
