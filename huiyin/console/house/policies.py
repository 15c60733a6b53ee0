"""What each role demands at sign-in: a second factor, and when a session ends."""

from django.contrib import messages
from django.core.cache import cache
from django.db import transaction
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from huiyin.accounts import actions
from huiyin.accounts.models import Membership, Role, RolePolicy
from huiyin.console.house import forms, frame
from huiyin.console.house.merging import Merge
from huiyin.console.visit import Visit, desk

DEFAULT_MINUTES = 600


@desk("settings", "GET POST")
def show(visit: Visit) -> HttpResponse:
    """All roles with their policies; a POST changes one."""
    form = forms.PolicyForm(visit.request.POST if visit.request.method == "POST" else None)
    both: dict[str, Merge] = {}
    if form.is_valid():
        role = form.cleaned_data.pop("role")
        with transaction.atomic():
            kept = RolePolicy.objects.select_for_update().filter(role=role).first()
            both[role] = _both(visit, kept or _default(role))
            values = both[role].settle(form, form.cleaned_data)
            if values is not None:
                actions.set_role_policy(role=role, **values, by=visit.by, at=visit.at)
                cache.delete("accounts.policies")
                messages.success(visit.request, _("Kept; it holds from the next request on."))
                return redirect("settings_roles")
    if both:
        messages.error(visit.request, " ".join(str(fault) for found in form.errors.values() for fault in found))
    elif form.is_bound:
        messages.error(visit.request, _("A session lasts between 5 and 1440 minutes."))
    return _page(visit, form, both)


def _default(role: str) -> RolePolicy:
    return RolePolicy(role=role, session_minutes=DEFAULT_MINUTES)


def _both(visit: Visit | None, row: RolePolicy) -> Merge:
    """For the role that is sent (`visit`), or for one that is only shown."""
    now = {"second_factor": row.second_factor, "session_minutes": row.session_minutes}
    return Merge(visit.request if visit else None, f"role.{row.role}", now)


def _page(visit: Visit, form: forms.PolicyForm, both: dict[str, Merge]) -> HttpResponse:
    kept = {policy.role: policy for policy in RolePolicy.objects.all()}
    held = Membership.objects.values("role").annotate(n=Count("user", distinct=True, filter=Q(user__is_active=True)))
    counts = {row["role"]: row["n"] for row in held}
    rows = []
    for role in Role:
        policy = kept.get(role) or _default(role)
        rows.append((role, policy, counts.get(role, 0), (both.get(role) or _both(None, policy)).hidden))
    context = {"rows": rows, "tabs": frame.tabs("settings_roles")}
    return visit.page("settings_roles.html", context, status=422 if form.is_bound else 200)
