"""Doing one thing to many cases: what to do, what it would change, what became of each, and taking it back."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from huiyin.cases import queries as cases
from huiyin.cases.models import BulkKind, BulkRow, BulkRun, BulkState, Case, RowState, Severity
from huiyin.cases.queries import queue as listed
from huiyin.cases.queries import tags
from huiyin.catalog import rules as taxonomies
from huiyin.complaints.actions import bulk, bulk_rows
from huiyin.complaints.queries import bulk as queries
from huiyin.complaints.rules import bulk as rules
from huiyin.console import filters, queue_asked, queue_choices
from huiyin.console.filter_form import code_choices
from huiyin.console.visit import Visit, desk
from huiyin.core.errors import BadInput
from huiyin.core.time import SHANGHAI, now

OFFERED = 300  # by the browser while a name is typed; any other tag is taken as well
GIVEN = ("to", "code", "severity", "tag", "words", "due_at")
ASKS_REASON = frozenset({"hand_over", "classify", "grade"})


@desk("cases", "POST")
def act(visit: Visit) -> HttpResponse:
    """The cases are chosen: ask for what the kind needs, then keep it and show what it would do."""
    post = visit.request.POST
    kind, here = post.get("kind", ""), queue_asked.back(visit, post.get("here", ""))
    offered = {code for code, _label, _icon in queue_choices.bulk(visit)}
    chosen = _chosen(visit, post, here)
    given = {name: post.get(name, "") for name in GIVEN}
    if kind == BulkKind.TAG:
        given["tag"] = next((str(one.pk) for one in tags.named([post.get("tag_name", "")])), "")
    error: BadInput | None = None
    if kind not in offered:
        error = BadInput("bulk.kind", _("Choose what to do with the cases."), field="kind")
    elif not chosen:
        error = BadInput("bulk.cases", _("Choose the cases first."), field="ids")
    elif "ready" in post:
        try:
            values = given | {"due_at": _moment(given["due_at"])}
            run = bulk.draft(
                user=visit.user, kind=kind, given=values, cases=chosen, where=_plain(here), by=visit.by, at=visit.at
            )
        except BadInput as bad:
            error = bad
        else:
            return redirect("queue_bulk", bulk_id=run.pk)
    context = {
        "kind": kind if kind in offered else "",
        "title": BulkKind(kind).label if kind in offered else _("Change many cases"),
        "chosen": chosen, "here": here, "given": given, "error": error, "asks_reason": kind in ASKS_REASON,
        "tag_name": post.get("tag_name", ""), "most": rules.MOST, **_choices(visit, kind),
    }  # fmt: skip
    return visit.page("queue_bulk_form.html", context, status=422 if error else 200)


def _chosen(visit: Visit, post: QueryDict, here: str) -> list[Case]:
    """The visible ones of the chosen cases, in the order of their numbers; or all that fit the list, up to the most."""
    if post.get("all") == "1":
        asked = queue_asked.read(visit, queue_asked.query_of(here))
        return listed.page(visit.user, asked.wanted, at=visit.at, order=asked.order, size=rules.MOST).rows
    numbers = post.getlist("ids")[: rules.MOST]
    rows = cases.visible_to(visit.user).filter(number__in=numbers) if numbers else Case.objects.none()
    return list(rows.select_related("unit", "owner").order_by("number"))


def _choices(visit: Visit, kind: str) -> dict[str, Any]:
    """The choices that the form of this kind needs."""
    if kind == BulkKind.HAND_OVER:
        return {"colleagues": filters.owners(visit.user)}
    if kind == BulkKind.CLASSIFY:
        taxonomy = taxonomies.current()
        pairs = code_choices(taxonomy, get_language() or "zh-hans")
        return {"codes": [pair for pair in pairs if pair[0] in taxonomy.reasons]}
    if kind == BulkKind.GRADE:
        return {"severities": Severity.choices}
    if kind == BulkKind.TAG:
        return {"tags": tags.choices()[:OFFERED]}
    return {}


def _moment(text: str) -> str:
    """What a browser's field of date and time gives, as a moment in Shanghai."""
    try:
        return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI).isoformat()
    except ValueError:
        return text


def _plain(here: str) -> str:
    """The list to go back to, without words somebody looked for: they may name a person."""
    query = QueryDict(here.partition("?")[2], mutable=True)
    for name in ("q", "policy", "customer", "after", "before"):
        query.pop(name, None)
    return filters.address("open", {name: query[name] for name in query})


@desk("cases")
def show(visit: Visit, bulk_id: UUID) -> HttpResponse:
    """What it would do; how far it is; what became of each."""
    run = _own(visit, bulk_id)
    counts = queries.counts(run)
    total = sum(counts.values())
    runs = run.state in (BulkState.RUNNING, BulkState.UNDOING)
    left = counts[RowState.WAITING if run.state == BulkState.RUNNING else RowState.DONE] if runs else 0
    context: dict[str, Any] = {
        "run": run,
        "total": total,
        "counts": [(RowState(state).label, state, count) for state, count in counts.items() if count],
        "runs": runs,
        "percent": round(100 * (total - left) / total) if total else 100,
        "may_undo": counts[RowState.DONE] > 0 and rules.may_undo(run.state, run.started_at, visit.at),
        "undo_until": run.started_at + rules.UNDO_WITHIN if run.started_at else None,
        "back_url": run.where or filters.address("open", {}),
        "is_large": rules.runs_as_job(total),
    }
    if run.state == BulkState.SHOWN:
        seen = queries.preview(run, by=visit.by, language=get_language() or "zh-hans")
        context |= {"seen": seen, "will": sum(not one.refusal for one in seen)}
    elif not runs:
        context["rows"] = _rows(visit, run)
    return visit.page("queue_bulk_part.html" if visit.is_partial else "queue_bulk.html", context)


def _rows(visit: Visit, run: BulkRun) -> Sequence[BulkRow]:
    """The rows with their cases; one that the person may no longer open shows its number only."""
    rows = list(BulkRow.objects.filter(run=run).select_related("case").order_by("place"))
    seen = cases.visible_to(visit.user).filter(pk__in=[row.case_id for row in rows])
    open_to = set(seen.values_list("pk", flat=True))
    for row in rows:
        row.is_visible = row.case_id in open_to  # type: ignore[attr-defined]
    return rows


@desk("cases", "POST")
def go_on(visit: Visit, bulk_id: UUID, step: str) -> HttpResponse:
    """`confirm` it or `undo` it: small ones are done before the answer, large ones by a job."""
    run = _own(visit, bulk_id)
    if step not in ("confirm", "undo"):
        raise Http404
    run = (bulk.confirm if step == "confirm" else bulk.undo)(run=run, by=visit.by, at=visit.at)
    if not rules.runs_as_job(BulkRow.objects.filter(run=run).count()):
        bulk_rows.work(run, by=visit.by, clock=now)
    return redirect("queue_bulk", bulk_id=run.pk)


def _own(visit: Visit, bulk_id: UUID) -> BulkRun:
    run = BulkRun.objects.select_related("user").filter(pk=bulk_id, user=visit.user).first()
    if run is None:
        raise Http404
    return run
