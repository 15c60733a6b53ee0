"""Letters on paper and scans: taken with the day of the stamp, from which every limit runs; their words read by a job,
put right by a person. The original is never changed (2.2-1, 3.1-1)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID, uuid5

from django.utils.translation import gettext as _
from django.utils.translation import override

from huiyin.accounts.models import Unit
from huiyin.accounts.rules import may_write
from huiyin.cases.actions import search
from huiyin.cases.actions.base import lock, record, said, text_hash
from huiyin.cases.actions.opening import Matter, Opened, open_matter
from huiyin.cases.models import (
    Case,
    Channel,
    Direction,
    Evidence,
    Letter,
    LetterPage,
    Message,
    Registry,
    Wording,
)
from huiyin.cases.queries.mail import place_of
from huiyin.cases.rules import letters as rules
from huiyin.cases.rules.people import PersonDraft
from huiyin.channels import actions as channels
from huiyin.core import jobs
from huiyin.core.actions import action
from huiyin.core.actors import Actor
from huiyin.core.errors import BadInput, Refused
from huiyin.core.files import Stored
from huiyin.core.time import SHANGHAI, local_date


@dataclass(frozen=True, kw_only=True)
class Coming:
    """A letter as an edge tells it. `received_on` is the day on the stamp. `text` is what somebody wrote down of it."""

    received_on: date
    files: Sequence[Stored]
    unit: Unit | None
    name: str = ""
    phone: str = ""
    address: str = ""
    email: str = ""
    posted_on: date | None = None
    tracking: str = ""
    subject: str = ""
    text: str = ""
    old_confirmed: bool = False
    idempotency_key: str = ""


@dataclass(frozen=True)
class Taken:
    """The letter. `created` is False when the same was sent off before."""

    letter: Letter
    created: bool


@action
def take_letter(*, coming: Coming, by: Actor, at: datetime) -> Taken:
    """Take a letter: a matter with a number that waits to be triaged, its limit running from the first moment of the
    day on the stamp. Its words are read by a job when they can be. The same key of the same person again is answered
    with the letter that is there.

    Raises BadInput naming every fault (`letter.<code>` of the first, `needs` holds all), Refused(`intake.not_yours`,
    `intake.nobody`, `evidence.file_missing`)."""
    check_may(by)
    key = f"{by.id}:{coming.idempotency_key}"[:200] if coming.idempotency_key else ""
    present = Registry.objects.filter(kind="letter", key=key).first() if key else None
    if present is not None:
        return Taken(Letter.objects.select_related("case").get(pk=present.case_id), created=False)
    _check(coming, at)
    opened = open_matter(
        _matter(coming), place=place_of(coming.unit), entry="opened_by_letter", by=by, at=at,
        more=lambda one: {"received_on": coming.received_on, "posted_on": coming.posted_on},
    )  # fmt: skip
    if key:
        Registry.objects.create(kind="letter", key=key, case_id=opened.case.pk)
    letter = Letter.objects.create(
        case=_registered(opened, by), received_on=coming.received_on, posted_on=coming.posted_on,
        tracking=coming.tracking.strip()[:40],
    )  # fmt: skip
    jobs.defer("cases.read_letter", queue="files", case_id=str(letter.pk))
    return Taken(letter, created=True)


def check_may(by: Actor) -> None:
    """Raises Refused(`intake.not_yours`) for roles that only read."""
    if by.kind in ("staff", "api") and not may_write(by.grants):
        raise Refused("intake.not_yours", _("Your role only reads cases."))


def _check(coming: Coming, at: datetime) -> None:
    found = list(
        rules.faults(
            received_on=coming.received_on, posted_on=coming.posted_on, today=local_date(at),
            old_confirmed=coming.old_confirmed, kinds=[file.content_type for file in coming.files],
        )
    )  # fmt: skip
    if found:
        sentences = [_(fault.sentence) for fault in found]
        error = BadInput(f"letter.{found[0].code}", " ".join(sentences), field=found[0].field)
        error.needs = sentences
        raise error
    if coming.text.strip():
        said(coming.text, most=rules.MOST_TEXT)
    if coming.email.strip():
        channels.check_address(coming.email)


def _matter(coming: Coming) -> Matter:
    with override("zh-hans"):
        name, words = _("Sender not named"), _("A letter of %(count)d files; its pages are attached.")
    text = coming.text.strip() or words % {"count": len(coming.files)}
    person = PersonDraft(
        name=coming.name.strip()[:100] or name, phone=coming.phone.strip()[:40], email=coming.email.strip()[:200],
        address=coming.address.strip()[:300], is_contact=True,
    )  # fmt: skip
    return Matter(
        channel=Channel.LETTER, received_at=datetime.combine(coming.received_on, time(0), SHANGHAI),
        subject=coming.subject.strip() or text.splitlines()[0], text=text, language="zh-hans", person=person,
        reason="letter", files=coming.files, source_fields={"named": bool(coming.name.strip())},
    )  # fmt: skip


def _registered(opened: Opened, by: Actor) -> Case:
    """Whoever took it in sees it further on."""
    case = opened.case
    if by.id is not None and by.kind in ("staff", "api"):
        case.registered_by_id = by.id
        case.save(update_fields=["registered_by"])
    return case


@action
def begin_reading(*, case_id: UUID, by: Actor, at: datetime) -> bool:
    """Say before reading that it is tried; False when it was read, or given up after too many tries."""
    letter = Letter.objects.select_for_update().get(pk=case_id)
    if letter.state != Wording.WAITING:
        return False
    if letter.tries >= rules.MOST_TRIES:
        letter.state, letter.fault = Wording.NONE, "broken"
        letter.save(update_fields=["state", "fault"])
        return False
    letter.tries += 1
    letter.save(update_fields=["tries"])
    return True


@action
def keep_words(
    *, case_id: UUID, pages: Sequence[tuple[Evidence, Sequence[tuple[str, float]], float]], state: str, fault: str,
    by: Actor, at: datetime,
) -> Letter:  # fmt: skip
    """Write down what was read: (file, lines, seconds) of every page in order. Read already: unchanged. The ledger says
    how many pages, never what stands there."""
    letter = Letter.objects.select_for_update().select_related("case").get(pk=case_id)
    if letter.state not in (Wording.WAITING, Wording.OFF):
        return letter
    rows = [
        LetterPage(
            letter=letter, evidence=evidence, number=place, lines=rules.kept_lines(lines), took=round(seconds * 100)
        )
        for place, (evidence, lines, seconds) in enumerate(pages, start=1)
    ]
    LetterPage.objects.filter(letter=letter).delete()
    LetterPage.objects.bulk_create(rows)
    letter.state, letter.fault = state, fault[:20]
    letter.save(update_fields=["state", "fault"])
    if rows:
        search.add(letter.case, texts=[rules.text_of(lines) for _file, lines, _seconds in pages])
        record(letter.case, "letter_read", by=by, at=at, body={"pages": len(rows), "fault": letter.fault})
    return letter


@action
def read_again(*, case: Case, by: Actor, at: datetime) -> Letter:
    """Let the words be read once more, for example since text recognition was installed. Waiting already: unchanged.
    Raises Refused(`letter.none`, `letter.confirmed`) and those of `lock`."""
    case = lock(case, by=by, staff_only=True)
    letter = _of(case)
    if letter.state == Wording.CONFIRMED:
        raise Refused("letter.confirmed", _("A person has looked over the words: they stand."))
    if letter.state != Wording.WAITING:
        letter.state, letter.tries, letter.fault = Wording.WAITING, 0, ""
        letter.save(update_fields=["state", "tries", "fault"])
    jobs.defer("cases.read_letter", queue="files", case_id=str(letter.pk))
    return letter


@action
def confirm_words(*, case: Case, texts: Mapping[int, str], by: Actor, at: datetime) -> Letter:
    """Say what the letter says: the text of each page by its number, as a person put it right. It joins the timeline as
    what the customer wrote; what was read stays beside it. The same again changes nothing. Where nothing was read, the
    text of page 1 is the whole letter.

    Raises BadInput (nothing said, too long, `letter.page`), Refused(`letter.none`) and those of `lock`."""
    case = lock(case, by=by, staff_only=True)
    letter = _of(case)
    rows = {row.number: row for row in letter.pages.order_by("number")}
    if not rows:
        first = Evidence.objects.filter(case=case).order_by("number")[0]
        rows = {1: LetterPage(letter=letter, evidence=first, number=1)}
    if set(texts) - set(rows):
        raise BadInput("letter.page", _("The letter has no page of this number."), field="pages")
    for number, text in texts.items():
        if len(text) > rules.MOST_PAGE_TEXT:
            raise BadInput("text.long", _("A page holds at most 20,000 characters."), field="pages")
        rows[number].corrected = text.strip()
    for row in rows.values():
        row.corrected = row.corrected or rules.text_of(rules.lines_of(row.lines))
    whole = said("\n\n".join(row.corrected for row in rows.values()), most=100_000, field="pages")
    id_ = uuid5(case.pk, f"letter:{whole}")
    if Message.objects.filter(pk=id_).exists():
        return letter
    for row in rows.values():
        row.save()
    message = Message.objects.create(
        id=id_, case=case, direction=Direction.IN, channel=Channel.LETTER, subject=case.subject, text=whole,
        at=case.received_at, author_id=by.id, author_label=by.label,
        evidence_ids=sorted({row.evidence_id for row in rows.values()}),
    )  # fmt: skip
    search.add(case, texts=[whole])
    letter.state, letter.confirmed_at, letter.confirmed_by_label = Wording.CONFIRMED, at, by.label
    letter.save(update_fields=["state", "confirmed_at", "confirmed_by_label"])
    body = {"message": message.pk, "pages": len(rows), "text": text_hash(message.pk, whole)}
    record(case, "letter_confirmed", by=by, at=at, body=body)
    return letter


def _of(case: Case) -> Letter:
    letter = Letter.objects.select_for_update().filter(pk=case.pk).first()
    if letter is None:
        raise Refused("letter.none", _("This case did not begin as a letter."))
    letter.case = case
    return letter
