"""What the house itself asks of a case at its stage: lines of checklists, fields. Read with the other facts, in their
statement: a list or a field in force when the case came into the stage is asked for, one made later is not.
"""

from collections.abc import Mapping
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, CharField, Count, ExpressionWrapper, F, OuterRef, Q, Subquery
from django.db.models.functions import Cast, JSONObject
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from huiyin.cases.models import CaseCheck, CaseLink, ChecklistVersion, FieldValue, FieldVersion, LinkKind
from huiyin.cases.rules import checklists, fields

_CASE = OuterRef("pk")
_NOT_OVER = Q(until_at=None) | Q(until_at__gt=OuterRef("state_since"))
_PARTS = ("key", "version", "label_zh", "label_en", "help_zh", "help_en", "type", "kind", "options", "is_personal")
_RULES = ("depends_on", "depends_values", "required_at", "is_searchable", "place", "from_at", "until_at")
_LATE = ExpressionWrapper(Q(from_at__gt=OuterRef("state_since")), BooleanField())

SHAPE = {
    "lists": ArraySubquery(
        ChecklistVersion.objects.filter(
            _NOT_OVER, stage=OuterRef("state"), kind=OuterRef("kind"), from_at__lte=OuterRef("state_since")
        )
        .annotate(of=ExpressionWrapper(OuterRef("code"), CharField()))
        .filter(Q(class_code="") | Q(of__startswith=F("class_code")))
        .values(row=JSONObject(code="code", version="version", title_zh="title_zh", title_en="title_en", lines="lines"))
    ),
    "ticks": ArraySubquery(
        CaseCheck.objects.filter(case=_CASE, round=OuterRef("complaint__round"))
        .values(row=JSONObject(list="list_code", line="line", state="state", by="by_label", at="at"))
    ),
    "definitions": ArraySubquery(
        FieldVersion.objects.filter(_NOT_OVER, kind=OuterRef("kind")).values(
            row=JSONObject(**{name: name for name in (*_PARTS, *_RULES)}, late=_LATE)
        )
    ),
    "held": ArraySubquery(
        FieldValue.objects.filter(case=_CASE).order_by("key").values(
            row=JSONObject(
                id="id", key="key", word="word", text="text", number=Cast("number", CharField()), day="day",
                flag="flag", codes="codes", sealed="is_sealed", at="at", by="by_label",
                of=JSONObject(**{name: f"definition__{name}" for name in (*_PARTS, *_RULES)}),
            )
        )
    ),
    "parts_open": Subquery(
        CaseLink.objects.filter(other=_CASE, kind=LinkKind.CHILD_OF, removed_at=None, case__is_open=True)
        .order_by().values("other_id").annotate(n=Count("id")).values("n")
    ),
}  # fmt: skip


def shaped(row: Mapping[str, Any]) -> dict[str, Any]:
    """The facts of these columns: lines, fields, values, and what holds up a step forward, in words."""
    checks = checklists.standing(row["lists"], row["ticks"])
    versions = [(fields.from_json(one), one) for one in row["definitions"]]
    current = [one for one, said in versions if said["until_at"] is None]
    # Asked for by the version that was in force when the case came into the stage, and still asked for today.
    then = {one.key for one, said in versions if not said["late"] and one.required_at == row["state"]}
    held = [fields.held(one) for one in row["held"]]
    values = {one.field.key: one.value for one in held}
    blank = [one for one in fields.missing(current, values, row["state"]) if one.key in then]
    return {
        "checks": checks,
        "fields": tuple(sorted(current, key=lambda one: (one.place, one.key))),
        "held": tuple(held),
        "held_up": tuple(_sentences(checks, blank)),
        "parts_open": row["parts_open"] or 0,
    }


def _sentences(checks: tuple[checklists.Check, ...], blank: list[fields.Field]) -> list[str]:
    language = get_language() or "zh"
    open_lines = [one.words(language) for one in checks if one.mandatory and one.is_open]
    return [_("Checklist: %(line)s") % {"line": line} for line in open_lines] + [
        _("Fill in “%(field)s”.") % {"field": one.label(language)} for one in blank
    ]
