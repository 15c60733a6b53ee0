"""Return visits to new policies: owed, made, and what became of a problem (令2010-4 art 15, 18; 1.2-9)."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from huiyin.accounts.rules import may_write
from huiyin.audit import actions as audit
from huiyin.cases.models import Channel
from huiyin.cases.rules.people import PersonDraft
from huiyin.core.actions import action
from huiyin.core.actors import Actor
from huiyin.core.errors import BadInput, Refused
from huiyin.core.time import local_date
from huiyin.customers.models import Policy
from huiyin.service.actions import intake
from huiyin.service.actions.base import start
from huiyin.service.models import ReturnVisit, VisitOutcome
from huiyin.service.rules import visits as rules
from huiyin.service.rules.arrival import Arrival


@action
def owe(*, policy: Policy, by: Actor, at: datetime) -> ReturnVisit | None:
    """Write down that a policy is owed its visit; None when it is not. A second time changes nothing."""
    if not rules.is_owed(policy.line, policy.starts_on, policy.ends_on, policy.hesitation_ends_on, local_date(at)):
        return None
    values = {"party_id": policy.holder_id, "unit_id": policy.unit_id, "due_on": policy.hesitation_ends_on}
    row, made = ReturnVisit.objects.get_or_create(policy_id=policy.pk, defaults=values)
    if made:
        _record(row, "owed", by=by, at=at, body={"policy": policy.pk, "due_on": row.due_on})
    return row


@action
def miss(*, visit: ReturnVisit, by: Actor, at: datetime) -> ReturnVisit:
    """The hesitation period is over and nobody was reached. Ended already, or still inside: nothing changes."""
    row = ReturnVisit.objects.select_for_update().get(pk=visit.pk)
    if row.ended_at is None and row.due_on < local_date(at):
        row.ended_at, row.outcome = at, VisitOutcome.MISSED
        row.save(update_fields=["ended_at", "outcome"])
        _record(row, "missed", by=by, at=at, body={"tried": row.tried})
    return row


@action
def try_again(*, visit: ReturnVisit, note: str, by: Actor, at: datetime) -> ReturnVisit:
    """Nobody was reached this time; the visit stays due."""
    row = _open(visit, by)
    row.tried, row.note, row.by_label = row.tried + 1, note.strip()[:500], by.label
    row.save(update_fields=["tried", "note", "by_label"])
    personal = {"note": row.note} if row.note else None
    _record(row, "tried", by=by, at=at, body={"tried": row.tried}, personal=personal)
    return row


@action
def make(
    *, visit: ReturnVisit, answers: Mapping[str, str], by: Actor, at: datetime, problem: str = "", note: str = ""
) -> ReturnVisit:
    """Record a visit with an answer, yes or no, for each of the seven points. A problem becomes a request of its own,
    linked here, with the 15 working days of art 18; nobody who sold the policy answers for it.

    Raises BadInput naming the points not asked, or a missing problem; Refused(`visit.ended`, `visit.not_yours`,
    `visit.policy`).
    """
    row = _open(visit, by)
    found = list(rules.faults(answers, problem))
    if found:
        sentences = list(dict.fromkeys(_(sentence) for _field, sentence in found))
        error = BadInput("visit.points", " ".join(sentences), field=found[0][0])
        error.needs, error.clause = sentences, "令2010-4 art 15"
        raise error
    row.answers = {code: answers[code] for code in rules.ITEMS}
    row.note, row.by_label, row.tried, row.ended_at = note.strip()[:500], by.label, row.tried + 1, at
    row.outcome = VisitOutcome.PROBLEM if problem.strip() else VisitOutcome.CLEAR
    if problem.strip():
        row.case_id = _case_of(row, problem, by=by, at=at)
    row.save()
    body = {"outcome": row.outcome, "answers": row.answers, "case": row.case_id}
    _record(row, "made", by=by, at=at, body=body, personal={"note": row.note} if row.note else None)
    return row


def _case_of(row: ReturnVisit, problem: str, *, by: Actor, at: datetime) -> UUID:
    policy = Policy.objects.select_related("holder").filter(pk=row.policy_id).first()
    if policy is None:
        raise Refused("visit.policy", _("The policy of this visit is not there any more."))
    holder = policy.holder
    person = PersonDraft(
        name=holder.name, phone=holder.phone, email=holder.email, address=holder.address, party_id=holder.pk
    )
    arrival = Arrival(
        kind="consultation", channel=Channel.RETURN_VISIT, received_at=at, text=problem, person=person, topic="other",
        policy_id=policy.pk, no_preliminary=_("Found in a return visit; it is looked into."),
    )  # fmt: skip
    case = intake.register(arrival=arrival, by=by, at=at).case
    start(case, "visit_problem_found", by=by, at=at)
    return case.pk


def _open(visit: ReturnVisit, by: Actor) -> ReturnVisit:
    if by.kind != "system" and not may_write(by.grants):
        raise Refused("visit.not_yours", _("Your role only reads cases."))
    row = ReturnVisit.objects.select_for_update().get(pk=visit.pk)
    if row.ended_at is not None:
        raise Refused("visit.ended", _("This visit was recorded already."))
    return row


def _record(
    row: ReturnVisit, what: str, *, by: Actor, at: datetime, body: Mapping[str, object],
    personal: Mapping[str, str] | None = None,
) -> None:  # fmt: skip
    audit.record(
        aggregate=("return_visit", row.pk), kind=f"visit.{what}", by=by, at=at, body=dict(body), personal=personal
    )
