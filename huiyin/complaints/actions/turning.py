"""Building blocks of the turns: telling the complainant in the way chosen, the entry of what moves no step, ending what
is still open beside the path. The caller has locked the case.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from huiyin.audit import actions as audit
from huiyin.cases.actions import due, talk
from huiyin.cases.models import Case, Evidence
from huiyin.clocks import actions as clocks
from huiyin.clocks import queries as clock_queries
from huiyin.clocks.models import Clock, Task, TaskKind
from huiyin.complaints.actions import methods
from huiyin.complaints.actions.letters import checked
from huiyin.complaints.models import Extension, Mediation, Notice, Review, RiskAssessment, Suspension, Withdrawal
from huiyin.complaints.queries.turn_words import Words
from huiyin.core.actors import Actor
from huiyin.core.documents import IncompleteLetterError
from huiyin.core.documents.letters import Letter

_ANOTHER_WAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Way:
    """How a notice goes out. `method` empty: by mail where there is an address, else it is shown on the portal and the
    owner gets the task to tell by another way (being shown tells nobody, 令2020-3 art 21).

    For handed_over, posted, sms and phone: `told_at` is the moment that counts (now when None), with the proof that the
    method asks for in `reference` or `proof_evidence_id`, and in `text` what was said or written (phone, sms).
    """

    method: str = ""
    told_at: datetime | None = None
    reference: str = ""
    proof_evidence_id: UUID | None = None
    address: str = ""
    text: str = ""


BY_MAIL = Way()
# A limit that the end of the matter does not end.
RUNS_ON = "complaint.regulator_due"


def give(
    case: Case,
    *,
    kind: str,
    words: Words,
    way: Way,
    by: Actor,
    at: datetime,
    since: datetime,
    paper: Callable[[], Letter] | None = None,
    letter: Evidence | None = None,
) -> Notice:
    """Tell the complainant: set the letter that `paper` makes (or give `letter` again), keep it, send or record it.

    A telling by hand lies at `since` or later. Raises Refused(`letter.incomplete`), BadInput for a method or proof.
    """
    if paper is not None:
        try:
            letter = methods.keep(case, checked(case, paper()), title=words.subject, by=by, at=at)
        except IncompleteLetterError as error:
            raise methods.incomplete(error) from error
    if way.method not in ("", "email"):
        return methods.record_telling(
            case,
            kind=kind,
            method=way.method,
            told_at=way.told_at or at,
            by=by,
            at=at,
            since=since,
            reference=way.reference,
            proof_evidence_id=way.proof_evidence_id,
            address=way.address,
            text=way.text,
            subject=words.subject,
            shown=words.text,
            letter=letter,
        )
    if way.method == "email" or methods.address_for(case, "email"):
        return methods.mail(case, kind=kind, subject=words.subject, text=words.text, by=by, at=at, letter=letter)
    return _show(case, kind, words, letter, by=by, at=at)


def _show(case: Case, kind: str, words: Words, letter: Evidence | None, *, by: Actor, at: datetime) -> Notice:
    """Nobody without an e-mail address is left to look at the portal: the owner gets the task to tell."""
    attached = [letter] if letter is not None else []
    said = talk.tell(
        case, text=words.text, by=by, at=at, purpose=f"complaint.{kind}", subject=words.subject, attached=attached,
        mail=False,
    )  # fmt: skip
    notice = Notice.objects.create(
        case=case,
        kind=kind,
        method="portal",
        address="",
        text=said.message.text,
        letter_evidence_id=letter.pk if letter is not None else None,
        created_at=at,
        by_label=by.label,
    )
    clocks.add_task(
        owner=("case", case.pk),
        kind=TaskKind.NOTICE,
        title=(_("Tell the complainant by another way: %(subject)s") % {"subject": words.subject})[:200],
        assignee=case.owner,
        due_at=at + _ANOTHER_WAY,
        ref_id=notice.pk,
        by=by,
        at=at,
    )
    return notice


def note(
    case: Case,
    kind: str,
    *,
    by: Actor,
    at: datetime,
    body: Mapping[str, Any],
    personal: Mapping[str, str] | None = None,
    moved: Sequence[Clock | None] = (),
) -> None:
    """The ledger entry of a turn that takes no step of the path, with the limits it moved."""
    clocks_moved = [clock for clock in moved if clock is not None]
    case.version += 1
    case.save(update_fields=[*due.copy(case), "version"])
    content = dict(body) | {"state": case.state, "version": case.version}
    if clocks_moved:
        content["clocks"] = {clock.rule_code: clock.due_at for clock in clocks_moved}
        content["ended"] = {clock.rule_code: clock.state for clock in clocks_moved if clock.state != "running"}
        content["changes"] = changes(clocks_moved)
    audit.record(
        aggregate=("case", case.pk),
        kind=kind,
        by=by,
        at=at,
        body=content,
        personal=personal,
        rule_versions=[clock.rule_version for clock in clocks_moved],
    )


def changes(moved: Sequence[Clock | None]) -> list[dict[str, Any]]:
    """What happened to clocks, for the body of an entry."""
    return [dict(clock.change) for clock in moved if clock is not None]


def end_limits(case: Case, event: str, *, at: datetime, by: Actor) -> list[Clock]:
    """End the limits of a matter that ends by `event` (withdrawn, merged, rerouted): those that the event fulfils are
    stopped, the others cancelled. A regulator's own date runs on until the regulator is answered."""
    owner = ("case", case.pk)
    moved = clocks.stop_for(owner=owner, event=event, at=at, by=by)
    for clock in clock_queries.running(owner).exclude(rule_code=RUNS_ON):
        moved += clocks.cancel(owner=owner, rule=clock.rule_code, at=at, by=by)
    return moved


def end_open_turns(case: Case, *, reason: str, at: datetime, by: Actor) -> dict[str, int]:
    """End what stands open beside the path because the matter itself ends; returns how many of each, for the entry."""
    found: dict[str, int] = {}
    for suspension in Suspension.objects.filter(case=case, to_at=None):
        suspension.to_at, suspension.result = max(at, suspension.from_at), reason[:500]
        suspension.save(update_fields=["to_at", "result"])
        found["suspensions"] = found.get("suspensions", 0) + 1
    found["mediations"] = Mediation.objects.filter(case=case, ended_at=None).update(
        ended_at=at, result="withdrawn", result_text=reason[:500]
    )
    found["extensions"] = Extension.objects.filter(case=case, effective_at=None, refused_at=None).update(
        refused_at=at, refused_reason=reason[:300]
    )
    found["reviews"] = Review.objects.filter(case=case, state__in=["applied", "reviewing"]).update(state="withdrawn")
    found["withdrawals"] = Withdrawal.objects.filter(case=case, state="held").update(state="dropped")
    risks = RiskAssessment.objects.filter(case=case).values("pk")  # what it showed does not go away with the matter
    open_tasks = Task.objects.filter(owner_kind="case", owner_id=case.pk, state="open", kind=TaskKind.OTHER)
    for task in open_tasks.filter(Q(ref_id=None) | ~Q(ref_id__in=risks)):
        clocks.cancel_task(task=task, reason=reason[:300], by=by, at=at)
    return {name: count for name, count in found.items() if count}


def finish_task(task_id: UUID | None, *, by: Actor, at: datetime, reason: str = "") -> None:
    """Complete the task of a turn; with `reason` cancel it instead. One that has ended is left alone."""
    task = Task.objects.filter(pk=task_id, state="open").first() if task_id else None
    if task is None:
        return
    if reason:
        clocks.cancel_task(task=task, reason=reason, by=by, at=at)
    else:
        clocks.complete_task(task=task, by=by, at=at)
