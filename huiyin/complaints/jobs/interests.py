"""Taking people out of cases in which they turn out to have an interest; each case in its own transaction."""

import logging
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from huiyin.accounts.models import User
from huiyin.cases.models import Case, Participation
from huiyin.complaints.actions import independence
from huiyin.complaints.queries.independence import concerned
from huiyin.core.actors import Actor
from huiyin.core.errors import Refused

log = logging.getLogger(__name__)


def clear_user(user: User, *, by: Actor, at: datetime) -> int:
    """Take `user` out of every open case that they may not even see; returns out of how many. Where nobody can take
    over the case stays and the next round tries again: meanwhile they can neither see it nor act."""
    return sum(_take_out(Case(pk=case_id), user, by=by, at=at) for case_id in concerned(user))


def clear_case(case_id: UUID, *, by: Actor, at: datetime) -> int:
    """Take everybody with an interest out of one case; returns how many."""
    case = Case.objects.filter(pk=case_id, is_open=True, kind="complaint").first()
    if case is None:
        return 0
    parts = Participation.objects.filter(case=case, to_at=None).values("user")
    people = User.objects.filter(Q(pk=case.owner_id) | Q(pk__in=parts))
    return sum(_take_out(case, user, by=by, at=at) for user in people)


def _take_out(case: Case, user: User, *, by: Actor, at: datetime) -> bool:
    try:
        row = Case.objects.select_related("complaint", "unit", "owner").get(pk=case.pk)
        return independence.take_out(case=row, user=user, by=by, at=at) is not None
    except Refused as refusal:
        log.warning("case %s: %s could not be taken out: %s", case.pk, user.pk, refusal.code)
    except Exception:
        log.exception("case %s: %s could not be taken out", case.pk, user.pk)
    return False
