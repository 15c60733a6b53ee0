"""The mailboxes of the house: where mail is fetched, for administrators. A password is never shown again."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.accounts.models import Unit
from huiyin.channels.actions import mailboxes as actions
from huiyin.channels.models import Mailbox, Security
from huiyin.channels.queries import inbound
from huiyin.console.house import frame
from huiyin.console.house.forms import units
from huiyin.console.visit import Visit, desk


class MailboxForm(forms.Form):
    """A mailbox. Shape only: what may be is said by the action."""

    name = forms.CharField(label=gettext_lazy("Name of the mailbox"), max_length=80)
    address = forms.EmailField(label=gettext_lazy("Address that people write to"), max_length=200)
    host = forms.CharField(label=gettext_lazy("IMAP server"), max_length=200)
    port = forms.IntegerField(label=gettext_lazy("Port"), min_value=1, max_value=65535, initial=993)
    security = forms.ChoiceField(label=gettext_lazy("Encryption"), choices=Security.choices)
    login = forms.CharField(label=gettext_lazy("Sign-in name"), max_length=200)
    password = forms.CharField(
        label=gettext_lazy("Password"), max_length=200, required=False, strip=False, widget=forms.PasswordInput()
    )
    folder = forms.CharField(label=gettext_lazy("Folder"), max_length=200, initial="INBOX")
    unit = forms.ChoiceField(label=gettext_lazy("Its matters belong to"), required=False)
    is_on = forms.BooleanField(label=gettext_lazy("Read this mailbox"), required=False, initial=True)

    def __init__(self, data: Any = None, *, row: Mailbox | None = None) -> None:
        names = ("name", "address", "host", "port", "security", "login", "folder", "is_on")
        told = {name: getattr(row, name) for name in names} | {"unit": str(row.unit_id or "")} if row else None
        super().__init__(data, initial=told)
        head_office = ("", _("Consumer protection at head office"))
        self.fields["unit"].choices = [head_office, *units()]  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """What was typed, as the action takes it."""
        given = dict(self.cleaned_data)
        return given | {"unit": Unit.objects.filter(pk=given["unit"]).first() if given["unit"] else None}


@desk("settings")
def listed(visit: Visit) -> HttpResponse:
    """All mailboxes and how each stands."""
    rows = list(inbound.mailboxes()[:200])
    return visit.page("inmail/mailboxes.html", {"rows": rows, "tabs": frame.tabs("settings_mailboxes")})


@desk("settings", "GET POST")
def new(visit: Visit) -> HttpResponse:
    """A new mailbox."""
    return _form(visit, None)


@desk("settings", "GET POST")
def one(visit: Visit, mailbox_id: UUID) -> HttpResponse:
    """Change a mailbox; an empty password keeps the one that is kept."""
    return _form(visit, _row(mailbox_id))


@desk("settings", "POST")
def act(visit: Visit, mailbox_id: UUID, step: str) -> HttpResponse:
    """Read it now (`read`), or remove it (`remove`)."""
    row = _row(mailbox_id)
    if step == "read":
        actions.fetch_now(mailbox=row, by=visit.by, at=visit.at)
        messages.success(visit.request, _("The mailbox is read in a moment."))
        return redirect("settings_mailbox", row.pk)
    if step == "remove":
        actions.remove_mailbox(mailbox=row, by=visit.by, at=visit.at)
        messages.success(visit.request, _("The mailbox is removed; what came through it stays."))
        return redirect("settings_mailboxes")
    raise Http404


def _form(visit: Visit, row: Mailbox | None) -> HttpResponse:
    form, status = MailboxForm(visit.request.POST if visit.request.method == "POST" else None, row=row), 200
    if form.is_valid():
        values = form.values()
        done, status = frame.tried(
            form, lambda: actions.save_mailbox(values=values, mailbox=row, by=visit.by, at=visit.at)
        )
        if done is not None:
            messages.success(visit.request, _("The mailbox is kept; it is read in a moment."))
            return redirect("settings_mailbox", done.pk)
    elif form.is_bound:
        status = 422
    context = {"form": form, "row": row, "tabs": frame.tabs("settings_mailboxes")}
    return visit.page("inmail/mailbox.html", context, status)


def _row(mailbox_id: UUID) -> Mailbox:
    return get_object_or_404(inbound.mailboxes().exclude(host=""), pk=mailbox_id)
