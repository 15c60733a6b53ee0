"""Where the chat window is shown: for administrators."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.accounts.models import Unit
from huiyin.cases.actions import chat_sites as actions
from huiyin.cases.models import ChatSite
from huiyin.cases.queries import chat as queries
from huiyin.console.house import frame
from huiyin.console.house.forms import units
from huiyin.console.visit import Visit, desk


class SiteForm(forms.Form):
    """A site. Shape only: what may be is said by the action."""

    name = forms.CharField(label=gettext_lazy("Name of the site"), max_length=80)
    origins = forms.CharField(
        label=gettext_lazy("Addresses that may show the window, one on each line"), required=False, max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip
    unit = forms.ChoiceField(label=gettext_lazy("Its matters belong to"), required=False)
    is_on = forms.BooleanField(label=gettext_lazy("Show the chat there"), required=False, initial=True)

    def __init__(self, data: Any = None, *, row: ChatSite | None = None) -> None:
        told = None
        if row is not None:
            told = {"name": row.name, "is_on": row.is_on, "unit": str(row.unit_id or "")}
            told["origins"] = "\n".join(row.origins)
        super().__init__(data, initial=told)
        head_office = ("", _("Consumer protection at head office"))
        self.fields["unit"].choices = [head_office, *units()]  # type: ignore[attr-defined]


@desk("settings")
def listed(visit: Visit) -> HttpResponse:
    """All sites, with what their pages need."""
    rows = list(queries.sites()[:200])
    return visit.page("chats/sites.html", {"rows": rows, "tabs": frame.tabs("settings_chats")})


@desk("settings", "GET POST")
def new(visit: Visit) -> HttpResponse:
    """A new site."""
    return _form(visit, None)


@desk("settings", "GET POST")
def one(visit: Visit, site_id: UUID) -> HttpResponse:
    """Change a site; its key stays."""
    return _form(visit, _row(site_id))


@desk("settings", "POST")
def remove(visit: Visit, site_id: UUID) -> HttpResponse:
    """Show the window there no more."""
    actions.remove_site(site=_row(site_id), by=visit.by, at=visit.at)
    messages.success(visit.request, _("The window is shown there no more. Chats that were begun go on."))
    return redirect("settings_chats")


def _form(visit: Visit, row: ChatSite | None) -> HttpResponse:
    posted = visit.request.method == "POST"
    form, status = SiteForm(visit.request.POST if posted else None, row=row), 200
    if posted and form.is_valid():
        given = form.cleaned_data
        unit = Unit.objects.filter(pk=given["unit"]).first() if given["unit"] else None
        saved, status = frame.tried(
            form,
            lambda: actions.save_site(
                name=given["name"], origins=given["origins"].splitlines(), unit=unit, is_on=given["is_on"], site=row,
                by=visit.by, at=visit.at,
            ),
        )  # fmt: skip
        if saved is not None:
            messages.success(visit.request, _("Kept."))
            return redirect("settings_chat", saved.pk)
    elif posted:
        status = 422
    script = visit.request.build_absolute_uri(reverse("chat_widget"))
    context = {"form": form, "row": row, "script": script, "tabs": frame.tabs("settings_chats")}
    return visit.page("chats/site.html", context, status)


def _row(site_id: UUID) -> ChatSite:
    row = queries.sites().filter(pk=site_id).first()
    if row is None:
        raise Http404
    return row
