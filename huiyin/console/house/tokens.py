"""The keys of machines: made, shown once, revoked."""

from datetime import datetime, timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from huiyin.accounts import actions
from huiyin.accounts.models import ApiToken, User
from huiyin.console.house import forms, frame
from huiyin.console.visit import Visit, desk
from huiyin.core.time import SHANGHAI


@desk("settings", "GET POST")
def listed(visit: Visit) -> HttpResponse:
    """All keys, live ones first; a POST makes one and shows its secret this once."""
    form = forms.TokenForm(visit.request.POST if visit.request.method == "POST" else None)
    secret = ""
    if form.is_valid():
        given = form.cleaned_data
        day = given["expires_on"]
        ends = datetime.combine(day + timedelta(days=1), datetime.min.time(), SHANGHAI) if day else None
        user = User.objects.get(pk=given["user"])
        _token, secret = actions.create_token(
            user=user, name=given["name"], scopes=given["scopes"], expires_at=ends, by=visit.by, at=visit.at
        )
        form = forms.TokenForm()
    rows = ApiToken.objects.select_related("user").order_by("revoked_at", "-created_at")[:200]
    context = {"rows": rows, "form": form, "secret": secret, "tabs": frame.tabs("settings_tokens")}
    return visit.page("settings_tokens.html", context, status=422 if form.is_bound else 200)


@desk("settings", "POST")
def revoke(visit: Visit, token_id: UUID) -> HttpResponse:
    """End a key at once."""
    token = get_object_or_404(ApiToken, pk=token_id)
    actions.revoke_token(token=token, by=visit.by, at=visit.at)
    messages.success(visit.request, _("The key %(name)s does not work any more.") % {"name": token.name})
    return redirect("settings_tokens")
