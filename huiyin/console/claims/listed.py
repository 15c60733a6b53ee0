"""`claims/`: the open claims with a limit, the longest overdue first, a page by key."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import get_language

from huiyin.cases.queries import claims as gate
from huiyin.cases.queries.queue import read_key
from huiyin.console.rows import line_name
from huiyin.console.visit import Visit, desk
from huiyin.customers.models import Claim
from huiyin.customers.queries.claims import claims_by_due

SHOWN = 50


@desk("cases")
def show(visit: Visit) -> HttpResponse:
    """The list. Its cost does not grow with the number of claims."""
    key = read_key(visit.request.GET.get("after", ""))
    after = (key[0], key[1]) if key and key[0] else None
    found = claims_by_due(gate.listed(visit.user), after=after, limit=SHOWN)
    rows = found[:SHOWN]
    last = rows[-1] if len(found) > SHOWN else None
    following = urlencode({"after": f"{last.due_at.isoformat()}~{last.pk}"}) if last and last.due_at else ""
    return visit.page(
        "claims/list.html",
        {
            "rows": lines(rows),
            "next_url": f"{reverse('claims')}?{following}" if following else "",
            "first_url": reverse("claims") if after else "",
        },
    )


def lines(rows: Iterable[Claim], opens: set[Any] | None = None) -> list[dict[str, Any]]:
    """Claims as a list shows them; with `opens` only those have an address. No statement."""
    language = get_language() or "zh-hans"
    return [
        {
            "claim": one,
            "url": reverse("claim", args=[one.pk]) if opens is None or one.pk in opens else "",
            "line": line_name(one.line, language),
        }
        for one in rows
    ]
