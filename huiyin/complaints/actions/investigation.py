"""The investigation: three kinds of sources, findings in versions, and their review by somebody else (3.2)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Max
from django.utils.translation import gettext as _

from huiyin.cases.models import Case, EvidenceSource
from huiyin.complaints.actions import checks, notifying
from huiyin.complaints.actions.base import begin, finish
from huiyin.complaints.models import Finding, SourceCheck
from huiyin.complaints.rules.table import LEADING
from huiyin.core.actions import action
from huiyin.core.actors import Actor
from huiyin.core.errors import BadInput, Refused


@action
def plan_sources(*, case: Case, plans: Mapping[str, str], by: Actor, at: datetime) -> list[SourceCheck]:
    """Plan what is looked for in each kind of source (3.2-3): kind → what and where. Returns all checks of the round.

    A plan may be changed while its source is open. Raises Refused(`source.finished`) for a finished one.
    """
    case, facts = begin(case, "plan_sources", by=by)
    for source, plan in plans.items():
        if source not in EvidenceSource.values:
            raise BadInput("input.source", _("There are three kinds of sources: customer, internal, third party."))
        words = checks.text(plan, "plan", _("Say what is looked for in this source, and where."), most=500)
        present = _source(case, facts.round, source)
        if present is None:
            SourceCheck.objects.create(
                case=case, round=facts.round, source=source, plan=words, at=at, by_label=by.label
            )
        elif present.state != "open":
            raise Refused("source.finished", _("This source is finished: its plan stays as it was."), clause="3.2-3")
        else:
            present.plan, present.at, present.by_label = words, at, by.label
            present.save(update_fields=["plan", "at", "by_label"])
    if not plans:
        raise BadInput("input.plans", _("Plan at least one source."), field="plans")
    finish(case, "plan_sources", by=by, at=at, body={"sources": sorted(plans)})
    return _sources(case, facts.round)


@action
def start(*, case: Case, by: Actor, at: datetime) -> Case:
    """Start the investigation: an investigator is named and all three kinds of sources are planned (3.2-1, 3.2-3)."""
    case, facts = begin(case, "investigate", by=by)
    planned = _sources(case, facts.round)
    return finish(
        case,
        "investigate",
        by=by,
        at=at,
        body={"investigators": sorted(facts.investigator_ids)},
        outputs={"evidence_plan": [one.pk for one in planned]},
    )


@action
def finish_source(
    *,
    case: Case,
    source: str,
    by: Actor,
    at: datetime,
    result: str = "",
    not_applicable: bool = False,
    evidence_ids: Sequence[UUID] = (),
) -> SourceCheck:
    """Finish one source: done with what it gave, or not applicable with the reason, both in `result` (3.2-3).

    Evidence is named where there is any. A source opened again keeps what was written before.
    Raises Refused(`source.finished`) for one that is finished, Refused(`source.unplanned`) for one without a plan.
    """
    case, facts = begin(case, "finish_source", by=by)
    message = _("Say why this source does not apply.") if not_applicable else _("Say what this source gave.")
    words = checks.text(result, "result", message, least=4)
    items = checks.evidence(case, evidence_ids)
    row = _source(case, facts.round, source)
    if row is None:
        raise Refused("source.unplanned", _("Plan this source first."), clause="3.2-3")
    if row.state != "open":
        raise Refused("source.finished", _("This source is finished already."), clause="3.2-3")
    row.state = "not_applicable" if not_applicable else "done"
    row.result = f"{row.result}\n{words}".strip()
    row.evidence_ids = list(dict.fromkeys([*row.evidence_ids, *items]))
    row.finished_at, row.finished_by_label = at, by.label
    row.save(update_fields=["state", "result", "evidence_ids", "finished_at", "finished_by_label"])
    finish(
        case,
        "finish_source",
        by=by,
        at=at,
        body={"source": source, "result_state": row.state, "evidence": items},
        personal={"result": words},
    )
    return row


@action
def record_finding(
    *, case: Case, truth: str, cause: str, scope: str, by: Actor, at: datetime, evidence_ids: Sequence[UUID] = ()
) -> Finding:
    """Record the findings: truth of the content, specific cause, scope of impact (3.2-5).

    A new version takes the place of the last, which is kept; it has to be reviewed anew.
    """
    case, facts = begin(case, "record_finding", by=by)
    newest = Finding.objects.filter(case=case).aggregate(n=Max("version"))["n"] or 0
    row = Finding.objects.create(
        case=case,
        round=facts.round,
        version=newest + 1,
        truth=checks.text(truth, "truth", _("Say what is true of the complaint and how it was established."), least=8),
        cause=checks.text(cause, "cause", _("Name the specific cause."), least=4),
        scope=checks.text(
            scope, "scope", _("Say whom and what it affects: this customer only, or others too."), least=4
        ),
        evidence_ids=checks.evidence(case, evidence_ids),
        at=at,
        by_id=by.id,
        by_label=by.label,
    )
    finish(
        case,
        "record_finding",
        by=by,
        at=at,
        body={"finding": row.pk, "finding_version": row.version, "evidence": row.evidence_ids},
        personal={"truth": row.truth, "cause": row.cause, "scope": row.scope},
    )
    notifying.awaits(case, "finding", LEADING, ref_id=row.pk, but=by.id, by=by, at=at)
    return row


@action
def review_finding(*, case: Case, approved: bool, by: Actor, at: datetime, note: str = "") -> Finding:
    """Review the newest findings: accept them, or send them back with what is missing (3.2-1).

    Never by their author. What is sent back needs a new version. Raises Refused(`finding.reviewed`) for a second time.
    """
    case, facts = begin(case, "review_finding", by=by)
    row = Finding.objects.filter(case=case, round=facts.round).latest("version")
    if row.reviewed_at is not None:
        raise Refused("finding.reviewed", _("These findings are reviewed already."), clause="3.2-1")
    if approved:
        row.reviewed_at, row.reviewed_by_id, row.reviewed_by_label = at, by.id, by.label
        row.review_note = checks.short(note, "note", most=500)
    else:
        row.sent_back_at = at
        row.reviewed_by_id, row.reviewed_by_label = by.id, by.label
        row.review_note = checks.text(note, "note", _("Say what the findings still lack."), least=4, most=500)
    row.save(
        update_fields=["reviewed_at", "reviewed_by_id", "reviewed_by_label", "review_note", "sent_back_at"],
    )
    finish(
        case,
        "review_finding",
        by=by,
        at=at,
        body={"finding": row.pk, "finding_version": row.version, "approved": approved},
        personal={"note": row.review_note},
    )
    return row


@action
def reinvestigate(*, case: Case, reason: str, sources: Sequence[str], by: Actor, at: datetime) -> Case:
    """Go back to the investigation with the reason; the named sources are open again, what they gave stays (3.2-1)."""
    case, facts = begin(case, "reinvestigate", by=by)
    words = checks.text(reason, "reason", _("Say why the investigation is taken up again."), least=4, most=500)
    rows = [one for one in _sources(case, facts.round) if one.source in sources]
    if len(rows) != len(set(sources)):
        raise BadInput("input.sources", _("Name sources of this complaint."), field="sources")
    for row in rows:
        row.state, row.finished_at, row.finished_by_label = "open", None, ""
        row.save(update_fields=["state", "finished_at", "finished_by_label"])
    return finish(
        case, "reinvestigate", by=by, at=at, body={"sources": sorted(set(sources))}, personal={"reason": words}
    )


def _sources(case: Case, round_: int) -> list[SourceCheck]:
    return list(SourceCheck.objects.filter(case=case, round=round_).order_by("id"))


def _source(case: Case, round_: int, source: str) -> SourceCheck | None:
    return SourceCheck.objects.filter(case=case, round=round_, source=source).first()
