"""The tags of the house for administrators: the list, one tag, where free ones are allowed."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from huiyin.accounts.models import Unit
from huiyin.audit import queries as audit
from huiyin.cases.actions import tags as actions
from huiyin.cases.models import Tag, TagColour, TagFreedom
from huiyin.cases.queries import tags as queries
from huiyin.console import entries
from huiyin.console.house import frame
from huiyin.console.house.forms import units
from huiyin.console.house.merging import Merge
from huiyin.console.visit import Visit, desk
from huiyin.core.errors import BadInput

SIZE = 100


class TagForm(forms.Form):
    """Name and colour of a tag."""

    name = forms.CharField(label=gettext_lazy("Tag"), max_length=40)
    colour = forms.ChoiceField(label=pgettext_lazy("tag", "Colour"), choices=TagColour.choices)


class MergeForm(forms.Form):
    """What a tag counts as from now on."""

    into = forms.ChoiceField(label=gettext_lazy("Counts as"))

    def __init__(self, data: Any = None, *, tag: Tag) -> None:
        super().__init__(data, auto_id="merge_%s")
        rows = queries.choices(free=True).exclude(pk=tag.pk)[:500]
        self.fields["into"].choices = [("", _("Choose …")), *((str(row.pk), row.name) for row in rows)]  # type: ignore[attr-defined]


class FreedomForm(forms.Form):
    """May the staff of a unit write tags of their own?"""

    unit = forms.ChoiceField(label=gettext_lazy("Unit"))
    allowed = forms.ChoiceField(
        label=gettext_lazy("Tags of one's own"),
        choices=[
            ("yes", gettext_lazy("allowed here and below")),
            ("no", gettext_lazy("not allowed here and below")),
            ("", gettext_lazy("as the unit above says")),
        ],
        required=False,
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="free_%s")
        self.fields["unit"].choices = units()  # type: ignore[attr-defined]


@desk("settings", "GET POST")
def listed(visit: Visit) -> HttpResponse:
    """The tags by name, a page by key, and a form for a new one."""
    form = TagForm(visit.request.POST if visit.request.method == "POST" else None)
    if form.is_valid():
        try:
            made = actions.add_tag(**form.cleaned_data, by=visit.by, at=visit.at)
        except BadInput as error:
            frame.blame(form, error)
        else:
            messages.success(visit.request, _("Tag added: %(tag)s.") % {"tag": made.name})
            return redirect("settings_tags")
    return _list(visit, form, FreedomForm())


@desk("settings", "POST")
def freedom(visit: Visit) -> HttpResponse:
    """Where free tags are allowed."""
    form = FreedomForm(visit.request.POST)
    if not form.is_valid():
        return _list(visit, TagForm(), form)
    said = {"yes": True, "no": False}.get(form.cleaned_data["allowed"])
    unit = get_object_or_404(Unit, pk=form.cleaned_data["unit"])
    actions.allow_free(unit=unit, allowed=said, by=visit.by, at=visit.at)
    messages.success(visit.request, _("Kept."))
    return redirect("settings_tags")


def _list(visit: Visit, form: TagForm, free: FreedomForm) -> HttpResponse:
    after = visit.request.GET.get("after", "")
    rows = Tag.objects.select_related("merged_into").filter(name__gte=after).order_by("name", "id")
    found = list(rows[: SIZE + 1])
    context = {
        "rows": found[:SIZE],
        "next": found[SIZE].name if len(found) > SIZE else "",
        "form": form,
        "free": free,
        "freedoms": TagFreedom.objects.select_related("unit").order_by("unit__path"),
        "tabs": frame.tabs("settings_tags"),
    }
    return visit.page("settings_tags.html", context, status=422 if form.is_bound or free.is_bound else 200)


@desk("settings", "GET POST")
def one(visit: Visit, tag_id: UUID) -> HttpResponse:
    """One tag: its name and colour, what it counts as, what was changed."""
    rows = Tag.objects.select_related("merged_into")
    rows = rows.select_for_update(of=("self",)) if visit.request.method == "POST" else rows
    with transaction.atomic():
        row = get_object_or_404(rows, pk=tag_id)
        form = TagForm(visit.request.POST if visit.request.method == "POST" else None, initial=_held(row))
        both = Merge(visit.request, f"tag.{row.pk}", _held(row))
        if form.is_valid() and (values := both.settle(form, form.cleaned_data)) is not None:
            try:
                actions.change_tag(tag=row, **values, by=visit.by, at=visit.at)
            except BadInput as error:
                frame.blame(form, error)
            else:
                messages.success(visit.request, _("Kept."))
                return redirect("settings_tag", row.pk)
    return _one(visit, row, form, MergeForm(tag=row), both)


def _held(row: Tag) -> dict[str, str]:
    """What the form of a tag shows."""
    return {"name": row.name, "colour": row.colour}


@desk("settings", "POST")
def act(visit: Visit, tag_id: UUID, step: str) -> HttpResponse:
    """Merge it into another, undo that, retire it or offer it again."""
    row = get_object_or_404(Tag.objects.select_related("merged_into"), pk=tag_id)
    common: dict[str, Any] = {"tag": row, "by": visit.by, "at": visit.at}
    if step == "merge":
        form = MergeForm(visit.request.POST, tag=row)
        if not form.is_valid():
            return _one(visit, row, TagForm(initial=_held(row)), form)
        actions.merge_tags(into=Tag.objects.get(pk=form.cleaned_data["into"]), **common)
    elif step == "unmerge":
        actions.unmerge_tag(**common)
    elif step in ("retire", "revive"):
        actions.retire_tag(is_retired=step == "retire", **common)
    else:
        raise Http404
    messages.success(visit.request, _("Kept."))
    return redirect("settings_tag", row.pk)


def _one(visit: Visit, row: Tag, form: TagForm, merge: MergeForm, both: Merge | None = None) -> HttpResponse:
    context = {
        "row": row,
        "both": both or Merge(visit.request, f"tag.{row.pk}", _held(row)),
        "form": form,
        "merge": merge,
        "members": Tag.objects.filter(merged_into=row).order_by("name")[:SIZE],
        "entries": entries.told(audit.chain(("tag", row.pk)).order_by("-seq")[:20]),
        "tabs": frame.tabs("settings_tags"),
    }
    return visit.page("settings_tag.html", context, status=422 if form.is_bound or merge.is_bound else 200)
