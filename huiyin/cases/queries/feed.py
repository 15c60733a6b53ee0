"""The change feed as one person may read it."""

from collections.abc import Sequence
from dataclasses import dataclass

from huiyin.accounts.models import User
from huiyin.audit.queries import feed
from huiyin.audit.queries.feed import Change, Position
from huiyin.cases.queries.access import visible_to

# How many entries of the whole house are looked through for one page.
SPAN = 1000


@dataclass(frozen=True)
class Seen:
    """A change of a case that the reader may see, with the number of the case."""

    change: Change
    number: str


@dataclass(frozen=True)
class Stretch:
    """Some changes, and the place behind everything that was looked through for them. `more`: ask on at once."""

    items: list[Seen]
    position: Position
    more: bool


def stretch(user: User, position: Position, *, kinds: Sequence[str] = (), limit: int) -> Stretch:
    """The next changes of cases that `user` may see now, at most `limit`. `kinds` are kinds of ledger entries, or
    their beginnings up to a dot (`complaint.`); none: all. A stretch may be empty and yet have more behind it."""
    read = feed.after(position, SPAN)
    wanted = [one for one in read if not kinds or any(_is(one.kind, kind) for kind in kinds)]
    rows = visible_to(user, looked_up=True).filter(pk__in={one.case_id for one in wanted})
    numbers = dict(rows.values_list("pk", "number"))
    seen = [Seen(one, numbers[one.case_id]) for one in wanted if one.case_id in numbers]
    if len(seen) > limit:
        return Stretch(seen[:limit], seen[limit - 1].change.position, more=True)
    return Stretch(seen, read[-1].position if read else position, more=len(read) == SPAN)


def _is(kind: str, wanted: str) -> bool:
    return kind.startswith(wanted) if wanted.endswith(".") else kind == wanted
