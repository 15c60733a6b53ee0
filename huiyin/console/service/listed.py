"""`requests/`: the open requests that the person may see, the most urgent first; ended ones by newest receipt."""

from urllib.parse import urlencode

from django.http import HttpResponse
from django.urls import reverse

from huiyin.cases.models import Kind
from huiyin.cases.queries import queue
from huiyin.cases.queries.queue import Wanted
from huiyin.console.rows import lines
from huiyin.console.visit import Visit, desk, opens

SIZE = 50


@desk("cases")
def show(visit: Visit) -> HttpResponse:
    """A page by key."""
    asked = visit.request.GET
    ended = asked.get("ended") == "1"
    wanted = Wanted(kinds=(Kind.REQUEST.value,), is_open=not ended)
    page = queue.page(
        visit.user, wanted, at=visit.at, order="received" if ended else "due", after=asked.get("after", ""),
        before=asked.get("before", ""), size=SIZE,
    )  # fmt: skip
    return visit.page(
        "service/list.html",
        {
            "lines": lines(page.rows),
            "ended": ended,
            "after_url": _address(ended, after=page.after) if page.after else "",
            "before_url": _address(ended, before=page.before) if page.before else "",
            "new_url": reverse("request_new") if opens(visit.by, "intake") else "",
        },
    )


def _address(ended: bool, **key: str) -> str:
    return f"{reverse('requests')}?{urlencode({**({'ended': '1'} if ended else {}), **key})}"
