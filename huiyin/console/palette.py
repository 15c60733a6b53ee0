"""What the command palette offers: the pages one may open, one's views of the queue, a case by its number. The steps of
the page that is open are taken from the page itself, so that it offers nothing that is not permitted."""

from typing import Any

from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.encoding import force_str
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from huiyin.cases import queries as cases
from huiyin.cases.models import Case
from huiyin.cases.queries import views
from huiyin.console import filters, nav
from huiyin.console.visit import Visit, desk, opens
from huiyin.core import masking, pinyin

# Pages that are not in the main menu: (label, icon, name, part of the desk).
MORE = (
    (_("New complaint"), "plus", "new_complaint", "intake"),
    (_("Search"), "search", "find", "cases"),
    (_("Notifications"), "bell", "notifications", "desk"),
    (_("How I am told"), "adjustments-horizontal", "my_notifications", "desk"),
    (_("My account"), "user-circle", "me", "desk"),
    (_("Relatives and others close to me"), "users", "relations", "desk"),
    (_("Rules in force"), "scale", "rules", "desk"),
    (_("Units"), "sitemap", "settings_units", "settings"),
    (_("Roles"), "users-group", "settings_roles", "settings"),
    (_("Access keys"), "key", "settings_tokens", "settings"),
    (_("Webhooks"), "world", "settings_webhooks", "settings"),
)
SHORTEST = 4


@desk("desk")
def show(visit: Visit) -> HttpResponse:
    """`palette/`: everything that can be gone to; with `number`, the case of this number when the person may see it."""
    number = visit.request.GET.get("number", "")
    if number:
        return JsonResponse({"items": _case(visit, number)})
    return JsonResponse({"items": [*_pages(visit), *_views(visit)]})


def _pages(visit: Visit) -> list[dict[str, Any]]:
    found = [(one.label, one.icon, one.url, one.key) for one in nav.ENTRIES if nav.shown(one, visit.by)]
    found += [(label, icon, name, "") for label, icon, name, area in MORE if opens(visit.by, area)]
    return [_item("pages", label, icon, reverse(name), key) for label, icon, name, key in found]


def _views(visit: Visit) -> list[dict[str, Any]]:
    if not opens(visit.by, "cases"):
        return []
    tabs = [(one.label, one.code) for one in filters.views(visit.user, visit.by)]
    own = [(placed.view.name, placed.code) for placed in views.of(visit.user)]
    return [_item("views", label, "inbox", filters.address(code, {})) for label, code in (*tabs, *own)]


def _case(visit: Visit, number: str) -> list[dict[str, Any]]:
    """The case with this number, however it is typed; nothing when there is none for this person."""
    if len(number.strip()) < SHORTEST or not opens(visit.by, "cases"):
        return []
    try:
        case = cases.get(visit.user, number)
    except Case.DoesNotExist:
        return []
    label = f"{case.number} {masking.text(case.subject)}"
    return [_item("case", label, "file-text", reverse("case", args=[case.number]))]


def _item(group: str, label: Any, icon: str, url: str, key: str = "") -> dict[str, Any]:
    """`also` is the same in English, `initials` the first letters of the Chinese."""
    with override("en"):
        english = force_str(label)
    words = force_str(label)
    return {
        "group": group,
        "label": words,
        "also": english if english != words else "",
        "initials": pinyin.initials(words),
        "icon": icon,
        "url": url,
        "key": key,
    }
