"""Who follows a case and which macros it may be worked on with: columns of the one statement of the case page."""

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Q, Value
from django.db.models.functions import JSONObject, Length, Substr

from huiyin.cases.models import Case, Macro, Watch
from huiyin.complaints.queries.templates import above

MOST_WATCHERS, MOST_MACROS = 30, 100


def columns(case: Case) -> dict[str, Any]:
    """`watchers` (user, name) and `macros` (id, name, name_en) of a case."""
    watchers = Watch.objects.filter(case=OuterRef("pk"), user__is_active=True).order_by("at", "id")
    fits = Value(case.code)
    macros = (
        Macro.objects.filter(unit__path__in=above(case.unit), retired_at=None)
        .annotate(begins=Substr(fits, 1, Length("class_code")))
        .filter(Q(class_code="") | Q(begins=F("class_code")))
        .order_by("name", "id")
    )
    return {
        "watchers": ArraySubquery(watchers.values(row=JSONObject(user="user_id", name="user__name"))[:MOST_WATCHERS]),
        "macros": ArraySubquery(macros.values(row=JSONObject(id="id", name="name", name_en="name_en"))[:MOST_MACROS]),
    }
