"""The organisation tree."""

from datetime import datetime

from django.core.cache import cache
from django.utils.translation import gettext as _

from huiyin.accounts.models import Unit, UnitKind, User
from huiyin.audit import actions as audit
from huiyin.core.actions import action
from huiyin.core.actors import Actor
from huiyin.core.errors import BadInput, Refused


@action
def add_unit(
    *,
    code: str,
    name: str,
    kind: str,
    parent: Unit | None,
    by: Actor,
    at: datetime,
    name_en: str = "",
    phone: str = "",
    address: str = "",
) -> Unit:
    """Add a node below `parent` (head office has none). Raises BadInput for a code that is taken or has a slash."""
    if not code or "/" in code:
        raise BadInput("unit.code", _("A unit code is 1 to 16 characters without a slash."), field="code")
    if Unit.objects.filter(code=code).exists():
        raise BadInput("unit.code_taken", _("Another unit has this code already."), field="code")
    if (parent is None) != (kind == UnitKind.HEAD_OFFICE):
        raise BadInput("unit.parent", _("Only head office stands at the top of the tree."), field="parent")
    unit = Unit.objects.create(
        code=code,
        name=name,
        name_en=name_en,
        kind=kind,
        parent=parent,
        path=f"{parent.path if parent else '/'}{code}/",
        phone=phone,
        address=address,
    )
    audit.record(
        aggregate=("unit", unit.id), kind="unit.added", by=by, at=at, first=True, body={"path": unit.path, "name": name}
    )
    cache.delete("accounts.unit_paths")
    return unit


@action
def move_unit(*, unit: Unit, parent: Unit, by: Actor, at: datetime) -> Unit:
    """Hang `unit` with everything below it under `parent`. Raises Refused for a move into its own subtree."""
    units = {row.pk: row for row in Unit.objects.select_for_update().order_by("path")}
    unit, parent = units[unit.pk], units[parent.pk]
    if parent.path.startswith(unit.path):
        raise Refused("unit.cycle", _("A unit cannot be moved below itself."))
    old, new = unit.path, f"{parent.path}{unit.code}/"
    unit.parent = parent
    for row in units.values():
        if row.path.startswith(old):
            row.path = new + row.path[len(old) :]
    Unit.objects.bulk_update(units.values(), ["path"])
    unit.save(update_fields=["parent"])
    audit.record(aggregate=("unit", unit.id), kind="unit.moved", by=by, at=at, body={"from": old, "to": new})
    cache.delete("accounts.unit_paths")
    return unit


@action
def set_duty_user(*, unit: Unit, user: User, by: Actor, at: datetime) -> Unit:
    """Name who answers for new cases of `unit` until somebody else is named (1.1-7)."""
    unit = Unit.objects.select_for_update().get(pk=unit.pk)
    if not user.is_active:
        raise Refused("unit.duty_inactive", _("This person's account is switched off; choose somebody else."))
    unit.duty_user = user
    unit.save(update_fields=["duty_user"])
    audit.record(aggregate=("unit", unit.id), kind="unit.duty_named", by=by, at=at, body={"user": user.id})
    return unit
