"""What actions ask of their input before they look at the case's path: texts that say something, items of this case."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from huiyin.cases.models import Case, Evidence
from huiyin.complaints.rules import scenarios
from huiyin.core.errors import BadInput
from huiyin.core.time import local_date

# Clocks of two machines differ a little; what lies further ahead has not happened.
SKEW = timedelta(minutes=2)


def text(value: str, name: str, message: str, *, least: int = 2, most: int = 10_000) -> str:
    """`value` without blanks around it. Raises BadInput(`input.<name>`, `message`) when it is shorter than `least`."""
    value = value.strip()
    if sum(char.isalnum() for char in value) < least:
        raise BadInput(f"input.{name}", message, field=name)
    if len(value) > most:
        raise BadInput(f"input.{name}_long", _("At most %(count)d characters.") % {"count": most}, field=name)
    return value


def short(value: str, name: str, *, most: int) -> str:
    """An optional text that fits. Raises BadInput(`input.<name>_long`)."""
    value = value.strip()
    if len(value) > most:
        raise BadInput(f"input.{name}_long", _("At most %(count)d characters.") % {"count": most}, field=name)
    return value


def evidence(case: Case, ids: Iterable[UUID], name: str = "evidence_ids") -> list[UUID]:
    """The ids, each once, in order. Raises BadInput(`input.<name>`) when one is no evidence item of the case."""
    wanted = list(dict.fromkeys(ids))
    known = (
        set(Evidence.objects.filter(case_id=case.pk, id__in=wanted).values_list("id", flat=True)) if wanted else set()
    )
    if len(known) != len(wanted):
        raise BadInput(f"input.{name}", _("This evidence item does not belong to the complaint."), field=name)
    return wanted


def happened(moment: datetime, name: str, *, at: datetime, since: datetime | None = None) -> datetime:
    """A moment that has passed, not before `since`. Raises BadInput(`input.<name>`)."""
    if moment.tzinfo is None:
        raise BadInput(f"input.{name}", _("The time needs its time zone."), field=name)
    if moment > at + SKEW:
        raise BadInput(f"input.{name}", _("This moment lies in the future."), field=name)
    if since is not None and moment < since:
        raise BadInput(f"input.{name}", _("This moment lies before what it follows from."), field=name)
    return moment


def scenario(code: str, at: datetime) -> str:
    """A situation in force on the day of `at`, or empty (2.2-2). Raises BadInput(`template.scenario`)."""
    if code and scenarios.in_force(local_date(at)).get(code) is None:
        raise BadInput("template.scenario", _("There is no such situation."), field="scenario")
    return code
