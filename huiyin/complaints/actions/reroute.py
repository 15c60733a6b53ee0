"""Not a complaint after all: a report of a violation, a petition, an inquiry or a claim filing goes on as a case of its
own, received at the same moment; the complaint ends with the link, and the person is told (domain 2.1)."""

from datetime import datetime

from django.utils.translation import gettext as _

from huiyin.cases.actions.branching import branch_off
from huiyin.cases.models import Case, Kind
from huiyin.complaints.actions import checks, merging, turning
from huiyin.complaints.actions.base import begin, finish
from huiyin.complaints.actions.turning import BY_MAIL, Way
from huiyin.complaints.models import Reroute
from huiyin.complaints.queries import turn_words
from huiyin.complaints.rules import turns as rules
from huiyin.core.actions import action
from huiyin.core.actors import Actor
from huiyin.core.errors import BadInput


@action
def reroute(*, case: Case, to_kind: str, reason: str, by: Actor, at: datetime, way: Way = BY_MAIL) -> Reroute:
    """Let the matter go on as a case of `to_kind` (violation_report, petition, inquiry, claim_filing).

    The new case has the same receipt, people, statement, unit and owner; files stay with the complaint, which keeps
    the link. Limits that a reroute ends are cancelled, complaints merged into this one stand on their own again.
    `reason` is what the person is told. Raises BadInput for kind and reason.
    """
    merging.lock_family(case)
    case, _facts = begin(case, "reroute", by=by)
    if to_kind not in rules.REROUTED_TO:
        message = _("Choose: report of a violation, petition, inquiry or claim filing.")
        raise BadInput("reroute.kind", message, field="to_kind")
    words = checks.text(reason, "reason", _("Say why it goes on as something else."), least=4, most=500)
    ended = turning.end_open_turns(case, reason=_("The matter goes on as another kind of case."), at=at, by=by)
    released = merging.release(case, reason=_("The complaint it was merged into was rerouted."), by=by, at=at)
    moved = turning.end_limits(case, "rerouted", at=at, by=by)
    new, _begun = branch_off(case, to_kind, reason=words, by=by, at=at)
    notice = turning.give(
        case,
        kind="reroute",
        words=turn_words.reroute(case, Kind(to_kind).label, new.number, words),
        way=way,
        since=case.received_at,
        by=by,
        at=at,
    )
    row = Reroute.objects.create(
        case=case,
        to_kind=to_kind,
        to_case_id=new.pk,
        reason=words,
        notice_id=notice.pk,
        at=at,
        by_id=by.id,
        by_label=by.label,
    )
    case.complaint.state_before_end, case.complaint.end_reason = case.state, words
    case.complaint.save(update_fields=["state_before_end", "end_reason"])
    finish(
        case,
        "reroute",
        by=by,
        at=at,
        body={
            "to_kind": to_kind,
            "to": new.number,
            "ended": ended,
            "released": released,
            "changes": turning.changes(moved),
        },
        personal={"reason": words},
        outputs={"new_case": new.pk, "notice": notice.pk},
        clocks=moved,
    )
    return row
