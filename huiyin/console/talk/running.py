"""Running a macro, shown before it runs; following a case."""

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from huiyin.audit import queries as audit
from huiyin.cases.actions import following
from huiyin.cases.models import Macro
from huiyin.complaints.actions import macros as actions
from huiyin.complaints.queries import macros as queries
from huiyin.complaints.rules import macros as rules
from huiyin.console.case import forms, taking
from huiyin.console.case.frame import Moment, of_case, page
from huiyin.console.case.page import refreshed
from huiyin.console.talk.naming import name_of
from huiyin.core import masking
from huiyin.core.errors import Refused

ICONS = {
    "reply": "send", "note": "lock", "tag": "flag", "task": "clipboard-list", "remind": "bell",
    "hand_over": "arrow-forward-up",
}  # fmt: skip


@require_http_methods(["GET", "POST"])
@of_case
def macro(moment: Moment, macro_id: UUID) -> HttpResponse:
    """`macros/<id>/`: what it would do, step by step (GET); doing it (POST)."""
    row = next((one for one in queries.for_case(moment.case) if one.pk == macro_id), None)
    if row is None:
        raise Http404
    is_post = moment.request.method == "POST"
    form = forms.StepForm(moment, moment.request.POST if is_post else None)
    if not is_post or not form.is_valid():
        return _show(moment, row, form, 200)
    version = moment.request.POST.get("version", "")
    try:
        with transaction.atomic():
            taking.hold(moment, "", None)
            is_done = _ran(moment, row, form.cleaned_data.get("seen"))  # under the lock: a double click comes at once
            if not is_done:
                seen = int(version) if version.isdecimal() else None
                actions.run(macro=row, case=moment.case, seen=seen, by=moment.by, at=moment.at)
    except Refused as refusal:
        form.trouble = taking.refusal_words(refusal) | {"title": refusal.message}
        return _show(moment, row, form, 409, getattr(refusal, "outcomes", None))
    if is_done:
        messages.success(moment.request, _("This was done already: %(step)s.") % {"step": name_of(row)})
        return refreshed(moment)
    messages.success(moment.request, _("Done: %(step)s.") % {"step": name_of(row)})
    return refreshed(moment, composer="note")


def _ran(moment: Moment, row: Macro, seen: int | None) -> bool:
    """Has this person run this very macro since the page was opened?"""
    if seen is None:
        return False
    since = audit.chain(moment.owner).filter(seq__gt=seen, kind="case.macro_run")
    return any(one.actor_id == moment.by.id and one.body.get("macro") == str(row.pk) for one in since)


def _show(
    moment: Moment, row: Macro, form: forms.StepForm, status: int, outcomes: tuple[actions.Outcome, ...] | None = None
) -> HttpResponse:
    try:
        found = outcomes or actions.preview(macro=row, case=moment.case, by=moment.by, at=moment.at)
    except Refused as refusal:
        found = []
        form.trouble = taking.refusal_words(refusal)
    context = {
        "form": form,
        "row": row,
        "title": name_of(row),
        "action": moment.request.path,
        "steps": [
            {
                "icon": ICONS[one.step.kind],
                "name": _(rules.KINDS[one.step.kind][0]),
                "text": masking.text(one.words),
                "state": one.state,
                "why": one.why,
                "needs": one.needs,
                "days": one.step.days,
                "to": one.step.to,
            }
            for one in found
        ],
        "ready": bool(found) and all(one.state == "done" for one in found),
    }
    template = "console/talk/_macro_run.html" if moment.is_partial else "console/talk/macro_run.html"
    return page(moment, template, context, status=status)


@require_POST
@of_case
def watch(moment: Moment) -> HttpResponse:
    """`watch`: follow the case (`on=1`) or no longer."""
    if moment.request.POST.get("on") == "1":
        following.watch(case=moment.case, user=moment.user, by=moment.by, at=moment.at)
        messages.success(moment.request, _("You follow this case now."))
    else:
        following.unwatch(case=moment.case, user=moment.user, by=moment.by, at=moment.at)
        messages.success(moment.request, _("You no longer follow this case."))
    return refreshed(moment)
