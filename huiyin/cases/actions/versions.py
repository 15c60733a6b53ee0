"""What the house shapes itself is kept in versions: one writer at a time, and nobody over what they have not seen."""

from typing import TypeVar
from uuid import NAMESPACE_URL, uuid5

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from huiyin.audit import actions as audit
from huiyin.cases.models import ChecklistVersion, FieldVersion
from huiyin.core.errors import Refused

V = TypeVar("V", ChecklistVersion, FieldVersion)


def newest(rows: QuerySet[V], what: str, code: str) -> V | None:
    """The newest version of a checklist or an own field, held until the transaction ends: whoever writes the next one
    meanwhile waits, also for one that is not there yet."""
    audit.hold((what, uuid5(NAMESPACE_URL, f"huiyin:{what}:{code}")))
    return rows.order_by("-version").first()


def must_be_newest(last: ChecklistVersion | FieldVersion | None, seen: int | None) -> None:
    """Raises Refused(`shape.changed`) when `seen` (0: none yet, None: nobody looked) is not the newest version."""
    if seen is not None and seen != (last.version if last else 0):
        raise Refused(
            "shape.changed", _("Somebody wrote another version since you opened this. Look at it, then write yours.")
        )
