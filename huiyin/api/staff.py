"""People and units of the house by the codes that bodies and filters use."""

from uuid import UUID

from django.utils.translation import gettext as _

from huiyin.accounts.models import Unit, User
from huiyin.accounts.queries import unit_paths
from huiyin.api.problems import Problem


def unit_id(code: str, field: str = "unit") -> UUID | None:
    """The id of the unit with this code; None for no code. Raises Problem 422 when there is none."""
    if not code:
        return None
    for id_, path in unit_paths().items():
        if path.rstrip("/").rsplit("/", 1)[-1] == code:
            return id_
    raise Problem("invalid", "unit.unknown", _("There is no unit with this code."), field=field)


def units_below(code: str, field: str = "unit") -> tuple[UUID, ...]:
    """The ids of a unit and of everything below it."""
    paths = unit_paths()
    top = unit_id(code, field)
    return tuple(id_ for id_, path in paths.items() if top and path.startswith(paths[top]))


def unit_path(code: str, field: str = "unit") -> str | None:
    """The path of the unit with this code; None for no code."""
    found = unit_id(code, field)
    return unit_paths()[found] if found else None


def unit(code: str, field: str = "unit") -> Unit | None:
    """The unit with this code; None for no code."""
    found = unit_id(code, field)
    return Unit.objects.get(pk=found) if found else None


def person(employee_no: str, field: str) -> User:
    """The member of staff with this number. Raises Problem 422 when there is none."""
    found = User.objects.select_related("unit").filter(employee_no=employee_no).first()
    if found is None:
        raise Problem("invalid", "staff.unknown", _("There is no member of staff with this number."), field=field)
    return found


def person_or_none(employee_no: str, field: str) -> User | None:
    """The same, None for no number."""
    return person(employee_no, field) if employee_no else None
