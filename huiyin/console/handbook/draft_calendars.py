"""Calendars: a year's official notice of days off, from pasted list to published version."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from huiyin.audit import queries as audit
from huiyin.cases.queries import calendars as moves
from huiyin.console.entries import told
from huiyin.console.handbook import drafts
from huiyin.console.handbook.frame import tabs
from huiyin.console.visit import Visit, desk
from huiyin.core import calendars
from huiyin.core.errors import BadInput
from huiyin.handbook import actions
from huiyin.handbook.actions.calendars import fault
from huiyin.handbook.models import CalendarVersion, DraftState
from huiyin.handbook.queries import drafts as reading
from huiyin.handbook.rules import approval, names, notice
from huiyin.handbook.rules.notice import NoticeDay, NoticeError

WRITABLE = (DraftState.DRAFT, DraftState.REJECTED)
SHOWN = 50


class NoticeForm(forms.Form):
    """A year's notice. The days are typed or pasted, one stretch a line."""

    code = forms.ChoiceField(label=gettext_lazy("Calendar"))
    year = forms.IntegerField(label=gettext_lazy("Year"), min_value=2000, max_value=2199)
    source = forms.CharField(
        label=gettext_lazy("The notice"), max_length=500,
        help_text=gettext_lazy("Who announced it, its number and day, and where it can be read"),
    )  # fmt: skip
    days = forms.CharField(
        label=gettext_lazy("Days off and make-up days"),
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false"}),
        help_text=gettext_lazy(
            "One a line: “2027-02-05 ~ 2027-02-11 Spring Festival off” for days off, "
            "“2027-02-14 Spring Festival work” for a make-up day."
        ),
    )

    def __init__(
        self, data: Any = None, *, row: CalendarVersion | None = None, initial: dict[str, Any] | None = None
    ) -> None:
        super().__init__(data, initial=initial)
        language = get_language() or "zh-hans"
        self.fields["code"].choices = [  # type: ignore[attr-defined]
            (code, names.name_of(names.CALENDAR_NAMES, code, language)) for code in calendars.codes()
        ]
        if row is not None:
            del self.fields["code"], self.fields["year"]

    def clean_days(self) -> list[NoticeDay]:
        """The rows of the list."""
        try:
            return notice.read_lines(self.cleaned_data["days"])
        except NoticeError as error:
            raise forms.ValidationError(fault(error).message) from error


@desk("publishing")
def listed(visit: Visit) -> HttpResponse:
    """The calendars in use and the notices published or in the making."""
    language = get_language() or "zh-hans"
    current = [calendars.current(code) for code in calendars.codes()]
    context = {
        "current": [(names.name_of(names.CALENDAR_NAMES, one.code, language), one) for one in current],
        "rows": [(one, names.name_of(names.CALENDAR_NAMES, one.code, language)) for one in reading.calendar_drafts()],
        "may_write": drafts.may_write(visit),
        "tabs": tabs("calendar_versions", visit.by),
    }
    return visit.page("handbook/drafts/calendars.html", context)


@desk("publishing", "GET POST")
def new(visit: Visit) -> HttpResponse:
    """The notice of a year, the next one not announced unless another is chosen."""
    initial = {"code": "cn", "year": calendars.current("cn").last + 1}
    form = NoticeForm(visit.request.POST if visit.request.method == "POST" else None, initial=initial)
    if form.is_valid():
        try:
            row = actions.create_calendar(**form.cleaned_data, by=visit.by, at=visit.at)
        except BadInput as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            return redirect("calendar_version", row.pk)
    context = {"form": form, "tabs": tabs("calendar_versions", visit.by)}
    return visit.page("handbook/drafts/calendar_new.html", context, status=422 if form.is_bound else 200)


@desk("publishing", "GET POST")
def one(visit: Visit, calendar_id: UUID) -> HttpResponse:
    """One notice: its days, what it would move, who decides; a POST writes it anew."""
    row = get_object_or_404(CalendarVersion.objects.select_related("created_by", "decided_by"), pk=calendar_id)
    is_writable = row.state in WRITABLE and drafts.may_write(visit)
    initial = {"source": row.notice, "days": as_lines(notice.from_json(row.days))}
    bound = visit.request.POST if visit.request.method == "POST" else None
    form = NoticeForm(bound, row=row, initial=initial)
    if form.is_valid():
        try:
            actions.edit_calendar(row=row, seen=_seen(visit), **form.cleaned_data, by=visit.by, at=visit.at)
        except BadInput as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            messages.success(visit.request, _("The notice is kept."))
            return redirect("calendar_version", row.pk)
    second = approval.may_approve(visit.user.pk, row.created_by_id, row.editors)
    preview = _preview(visit, row)
    context = {
        "row": row,
        "name": names.name_of(names.CALENDAR_NAMES, row.code, get_language() or "zh-hans"),
        "days": notice.from_json(row.days),
        "form": form,
        "is_writable": is_writable,
        "may_write": drafts.may_write(visit),
        "may_decide": row.state == DraftState.SUBMITTED and second and drafts.may_write(visit),
        "entries": told(audit.chain(row.key).order_by("-seq")[:30]),
        "tabs": tabs("calendar_versions", visit.by),
    }
    return visit.page("handbook/drafts/calendar.html", context | preview, status=422 if form.is_bound else 200)


@desk("publishing", "POST")
def act(visit: Visit, calendar_id: UUID, step: str) -> HttpResponse:
    """One decision on a notice."""
    if step not in STEPS:
        raise Http404
    row = get_object_or_404(CalendarVersion, pk=calendar_id)
    given = {"row": row, "seen": _seen(visit), "by": visit.by, "at": visit.at}
    if step in ("reject", "withdraw"):
        given["reason"] = visit.request.POST.get("reason", "")
    STEPS[step](**given)
    if step == "approve":
        messages.success(visit.request, _("Published. Limits that were provisional are computed anew now."))
    return redirect("calendar_version", row.pk)


STEPS: dict[str, Callable[..., object]] = {
    "submit": actions.submit_calendar,
    "approve": actions.approve_calendar,
    "reject": actions.reject_calendar,
    "withdraw": actions.withdraw_calendar,
}


def as_lines(days: list[NoticeDay]) -> str:
    """The days as they are typed, neighbours of one name together."""
    stretches: list[list[NoticeDay]] = []
    for day in sorted(days):
        last = stretches[-1][-1] if stretches else None
        joins = last is not None and (last.name, last.off) == (day.name, day.off) and (day.on - last.on).days == 1
        if joins:
            stretches[-1].append(day)
        else:
            stretches.append([day])
    return "\n".join(
        (f"{one[0].on} ~ {one[-1].on}" if len(one) > 1 else f"{one[0].on}")
        + f" {one[0].name} {'off' if one[0].off else 'work'}"
        for one in stretches
    )


def _preview(visit: Visit, row: CalendarVersion) -> dict[str, Any]:
    """Which provisional limits of visible cases would move or become certain."""
    if row.state not in (*WRITABLE, DraftState.SUBMITTED):
        return {"moves": [], "shows_moves": False}
    whole = notice.merged(notice.from_json(row.days), row.year, calendars.current(row.code))
    return {"moves": moves.moved_by(whole, visit.user, limit=SHOWN), "shows_moves": True, "most": SHOWN}


def _seen(visit: Visit) -> int:
    said = visit.request.POST.get("seen", "")
    return int(said) if said.isdecimal() else 0
