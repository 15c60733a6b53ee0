"""What a change of many would do to each case, told before it is done. A few statements however many rows: the same
rules as the actions ask, of values read together; the action itself asks them once more."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from huiyin.accounts.models import User
from huiyin.accounts.queries import grants_of
from huiyin.accounts.rules import SEES_OWN, may_take_part, may_write
from huiyin.cases.models import BulkKind, BulkRow, BulkRun, Case, Participation, RowState, State, Tag
from huiyin.cases.queries import barred, tags
from huiyin.catalog import rules as taxonomies
from huiyin.complaints.rules import bulk as rules
from huiyin.complaints.rules import path
from huiyin.complaints.rules.facts import Facts
from huiyin.complaints.rules.table import HANDLING
from huiyin.core.actors import Actor


@dataclass(frozen=True)
class Seen:
    """One row as it is shown before: what the case has now, what it would get, and why not (empty: it will)."""

    row: BulkRow
    now: str
    then: str
    refusal: str


@dataclass(frozen=True)
class _Known:
    """What all rows are judged by."""

    run: BulkRun
    by: Actor
    taking_part: frozenset[UUID]
    to: User | None = None
    to_barred: frozenset[UUID] = frozenset()
    tag: str = ""
    tagged: frozenset[UUID] = frozenset()


def preview(run: BulkRun, *, by: Actor, language: str) -> list[Seen]:
    """Each row of a change that has not begun, in order."""
    rows = list(BulkRow.objects.filter(run=run).select_related("case", "case__unit", "case__owner").order_by("place"))
    ids = [row.case_id for row in rows]
    mine = Participation.objects.filter(case__in=ids, user=by.id, to_at=None).values_list("case_id", flat=True)
    known = _Known(run, by, frozenset(mine), *_colleague(run, ids), *_tagged(run, ids))
    away = _barred(run.user, ids)
    refuse = _REFUSE[run.kind]
    seen = []
    for row in rows:
        now, then = _told(row.case, known, language)
        refusal = _(path.RECUSED) if row.case_id in away else refuse(row.case, known)
        seen.append(Seen(row, now, then, refusal))
    return seen


def _told(case: Case, known: _Known, language: str) -> tuple[str, str]:
    """What the case has now and what it would get, in words; a note and a reminder replace nothing."""
    given = known.run.arguments
    if known.run.kind == BulkKind.HAND_OVER:
        return case.owner.name, known.to.name if known.to else ""
    if known.run.kind == BulkKind.CLASSIFY:
        return _class(case, case.code, language), _class(case, given["code"], language)
    if known.run.kind == BulkKind.GRADE:
        return case.severity, given["severity"]
    if known.run.kind == BulkKind.TAG:
        return "", known.tag
    return "", known.run.words


def counts(run: BulkRun) -> Mapping[str, int]:
    """How many rows stand in each state, by state."""
    found = dict.fromkeys(RowState.values, 0)
    for state in BulkRow.objects.filter(run=run).values_list("state", flat=True):
        found[state] += 1
    return found


def _colleague(run: BulkRun, ids: Sequence[UUID]) -> tuple[User | None, frozenset[UUID]]:
    if run.kind != BulkKind.HAND_OVER:
        return None, frozenset()
    to = User.objects.get(pk=UUID(run.arguments["to"]))
    return to, _barred(to, ids)


def _tagged(run: BulkRun, ids: Sequence[UUID]) -> tuple[str, frozenset[UUID]]:
    if run.kind != BulkKind.TAG:
        return "", frozenset()
    tag = Tag.objects.get(pk=UUID(run.arguments["tag"]))
    rows = Case.objects.filter(tags.carrying([tag.pk]), pk__in=list(ids))
    return tag.name, frozenset(rows.values_list("pk", flat=True))


def _barred(user: User, ids: Sequence[UUID]) -> frozenset[UUID]:
    return frozenset(Case.objects.filter(pk__in=list(ids)).filter(pk__in=barred(user)).values_list("pk", flat=True))


def _class(case: Case, code: str, language: str) -> str:
    return f"{code} {taxonomies.in_force(case.rules_on).label(code, language)}" if code else "—"


def _step(case: Case, known: _Known) -> str:
    part = frozenset({known.by.id}) if known.by.id and case.pk in known.taking_part else frozenset[UUID]()
    facts = Facts(
        state=case.state, kind=case.kind, severity=case.severity, unit_path=case.unit.path, owner_id=case.owner_id,
        participant_ids=part,
    )  # fmt: skip
    reasons = path.why_not(rules.STEPS[known.run.kind], facts, known.by)
    return _(reasons[0]) if reasons else ""


def _hand_over(case: Case, known: _Known) -> str:
    to = known.to
    if to is None:
        return _("Choose the colleague who takes them.")
    if refusal := _step(case, known):
        return refusal
    name = {"name": to.name}
    grants = grants_of(to)
    handles = any(role in HANDLING and case.unit.path.startswith(place) for role, place in grants)
    if case.state not in ("received", "accepted") and not handles:
        return _("%(name)s does not handle complaints of %(unit)s.") % {**name, "unit": case.unit.name}
    if case.owner_id == to.pk:
        return _("%(name)s has this complaint already.") % name
    if to.is_away:
        return _("%(name)s is away. Choose somebody else.") % name
    if not may_take_part(grants):
        return _("%(name)s has no role that works on cases.") % name
    if case.pk in known.to_barred:
        return _("%(name)s is recused from this case or has an interest in it.") % name
    return ""


def _classify(case: Case, known: _Known) -> str:
    code = known.run.arguments["code"]
    if refusal := _step(case, known):
        return refusal
    if code not in taxonomies.in_force(case.rules_on).reasons:
        return _("There is no class “%(code)s”.") % {"code": code}
    return _("The complaint has this class already.") if case.code == code else ""


def _grade(case: Case, known: _Known) -> str:
    if refusal := _step(case, known):
        return refusal
    same = case.severity == known.run.arguments["severity"]
    return _("The complaint has this grade already.") if same else ""


def _write(case: Case, known: _Known) -> str:
    by = known.by
    if case.state == State.ARCHIVED:
        return _("The case is in the archive and can only be read.")
    if not may_write(by.grants):
        return _("Your role only reads cases.")
    if by.has_role(*SEES_OWN, path=case.unit.path) or by.id in (case.owner_id, case.registered_by_id):
        return ""
    return "" if case.pk in known.taking_part else _("You do not take part in this case.")


def _remind(case: Case, known: _Known) -> str:
    return _write(case, known) or ("" if case.is_open else _("The case has ended: nobody is reminded of it."))


def _tag(case: Case, known: _Known) -> str:
    return _write(case, known) or (_("The case carries this tag already.") if case.pk in known.tagged else "")


_REFUSE: Mapping[str, Callable[[Case, _Known], str]] = {
    BulkKind.HAND_OVER: _hand_over,
    BulkKind.CLASSIFY: _classify,
    BulkKind.GRADE: _grade,
    BulkKind.TAG: _tag,
    BulkKind.NOTE: _write,
    BulkKind.REMIND: _remind,
}
