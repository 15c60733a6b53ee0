"""Deciding on a draft: laying it before the second person, publishing, sending back, giving up."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from huiyin.console.handbook import drafts
from huiyin.console.visit import Visit, desk
from huiyin.handbook import actions
from huiyin.handbook.models import RuleDraft


@desk("publishing", "POST")
def act(visit: Visit, draft_id: UUID, step: str) -> HttpResponse:
    """One decision; `step` names it."""
    if step not in STEPS:
        raise Http404
    draft = drafts.get(draft_id)
    seen = visit.request.POST.get("seen", "")
    given = {"draft": draft, "seen": int(seen) if seen.isdecimal() else 0, "by": visit.by, "at": visit.at}
    STEPS[step](visit, given)
    return redirect("rule_draft", draft.pk)


def _submit(visit: Visit, given: dict[str, Any]) -> None:
    actions.submit(**given)
    messages.success(visit.request, _("It lies before the second person now."))


def _approve(visit: Visit, given: dict[str, Any]) -> None:
    version = actions.approve(**given, note=visit.request.POST.get("note", ""))
    said = _("Published. It is in force from %(day)s; what runs by then keeps its limit.")
    messages.success(visit.request, said % {"day": version.effective_from})


def _reject(visit: Visit, given: dict[str, Any]) -> None:
    actions.reject(**given, reason=visit.request.POST.get("reason", ""))
    messages.success(visit.request, _("Sent back to its author."))


def _withdraw(visit: Visit, given: dict[str, Any]) -> None:
    draft: RuleDraft = actions.withdraw(**given, reason=visit.request.POST.get("reason", ""))
    messages.success(visit.request, _("%(rule)s: the draft is given up.") % {"rule": draft.code})


STEPS: dict[str, Callable[[Visit, dict[str, Any]], None]] = {
    "submit": _submit,
    "approve": _approve,
    "reject": _reject,
    "withdraw": _withdraw,
}
