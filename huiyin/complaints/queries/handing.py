"""What somebody has to hand on when they are away or leave, and what went from them to others meanwhile."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet

from huiyin.accounts.models import User
from huiyin.cases import queries as cases
from huiyin.cases.models import Case, Ownership
from huiyin.complaints.queries import candidates
from huiyin.complaints.queries.routing import Route, route
from huiyin.core.time import local_date

# So long afterwards a hand-back is offered, and for so many cases.
OFFERED = timedelta(days=60)
MOST = 100


def open_of(user: User, viewer: User) -> QuerySet[Case]:
    """The open complaints of `user` that `viewer` may see, the nearest limit first."""
    rows = cases.visible_to(viewer).filter(owner=user, is_open=True, kind="complaint")
    return rows.select_related("owner", "unit", "complaint__respondent_unit").order_by("next_due_at", "id")


def heirs(rows: Iterable[Case], user: User, at: datetime) -> list[tuple[Case, Route]]:
    """Whom the rules choose for each of the complaints of `user`. What one gets weighs when the next is given."""
    effort = candidates.edition_on(local_date(at)).effort
    planned: Counter[UUID] = Counter()
    found = []
    for case in rows:
        going = route(case, at, may_wait=False, without=user, planned=planned)
        if going.user is not None:
            planned[going.user.pk] += effort.of(case.severity, frozenset(case.flags), case.is_paused)
        found.append((case, going))
    return found


def handed_on(user: User, at: datetime) -> list[Case]:
    """Open complaints of which `user` was the owner lately, somebody else is now, and which they may still see; the
    nearest limit first."""
    periods = Ownership.objects.filter(user=user, to_at__gt=at - OFFERED, to_at__lte=at).values("case")
    rows = cases.visible_to(user).filter(pk__in=periods, is_open=True, kind="complaint").exclude(owner=user)
    return list(rows.select_related("owner", "unit").order_by("next_due_at", "id")[:MOST])
