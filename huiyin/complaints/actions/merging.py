"""Merging a complaint into an earlier one about the same matter, and undoing it (令2020-3 art 18).

A merge is a relation: nothing is copied, the merged complaint stays readable, and nothing goes out that nobody has seen
in the preview. Rows are always locked in the order of their ids, so that two people merging at once never wait for each
other.
"""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from huiyin.cases.models import Case
from huiyin.clocks import actions as clocks
from huiyin.clocks import queries as clock_queries
from huiyin.clocks.models import Clock
from huiyin.complaints.actions import checks, turning
from huiyin.complaints.actions.base import begin, finish, lock
from huiyin.complaints.actions.turning import BY_MAIL, Way
from huiyin.complaints.models import Merge, Suspension
from huiyin.complaints.queries import facts as gather
from huiyin.complaints.queries import turn_words, turns
from huiyin.complaints.rules import path
from huiyin.complaints.rules import turns as rules
from huiyin.complaints.rules.table import BEFORE_ASSIGNMENT, WORKING
from huiyin.core.actions import action
from huiyin.core.actors import Actor
from huiyin.core.errors import Refused

ART = "令2020-3 art 18"


@dataclass(frozen=True)
class Preview:
    """What a merge would do: what the two share, why it cannot be (empty: it can), the message, and until when the
    complaint merged into is then decided (None while its limit rests)."""

    ties: tuple[str, ...]
    fault: str
    subject: str
    text: str
    due_at: datetime | None


def preview(
    *,
    case: Case,
    master: Case,
    at: datetime,
    new_facts: bool = False,
    material_received_at: datetime | None = None,
    reason: str = "",
) -> Preview:
    """What merging `case` into `master` would do and say. Nothing is stored or sent."""
    child, other = turns.matter_of(case), turns.matter_of(master)
    due_at = _due_after(master, material_received_at or case.received_at) if new_facts else _due(master)
    words = turn_words.merge(case, master, due_at)
    return Preview(
        ties=rules.ties(child, other),
        fault=_fault(child, other, reason=reason or None),
        subject=words.subject,
        text=words.text,
        due_at=due_at,
    )


@action
def merge(
    *,
    case: Case,
    master: Case,
    text: str,
    by: Actor,
    at: datetime,
    reason: str = "",
    new_facts: bool = False,
    material_received_at: datetime | None = None,
    way: Way = BY_MAIL,
) -> Merge:
    """Merge `case` into the open complaint `master`. `text` is the message to the complainant as it was shown by
    `preview` (and perhaps changed).

    Its own limits end; with `new_facts` the decision limit of `master` begins anew at the receipt of the new material
    (`material_received_at`, by default the receipt of `case`). Raises Refused: `merge.impossible` with the reason in
    words, `merge.not_yours` where `by` may not act on `master`, `merge.suspended`; BadInput without a message.
    """
    for pk in sorted([case.pk, master.pk]):
        Case.objects.select_for_update().get(pk=pk)
    case, _facts = begin(case, "merge", by=by)
    master = lock(master)
    _check_master(master, by)
    child, other = turns.matter_of(case), turns.matter_of(master)
    if fault := _fault(child, other, reason=reason):
        raise Refused("merge.impossible", fault, clause=ART)
    message = checks.text(text, "text", _("Look at the message to the complainant first."), least=10, most=5000)
    row = Merge(
        case=case,
        into_case_id=master.pk,
        reason=checks.short(reason, "reason", most=500),
        ties=list(rules.ties(child, other)),
        new_facts=new_facts,
        material_received_at=_material_at(case, master, material_received_at, at) if new_facts else None,
        at=at,
        by_id=by.id,
        by_label=by.label,
    )
    restarted = _restart(master, row, by=by) if new_facts else []
    ended = turning.end_limits(case, "merged", at=at, by=by)
    words = turn_words.Words(turn_words.merge(case, master, _due(master)).subject, message)
    notice = turning.give(case, kind="merge", words=words, way=way, by=by, at=at, since=case.received_at)
    row.notice_id = notice.pk
    row.save(force_insert=True)
    case.complaint.state_before_end = case.state
    case.complaint.save(update_fields=["state_before_end"])
    received = _body(row) | {"from": case.number}
    turning.note(master, "complaint.merge_received", by=by, at=at, body=received, moved=restarted)
    finish(
        case,
        "merge",
        by=by,
        at=at,
        body=_body(row) | {"into": master.number, "changes": turning.changes(ended)},
        personal={"reason": row.reason},
        outputs={"notice": notice.pk},
        clocks=ended,
    )
    return row


@action
def unmerge(*, case: Case, reason: str, by: Actor, at: datetime) -> Merge:
    """Undo a merge: the complaint is where it was, its limits run as if they had never ended (what has passed
    meanwhile is broken), and the complaint it was merged into counts without the new facts again.
    """
    lock_family(case)
    case, _facts = begin(case, "unmerge", by=by)
    words = checks.text(reason, "reason", _("Say why the two are different matters."), least=2, most=300)
    return _undo(case, words, by=by, at=at)


def release(master: Case, *, reason: str, by: Actor, at: datetime) -> list[str]:
    """Undo all merges into `master`, whose own matter ends; returns the numbers. `lock_family` has locked them all."""
    ids = (
        Merge.objects.filter(into_case_id=master.pk, undone_at=None)
        .order_by("case_id")
        .values_list("case_id", flat=True)
    )
    return [_undo(lock(Case(pk=pk)), reason, by=by, at=at, master=master).case.number for pk in ids]


def lock_family(case: Case) -> None:
    """Lock a complaint with the one it is merged into and those merged into it, in the order of their ids."""
    merges = Merge.objects.filter(undone_at=None)
    family = {case.pk, *merges.filter(into_case_id=case.pk).values_list("case_id", flat=True)}
    family |= set(merges.filter(case_id=case.pk).values_list("into_case_id", flat=True))
    for pk in sorted(family):
        Case.objects.select_for_update().get(pk=pk)


def _undo(case: Case, reason: str, *, by: Actor, at: datetime, master: Case | None = None) -> Merge:
    row = Merge.objects.select_for_update().get(case=case, undone_at=None)
    row.undone_at, row.undone_by_label, row.undone_reason = at, by.label, reason[:300]
    row.save(update_fields=["undone_at", "undone_by_label", "undone_reason"])
    owner = ("case", case.pk)
    cancelled = (
        clock_queries.of_owner(owner).filter(state="cancelled", met_at=row.at).values_list("rule_code", flat=True)
    )
    again = [clocks.reopen(owner=owner, rule=rule, at=at, by=by) for rule in dict.fromkeys(cancelled)]
    whole = master or lock(Case(pk=row.into_case_id))
    restored: Clock | None = None
    if row.material_received_at is not None:
        restored = clocks.undo_restart(
            owner=("case", whole.pk), rule=turns.DECISION, restarted_at=row.material_received_at, at=at, by=by
        )
    turning.note(
        whole, "complaint.merge_released", by=by, at=at, body={"merge": row.pk, "from": case.number}, moved=[restored]
    )
    row.case = finish(
        case,
        "unmerge",
        by=by,
        at=at,
        body={"merge": row.pk, "from": whole.number, "changes": turning.changes(again)},
        personal={"reason": row.undone_reason},
        clocks=again,
        state=case.complaint.state_before_end,
    )
    return row


def _body(row: Merge) -> dict[str, object]:
    return {
        "merge": row.pk,
        "ties": row.ties,
        "new_facts": row.new_facts,
        "material_received_at": row.material_received_at,
        "notice": row.notice_id,
    }


def _fault(child: rules.Matter, master: rules.Matter, *, reason: str | None) -> str:
    fault = rules.merge_fault(child, master, reason=reason, open_states=(*BEFORE_ASSIGNMENT, *WORKING))
    return _(fault) if fault else ""


def _check_master(master: Case, by: Actor) -> None:
    """Whoever merges has to be allowed to act on the other complaint too."""
    if getattr(master, "complaint", None) is None:
        return  # not a complaint: the rules say so in words
    facts = gather(master)
    recused = by.id is not None and by.id in facts.recused_ids
    if recused or not path.may_role(path.BY_CODE["merge"], facts, by):
        raise Refused("merge.not_yours", _("You may not act on the complaint to merge into."), clause=ART)


def _material_at(case: Case, master: Case, given: datetime | None, at: datetime) -> datetime:
    since = max(case.received_at, master.received_at)
    return checks.happened(given or case.received_at, "material_received_at", at=at, since=since)


def _restart(master: Case, row: Merge, *, by: Actor) -> list[Clock]:
    """New facts begin the limit of the complaint merged into anew. One that rests is resumed first: its pauses would
    go.
    """
    if Suspension.objects.filter(case=master, to_at=None).exists():
        message = _("The complaint to merge into is suspended: resume it first, then merge with the new facts.")
        raise Refused("merge.suspended", message, clause=ART)
    assert row.material_received_at is not None
    return clocks.restart(
        owner=("case", master.pk), at=row.material_received_at, by=by, reason=str(row.pk), event="new_material"
    )


def _due(master: Case) -> datetime | None:
    clock = turns.decision_clock(master)
    return clock.due_at if clock else None


def _due_after(master: Case, moment: datetime) -> datetime | None:
    clock = turns.decision_clock(master)
    if clock is None or moment < clock.started_at:
        return clock.due_at if clock else None
    return clock_queries.preview(clock, "restart", moment).due_at
