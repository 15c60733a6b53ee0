"""Trying a draft: its worked examples, and what it would have changed in the history."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from huiyin.accounts.models import Unit
from huiyin.cases import queries as cases
from huiyin.clocks.actions import trials
from huiyin.clocks.rules import examples
from huiyin.clocks.rules.events import KINDS
from huiyin.console.handbook import drafts
from huiyin.console.visit import Visit, desk
from huiyin.core.errors import BadInput
from huiyin.core.time import SHANGHAI
from huiyin.handbook import actions
from huiyin.handbook.models import Change, Replay, RuleDraft
from huiyin.handbook.queries import drafts as reading

SIZE = 50
MONTHS = 24
KIND_NAMES = {
    "extend": gettext_lazy("extended"), "pause": gettext_lazy("paused"), "resume": gettext_lazy("resumed"),
    "restart": gettext_lazy("begun anew"), "agree": gettext_lazy("date agreed"),
}  # fmt: skip


class ExampleForm(forms.Form):
    """An own example: when it begins, what happens, when it should be due."""

    says = forms.CharField(label=gettext_lazy("What it shows"), max_length=120)
    start = forms.DateTimeField(label=gettext_lazy("Begins"))
    due_at = forms.DateTimeField(
        label=gettext_lazy("Expected to be due"), required=False, help_text=gettext_lazy("Empty: it is paused then.")
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        for name in ("start", "due_at"):
            self.fields[name].widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        for place in range(4):
            choices = [("", "—"), *((kind, str(KIND_NAMES[kind])) for kind in KINDS)]
            self.fields[f"event{place}_kind"] = forms.ChoiceField(label=_("Then"), choices=choices, required=False)
            self.fields[f"event{place}_at"] = forms.DateTimeField(
                label=_("At"), required=False, widget=forms.DateTimeInput(attrs={"type": "datetime-local"})
            )

    def rows(self) -> list[list[forms.BoundField]]:
        """The events, as pairs of fields."""
        return [[self[f"event{place}_kind"], self[f"event{place}_at"]] for place in range(4)]

    def example(self) -> dict[str, Any]:
        """The example as drafts keep it."""
        data = self.cleaned_data
        happened = [(data[f"event{n}_kind"], data[f"event{n}_at"]) for n in range(4)]
        return {
            "says": {"zh": data["says"], "en": data["says"]},
            "from": _local(data["start"]),
            "events": [{"kind": kind, "at": _local(at)} for kind, at in happened if kind and at],
            "facts": {},
            "expected": {"due_at": _local(data["due_at"]) if data["due_at"] else None},
        }


@desk("publishing")
def tried(visit: Visit, draft_id: UUID) -> HttpResponse:
    """The examples of a draft, what each gives, and whether that was expected."""
    return _examples(visit, drafts.get(draft_id))


@desk("publishing", "POST")
def act(visit: Visit, draft_id: UUID, step: str) -> HttpResponse:
    """Add, confirm or remove an example."""
    draft = drafts.get(draft_id)
    said, number = visit.request.POST.get("seen", ""), visit.request.POST.get("example", "")
    given: dict[str, Any] = {
        "draft": draft,
        "seen": int(said) if said.isdecimal() else 0,
        "by": visit.by,
        "at": visit.at,
    }
    if step in ("confirm", "remove"):
        change = trials.confirm_example if step == "confirm" else trials.remove_example
        change(**given, number=int(number) if number.isdecimal() else 0)
        return redirect("rule_draft_examples", draft.pk)
    if step != "add":
        raise Http404
    form = ExampleForm(visit.request.POST)
    if form.is_valid():
        try:
            trials.add_example(**given, example=form.example())
        except BadInput as error:
            form.add_error("start" if error.field == "from" else None, error.message)
        else:
            return redirect("rule_draft_examples", draft.pk)
    return _examples(visit, draft, form)


def _examples(visit: Visit, draft: RuleDraft, form: ExampleForm | None = None) -> HttpResponse:
    rule = reading.terms_of(draft)
    if rule is None:
        raise Http404
    calendar, language = reading.calendar_of(draft), get_language() or "zh-hans"
    rows = []
    for one in draft.examples:
        outcome = examples.run(rule, calendar, one)
        rows.append(
            {
                "example": one,
                "says": one["says"]["zh" if language.startswith("zh") else "en"],
                "start": _instant(one["from"]),
                "events": [(str(KIND_NAMES[event["kind"]]), _instant(event["at"])) for event in one.get("events", ())],
                "expected": _said(one["expected"]),
                "found": _said(outcome.found),
                "was": _said(one["was"]) if "was" in one else "",
                "agrees": outcome.agrees,
            }
        )
    context = drafts.frame(visit, draft, "rule_draft_examples") | {
        "rows": rows,
        "differing": sum(not row["agrees"] for row in rows),
        "form": form or ExampleForm(),
        "open_form": form is not None,
    }
    return visit.page("handbook/drafts/examples.html", context, status=422 if form is not None else 200)


@desk("publishing", "GET POST")
def replay(visit: Visit, draft_id: UUID) -> HttpResponse:
    """What would change: a POST plays the draft over the history; the page shows the newest replay."""
    draft = drafts.get(draft_id)
    if visit.request.method == "POST":
        months = visit.request.POST.get("months", "")
        back = min(max(int(months) if months.isdecimal() else MONTHS, 1), 120)
        since = visit.at - timedelta(days=round(back * 30.4375))
        actions.start_replay(
            draft=draft, since=since, open_only=visit.request.POST.get("window") == "open", by=visit.by, at=visit.at
        )
        return redirect("rule_replay", draft.pk)
    row = reading.latest_replay(draft)
    context = drafts.frame(visit, draft, "rule_replay") | {"replay": row, "months": MONTHS} | _result(draft, row)
    return visit.page("handbook/drafts/replay.html", context)


@desk("publishing")
def progress(visit: Visit, draft_id: UUID) -> HttpResponse:
    """How far the replay is; the page is loaded anew when it has finished."""
    draft = drafts.get(draft_id)
    row = reading.latest_replay(draft)
    answer = visit.page(
        "handbook/drafts/_progress.html", {"draft": draft, "replay": row, "may_write": drafts.may_write(visit)}
    )
    if row is None or row.is_finished:
        answer["HX-Refresh"] = "true"
    return answer


@desk("publishing", "POST")
def cancel(visit: Visit, draft_id: UUID) -> HttpResponse:
    """Stop the replay that runs."""
    row = reading.latest_replay(drafts.get(draft_id))
    if row is not None:
        actions.cancel_replay(replay=row, by=visit.by, at=visit.at)
    return redirect("rule_replay", draft_id)


@desk("publishing")
def changed(visit: Visit, draft_id: UUID, replay_id: UUID) -> HttpResponse:
    """The exact cases behind a figure, page by key; only those that the visitor may see."""
    draft = drafts.get(draft_id)
    row = get_object_or_404(Replay, pk=replay_id, draft=draft)
    kind, after = visit.request.GET.get("kind", ""), visit.request.GET.get("after", "")
    if kind not in {"", "broken", "kept", *Change.values}:
        raise Http404
    visible = cases.visible_to(visit.user)
    try:
        start = UUID(after) if after else None
    except ValueError:
        raise Http404 from None
    found = reading.replay_rows(row, cases=visible.values("pk"), kind=kind, after=start, limit=SIZE + 1)
    known = {
        one.pk: one for one in visible.filter(pk__in={line.case_id for line in found[:SIZE]}).select_related("unit")
    }
    rows = [{"row": line, "case": known[line.case_id]} for line in found[:SIZE] if line.case_id in known]
    here = reverse("rule_replay_cases", args=[draft.pk, row.pk])
    more = f"{here}?kind={kind}&after={found[SIZE - 1].pk}" if len(found) > SIZE else ""
    kinds = [{"label": label, "url": f"{here}?kind={code}", "active": code == kind} for code, label in _kinds()]
    context = drafts.frame(visit, draft, "rule_replay") | {
        "replay": row, "rows": rows, "next_url": more, "kinds": kinds, "total": _total(row, kind)
    }  # fmt: skip
    return visit.page("handbook/drafts/cases.html", context)


def _kinds() -> list[tuple[str, str]]:
    return [
        ("", _("All that change")),
        ("broken", _("Newly broken")),
        ("kept", _("Newly kept")),
        *((code, str(label)) for code, label in Change.choices),
    ]


def _total(row: Replay, kind: str) -> int:
    name = {"": "changed", "broken": "newly_broken", "kept": "newly_kept"}.get(kind, kind)
    return int(row.summary.get("totals", {}).get(name, 0))


def _result(draft: RuleDraft, row: Replay | None) -> dict[str, Any]:
    """The sums of a replay as the page shows them."""
    standing = reading.replay_standing(draft, row)
    if row is None or not row.summary:
        return {"standing": standing}
    summary = row.summary
    units = {str(unit.pk): unit.name for unit in Unit.objects.filter(pk__in=list(summary["units"]))}
    by_unit = sorted(summary["units"].items(), key=lambda pair: -pair[1][1])
    days = sorted(summary["alarms"].items())
    return {
        "standing": standing,
        "totals": summary["totals"],
        "month_rows": [(month, sums) for month, sums in sorted(summary["months"].items())],
        "most_month": max((sums[0] for sums in summary["months"].values()), default=0),
        "unit_rows": [(units.get(key, "—"), sums) for key, sums in by_unit],
        "most_unit": max((sums[0] for sums in summary["units"].values()), default=0),
        "alarms": _alarms(days),
        "cases_url": reverse("rule_replay_cases", args=[draft.pk, row.pk]),
    }


def _alarms(days: list[tuple[str, list[int]]]) -> Mapping[str, Any]:
    """The work of alarms before and after: in all, on an average day, on the worst day."""
    if not days:
        return {}
    before, after = [sums[0] for _day, sums in days], [sums[1] for _day, sums in days]
    first, last = (datetime.fromisoformat(days[place][0]) for place in (0, -1))
    span = (last - first).days + 1
    return {
        "all": (sum(before), sum(after)),
        "average": (round(sum(before) / span, 1), round(sum(after) / span, 1)),
        "worst": (max(before), max(after)),
    }


def _local(at: datetime) -> str:
    return at.astimezone(SHANGHAI).strftime("%Y-%m-%dT%H:%M%z")


def _instant(said: str) -> str:
    text = said.replace("T", " ").removesuffix("+08:00").removesuffix("+0800")
    return text.removesuffix(":00") if text.count(":") == 2 else text  # no rule ends within a minute


def _said(expected: Mapping[str, Any]) -> str:
    if "error" in expected:
        return _("refused: %(why)s") % {"why": expected["error"]}
    return _instant(expected["due_at"]) if expected["due_at"] else _("paused, no date")
