"""Messages filed in the wrong place: moved to the complaint they belong to, split off as a complaint of their own, and
taken back (令2020-3 art 13, 18).

A message is never copied: its row leaves the one case and enters the other, with its id and the moment of its receipt.
Both ledgers tell it. The evidence register is never altered (3.2-4): its files stay registered here, are no longer
shown to the complainant of this case, and are registered there, each side with the line of custody that says so.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from huiyin.cases.actions import base as cases
from huiyin.cases.actions import evidence as register
from huiyin.cases.actions import notifications, search
from huiyin.cases.actions.base import text_hash
from huiyin.cases.models import Case, Custody, Direction, Evidence, Message, MessageMove, Note, Person, Scan
from huiyin.cases.rules import scanning
from huiyin.cases.rules.people import COMPLAINING, PersonDraft
from huiyin.complaints.actions import checks, intake
from huiyin.complaints.actions.intake import Registered
from huiyin.complaints.models import Demand
from huiyin.complaints.rules import moving as rules
from huiyin.complaints.rules.arrival import Arrival
from huiyin.core.actions import action
from huiyin.core.actors import Actor
from huiyin.core.errors import BadInput, Refused
from huiyin.core.files import Stored

ART = "令2020-3 art 18"


@action
def move(*, message: Message, into: Case, reason: str, by: Actor, at: datetime) -> MessageMove:
    """Move what a complainant said to the complaint it belongs to. `by` has to be allowed to work on both.

    Raises BadInput for the same case or no reason; Refused: `move.impossible` with the reason in words, and whatever
    keeps `by` from working on one of them (`case.…`).
    """
    if message.case_id == into.pk:
        raise BadInput("move.same", _("The message is in this complaint already."), field="into")
    words = checks.text(reason, "reason", _("Say why the message belongs there."), least=2, most=300)
    for pk in sorted([message.case_id, into.pk]):
        Case.objects.select_for_update().get(pk=pk)
    case, message = _held(message, by)
    into = cases.lock(into, by=by, staff_only=True)
    fault = rules.into_fault(
        state=into.state, is_open=into.is_open, received_at=into.received_at, said_at=message.at
    ) or _fault(case, message)
    if fault:
        raise Refused("move.impossible", _(fault), clause=ART)
    row = MessageMove(
        case=case, into_case_id=into.pk, message_id=message.pk, reason=words, at=at, by_id=by.id, by_label=by.label
    )
    items = _files(case, message)
    there = _register(case, items, into, by=by, at=at)
    _hand_over(case, items, row, into.number, by=by, at=at)
    row.files_there = [item.pk for item in there]
    row.save(force_insert=True)
    _put(message, into, row.files_there)
    _unfind(case, message)
    search.add(into, texts=[message.text, message.subject])
    _tell(row, case, into, message, by=by, at=at, evidence=there)
    notifications.tell(
        kind="reply", to=[into.owner_id], case=into, by=by, at=at, key=f"moved:{row.pk}", ref_id=message.pk
    )
    return row


@action
def split(*, message: Message, arrival: Arrival, reason: str, by: Actor, at: datetime) -> Registered:
    """Split a message off as a new complaint: it is received when the message was, so that every limit begins there;
    the message itself becomes its first statement. Without people in `arrival` those of this complaint complain.

    Raises as `move` does, and what `intake.register` refuses. The same idempotency key: the complaint that is there.
    """
    words = checks.text(reason, "reason", _("Say why this is a matter of its own."), least=2, most=300)
    present = _split_before(message, arrival, by, at)
    if present is not None:
        return present
    case, message = _held(message, by)
    if fault := _fault(case, message):
        raise Refused("move.impossible", _(fault), clause=ART)
    items = _files(case, message)
    arrival = replace(
        arrival,
        text=message.text,
        received_at=message.at,
        channel=message.channel,
        people=arrival.people or same_people(case),
        evidence=tuple(_stored(item) for item in items),
        old_confirmed=True,
        source_fields=arrival.source_fields | {"split_from": case.number},
    )
    made = intake.register(arrival=arrival, by=by, at=at)
    if not made.created:
        raise Refused("split.known", _("This was registered before as %(number)s.") % {"number": made.case.number})
    new = made.case
    there = list(Evidence.objects.filter(case=new).order_by("number"))
    Message.objects.filter(case=new).delete()  # the statement that the registration wrote: the message takes its place
    row = MessageMove(
        case=case, into_case_id=new.pk, message_id=message.pk, reason=words, at=at, by_id=by.id, by_label=by.label,
        is_split=True, files_there=[item.pk for item in there],
    )  # fmt: skip
    _hand_over(case, items, row, new.number, by=by, at=at)
    row.save(force_insert=True)
    _put(message, new, row.files_there)
    _unfind(case, message)
    _tell(row, case, new, message, by=by, at=at, evidence=there)
    return made


def _split_before(message: Message, arrival: Arrival, by: Actor, at: datetime) -> Registered | None:
    """A double click: the same person has just split this very message off."""
    row = MessageMove.objects.filter(message_id=message.pk, is_split=True, undone_at=None, by_id=by.id).first()
    if row is None or not arrival.idempotency_key:
        return None
    return Registered(Case.objects.get(pk=row.into_case_id), "", created=False)


@action
def move_back(*, move: MessageMove, by: Actor, at: datetime) -> MessageMove:
    """Take a message back to where it was. Taken back already: unchanged.

    Raises Refused: `move.split` for one that began a complaint of its own (that one is merged instead), and whatever
    keeps `by` from working on one of the two.
    """
    for pk in sorted([move.case_id, move.into_case_id]):
        Case.objects.select_for_update().get(pk=pk)
    case = cases.lock(Case(pk=move.case_id), by=by, staff_only=True)
    into = cases.lock(Case(pk=move.into_case_id), by=by, staff_only=True)
    row = MessageMove.objects.select_for_update().get(pk=move.pk)
    if row.undone_at is not None:
        return row
    if row.is_split:
        raise Refused(
            "move.split",
            _("%(number)s is a complaint of its own now and counts as one. Merge it into %(other)s instead.")
            % {"number": into.number, "other": case.number},
            clause=ART,
        )
    message = Message.objects.select_for_update().get(pk=row.message_id, case=into)
    items = Evidence.objects.filter(pk__in=row.files_there)
    _custody(items, "returned", case.number, by=by, at=at)
    items.update(is_public=False)
    Evidence.objects.filter(pk__in=row.files_shown).update(is_public=True)
    _custody(Evidence.objects.filter(pk__in=row.files_here), "received", into.number, by=by, at=at)
    row.undone_at, row.undone_by_label = at, by.label
    row.save(update_fields=["undone_at", "undone_by_label"])
    _put(message, case, row.files_here)
    _unfind(into, message)
    search.add(case, texts=[message.text, message.subject])
    body = {"move": row.pk, "message": message.pk, "text": text_hash(message.pk, message.text)}
    cases.record(into, "message_taken_back", by=by, at=at, body=body | {"into": case.number})
    cases.record(case, "message_returned", by=by, at=at, body=body | {"from": into.number})
    return row


def same_people(case: Case) -> tuple[PersonDraft, ...]:
    """Who complains in `case`, for a complaint that grows out of it. Agents bring their authority anew."""
    rows = Person.objects.filter(case=case, role__in=COMPLAINING).exclude(role__in=("agent", "heir")).order_by("id")
    return tuple(
        PersonDraft(
            name=row.name, role=row.role, phone=row.phone, email=row.email, certificate_no=row.certificate_no,
            address=row.address, is_contact=row.is_contact, party_id=row.party_id,
            vulnerabilities=frozenset(row.vulnerabilities),
        )
        for row in rows
    )  # fmt: skip


def _held(message: Message, by: Actor) -> tuple[Case, Message]:
    case = cases.lock(Case(pk=message.case_id), by=by, staff_only=True)
    row = Message.objects.select_for_update().filter(pk=message.pk, case=case).first()
    if row is None:
        raise Refused("move.gone", _("The message is no longer in this complaint: somebody moved it a moment ago."))
    return case, row


def _fault(case: Case, message: Message) -> str:
    first = Message.objects.filter(case=case, direction=Direction.IN).order_by("at", "id").values("pk").first()
    moved = MessageMove.objects.filter(message_id=message.pk, undone_at=None).exists()
    authority = Person.objects.filter(case=case, authority_evidence_id__in=message.evidence_ids).exists()
    return rules.message_fault(
        is_inbound=message.direction == Direction.IN,
        is_first=first is not None and first["pk"] == message.pk,
        was_moved=moved,
        holds_authority=authority,
    )


def _files(case: Case, message: Message) -> list[Evidence]:
    return list(Evidence.objects.filter(case=case, pk__in=message.evidence_ids).order_by("number"))


def _stored(item: Evidence) -> Stored:
    """The same bytes for another register; what is held or in quarantine here is asked about again there."""
    scan = Scan.HELD if item.scan in scanning.WITHHELD else item.scan
    return Stored(item.sha256, item.size, item.file_name, item.media_type, scan)


def _register(case: Case, items: Sequence[Evidence], into: Case, *, by: Actor, at: datetime) -> list[Evidence]:
    """The same bytes in the register of the other case, each as it was captured."""
    return [
        new
        for item in items
        for new in register.keep(
            into, [_stored(item)], kind=item.kind, source=item.source, by=by, at=at, titles=[item.title],
            captured_at=item.captured_at, is_public=item.is_public, note=f"{case.number} · {item.number}",
        )
    ]  # fmt: skip


def _hand_over(
    case: Case, items: Sequence[Evidence], row: MessageMove, number: str, *, by: Actor, at: datetime
) -> None:
    row.files_here = [item.pk for item in items]
    row.files_shown = [item.pk for item in items if item.is_public]
    Evidence.objects.filter(pk__in=row.files_shown).update(is_public=False)
    _custody(items, "handed_over", number, by=by, at=at)


def _custody(items: Iterable[Evidence], kind: str, number: str, *, by: Actor, at: datetime) -> None:
    Custody.objects.bulk_create(
        Custody(evidence=item, case_id=item.case_id, kind=kind, at=at, by_label=by.label, note=number) for item in items
    )


def _put(message: Message, case: Case, files: Sequence[UUID]) -> None:
    """The row leaves its aggregate and enters the other: a distributed table takes no change of the key it is
    distributed by."""
    pk = message.pk
    Message.objects.filter(pk=pk).delete()
    message.pk, message.case, message.evidence_ids = pk, case, list(files)
    message.save(force_insert=True)


def _unfind(case: Case, message: Message) -> None:
    """The case is no longer found by words that only the message held."""
    texts = [case.subject, *Note.objects.filter(case=case, taken_back_at=None).values_list("text", flat=True)]
    for text, subject in Message.objects.filter(case=case).values_list("text", "subject"):
        texts += [text, subject]
    texts += Demand.objects.filter(case=case).values_list("text", flat=True)
    numbers = [case.number, case.external_ref, case.policy_number]
    kept = search.tokens(texts=texts, numbers=numbers, people=Person.objects.filter(case=case))
    search.remove(case, search.tokens(texts=[message.text, message.subject]) - kept)


def _tell(
    row: MessageMove, case: Case, into: Case, message: Message, *, by: Actor, at: datetime, evidence: Sequence[Evidence]
) -> None:
    body = {"move": row.pk, "message": message.pk, "text": text_hash(message.pk, message.text), "said_at": message.at}
    kind = "message_split_off" if row.is_split else "message_moved_out"
    here = body | {"into": into.number, "evidence": [str(one) for one in row.files_here]}
    cases.record(case, kind, by=by, at=at, body=here, personal={"reason": row.reason})
    there = body | {"from": case.number, "evidence": register.as_body(evidence)}
    cases.record(into, "message_moved_in", by=by, at=at, body=there, personal={"reason": row.reason})
