"""Rules of assignment: what is in force, drafts, their rules one by one, and the second person."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from huiyin.accounts.models import User
from huiyin.audit import queries as audit
from huiyin.complaints.actions import assignment as actions
from huiyin.complaints.models import Assignment
from huiyin.complaints.queries import assignments, candidates
from huiyin.console.assignment import forms, words
from huiyin.console.entries import told
from huiyin.console.house.frame import blame
from huiyin.console.visit import Visit, desk
from huiyin.core.errors import BadInput, Clash, Refused
from huiyin.core.time import local_date
from huiyin.handbook.models import DraftState
from huiyin.handbook.rules.approval import WRITERS, may_approve

WRITABLE = (DraftState.DRAFT, DraftState.REJECTED)
NEW_RULE: dict[str, Any] = {"code": "", "name": {"zh": "", "en": ""}, "mode": "push", "hold_hours": 4}


@desk("publishing")
def listed(visit: Visit) -> HttpResponse:
    """What is in force today, and every draft and edition."""
    edition = candidates.edition_on(local_date(visit.at))
    context = {
        "edition": edition,
        "rules": words.edition(edition),
        "rows": assignments.listed(),
        "may_write": may_write(visit),
    }
    return visit.page("assignment/list.html", context)


@desk("publishing", "GET POST")
def new(visit: Visit) -> HttpResponse:
    """A draft that begins with the rules in force."""
    initial = {"effective_from": local_date(visit.at) + timedelta(days=1)}
    form = forms.NewForm(visit.request.POST if visit.request.method == "POST" else None, initial=initial)
    if form.is_valid():
        try:
            draft = actions.draft_assignment(**form.cleaned_data, by=visit.by, at=visit.at)
        except BadInput as error:
            blame(form, error)
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            return redirect("assignment_draft", draft.pk)
    return visit.page("assignment/new.html", {"form": form}, status=422 if form.is_bound else 200)


@desk("publishing")
def one(visit: Visit, draft_id: UUID) -> HttpResponse:
    """One draft or edition."""
    return page(visit, get(draft_id))


def get(draft_id: UUID) -> Assignment:
    """A draft by its id; 404 when there is none."""
    return get_object_or_404(Assignment.objects.select_related("created_by", "decided_by"), pk=draft_id)


def page(visit: Visit, draft: Assignment, status: int = 200, **given: Any) -> HttpResponse:
    """The page of a draft; `given` are forms with faults."""
    is_second = may_approve(visit.user.pk, draft.created_by_id, draft.editors)
    writable = draft.state in WRITABLE and may_write(visit)
    context = {
        "draft": draft,
        "rules": words.edition(candidates.edition_of(draft)),
        "writable": writable,
        "is_open": draft.state in (*WRITABLE, DraftState.SUBMITTED),
        "may_write": may_write(visit),
        "may_decide": draft.state == DraftState.SUBMITTED and is_second and may_write(visit),
        "is_own": not is_second,
        "editors": User.objects.filter(pk__in=draft.editors).order_by("employee_no"),
        "entries": told(audit.chain(draft.key).order_by("-seq")[:30]),
        "trials": assignments.trials_of(draft),
        "whole_form": forms.WholeForm(body=draft.body, initial={"effective_from": draft.effective_from}),
        "day_form": forms.DayForm(initial={"day": local_date(visit.at) - timedelta(days=1)}),
        **given,
    }
    return visit.page("assignment/one.html", context, status=status)


def may_write(visit: Visit) -> bool:
    """Does the visitor write or approve rules?"""
    return visit.by.has_role(*WRITERS)


@desk("publishing", "GET POST")
def rule(visit: Visit, draft_id: UUID, place: int) -> HttpResponse:
    """One rule of a draft as a form; the place after the last one but one is a new rule."""
    draft = get(draft_id)
    if draft.state not in WRITABLE or not may_write(visit):
        return redirect("assignment_draft", draft.pk)
    seen = _seen(visit) if visit.request.method == "POST" else draft.version
    body = _read(draft, seen)
    rules = body["rules"]
    if place > len(rules):
        raise Http404
    is_new = place == len(rules)
    form = forms.RuleForm(
        visit.request.POST if visit.request.method == "POST" else None, rule=NEW_RULE if is_new else rules[place]
    )
    if form.is_valid():
        # A new rule goes before the last one, which always fits.
        changed = (
            [*rules[:-1], form.body(), rules[-1]] if is_new else [*rules[:place], form.body(), *rules[place + 1 :]]
        )
        try:
            actions.write_assignment(draft=draft, seen=seen, body={**body, "rules": changed}, by=visit.by, at=visit.at)
        except BadInput as error:
            error.field = error.field.rpartition(".")[2]
            blame(form, error)
        except Refused as refused:
            form.add_error(None, refused.message)
            if isinstance(refused, Clash) and _is_there(draft, place, rules):
                seen = refused.version  # sending it again is a decision
        else:
            messages.success(visit.request, _("The rule is kept."))
            return redirect("assignment_draft", draft.pk)
    context = {
        "draft": draft,
        "seen": seen,
        "form": form,
        "is_new": is_new,
        "is_last": place == len(rules) - 1,
        "place": place,
    }
    return visit.page("assignment/rule.html", context, status=422 if form.is_bound else 200)


@desk("publishing", "POST")
def act(visit: Visit, draft_id: UUID, step: str) -> HttpResponse:
    """One change or decision; `step` names it."""
    if step not in STEPS:
        raise Http404
    draft = get(draft_id)
    return STEPS[step](visit, draft) or redirect("assignment_draft", draft.pk)


def _seen(visit: Visit) -> int:
    said = visit.request.POST.get("seen", "")
    return int(said) if said.isdecimal() else 0


def _read(draft: Assignment, seen: int) -> dict[str, Any]:
    """What the draft said when the page was opened; what it says now where that is not known."""
    read = assignments.text_at(draft, seen)
    return read.body if read else draft.body


def _is_there(draft: Assignment, place: int, rules: list[dict[str, Any]]) -> bool:
    """Is the rule that was opened where it was?"""
    now = draft.body["rules"]
    return place < min(len(now), len(rules)) and now[place]["code"] == rules[place]["code"]


def _given(visit: Visit, draft: Assignment) -> dict[str, Any]:
    return {"draft": draft, "seen": _seen(visit), "by": visit.by, "at": visit.at}


def _whole(visit: Visit, draft: Assignment) -> HttpResponse | None:
    form = forms.WholeForm(visit.request.POST, body=_read(draft, _seen(visit)), initial={})
    if form.is_valid():
        try:
            day = form.cleaned_data["effective_from"]
            actions.write_assignment(**_given(visit, draft), body=form.body(), effective_from=day)
        except BadInput as error:
            blame(form, error)
        except Clash as clash:
            form.add_error(None, clash.message)
        else:
            messages.success(visit.request, _("Kept."))
            return None
    return page(visit, draft, 422, whole_form=form)


def _move(visit: Visit, draft: Assignment) -> None:
    """A rule goes one place up, or out; the last one, which always fits, stays."""
    said = visit.request.POST.get("place", "")
    body = _read(draft, _seen(visit))
    rules, place = list(body["rules"]), int(said) if said.isdecimal() else -1
    if not 0 <= place < len(rules) - 1:
        raise Http404
    if visit.request.POST.get("way") == "out":
        del rules[place]
    elif place:
        rules[place - 1], rules[place] = rules[place], rules[place - 1]
    actions.write_assignment(**_given(visit, draft), body={**body, "rules": rules})


def _submit(visit: Visit, draft: Assignment) -> None:
    actions.submit_assignment(**_given(visit, draft))
    messages.success(visit.request, _("It lies before the second person now."))


def _approve(visit: Visit, draft: Assignment) -> None:
    row = actions.approve_assignment(**_given(visit, draft), note=visit.request.POST.get("note", ""))
    messages.success(visit.request, _("The rules are in force from %(day)s.") % {"day": row.effective_from})


def _reject(visit: Visit, draft: Assignment) -> None:
    actions.reject_assignment(**_given(visit, draft), reason=visit.request.POST.get("reason", ""))
    messages.success(visit.request, _("Sent back to its author."))


def _withdraw(visit: Visit, draft: Assignment) -> None:
    actions.withdraw_assignment(**_given(visit, draft), reason=visit.request.POST.get("reason", ""))
    messages.success(visit.request, _("The draft is given up."))


STEPS: dict[str, Callable[[Visit, Assignment], HttpResponse | None]] = {
    "whole": _whole,
    "move": _move,
    "submit": _submit,
    "approve": _approve,
    "reject": _reject,
    "withdraw": _withdraw,
}
