"""The frame of every page of the desk: main menu, search, alarms, who is signed in. A context processor."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from huiyin.accounts.models import Role, User
from huiyin.accounts.queries import actor
from huiyin.console import bell
from huiyin.console.keys import KEYS
from huiyin.console.visit import opens
from huiyin.core import live
from huiyin.core.actors import Actor
from huiyin.core.time import now

DESK = "/desk/"
FRESH = 20  # seconds that the numbers in the frame may be old
# Entries with a number of the frame beside them.
COUNTED = {"alarms": "alarms", "chats": "chats", "jobs": "age"}
# Those that pages count anew while they are open.
LIVE = ("alarms", "chats")


@dataclass(frozen=True)
class Entry:
    """A line of the main menu. `pages` are the names of the views that belong to it (a trailing * takes the rest)."""

    label: Any
    icon: str
    key: str
    url: str
    area: str
    pages: tuple[str, ...]

    def holds(self, page: str) -> bool:
        """Does the page of this name belong here?"""
        return any(page.startswith(name[:-1]) if name.endswith("*") else page == name for name in self.pages)


ENTRIES = (
    Entry(gettext_lazy("Home"), "home", "h", "home", "desk", ("home",)),
    Entry(gettext_lazy("Queue"), "inbox", "q", "queue", "cases", ("queue", "queue_*", "find*", "case*", "clock_*")),
    Entry(gettext_lazy("Customers"), "user", "c", "customers", "intake", ("customer*",)),
    Entry(gettext_lazy("Calls"), "phone", "p", "calls", "cases", ("call*",)),
    Entry(gettext_lazy("Service requests"), "heart-handshake", "v", "requests", "cases", ("request*", "visit*")),
    Entry(gettext_lazy("Claims"), "clipboard-list", "d", "claims", "cases", ("claim*",)),
    Entry(gettext_lazy("Chats"), "message-circle", "k", "chats", "intake", ("chat", "chats")),
    Entry(gettext_lazy("Board"), "chart-bar", "b", "board", "board", ("board*",)),
    Entry(gettext_lazy("Pool"), "users-group", "o", "pool", "cases", ("pool",)),
    Entry(gettext_lazy("Team"), "users", "t", "team", "board", ("team*", "assignment*")),
    Entry(gettext_lazy("Alarms"), "bell", "a", "alarms", "cases", ("alarms",)),
    Entry(gettext_lazy("What I follow"), "eye", "f", "followed", "cases", ("followed",)),
    Entry(gettext_lazy("Templates"), "notes", "w", "templates", "cases", ("template*", "macro*")),
    Entry(gettext_lazy("Looking back"), "history", "4", "lookbacks", "cases", ("lookback*",)),
    Entry(gettext_lazy("Organised complaints"), "sitemap", "5", "radar", "radar", ("radar*",)),
    Entry(gettext_lazy("Treated alike"), "scale", "6", "fairness", "quality", ("fairness",)),
    Entry(gettext_lazy("Knowledge"), "book", "g", "articles", "desk", ("article*",)),
    Entry(gettext_lazy("Products"), "certificate", "x", "products", "desk", ("product*", "terms*")),
    Entry(
        gettext_lazy("Handbook"),
        "book-2",
        "r",
        "handbook",
        "desk",
        ("handbook*", "rule*", "taxonomy", "calendar_*"),
    ),
    Entry(gettext_lazy("Access log"), "lock-access", "l", "access_log", "records", ("access_log", "ledger*")),
    Entry(gettext_lazy("Quarantine"), "shield-check", "u", "quarantine", "quarantine", ("quarantine*",)),
    Entry(gettext_lazy("To be triaged"), "arrows-split", "z", "triage", "intake", ("triage*",)),
    Entry(pgettext_lazy("post", "Letters"), "file-text", "1", "letters", "intake", ("letter*",)),
    Entry(gettext_lazy("Opinion book"), "note", "3", "outlets", "intake", ("outlets*",)),
    Entry(gettext_lazy("Answers to the regulator"), "building-bank", "2", "transfers", "transfers", ("transfers*",)),
    Entry(gettext_lazy("Incoming mail"), "mail", "i", "inmail", "inmail", ("inmail*",)),
    Entry(gettext_lazy("Settings"), "settings", "s", "settings_people", "settings", ("settings_*",)),
    Entry(gettext_lazy("System"), "progress", "y", "system", "settings", ("system",)),
    Entry(gettext_lazy("Channels"), "send", "7", "channels", "settings", ("channels",)),
    Entry(gettext_lazy("Jobs"), "list-details", "j", "jobs", "settings", ("jobs",)),
    Entry(gettext_lazy("Mail of the demo"), "mail", "m", "demo_mail", "mail", ("demo_mail", "demo_mail_*")),
    Entry(gettext_lazy("Help"), "help-circle", "e", "help", "desk", ("help",)),
)

# The menu in its parts, by the pages that entries open: code, heading, pages.
PARTS: tuple[tuple[str, Any, tuple[str, ...]], ...] = (
    ("work", gettext_lazy("My work"), ("home", "queue", "alarms", "followed", "pool", "calls", "chats")),
    ("customers", gettext_lazy("Customers and requests"), ("customers", "requests", "claims")),
    ("in", gettext_lazy("What comes in"), ("triage", "inmail", "letters", "outlets", "transfers", "quarantine")),
    ("lead", gettext_lazy("Leading and learning"), ("board", "team", "fairness", "lookbacks", "radar")),
    ("know", gettext_lazy("Knowledge and rules"), ("templates", "articles", "products", "handbook", "help")),
    ("house", gettext_lazy("The house"), ("access_log", "settings_people", "system", "channels", "jobs", "demo_mail")),
)
MANY = 20  # with more lines than these, the parts that are rarely needed begin closed
RARE = ("in", "house")
RAIL_COOKIE = "huiyin_rail"  # the parts that the person closed by hand: "in-house"


def frame(request: HttpRequest) -> dict[str, Any]:
    """What `console_base.html` shows around a page; nothing outside the desk or before signing in."""
    user = getattr(request, "user", None)
    if not request.path.startswith(DESK) or not isinstance(user, User):
        return {}
    by, at = actor(user), now()
    page = request.resolver_match.url_name or "" if request.resolver_match else ""

    def number(name: str) -> Callable[[], Any]:  # templates call it when they show it: parts of a page never do
        return lambda: _numbers(user, by, at)[name]

    return {
        "rail": _rail(by, page, number, request.COOKIES.get(RAIL_COOKIE)),
        "home_url": reverse("home"),
        "search_url": reverse("find") if opens(by, "cases") else "",
        "next_url": _next_url(request) if opens(by, "intake") else "",
        "new_complaint_url": reverse("new_complaint") if opens(by, "intake") else "",
        "alarm_count": number("alarms"),
        "bell_url": reverse("notifications"),
        "bell_count": number("unread"),
        "bell_name": lambda: bell_name(number("unread")()),
        "trouble": number("trouble"),
        "trouble_url": reverse("jobs"),
        "keys": KEYS,
        "palette_url": reverse("palette"),
        "person_name": user.name,
        "person_role": "、".join(role_names(by)),
        "person_url": reverse("me"),
        "sign_out_url": reverse("account_logout"),
        "call_url": reverse("call_now") if settings.CTI_SECRETS and opens(by, "intake") else "",
        "live_here": True,
        "live_url": live.address(request),
    }


def _next_url(request: HttpRequest) -> str:
    """What opens the most urgent matter; on the page of a case, another one."""
    number = request.resolver_match.kwargs.get("number", "") if request.resolver_match else ""
    return reverse("queue_next") + (f"?{urlencode({'from': number})}" if number else "")


def role_names(by: Actor) -> list[str]:
    """The roles held, in words, in the order of the house."""
    return [str(Role(code).label) for code in Role.values if code in by.roles] or [_("no role")]


def forget_numbers(user: User) -> None:
    """The numbers in the frame changed just now."""
    cache.delete(f"console.numbers.{user.pk}")


def fresh_numbers(user: User, by: Actor, at: datetime) -> dict[str, Any]:
    """The numbers beside bell and menu, counted now, with the bell's name for who does not see it."""
    forget_numbers(user)
    found = _numbers(user, by, at)
    return {"unread": found["unread"], "bell": bell_name(found["unread"]), **{name: found[name] for name in LIVE}}


def bell_name(unread: int | str) -> str:
    """What the bell is called: with how many there are to read."""
    return _("Notifications: %(count)s unread") % {"count": unread} if unread else _("Notifications")


def shown(entry: Entry, by: Actor) -> bool:
    """May somebody with these roles open the page, and is it there?"""
    return opens(by, entry.area) and (settings.DEMO or entry.url != "demo_mail")


def _item(entry: Entry, page: str, number: Callable[[str], Any]) -> dict[str, Any]:
    counted = COUNTED.get(entry.url)
    return {
        "count": number(counted) if counted else 0,
        "counted": counted if counted in LIVE else "",
        "label": entry.label,
        "icon": entry.icon,
        "key": entry.key,
        "url": reverse(entry.url),
        "active": entry.holds(page),
    }


def _rail(by: Actor, page: str, number: Callable[[str], Any], kept: str | None) -> list[dict[str, Any]]:
    """The parts of the menu that hold anything for this person. The part of the page that is open is never closed."""
    places = {url: code for code, _heading, urls in PARTS for url in urls}
    seen = [entry for entry in ENTRIES if shown(entry, by)]
    closed = kept.split("-") if kept is not None else RARE if len(seen) > MANY else ()
    parts = []
    for code, heading, _urls in PARTS:
        items = [_item(entry, page, number) for entry in seen if places[entry.url] == code]
        if items:
            is_open = code not in closed or any(item["active"] for item in items)
            parts.append({"code": code, "heading": heading, "lines": items, "is_open": is_open})
    return parts


def _numbers(user: User, by: Actor, at: datetime) -> dict[str, Any]:
    name = f"console.numbers.{user.pk}"
    kept: dict[str, Any] | None = cache.get(name)
    if kept is None:
        kept = bell.numbers(user, by, at)
        cache.set(name, kept, FRESH)
    return kept
