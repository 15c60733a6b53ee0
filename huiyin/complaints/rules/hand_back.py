"""What is given back to the regulator of a complaint it transferred, and what is still missing for it. Pure."""

import csv
import hashlib
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from huiyin.core.noop import _

# At most so many rows make one file, and so many days one period.
MOST_ROWS, MOST_DAYS = 2_000, 400
# Ends without a decision of ours, and close codes with which the complainant does not agree or was not found.
WITHOUT = frozenset({"not_proceeded", "rerouted", "withdrawn"})
OPEN_ENDS = frozenset({"disagreed", "unreachable"})
GIVES_BACK = frozenset({"head_office_cp"})
COLUMNS = (
    _("Their number"), _("Our number"), _("Received on"), _("Accepted on"), _("Decided on"), _("Told on"),
    _("Outcome"), _("Settled with the complainant"), _("Extended until"), _("Days"),
)  # fmt: skip
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


@dataclass(frozen=True)
class Facts:
    """One transferred complaint. Days are legal days; `outcome` is a verdict or one of WITHOUT; `settled` yes, no, or
    empty while it is open; `extended_until` empty without an extension; `days` natural days from receipt to telling."""

    external_ref: str
    number: str
    received_on: date
    accepted_on: date | None = None
    decided_on: date | None = None
    told_on: date | None = None
    outcome: str = ""
    settled: str = ""
    extended_until: date | None = None
    days: int | None = None


def settled(*, outcome: str, close_code: str, is_closed: bool) -> str:
    """Did it come to rest with the complainant? Known when it is closed; a withdrawal is a settlement; what was not
    proceeded with or went elsewhere is none."""
    if outcome in WITHOUT:
        return "yes" if outcome == "withdrawn" else "no"
    if not is_closed:
        return ""
    return "no" if close_code in OPEN_ENDS else "yes"


def missing(facts: Facts) -> Iterator[str]:
    """What keeps the case from being given back, as sentences to translate."""
    if not facts.external_ref:
        yield _("The regulator's number is not on record.")
    if facts.outcome in WITHOUT:
        return
    if facts.accepted_on is None:
        yield _("It was not accepted yet.")
    if not facts.outcome:
        yield _("Liability was not determined yet.")
    if facts.decided_on is None:
        yield _("No decision was issued yet.")
    if facts.told_on is None:
        yield _("The complainant was not told the decision yet.")


def kept(facts: Facts) -> dict[str, Any]:
    """The facts as they are kept: days as text."""
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in asdict(facts).items()}


def digest(values: Mapping[str, Any]) -> str:
    """The fingerprint of kept facts: another one means that they changed."""
    return hashlib.sha256(json.dumps(values, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def safe(text: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    """CSV in UTF-8 with a mark in front, so that spreadsheets read Chinese; no cell begins a formula."""
    made = io.StringIO()
    writer = csv.writer(made)
    writer.writerow([safe(one) for one in headings])
    writer.writerows([[safe(cell) for cell in row] for row in rows])
    return b"\xef\xbb\xbf" + made.getvalue().encode()
