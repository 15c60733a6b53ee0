"""The smaller panels of the right column: limits, tasks, what stands beside the path, notices that told nobody."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.clocks import queries as clocks
from huiyin.clocks.models import Clock, TaskKind
from huiyin.clocks.rules.promises import standing
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


def promise(moment: Moment, row: Mapping[str, Any]) -> dict[str, Any]:
    """One promise: how it stands, and what this person may do about it."""
    number, ask = moment.case.number, f"?promise={row['id']}"
    ready = {offer.step.code for offer in moment.offers if offer.ready}
    how = standing(
        state=row["state"], made_at=row["made_at"], due_at=row["due"], ended_at=row["ended_at"], at=moment.at
    )
    acts = (("keep", "keep_promise"), ("change", "change_promise"))
    return {
        **row,
        "is_open": row["state"] == "open",
        "how": how,
        "name": promise_names()[how],
        "source_name": source_names()[row["source"]],
        **{
            name: reverse("case_step", args=[number, code]) + ask if row["state"] == "open" and code in ready else ""
            for name, code in acts
        },
    }


def promise_names() -> dict[str, str]:
    """How a promise stands, in words."""
    return {
        "open": _("to be kept"), "near": _("due soon"), "broken": _("broken"), "kept": _("kept"),
        "late": _("kept late"), "released": _("released"), "moved": _("another date agreed"),
    }  # fmt: skip


def source_names() -> dict[str, str]:
    """Where a promise was made, in words."""
    return {
        "message": _("in a message"), "call": _("on the phone"), "plan": _("by the plan"),
        "letter": _("in the decision letter"), "other": _("elsewhere"),
    }  # fmt: skip


def beside(dossier: Dossier) -> Iterable[dict[str, Any]]:
    """What stands open or stood beside the main path: icon, words, since when, until when."""
    for one in dossier["suspensions"]:
        yield _stood("player-pause", _("Suspended"), one["body"], one["start"], one["end"], tone="paused")
    for one in dossier["extensions"]:
        yield _extension(one)
    for one in dossier["reviews"]:
        yield _stood("scale", _("Review"), one["unit"], one["applied"], one["decided"], tone="paused")
    for one in dossier["mediations"]:
        yield _stood("users", _("Mediation"), one["body"], one["at"], one["ended"])
    for one in dossier["escalations"]:
        end = one["answered"] or one["ended"]
        yield _stood("arrow-up-circle", _("Escalated"), one["body"], one["at"], end, tone="late")
    for one in dossier["withdrawals"]:
        is_held = one["state"] == "held"
        name = _("Withdrawal held") if is_held else _("Withdrawal")
        yield _stood("door-exit", name, "", one["at"], None if is_held else one["at"])
    for one in dossier["rectifications"]:
        yield _stood("refresh", _("Rectification"), one["problem"], None, one["verified"], due_on=one["due"])
    for one in dossier["children"]:
        yield _stood("git-merge", _("Merged into this one"), "", one["at"], one["at"], number=one["number"])


def _stood(icon: str, name: str, text: str, at: datetime | None, end: datetime | None, **more: Any) -> dict[str, Any]:
    return {"icon": icon, "name": name, "text": text, "at": at, "end": end, **more}


def _extension(one: Mapping[str, Any]) -> dict[str, Any]:
    name = _("Extension refused") if one["refused"] else _("Extended") if one["effective"] else _("Extension asked for")
    end = one["effective"] or one["refused"]
    return _stood("calendar-event", name, one["reason"], one["at"], end, limit=one["new"])


def untold(dossier: Dossier) -> list[dict[str, Any]]:
    """Mails that failed or wait, and attempts that reached nobody: what somebody has to see."""
    return [one for one in dossier["notices"] if one["failed"] or (one["waiting"] and not one["sent"])]
