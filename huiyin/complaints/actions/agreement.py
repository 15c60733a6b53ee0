"""Another date for the decision, agreed by the parties, with its proof (令2020-3 art 21)."""

from datetime import date, datetime, time
from uuid import UUID

from django.utils.translation import gettext as _

from huiyin.cases.models import Case
from huiyin.clocks import actions as clocks
from huiyin.clocks.models import Clock
from huiyin.complaints.actions import checks, turning
from huiyin.complaints.actions.base import begin, finish
from huiyin.complaints.queries import turns
from huiyin.core.actions import action
from huiyin.core.actors import Actor
from huiyin.core.errors import BadInput, Refused
from huiyin.core.time import SHANGHAI, local_date


@action
def agree(
    *,
    case: Case,
    until: date,
    proof_evidence_id: UUID,
    by: Actor,
    at: datetime,
    agreed_at: datetime | None = None,
    reason: str = "",
) -> Clock:
    """Let the decision limit last to 24:00 of `until` (Shanghai), as both sides agreed at `agreed_at` (now when None).

    The proof is an evidence item of the case. `until` lies after today. An agreement after the limit had ended stands,
    and the breach stays on record. Raises BadInput for date and proof, Refused(`agreement.not_running`,
    `agreement.twice`).
    """
    case, _facts = begin(case, "agree_date", by=by)
    clock = turns.decision_clock(case)
    if clock is None:
        raise Refused("agreement.not_running", _("No decision limit is running here."), clause="令2020-3 art 21")
    if until <= local_date(at):
        raise BadInput("agreement.until", _("The agreed date lies after today."), field="until")
    moment = checks.happened(agreed_at or at, "agreed_at", at=at, since=clock.started_at)
    proof = checks.evidence(case, [proof_evidence_id], "proof_evidence_id")[0]
    midnight = datetime.combine(until, time(), SHANGHAI)
    if clock.events.filter(kind="agree", until=midnight, at=moment).exists():
        raise Refused("agreement.twice", _("This date has been agreed and recorded already."), clause="令2020-3 art 21")
    moved = clocks.agree(
        owner=("case", case.pk),
        rule=turns.DECISION,
        at=moment,
        until=midnight,
        proof=str(proof),
        by=by,
        reason=checks.short(reason, "reason", most=300),
    )
    finish(
        case,
        "agree_date",
        by=by,
        at=at,
        body={"until": until, "agreed_at": moment, "changes": turning.changes([moved])},
        personal={"reason": reason.strip()},
        outputs={"proof": proof},
        clocks=[moved],
    )
    return moved
