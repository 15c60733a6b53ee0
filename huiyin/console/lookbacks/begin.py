"""Beginning to look back from one upheld complaint: what is proposed, how many it would be, and the beginning."""

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huiyin.accounts.models import User
from huiyin.accounts.queries import units_under
from huiyin.accounts.rules import SEES_OWN, arranges, upward
from huiyin.cases import queries as cases
from huiyin.cases.models import Case
from huiyin.console.visit import Visit, desk
from huiyin.core.errors import BadInput, Refused
from huiyin.core.time import local_date
from huiyin.customers.models import Policy
from huiyin.quality.actions import lookbacks as actions
from huiyin.quality.queries import lookbacks as queries
from huiyin.quality.rules import lookbacks as rules

DAYS = 30
REACH = ("seller_no", "product_code", "line", "sales_channel", "signed_from", "signed_to")


def _day(label: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))


class BeginForm(forms.Form):
    """Why others may have met the same, whom it may have reached, who goes through it by when."""

    title = forms.CharField(label=_("Title of the project"), max_length=120)
    cause = forms.CharField(
        label=_("Why others may have met the same"), max_length=1000, widget=forms.Textarea({"rows": 3})
    )
    product_code = forms.CharField(label=_("Code of the product"), max_length=20, required=False)
    seller_no = forms.CharField(label=_("Number of who sold it"), max_length=20, required=False)
    line = forms.CharField(widget=forms.HiddenInput, max_length=20, required=False)
    sales_channel = forms.CharField(widget=forms.HiddenInput, max_length=20, required=False)
    signed_from = _day(_("Signed from"))
    signed_to = _day(_("Signed until"))
    lead = forms.ChoiceField(label=_("Who leads it"))
    due_on = _day(_("To be done by"))

    def __init__(self, data: Any = None, *, case: Case, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial)
        self.fields["lead"].choices = [  # type: ignore[attr-defined]
            (str(one.pk), f"{one.name} {one.employee_no}") for one in _leads(case)
        ]

    @property
    def reach(self) -> rules.Reach:
        """Whom it may have reached."""
        return rules.Reach(**{name: self.cleaned_data[name] for name in REACH})


@desk("board", "GET POST", keeps=True)
def new(visit: Visit, number: str) -> HttpResponse:
    """`lookbacks/from/<number>/`: with `do_size` only how many it would be; a running project is shown instead."""
    case = _case(visit, number)
    running = queries.of_case(case.pk)
    if running is not None and running.ended_at is None:
        return redirect("lookback", running.pk)
    actions.must_be_upheld(case)
    if visit.request.method != "POST":
        return _shown(visit, case, BeginForm(case=case, initial=_proposed(visit, case)))
    form = BeginForm(visit.request.POST, case=case)
    if not form.is_valid():
        return _shown(visit, case, form, 422)
    if "do_size" in visit.request.POST:
        faults = list(rules.faults(form.reach))
        for field, sentence in faults:
            form.add_error(field, gettext(sentence))
        size = None if faults else queries.size(form.reach, queries.area(case.unit), without=case.policy_id)
        return _shown(visit, case, form, 422 if faults else 200, size=size)
    try:
        row = actions.begin(
            case=case, reach=form.reach, title=form.cleaned_data["title"], cause=form.cleaned_data["cause"],
            lead=User.objects.get(pk=form.cleaned_data["lead"]), due_on=form.cleaned_data["due_on"], by=visit.by,
            at=visit.at,
        )  # fmt: skip
    except BadInput as fault:
        form.add_error(fault.field if fault.field in form.fields else None, fault.message)
        return _shown(visit, case, form, 422)
    except Refused as no:
        form.add_error(None, no.message)
        return _shown(visit, case, form, 409)
    messages.success(visit.request, gettext("The list stands. Go through it to the last."))
    return redirect("lookback", row.pk)


def _leads(case: Case) -> QuerySet[User]:
    """Who may lead: staff of the unit, of what is below it and of what stands above it."""
    around = Q(memberships__unit__in=units_under(case.unit.path)) | Q(
        memberships__unit__path__in=upward(case.unit.path)
    )
    people = User.objects.filter(around, is_active=True, memberships__role__in=SEES_OWN)
    return people.distinct().order_by("employee_no")[:200]


def _case(visit: Visit, number: str) -> Case:
    try:
        case = cases.get(visit.user, number)
    except Case.DoesNotExist:
        raise Http404 from None
    if not hasattr(case, "complaint") or not arranges(visit.by.grants, case.unit.path):
        raise Http404
    return case


def _proposed(visit: Visit, case: Case) -> dict[str, Any]:
    today = local_date(visit.at)
    found: dict[str, Any] = {"title": case.subject, "due_on": today + timedelta(days=DAYS), "lead": str(visit.user.pk)}
    policy = Policy.objects.filter(pk=case.policy_id).first() if case.policy_id else None
    if policy is None:
        return found
    reach = rules.proposed(
        seller_no=policy.seller_no, product_code=policy.product_code, line=policy.line,
        sales_channel=policy.sales_channel, signed_on=policy.signed_on or policy.starts_on, today=today,
    )  # fmt: skip
    return found | vars(reach)


def _shown(
    visit: Visit, case: Case, form: BeginForm, status: int = 200, *, size: tuple[int, int] | None = None
) -> HttpResponse:
    context = {
        "case": case,
        "form": form,
        "size": size,
        "too_many": size is not None and size[0] > rules.MOST,
        "most": rules.MOST,
    }
    return visit.page("lookbacks/new.html", context, status)
