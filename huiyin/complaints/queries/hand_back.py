"""Complaints that the regulator transferred: what is to be given back, what is missing, what was given."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from huiyin.cases.models import Case, Channel, Kind, State
from huiyin.complaints.models import Complaint, Decision, Extension, HandBackRow
from huiyin.complaints.models.complaint import Verdict
from huiyin.complaints.rules import hand_back as rules
from huiyin.complaints.rules.hand_back import Facts
from huiyin.core.time import SHANGHAI, local_date
from huiyin.core.workbook import workbook

CLOSED = (State.CLOSED, State.ARCHIVED)


@dataclass(frozen=True)
class Line:
    """A case to be given back: its facts as they stand, what is missing, whether an earlier file said otherwise."""

    case: Case
    facts: Facts
    missing: tuple[str, ...]
    changed: bool


def of_period(rows: QuerySet[Case], since: date, until: date) -> list[Line]:
    """The transferred complaints among `rows` received in the period that were not given back, or changed since, the
    oldest first; at most one more than a file holds. Seven statements."""
    found = rows.filter(
        kind=Kind.COMPLAINT, channel=Channel.REGULATOR, is_imported=False, received_at__gte=_begin(since),
        received_at__lt=_begin(until + timedelta(days=1)),
    ).exclude(state=State.MERGED)  # fmt: skip
    cases = list(found.order_by("received_at", "id")[: rules.MOST_ROWS * 5])
    ids = [case.pk for case in cases]
    complaints = Complaint.objects.in_bulk(ids)
    decided: dict[UUID, datetime | None] = dict(
        Decision.objects.filter(case__in=ids, state="issued").order_by("version").values_list("case_id", "issued_at")
    )
    extended: dict[UUID, datetime | None] = dict(
        Extension.objects.filter(case__in=ids, effective_at__isnull=False)
        .order_by("step")
        .values_list("case_id", "new_due_at")
    )
    given = dict(HandBackRow.objects.filter(case__in=ids).order_by("id").values_list("case_id", "digest"))
    lines = []
    for case in cases:
        facts = _facts(case, complaints[case.pk], decided.get(case.pk), extended.get(case.pk))
        before = given.get(case.pk)
        if before == rules.digest(rules.kept(facts)):
            continue
        missing = tuple(_(sentence) for sentence in rules.missing(facts))
        lines.append(Line(case, facts, missing, before is not None))
    return lines[: rules.MOST_ROWS + 1]


def _begin(day: date) -> datetime:
    return datetime.combine(day, time(0), SHANGHAI)


def _facts(case: Case, complaint: Complaint, decided: datetime | None, extended: datetime | None) -> Facts:
    outcome = case.state if case.state in rules.WITHOUT else complaint.verdict
    told = complaint.notified_at or (case.closed_at if outcome in rules.WITHOUT else None)
    received, told_on = local_date(case.received_at), _day(told)
    return Facts(
        external_ref=case.external_ref, number=case.number, received_on=received,
        accepted_on=_day(complaint.accepted_at), decided_on=_day(decided), told_on=told_on, outcome=outcome,
        settled=rules.settled(outcome=outcome, close_code=complaint.close_code, is_closed=case.state in CLOSED),
        extended_until=_day(extended), days=(told_on - received).days if told_on else None,
    )  # fmt: skip


def _day(at: datetime | None) -> date | None:
    return local_date(at) if at else None


def headings() -> list[str]:
    """The first line of a file, in the language of the moment."""
    return [_(one) for one in rules.COLUMNS]


def cells(facts: dict[str, Any]) -> list[str]:
    """A line of a file from kept facts: what an outcome is called, days as they are written."""
    names: dict[str, str] = {code: str(label) for code, label in Verdict.choices}
    names |= {code: str(State(code).label) for code in rules.WITHOUT}
    words = {"yes": pgettext("settled", "Yes"), "no": pgettext("settled", "No"), "": _("Still open")}
    shown = facts | {
        "outcome": names.get(facts["outcome"], facts["outcome"]), "settled": words[facts["settled"]],
        "extended_until": facts["extended_until"] or _("No extension"),
    }  # fmt: skip
    return ["" if shown[name] is None else str(shown[name]) for name in Facts.__dataclass_fields__]


def as_csv(rows: Sequence[dict[str, Any]]) -> bytes:
    """The file for whoever reads CSV."""
    return rules.table(headings(), [cells(one) for one in rows])


def as_xlsx(rows: Sequence[dict[str, Any]]) -> bytes:
    """The file as a workbook; every cell is text."""
    lines = [headings(), *(cells(one) for one in rows)]
    return workbook(_("Answers"), [[rules.safe(cell) for cell in line] for line in lines])
