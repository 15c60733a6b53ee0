"""What one follows, and where one was called: only cases that one may still see."""

from django.http import HttpResponse

from huiyin.cases.queries import following
from huiyin.console.paging import stretch
from huiyin.console.visit import Visit, desk
from huiyin.core import masking

SHOWN = 50
LONGEST = 200


@desk("cases")
def show(visit: Visit) -> HttpResponse:
    """The cases one follows and the notes that call one, newest first, each a page by key."""
    watched, watched_next = stretch(following.watched_by(visit.user), visit.request.GET.get("watched", ""), size=SHOWN)
    called, called_next = stretch(following.mentions_of(visit.user), visit.request.GET.get("called", ""), size=SHOWN)
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
