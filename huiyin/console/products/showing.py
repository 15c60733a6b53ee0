"""`products/<code>/terms/<number>/shown/`: what customers were shown and told of a version; recording one more."""

from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from huiyin.accounts.rules import may_take_part
from huiyin.catalog.models import ClauseKind, Terms
from huiyin.catalog.queries import products
from huiyin.catalog.queries import terms as versions
from huiyin.console.case.forms import instant
from huiyin.console.house.frame import tried
from huiyin.console.products.words import shown_line
from huiyin.console.visit import Visit, desk
from huiyin.core.time import SHANGHAI
from huiyin.customers.actions.shown import Showing, keep_shown
from huiyin.customers.models import ShownKind, ShownMethod, Understood
from huiyin.customers.queries import shown as queries

SHOWN = 50


class ShowingForm(forms.Form):
    """One showing or explaining; without numbers it is everything that is not covered."""

    kind = forms.ChoiceField(label=gettext_lazy("What was done"), choices=ShownKind.choices)
    method = forms.ChoiceField(label=pgettext_lazy("terms", "How"), choices=ShownMethod.choices)
    shown_at = instant(pgettext_lazy("terms", "When"))
    policy_number = forms.CharField(label=gettext_lazy("Policy number"), max_length=40, required=False)
    application_no = forms.CharField(label=gettext_lazy("Application number"), max_length=40, required=False)
    paths = forms.CharField(
        label=gettext_lazy("Numbers of the clauses"), max_length=400, required=False,
        help_text=gettext_lazy("Empty: all clauses on what is not covered."),
    )  # fmt: skip
    understood = forms.ChoiceField(label=gettext_lazy("How the customer confirmed it"), choices=Understood.choices)
    understood_at = instant(gettext_lazy("When it was confirmed"), required=False)
    words = forms.CharField(
        label=gettext_lazy("What the customer said or asked"), max_length=1000, required=False,
        widget=forms.Textarea({"rows": 2}),
    )  # fmt: skip
    seller_no = forms.CharField(label=gettext_lazy("Number of the seller"), max_length=20, required=False)
    proof = forms.CharField(label=gettext_lazy("Where the proof lies"), max_length=200, required=False)

    def showing(self, terms: Terms) -> Showing:
        """What was typed, as the action takes it."""
        data = dict(self.cleaned_data)
        paths = data.pop("paths").replace("、", " ").replace(",", " ").replace("，", " ").split()
        return Showing(terms=terms, paths=paths, **data)


@desk("desk", "GET POST", keeps=True)
def show(visit: Visit, code: str, number: int) -> HttpResponse:
    """The records, the newest first, and the form for one more."""
    terms = _terms(code, number)
    posted = visit.request.method == "POST"
    begin = {"shown_at": visit.at.astimezone(SHANGHAI).strftime("%Y-%m-%dT%H:%M")}
    form = ShowingForm(visit.request.POST if posted else None, initial=begin)
    status = 422 if posted else 200
    if posted and form.is_valid():
        done, status = tried(form, lambda: keep_shown(showing=form.showing(terms), by=visit.by, at=visit.at))
        if done is not None:
            messages.success(visit.request, _("Kept."))
            return redirect("terms_shown", code, number)
    found = queries.of_version(terms.pk, _after(visit.request.GET.get("after", "")), SHOWN)
    rows = found[:SHOWN]
    address, last = visit.request.path, rows[-1] if rows else None
    context = {
        "terms": terms,
        "product": terms.product,
        "form": form,
        "may_keep": may_take_part(visit.by.grants) and terms.state == "approved",
        "lines": [{**shown_line(one), "number": one.policy_number or one.application_no} for one in rows],
        "exclusions": [row for row in versions.clauses(terms.pk) if row.kind == ClauseKind.EXCLUSION],
        "next_url": f"{address}?{urlencode({'after': f'{last.shown_at.isoformat()}~{last.pk}'})}"
        if last and len(found) > len(rows)
        else "",
        "first_url": address if "after" in visit.request.GET else "",
    }
    return visit.page("products/shown.html", context, status=status)


def _terms(code: str, number: int) -> Terms:
    product = products.by_code(code)
    found = versions.version(product.pk, number) if product else None
    if found is None:
        raise Http404
    return found


def _after(text: str) -> tuple[datetime, UUID] | None:
    """The key of the row before; nonsense begins at the beginning."""
    at, _tilde, row = text.partition("~")
    try:
        key = datetime.fromisoformat(at), UUID(row)
    except ValueError:
        return None
    return key if key[0].tzinfo else None
