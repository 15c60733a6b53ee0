"""The search box: numbers, names, and any word of two characters; only among what the person may see."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from huiyin.cases import queries as cases
from huiyin.cases.models import Case
from huiyin.cases.queries import queue, snippets
from huiyin.cases.queries.queue import Wanted
from huiyin.cases.rules import numbers
from huiyin.console.rows import lines
from huiyin.console.visit import Visit, desk

LONGEST = 200
SIZE = 25


@desk("cases")
def show(visit: Visit) -> HttpResponse:
    """What was found, newest receipt first. A whole case number opens the case."""
    words = visit.request.GET.get("q", "").strip()[:LONGEST]
    if numbers.is_number(numbers.tidy(words)):
        try:
            return redirect("case", cases.get(visit.user, words).number)
        except Case.DoesNotExist:
            pass  # searched like any other word, so that an unknown and a hidden number look the same
    too_little = bool(words) and not cases.findable(words)
    context = {"search_text": words, "words": words, "too_little": too_little}
    found = _found(visit, words) if words and not too_little else {}
    return visit.page("find.html", context | found)


def _found(visit: Visit, words: str) -> dict[str, Any]:
    """A page of hits with the words marked in subject and text, and the addresses of the pages around it."""
    after, before = (visit.request.GET.get(name, "") for name in ("after", "before"))
    wanted = Wanted(words=words, is_open=None)
    page = queue.page(visit.user, wanted, at=visit.at, order="found", after=after, before=before, size=SIZE)
    said = snippets.of([row.pk for row in page.rows], words)
    looked_for = snippets.words_of(words)
    return {
        "found": [
            (line, snippets.marked(line.subject, looked_for), said.get(line.case.pk)) for line in lines(page.rows)
        ],
        "next_url": _address(words, after=page.after) if page.after else "",
        "previous_url": _address(words, before=page.before) if page.before else "",
    }


def _address(words: str, **place: str) -> str:
    return f"{reverse('find')}?{urlencode({'q': words, **place})}"
