"""Telling colleagues what a step of the path means for them. Building blocks: inside the step's transaction, after its
entry was written."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from huiyin.accounts.models import Unit, User
from huiyin.accounts.queries import actor, staff_with_role
from huiyin.cases.actions import notifications
from huiyin.cases.models import Case
from huiyin.complaints.queries import waiting
from huiyin.core.actors import Actor

# Of one role so many people are told at most; the list of the others shows it as well.
_MOST = 30


def handed(case: Case, *, before: UUID | None, by: Actor, at: datetime) -> None:
    """Tell the new owner, when there is one, that the case is theirs now (1.1-7)."""
    if case.owner_id != before:
        notifications.tell(
            kind="handed", to=[case.owner_id], case=case, key=f"handed:{case.pk}:{case.version}", by=by, at=at
        )


def awaits(
    case: Case,
    variant: str,
    roles: Sequence[str],
    *,
    ref_id: UUID,
    but: UUID | None,
    by: Actor,
    at: datetime,
    unit: Unit | None = None,
) -> None:
    """Tell who may give their word on the row `ref_id`: everybody of the first of `roles` that somebody holds for
    `unit` (None: for the unit of the case); never `but`, who asked for it."""
    for role in roles:
        people = [user.pk for user in staff_with_role(role, unit or case.unit)[:_MOST] if user.pk != but]
        if people:
            _ask(case, variant, people, ref_id=ref_id, by=by, at=at)
            return


def awaits_standing(
    case: Case, variant: str, roles: Sequence[str], *, ref_id: UUID, but: UUID | None, by: Actor, at: datetime
) -> None:
    """The same where the law asks for a standing and not for a role (令2020-3 art 18): the lists say for whom it
    waits."""
    for role in roles:
        people = [
            user.pk
            for user in staff_with_role(role, case.unit)[:_MOST]
            if user.pk != but and waiting.steps_for(actor(user), [case.pk])
        ]
        if people:
            _ask(case, variant, people, ref_id=ref_id, by=by, at=at)
            return


def _ask(case: Case, variant: str, people: Sequence[UUID | User], *, ref_id: UUID, by: Actor, at: datetime) -> None:
    notifications.tell(
        kind="approval", to=people, case=case, key=f"approval:{variant}:{ref_id}", details={"variant": variant},
        ref_id=ref_id, by=by, at=at,
    )  # fmt: skip
