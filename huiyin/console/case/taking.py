"""Taking a step of the path: its form in place or on a page of its own, one action, and the case as it is then."""

from collections.abc import Iterable
from typing import Any, TypeVar

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from huiyin.audit import queries as audit
from huiyin.audit.models import Entry
from huiyin.cases import queries as cases
from huiyin.cases.models import Case
from huiyin.complaints.rules import entries, path
from huiyin.console import drafts, kept
from huiyin.console.case import course, timeline, words
from huiyin.console.case.asked import Line, StepPage
from huiyin.console.case.forms import StepForm
from huiyin.console.case.frame import Moment, of_case, page
from huiyin.console.case.page import refreshed
from huiyin.console.case.steps import PAGES
from huiyin.core.errors import BadInput, Refused
from huiyin.core.wording import moment_text

F = TypeVar("F", bound=StepForm)
# What others may add while a form is open without making it stale.
_HARMLESS = (
    "case.note_added", "case.message_added", "case.evidence_added", "complaint.evidence_added", "case.custody_recorded",
    "case.tagged", "case.untagged", "case.linked", "case.unlinked", "case.fields_filled", "case.check_done",
    "case.check_undone", "case.check_waived", "case.macro_run",
)  # fmt: skip


class Stale(Exception):  # noqa: N818 - not an error: somebody else was quicker
    """The case changed since the form was opened. `by_me`: it was this person, with this very step (a double click)."""

    def __init__(self, changed: list[Entry], *, by_me: bool) -> None:
        super().__init__("stale")
        self.changed = changed
        self.by_me = by_me


@require_http_methods(["GET", "POST"])
@of_case
def step(moment: Moment, code: str) -> HttpResponse:
    """`steps/<code>/`: the form (GET), the change (POST). `more` asks for another row."""
    if code not in PAGES:
        raise Http404
    found = PAGES[code]
    if moment.request.method == "GET":
        if back := given_back(moment, found.form):
            return show(moment, found, back)
        return show(moment, found, found.form(moment, begin=moment.request.GET.dict()))
    form = found.form(moment, moment.request.POST)
    if "more" in moment.request.POST:
        return show(moment, found, form.unjudged())
    if not form.is_valid():
        return show(moment, found, form, status=422)
    return take(moment, found, form)


def given_back(moment: Moment, form: type[F]) -> F | None:
    """The form with what was typed into it before the session ended; None when nothing was."""
    found = kept.give_back(moment.request, moment.user, moment.at)
    if found is None:
        return _taken_up(moment, form)
    typed, had_files = found
    back = form(moment, typed)
    back.unjudged()
    files = _("Choose the files again.") if had_files else ""
    back.trouble = {
        "title": _("Your session had ended, so nothing was done. What you had written is here."),
        "text": " ".join(filter(None, (_("Look through it and send it again."), files))),
    }
    return back


def _taken_up(moment: Moment, form: type[F]) -> F | None:
    """The form with what the draft holds that the address names (`?draft=`)."""
    found = drafts.taken_up(moment.request, moment.user, moment.case)
    if found is None:
        return None
    typed, saved_at = found
    typed["seen"] = str(moment.seen)
    back = form(moment, typed)
    back.unjudged()
    back.trouble = {
        "title": _("What you had written is back, from %(moment)s.") % {"moment": moment_text(saved_at)},
        "text": _("Nothing was sent yet. Look through it and send it."),
    }
    return back


@require_GET
@of_case
def none(moment: Moment) -> HttpResponse:
    """`steps/`: no form is open."""
    return HttpResponse() if moment.is_partial else redirect("case", moment.case.number)


@require_POST
@of_case
def look(moment: Moment, code: str) -> HttpResponse:
    """`steps/<code>/look`: what the form as it stands would do; nothing is done."""
    if code not in PAGES or PAGES[code].before is None:
        raise Http404
    found = PAGES[code]
    form = found.form(moment, moment.request.POST)
    context = {"found": found, "form": form, "looks": True, "lines": _lines(moment, found, form)}
    return page(moment, "console/case/_before.html", context)


def _lines(moment: Moment, found: StepPage, form: StepForm) -> list[Line]:
    return list(found.before(moment, form)) if found.before else []


def take(moment: Moment, found: StepPage, form: StepForm) -> HttpResponse:
    """The change itself, under the lock of the case; a refusal comes back with everything that was typed."""
    title = _(found.step.title)
    try:
        with transaction.atomic():
            hold(moment, found.code, form.cleaned_data.get("seen"), locks=found.locks, merges=found.merges)
            found.act(moment, form)
    except Stale as stale:
        if stale.by_me:
            return done(moment, found, _("This was done already: %(step)s.") % {"step": title})
        form = renewed(moment, found)
        form.trouble = changed_words(moment, stale.changed)
        return show(moment, found, form, status=409)
    except BadInput as refusal:
        form.blame(refusal)
        return show(moment, found, form, status=422)
    except Refused as refusal:
        form.trouble = refusal_words(refusal)
        return show(moment, found, form, status=409)
    drafts.sent(moment.request, found.code, case=moment.case, by=moment.by, at=moment.at)
    return done(moment, found, _("Done: %(step)s.") % {"step": title})


def hold(moment: Moment, code: str, seen: int | None, *, locks: bool = True, merges: bool = False) -> None:
    """Lock the case through its gate, and see whether it is still the one the form was opened for. Raises Stale, for
    a form that `merges` not because of the same step: it compares what was changed itself."""
    rows = cases.visible_to(moment.user).select_related("unit", "owner", "complaint")
    rows = rows.select_for_update(of=("self",)) if locks else rows
    try:
        moment.case = rows.get(pk=moment.case.pk)
    except Case.DoesNotExist:
        raise Http404 from None
    if seen is None:
        return
    since = audit.chain(moment.owner).filter(seq__gt=seen).exclude(kind__in=_HARMLESS)
    kind = entries.kind_of(code) if code else ""
    changed = [entry for entry in since if not entry.kind.startswith("clock.") and not (merges and entry.kind == kind)]
    if changed:
        raise Stale(changed, by_me=any(one.actor_id == moment.by.id and one.kind == kind for one in changed))


def renewed(moment: Moment, found: StepPage) -> StepForm:
    """The form with everything typed, now knowing what has happened since: sending it again is a decision."""
    fresh = Moment(moment.request, cases.get(moment.user, moment.case.pk), moment.user, moment.by, moment.at)
    data = moment.request.POST.copy()
    data["seen"] = str(fresh.seen)
    form = found.form(fresh, data)
    form.is_valid()
    return form


def refusal_words(refusal: Refused) -> dict[str, Any]:
    """A refusal as the partial shows it."""
    needs = refusal.needs if len(refusal.needs) > 1 else []
    title = _("This is not possible yet.") if needs else refusal.message
    return {"title": title, "text": "", "needs": needs, "clause": refusal.clause}


def changed_words(moment: Moment, changed: Iterable[Entry]) -> dict[str, Any]:
    """What others did meanwhile, in words."""
    return {
        "title": _("The case has changed since you opened this form. Nothing was done."),
        "text": _("Look at what is new. What you typed is still here; send it again if it still fits."),
        "changes": [
            _("%(who)s: %(what)s")
            % {
                "who": f"{timeline.person(one.actor_label)} · {moment_text(one.written_at)}",
                "what": words.title(one.kind, one.body, moment.language),
            }
            for one in changed
        ],
    }


def show(moment: Moment, found: StepPage, form: StepForm, status: int = 200) -> HttpResponse:
    """The form in place or as a page; a step that is not permitted shows what it needs instead."""
    missing = path.why_not(found.code, form.moment.facts, moment.by)
    context = {
        "found": found,
        "step": found.step,
        "title": _(found.step.title),
        "form": form,
        "missing": [_(sentence) for sentence in missing] if status == 200 else [],
        "lines": [] if missing else _lines(form.moment, found, form),
        "beside": found.facts(form.moment, form) if found.facts and not missing else {},
        "looks": found.before is not None,
        "danger": found.code in course.DANGER,
    }
    template = found.partial if moment.is_partial else "console/case/step.html"
    return page(form.moment, template, context, status=status)


def done(moment: Moment, found: StepPage, text: str) -> HttpResponse:
    """After the change: the refreshed parts of the page, or the page itself."""
    messages.success(moment.request, text)
    return refreshed(moment, composer=found.composer)
