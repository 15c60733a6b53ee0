"""How one wants to be told of what: ways for each kind, quiet hours, digest."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.cases.actions import notifications
from huiyin.cases.models import Digest, NotificationChoice, NotificationKind
from huiyin.cases.queries import notifications as queries
from huiyin.cases.rules import notifications as rules
from huiyin.console.house.frame import blame
from huiyin.console.visit import Visit, desk
from huiyin.core.errors import BadInput

WAYS = {
    "page": gettext_lazy("On the page"),
    "mail": gettext_lazy("By mail"),
    "wecom": gettext_lazy("By WeCom"),
}
_CLOCK = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class WhenForm(forms.Form):
    """When mails and WeCom messages leave."""

    digest = forms.ChoiceField(label=gettext_lazy("Mails are sent"), choices=Digest.choices)
    digest_at = forms.TimeField(label=gettext_lazy("Once a day at"), widget=_CLOCK)
    quiet_from = forms.TimeField(label=gettext_lazy("Quiet from"), widget=_CLOCK, required=False)
    quiet_until = forms.TimeField(label=gettext_lazy("Quiet until"), widget=_CLOCK, required=False)
    wecom_id = forms.CharField(label=gettext_lazy("Your account name in WeCom"), max_length=64, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not settings.WECOM:
            del self.fields["wecom_id"]


@desk("desk", "GET POST")
def show(visit: Visit) -> HttpResponse:
    """`me/notifications/`: one's own choices; until they are kept the roles decide."""
    row = queries.choice_of(visit.user)
    kinds = rules.kinds_for(visit.by.roles)
    posted = visit.request.POST if visit.request.method == "POST" else None
    form = WhenForm(posted, initial=_initial(row))
    if posted is not None and form.is_valid():
        ways = {kind: posted.getlist(kind) for kind in kinds}
        try:
            notifications.choose(user=visit.user, ways=ways, by=visit.by, at=visit.at, **form.cleaned_data)
        except BadInput as refusal:
            blame(form, refusal)
        else:
            messages.success(visit.request, _("Kept."))
            return redirect("my_notifications")
    offered = [way for way in WAYS if way != rules.WECOM or settings.WECOM]
    context = {
        "form": form,
        "ways": [WAYS[way] for way in offered],
        "rows": [_row(kind, offered, visit, row, posted) for kind in kinds],
        "is_own": row is not None,
    }
    return visit.page("told/choices.html", context, status=422 if form.is_bound else 200)


def _row(kind: str, offered: list[str], visit: Visit, row: NotificationChoice | None, posted: Any) -> dict[str, Any]:
    chosen = posted.getlist(kind) if posted is not None else queries.ways_of(kind, visit.by.roles, row)
    return {
        "kind": kind,
        "label": NotificationKind(kind).label,
        "cells": [{"way": way, "label": WAYS[way], "on": way in chosen} for way in offered],
    }


def _initial(row: NotificationChoice | None) -> dict[str, Any]:
    names = ("digest", "digest_at", "quiet_from", "quiet_until", "wecom_id")
    return {name: getattr(row or NotificationChoice(), name) for name in names}
