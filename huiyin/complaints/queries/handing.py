"""What went from somebody to others while they were away."""

from datetime import datetime, timedelta

from huiyin.accounts.models import User
from huiyin.cases import queries as cases
from huiyin.cases.models import Case, Ownership

# So long afterwards a hand-back is offered, and for so many cases.
OFFERED = timedelta(days=60)
MOST = 100


def handed_on(user: User, at: datetime) -> list[Case]:
    """Open complaints of which `user` was the owner lately, somebody else is now, and which they may still see; the
    nearest limit first."""
    periods = Ownership.objects.filter(user=user, to_at__gt=at - OFFERED, to_at__lte=at).values("case")
    rows = cases.visible_to(user).filter(pk__in=periods, is_open=True, kind="complaint").exclude(owner=user)
    return list(rows.select_related("owner", "unit").order_by("next_due_at", "id")[:MOST])
