"""The checklists of the house: each change is a new version; what is under way keeps the one it began with."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from huiyin.audit import actions as audit
from huiyin.cases.actions.base import must_shape
from huiyin.cases.actions.versions import must_be_newest, newest
from huiyin.cases.models import ChecklistVersion, Kind
from huiyin.cases.rules import checklists as rules
from huiyin.core.actions import action
from huiyin.core.actors import Actor
from huiyin.core.errors import BadInput, Refused


@action
def keep_list(*, draft: rules.Draft, by: Actor, at: datetime, seen: int | None = None) -> ChecklistVersion:
    """A new list, or the next version of one. The same words again keep the version there is. It holds for cases that
    come into the stage from now on. `seen`: the newest version when the form was opened (0: there was none).

    Raises BadInput(`checklist.<field>`) for the first fault, Refused(`shape.changed`).
    """
    must_shape(by)
    for field, sentence in rules.faults(draft):
        raise BadInput(f"checklist.{field}", _(sentence), field=field)
    if draft.kind not in Kind.values:
        raise BadInput("checklist.kind", _("Choose the kind of case."), field="kind")
    last = newest(ChecklistVersion.objects.filter(code=draft.code), "checklist", draft.code)
    values = {
        "title_zh": draft.title_zh.strip(),
        "title_en": draft.title_en.strip(),
        "kind": draft.kind,
        "stage": draft.stage,
        "class_code": draft.class_code.strip().upper(),
        "lines": [line.as_json() for line in draft.lines],
    }
    now = last if last is not None and last.until_at is None else None
    if now is not None and all(getattr(now, name) == value for name, value in values.items()):
        return now
    must_be_newest(last, seen)
    if now is not None:
        now.until_at = at
        now.save(update_fields=["until_at"])
    made = ChecklistVersion.objects.create(
        code=draft.code, version=last.version + 1 if last else 1, from_at=at, made_by_label=by.label, **values
    )
    body = {"code": made.code, "version": made.version, **values}
    audit.record(aggregate=("checklist", _root(made)), kind="checklist.kept", by=by, at=at, body=body)
    return made


@action
def retire_list(*, code: str, by: Actor, at: datetime) -> ChecklistVersion:
    """Attach the list to no more cases. Twice does nothing more. Raises Refused(`checklist.unknown`)."""
    must_shape(by)
    last = newest(ChecklistVersion.objects.filter(code=code), "checklist", code)
    if last is None:
        raise Refused("checklist.unknown", _("There is no checklist with this code."))
    if last.until_at is None:
        last.until_at = at
        last.save(update_fields=["until_at"])
        body = {"code": code, "version": last.version}
        audit.record(aggregate=("checklist", _root(last)), kind="checklist.retired", by=by, at=at, body=body)
    return last


def _root(row: ChecklistVersion) -> UUID:
    """All versions of a list share the chain of the first."""
    return ChecklistVersion.objects.filter(code=row.code).order_by("version")[0].pk
