"""Linking cases, and taking a link off again. Both cases tell it in their ledger."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection
from django.db.models import Q
from django.utils.translation import gettext as _

from huiyin.cases.actions.base import lock, record
from huiyin.cases.models import Case, CaseLink, LinkKind, State
from huiyin.cases.queries import links as queries
from huiyin.cases.rules import links as rules
from huiyin.core.actions import action
from huiyin.core.actors import Actor
from huiyin.core.errors import BadInput, Refused

MOST = 500
# So long a link that was taken off can be set back as it was.
UNDO_FOR = timedelta(minutes=10)


@action
def link(*, case: Case, other: Case, relation: str, by: Actor, at: datetime, reason: str = "") -> CaseLink:
    """Say what `case` is to `other` (`relation` of `rules.links`). The same link twice is one.

    Raises BadInput(`link.relation`, `link.itself`, `link.reason`), Refused(`link.loop`, `link.other_parent`,
    `link.too_many`) and those of `lock` for `case`; `other` is one that the edge let the person see.
    """
    said = rules.RELATIONS.get(relation)
    if said is None:
        raise BadInput("link.relation", _("Choose what the two cases have to do with each other."), field="relation")
    if case.pk == other.pk:
        lock(case, by=by, staff_only=True)
        raise BadInput("link.itself", _("Name another case: this is the one you are in."), field="number")
    if len(reason) > MOST:
        raise BadInput("link.reason", _("At most %(count)d characters.") % {"count": MOST}, field="reason")
    _hold(said.kind)
    case, other = _both(case, other, by=by)
    start, end = (other, case) if said.is_turned else (case, other)
    known = _known(said.kind, start, end)
    if known is not None:
        return known
    _check(said.kind, start, end)
    made = CaseLink.objects.create(
        kind=said.kind, case=start, other=end, reason=reason.strip(), at=at, by_id=by.id, by_label=by.label
    )
    _tell("linked", made, start, end, by=by, at=at)
    return made


@action
def unlink(*, case: Case, link_id: UUID, by: Actor, at: datetime) -> CaseLink:
    """Take a link off, from either end. Twice does nothing more. Raises BadInput(`link.unknown`)."""
    found = CaseLink.objects.select_related("case", "other").filter(Q(case=case) | Q(other=case), pk=link_id).first()
    if found is None:
        raise BadInput("link.unknown", _("This case has no such link."), field="link")
    here = found.case_id == case.pk
    one, two = _both(case, found.other if here else found.case, by=by)
    row = CaseLink.objects.select_for_update(of=("self",)).get(pk=link_id)
    if row.removed_at is None:
        row.removed_at, row.removed_by_label = at, by.label
        row.save(update_fields=["removed_at", "removed_by_label"])
        _tell("unlinked", row, one if here else two, two if here else one, by=by, at=at)
    return row


@action
def relink(*, case: Case, link_id: UUID, by: Actor, at: datetime) -> CaseLink:
    """Undo `unlink`: the link that one took off oneself within the last ten minutes stands again. Twice does nothing
    more. Raises BadInput(`link.unknown`), Refused(`link.undo_late`) and what `link` refuses by now."""
    found = CaseLink.objects.filter(Q(case=case) | Q(other=case), pk=link_id).first()
    if found is None:
        raise BadInput("link.unknown", _("This case has no such link."), field="link")
    _hold(found.kind)
    here = found.case_id == case.pk
    one, two = _both(case, found.other if here else found.case, by=by)
    start, end = (one, two) if here else (two, one)
    row = CaseLink.objects.select_for_update(of=("self",)).get(pk=link_id)
    if row.removed_at is None:
        return row
    if row.removed_by_label != by.label or at - row.removed_at > UNDO_FOR:
        raise Refused("link.undo_late", _("That can no longer be undone. Link the two cases again."))
    known = _known(row.kind, start, end)
    if known is not None:
        return known
    _check(row.kind, start, end)
    row.removed_at, row.removed_by_label = None, ""
    row.save(update_fields=["removed_at", "removed_by_label"])
    _tell("linked", row, start, end, by=by, at=at)
    return row


def _both(case: Case, other: Case, *, by: Actor) -> tuple[Case, Case]:
    """Both rows, locked in the order of their ids; `case` through the door of changes."""
    list(Case.objects.select_for_update().filter(pk__in=[case.pk, other.pk]).order_by("pk").values("pk"))
    return lock(case, by=by, staff_only=True), Case.objects.get(pk=other.pk)


def _hold(kind: str) -> None:
    """One at a time makes links that run in one direction: two people could close a circle together."""
    if kind not in rules.BOTH_WAYS:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"cases.links.{kind}"])


def _known(kind: str, start: Case, end: Case) -> CaseLink | None:
    same = Q(case=start, other=end)
    if kind in rules.BOTH_WAYS:
        same |= Q(case=end, other=start)
    return CaseLink.objects.filter(same, kind=kind, removed_at=None).first()


def _check(kind: str, start: Case, end: Case) -> None:
    if CaseLink.objects.filter(Q(case=start) | Q(other=start), removed_at=None).count() >= MOST:
        raise Refused("link.too_many", _("A case has at most %(count)d links.") % {"count": MOST})
    if kind not in rules.BOTH_WAYS and rules.makes_loop(start.pk, end.pk, queries.onward(kind, [end.pk])):
        raise Refused(
            "link.loop",
            _("That would make a circle: %(other)s already leads back to %(case)s. Take that link off first.")
            % {"other": end.number, "case": start.number},
        )
    if kind == LinkKind.CHILD_OF and CaseLink.objects.filter(case=start, kind=kind, removed_at=None).exists():
        raise Refused(
            "link.other_parent",
            _("%(case)s is already part of another case. Take that link off first.") % {"case": start.number},
        )


def _tell(kind: str, row: CaseLink, start: Case, end: Case, *, by: Actor, at: datetime) -> None:
    """The entry of both; the chain of an archived case is left as it is. Locks go in the order of the ids."""
    for case, other, is_turned in sorted(((start, end, False), (end, start, True)), key=lambda one: one[0].pk):
        if case.state == State.ARCHIVED:
            continue
        body = {
            "link": row.pk,
            "relation": rules.relation(row.kind, is_turned=is_turned).code,
            "other": other.pk,
        }
        record(case, kind, by=by, at=at, body=body, personal={"reason": row.reason} if row.reason else None)
