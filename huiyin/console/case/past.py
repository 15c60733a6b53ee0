"""The case as it stood at any minute."""

from datetime import datetime, timedelta
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from huiyin.audit.models import Entry
from huiyin.cases.models import State
from huiyin.clocks.models import ClockState
from huiyin.complaints.queries import standing
from huiyin.complaints.queries.standing import By, Limit, Standing
from huiyin.console.case import words
from huiyin.console.case.frame import Moment, of_case, page
from huiyin.core import masking
from huiyin.core.time import SHANGHAI

FIRST_YEAR, LAST_YEAR = 1990, 2199


@require_GET
@of_case
def show(moment: Moment) -> HttpResponse:
    """`at/?time=…&known=1`: state, owner, limits, messages, evidence and findings as they stood at a time. `entry`
    names a moment by its place in the ledger instead."""
    asked = moment.request.GET
    by: By = "known" if asked.get("known") == "1" else "happened"
    entries = standing.moments(moment.case)
    chosen = _chosen(asked.get("entry", ""), entries)
    at, wrong = _time(asked.get("time", ""), moment, chosen, by)
    then = standing.as_of(moment.case, at, by)
    url = reverse("case_at", args=[moment.case.number])
    told = [_moment_told(moment, entry, by, url, at) for entry in entries]
    place = sum(one["is_past"] for one in told)
    context: dict[str, Any] = {
        "then": then,
        "wrong": wrong,
        "url": url,
        "typed": asked.get("time", "") if wrong else at.astimezone(SHANGHAI).strftime("%Y-%m-%dT%H:%M"),
        "state_name": State(then.state).label,
        "limits": [_limit(moment, limit) for limit in then.limits],
        "messages_then": [(thing, masking.text(thing.row.text)) for thing in then.messages],
        "moments": told,
        "place": max(place, 1),
        "count": len(told),
        "earlier": told[place - 2]["url"] if place > 1 else "",
        "following": told[place]["url"] if place < len(told) else "",
        "late": _late(then),
    }
    template = "console/case/_at.html" if moment.is_partial else "console/case/at.html"
    return page(moment, template, context, status=422 if wrong else 200)


def _chosen(text: str, entries: list[Entry]) -> Entry | None:
    place = int(text[:9]) if text.isdecimal() else 0
    return entries[place - 1] if 0 < place <= len(entries) else None


def _when(entry: Entry, by: By) -> datetime:
    return entry.at if by == "happened" else entry.written_at


def _time(text: str, moment: Moment, chosen: Entry | None, by: By) -> tuple[datetime, str]:
    """The instant that is asked for, and what is wrong with it. A minute is taken to its end."""
    if chosen is not None:
        return _when(chosen, by), ""
    if not text.strip():
        return moment.at, ""
    try:
        found = datetime.fromisoformat(text.strip())
        if not FIRST_YEAR <= found.year <= LAST_YEAR:
            raise ValueError("year")
    except ValueError:
        return moment.at, _("Write a time like 2026-03-02 10:00.")
    found = found.replace(tzinfo=SHANGHAI) if found.tzinfo is None else found
    whole_minute = not found.second and not found.microsecond
    return found + (timedelta(seconds=59, microseconds=999_999) if whole_minute else timedelta()), ""


def _moment_told(moment: Moment, entry: Entry, by: By, url: str, at: datetime) -> dict[str, Any]:
    when = _when(entry, by)
    query = {"entry": entry.seq} | ({"known": "1"} if by == "known" else {})
    return {
        "entry": entry,
        "at": when,
        "title": words.title(entry.kind, entry.body, moment.language),
        "url": f"{url}?{urlencode(query)}",
        "is_past": when <= at,
        "is_late": (entry.written_at - entry.at) > timedelta(minutes=1),
    }


def _limit(moment: Moment, limit: Limit) -> dict[str, Any]:
    return {
        "name": words.rule_title(limit.rule, moment.language),
        "due_at": limit.due_at,
        "state": ClockState(limit.state).label,
        "is_running": limit.state == ClockState.RUNNING,
        "broken": limit.broken,
    }


def _late(then: Standing) -> int:
    """How much of what is shown was not yet written down at that time."""
    things = (then.messages, then.notes, then.evidence, then.findings, then.plans, then.decisions)
    return sum(thing.late for part in things for thing in part) + then.written_later
