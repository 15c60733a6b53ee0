"""What changes of the shared case begin and end with, whatever its kind (a complaint's steps have their own frame)."""

from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from huiyin.accounts.models import User
from huiyin.accounts.rules import SEES_OWN, may_write
from huiyin.audit import actions as audit
from huiyin.cases import queries
from huiyin.cases.models import Case, Participation, State
from huiyin.cases.rules import shape
from huiyin.core.actors import Actor
from huiyin.core.errors import BadInput, Refused


def lock(case: Case, *, by: Actor, staff_only: bool = False) -> Case:
    """Lock the case for a change by somebody who may work on it.

    Raises Refused: `case.archived` (the archive is read-only), `case.not_yours`, `case.recused`.
    """
    case = Case.objects.select_for_update(of=("self",)).select_related("unit", "owner").get(pk=case.pk)
    if case.state == State.ARCHIVED:
        raise Refused("case.archived", _("The case is in the archive and can only be read."), clause="3.1-7")
    if by.kind == "system" or (by.kind == "customer" and not staff_only):
        return case
    if by.kind == "customer" or not may_write(by.grants):
        raise Refused("case.not_yours", _("Your role only reads cases."))
    if stays_away(case, by):
        raise Refused("case.recused", _("You are recused from this case."), clause="令2020-3 art 17")
    if by.has_role(*SEES_OWN, path=case.unit.path) or by.id in (case.owner_id, case.registered_by_id):
        return case
    if Participation.objects.filter(case=case, user=by.id, to_at=None).exists():
        return case
    raise Refused("case.not_yours", _("You do not take part in this case."))


def must_shape(by: Actor) -> None:
    """Raises Refused(`shape.not_yours`) unless `by` may change the house's own tags, checklists and fields."""
    if not shape.may_shape(by):
        raise Refused("shape.not_yours", _("Only administrators change what the desk is made of."))


def stays_away(case: Case, by: Actor) -> bool:
    """Is the actor a member of staff who may not act here: recused, or with an interest that a rule finds? Two
    statements."""
    user = User.objects.filter(pk=by.id).first() if by.id is not None and by.kind in ("staff", "api") else None
    return user is not None and Case.objects.filter(pk=case.pk, pk__in=queries.barred(user)).exists()


def record(
    case: Case,
    kind: str,
    *,
    by: Actor,
    at: datetime,
    body: Mapping[str, Any],
    personal: Mapping[str, str] | None = None,
) -> None:
    """The ledger entry of a change that leaves the main path as it is."""
    audit.record(aggregate=("case", case.pk), kind=f"case.{kind}", by=by, at=at, body=body, personal=personal)


def said(text: str, *, most: int, field: str = "text") -> str:
    """A text that somebody must write. Raises BadInput when it is empty, too long or cannot be kept."""
    text = text.strip()
    if not text:
        raise BadInput("text.missing", _("Write something first."), field=field)
    if len(text) > most:
        raise BadInput(
            "text.long",
            _("At most %(count)d characters; attach longer texts as a file.") % {"count": most},
            field=field,
        )
    if "\x00" in text:
        raise BadInput("text.wrong", _("The text holds characters that cannot be kept."), field=field)
    return text


def text_hash(row_id: UUID, text: str) -> str:
    """What the ledger keeps of a text: its hash, salted with the id of the row that holds it (and may be erased)."""
    return sha256(f"{row_id}:{text}".encode()).hexdigest()
