"""Why this time? The derivation of a limit as a strip of days, as text, and on paper."""

from typing import Any, cast
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from huiyin.clocks import queries as clocks
from huiyin.clocks.models import Clock
from huiyin.clocks.rules.text import as_text
from huiyin.complaints.queries import papers
from huiyin.console.case.frame import Moment, of_case, page
from huiyin.core.documents import Lang, render_letter
from huiyin.core.documents.letters import Derivation
from huiyin.core.documents.parts import Step
from huiyin.core.time import local_date

# The steps of a derivation as the paper marks them.
_MARKS = {
    "start": "start", "restart": "restarted", "extended": "extended", "agreed": "agreed", "end": "end",
    "counted": "counted", "left_out": "paused", "rolled": "holiday", "fixed": "agreed",
}  # fmt: skip


def _clock(moment: Moment, clock_id: UUID) -> Clock:
    found = clocks.of_owner(moment.owner).filter(pk=clock_id).prefetch_related("events").first()
    if found is None:
        raise Http404
    return found


@require_GET
@of_case
def why(moment: Moment, clock_id: UUID) -> HttpResponse:
    """`clocks/<id>/why/`: start, counted days, pauses, days off, the rule and its version, the end."""
    clock = _clock(moment, clock_id)
    found = clocks.why(clock, moment.language)
    is_by_hours = found["derivation"][-1]["met"] == "at_or_before"
    lines = [line.split(". ", 1)[-1] for line in found["text"].splitlines()]
    context = {"clock": clock, "why": found, "by_hours": is_by_hours, "lines": lines, "events": clock.events.all()}
    return page(moment, "console/case/why.html", context)


@require_GET
@of_case
def paper(moment: Moment, clock_id: UUID) -> HttpResponse:
    """`clocks/<id>/why.pdf`: the same as a PDF."""
    clock = _clock(moment, clock_id)
    lang: Lang = "en" if moment.language.startswith("en") else "zh"
    letter = _letter(moment, clock, clocks.why(clock, moment.language), lang)
    response = HttpResponse(render_letter(letter, lang=lang), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{moment.case.number}-{clock.rule_code}.pdf"'
    return response


def _letter(moment: Moment, clock: Clock, found: dict[str, Any], lang: Lang) -> Derivation:
    return Derivation(
        sender=papers.sender(moment.case.unit, lang),
        number=f"{moment.case.number}-T",
        dated=local_date(moment.at),
        case=papers.case_ref(moment.case, lang),
        clock=found["title"],
        rule=found["note"] or found["title"],
        rule_version=found["rule_version"],
        source=found["clause"],
        calendar_version=found["calendar_version"],
        started_at=clock.started_at,
        due_at=found["due_at"],
        steps=tuple(_step(step, found["derivation"], lang) for step in found["derivation"]),
        provisional=found["provisional"],
        paused=found["paused"],
    )


def _step(step: dict[str, Any], derivation: list[dict[str, Any]], lang: Lang) -> Step:
    """One step on paper. Its sentence is that of the text version."""
    is_off = step["kind"] == "left_out" and step["reason"] != "pause"
    is_makeup = step["kind"] == "counted" and step["reason"] == "makeup"
    mark = "holiday" if is_off else "workday" if is_makeup else _MARKS.get(step["kind"], "counted")
    first = str(step.get("from") or step.get("at") or step.get("day") or step.get("due_at") or step.get("until") or "")
    last = str(step.get("to") or "")
    period = f"{first[:10]} – {last[:10]}" if last and last[:10] != first[:10] else first[:10] or _("note")
    sentence = as_text([step, derivation[-1]], lang).splitlines()[0].split(". ", 1)[-1]
    return Step(
        period=period,
        kind=mark,
        text=sentence,
        counted=str(cast(object, step.get("number") or "")) if step["kind"] == "counted" else "",
    )
