"""A dry run of rules of assignment: who would have got the complaints of a day, why, against who did."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from huiyin.accounts.models import User
from huiyin.complaints.actions import trials as actions
from huiyin.complaints.models import AssignmentTrial
from huiyin.complaints.queries import trials
from huiyin.console.assignment import drafts, forms
from huiyin.console.house.frame import blame
from huiyin.console.rows import line
from huiyin.console.team import words
from huiyin.console.visit import Visit, desk
from huiyin.core.errors import BadInput

SIZE = 50
WAIT = 2  # seconds between two looks at a run that goes on


@desk("publishing", "POST")
def start(visit: Visit, draft_id: UUID) -> HttpResponse:
    """Play the rules over a day."""
    draft = drafts.get(draft_id)
    form = forms.DayForm(visit.request.POST)
    if form.is_valid():
        try:
            trial = actions.start_trial(assignment=draft, day=form.cleaned_data["day"], by=visit.by, at=visit.at)
        except BadInput as error:
            blame(form, error)
        else:
            return redirect("assignment_trial", draft.pk, trial.pk)
    return drafts.page(visit, draft, 422, day_form=form)


@desk("publishing")
def one(visit: Visit, draft_id: UUID, trial_id: UUID) -> HttpResponse:
    """One dry run: the sums, then case by case; while it goes on, how far it is."""
    trial = AssignmentTrial.objects.filter(pk=trial_id, assignment=draft_id).select_related("assignment").first()
    if trial is None:
        raise Http404
    context: dict[str, Any] = {"trial": trial, "draft": trial.assignment, "wait": WAIT}
    if trial.is_finished:
        context |= _found(visit, trial)
    return visit.page("assignment/trial_part.html" if visit.is_partial else "assignment/trial.html", context)


def _found(visit: Visit, trial: AssignmentTrial) -> dict[str, Any]:
    rows = trials.rows_of(trial, visit.user, after=_key(visit.request.GET.get("after", "")), size=SIZE)
    sums = trial.summary
    ids = {UUID(key) for part in ("was", "would") for key in sums.get(part, {}) if key}
    for one_ in rows:
        ids |= words.people_in(one_["row"].why)
    names = trials.names_of(ids)
    shown = [_row(one_, names, visit.request.LANGUAGE_CODE) for one_ in rows[:SIZE]]
    last = rows[SIZE - 1]["row"].pk if len(rows) > SIZE else None
    here = reverse("assignment_trial", args=[trial.assignment_id, trial.pk])
    return {
        "rows": shown,
        "next_url": f"{here}?{urlencode({'after': last})}" if last else "",
        "people": _people(sums, names),
        "ways": [(words.way(code), count) for code, count in sorted(sums.get("ways", {}).items(), key=lambda x: -x[1])],
        "differing": sums.get("differing", 0),
        "most": max([1, *sums.get("was", {}).values(), *sums.get("would", {}).values()]),
    }


def _key(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None


def _row(one_: dict[str, Any], names: dict[UUID, User], language: str) -> dict[str, Any]:
    row, case = one_["row"], one_["case"]
    return {
        "line": line(case, language) if case else None,
        "was": names.get(row.was_id),
        "would": names.get(row.would_id),
        "differs": row.differs,
        "why": words.why(row.why, names),
    }


def _people(sums: dict[str, Any], names: dict[UUID, User]) -> list[dict[str, Any]]:
    keys = {*sums.get("was", {}), *sums.get("would", {})}
    rows = [
        {
            "user": names.get(UUID(key)) if key else None,
            "was": sums["was"].get(key, 0),
            "would": sums["would"].get(key, 0),
            "was_label": str(sums["was"].get(key, 0)),
            "would_label": str(sums["would"].get(key, 0)),
        }
        for key in keys
    ]
    return sorted(
        rows, key=lambda row: (row["user"] is None, -row["would"], row["user"].employee_no if row["user"] else "")
    )
