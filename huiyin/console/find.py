"""The search box: numbers, names, any word of two characters, files, articles and typed filters; of cases only those
the person may see.
"""

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy

from huiyin.cases import queries as cases
from huiyin.cases.actions import recent
from huiyin.cases.models import Case
from huiyin.cases.queries import customers as gate
from huiyin.cases.queries import recent as kept
from huiyin.cases.queries import search_files, search_page, snippets
from huiyin.cases.queries.search_page import OrderName
from huiyin.cases.rules import finding as language
from huiyin.cases.rules import numbers
from huiyin.console import find_facets, find_terms
from huiyin.console.intake import finding
from huiyin.console.rows import Line, lines
from huiyin.console.visit import Visit, desk, opens
from huiyin.customers import queries as customers
from huiyin.handbook import queries as handbook

LONGEST = 200
SIZE = 25
MOST_CUSTOMERS = MOST_CLAUSES = 5
# What can be typed, for the help: the filter, an example of its value in Chinese and English.
EXAMPLES = (
    ("kind", "投诉", "complaint"),
    ("state", "已受理", "accepted"),
    ("owner", "我", "me"),
    ("unit", "江苏", "Jiangsu"),
    ("code", "理赔", "claims"),
    ("severity", "L2", "L2"),
    ("channel", "电话", "phone"),
    ("line", "健康", "health"),
    ("flag", "重复", "repeat"),
    ("is", "未结", "open"),
    ("due", "超期", "overdue"),
    ("received", "2026-03", "2026-03"),
    ("customer", "张伟", "Smith"),
    ("policy", "P20258899", "P20258899"),
    ("number", "TS2611", "TS2611"),
    ("file", "病历", "invoice"),
)
ORDERS: tuple[tuple[OrderName, Any], ...] = (("new", gettext_lazy("Newest")), ("due", gettext_lazy("Most urgent")))


@desk("cases")
def show(visit: Visit) -> HttpResponse:
    """What was found, exact numbers first, then newest or most urgent. A whole case number opens the case."""
    query = visit.request.GET
    text = query.get("q", "").strip()[:LONGEST]
    if numbers.is_number(numbers.tidy(text)):
        try:
            return redirect("case", cases.get(visit.user, text).number)
        except Case.DoesNotExist:
            pass  # searched like any other word, so that an unknown and a hidden number look the same
    box = language.parse(text)
    meant = find_terms.meant(box, visit)
    too_little = bool(box.words) and not cases.findable(box.words)
    context = {
        "search_text": text,
        "words": text,
        "problems": meant.problems,
        "too_little": too_little,
        "chips": [
            {"name": name, "value": value, "remove_url": address(box.without(term))}
            for name, value, term in meant.chips
        ],
        "help": examples(),
    }
    if not text:
        return visit.page("find.html", context | {"recent": [(one, address(one)) for one in kept.of(visit.user)]})
    if too_little or meant.problems:
        return visit.page("find.html", context)
    return visit.page("find.html", context | _found(visit, text, box, meant.sought))


@desk("cases", "POST")
def forget(visit: Visit) -> HttpResponse:
    """Forget what the person looked for."""
    recent.forget(user=visit.user, by=visit.by, at=visit.at)
    return redirect("find")


def address(text: str, **more: str) -> str:
    """The address of a search, with a place or an order."""
    parts = {"q": text, **{name: value for name, value in more.items() if value}}
    return f"{reverse('find')}?{urlencode(parts)}"


def examples() -> list[tuple[str, str, str, list[str]]]:
    """Filters as they are typed: (label, example, its address, the values known by name)."""
    code = get_language() or "zh-hans"
    found = []
    for key, zh, en in EXAMPLES:
        typed = language.written(key, zh if code.startswith("zh") else en, code)
        found.append((str(find_terms.LABELS[key]), typed, address(typed), find_terms.options(key)[:12]))
    return found


def _found(visit: Visit, text: str, box: language.Box, sought: search_page.Sought) -> dict[str, Any]:
    """A page of hits with the words marked, the facets, and the addresses around it."""
    query = visit.request.GET
    after, before = query.get("after", ""), query.get("before", "")
    order: OrderName = "due" if query.get("sort") == "due" else "new"
    sort = order if order == "due" else ""
    is_first = not after and not before
    exact = search_page.exact(visit.user, box.words) if not box.terms else []
    among = replace(sought, not_these=tuple(case.pk for case in exact))
    page = search_page.page(visit.user, among, at=visit.at, order=order, after=after, before=before, size=SIZE)
    if is_first:
        recent.remember(user=visit.user, text=text, by=visit.by, at=visit.at)
    facets = search_page.facets(visit.user, sought, at=visit.at)
    return {
        "exact": _hits(exact, sought.words) if is_first else [],
        "found": _hits(page.rows, sought.words),
        "facets": find_facets.groups(facets, box, sort),
        "facets_total": facets.total,
        "facets_all": facets.is_all,
        "customers": _customers(visit, box) if is_first else [],
        "clauses": _clauses(box) if is_first else [],
        "orders": [
            {"label": label, "url": address(text, sort=name if name == "due" else ""), "active": name == order}
            for name, label in ORDERS
        ],
        "next_url": address(text, after=page.after, sort=sort) if page.after else "",
        "previous_url": address(text, before=page.before, sort=sort) if page.before else "",
    }


def _hits(rows: list[Case], words: str) -> list[tuple[Line, Any, Any, Any]]:
    """(line, subject, sentence of a message or note, file) of each hit, the words marked."""
    ids = [row.pk for row in rows]
    said, files, looked_for = snippets.of(ids, words), search_files.hits(ids, words), snippets.words_of(words)
    return [
        (line, snippets.marked(line.subject, looked_for), said.get(line.case.pk), files.get(line.case.pk))
        for line in lines(rows)
    ]


def _clauses(box: language.Box) -> list[dict[str, Any]]:
    """Clauses of the handbook and the laws that hold the words; none where a filter asks for cases."""
    code = get_language() or "zh-hans"
    return [
        {
            "url": reverse("handbook_clause", args=[one.source, one.id]),
            "id": one.id,
            "source": handbook.source(one.source).title.in_language(code),
            "ask": snippets.marked(one.ask.in_language(code), snippets.words_of(box.words)),
        }
        for one in ([] if box.terms else handbook.matching(box.words, MOST_CLAUSES))
    ]


def _customers(visit: Visit, box: language.Box) -> list[tuple[finding.Hit, str, str]]:
    """Customers on record whom the words may mean, for those who take complaints: a look-up that is written down. With
    the address of their cases, and of the record where it opens."""
    wanted = [box.words, *box.values("customer")] if not box.terms or box.values("customer") else []
    words = " ".join(wanted).strip()
    if not words or not opens(visit.by, "intake"):
        return []
    # Most searches mean nobody: asked first without a trace, so that the log tells of what was shown only.
    kinds = [kind for kind in finding.kinds(words) if customers.find(**{kind: words})]
    if not kinds:
        return []
    hits = finding.find(visit, words)[:MOST_CUSTOMERS]
    code = get_language() or "zh-hans"
    opening = gate.opening(visit.user, [hit.id for hit in hits], at=visit.at)
    return [
        (
            hit,
            address(language.written("customer", str(hit.id), code)),
            reverse("customer", args=[hit.id]) if hit.id in opening else "",
        )
        for hit in hits
    ]
