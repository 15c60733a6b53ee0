"""A dry run: who would have got the complaints of a day under an edition, why, and who did get them."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from huiyin.accounts.models import Membership, User
from huiyin.audit.models import Entry
from huiyin.cases import queries as cases
from huiyin.cases.models import Case
from huiyin.complaints.models import AssignmentTrial, AssignmentTrialRow
from huiyin.complaints.queries.routing import Route, route
from huiyin.complaints.rules import dispatch_terms as terms
from huiyin.complaints.rules.entries import kind_of
from huiyin.complaints.rules.table import HANDLING
from huiyin.core.time import SHANGHAI

# Up to so many are played while the page waits; more are a job.
AT_ONCE = 25
BATCH = 20


def cases_of(day: date, user: User) -> QuerySet[Case]:
    """The complaints that arrived on a day in Shanghai and were classed, as far as `user` may see them, in order."""
    begins = datetime.combine(day, datetime.min.time(), SHANGHAI)
    rows = cases.visible_to(user).filter(
        kind="complaint", received_at__gte=begins, received_at__lt=begins + timedelta(days=1), is_imported=False
    )
    return rows.exclude(code="").order_by("received_at", "id")


def loads_before(day: date, effort: terms.Effort) -> dict[UUID, int]:
    """The points of whoever handles, of what had arrived before the day and is open today: the nearest to the load of
    that morning that an index can tell."""
    handlers = Membership.objects.filter(role__in=HANDLING, user__is_active=True).values_list("user", flat=True)
    begins = datetime.combine(day, datetime.min.time(), SHANGHAI)
    found: Counter[UUID] = Counter()
    rows = Case.objects.filter(owner__in=list(handlers), is_open=True, received_at__lt=begins).order_by()
    for owner, severity, paused, flags in rows.values_list("owner_id", "severity", "is_paused", "flags").iterator():
        found[owner] += effort.of(severity, frozenset(flags), paused)
    return dict(found)


def play(trial: AssignmentTrial, edition: terms.Edition) -> Iterator[list[AssignmentTrialRow]]:
    """The rows in the order in which the complaints arrived, in batches; each adds to the load of who would have got
    it."""
    loads = Counter(loads_before(trial.day, edition.effort))
    rows = cases_of(trial.day, trial.started_by).select_related("unit", "owner", "complaint__respondent_unit")
    batch: list[Case] = []
    for case in rows.iterator(chunk_size=BATCH):
        batch.append(case)
        if len(batch) == BATCH:
            yield _played(trial, batch, edition, loads)
            batch = []
    if batch:
        yield _played(trial, batch, edition, loads)


def _played(
    trial: AssignmentTrial, batch: Sequence[Case], edition: terms.Edition, loads: Counter[UUID]
) -> list[AssignmentTrialRow]:
    was = _dispatched([case.pk for case in batch])
    found = []
    for case in batch:
        going = route(case, case.received_at, edition=edition, loads=loads)
        would = going.user.pk if going.user else None
        if going.choice.person is not None:
            loads[going.choice.person] += edition.effort.of(case.severity, frozenset(case.flags))
        had = was.get(case.pk)
        found.append(
            AssignmentTrialRow(
                trial=trial, case_id=case.pk, was_id=had, would_id=would, differs=had != would, why=_plain(going)
            )
        )
    return found


def _dispatched(ids: Sequence[UUID]) -> dict[UUID, UUID]:
    """Who got each by the first dispatch, as the ledger tells it."""
    rows = Entry.objects.filter(aggregate_kind="case", aggregate_id__in=ids, kind=kind_of("dispatch")).order_by("-seq")
    return {pk: UUID(body["owner"]) for pk, body in rows.values_list("aggregate_id", "body")}


def _plain(going: Route) -> dict[str, Any]:
    why = going.why()
    return {
        **why,
        "weighed": [{**one, "user": str(one["user"])} for one in why["weighed"]],
        "passed": [{**one, "user": str(one["user"])} for one in why["passed"]],
        **{name: str(why[name]) for name in ("until", "instead_of") if name in why},
    }


def summary(trial: AssignmentTrial) -> dict[str, Any]:
    """How many each got and would have got, how it would have come to them, how often it differs."""
    was: Counter[str] = Counter()
    would: Counter[str] = Counter()
    ways: Counter[str] = Counter()
    by_rule: Counter[str] = Counter()
    differing = 0
    for row in AssignmentTrialRow.objects.filter(trial=trial).iterator():
        was[str(row.was_id or "")] += 1
        would[str(row.would_id or "")] += 1
        ways[row.why["way"]] += 1
        by_rule[row.why["assign"]] += 1
        differing += row.differs
    return {"was": was, "would": would, "ways": ways, "rules": by_rule, "differing": differing}


def rows_of(trial: AssignmentTrial, user: User, *, after: UUID | None = None, size: int = 50) -> list[dict[str, Any]]:
    """A page of rows in order, with cases and people as far as `user` may see them: one row more than `size` says that
    there are more."""
    rows = AssignmentTrialRow.objects.filter(trial=trial).order_by("id")
    found = list((rows.filter(id__gt=after) if after else rows)[: size + 1])
    seen = {
        case.pk: case for case in cases.visible_to(user, looked_up=True).filter(pk__in=[row.case_id for row in found])
    }
    return [{"row": row, "case": seen.get(row.case_id)} for row in found]


def edition_of(trial: AssignmentTrial) -> terms.Edition:
    """What was or will be played."""
    return terms.read(trial.body, trial.edition)


def total(day: date, user: User) -> int:
    """How many complaints of a day there are to play."""
    return cases_of(day, user).count()


def names_of(ids: set[UUID]) -> dict[UUID, User]:
    """People by id."""
    return {user.pk: user for user in User.objects.filter(pk__in=ids)}
