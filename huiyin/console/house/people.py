"""Accounts: who works here, with which roles, and how they come in."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.accounts import actions
from huiyin.accounts.models import ApiToken, Membership, Unit, User
from huiyin.accounts.queries import manager_of
from huiyin.audit import queries as audit
from huiyin.console.entries import told
from huiyin.console.house import forms, frame
from huiyin.console.house.merging import Merge
from huiyin.console.visit import Visit, desk
from huiyin.core.errors import BadInput

SIZE = 100


@desk("settings")
def listed(visit: Visit) -> HttpResponse:
    """Everybody by employee number, page by key; `q` finds by name, number or address."""
    words, after = visit.request.GET.get("q", "").strip(), visit.request.GET.get("after", "")
    rows = User.objects.select_related("unit").prefetch_related("memberships__unit").order_by("employee_no")
    if words:
        rows = rows.filter(Q(name__icontains=words) | Q(employee_no__istartswith=words) | Q(email__icontains=words))
    found = list(rows.filter(employee_no__gt=after)[: SIZE + 1])
    more = f"{reverse('settings_people')}?q={words}&after={found[SIZE - 1].employee_no}" if len(found) > SIZE else ""
    context = {"people": found[:SIZE], "next_url": more, "words": words, "tabs": frame.tabs("settings_people")}
    return visit.page("settings_people.html", context)


@desk("settings", "GET POST")
def add(visit: Visit) -> HttpResponse:
    """A new account, with a first role if one is chosen."""
    form = forms.PersonForm(visit.request.POST if visit.request.method == "POST" else None)
    if form.is_valid():
        given = dict(form.cleaned_data)
        role, unit = given.pop("role"), Unit.objects.get(pk=given.pop("unit"))
        try:
            user = actions.add_user(**given, unit=unit, by=visit.by, at=visit.at)
        except BadInput as error:
            frame.blame(form, error)
        else:
            if role:
                actions.grant_role(user=user, role=role, unit=unit, by=visit.by, at=visit.at)
            messages.success(visit.request, _("The account is made. Give them a one-time link for the first entry."))
            return redirect("settings_person", user.pk)
    context = {"form": form, "tabs": frame.tabs("settings_people")}
    return visit.page("settings_person_add.html", context, status=422 if form.is_bound else 200)


@desk("settings")
def one(visit: Visit, user_id: UUID) -> HttpResponse:
    """One account."""
    return _page(visit, get_object_or_404(User.objects.select_related("unit"), pk=user_id))


def _both(visit: Visit, user: User) -> Merge:
    day = user.authorised_until
    now = {"unit": str(user.unit_id), "title": user.title, "authorised_until": day.isoformat() if day else None}
    return Merge(visit.request, f"person.{user.pk}", now)


def _page(visit: Visit, user: User, *, link: str = "", form: Any = None) -> HttpResponse:
    held = Membership.objects.filter(user=user).select_related("unit").order_by("unit__path", "role")
    line = manager_of(user)
    context = {
        "person": user,
        "memberships": held,
        "form": form or forms.ChangeForm(user=user),
        "both": getattr(form, "both", None) or _both(visit, user),
        "role_form": forms.RoleForm(),
        "line": line,
        "line_form": forms.ManagerForm(user=user, manager=line.manager if line else None),
        "sessions": UserSession.objects.filter(user=user).count(),
        "tokens": ApiToken.objects.filter(user=user, revoked_at=None).count(),
        "entries": told(audit.chain(("user", user.pk)).order_by("-seq")[:20]),
        "link": link,
        "tabs": frame.tabs("settings_people"),
    }
    return visit.page("settings_person.html", context, status=422 if form is not None else 200)


@desk("settings", "POST")
def act(visit: Visit, user_id: UUID, step: str) -> HttpResponse:
    """One change of one account; `step` names it."""
    user = get_object_or_404(User.objects.select_related("unit"), pk=user_id)
    if step == "link":
        secret = actions.issue_sign_in_link(user=user, by=visit.by, at=visit.at)
        return _page(visit, user, link=f"{settings.PUBLIC_URL}{reverse('sign_in_link', args=[secret])}")
    if step not in STEPS:
        raise Http404
    faulty = STEPS[step](visit, user)
    if faulty is not None:
        return _page(visit, user, form=faulty)
    return redirect("settings_person", user.pk)


def _change(visit: Visit, user: User) -> Any:
    with transaction.atomic():
        user = User.objects.select_for_update(of=("self",)).select_related("unit").get(pk=user.pk)
        form = forms.ChangeForm(visit.request.POST, user=user)
        form.both = _both(visit, user)
        if not form.is_valid():
            return form
        values = form.both.settle(form, form.cleaned_data)
        if values is None:
            return form
        day = values["authorised_until"]
        actions.change_user(
            user=user, unit=Unit.objects.get(pk=values["unit"]), title=values["title"],
            authorised_until=date.fromisoformat(day) if day else None, by=visit.by, at=visit.at,
        )  # fmt: skip
    return None


def _grant(visit: Visit, user: User) -> Any:
    form = forms.RoleForm(visit.request.POST)
    if form.is_valid():
        unit = Unit.objects.get(pk=form.cleaned_data["unit"])
        actions.grant_role(user=user, role=form.cleaned_data["role"], unit=unit, by=visit.by, at=visit.at)


def _manager(visit: Visit, user: User) -> Any:
    form = forms.ManagerForm(visit.request.POST, user=user, manager=None)
    if form.is_valid():
        manager = User.objects.filter(pk=form.cleaned_data["manager"]).first() if form.cleaned_data["manager"] else None
        actions.set_manager(user=user, manager=manager, from_on=form.cleaned_data["from_on"], by=visit.by, at=visit.at)


def _revoke(visit: Visit, user: User) -> Any:
    held = Membership.objects.filter(user=user).select_related("unit", "user")
    for membership in held:
        if str(membership.pk) == visit.request.POST.get("membership"):
            actions.revoke_role(membership=membership, by=visit.by, at=visit.at)


def _deactivate(visit: Visit, user: User) -> Any:
    actions.deactivate_user(user=user, by=visit.by, at=visit.at)


def _reactivate(visit: Visit, user: User) -> Any:
    actions.reactivate_user(user=user, by=visit.by, at=visit.at)


def _end_sessions(visit: Visit, user: User) -> Any:
    count = actions.end_sessions(user=user, by=visit.by, at=visit.at)
    messages.success(visit.request, _("%(count)d sessions ended.") % {"count": count})


STEPS: dict[str, Callable[[Visit, User], Any]] = {
    "change": _change,
    "grant": _grant,
    "revoke": _revoke,
    "manager": _manager,
    "deactivate": _deactivate,
    "reactivate": _reactivate,
    "sessions": _end_sessions,
}
