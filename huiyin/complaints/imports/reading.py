"""From the rows of a file to records, one case at a time: groups, and keys that stand twice."""

from collections import Counter
from collections.abc import Iterator

from django.utils.translation import gettext as _

from huiyin.complaints.imports.plan import Plan
from huiyin.complaints.imports.record import Record, Rejected
from huiyin.complaints.imports.table import Row


def sizes_of(plan: Plan, rows: Iterator[Row]) -> Counter[int]:
    """How many rows each case has: a first pass, so that a case is complete also when its rows lie far apart.

    Only a fingerprint of each key is held, never the rows.
    """
    return Counter(hash(key) for row in rows if (key := plan.key_of(row)))


def records(
    plan: Plan, rows: Iterator[Row], sizes: Counter[int] | None
) -> Iterator[tuple[int, Record | Rejected | None]]:
    """(rows taken, what they become) for each case; None for a row that repeats an earlier one word for word."""
    seen: dict[str, tuple[int, str]] = {}
    for group in in_groups(plan, rows, sizes):
        outcome: Record | Rejected | None = plan.record(group)
        if isinstance(outcome, Record) and sizes is None:
            earlier = seen.setdefault(outcome.external_key, (group[0].number, outcome.row_digest))
            if earlier[0] != group[0].number:
                outcome = _repeated(group, earlier, outcome)
        yield len(group), outcome


def in_groups(plan: Plan, rows: Iterator[Row], sizes: Counter[int] | None) -> Iterator[list[Row]]:
    """The rows of each case together; with `sizes` None each row is a case of its own."""
    if sizes is None:
        for row in rows:
            yield [row]
        return
    waiting: dict[str, list[Row]] = {}
    for row in rows:
        key = plan.key_of(row)
        if not key:
            yield [row]
            continue
        group = waiting.setdefault(key, [])
        group.append(row)
        if len(group) == sizes[hash(key)]:
            yield waiting.pop(key)
    yield from waiting.values()


def _repeated(group: list[Row], earlier: tuple[int, str], record: Record) -> Rejected | None:
    if earlier[1] == record.row_digest:
        return None
    reason = _("Row %d has the same number and different content.") % earlier[0]
    return Rejected([(row, reason) for row in group])
