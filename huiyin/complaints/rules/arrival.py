"""A complaint as it arrives, from whichever channel, and what must be right about it before it is registered. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from huiyin.cases.rules.people import COMPLAINING, PersonDraft
from huiyin.complaints.rules.house import GROUNDS, IntakeTerms
from huiyin.core.files import Stored
from huiyin.core.noop import _

# A sender's clock may be a little fast; what is more is a mistake.
SKEW = timedelta(minutes=2)
MOST_PEOPLE = 50
MOST_DEMANDS = 20
MOST_TEXT = 100_000
MOST_YUAN = Decimal("99999999999.99")
TOLD_FLAGS = frozenset({"media", "litigation", "personal_data"})


@dataclass(frozen=True, kw_only=True)
class DemandDraft:
    """One thing asked for 诉求, with a sum in yuan when there is one."""

    text: str
    amount: Decimal | None = None


@dataclass(frozen=True, kw_only=True)
class Arrival:
    """Everything an edge may know of a new complaint. Only channel, receipt, text and one person are needed.

    `received_at` (收到) starts every legal limit. `external_ref` is the sender's own number, unique in its channel.
    `ground` says that the matter is major: disaster, accident, public_health, or regulator. `joint_count` people
    complain together, `face_to_face_count` of them in person. `flags` are those a person can tell (TOLD_FLAGS). `code`
    is a reason of the taxonomy when it is known already. `regulator_due_on` is the last day the regulator set.
    `old_confirmed` says that a receipt long ago is no slip. `rules_on` is the date whose rules bind it where that is
    not the day of receipt (imports).
    """

    channel: str
    received_at: datetime
    text: str
    people: tuple[PersonDraft, ...]
    subject: str = ""
    demands: tuple[DemandDraft, ...] = ()
    external_ref: str = ""
    party_id: UUID | None = None
    policy_id: UUID | None = None
    policy_number: str = ""
    unit_id: UUID | None = None
    line: str = ""
    sales_channel: str = ""
    code: str = ""
    amount_claimed: Decimal | None = None
    face_to_face_count: int = 0
    joint_count: int = 1
    ground: str = ""
    flags: frozenset[str] = frozenset()
    evidence: tuple[Stored, ...] = ()
    language: str = "zh-hans"
    idempotency_key: str = ""
    regulator_due_on: date | None = None
    happened_on: date | None = None
    respondent_unit_id: UUID | None = None
    respondent_staff_no: str = ""
    old_confirmed: bool = False
    rules_on: date | None = None
    source_fields: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Fault:
    """What is wrong: a code, the field, and a sentence to translate."""

    code: str
    field: str
    sentence: str
    clause: str = ""


def faults(arrival: Arrival, *, at: datetime, terms: IntakeTerms) -> Iterator[Fault]:
    """Everything that keeps the arrival from being registered at `at`, in the order of the form."""
    if arrival.received_at > at + SKEW:
        yield Fault("received_in_future", "received_at", _("The time of receipt lies in the future."))
    if at - arrival.received_at > timedelta(days=terms.confirm_after_days) and not arrival.old_confirmed:
        yield Fault(
            "received_long_ago", "received_at",
            _("That was received more than a year ago. Check the year, and confirm if it is right."),
        )  # fmt: skip
    if not arrival.text.strip():
        yield Fault("text_missing", "text", _("Write down what happened."), "3.1-7")
    if len(arrival.text) > MOST_TEXT:
        yield Fault("text_long", "text", _("The text is too long; attach it as a file."))
    if "\x00" in arrival.text + arrival.subject:
        yield Fault("text_wrong", "text", _("The text holds characters that cannot be kept."))
    yield from _people_faults(arrival, terms)
    yield from _demand_faults(arrival)
    if arrival.ground and arrival.ground not in GROUNDS:
        yield Fault("ground_unknown", "ground", _("This reason for a major complaint is not known."))
    if arrival.flags - TOLD_FLAGS:
        yield Fault("flag_unknown", "flags", _("This flag cannot be set by hand."))
    if arrival.happened_on and arrival.happened_on > (at + timedelta(days=1)).date():
        yield Fault("happened_in_future", "happened_on", _("The day it happened lies in the future."))
    if arrival.regulator_due_on and arrival.regulator_due_on < arrival.received_at.date():
        yield Fault("regulator_due", "regulator_due_on", _("The regulator's date lies before the receipt."))


def _people_faults(arrival: Arrival, terms: IntakeTerms) -> Iterator[Fault]:
    people = arrival.people
    if not any(person.role in COMPLAINING for person in people):
        yield Fault("person_missing", "people", _("Say who complains."), "3.1-7")
        return
    if len(people) > MOST_PEOPLE:
        yield Fault("people_many", "people", _("At most 50 people can be entered; attach the list of the others."))
    for person in people:
        if person.role in COMPLAINING and not person.name.strip():
            yield Fault("name_missing", "name", _("Give the name of the person who complains."), "3.1-7")
    if not any(person.is_reachable for person in people):
        yield Fault(
            "contact_missing", "contact",
            _("Give a phone number, an e-mail address or a postal address: one is enough."), "3.1-7",
        )  # fmt: skip
    speaking = sum(person.role == "representative" for person in people)
    if arrival.face_to_face_count > 0 and speaking > terms.representatives:
        yield Fault(
            "representatives_many", "people",
            _("A joint complaint made face to face is spoken for by at most five representatives: ask them to choose."),
            "令2020-3 art 12",
        )  # fmt: skip
    if not 0 <= arrival.face_to_face_count <= 100_000 or not 1 <= arrival.joint_count <= 100_000:
        yield Fault("count_wrong", "joint_count", _("Check the number of people."))
    for person in people:
        if person.authority is not None and not 0 <= person.authority < len(arrival.evidence):
            yield Fault("authority_missing", "authority", _("The proof of authority is not among the files."))


def _demand_faults(arrival: Arrival) -> Iterator[Fault]:
    if len(arrival.demands) > MOST_DEMANDS:
        yield Fault("demands_many", "demands", _("At most 20 demands; put what belongs together into one."))
    sums = [arrival.amount_claimed, *(demand.amount for demand in arrival.demands)]
    for amount in sums:
        if amount is not None and (
            not amount.is_finite() or amount < 0 or amount > MOST_YUAN or amount != round(amount, 2)
        ):
            yield Fault(
                "amount_wrong", "amount", _("A sum is a number of yuan with at most two decimals, not negative.")
            )
    for demand in arrival.demands:
        if not demand.text.strip() or len(demand.text) > 500:
            yield Fault("demand_text", "demands", _("Say each demand in 1 to 500 characters."))


def title_of(arrival: Arrival) -> str:
    """The subject, or the first sentence of the text when none was given; one line of at most 60 characters."""
    given = " ".join(arrival.subject.split())
    if given:
        return given[:200]
    line = " ".join(arrival.text.split())
    for stop in "。！？!?；\n":
        line = line.split(stop, 1)[0]
    return line[:60]


def amount_of(arrival: Arrival) -> Decimal | None:
    """The sum claimed: as given, else the sum of the demands that name one."""
    if arrival.amount_claimed is not None:
        return arrival.amount_claimed
    sums = [demand.amount for demand in arrival.demands if demand.amount is not None]
    return sum(sums, Decimal(0)) if sums else None


def people_count(arrival: Arrival) -> int:
    """How many complain together: as told, at least those named."""
    named = sum(person.role in ("complainant", "representative") for person in arrival.people)
    return max(arrival.joint_count, arrival.face_to_face_count, named, 1)
