"""Extending the decision limit (令2020-3 art 18): 15 → 30 → 60 days from receipt, each before the running limit ends.

First step: reason, approver and notice are rules of the house; it takes effect when approved (or at once when nobody is
asked), and what is missing is a finding of the house, never a breach of law. Second step: the unit above or a
head-office executive approves and the complainant is told, both by law; it takes effect once both have happened.
"""

from datetime import datetime

from django.utils.translation import gettext as _

from huiyin.accounts import queries as accounts
from huiyin.cases.models import Case
from huiyin.clocks import actions as clocks
from huiyin.clocks.models import Clock
from huiyin.complaints.actions import checks, notifying, turning
from huiyin.complaints.actions.base import begin, finish, lock
from huiyin.complaints.actions.turning import BY_MAIL, Way
from huiyin.complaints.models import Extension, Notice
from huiyin.complaints.queries import turn_papers, turn_words, turns
from huiyin.complaints.rules import turns as rules
from huiyin.complaints.rules.table import BY_CODE
from huiyin.core.actions import action
from huiyin.core.actors import Actor
from huiyin.core.errors import Refused
from huiyin.handbook.rules.terms import Step

ART = "令2020-3 art 18"
# The highest standing is kept as the level of the approver.
_RANK = ("executive", "upper_unit", "head_office_cp", "branch_manager", "supervisor")


@action
def request(
    *, case: Case, reason: str, by: Actor, at: datetime, ask_approval: bool = True, way: Way | None = None
) -> Extension:
    """Ask for the next step of the decision limit. It then waits for `approve`.

    `ask_approval=False` takes the first step at once: that nobody approved, and (without `way`) that nobody was told,
    are findings of the house. Raises Refused: `extension.not_running`, `extension.paused`, `extension.too_late`,
    `extension.no_step`, `extension.needs_approval` (the second step always does).
    """
    case, _facts = begin(case, "request_extension", by=by)
    clock, rung = _limit(case, at)
    if not ask_approval and rung.needs.get("approver") == "law":
        message = _("This extension needs the approval of the upper unit or a head-office executive.")
        raise Refused("extension.needs_approval", message, clause=ART)
    row = Extension.objects.create(
        case=case,
        step=clock.step + 1,
        reason=checks.short(reason, "reason", most=500),
        old_due_at=clock.due_at,
        at=at,
        by_id=by.id,
        by_label=by.label,
    )
    moved: list[Clock] = []
    if not ask_approval:
        notice = _tell(case, row, clock, rung, way, by=by, at=at) if way is not None else None
        moved.append(_take_effect(case, row, notice, at=at, by=by))
    finish(
        case,
        "request_extension",
        by=by,
        at=at,
        body=_body(row) | {"asked": ask_approval, "changes": turning.changes(moved)},
        personal={"reason": row.reason},
        clocks=moved or [clock],
    )
    if ask_approval:
        roles = BY_CODE["approve_extension"].roles
        notifying.awaits_standing(case, "extension", roles, ref_id=row.pk, but=by.id, by=by, at=at)
    return row


@action
def approve(*, case: Case, by: Actor, at: datetime, way: Way | None = BY_MAIL) -> Extension:
    """Approve the extension that waits and tell the complainant by `way` (None: not now; the second step refuses
    that).

    Not by who asked for it. The second step takes effect when the notice went out within the running limit: with a
    mail, once the mail server took it (`confirm`). Raises Refused: `extension.own`, `extension.approver`,
    `extension.approved`, `extension.notice`, and as `request` says when it is too late.
    """
    case, _facts = begin(case, "approve_extension", by=by)
    row = _pending(case)
    if row.approved_at is not None:
        raise Refused(
            "extension.approved", _("It is approved already and waits until the complainant has been told."), clause=ART
        )
    if by.id is None or by.id == row.by_id:
        raise Refused("extension.own", _("Somebody other than who asked for the extension approves it."), clause=ART)
    clock, rung = _limit(case, at)
    place = turns.place_of(case.unit)
    standing = rules.roles_for(by.grants, homes=turns.homes(), handling=place, head=turns.head_path())
    if rung.needs.get("approver") == "law" and not standing & set(rung.approvers):
        message = _("Only the upper unit or a head-office executive approves this extension.")
        raise Refused("extension.approver", message, clause=ART)
    by_law = rung.needs.get("notice") == "law"
    if by_law and way is None:
        raise Refused("extension.notice", _("The complainant must be told about this extension."), clause=ART)
    row.approver, row.approved_at = accounts.person(by), at
    row.approver_level = next((role for role in _RANK if role in standing & set(rung.approvers)), "")
    notice = _tell(case, row, clock, rung, way, by=by, at=at) if way is not None else None
    row.notice_id = notice.pk if notice else None
    row.save(update_fields=["approver", "approved_at", "approver_level", "notice_id", "new_due_at"])
    moved: list[Clock] = []
    if not by_law:
        moved.append(_take_effect(case, row, notice, at=at, by=by))
    elif notice is not None and notice.sent_at is not None:
        if turns.is_over(clock, notice.sent_at):
            raise _too_late()
        moved.append(_take_effect(case, row, notice, at=max(at, notice.sent_at), by=by))
    finish(
        case,
        "approve_extension",
        by=by,
        at=at,
        body=_body(row) | {"standing": sorted(standing), "changes": turning.changes(moved)},
        outputs={"approval": row.pk} | ({"extension_notice": notice.pk} if notice else {}),
        clocks=moved or [clock],
    )
    return row


@action
def refuse(*, case: Case, reason: str, by: Actor, at: datetime) -> Extension:
    """Refuse the extension that waits: the limit stays as it is."""
    case, _facts = begin(case, "refuse_extension", by=by)
    row = _pending(case)
    row.refused_at = at
    row.refused_reason = checks.text(reason, "reason", _("Say why the extension is refused."), least=2, most=300)
    row.save(update_fields=["refused_at", "refused_reason"])
    finish(case, "refuse_extension", by=by, at=at, body=_body(row), personal={"reason": row.refused_reason})
    return row


@action
def confirm(*, case: Case, by: Actor, at: datetime) -> Extension | None:
    """Follow the newest extension's notice: once it went out in time the second step takes effect at that moment; out
    too late, the extension lapses. A first step whose notice failed or was late gets its house finding.

    Called when the fate of a mail is known, and by a sweep. Doing it twice changes nothing.
    """
    case = lock(case)
    decided = Extension.objects.filter(case=case, refused_at=None).exclude(approved_at=None, effective_at=None)
    row = decided.order_by("-at", "-id").first()
    if row is None:
        return None
    notice = Notice.objects.filter(pk=row.notice_id).first() if row.notice_id else None
    if row.effective_at is not None:
        _follow_up(case, row, notice, by=by, at=at)
        return row
    clock = turns.decision_clock(case)
    if notice is not None and notice.sent_at is None and notice.failed_at is None and notice.outgoing_id:
        return row
    told_at = notice.sent_at if notice is not None else None
    if clock is not None and told_at is not None and not turns.is_over(clock, told_at):
        moved = _take_effect(case, row, notice, at=max(row.approved_at or at, told_at), by=by)
        body = _body(row) | {"changes": turning.changes([moved])}
        turning.note(case, "complaint.extension_effective", by=by, at=at, body=body, moved=[moved])
    elif clock is None or told_at is not None or turns.is_over(clock, at):
        row.refused_at, row.refused_reason = at, _("The limit ended before the complainant had been told.")
        row.save(update_fields=["refused_at", "refused_reason"])
        turning.note(case, "complaint.extension_lapsed", by=by, at=at, body=_body(row))
    return row


@action
def lapse(*, case: Case, by: Actor, at: datetime) -> Extension | None:
    """End an extension that nobody decided before the limit ended. None when there is none; twice changes nothing."""
    case = lock(case)
    row = Extension.objects.filter(case=case, approved_at=None, refused_at=None, effective_at=None).first()
    clock = turns.decision_clock(case)
    if row is None or (clock is not None and not turns.is_over(clock, at)):
        return None
    row.refused_at, row.refused_reason = at, _("The limit ended before anybody had approved it.")
    row.save(update_fields=["refused_at", "refused_reason"])
    turning.note(case, "complaint.extension_lapsed", by=by, at=at, body=_body(row))
    return row


def _limit(case: Case, at: datetime) -> tuple[Clock, Step]:
    """The running decision limit and its next rung. Raises Refused in words when there is none or it is too late."""
    clock = turns.decision_clock(case)
    if clock is None:
        raise Refused("extension.not_running", _("No decision limit is running here."), clause=ART)
    if clock.paused:
        raise Refused("extension.paused", _("The limit rests: ask again once the matter goes on."), clause=ART)
    if turns.is_over(clock, at):
        raise _too_late()
    rung = turns.next_rung(clock)
    if rung is None:
        raise Refused("extension.no_step", _("This limit cannot be extended any further."), clause=ART)
    return clock, rung


def _too_late() -> Refused:
    message = _("The limit has already ended; approval and notice come before it ends.")
    return Refused("extension.too_late", message, clause=ART)


def _pending(case: Case) -> Extension:
    return Extension.objects.select_for_update(of=("self",)).get(case=case, effective_at=None, refused_at=None)


def _tell(case: Case, row: Extension, clock: Clock, rung: Step, way: Way, *, by: Actor, at: datetime) -> Notice:
    old, seen = clock.due_at, turns.preview(case, "approve_extension", at)
    assert old is not None
    assert seen is not None
    assert seen.after is not None
    new = row.new_due_at = seen.after
    return turning.give(
        case,
        kind="extension",
        words=turn_words.extension(case, row),
        paper=lambda: turn_papers.extension(case, row, old=old, new=new, days=rung.length, at=at),
        way=way,
        since=row.at,
        by=by,
        at=at,
    )


def _take_effect(case: Case, row: Extension, notice: Notice | None, *, at: datetime, by: Actor) -> Clock:
    """Move the limit from `at` on. A mail on its way counts as notice for now; `confirm` sees what becomes of it."""
    waiting = notice is not None and notice.sent_at is None and notice.outgoing_id is not None
    clock = clocks.extend(
        owner=("case", case.pk),
        rule=turns.DECISION,
        at=at,
        by=by,
        reason=row.reason,
        approver=row.approver_level,
        approver_roles={row.approver_level} if row.approver_level else (),
        notified_at=at if waiting else notice.sent_at if notice else None,
        proof=str(notice.pk) if notice else "",
    )
    row.effective_at, row.new_due_at = at, clock.due_at
    row.house_findings = list(clock.change.get("findings", []))
    row.notice_id = notice.pk if notice else row.notice_id
    row.save(update_fields=["effective_at", "new_due_at", "house_findings", "notice_id"])
    return clock


def _follow_up(case: Case, row: Extension, notice: Notice | None, *, by: Actor, at: datetime) -> None:
    """Keep the house finding about the notice true: told before the old limit ended, or not."""
    if notice is None or row.old_due_at is None:
        return
    in_time = notice.sent_at is not None and notice.sent_at < row.old_due_at
    settled = notice.sent_at is not None or notice.failed_at is not None or at >= row.old_due_at
    missing = "notice" in row.house_findings
    if not settled or missing != in_time:
        return
    row.house_findings = [one for one in row.house_findings if one != "notice"] + ([] if in_time else ["notice"])
    row.save(update_fields=["house_findings"])
    turning.note(case, "complaint.extension_finding", by=by, at=at, body=_body(row))


def _body(row: Extension) -> dict[str, object]:
    return {
        "extension": row.pk,
        "step": row.step,
        "approver": row.approver_id,
        "approver_level": row.approver_level,
        "approved_at": row.approved_at,
        "refused_at": row.refused_at,
        "effective_at": row.effective_at,
        "due_before": row.old_due_at,
        "due_after": row.new_due_at,
        "notice": row.notice_id,
        "findings": row.house_findings,
    }
