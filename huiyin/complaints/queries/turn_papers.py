"""The letters of the turns, ready to be set. Each raises IncompleteLetterError where the organisation lacks an
address.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from huiyin.accounts.models import Unit
from huiyin.cases.models import Case
from huiyin.clocks.models import Clock
from huiyin.complaints.models import Decision, Demand, Extension, Notice, Review, Suspension, Withdrawal
from huiyin.complaints.queries import papers, turn_words
from huiyin.complaints.queries.letter import paragraphs
from huiyin.complaints.queries.turn_words import language
from huiyin.complaints.queries.turns import limit_before_pause, remedies_left
from huiyin.core.documents.letters import (
    ExtensionNotice,
    ResumptionNotice,
    ReviewDecision,
    ReviewNotAdmitted,
    SuspensionNotice,
    WithdrawalEndNotice,
)
from huiyin.core.documents.parts import Channel, Citation, Contact, Ground, Remedies
from huiyin.core.documents.parts import Demand as Decided
from huiyin.core.time import local_date

_OUTCOMES: Mapping[str, Any] = {"upheld": "supported", "partly": "partly", "not_upheld": "not_supported"}
_VERDICTS: Mapping[str, Any] = {"upheld": "upheld", "changed": "changed", "returned": "remade"}
# The letter's own mark in its number, beside J for the decision.
_MARKS = {
    "extension": "Y",
    "suspension": "Z",
    "resumption": "H",
    "withdrawal": "C",
    "review": "F",
    "review_refused": "F",
}


def number(case: Case, kind: str) -> str:
    """The number of the next letter of this kind."""
    count = Notice.objects.filter(case=case, kind=kind, letter_evidence_id__isnull=False).count()
    return f"{case.number}-{_MARKS[kind]}{count + 1}"


def _head(case: Case, kind: str, unit: Unit, at: datetime) -> dict[str, Any]:
    lang = papers.lang_of(case)
    return {
        "sender": papers.sender(unit, lang),
        "number": number(case, kind),
        "dated": local_date(at),
        "to": papers.recipient(case),
        "case": papers.case_ref(case, lang),
        "contact": papers.contact(case, unit),
    }


def _law() -> str:
    return _("Measures for Handling Consumer Complaints in Banking and Insurance")


def extension(case: Case, row: Extension, *, old: datetime, new: datetime, days: int, at: datetime) -> ExtensionNotice:
    """延长办理期限告知书: the limit until now, why, the new one, who approved."""
    with override(language(case)):
        second = days > 30
        return ExtensionNotice(
            **_head(case, "extension", case.unit, at),
            old_limit=old,
            new_limit=new,
            total_days=days,
            reason=row.reason or (_("The matter is especially complex.") if second else _("The matter is complex.")),
            approver_level=turn_words.standing(row.approver_level),
            approved_at=row.approved_at or at,
            rule=(
                _(
                    "Where the matter is especially complex, the limit may be extended to %(days)d days from receipt, "
                    "with approval."
                )
                if second
                else _("Where the matter is complex, the limit may be extended to %(days)d days from receipt.")
            )
            % {"days": days},
            source=_("%(law)s, article 18") % {"law": _law()},
        )


def suspension(case: Case, row: Suspension, clock: Clock, *, at: datetime) -> SuspensionNotice:
    """中止计时告知书: why the clock stands still, since when, until what happens."""
    with override(language(case)):
        mediated = row.ground == "mediation"
        return SuspensionNotice(
            **_head(case, "suspension", case.unit, at),
            suspended_on=local_date(row.from_at),
            reason=f"{row.get_ground_display()}: {row.reason}",
            body=row.body,
            until=_("The limit runs again once the mediation has ended.")
            if mediated
            else _("The limit runs again once the result of %(body)s is in.") % {"body": row.body},
            limit_before=limit_before_pause(clock),
            source=_("%(law)s, article %(article)s") % {"law": _law(), "article": "23" if mediated else "18"},
        )


def resumption(case: Case, row: Suspension, *, due_at: datetime, left_out: int, at: datetime) -> ResumptionNotice:
    """恢复计时告知书: since when the clock runs again, how many days were left out, the new limit."""
    assert row.to_at is not None
    with override(language(case)):
        return ResumptionNotice(
            **_head(case, "resumption", case.unit, at),
            suspended_on=local_date(row.from_at),
            resumed_on=local_date(row.to_at),
            days_left_out=left_out,
            reason=row.result,
            new_limit=due_at,
            source=_("%(law)s, article 18") % {"law": _law()},
        )


def withdrawal(case: Case, row: Withdrawal, *, at: datetime) -> WithdrawalEndNotice:
    """撤回投诉办结告知书: ended the day the signed withdrawal came in, the rights that stay, whom to tell of
    pressure.
    """
    with override(language(case)):
        return WithdrawalEndNotice(
            **_head(case, "withdrawal", case.unit, at),
            withdrawn_at=row.received_at,
            how=row.signed_how,
            kept_rights=(
                _("You can complain again about the same matter when there are new facts or reasons."),
                _("Mediation, arbitration where agreed, and the courts stay open to you."),
            ),
            pressure_contact=Contact(name=_("Supervision of complaints"), phone=papers.unit_phone(case.unit)),
        )


def _answers(case: Case, answers: Sequence[Mapping[str, Any]]) -> tuple[Decided, ...]:
    texts = dict(Demand.objects.filter(case_id=case.pk).values_list("number", "text"))
    return tuple(
        Decided(
            text=texts[one["demand"]],
            outcome=_OUTCOMES[one["result"]],
            answer=one["text"],
            amount=Decimal(one["amount"]) if one["amount"] else None,
        )
        for one in answers
    )


def remedies(case: Case, decision: Decision) -> Remedies:
    """The ways that stay open after a review."""
    left = remedies_left(case, decision)
    mediators: Any = left["mediators"]
    return Remedies(
        mediators=tuple(Channel(name=one["name"], value=one["value"]) for one in mediators),
        arbitration=str(left["arbitration"]),
        court=str(left["court"]),
    )


def ways(case: Case, decision: Decision) -> str:
    """The same in one sentence."""
    left = remedies(case, decision)
    with override(language(case)):
        mediation = ", ".join(f"{one.name} ({one.value})" for one in left.mediators)
        parts = [_("mediation: %(bodies)s") % {"bodies": mediation}]
        if left.arbitration:
            parts.append(_("arbitration: %(body)s") % {"body": left.arbitration})
        parts.append(_("the courts: %(court)s") % {"court": left.court} if left.court else _("the courts"))
    return "; ".join(parts) + "."


def review(
    case: Case, row: Review, decision: Decision, *, grounds: str, contact: Contact, at: datetime
) -> ReviewDecision:
    """核查决定书: the upper unit's view of process, time limits and result, and its conclusion."""
    with override(language(case)):
        return ReviewDecision(
            **_head(case, "review", row.reviewing_unit, at) | {"contact": contact},
            decision_number=decision.number,
            decision_unit=papers.unit_name(decision.deciding_unit, papers.lang_of(case)),
            decision_dated=local_date(decision.issued_at or decision.drafted_at),
            applied_at=row.applied_at,
            application=paragraphs(row.grounds),
            process_finding=row.process_finding,
            timing_finding=row.timing_finding,
            result_finding=row.outcome_finding,
            outcome=_VERDICTS[row.verdict],
            conclusion=row.conclusion,
            demands=_answers(case, row.answers),
            grounds=tuple(Ground(reason=one) for one in paragraphs(grounds)),
            remedies=remedies(case, decision),
        )


def review_refused(case: Case, row: Review, decision: Decision, *, contact: Contact, at: datetime) -> ReviewNotAdmitted:
    """不予核查告知书: why the application is not admitted, and the ways that stay open. Its receipt is proven."""
    assert row.decision_received_at is not None
    with override(language(case)):
        return ReviewNotAdmitted(
            **_head(case, "review_refused", row.reviewing_unit, at) | {"contact": contact},
            decision_number=decision.number,
            decision_unit=papers.unit_name(decision.deciding_unit, papers.lang_of(case)),
            decision_dated=local_date(decision.issued_at or decision.drafted_at),
            received_on=local_date(row.decision_received_at),
            applied_at=row.applied_at,
            reason=row.refused_reason,
            grounds=(
                Ground(
                    reason=_("A review is applied for within 30 days of receiving the decision."),
                    citations=(Citation(source=_law(), clause=_("article 20")),),
                ),
            ),
            remedies=remedies(case, decision),
        )
