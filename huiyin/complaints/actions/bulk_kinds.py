"""The kinds of changes that can be made to many complaints at once: what each asks for, does, and how it is undone.

Each goes through its own action, gate and ledger entry, as if it were made alone.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from huiyin.accounts.models import User
from huiyin.cases.actions import reminders, tags, talk
from huiyin.cases.models import BulkKind, BulkRow, BulkRun, Case, CaseTag, Flag, Ownership, Severity, Tag
from huiyin.cases.queries import tags as carried
from huiyin.cases.rules import limits
from huiyin.catalog import rules as taxonomies
from huiyin.complaints.actions import checks, classification, dispatch
from huiyin.complaints.actions.classification import LabelDraft
from huiyin.complaints.models import Label
from huiyin.core.actors import Actor
from huiyin.core.errors import BadInput, Refused

FARTHEST = timedelta(days=366)


@dataclass(frozen=True)
class Kind:
    """`check` reads what somebody chose: (arguments, words) as they are kept. `do` changes one case and tells what it
    was before; `undo` takes that back or raises Refused where the case has moved on since."""

    check: Callable[[Mapping[str, str], datetime], tuple[dict[str, str], str]]
    do: Callable[[Case, BulkRun, Actor, datetime], dict[str, Any]]
    undo: Callable[[Case, BulkRow, Actor, datetime], None]


def moved_on(what: str) -> Refused:
    """Somebody changed the case after us: undoing would take their work away."""
    return Refused("bulk.moved_on", what)


def _reason(given: Mapping[str, str], message: str) -> str:
    return checks.text(given.get("words", ""), "words", message, least=2, most=300)


def _person(given: Mapping[str, str]) -> User:
    try:
        found = User.objects.filter(pk=UUID(given.get("to", "")), is_active=True).first()
    except ValueError:
        found = None
    if found is None:
        raise BadInput("bulk.to", _("Choose the colleague who takes them."), field="to")
    return found


def _check_hand_over(given: Mapping[str, str], _at: datetime) -> tuple[dict[str, str], str]:
    return {"to": str(_person(given).pk)}, _reason(given, _("Say why it is handed over."))


def _hand_over(case: Case, run: BulkRun, by: Actor, at: datetime) -> dict[str, Any]:
    before = str(case.owner_id)
    dispatch.hand_over(case=case, to=_person(run.arguments), reason=run.words, by=by, at=at)
    return {"owner": before}


def _hand_back(case: Case, row: BulkRow, by: Actor, at: datetime) -> None:
    period = Ownership.objects.filter(case=case, to_at=None).first()
    if period is None or str(period.user_id) != row.run.arguments["to"] or period.from_at != row.done_at:
        raise moved_on(_("It has been handed on since."))
    owner = User.objects.get(pk=UUID(row.before["owner"]))
    dispatch.hand_over(case=case, to=owner, reason=_("A change of many was undone"), by=by, at=at)


def _check_classify(given: Mapping[str, str], _at: datetime) -> tuple[dict[str, str], str]:
    code = given.get("code", "")
    if code not in taxonomies.current().reasons:
        raise BadInput("bulk.code", _("Choose a class."), field="code")
    return {"code": code}, _reason(given, _("Say why the primary class changes."))


def _labels(case: Case) -> list[Label]:
    return list(Label.objects.filter(case=case, removed_at=None).order_by("code"))


def _classify(case: Case, run: BulkRun, by: Actor, at: datetime) -> dict[str, Any]:
    rows, code = _labels(case), run.arguments["code"]
    before = {
        "primary": case.code,
        "labels": [{"code": row.code, "confidence": row.confidence, "reason": row.reason} for row in rows],
    }
    if code == case.code:
        raise Refused("bulk.same_class", _("The complaint has this class already."))
    others = [LabelDraft(code=row.code, confidence=row.confidence, reason=row.reason) for row in rows]
    others = [one for one in others if one.code not in (code, case.code)]
    wanted = [LabelDraft(code=code, reason=run.words), *others]
    classification.classify(case=case, labels=wanted, primary=code, by=by, at=at, reason=run.words)
    return before


def _declassify(case: Case, row: BulkRow, by: Actor, at: datetime) -> None:
    primary = next((label for label in _labels(case) if label.is_primary), None)
    if primary is None or primary.code != row.run.arguments["code"] or primary.set_at != row.done_at:
        raise moved_on(_("It has been classified anew since."))
    reason, before = _("A change of many was undone"), row.before
    if not before["labels"]:
        classification.declassify(case=case, reason=reason, by=by, at=at)
        return
    labels = [LabelDraft(**label) for label in before["labels"]]
    classification.classify(case=case, labels=labels, primary=before["primary"], by=by, at=at, reason=reason)


def _check_grade(given: Mapping[str, str], _at: datetime) -> tuple[dict[str, str], str]:
    if given.get("severity") not in Severity.values:
        raise BadInput("grade.severity", _("Choose a grade from L1 to L4."), field="severity")
    words = checks.text(given.get("words", ""), "words", _("Say why the grade changes."), least=4, most=300)
    return {"severity": given["severity"]}, words


def _grade(case: Case, run: BulkRun, by: Actor, at: datetime) -> dict[str, Any]:
    before = case.severity
    if Flag.VULNERABLE in case.flags and run.arguments["severity"] < before:
        raise Refused(
            "bulk.vulnerable",
            _("A vulnerable person complains here: look at this one by itself before you lower its grade."),
            clause="令2022-8 art 18",
        )
    changed = classification.grade(case=case, severity=run.arguments["severity"], reason=run.words, by=by, at=at)
    return {"severity": before, "version": changed.version}


def _regrade(case: Case, row: BulkRow, by: Actor, at: datetime) -> None:
    if case.severity != row.run.arguments["severity"] or case.version != row.before["version"]:
        raise moved_on(_("Somebody has worked on the complaint since, perhaps because of the grade."))
    reason = _("A change of many was undone")
    classification.grade(case=case, severity=row.before["severity"], reason=reason, by=by, at=at)


def _check_note(given: Mapping[str, str], _at: datetime) -> tuple[dict[str, str], str]:
    return {}, checks.text(given.get("words", ""), "words", _("Write the note."), least=2, most=limits.NOTE)


def _note(case: Case, run: BulkRun, by: Actor, at: datetime) -> dict[str, Any]:
    return {"note": str(talk.add_note(case=case, text=run.words, by=by, at=at).pk)}


def _take_back(case: Case, row: BulkRow, by: Actor, at: datetime) -> None:
    reminders.take_back_note(case=case, note_id=UUID(row.before["note"]), by=by, at=at)


def _check_remind(given: Mapping[str, str], at: datetime) -> tuple[dict[str, str], str]:
    words = checks.text(given.get("words", ""), "words", _("Say what is to be done."), least=2, most=reminders.LONGEST)
    try:
        due = datetime.fromisoformat(given.get("due_at", ""))
    except ValueError:
        due = None
    if due is None or due.tzinfo is None or not at < due <= at + FARTHEST:
        raise BadInput("bulk.due_at", _("Choose a time to come, within a year."), field="due_at")
    return {"due_at": due.isoformat()}, words


def _remind(case: Case, run: BulkRun, by: Actor, at: datetime) -> dict[str, Any]:
    due = datetime.fromisoformat(run.arguments["due_at"])
    return {"task": str(reminders.remind(case=case, text=run.words, due_at=due, by=by, at=at).pk)}


def _drop(case: Case, row: BulkRow, by: Actor, at: datetime) -> None:
    reminders.drop_reminder(case=case, task_id=UUID(row.before["task"]), by=by, at=at)


def _check_tag(given: Mapping[str, str], _at: datetime) -> tuple[dict[str, str], str]:
    return {"tag": str(_tag_of(given).pk)}, ""


def _tag_of(given: Mapping[str, str]) -> Tag:
    try:
        found = carried.choices(free=True).filter(pk=UUID(given.get("tag", ""))).first()
    except ValueError:
        found = None
    if found is None:
        raise BadInput("bulk.tag", _("Choose a tag of the list."), field="tag")
    return found


def _tag(case: Case, run: BulkRun, by: Actor, at: datetime) -> dict[str, Any]:
    tag = _tag_of(run.arguments)
    if tag.pk in {one.id for one in carried.of_case(case.pk)}:
        raise Refused("bulk.same_tag", _("The case carries this tag already."))
    return {"tag": str(tags.put_on(case=case, tag=tag, by=by, at=at).pk)}


def _untag(case: Case, row: BulkRow, by: Actor, at: datetime) -> None:
    tag = Tag.objects.get(pk=UUID(row.before["tag"]))
    carried_since = CaseTag.objects.filter(case=case, tag=tag).values_list("at", flat=True).first()
    if carried_since is None or carried_since != row.done_at:
        raise moved_on(_("Somebody has taken the tag off since."))
    tags.take_off(case=case, tag=tag, by=by, at=at)


KINDS: Mapping[str, Kind] = {
    BulkKind.HAND_OVER: Kind(_check_hand_over, _hand_over, _hand_back),
    BulkKind.CLASSIFY: Kind(_check_classify, _classify, _declassify),
    BulkKind.GRADE: Kind(_check_grade, _grade, _regrade),
    BulkKind.TAG: Kind(_check_tag, _tag, _untag),
    BulkKind.NOTE: Kind(_check_note, _note, _take_back),
    BulkKind.REMIND: Kind(_check_remind, _remind, _drop),
}
