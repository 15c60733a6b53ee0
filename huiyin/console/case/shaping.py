"""Tags, links, checklists and fields of a case: small forms beside the path, each with one action."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from huiyin.cases import queries as cases
from huiyin.cases.actions import links, tags
from huiyin.cases.models import Case, Tag
from huiyin.cases.queries import tags as tagging
from huiyin.cases.rules.links import RELATIONS
from huiyin.complaints.actions import checklists
from huiyin.console.case import forms, taking
from huiyin.console.case.frame import Moment, of_case, page
from huiyin.console.case.page import problem, refreshed
from huiyin.core.errors import BadInput, Refused

OFFERED = 300
# What was done, in words, and the address that undoes it (empty: nothing to undo).
Said = tuple[str, str]


class TagForm(forms.StepForm):
    """A tag by its name; the browser offers those of the list."""

    name = forms.line(gettext_lazy("Tag"), most=40)

    def prepare(self) -> None:
        """Tags of the list, and the free ones where they are allowed."""
        self.is_free = tagging.may_be_free(self.moment.case.unit)
        self.fields["name"].widget.attrs |= {"list": "tag-names", "autocomplete": "off"}
        if not self.is_free:
            self.fields["name"].help_text = _("One of the list; administrators add more.")
        self.options = list(tagging.choices(free=self.is_free)[:OFFERED])


@require_http_methods(["GET", "POST"])
@of_case
def tag(moment: Moment) -> HttpResponse:
    """`tags/`: put a tag on the case."""
    form = TagForm(moment, moment.request.POST if moment.request.method == "POST" else None)

    def act() -> Said:
        carried = {one.id for one in tagging.of_case(moment.case.pk)}
        put = tags.put_on_named(case=moment.case, name=form.cleaned_data["name"], by=moment.by, at=moment.at)
        if put.pk in carried:
            return _("The case carries this tag already: %(tag)s.") % {"tag": put.name}, ""
        return _("Tag put on: %(tag)s.") % {"tag": put.name}, _address(moment, "case_tag_remove", put.pk)

    return _answer(moment, form, act, title=_("Put a tag on the case"))


@require_POST
@of_case
def untag(moment: Moment, tag_id: UUID) -> HttpResponse:
    """`tags/<id>/remove`: take a tag off."""
    found = get_object_or_404(Tag, pk=tag_id)

    def act() -> Said:
        tags.take_off(case=moment.case, tag=found, by=moment.by, at=moment.at)
        return _("Tag taken off: %(tag)s.") % {"tag": found.name}, _address(moment, "case_tag_back", tag_id)

    return _do(moment, act)


@require_POST
@of_case
def tag_back(moment: Moment, tag_id: UUID) -> HttpResponse:
    """`tags/<id>/back`: put a tag on again that was just taken off."""
    found = get_object_or_404(Tag, pk=tag_id)

    def act() -> Said:
        tags.put_back(case=moment.case, tag=found, by=moment.by, at=moment.at)
        return _("Undone: the case carries the tag again."), ""

    return _do(moment, act)


class LinkForm(forms.StepForm):
    """Another case, and what it has to do with this one."""

    relation = forms.choice(gettext_lazy("This case is, to the other one"))
    number = forms.line(gettext_lazy("Number of the other case"), most=40)
    reason = forms.line(gettext_lazy("Why"), required=False, most=500)

    def prepare(self) -> None:
        """Every relation, from either end."""
        forms.offer(self, "relation", ((one.code, _(one.title)) for one in RELATIONS.values()), blank=_("Choose …"))


@require_http_methods(["GET", "POST"])
@of_case
def link(moment: Moment) -> HttpResponse:
    """`links/`: link the case with another one that this person may see."""
    form = LinkForm(moment, moment.request.POST if moment.request.method == "POST" else None)

    def act() -> Said:
        data = form.cleaned_data
        try:
            other = cases.get(moment.user, data["number"])
        except Case.DoesNotExist:
            raise BadInput(
                "link.other", _("There is no such case, or you may not see it. Check the number."), field="number"
            ) from None
        made = links.link(
            case=moment.case, other=other, relation=data["relation"], reason=data["reason"], by=moment.by, at=moment.at
        )
        said = _("Linked with %(number)s.") % {"number": other.number}
        return said, _address(moment, "case_link_remove", made.pk) if made.at == moment.at else ""

    return _answer(moment, form, act, title=_("Link with another case"))


@require_POST
@of_case
def unlink(moment: Moment, link_id: UUID) -> HttpResponse:
    """`links/<id>/remove`: take a link off, from either end."""

    def act() -> Said:
        links.unlink(case=moment.case, link_id=link_id, by=moment.by, at=moment.at)
        return _("The link is taken off."), _address(moment, "case_link_back", link_id)

    return _do(moment, act)


@require_POST
@of_case
def link_back(moment: Moment, link_id: UUID) -> HttpResponse:
    """`links/<id>/back`: set a link again that was just taken off."""

    def act() -> Said:
        links.relink(case=moment.case, link_id=link_id, by=moment.by, at=moment.at)
        return _("Undone: the two cases are linked again."), ""

    return _do(moment, act)


class WaiveForm(forms.StepForm):
    """Why a line does not apply here."""

    reason = forms.line(gettext_lazy("Why it does not apply here"), most=500)


@require_http_methods(["GET", "POST"])
@of_case
def check(moment: Moment, code: str, line: str, state: str) -> HttpResponse:
    """`checks/<list>/<line>/<done|open|waive>`: tick a line, open it again, or waive it with a reason."""
    place: dict[str, Any] = {
        "case": moment.case, "list_code": code, "line": line, "by": moment.by, "at": moment.at,
    }  # fmt: skip
    if state == "waive":
        words = next((one.words(moment.language) for one in moment.facts.checks if one.line == line), "")
        form = WaiveForm(moment, moment.request.POST if moment.request.method == "POST" else None)

        def act() -> Said:
            checklists.waive(reason=form.cleaned_data["reason"], **place)
            return _("The line is waived."), ""

        return _answer(moment, form, act, title=_("Waive: %(line)s") % {"line": words})
    if state not in ("done", "open") or moment.request.method != "POST":
        raise Http404
    return _do(moment, lambda: _ticked(place, is_done=state == "done"))


def _ticked(place: dict[str, Any], *, is_done: bool) -> Said:
    if is_done:
        checklists.tick(**place)
        return _("The line is done."), ""
    checklists.untick(**place)
    return _("The line is open again."), ""


def _address(moment: Moment, name: str, id_: UUID) -> str:
    return reverse(name, args=[moment.case.number, id_])


def _answer(moment: Moment, form: forms.StepForm, act: Callable[[], Said], *, title: str) -> HttpResponse:
    """A small form: shown, refused with everything typed, or done and the page refreshed."""
    is_post = moment.request.method == "POST"
    if not is_post or not form.is_valid():
        return show(moment, form, title, 422 if is_post else 200)
    try:
        said, undo = _held(moment, act)
    except BadInput as refusal:
        form.blame(refusal)
        return show(moment, form, title, 422)
    except Refused as refusal:
        form.trouble = taking.refusal_words(refusal)
        return show(moment, form, title, 409)
    messages.success(moment.request, said, extra_tags=undo)
    return refreshed(moment)


def _do(moment: Moment, act: Callable[[], Said]) -> HttpResponse:
    """A button without a form of its own."""
    try:
        said, undo = _held(moment, act)
    except Refused as refusal:
        return problem(moment, taking.refusal_words(refusal), 422 if isinstance(refusal, BadInput) else 409)
    messages.success(moment.request, said, extra_tags=undo)
    return refreshed(moment)


def _held(moment: Moment, act: Callable[[], Said]) -> Said:
    with transaction.atomic():
        taking.hold(moment, "", None)
        return act()


def show(moment: Moment, form: forms.StepForm, title: str, status: int) -> HttpResponse:
    """The form in place, or on a page of its own."""
    context = {"form": form, "title": title, "action": moment.request.path}
    template = "console/case/_form.html" if moment.is_partial else "console/case/form.html"
    return page(moment, template, context, status=status)
