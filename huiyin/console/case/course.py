"""The right column: where the case is on its path, what can be done now, what a step still needs, limits and tasks."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.cases.models import State
from huiyin.clocks.models import Clock, TaskKind
from huiyin.clocks import queries as clocks
from huiyin.complaints.rules import path
from huiyin.complaints.rules.facts import Facts
from huiyin.console.case import icons
from huiyin.console.case.dossier import Dossier
from huiyin.console.case.frame import Moment
from huiyin.console.case.steps import PAGES
from huiyin.core.templatetags.ui import badge_of

MAIN = (
    State.RECEIVED, State.ACCEPTED, State.ASSIGNED, State.INVESTIGATING, State.LIABILITY_SET, State.PLAN_PENDING,
    State.PLAN_APPROVED, State.EXECUTING, State.DECIDED_NOTIFIED, State.CONFIRMING, State.CLOSED,
)  # fmt: skip
ALONG = (
    "check_identity", "accept", "classify", "dispatch", "name_investigator", "plan_sources", "investigate",
    "finish_source", "record_finding", "review_finding", "set_liability", "assess_risk", "propose_plan",
    "approve_plan", "send_back_plan", "draft_decision", "issue_decision", "notify", "record_receipt", "execute",
    "complete_task", "ask_satisfaction", "answer_satisfaction", "rectify", "finish_rectification",
    "verify_rectification", "close", "reopen", "drop_withdrawal", "approve_extension",
    "decide_review", "answer_escalation", "resume",
)  # fmt: skip
TIME = ("request_extension", "approve_extension", "refuse_extension", "agree_date", "suspend", "resume")
TURNS = (
    "start_mediation", "agree_mediation", "end_mediation", "escalate", "answer_escalation", "apply_review",
    "decide_review", "refuse_review", "withdraw_review", "merge", "unmerge", "withdraw",
    "drop_withdrawal", "reroute", "decline", "reopen", "reinvestigate",
)  # fmt: skip
DANGER = frozenset({"decline", "reroute", "withdraw", "merge", "refuse_review", "refuse_extension", "send_back_plan"})
# Steps that wait for somebody else's move: before it they are not worth a line, after it they come first.
ANSWERS = frozenset(
    {
        "approve_extension", "refuse_extension", "resume", "drop_withdrawal", "agree_mediation",
        "end_mediation", "answer_escalation", "decide_review", "refuse_review", "withdraw_review",
        "record_receipt", "finish_rectification", "verify_rectification", "complete_task", "cancel_task",
    }
)  # fmt: skip


def done(facts: Facts) -> dict[str, bool]:
    """Which steps along the path have given what they are for; they can be taken again but are not what comes next."""
    return {
        "check_identity": facts.identity_checked,
        "classify": facts.classified,
        "dispatch": facts.state == "assigned",
        "name_investigator": bool(facts.investigator_ids),
        "plan_sources": facts.sources_planned >= {"customer_contact", "internal_system", "third_party"},
        "finish_source": bool(facts.sources_planned) and not facts.sources_open,
        "record_finding": facts.has_finding,
        "review_finding": facts.finding_reviewed,
        "assess_risk": facts.has_risk,
        "draft_decision": facts.has_decision_draft or facts.decision_issued,
        "issue_decision": facts.decision_issued and not facts.has_decision_draft,
        "complete_task": not facts.tasks_open,
        "record_receipt": facts.decision_received_at is not None or facts.notified_at is None,
        "rectify": facts.rectification_planned or not facts.rectification_owed,
        "finish_rectification": not facts.rectification_open,
        "verify_rectification": not facts.rectification_open,
    }


def next_step(moment: Moment) -> path.Offer | None:
    """What comes next for this person: the first step along the path that is ready and not done yet."""
    finished = done(moment.facts)
    ready = {offer.step.code: offer for offer in moment.offers if offer.ready}
    return next((ready[code] for code in ALONG if code in ready and not finished.get(code)), None)


def read(moment: Moment, dossier: Dossier) -> dict[str, Any]:
    """What the right column shows. One statement: the clocks."""
    rows = list(clocks.of_owner(moment.owner))
    rows.sort(key=lambda clock: (clock.state != "running", clock.due_at is None, clock.due_at or clock.started_at))
    return {
        "progress": progress(moment),
        "groups": groups(moment),
        "clocks": [_clock(moment, clock) for clock in rows],
        "tasks": [_task(moment, task) for task in dossier["tasks"]],
        "beside": list(_beside(dossier)),
        "notices": _notices(dossier),
    }


def progress(moment: Moment) -> dict[str, Any]:
    """Done, now, next. An end outside the main path (withdrawn, merged …) has no next."""
    state, facts = moment.case.state, moment.facts
    place = MAIN.index(State(state)) if state in MAIN else len(MAIN)
    ahead = next_step(moment)
    follows = State(ahead.step.to).label if ahead and ahead.step.to else ""
    before = State(MAIN[place - 1]).label if 0 < place < len(MAIN) else ""
    return {
        "done": before,
        "count": min(place, len(MAIN) - 1),
        "total": len(MAIN) - 1,
        "now": moment.case.get_state_display(),
        "since": moment.case.state_since,
        "doing": _(ahead.step.title) if ahead else "",
        "next": follows,
        "is_suspended": facts.suspended,
        "stages": [(stage.label, "done" if n < place else "now" if n == place else "") for n, stage in enumerate(MAIN)],
    }


def groups(moment: Moment) -> list[dict[str, Any]]:
    """All steps of this moment in groups: what comes next, the file, time limits, turns. Ready ones first."""
    finished, ahead = done(moment.facts), next_step(moment)
    found: dict[str, dict[str, Any]] = {
        name: {"name": label, "code": name, "ready": [], "closed": []} for name, label in _group_names().items()
    }
    for offer in moment.offers:
        code = offer.step.code
        if code not in PAGES or code == "respond":  # the answer is written in the composer
            continue
        is_along = code in ALONG and not finished.get(code) and (offer.ready or code not in ANSWERS)
        place = "next" if is_along else "time" if code in TIME else "turns" if code in TURNS else "file"
        if offer.ready:
            found[place]["ready"].append(shown(moment, offer))
        elif code not in finished or not finished[code]:
            found[place]["closed"].append(shown(moment, offer))
    following = found["next"]
    following["ready"].sort(key=lambda step: (ahead is None or step["code"] != ahead.step.code, ALONG.index(step["code"])))
    for number, step in enumerate(following["ready"][:9], start=1):
        step["key"] = str(number)
    return [group for group in found.values() if group["ready"] or group["closed"]]


def _group_names() -> dict[str, str]:
    return {"next": _("Next"), "file": _("The file"), "time": _("Time limits"), "turns": _("Turns")}


def shown(moment: Moment, offer: path.Offer) -> dict[str, Any]:
    """A step as a button, or as what it still needs."""
    step = offer.step
    return {
        "code": step.code,
        "label": _(step.title),
        "url": reverse("case_step", args=[moment.case.number, step.code]),
        "in_place": step.code in PAGES and not PAGES[step.code].wide,
        "icon": icons.STEPS.get(step.code, "arrow-right"),
        "needs": [_(sentence) for sentence in offer.missing],
        "clause": step.clause,
        "danger": step.code in DANGER,
        "key": {"hand_over": "a"}.get(step.code, ""),
    }


def _clock(moment: Moment, clock: Clock) -> dict[str, Any]:
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


def _task(moment: Moment, task: Mapping[str, Any]) -> dict[str, Any]:
    number = moment.case.number
    ask = f"?task={task['id']}"
    permitted = {offer.step.code for offer in moment.offers if offer.ready}
    is_open = task["state"] == "open"
    return {
        **task,
        "kind_name": TaskKind(task["kind"]).label,
        "for": " · ".join(part for part in (task["who"], task["unit"]) if part),
        "is_open": is_open,
        "is_late": is_open and task["due"] is not None and task["due"] < moment.at,
        "complete": reverse("case_step", args=[number, "complete_task"]) + ask
        if is_open and "complete_task" in permitted
        else "",
        "cancel": reverse("case_step", args=[number, "cancel_task"]) + ask
        if is_open and "cancel_task" in permitted
        else "",
    }


def _beside(dossier: Dossier) -> Iterable[dict[str, Any]]:
    """What stands open or stood beside the main path: icon, words, since when, until when."""
    for one in dossier["suspensions"]:
        yield {"icon": "player-pause", "tone": "paused", "name": _("Suspended"), "text": one["body"], "at": one["start"], "end": one["end"]}
    for one in dossier["extensions"]:
        name = _("Extension refused") if one["refused"] else _("Extended") if one["effective"] else _("Extension asked for")
        yield {"icon": "calendar-event", "name": name, "text": one["reason"], "at": one["at"], "end": one["effective"] or one["refused"], "limit": one["new"]}
    for one in dossier["reviews"]:
        yield {"icon": "scale", "tone": "paused", "name": _("Review"), "text": one["unit"], "at": one["applied"], "end": one["decided"]}
    for one in dossier["mediations"]:
        yield {"icon": "users", "name": _("Mediation"), "text": one["body"], "at": one["at"], "end": one["ended"]}
    for one in dossier["escalations"]:
        yield {"icon": "arrow-up-circle", "tone": "late", "name": _("Escalated"), "text": one["body"], "at": one["at"], "end": one["answered"] or one["ended"]}
    for one in dossier["withdrawals"]:
        name = _("Withdrawal held") if one["state"] == "held" else _("Withdrawal")
        yield {"icon": "door-exit", "name": name, "text": "", "at": one["at"], "end": None if one["state"] == "held" else one["at"]}
    for one in dossier["rectifications"]:
        yield {"icon": "refresh", "name": _("Rectification"), "text": one["problem"], "at": None, "due_on": one["due"], "end": one["verified"]}
    for one in dossier["children"]:
        yield {"icon": "git-merge", "name": _("Merged into this one"), "text": "", "number": one["number"], "at": one["at"], "end": one["at"]}


def _notices(dossier: Dossier) -> list[dict[str, Any]]:
    """Mails that failed or wait, and attempts that reached nobody: what somebody has to see."""
    return [one for one in dossier["notices"] if one["failed"] or (one["waiting"] and not one["sent"])]
