"""The right column: where the case is on its path, what can be done now, what a step still needs, limits and tasks."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.accounts.rules import may_write
from huiyin.cases.models import Kind, State
from huiyin.complaints.rules import path
from huiyin.complaints.rules.facts import Facts
from huiyin.console.case import icons
from huiyin.console.case.dossier import Dossier, clocks_of
from huiyin.console.case.frame import Moment
from huiyin.console.case.panels import beside, limit, promise, task, untold
from huiyin.console.case.steps import PAGES

MAIN = (
    State.RECEIVED, State.ACCEPTED, State.ASSIGNED, State.INVESTIGATING, State.LIABILITY_SET, State.PLAN_PENDING,
    State.PLAN_APPROVED, State.EXECUTING, State.DECIDED_NOTIFIED, State.CONFIRMING, State.CLOSED,
)  # fmt: skip
ALONG = (
    "check_identity", "accept", "classify", "dispatch", "name_investigator", "plan_sources", "investigate",
    "finish_source", "record_finding", "review_finding", "set_liability", "assess_risk", "propose_plan",
    "approve_plan", "send_back_plan", "draft_decision", "issue_decision", "notify", "execute", "complete_task",
    "ask_satisfaction", "answer_satisfaction", "rectify", "close", "finish_rectification", "verify_rectification",
    "record_receipt", "reopen", "drop_withdrawal", "approve_extension",
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
        "record_receipt", "finish_rectification", "verify_rectification", "complete_task", "cancel_task", "tell_again",
        "keep_promise", "change_promise",
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
        "complete_task": not (facts.tasks_open or facts.risk_tasks_open),
        "notify": facts.notified_at is not None,
        "ask_satisfaction": facts.satisfaction_asked,
        "answer_satisfaction": facts.satisfaction_answered,
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
    """What the right column shows; no statement of its own but the facts of the path."""
    return {
        "progress": progress(moment),
        "groups": groups(moment, dossier),
        "clocks": [limit(moment, clock) for clock in clocks_of(dossier)],
        "tasks": [task(moment, row) for row in dossier["tasks"]],
        "promises": [promise(moment, row) for row in dossier["promises"]],
        "beside": list(beside(dossier)),
        "notices": untold(dossier),
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
        "matter_url": _matter_url(moment),
    }


def _matter_url(moment: Moment) -> str:
    """Where a case that is no complaint is said to be something else, or ended; empty for all others."""
    case = moment.case
    if case.kind == Kind.COMPLAINT or not case.is_open or not may_write(moment.by.grants):
        return ""
    if case.kind == Kind.REQUEST:
        return reverse("request", args=[case.number])
    return reverse("triage_one", args=[case.number])


def moot(facts: Facts, dossier: Dossier) -> frozenset[str]:
    """Steps that have nothing to act on just now: no open task to complete, no notice to tell again."""
    untold = any(one["sent"] is None and (one["failed"] or not one["waiting"]) for one in dossier["notices"])
    idle = {
        "complete_task": not (facts.tasks_open or facts.risk_tasks_open),
        "cancel_task": not (facts.tasks_open or facts.risk_tasks_open),
        "tell_again": not untold,
        "keep_promise": not facts.promises_open,
        "change_promise": not facts.promises_open,
        "major_plan": "major" not in facts.flags,
        "finish_rectification": not any(one["done"] is None for one in dossier["rectifications"]),
        "verify_rectification": not any(one["done"] and not one["verified"] for one in dossier["rectifications"]),
    }
    return frozenset(code for code, is_idle in idle.items() if is_idle)


def groups(moment: Moment, dossier: Dossier) -> list[dict[str, Any]]:
    """All steps of this moment in groups: what comes next, the file, time limits, turns. Ready ones first.

    A case that is no complaint has no path of its own here.
    """
    if moment.case.kind != Kind.COMPLAINT:
        return []
    finished, ahead, idle = done(moment.facts), next_step(moment), moot(moment.facts, dossier)
    found: dict[str, dict[str, Any]] = {
        name: {"name": label, "code": name, "ready": [], "closed": []} for name, label in _group_names().items()
    }
    for offer in moment.offers:
        code = offer.step.code
        if code not in PAGES or code in idle or code == "respond":  # an answer is written in the composer
            continue
        is_along = code in ALONG and not finished.get(code) and (offer.ready or code not in ANSWERS)
        place = "next" if is_along else "time" if code in TIME else "turns" if code in TURNS else "file"
        if offer.ready:
            found[place]["ready"].append(shown(moment, offer))
        elif code not in finished or not finished[code]:
            found[place]["closed"].append(shown(moment, offer))
    following = found["next"]
    following["ready"].sort(
        key=lambda step: (ahead is None or step["code"] != ahead.step.code, ALONG.index(step["code"]))
    )
    for number, step in enumerate(following["ready"][:9], start=1):
        step["key"] = str(number)
    return [group for group in found.values() if group["ready"] or group["closed"]]


def _group_names() -> dict[str, str]:
    return {"next": _("What comes next"), "file": _("The file"), "time": _("Time limits"), "turns": _("Turns")}


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
