"""What letters are made of: frozen records that refuse to exist with a hole in them and give themselves as plain data.

A field without a default is required: text must not be blank, a tuple not empty. A field with a default may stay empty.
"""

from dataclasses import MISSING, Field, dataclass, fields
from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar, Literal

from huiyin.core.documents import wording
from huiyin.core.documents.wording import Lang

Outcome = Literal["supported", "partly", "not_supported"]


class IncompleteLetterError(ValueError):
    """A letter lacks something it must say. `fields` names what is missing or unusable, as `DecisionLetter.facts`."""

    def __init__(self, fields: tuple[str, ...]) -> None:
        super().__init__("the letter lacks " + ", ".join(fields))
        self.fields = fields


def _optional(spec: "Field[Any]") -> bool:
    return spec.default is not MISSING or spec.default_factory is not MISSING


def _unusable(value: object, optional: bool) -> bool:
    match value:
        case None | "" | ():
            return not optional
        case str():
            return not value.strip() and not optional
        case tuple():
            return any(isinstance(item, str) and not item.strip() for item in value)
        case datetime():
            return value.tzinfo is None
        case Decimal():
            return not value.is_finite() or value < 0 or value >= wording.MOST or value != round(value, 2)
        case bool():
            return False
        case int():
            return value < 0
    return False


def _plain(value: Any, lang: Lang, limit_field: bool) -> Any:
    match value:
        case Part():
            return value.data(lang)
        case tuple():
            return [_plain(item, lang, limit_field) for item in value]
        case datetime():
            return wording.limit_text(value, lang) if limit_field else wording.moment_text(value, lang)
        case date():
            return wording.day_text(value, lang)
        case Decimal():
            return wording.money_text(value, lang)
    return value


@dataclass(frozen=True, kw_only=True)
class Part:
    """The base of every part and letter: checks itself when made, gives plain data for a template.

    `limits` names the fields that hold the first instant after a limit; they are printed as its end, 24:00.
    """

    limits: ClassVar[frozenset[str]] = frozenset()

    def __post_init__(self) -> None:
        """Raises IncompleteLetterError naming each required field that is empty and each value that cannot be."""
        bad = tuple(
            f"{type(self).__name__}.{spec.name}"
            for spec in fields(self)
            if _unusable(getattr(self, spec.name), _optional(spec))
        )
        # What fits what can only be asked of fields that are there.
        bad = bad or tuple(f"{type(self).__name__}.{name}" for name in self.contradictions())
        if bad:
            raise IncompleteLetterError(bad)

    def contradictions(self) -> tuple[str, ...]:
        """Names of fields that do not fit each other; records with rules of their own say them here."""
        return ()

    def data(self, lang: Lang) -> dict[str, Any]:
        """Text, whole numbers, truth values, lists and dictionaries only; dates, times and sums written in `lang`."""
        return {spec.name: _plain(getattr(self, spec.name), lang, spec.name in self.limits) for spec in fields(self)}


@dataclass(frozen=True, kw_only=True)
class Channel(Part):
    """A way to reach the insurer or another body: 投诉电话, 400-…"""

    name: str
    value: str


@dataclass(frozen=True, kw_only=True)
class Sender(Part):
    """Whose letter it is. `unit` is the branch or department that answers; `channels` are the complaint channels."""

    insurer: str
    unit: str
    phone: str
    address: str
    email: str = ""
    website: str = ""
    channels: tuple[Channel, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Recipient(Part):
    """To whom. `honorific` follows the name (先生, 女士); `address` lines are for the window of an envelope."""

    name: str
    honorific: str = ""
    address: tuple[str, ...] = ()
    on_behalf_of: str = ""


@dataclass(frozen=True, kw_only=True)
class CaseRef(Part):
    """Which complaint. `received_at` is the receipt (收到) from which the legal limit runs."""

    number: str
    received_at: datetime
    subject: str = ""
    policy: str = ""
    channel: str = ""


@dataclass(frozen=True, kw_only=True)
class Citation(Part):
    """A clause or article relied on: `source` 《…》, `clause` 第…条, and its words when they matter."""

    source: str
    clause: str
    words: str = ""


@dataclass(frozen=True, kw_only=True)
class Ground(Part):
    """One reason and the clauses it stands on (依据和理由)."""

    reason: str
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Demand(Part):
    """A demand (诉求) and what was decided on it. `amount` in yuan, when something is paid for it."""

    text: str
    outcome: Outcome
    answer: str
    amount: Decimal | None = None

    def contradictions(self) -> tuple[str, ...]:
        """An outcome is one of three."""
        return () if self.outcome in ("supported", "partly", "not_supported") else ("outcome",)


@dataclass(frozen=True, kw_only=True)
class ReviewRight(Part):
    """The right to a review (核查) of a branch's decision by its upper unit (令2020-3 art 20), in natural days."""

    unit: str
    how: str
    apply_within_days: int
    decided_within_days: int


@dataclass(frozen=True, kw_only=True)
class Remedies(Part):
    """Where to go when one does not agree (救济途径, 令2020-3 art 19). `mediators` and how to reach them; `arbitration`
    names the body when the contract provides for it; `court` names the court with jurisdiction when it is known.
    """

    mediators: tuple[Channel, ...]
    review: ReviewRight | None = None
    arbitration: str = ""
    court: str = ""


@dataclass(frozen=True, kw_only=True)
class Deadline(Part):
    """A limit as a customer reads it: what we owe, until when, by which rule in words, from which clause."""

    limits = frozenset({"due_at"})
    name: str
    due_at: datetime
    rule: str
    source: str = ""
    provisional: bool = False


@dataclass(frozen=True, kw_only=True)
class Contact(Part):
    """The person or desk that answers for the case."""

    name: str
    phone: str
    email: str = ""


@dataclass(frozen=True, kw_only=True)
class Follow(Part):
    """How to follow a case without an account: page, number and the secret that belongs to it."""

    url: str
    secret: str = ""
    phone: str = ""


@dataclass(frozen=True, kw_only=True)
class Row(Part):
    """A name and what it says, in a table of two columns."""

    name: str
    value: str


@dataclass(frozen=True, kw_only=True)
class Entry(Part):
    """A line of a timeline: when, what, and by whom."""

    at: datetime
    text: str
    by: str = ""


@dataclass(frozen=True, kw_only=True)
class Step(Part):
    """A stretch of a derivation as the rules wrote it: period, what happened to the clock, and how much counted.

    `kind`: start, counted, paused, holiday, workday (a make-up day), extended, restarted, agreed, end.
    """

    period: str
    kind: str
    text: str
    counted: str = ""
