"""How the people of a team write to customers: replies, and how many are a template word for word (2.2-4)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count

from huiyin.accounts.models import User
from huiyin.cases.models import Direction, Message, TemplateUse
from huiyin.complaints.rules import overuse
from huiyin.core.time import local_date


@dataclass(frozen=True)
class Writing:
    """Replies of one person in the days of the limit: `sent`, `same` of them unchanged, `share` in percent."""

    user: User
    sent: int
    same: int
    share: int
    is_overuse: bool


def of_people(people: Sequence[User], at: datetime) -> list[Writing]:
    """One row a person who wrote something, those above the limit first, then by share. Two statements."""
    limit = overuse.limit_on(local_date(at))
    known = {user.pk: user for user in people}
    since = at - timedelta(days=limit.days)
    said = Message.objects.filter(direction=Direction.OUT, author_id__in=known, at__gt=since, at__lte=at)
    sent: dict[UUID, int] = dict(said.values_list("author_id").annotate(Count("pk")))
    uses = TemplateUse.objects.filter(is_changed=False, message__in=said)
    same: dict[UUID, int] = dict(uses.values_list("message__author_id").annotate(Count("message_id", distinct=True)))
    rows = [
        Writing(
            user, sent[pk], same.get(pk, 0), overuse.share(sent[pk], same.get(pk, 0)),
            overuse.is_overuse(limit, sent[pk], same.get(pk, 0)),
        )
        for pk, user in known.items()
        if pk in sent
    ]  # fmt: skip
    return sorted(rows, key=lambda one: (not one.is_overuse, -one.share, one.user.employee_no))
