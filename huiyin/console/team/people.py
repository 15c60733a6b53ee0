"""The people of one's part of the house: load against what they carry, who is here, what they can do."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms as django_forms
from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from huiyin.accounts import actions
from huiyin.accounts.models import Absence, Competence, User
from huiyin.accounts.queries import work
from huiyin.accounts.rules import arranges
from huiyin.audit import queries as audit
from huiyin.complaints.queries import candidates
from huiyin.console.entries import told
from huiyin.console.house.frame import blame
from huiyin.console.team import forms
from huiyin.console.visit import Visit, desk, opens
from huiyin.core.errors import BadInput
from huiyin.core.time import local_date

MOST = 200
SOON = timedelta(days=30)


def seen(visit: Visit) -> QuerySet[User]:
    """The people whom the visitor leads or inspects."""
    return work.seen_by(visit.by)


@desk("board")
def listed(visit: Visit) -> HttpResponse:
    """The team: who carries how much, who is here, whose qualification ends soon."""
    people = list(seen(visit)[: MOST + 1])
    edition = candidates.edition_on(local_date(visit.at))
    facts = work.working([user.pk for user in people], visit.at)
    loads = candidates.loads_of(facts, edition.effort)
    ending = _ending(list(facts), visit)
    rows = []
    for user in people[:MOST]:
        one = candidates.candidate(user, facts[user.pk], loads.get(user.pk, 0), edition, visit.at)
        rows.append(
            {
                "user": user,
                "one": one,
                "absence": facts[user.pk].absence,
                "most": one.capacity or max([20, *loads.values()]),
                "label": "" if one.capacity else str(one.load),
                "tone": "" if one.capacity else "accent",
                "abilities": sorted(one.skills | one.qualifications),
                "ending": ending.get(user.pk, []),
            }
        )
    context = {
        "rows": rows,
        "is_cut": len(people) > MOST,
        "edition": edition,
        "has_rules": opens(visit.by, "publishing"),
    }
    return visit.page("team/list.html", context)


def _ending(ids: list[UUID], visit: Visit) -> dict[UUID, list[Competence]]:
    today = local_date(visit.at)
    found: dict[UUID, list[Competence]] = {}
    rows = Competence.objects.filter(
        Q(revoked_on=None), user__in=ids, kind="qualification", to_on__gte=today - SOON, to_on__lte=today + SOON
    )
    for row in rows.order_by("to_on"):
        found.setdefault(row.user_id, []).append(row)
    return found


@desk("board")
def one(visit: Visit, user_id: UUID) -> HttpResponse:
    """One person."""
    return page(visit, person(visit, user_id))


def person(visit: Visit, user_id: UUID) -> User:
    """Somebody whom the visitor sees; 404 for everybody else."""
    found: User | None = seen(visit).filter(pk=user_id).first()
    if found is None:
        raise Http404
    return found


def page(visit: Visit, user: User, status: int = 200, **given: django_forms.Form) -> HttpResponse:
    """The page of somebody; `given` are forms with faults."""
    facts = work.working([user.pk], visit.at)[user.pk]
    edition = candidates.edition_on(local_date(visit.at))
    load = candidates.loads_of([user.pk], edition.effort).get(user.pk, 0)
    today = local_date(visit.at)
    context = {
        "person": user,
        "one": candidates.candidate(user, facts, load, edition, visit.at),
        "absences": work.absences_of(user)[:20],
        "competences": [
            (row, row.revoked_on is None and row.from_on <= today and (row.to_on is None or row.to_on >= today))
            for row in work.competences_of(user)[:100]
        ],
        "may": visit.user.pk != user.pk and arranges(visit.by.grants, user.unit.path),
        "entries": told(audit.chain(("user", user.pk)).order_by("-seq")[:20]),
        "competence_form": forms.CompetenceForm(),
        "terms_form": forms.TermsForm(terms=facts.terms),
        "absence_form": forms.AbsenceForm(user=user),
        **given,
    }
    return visit.page("team/person.html", context, status=status)


@desk("board", "POST")
def act(visit: Visit, user_id: UUID, step: str) -> HttpResponse:
    """One change of what is known of somebody."""
    user = person(visit, user_id)
    work_ = STEPS.get(step)
    if work_ is None:
        raise Http404
    return work_(visit, user) or redirect("team_person", user.pk)


def _competence(visit: Visit, user: User) -> HttpResponse | None:
    form = forms.CompetenceForm(visit.request.POST)
    return _kept(
        visit, user, "competence_form", form, _("Written down."),
        lambda data: actions.add_competence(user=user, **data, by=visit.by, at=visit.at),
    )  # fmt: skip


def _revoke(visit: Visit, user: User) -> None:
    row = _of(Competence, user, visit.request.POST.get("competence", ""))
    actions.revoke_competence(competence=row, by=visit.by, at=visit.at)
    messages.success(visit.request, _("From today on it counts no more."))


def _terms(visit: Visit, user: User) -> HttpResponse | None:
    form = forms.TermsForm(visit.request.POST)
    return _kept(
        visit, user, "terms_form", form, _("Kept."),
        lambda data: actions.set_work_terms(user=user, **data, by=visit.by, at=visit.at),
    )  # fmt: skip


def _absence(visit: Visit, user: User) -> HttpResponse | None:
    form = forms.AbsenceForm(visit.request.POST, user=user)
    return _kept(
        visit, user, "absence_form", form, _("The absence is kept. Hand over what is open, or let it wait."),
        lambda data: actions.set_absence(user=user, **(data | {"deputy": form.person()}), by=visit.by, at=visit.at),
    )  # fmt: skip


def _end(visit: Visit, user: User) -> None:
    row = _of(Absence, user, visit.request.POST.get("absence", ""))
    actions.end_absence(absence=row, by=visit.by, at=visit.at)
    messages.success(visit.request, _("The absence has ended."))


def _kept(
    visit: Visit, user: User, name: str, form: Any, words: str, change: Callable[[dict[str, Any]], object]
) -> HttpResponse | None:
    if form.is_valid():
        try:
            change(form.cleaned_data)
        except BadInput as error:
            blame(form, error)
        else:
            messages.success(visit.request, words)
            return None
    return page(visit, user, 422, **{name: form})


def _of(model: Any, user: User, given: str) -> Any:
    try:
        return model.objects.get(pk=UUID(given), user=user)
    except (ValueError, model.DoesNotExist):
        raise Http404 from None


STEPS: dict[str, Callable[[Visit, User], HttpResponse | None]] = {
    "competence": _competence,
    "revoke": _revoke,
    "terms": _terms,
    "absence": _absence,
    "end-absence": _end,
}
