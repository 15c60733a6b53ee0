"""Naming a clause that a case is about, and taking it off again. The ledger of the case tells both."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from huiyin.cases.actions.base import lock, record
from huiyin.cases.models import Case, CitedClause, ClauseRole
from huiyin.catalog.models import Clause, TermsState
from huiyin.core.actions import action
from huiyin.core.actors import Actor
from huiyin.core.errors import BadInput, Refused
from huiyin.core.time import local_date

MOST, LONGEST = 30, 300


@action
def cite(*, case: Case, clause: Clause, role: str, by: Actor, at: datetime, words: str = "") -> CitedClause:
    """Say that the case is about a clause (6.2-4): `role` as `ClauseRole`, `words` the customer's own about it (at most
    300 characters). The same one twice stays one; newer words take the place of those before.

    Raises BadInput (`clause.role`, `clause.words`), Refused (`clause.not_approved`, `clause.too_many`) and those of
    `lock`.
    """
    if role not in ClauseRole.values:
        raise BadInput("clause.role", _("Say what the clause is to this case."), field="role")
    words = " ".join(words.split())
    if len(words) > LONGEST or "\x00" in words:
        raise BadInput("clause.words", _("At most %(count)d characters.") % {"count": LONGEST}, field="words")
    case = lock(case, by=by, staff_only=True)
    if clause.terms.state != TermsState.APPROVED:
        raise Refused("clause.not_approved", _("Only terms that were approved can be cited."), clause="6.2-1")
    held = list(CitedClause.objects.filter(case=case, removed_at=None))
    known = next((one for one in held if (one.clause_id, one.role) == (clause.pk, role)), None)
    if known is not None and known.words == words:
        return known
    if known is not None:
        known.words = words
        known.save(update_fields=["words"])
    elif len(held) >= MOST:
        raise Refused("clause.too_many", _("A case names at most %(count)d clauses.") % {"count": MOST})
    else:
        known = CitedClause.objects.create(
            case=case, clause=clause, role=role, words=words, received_on=local_date(case.received_at), at=at,
            by_id=by.id, by_label=by.label,
        )  # fmt: skip
    body = {
        "clause": clause.pk, "product": clause.terms.product.code, "version": clause.terms.number,
        "path": clause.path, "role": role, "digest": clause.terms.digest,
    }  # fmt: skip
    record(case, "clause_cited", by=by, at=at, body=body, personal={"words": words} if words else None)
    return known


@action
def uncite(*, case: Case, cited_id: UUID, by: Actor, at: datetime) -> CitedClause:
    """Take a clause off the case. Twice does nothing more. Raises BadInput(`clause.unknown`) and those of `lock`."""
    case = lock(case, by=by, staff_only=True)
    row = CitedClause.objects.select_related("clause__terms__product").filter(case=case, pk=cited_id).first()
    if row is None:
        raise BadInput("clause.unknown", _("This case does not name that clause."), field="clause")
    if row.removed_at is None:
        row.removed_at, row.removed_by_label = at, by.label
        row.save(update_fields=["removed_at", "removed_by_label"])
        terms = row.clause.terms
        body = {
            "clause": row.clause_id, "product": terms.product.code, "version": terms.number, "path": row.clause.path,
            "role": row.role,
        }  # fmt: skip
        record(case, "clause_uncited", by=by, at=at, body=body)
    return row
