"""Withdrawing a complaint: signed, without pressure, ended on the day it is received (令2020-3 art 15).

Nobody is rewarded for a withdrawal: it closes no demand, asks no satisfaction and counts as withdrawn, not as solved.
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import override

from huiyin.accounts.models import User
from huiyin.accounts.queries import staff_with_role
from huiyin.cases.actions import evidence as register
from huiyin.cases.models import Case, EvidenceKind, EvidenceSource, Person
from huiyin.clocks import actions as clocks
from huiyin.clocks.models import TaskKind
from huiyin.complaints.actions import checks, merging, turning
from huiyin.complaints.actions.base import begin, finish
from huiyin.complaints.actions.turning import BY_MAIL, Way
from huiyin.complaints.models import Withdrawal
from huiyin.complaints.queries import turn_papers, turn_words
from huiyin.complaints.rules.table import LEADING
from huiyin.core import blobs
from huiyin.core.actions import action
from huiyin.core.actors import Actor
from huiyin.core.errors import BadInput, Refused
from huiyin.core.time import SHANGHAI

ART = "令2020-3 art 15"
_TALK_WITHIN = timedelta(days=1)


@action
def withdraw(
    *,
    case: Case,
    pressure_denied: bool,
    by: Actor,
    at: datetime,
    signed_name: str = "",
    signed_evidence_id: UUID | None = None,
    received_at: datetime | None = None,
    reason: str = "",
    pressure_words: str = "",
    way: Way = BY_MAIL,
) -> Withdrawal:
    """End the complaint because the complainant withdraws it, on the day the signed withdrawal was received.

    A customer signs by typing the own name (`signed_name`); what was declared is kept as an evidence item. Staff attach
    the signed paper (`signed_evidence_id`) and the moment it came in. `pressure_denied` is the complainant's own answer
    to: did anybody press, promise or threaten? Not denied: from staff it is refused; from a customer it is held, the
    complaint goes on, and a supervisor speaks with them. Complaints merged into this one stand on their own again.
    Raises Refused: `withdrawal.pressure`, `withdrawal.held`; BadInput: `withdrawal.signature` and others.
    """
    merging.lock_family(case)
    case, facts = begin(case, "withdraw", by=by)
    if not pressure_denied and by.kind != "customer":
        message = _("The complainant does not say that nobody pressed them: the complaint goes on. Tell a supervisor.")
        raise Refused("withdrawal.pressure", message, clause=ART)
    if facts.withdrawal_held and (by.kind == "customer" or not by.has_role(*LEADING, path=facts.unit_path)):
        raise Refused(
            "withdrawal.held", _("A supervisor speaks with the complainant about the withdrawal first."), clause=ART
        )
    row = Withdrawal(
        case=case,
        received_at=checks.happened(received_at or at, "received_at", at=at, since=case.received_at),
        reason=checks.short(reason, "reason", most=500),
        pressure_denied=pressure_denied,
        pressure_words=checks.short(pressure_words, "pressure_words", most=2000),
        at=at,
        by_id=by.id,
        by_label=by.label,
    )
    if by.kind == "customer":
        row.received_at = at
        _sign(case, row, signed_name, by=by, at=at)
    else:
        _attach(case, row, signed_evidence_id)
    return _end(case, row, way, by=by, at=at) if pressure_denied else _hold(case, row, by=by, at=at)


@action
def drop(*, case: Case, reason: str, by: Actor, at: datetime) -> Withdrawal:
    """The supervisor has spoken with the complainant about the withdrawal that is held: the complaint simply goes on.

    (Where they freely withdraw after the talk, record that with `withdraw` and the newly signed paper.)
    """
    case, _facts = begin(case, "drop_withdrawal", by=by)
    row = Withdrawal.objects.select_for_update().get(case=case, state="held")
    words = checks.text(reason, "reason", _("Say what the complainant told you."), least=4, most=500)
    row.state = "dropped"
    row.save(update_fields=["state"])
    turning.finish_task(row.task_id, by=by, at=at)
    finish(case, "drop_withdrawal", by=by, at=at, body={"withdrawal": row.pk}, personal={"reason": words})
    return row


def _sign(case: Case, row: Withdrawal, signed_name: str, *, by: Actor, at: datetime) -> None:
    """The typed name is the signature; the declaration itself becomes an item of the register."""
    person = Person.objects.filter(case=case, pk=by.id).first() if by.id else None
    expected = person.name if person is not None else case.complainant_name
    if not signed_name.strip() or _folded(signed_name) != _folded(expected):
        message = _("Type your name as it stands in the complaint: that is your signature.")
        raise BadInput("withdrawal.signature", message, field="signed_name")
    moment = at.astimezone(SHANGHAI).isoformat(timespec="seconds")
    declared = _("Nobody pressed me, promised me anything or threatened me.")
    if not row.pressure_denied:
        declared = _("Somebody pressed me, promised me something or threatened me: %(words)s") % {
            "words": row.pressure_words
        }
    text = "\n".join(
        [
            _("I withdraw my complaint %(number)s.") % {"number": case.number},
            declared,
            _("Reason: %(reason)s") % {"reason": row.reason or "-"},
            _("Signed by typing the name: %(name)s, %(moment)s") % {"name": signed_name.strip(), "moment": moment},
        ]
    )
    data = f"{text}\n".encode()
    file = blobs.keep(data, name=f"{case.number}-C.txt", content_type="text/plain")
    item = register.keep(
        case, [file], kind=EvidenceKind.STATEMENT, source=EvidenceSource.CUSTOMER, by=by, at=at,
        titles=[_("Withdrawal signed on the portal")], is_public=True,
    )[0]  # fmt: skip
    row.signed_evidence_id = item.pk
    with override(turn_words.language(case)):
        row.signed_how = _("signed on the portal by typing the name")


def _folded(name: str) -> str:
    return "".join(name.split()).casefold()


def _attach(case: Case, row: Withdrawal, evidence_id: UUID | None) -> None:
    if evidence_id is None:
        raise BadInput(
            "withdrawal.signature",
            _("Attach the withdrawal with the complainant's signature."),
            field="signed_evidence_id",
        )
    row.signed_evidence_id = checks.evidence(case, [evidence_id], "signed_evidence_id")[0]
    with override(turn_words.language(case)):
        row.signed_how = _("a paper with the complainant's own signature")


def _end(case: Case, row: Withdrawal, way: Way, *, by: Actor, at: datetime) -> Withdrawal:
    held = Withdrawal.objects.filter(case=case, state="held").first()
    turning.finish_task(held.task_id if held else None, by=by, at=at)
    ended = turning.end_open_turns(case, reason=_("The complaint was withdrawn."), at=row.received_at, by=by)
    released = merging.release(case, reason=_("The complaint it was merged into was withdrawn."), by=by, at=at)
    moved = turning.end_limits(case, "withdrawn", at=row.received_at, by=by)
    notice = turning.give(
        case,
        kind="withdrawal",
        words=turn_words.withdrawal(case, row.received_at),
        paper=lambda: turn_papers.withdrawal(case, row, at=at),
        way=way,
        since=row.received_at,
        by=by,
        at=at,
    )
    row.notice_id = notice.pk
    row.save(force_insert=True)
    case.complaint.state_before_end, case.complaint.end_reason = case.state, row.reason
    case.complaint.save(update_fields=["state_before_end", "end_reason"])
    finish(
        case,
        "withdraw",
        by=by,
        at=row.received_at,
        body=_body(row) | {"ended": ended, "released": released, "recorded_at": at, "changes": turning.changes(moved)},
        personal={"reason": row.reason},
        outputs={"end_notice": notice.pk},
        clocks=moved,
    )
    return row


def _hold(case: Case, row: Withdrawal, *, by: Actor, at: datetime) -> Withdrawal:
    """The complaint goes on; a supervisor gets the task to speak with the complainant, who is told so."""
    row.state = "held"
    task = clocks.add_task(
        owner=("case", case.pk),
        kind=TaskKind.OTHER,
        title=_("Speak with the complainant: they withdraw and do not deny having been pressed."),
        assignee=_supervisor(case),
        unit=case.unit,
        due_at=at + _TALK_WITHIN,
        by=by,
        at=at,
    )
    row.task_id = task.pk
    row.save(force_insert=True)
    turning.give(
        case, kind="withdrawal_held", words=turn_words.withdrawal_held(case), way=BY_MAIL, by=by, at=at, since=at
    )
    turning.note(
        case,
        "complaint.withdrawal_held",
        by=by,
        at=at,
        body=_body(row) | {"task": task.pk},
        personal={"reason": row.reason, "pressure": row.pressure_words},
    )
    return row


def _supervisor(case: Case) -> User | None:
    """A supervisor of the handling unit who is not the owner; None: the unit itself has the task."""
    recused = set(case.recusals.filter(lifted_at=None).values_list("user_id", flat=True)) | {case.owner_id}
    return next((user for user in staff_with_role("supervisor", case.unit) if user.pk not in recused), None)


def _body(row: Withdrawal) -> dict[str, object]:
    return {
        "withdrawal": row.pk,
        "withdrawal_state": row.state,
        "received_at": row.received_at,
        "signed": row.signed_evidence_id,
        "pressure_denied": row.pressure_denied,
        "notice": row.notice_id,
    }
