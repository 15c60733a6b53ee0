"""Independence on one page: who decided what in this case, what was examined, and what has to be examined again."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from huiyin.complaints.actions import independence
from huiyin.complaints.queries.independence import Line, lines
from huiyin.complaints.rules import entries
from huiyin.complaints.rules.independence import NAMES
from huiyin.complaints.rules.table import LEADING
from huiyin.console.case import timeline
from huiyin.console.case.frame import Moment, of_case, page
from huiyin.core.errors import Refused


class AgainForm(forms.Form):
    """Whether a step stands, and why."""

    verdict = forms.ChoiceField(
        label=gettext_lazy("After a second look"),
        choices=(("stands", gettext_lazy("It stands")), ("again", gettext_lazy("It has to be taken again"))),
    )
    reason = forms.CharField(label=gettext_lazy("Why"), max_length=300)


@require_GET
@of_case
def show(moment: Moment) -> HttpResponse:
    """`independence/`: each deciding step with what was examined."""
    return _page(moment)


@require_POST
@of_case
def again(moment: Moment, seq: int) -> HttpResponse:
    """`independence/<place in the ledger>/`: the verdict after a second look at a step."""
    form = AgainForm(moment.request.POST)
    if not form.is_valid():
        return _page(moment, trouble=_("Choose whether the step stands, and say why."), status=422)
    try:
        independence.reexamine(case=moment.case, seq=seq, by=moment.by, at=moment.at, **form.cleaned_data)
    except Refused as refusal:
        return _page(moment, trouble=refusal.message, status=409)
    messages.success(moment.request, _("The second look is on record."))
    return redirect("case_independence", moment.case.number)


def _page(moment: Moment, *, trouble: str = "", status: int = 200) -> HttpResponse:
    found = lines(moment.case)
    context = {
        "lines": [_line(moment, line) for line in reversed(found)],
        "owed": sum(line.owed for line in found),
        "trouble": trouble,
        "form": AgainForm(),
    }
    return page(moment, "console/case/independence.html", context, status=status)


def _line(moment: Moment, line: Line) -> dict[str, Any]:
    examined = (line.proof or {}).get("examined", {})
    seen = (line.proof or {}).get("seen", {})
    leads = moment.by.has_role(*LEADING, path=moment.case.unit.path) and moment.by.id != line.user_id
    return {
        "row": line,
        "title": _(entries.title_of(entries.kind_of(line.kind))),
        "who": timeline.person(line.label),
        "is_examined": bool(line.proof),
        "grounds": [(_(name), examined[ground]) for ground, name in NAMES.items() if ground in examined],
        "version": seen.get("version", ""),
        "url": reverse("case_reexamine", args=[moment.case.number, line.seq]) if line.owed and leads else "",
    }
