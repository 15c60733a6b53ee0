"""What becomes of a mail: a matter of its own, a word in one that is known, quarantine, or nothing. Pure."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from huiyin.cases.rules import numbers
from huiyin.core.noop import _

# More mails than these from one sender within `WHILE` are looked at by a person first: floods, and machines that answer
# each other. Beyond `MOST_RECEIPTS` no receipt goes out.
WHILE = timedelta(hours=1)
MOST_FROM_ONE, MOST_RECEIPTS, MOST_FROM_MACHINE = 30, 3, 5
_NUMBER = re.compile(r"TS[\s\-]?\d{14}", re.IGNORECASE)

REASONS = {
    "new": _("Nothing is known of it: a matter of its own"),
    "reference": _("Answers a mail of ours"),
    "address": _("Came to the answer address of the case"),
    "thread": _("Goes on a mail that came before"),
    "number": _("Names the case, and its sender is known there"),
    "auto_reply": _("An automatic answer"),
    "bounce": _("A mail of ours came back"),
    "copy": _("A copy of a mail that is here"),
    "own": _("A mail of our own that came back to us"),
    "stray_reply": _("An automatic answer that belongs to nothing"),
    "stray_bounce": _("A report about a mail that is not ours"),
    "list": _("A mailing list"),
    "bulk": _("A mass mail"),
    "flood": _("Too many mails of one sender in an hour"),
    "machine": _("A machine answers again and again"),
    "own_address": _("Claims to come from our own address"),
    "too_big": _("Too large to be read"),
    "refused": _("The case does not take it"),
    "broken": _("It could not be sorted"),
    "released": _("Released by hand"),
    "turned_down": _("Turned down by hand"),
    "linked": _("Put to this case by hand"),
}


@dataclass(frozen=True)
class Facts:
    """What is known around a mail. `by_…` are cases it points at, each in its way; `suspect`: a case that it names
    though its sender is nobody there."""

    machine: str = ""
    is_copy: bool = False
    is_own: bool = False
    from_us: bool = False
    bounced_case: UUID | None = None
    bounced_ours: bool = False
    by_address: UUID | None = None
    by_reference: UUID | None = None
    by_thread: UUID | None = None
    by_number: UUID | None = None
    suspect: UUID | None = None
    lately: int = 0


@dataclass(frozen=True)
class Verdict:
    """`way`: open, join, bounce, quarantine, reject."""

    way: str
    reason: str
    case_id: UUID | None = None


def judge(facts: Facts) -> Verdict:
    """What becomes of the mail. Nothing is thrown away on a guess: what might be from a person is opened or shown to
    one."""
    if facts.is_copy:
        return Verdict("reject", "copy")
    if facts.is_own:
        return Verdict("reject", "own")
    if facts.machine == "bounce":
        if facts.bounced_case:
            return Verdict("bounce", "bounce", facts.bounced_case)
        return Verdict("reject", "bounce" if facts.bounced_ours else "stray_bounce")
    if facts.from_us:
        return Verdict("quarantine", "own_address")
    reason, known = _known(facts)
    if facts.machine == "auto_reply":
        if known is None:
            return Verdict("reject", "stray_reply")
        if facts.lately >= MOST_FROM_MACHINE:
            return Verdict("quarantine", "machine", known)
        return Verdict("join", "auto_reply", known)
    if facts.lately >= MOST_FROM_ONE:
        return Verdict("quarantine", "flood", known)
    if known is not None:
        return Verdict("join", reason, known)
    if facts.machine in ("list", "bulk"):
        return Verdict("quarantine", facts.machine)
    return Verdict("open", "new", facts.suspect)


def _known(facts: Facts) -> tuple[str, UUID | None]:
    ways = (
        ("address", facts.by_address),
        ("reference", facts.by_reference),
        ("thread", facts.by_thread),
        ("number", facts.by_number),
    )
    return next(((name, found) for name, found in ways if found is not None), ("", None))


def numbers_in(text: str) -> list[str]:
    """The case numbers in a subject or a beginning, well written and with the right check digit, at most ten."""
    found = (numbers.tidy(one) for one in _NUMBER.findall(text[:5_000]))
    return list(dict.fromkeys(one for one in found if numbers.is_number(one)))[:10]


def language_of(text: str) -> str:
    """`zh-hans`, or `en` for a text without a single Chinese character."""
    has_han = any("\u4e00" <= char <= "\u9fff" for char in text)
    return "en" if not has_han and any(char.isalpha() for char in text) else "zh-hans"


def may_see(roles: Collection[str]) -> bool:
    """Who sees the ledger of mail."""
    return bool({"supervisor", "head_office_cp", "administrator", "auditor"} & set(roles))
