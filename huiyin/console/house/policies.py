"""What each role demands at sign-in: a second factor, and when a session ends."""

from django.contrib import messages
from django.core.cache import cache
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from huiyin.accounts import actions
from huiyin.accounts.models import Membership, Role, RolePolicy
from huiyin.console.house import forms, frame
from huiyin.console.visit import Visit, desk

DEFAULT_MINUTES = 600


@desk("settings", "GET POST")
def show(visit: Visit) -> HttpResponse:
    """All roles with their policies; a POST changes one."""
    form = forms.PolicyForm(visit.request.POST if visit.request.method == "POST" else None)
    if form.is_valid():
        actions.set_role_policy(**form.cleaned_data, by=visit.by, at=visit.at)
        cache.delete("accounts.policies")
        messages.success(visit.request, _("Kept; it holds from the next request on."))
        return redirect("settings_roles")
    if form.is_bound:
        messages.error(visit.request, _("A session lasts between 5 and 1440 minutes."))
    kept = {policy.role: policy for policy in RolePolicy.objects.all()}
    held = Membership.objects.values("role").annotate(n=Count("user", distinct=True, filter=Q(user__is_active=True)))
    counts = {row["role"]: row["n"] for row in held}
    rows = [
        (role, kept.get(role) or RolePolicy(role=role, session_minutes=DEFAULT_MINUTES), counts.get(role, 0))
        for role in Role
    ]
    context = {"rows": rows, "tabs": frame.tabs("settings_roles")}
    return visit.page("settings_roles.html", context, status=422 if form.is_bound else 200)
