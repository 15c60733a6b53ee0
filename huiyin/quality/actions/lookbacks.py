"""Looking back: a project begins with one upheld complaint, goes through everybody it may have reached, and ends when
nobody is left (3.2-9, 3.4)."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from django.db.models import F
from django.utils.translation import gettext as _

from huiyin.accounts.models import User
from huiyin.accounts.rules import arranges, may_write
from huiyin.audit import actions as audit
from huiyin.cases.models import Case
from huiyin.complaints.models.complaint import Verdict
from huiyin.core.actions import action
from huiyin.core.actors import Actor
from huiyin.core.errors import BadInput, Refused
from huiyin.core.time import local_date
from huiyin.quality.models import Lookback, Reached, ReachedState
from huiyin.quality.queries import lookbacks as queries
from huiyin.quality.rules import lookbacks as rules

BATCH = 1000


@action
def begin(
    *, case: Case, reach: rules.Reach, title: str, cause: str, lead: User, due_on: date, by: Actor, at: datetime
) -> Lookback:
    """Write down everybody whom the cause of an upheld complaint may have reached; who complained of the same already
    is done. Asked again while it runs: the running one, unchanged.

    Raises BadInput naming the field; Refused `lookback.not_yours`, `lookback.not_upheld`, `lookback.nobody`,
    `lookback.too_many`, `lookback.seller`.
    """
    case = Case.objects.select_for_update(of=("self",)).select_related("complaint", "unit").get(pk=case.pk)
    if not arranges(by.grants, case.unit.path):
        raise Refused("lookback.not_yours", _("Supervisors, branch managers and head office look back for others."))
    if running := Lookback.objects.filter(case_id=case.pk, ended_at=None).first():
        return running
    must_be_upheld(case)
    _check(reach, title, cause, lead, due_on, at)
    found = queries.found_policies(reach, queries.area(case.unit), without=case.policy_id)
    if not found:
        raise Refused("lookback.nobody", _("No other policy fits. Widen the time, or leave out the seller or product."))
    if len(found) > rules.MOST:
        raise Refused(
            "lookback.too_many",
            _("More than %(count)d policies fit. Narrow the time, and begin another project for the rest.")
            % {"count": rules.MOST},
        )
    known = queries.same_cause(case, [one.pk for one in found])
    row = Lookback.objects.create(
        case_id=case.pk, case_number=case.number, title=title.strip(), cause=cause.strip(), unit=case.unit, lead=lead,
        due_on=due_on, began_at=at, size=len(found), open_count=len(found) - len(known), **vars(reach),
    )  # fmt: skip
    Reached.objects.bulk_create(
        [
            Reached(
                lookback=row, policy_id=one.pk, party_id=one.holder_id, case_id=known.get(one.pk),
                state=ReachedState.COMPLAINED if one.pk in known else ReachedState.OPEN,
                ended_at=at if one.pk in known else None, by_label=by.label if one.pk in known else "",
            )
            for one in found
        ],
        batch_size=BATCH,
    )  # fmt: skip
    body = {"case": case.number, "size": row.size, "complained": len(known), "lead": lead.pk, "due_on": due_on}
    criteria = {name: str(value) for name, value in vars(reach).items()}
    _record(row, "begun", by=by, at=at, body={**body, "reach": criteria, "title": row.title})
    return row


def must_be_upheld(case: Case) -> None:
    """Raises Refused(`lookback.not_upheld`) until the complaint is found right, wholly or in part."""
    if case.complaint.verdict not in (Verdict.UPHELD, Verdict.PARTLY):
        raise Refused("lookback.not_upheld", _("Look back once the complaint is found to be right, wholly or in part."))


@action
def try_again(*, reached: Reached, note: str, by: Actor, at: datetime) -> Reached:
    """Nobody was reached this time; they stay on the list."""
    row = _open(reached, by)
    row.tried, row.tried_at, row.by_label = row.tried + 1, at, by.label
    row.note = note.strip()[:500] or row.note
    row.save(update_fields=["tried", "tried_at", "by_label", "note"])
    _record(row.lookback, "tried", by=by, at=at, body={"policy": row.policy_id, "tried": row.tried})
    return row


@action
def decide(
    *, reached: Reached, outcome: str, note: str, by: Actor, at: datetime, amount: Decimal | None = None,
    case: Case | None = None,
) -> Reached:  # fmt: skip
    """What became of one on the list. Raises BadInput naming what is missing; Refused `lookback.done` (decided
    already), `lookback.ended`, `lookback.not_yours`, `lookback.seller` (nobody judges what they sold)."""
    row = _open(reached, by)
    if wrong := rules.wrong_outcome(outcome, note=note, amount=amount, tried=row.tried, case=case is not None):
        raise BadInput(f"lookback.{wrong[0]}", _(wrong[1]), field=wrong[0])
    row.state, row.amount, row.note = outcome, amount, note.strip()[:500]
    row.case_id, row.ended_at, row.by_label = case.pk if case else None, at, by.label
    row.save()
    Lookback.objects.filter(pk=row.lookback_id).update(open_count=F("open_count") - 1)
    body = {"policy": row.policy_id, "outcome": outcome, "amount": amount, "case": row.case_id}
    _record(row.lookback, "decided", by=by, at=at, body=body, personal={"note": row.note} if row.note else None)
    return row


@action
def end(*, lookback: Lookback, result: str, by: Actor, at: datetime) -> Lookback:
    """The project is over. Raises Refused `lookback.open` while somebody is left, BadInput without a result."""
    row = Lookback.objects.select_for_update(of=("self",)).select_related("unit").get(pk=lookback.pk)
    if not arranges(by.grants, row.unit.path):
        raise Refused("lookback.not_yours", _("Supervisors, branch managers and head office look back for others."))
    if row.ended_at is not None:
        return row
    if row.open_count:
        raise Refused(
            "lookback.open",
            _("%(count)d policies are not looked at yet. Go through them first.") % {"count": row.open_count},
        )
    if not result.strip():
        raise BadInput(
            "lookback.result", _("Say what was learnt and what was changed, so that it ends here."), field="result"
        )
    row.ended_at, row.result = at, result.strip()[:2000]
    row.save(update_fields=["ended_at", "result"])
    _record(row, "ended", by=by, at=at, body={"result": row.result})
    return row


def _check(reach: rules.Reach, title: str, cause: str, lead: User, due_on: date, at: datetime) -> None:
    for field, sentence in rules.faults(reach):
        raise BadInput(f"lookback.{field}", _(sentence), field=field)
    for field, text in (("title", title), ("cause", cause)):
        if not text.strip():
            raise BadInput(f"lookback.{field}", _("Write something first."), field=field)
    if due_on < local_date(at):
        raise BadInput("lookback.due_on", _("The day by which it is done lies ahead."), field="due_on")
    if reach.seller_no and lead.employee_no == reach.seller_no:
        raise Refused("lookback.seller", _("Nobody leads a look back at what they sold themselves."))


def _open(reached: Reached, by: Actor) -> Reached:
    """The row, locked after its project, so that the count of what is open stays true."""
    lookback = Lookback.objects.select_for_update(of=("self",)).select_related("unit").get(pk=reached.lookback_id)
    if not may_write(by.grants):
        raise Refused("lookback.not_yours", _("Your role only reads cases."))
    if lookback.ended_at is not None:
        raise Refused("lookback.ended", _("This project is over."))
    row = Reached.objects.select_for_update().get(pk=reached.pk)
    if row.state != ReachedState.OPEN:
        raise Refused("lookback.done", _("Somebody has decided on this already."))
    if lookback.seller_no and by.id and User.objects.filter(pk=by.id, employee_no=lookback.seller_no).exists():
        raise Refused("lookback.seller", _("Nobody judges what they sold themselves."))
    row.lookback = lookback
    return row


def _record(
    row: Lookback, what: str, *, by: Actor, at: datetime, body: Mapping[str, object],
    personal: Mapping[str, str] | None = None,
) -> None:  # fmt: skip
    audit.record(
        aggregate=("lookback", row.pk), kind=f"lookback.{what}", by=by, at=at, body=dict(body), personal=personal
    )
