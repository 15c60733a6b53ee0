"""What telling a decision sets in motion: state, limits, the right to a review; and what follows a failed mail."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from huiyin.audit import actions as audit
from huiyin.cases.models import Case
from huiyin.clocks import actions as clocks
from huiyin.clocks import queries as clock_queries
from huiyin.clocks.models import Clock, Task, TaskKind
from huiyin.complaints.actions import promises
from huiyin.complaints.actions.base import finish
from huiyin.complaints.actions.limits import stop_at
from huiyin.complaints.models import Decision, Notice
from huiyin.complaints.queries import letter
from huiyin.complaints.queries.binding import packs_of_case
from huiyin.core.actors import Actor

# A person finds another way within a day, or before the decision limit ends, whichever is first.
_ANOTHER_WAY = timedelta(days=1)


def told(case: Case, notice: Notice, decision: Decision, *, by: Actor, rule_versions: Sequence[str] = ()) -> Notice:
    """The decision is told at `notice.sent_at`: the limits that it stops end there, the state follows (art 21)."""
    moment = notice.sent_at
    assert moment is not None
    case.complaint.notified_at = moment
    case.complaint.save(update_fields=["notified_at"])
    moved: list[Clock | None] = [*stop_at(case, "decision_notified", at=moment, by=by)]
    if notice.received_at is not None:
        moved.append(review_limit(case, decision, notice.received_at, by=by))
    failed = Notice.objects.filter(case=case, kind="decision", failed_at__isnull=False).values("id")
    for task in Task.objects.filter(owner_kind="case", owner_id=case.pk, ref_id__in=failed, state="open"):
        clocks.complete_task(task=task, by=by, at=moment, note=_("Told by another way."))
    promised = promises.from_letter(case, decision, by=by, at=moment)
    finish(
        case,
        "notify",
        by=by,
        at=moment,
        body=body_of(notice) | (promises.body_of(promised) if promised else {}),
        personal={"address": notice.address},
        outputs={"notice": notice.pk},
        clocks=moved,
        rule_versions=rule_versions,
    )
    return notice


def review_limit(case: Case, decision: Decision, received_at: datetime, *, by: Actor) -> Clock | None:
    """Start the 30 days for applying for a review, from the proven receipt of a branch's decision (art 20)."""
    if not letter.is_branch(decision.deciding_unit):
        return None
    return clocks.start(
        owner=("case", case.pk),
        rule="complaint.review_application",
        at=received_at,
        facts={"decided_by": "branch", "receipt_proof": True},
        by=by,
        rules_on=case.rules_on,
        packs=packs_of_case(case),
    )


def alarm(case: Case, notice: Notice, *, by: Actor, at: datetime) -> Task:
    """Give the owner the task to tell by another way: the mail came to nothing and the clock runs on."""
    nearest = clock_queries.nearest(("case", case.pk))
    due_at = at + _ANOTHER_WAY
    if nearest is not None and nearest[0] is not None and at < nearest[0] < due_at:
        due_at = nearest[0]
    return clocks.add_task(
        owner=("case", case.pk),
        kind=TaskKind.NOTICE,
        title=_("The mail could not be sent: tell the complainant by another way."),
        assignee=case.owner,
        due_at=due_at,
        ref_id=notice.pk,
        by=by,
        at=at,
    )


def record(case: Case, kind: str, notice: Notice, *, by: Actor, at: datetime) -> None:
    """The ledger entry of a notice that leaves the main path as it is."""
    case.version += 1
    case.save(update_fields=["version"])
    audit.record(
        aggregate=("case", case.pk),
        kind=kind,
        by=by,
        at=at,
        body=body_of(notice) | {"state": case.state, "version": case.version},
        personal={"address": notice.address},
    )


def body_of(notice: Notice) -> dict[str, Any]:
    """What the ledger says of a notice; never the address or the words."""
    return {
        "notice": notice.pk,
        "notice_kind": notice.kind,
        "method": notice.method,
        "sent_at": notice.sent_at,
        "reached": notice.reached,
        "outgoing": notice.outgoing_id,
        "proof": notice.proof_evidence_id,
        "failed_at": notice.failed_at,
    }
