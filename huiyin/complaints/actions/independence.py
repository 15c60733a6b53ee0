"""Independence kept while a case goes on: who turns out to have an interest is taken out, what they decided is examined
again, and the facts that make an interest (the policy, the staff complained about) are written down (令2020-3 art 17).
"""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from huiyin.accounts.models import User
from huiyin.audit import actions as audit
from huiyin.cases import queries as cases
from huiyin.cases.actions.base import lock, record
from huiyin.cases.models import Case, Recusal
from huiyin.cases.rules.recusal import GROUNDS
from huiyin.clocks import actions as clocks
from huiyin.clocks.models import Task, TaskKind
from huiyin.complaints.actions import checks, dispatch
from huiyin.complaints.queries import independence
from huiyin.complaints.rules.table import LEADING
from huiyin.core.actions import action
from huiyin.core.actors import Actor
from huiyin.core.errors import BadInput, Refused
from huiyin.core.jobs import defer
from huiyin.customers.queries import policy_by_number

VERDICTS = ("stands", "again")
LOOK = "complaints.look_at_case"
_WITHIN = timedelta(days=3)


@action
def take_out(*, case: Case, user: User, by: Actor, at: datetime) -> Recusal | None:
    """Recuse somebody in whom a rule finds an interest, hand their case to the next who is free, and owe a second look
    at what they decided. Without a ground nothing happens. Raises Refused(`recuse.nobody`) when nobody could take over.
    """
    ground = cases.conflict_of(case, user)
    if not ground:
        return None
    known = Recusal.objects.filter(case=case, user=user, lifted_at=None).exists()
    steps = independence.taken_by(case, user)
    row = dispatch.recuse(case=case, user=user, ground=ground, reason=_(GROUNDS[ground]), by=by, at=at)
    if known or not steps:
        return row
    here = lock(case, by=by)
    record(here, "reexamination_owed", by=by, at=at, body={"user": user.pk, "ground": ground, "steps": steps})
    leader = _leader(here, user)
    clocks.add_task(
        owner=("case", case.pk),
        kind=TaskKind.OTHER,
        title=_("Examine again what was decided by somebody with an interest in the matter"),
        assignee=leader,
        unit=here.unit,
        due_at=at + _WITHIN,
        ref_id=row.pk,
        by=by,
        at=at,
    )
    return row


def _leader(case: Case, besides: User) -> User | None:
    for role in LEADING:
        for choice in cases.choices(case, role, case.unit):
            if not choice.conflict and choice.user.pk != besides.pk:
                return choice.user
    return None


@action
def reexamine(*, case: Case, seq: int, verdict: str, reason: str, by: Actor, at: datetime) -> None:
    """Say of a step that was taken by somebody with an interest whether it stands or has to be taken again, and why.

    Answered already: nothing happens. Raises Refused(`independence.not_yours`) for who does not lead or took the step,
    BadInput for a step that nobody owes a second look.
    """
    here = lock(case, by=by, staff_only=True)
    line = next((one for one in independence.lines(here) if one.seq == seq), None)
    if line is None or not (line.owed or line.verdict):
        raise BadInput("independence.step", _("This step does not wait for a second look."), field="step")
    if line.verdict:
        return
    if by.id == line.user_id or not by.has_role(*LEADING, path=here.unit.path):
        raise Refused(
            "independence.not_yours", _("Somebody who leads examines this, never who took the step."),
            clause="令2020-3 art 17",
        )  # fmt: skip
    if verdict not in VERDICTS:
        raise BadInput("independence.verdict", _("Choose whether the step stands."), field="verdict")
    words = checks.text(reason, "reason", _("Say why."), least=4, most=300)
    body = {"step": seq, "verdict": verdict, "kind": line.kind}
    record(here, "step_reexamined", by=by, at=at, body=body, personal={"reason": words})
    if not any(one.owed for one in independence.lines(here)):
        rows = Recusal.objects.filter(case=here).values("pk")
        for task in Task.objects.filter(owner_kind="case", owner_id=here.pk, ref_id__in=rows, state="open"):
            clocks.complete_task(task=task, by=by, at=at, note=_("Every step has been examined again."))


@action
def link_policy(*, case: Case, number: str, by: Actor, at: datetime) -> Case:
    """Write down which policy the complaint is about; who sold it stays away from then on. The same again changes
    nothing. Raises BadInput for a number that is not known.
    """
    here = lock(case, by=by, staff_only=True)
    policy = policy_by_number(number)
    if policy is None:
        raise BadInput("policy.unknown", _("There is no policy with this number."), field="number")
    if here.policy_id == policy.pk:
        return here
    before = here.policy_id
    here.policy_id, here.policy_number = policy.pk, policy.number
    here.version += 1
    here.save(update_fields=["policy_id", "policy_number", "version"])
    _record(here, "policy_linked", {"policy": policy.pk, "before": before}, by=by, at=at)
    return here


@action
def name_respondent(*, case: Case, employee_no: str, by: Actor, at: datetime) -> Case:
    """Write down which member of staff the complaint is about; they, their manager and their relatives stay away from
    then on. The same again changes nothing. Raises BadInput for a number that nobody has.
    """
    here = lock(case, by=by, staff_only=True)
    number = employee_no.strip()
    if not User.objects.filter(employee_no=number).exists():
        raise BadInput("respondent.unknown", _("Nobody here has this employee number."), field="employee_no")
    if here.complaint.respondent_staff_no == number:
        return here
    before = here.complaint.respondent_staff_no
    here.complaint.respondent_staff_no = number
    here.complaint.save(update_fields=["respondent_staff_no"])
    here.version += 1
    here.save(update_fields=["version"])
    _record(here, "respondent_named", {"employee_no": number, "before": before}, by=by, at=at)
    return here


def _record(case: Case, kind: str, body: dict[str, object], *, by: Actor, at: datetime) -> None:
    content = body | {"state": case.state, "version": case.version}
    audit.record(aggregate=("case", case.pk), kind=f"complaint.{kind}", by=by, at=at, body=content)
    defer(LOOK, case_id=str(case.pk))
