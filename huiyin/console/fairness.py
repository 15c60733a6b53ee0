"""Are complainants treated alike? Groups side by side with the uncertainty of each figure (3.4, 5.3)."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from huiyin.accounts.models import Unit
from huiyin.cases.models import Channel
from huiyin.complaints.metrics import fairness
from huiyin.complaints.rules.fairness import Compared, Line, Measured, differs
from huiyin.complaints.rules.likeness import in_force
from huiyin.console.visit import Visit, desk
from huiyin.core.time import local_date

MONTHS = (3, 6, 12, 24)
USUAL = 12


@desk("quality")
def show(visit: Visit) -> HttpResponse:
    """`fairness/`: the last `months` months by branch, group of age and channel."""
    asked = visit.request.GET.get("months", "")
    months = int(asked) if asked in {str(one) for one in MONTHS} else USUAL
    terms, since = in_force(local_date(visit.at)), visit.at - months * fairness.MONTH
    parts = []
    for way, title in titles().items():
        found = fairness.table(visit.user, way, since=since, until=visit.at, least=terms.least_group)
        parts.append(_part(way, title, found))
    context = {
        "parts": parts,
        "months": months,
        "choices": MONTHS,
        "since": since,
        "least": terms.least_group,
    }
    return visit.page("fairness.html", context)


def titles() -> dict[str, str]:
    """What groups are made by."""
    return {"unit": _("By branch"), "age": _("By age"), "channel": _("By channel")}


def _part(way: str, title: str, found: Compared) -> dict[str, Any]:
    names = _names(way)
    rows = [_row(names.get(line.group) or line.group or _("not known"), line, found.whole) for line in found.lines]
    whole = [_row(_("All that are shown"), found.whole, None)] if found.whole and len(rows) > 1 else []
    return {"way": way, "title": title, "rows": rows + whole, "hidden": found.hidden}


def _names(way: str) -> dict[str, str]:
    if way == "unit":
        chinese = (get_language() or "").startswith("zh")
        rows = Unit.objects.values_list("code", "name", "name_en")
        return {code: name if chinese else name_en or name for code, name, name_en in rows}
    return {code: str(label) for code, label in Channel.choices} if way == "channel" else {}


def _row(name: str, line: Line, whole: Line | None) -> dict[str, Any]:
    cells = (
        _cell(_("Upheld in whole or part"), line.upheld, whole.upheld if whole else None, 100, "%"),
        _cell(_("Compensation of the sum claimed (median)"), line.share, whole.share if whole else None, 1, "%"),
        _cell(_("Days to the decision (median)"), line.days, whole.days if whole else None, 1, ""),
    )
    return {"name": name, "cases": line.cases, "cells": cells, "is_whole": whole is None}


def _cell(label: str, found: Measured | None, whole: Measured | None, times: int, unit: str) -> dict[str, Any]:
    if found is None:
        return {"label": label}
    value, low, high = (f"{number * times:.0f}{unit}" for number in found)
    return {"label": label, "value": value, "low": low, "high": high, "differs": differs(found, whole)}
