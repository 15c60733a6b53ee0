"""The smaller panels of the right column: limits, tasks, what stands beside the path, notices that told nobody."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.clocks import queries as clocks
from huiyin.clocks.models import Clock, TaskKind
from huiyin.console.case.dossier import Dossier
from huiyin.console.case.frame import Moment
from huiyin.core.templatetags.ui import badge_of


def limit(moment: Moment, clock: Clock) -> dict[str, Any]:
    """One limit with its badge, its bar and the way to "why this time?"."""
    rule = clocks.rule_of(clock)
    badge = badge_of(clock, moment.at)
    spent, whole = _spent(clock, moment.at)
    return {
        "row": clock,
        "name": rule.title.in_language(moment.language),
        "clause": rule.clause,
        "is_theirs": rule.obliges == "complainant",
        "is_house": rule.breach == "house",
        "spent": spent,
        "whole": whole,
        "tone": badge.tone if badge else "far",
        "is_running": clock.state == "running",
        "url": reverse("case_clock", args=[moment.case.number, clock.pk]),
    }


def _spent(clock: Clock, at: datetime) -> tuple[float, float]:
    """How much of the limit is used up and how much it is, in hours; (0, 0) while paused."""
    if clock.due_at is None:
        return 0.0, 0.0
    end = min(at, clock.met_at or at)
    whole = (clock.due_at - clock.started_at).total_seconds() / 3600
    return max((end - clock.started_at).total_seconds() / 3600, 0.0), whole


def task(moment: Moment, row: Mapping[str, Any]) -> dict[str, Any]:
    """One task with what this person may do about it."""
    number = moment.case.number
    ask = f"?task={row['id']}"
    permitted = {offer.step.code for offer in moment.offers if offer.ready}
    is_open = row["state"] == "open"
    return {
        **row,
        "kind_name": TaskKind(row["kind"]).label,
        "for": " · ".join(part for part in (row["who"], row["unit"]) if part),
        "is_open": is_open,
        "is_late": is_open and row["due"] is not None and row["due"] < moment.at,
        "complete": reverse("case_step", args=[number, "complete_task"]) + ask
        if is_open and "complete_task" in permitted
        else "",
        "cancel": reverse("case_step", args=[number, "cancel_task"]) + ask
        if is_open and "cancel_task" in permitted
        else "",
    }


def beside(dossier: Dossier) -> Iterable[dict[str, Any]]:
    """What stands open or stood beside the main path: icon, words, since when, until when."""
    for one in dossier["suspensions"]:
        yield {
            "icon": "player-pause",
            "tone": "paused",
            "name": _("Suspended"),
            "text": one["body"],
            "at": one["start"],
            "end": one["end"],
        }
    for one in dossier["extensions"]:
        name = (
            _("Extension refused")
            if one["refused"]
            else _("Extended")
            if one["effective"]
            else _("Extension asked for")
        )
        yield {
            "icon": "calendar-event",
            "name": name,
            "text": one["reason"],
            "at": one["at"],
            "end": one["effective"] or one["refused"],
            "limit": one["new"],
        }
    for one in dossier["reviews"]:
        yield {
            "icon": "scale",
            "tone": "paused",
            "name": _("Review"),
            "text": one["unit"],
            "at": one["applied"],
            "end": one["decided"],
        }
    for one in dossier["mediations"]:
        yield {"icon": "users", "name": _("Mediation"), "text": one["body"], "at": one["at"], "end": one["ended"]}
    for one in dossier["escalations"]:
        yield {
            "icon": "arrow-up-circle",
            "tone": "late",
            "name": _("Escalated"),
            "text": one["body"],
            "at": one["at"],
            "end": one["answered"] or one["ended"],
        }
    for one in dossier["withdrawals"]:
        name = _("Withdrawal held") if one["state"] == "held" else _("Withdrawal")
        yield {
            "icon": "door-exit",
            "name": name,
            "text": "",
            "at": one["at"],
            "end": None if one["state"] == "held" else one["at"],
        }
    for one in dossier["rectifications"]:
        yield {
            "icon": "refresh",
            "name": _("Rectification"),
            "text": one["problem"],
            "at": None,
            "due_on": one["due"],
            "end": one["verified"],
        }
    for one in dossier["children"]:
        yield {
            "icon": "git-merge",
            "name": _("Merged into this one"),
            "text": "",
            "number": one["number"],
            "at": one["at"],
            "end": one["at"],
        }


def untold(dossier: Dossier) -> list[dict[str, Any]]:
    """Mails that failed or wait, and attempts that reached nobody: what somebody has to see."""
    return [one for one in dossier["notices"] if one["failed"] or (one["waiting"] and not one["sent"])]
