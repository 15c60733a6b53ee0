"""What one follows, and where one was called: only cases that one may still see."""

from typing import Any

from django.http import HttpResponse

from huiyin.cases.queries import following
from huiyin.cases.queries.queue import read_key
from huiyin.console.visit import Visit, desk
from huiyin.core import masking

SHOWN = 50
LONGEST = 200


@desk("cases")
def show(visit: Visit) -> HttpResponse:
    """The cases one follows and the notes that call one, newest first, each a page by key."""
    watched, watched_next = _stretch(following.watched_by(visit.user), visit.request.GET.get("watched", ""))
    called, called_next = _stretch(following.mentions_of(visit.user), visit.request.GET.get("called", ""))
    context = {
        "watched": watched,
        "watched_next": watched_next,
        "called": [{"row": one, "text": _short(one.note.text)} for one in called],
        "called_next": called_next,
    }
    return visit.page("talk/mine.html", context)


def _short(text: str) -> str:
    words = masking.text(" ".join(text.split()))
    return words if len(words) <= LONGEST else f"{words[:LONGEST]}…"


def _stretch(rows: Any, after: str) -> tuple[list[Any], str]:
    key = read_key(after)
    if key and key[0]:
        rows = rows.filter(at__lte=key[0]).exclude(at=key[0], id__gte=key[1])
    found = list(rows[: SHOWN + 1])
    more, found = len(found) > SHOWN, found[:SHOWN]
    return found, f"{found[-1].at.isoformat()}~{found[-1].pk}" if more else ""
