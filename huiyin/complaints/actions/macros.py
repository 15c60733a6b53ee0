"""Macros: several steps at once, each through its own action and gate, all of them or none.

The first refusal takes everything back and tells which step it was and what was tried before. What a macro would do is
shown by doing it and taking it back, so that the preview never promises what the gates would refuse.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from huiyin.accounts import queries as accounts
from huiyin.accounts.models import Unit, User
from huiyin.audit import actions as audit
from huiyin.audit import queries as audit_queries
from huiyin.cases.actions import base, reminders, tags, talk
from huiyin.cases.models import Case, Macro, Purpose, TemplateVersion
from huiyin.cases.rules.merging import merge
from huiyin.clocks.models import TaskKind
from huiyin.complaints.actions import acceptance, checks, dispatch, execution
from huiyin.complaints.actions.execution import TaskDraft
from huiyin.complaints.actions.templates import known_class, must_write
from huiyin.complaints.queries import templates as wordings
from huiyin.complaints.queries.macros import for_case
from huiyin.complaints.rules import macros as rules
from huiyin.complaints.rules import templates as texts
from huiyin.complaints.rules.macros import Step
from huiyin.core.actions import action
from huiyin.core.actors import Actor
from huiyin.core.errors import BadInput, Clash, Refused

# What is changed in a macro, and how the ledger names it.
_FIELDS = {"name": "name", "name_en": "name_en", "class_code": "class", "steps": "steps"}


@dataclass(frozen=True)
class Outcome:
    """What became of a step: `done`, `refused` (then `why` and what is missing) or `untried`. `words` are what it
    writes, filled."""

    step: Step
    state: str
    words: str = ""
    why: str = ""
    needs: Sequence[str] = field(default_factory=tuple)


class Stopped(Refused):
    """A step was refused, so nothing was done. `outcomes` tells of every step."""

    def __init__(self, outcomes: Sequence[Outcome], refusal: Refused) -> None:
        place = next(place for place, one in enumerate(outcomes, start=1) if one.state == "refused")
        before = _("Nothing was done; the steps before it were taken back.") if place > 1 else _("Nothing was done.")
        message = _("Step %(place)d of %(all)d, “%(step)s”, is not possible: %(why)s %(before)s") % {
            "place": place,
            "all": len(outcomes),
            "step": _(rules.KINDS[outcomes[place - 1].step.kind][0]),
            "why": refusal.message,
            "before": before,
        }
        super().__init__("macro.stopped", message, needs=refusal.needs, clause=refusal.clause)
        self.outcomes = tuple(outcomes)


class _TakenBack(Exception):  # noqa: N818 - ends a preview
    pass


@action
def begin(
    *, name: str, unit: Unit, steps: Sequence[Mapping[str, Any]], by: Actor, at: datetime, name_en: str = "",
    class_code: str = "",
) -> Macro:  # fmt: skip
    """A new macro. Raises BadInput naming the step and field that is wrong (`steps.2.text`), or a name that the unit
    has given already; Refused(`template.role`)."""
    must_write(by, unit)
    row = Macro(unit=unit, made_at=at, made_by=accounts.person(by))
    _fill(row, name, name_en, class_code, steps)
    row.save(force_insert=True)
    _record(row, "made", by=by, at=at, first=True)
    return row


@action
def change(
    *, macro: Macro, name: str, steps: Sequence[Mapping[str, Any]], seen: int, by: Actor, at: datetime,
    name_en: str = "", class_code: str = "",
) -> Macro:  # fmt: skip
    """Change a macro whose version `seen` was opened; what somebody changed since elsewhere in it stays.

    Raises as `begin`, and Clash(`macro.changed`) when both changed the same."""
    row = Macro.objects.select_for_update(of=("self",)).select_related("unit").get(pk=macro.pk)
    must_write(by, row.unit)
    stood = {field: getattr(row, field) for field in _FIELDS}
    _fill(row, name, name_en, class_code, steps)
    if row.version != seen:
        _put_upon(row, stood, seen)
    row.version += 1
    row.save(update_fields=["name", "name_en", "class_code", "steps", "version"])
    _record(row, "changed", by=by, at=at)
    return row


def _put_upon(row: Macro, stood: Mapping[str, Any], seen: int) -> None:
    """Leave in `row`, filled with what somebody typed, what they changed since the version `seen`; the rest as it
    `stood`. The ledger tells what that version said."""
    told = audit_queries.chain(("macro", row.pk)).filter(body__version=seen).values_list("body", flat=True).first()
    was = {field: told[word] for field, word in _FIELDS.items() if word in told} if told else {}
    found = merge(was=was, now=stood, typed={field: getattr(row, field) for field in _FIELDS})
    if found.conflicts or not told:
        words = _("Somebody changed this macro since you opened it. Look at it again.")
        stands = {field: stood[field] for field in found.conflicts}
        raise Clash("macro.changed", words, stands=stands, version=row.version)
    for name, value in {**stood, **found.values}.items():
        setattr(row, name, value)


@action
def retire(*, macro: Macro, retired: bool, by: Actor, at: datetime) -> Macro:
    """Take a macro out of use, or back into it. Done already: unchanged."""
    row = Macro.objects.select_for_update(of=("self",)).select_related("unit").get(pk=macro.pk)
    must_write(by, row.unit)
    if (row.retired_at is not None) == retired:
        return row
    row.retired_at = at if retired else None
    row.version += 1
    row.save(update_fields=["retired_at", "version"])
    _record(row, "retired" if retired else "restored", by=by, at=at)
    return row


@action
def run(*, macro: Macro, case: Case, by: Actor, at: datetime, seen: int | None = None) -> list[Outcome]:
    """Take all steps of a macro on a complaint, in order and in one transaction. `seen`: the version that was shown.

    Raises Stopped (nothing was done) with the first refusal; Refused(`macro.changed`), Refused(`macro.foreign`) for one
    of another place or class.
    """
    case = base.lock(case, by=by, staff_only=True)
    row = _usable(macro, case, seen)
    outcomes = _take(row, case, by=by, at=at)
    body = {"macro": row.pk, "name": row.name, "version": row.version, "steps": [one.step.kind for one in outcomes]}
    base.record(case, "macro_run", by=by, at=at, body=body)
    return outcomes


def preview(*, macro: Macro, case: Case, by: Actor, at: datetime) -> list[Outcome]:
    """What `run` would do now, step by step: it is done and taken back, nothing stays and nothing leaves the house."""
    try:
        with transaction.atomic():
            held = base.lock(case, by=by, staff_only=True)
            found = _take(_usable(macro, held, None), held, by=by, at=at)
            raise _TakenBack
    except _TakenBack:
        return found
    except Stopped as stopped:
        return list(stopped.outcomes)


def _usable(macro: Macro, case: Case, seen: int | None) -> Macro:
    row = next((one for one in for_case(case) if one.pk == macro.pk), None)
    if row is None:
        raise Refused("macro.foreign", _("This macro does not hold for this complaint, or it was retired."))
    if seen is not None and row.version != seen:
        raise Refused("macro.changed", _("Somebody changed this macro since you opened it. Look at it again."))
    return row


def _take(macro: Macro, case: Case, *, by: Actor, at: datetime) -> list[Outcome]:
    steps = rules.read(macro.steps)
    done: list[Outcome] = []
    for place, step in enumerate(steps):
        words = ""
        try:
            version = _wording(step, case, at) if step.kind == "reply" else None
            words = _words(step, version, case, at)
            _one(step, words, version, case, by=by, at=at)
        except Refused as refusal:
            refused = Outcome(step, "refused", words, refusal.message, tuple(refusal.needs))
            rest = [Outcome(other, "untried", other.text) for other in steps[place + 1 :]]
            raise Stopped([*done, refused, *rest], refusal) from refusal
        done.append(Outcome(step, "done", words))
    return done


def _wording(step: Step, case: Case, at: datetime) -> TemplateVersion:
    """The wording that a reply is written with. Raises Refused(`macro.template`)."""
    found = wordings.for_case(case, at, purpose=Purpose.REPLY, key=step.template)
    if not found:
        raise Refused(
            "macro.template", _("The template “%(key)s” does not hold for this complaint now.") % {"key": step.template}
        )
    return found[0]


def _words(step: Step, version: TemplateVersion | None, case: Case, at: datetime) -> str:
    if version is not None:
        return wordings.text(version, case, at)
    return texts.fill(step.text, wordings.values(case, at)) if step.kind == "note" else step.text


def _one(step: Step, words: str, version: TemplateVersion | None, case: Case, *, by: Actor, at: datetime) -> None:
    """One step through the action that anybody takes it by."""
    common: dict[str, Any] = {"case": case, "by": by, "at": at}
    due_at = at + timedelta(days=step.days)
    match step.kind:
        case "reply":
            acceptance.respond(**common, text=words, templates=[version.pk] if version else [])
        case "note":
            talk.add_note(**common, text=words)
        case "tag":
            tags.put_on_named(**common, name=words)
        case "task":
            task = TaskDraft(kind=TaskKind.OTHER, title=words, assignee=case.owner, due_at=due_at)
            execution.add_task(**common, task=task)
        case "remind":
            reminders.remind(**common, text=words, due_at=due_at)
        case "hand_over":
            dispatch.hand_over(**common, to=_person(step.to), reason=words)


def _person(number: str) -> User:
    user = User.objects.filter(employee_no=number).first()
    if user is None:
        raise Refused("macro.person", _("Nobody has the employee number %(number)s any more.") % {"number": number})
    return user


def _fill(row: Macro, name: str, name_en: str, class_code: str, steps: Sequence[Mapping[str, Any]]) -> None:
    row.name = checks.text(name, "name", _("Give it a name."), least=1, most=60)
    row.name_en = checks.short(name_en, "name_en", most=80)
    row.class_code = known_class(class_code)
    if Macro.objects.filter(unit=row.unit, name=row.name).exclude(pk=row.pk).exists():
        raise BadInput("macro.name", _("The unit has a macro of this name. Choose another name."), field="name")
    try:
        typed = rules.read(steps)
    except rules.StepError as fault:
        raise _wrong(fault.place, fault.field, _(fault.sentence)) from fault
    for number, step in enumerate(typed, start=1):
        _known(number, step)
    row.steps = [step.as_data() for step in typed]


def _known(number: int, step: Step) -> None:
    """What a step names has to be there when it is saved."""
    if step.kind == "reply" and not wordings.shelf().filter(key=step.template, purpose=Purpose.REPLY).exists():
        raise _wrong(number, "template", _("There is no such template."))
    if step.kind == "hand_over" and not User.objects.filter(employee_no=step.to, is_active=True).exists():
        raise _wrong(number, "to", _("Nobody here has this employee number."))
    faults = texts.faults(step.text) if step.kind == "note" else []
    if faults:
        raise _wrong(number, "text", _("There is no variable “%(words)s”.") % {"words": faults[0].words})


def _wrong(number: int, field: str, problem: str) -> BadInput:
    """A fault at a step (0: of the steps as a whole) and its field: `steps.2.text`."""
    if not number:
        return BadInput("macro.step", problem, field="steps")
    message = _("Step %(place)d: %(problem)s") % {"place": number, "problem": problem}
    return BadInput("macro.step", message, field=f"steps.{number}.{field}")


def _record(row: Macro, kind: str, *, by: Actor, at: datetime, first: bool = False) -> None:
    body = {
        "unit": row.unit.code,
        "version": row.version,
    } | {word: getattr(row, field) for field, word in _FIELDS.items()}
    audit.record(aggregate=("macro", row.pk), kind=f"macro.{kind}", by=by, at=at, body=body, first=first)
