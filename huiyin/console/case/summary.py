"""The case on paper: who, what is asked for, what was found and decided, the limits, what happened, the evidence."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from huiyin.audit import queries as audit
from huiyin.cases.models import Evidence, Severity
from huiyin.clocks import queries as clocks
from huiyin.complaints.models import Demand, Finding, Liability
from huiyin.complaints.models.complaint import Verdict
from huiyin.complaints.queries import letter as letters
from huiyin.complaints.queries import papers
from huiyin.console.case import timeline, words
from huiyin.console.case.frame import Moment
from huiyin.core import masking
from huiyin.core.documents import Lang
from huiyin.core.documents.letters import CaseSummary
from huiyin.core.documents.parts import Deadline, Entry, Row
from huiyin.core.documents.parts import Demand as Decided
from huiyin.core.time import local_date
from huiyin.core.wording import moment_text

_OUTCOMES: dict[str, Any] = {"upheld": "supported", "partly": "partly", "not_upheld": "not_supported"}
MOST_ENTRIES = 500


def lang(moment: Moment) -> Lang:
    """The language of the paper is that of the page it was asked for on."""
    return "en" if moment.language.startswith("en") else "zh"


def letter(moment: Moment, language: Lang) -> CaseSummary:
    """The record of the paper. Five small reads and the ledger."""
    case = moment.case
    with override("en" if language == "en" else "zh-hans"):
        demands = list(Demand.objects.filter(case_id=case.pk).order_by("number"))
        return CaseSummary(
            sender=papers.sender(case.unit, language),
            number=f"{case.number}-S",
            dated=local_date(moment.at),
            case=papers.case_ref(case, language),
            rows=tuple(_rows(moment)),
            demands=tuple(_asked(demand) for demand in demands),
            facts=_facts(moment),
            liability=_liability(moment),
            decisions=tuple(_decided(demand) for demand in demands if demand.result and demand.result_text),
            deadlines=tuple(_deadlines(moment)),
            timeline=tuple(_entries(moment)),
            evidence=tuple(_evidence(moment)),
        )


def _rows(moment: Moment) -> list[Row]:
    case = moment.case
    complaint = getattr(case, "complaint", None)
    rows: list[tuple[str, Any]] = [
        (_("Complainant"), case.complainant_name),
        (_("State"), case.get_state_display()),
        (_("Grade"), Severity(case.severity).label),
        (_("Handled by"), f"{case.owner.name}, {case.unit.name}"),
        (_("Policy"), case.policy_number),
        (_("External reference"), case.external_ref),
    ]
    if complaint is not None:
        rows += [(name, _said(at)) for name, at in (
            (_("Accepted"), complaint.accepted_at), (_("Told"), complaint.notified_at), (_("Closed"), case.closed_at),
        )]  # fmt: skip
        rows.append((_("Verdict"), Verdict(complaint.verdict).label if complaint.verdict else ""))
    return [Row(name=str(name), value=str(value)) for name, value in rows if value]


def _said(at: datetime | None) -> str:
    return moment_text(at) if at else ""


def _asked(demand: Demand) -> str:
    return f"{demand.text}（{words.money(demand.amount)}）" if demand.amount is not None else demand.text


def _decided(demand: Demand) -> Decided:
    return Decided(
        text=demand.text,
        outcome=_OUTCOMES[demand.result],
        answer=demand.result_text,
        amount=demand.amount_granted or None,
    )


def _facts(moment: Moment) -> tuple[str, ...]:
    found = Finding.objects.filter(case_id=moment.case.pk, sent_back_at=None).order_by("-version").first()
    return letters.paragraphs("\n".join((found.truth, found.cause, found.scope))) if found else ()


def _liability(moment: Moment) -> str:
    newest = Liability.objects.filter(case_id=moment.case.pk).order_by("-version").first()
    if newest is None:
        return ""
    rows = Liability.objects.filter(case_id=moment.case.pk, version=newest.version).order_by("id")
    return "; ".join(f"{row.party} {row.share}% ({Verdict(row.verdict).label})" for row in rows)


def _deadlines(moment: Moment) -> list[Deadline]:
    found = []
    for clock in clocks.of_owner(moment.owner):
        rule = clocks.rule_of(clock)
        if clock.due_at is not None:
            found.append(
                Deadline(
                    name=rule.title.in_language(moment.language),
                    due_at=clock.due_at,
                    rule=str(clock.get_state_display()),
                    source=rule.clause,
                    provisional=clock.provisional,
                )
            )
    return found


def _entries(moment: Moment) -> list[Entry]:
    rows = audit.chain(moment.owner)[:MOST_ENTRIES]
    return [
        Entry(at=row.at, text=words.title(row.kind, row.body, moment.language), by=timeline.person(row.actor_label))
        for row in rows
    ]


def _evidence(moment: Moment) -> list[Row]:
    items = Evidence.objects.filter(case_id=moment.case.pk).order_by("number")
    return [
        Row(name=f"{item.number} · {masking.text(item.title or item.file_name)}", value=f"SHA-256 {item.sha256}")
        for item in items
    ]
