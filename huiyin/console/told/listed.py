"""What one is told: the list behind the bell, opening one, putting them away."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from huiyin.cases.actions import notifications
from huiyin.cases.queries import notification_words as words
from huiyin.cases.queries import notifications as queries
from huiyin.cases.queries.notifications import Told
from huiyin.console import nav
from huiyin.console.visit import Visit, desk

ICONS = {
    "handed": "user", "reply": "message-circle", "sign": "urgent", "approval": "checkup-list",
    "warned": "clock-exclamation", "broken": "alert-circle", "promise": "heart-handshake", "mentioned": "note",
    "changed": "eye", "quarantined": "shield-check", "jobs": "progress",
}  # fmt: skip
TONES = {"sign": "late", "broken": "late", "warned": "warn", "quarantined": "late", "jobs": "late"}
# The place on the page of the case where it stands.
PLACES = {"sign": "case-timeline", "reply": "case-timeline", "mentioned": "case-timeline", "promise": "case-promises"}


@desk("desk")
def show(visit: Visit) -> HttpResponse:
    """`notifications/`: the newest first, all or the unread ones (`unread=1`); `after` pages on."""
    unread = visit.request.GET.get("unread") == "1"
    page = queries.page(visit.user, after=_place(visit.request.GET.get("after", "")), unread=unread)
    here = reverse("notifications")
    tabs = [
        {"label": pgettext("notifications", "All"), "url": here, "active": not unread},
        {"label": _("Unread"), "url": f"{here}?unread=1", "active": unread},
    ]
    context: dict[str, Any] = {
        "rows": [_line(told) for told in page.rows],
        "tabs": tabs,
        "unread": unread,
        "until": visit.at.isoformat(),
        "next_url": _next(here, page.next, unread),
    }
    return visit.page("told/list.html", context)


@desk("desk")
def opened(visit: Visit, notification_id: UUID) -> HttpResponse:
    """Go to what a notification is about, and mark it as read. 404 for one of somebody else or of a case that one may
    not see any more."""
    told = queries.one(visit.user, notification_id)
    if told is None:
        raise Http404
    notifications.read(user=visit.user, ids=[told.row.pk], by=visit.by, at=visit.at)
    nav.forget_numbers(visit.user)
    if told.claim is not None:
        return redirect("claim", told.claim.pk)
    if told.case is None:
        return redirect("quarantine" if told.row.kind == "quarantined" else "jobs")
    place = PLACES.get(told.row.kind)
    return redirect(reverse("case", args=[told.case.number]) + (f"#{place}" if place else ""))


@desk("desk", "POST")
def read(visit: Visit) -> HttpResponse:
    """Mark one (`id`) or everything up to when the page was shown (`until`) as read."""
    one = visit.request.POST.get("id", "")
    if one:
        try:
            notifications.read(user=visit.user, ids=[UUID(one)], by=visit.by, at=visit.at)
        except ValueError:
            raise Http404 from None
    else:
        until = _moment(visit.request.POST.get("until", "")) or visit.at
        notifications.read_all(user=visit.user, until=min(until, visit.at), by=visit.by, at=visit.at)
    nav.forget_numbers(visit.user)
    unread = visit.request.POST.get("unread") == "1"
    return redirect(reverse("notifications") + ("?unread=1" if unread else ""))


def _line(told: Told) -> dict[str, Any]:
    return {
        "row": told.row,
        "words": words.line(told),
        "subject": told.case.subject if told.case else "",
        "icon": ICONS[told.row.kind],
        "tone": TONES.get(told.row.kind, ""),
        "url": reverse("notification", args=[told.row.pk]),
    }


def _next(here: str, place: tuple[datetime, UUID] | None, unread: bool) -> str:
    if place is None:
        return ""
    asked = {"after": f"{place[0].isoformat()}~{place[1]}"} | ({"unread": "1"} if unread else {})
    return f"{here}?{urlencode(asked)}"


def _place(text: str) -> tuple[datetime, UUID] | None:
    """The place that a link of this page names; None, which is the first page, for anything else."""
    moment, _tilde, id_ = text.partition("~")
    at = _moment(moment)
    try:
        return (at, UUID(id_)) if at is not None else None
    except ValueError:
        return None


def _moment(text: str) -> datetime | None:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return at if at.tzinfo is not None else None
