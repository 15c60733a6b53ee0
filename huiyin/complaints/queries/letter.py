"""The decision letter in the making: the draft as its gate sees it, a first version of it, and the paper itself."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import TextField, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext as _
from django.utils.translation import override

from huiyin.accounts.models import Unit, UnitKind
from huiyin.accounts.queries import branch_of, root, upper_unit
from huiyin.cases.models import Case
from huiyin.cases.queries import clauses
from huiyin.complaints.models import Decision, Demand, Finding, Liability, Plan, SourceCheck
from huiyin.complaints.queries import papers
from huiyin.complaints.rules import letter as rules
from huiyin.complaints.rules import terms, wording
from huiyin.complaints.rules.table import HEAD_OFFICE_LEVELS
from huiyin.complaints.rules.wording import Found
from huiyin.core.documents import Lang, render_letter
from huiyin.core.documents.letters import DecisionLetter
from huiyin.core.documents.parts import Channel, Ground, Remedies, ReviewRight
from huiyin.core.documents.parts import Demand as Decided
from huiyin.core.errors import Refused
from huiyin.core.time import local_date
from huiyin.handbook import queries as handbook
from huiyin.handbook.queries import citations
from huiyin.handbook.rules.citations.terms import Finding as Amiss

_OUTCOMES: Mapping[str, Any] = {"upheld": "supported", "partly": "partly", "not_upheld": "not_supported"}
_PARAGRAPHS = re.compile(r"\s*\n\s*")


def approved_plan(case: Case) -> Plan | None:
    """The approved plan of this round, if its newest plan is approved; as `rests_on` the contract clauses that the
    determination of liability names."""
    rests_on = Liability.objects.filter(case_id=case.pk, round=case.complaint.round).order_by("id")
    words = rests_on.values_list(Concat("contract_ground", Value("\n"), "clause", output_field=TextField()))
    plans = Plan.objects.filter(case_id=case.pk, round=case.complaint.round).annotate(rests_on=ArraySubquery(words))
    newest = plans.order_by("-version").first()
    return newest if newest is not None and newest.state == "approved" else None


def deciding_unit(case: Case, plan: Plan | None) -> Unit:
    """Whose decision it is: head office's where the plan needed its approval, else that of the handling branch."""
    return root() if plan is not None and plan.level in HEAD_OFFICE_LEVELS else branch_of(case.unit)


def is_branch(unit: Unit) -> bool:
    """Is a decision of this unit a branch's, which the unit above reviews (令2020-3 art 20)?"""
    return unit.kind in (UnitKind.BRANCH, UnitKind.SUB_BRANCH)


def draft_of(case: Case) -> Decision | None:
    """The draft of this round."""
    drafts = Decision.objects.filter(case_id=case.pk, round=case.complaint.round, state="draft")
    return drafts.select_related("deciding_unit").first()


def issued_of(case: Case) -> Decision | None:
    """The newest issued decision of this round."""
    issued = Decision.objects.filter(case_id=case.pk, round=case.complaint.round, state="issued")
    return issued.select_related("deciding_unit").order_by("-version").first()


def missing(case: Case) -> tuple[str, ...]:
    """What keeps the draft of this round from being issued, as sentences to translate; nothing when there is none."""
    decision = draft_of(case)
    if decision is None:
        return ()
    return rules.missing(gate(case, decision), terms.in_force(case.rules_on).letter)


def remarks(case: Case) -> tuple[rules.Remark, ...]:
    """What reads badly in the draft of this round: warnings, not refusals."""
    decision = draft_of(case)
    return rules.remarks(gate(case, decision), terms.in_force(case.rules_on).letter) if decision else ()


def gate(case: Case, decision: Decision) -> rules.Draft:
    """A decision as the gate sees it."""
    plan = approved_plan(case)
    unit = decision.deciding_unit
    person = papers.addressee(case)
    review = decision.ways.get("review") or {}
    by_branch = is_branch(unit)
    seen = rules.Draft(
        by_branch=by_branch,
        recipient=person.name if person else case.complainant_name,
        contact=f"{case.owner.name} {papers.unit_phone(unit)}".strip(),
        sender_address=papers.unit_address(unit),
        process=decision.process,
        facts=decision.facts,
        grounds=decision.grounds,
        outcome=decision.outcome,
        follow_up=decision.follow_up,
        answers=tuple(_answers(case, decision)),
        remedies=frozenset(decision.remedies),
        review_unit=review.get("unit", ""),
        review_how=review.get("how", ""),
        review_days=_days("complaint.review_application", case) if by_branch else 0,
        arbitration=decision.ways.get("arbitration", ""),
        verdict=case.complaint.verdict,
        compensation=plan.compensation if plan else Decimal(0),
    )
    return replace(
        seen, citations=_citations(seen, local_date(decision.drafted_at)), wording=tuple(_wording(case, seen, plan))
    )


def _wording(case: Case, draft: rules.Draft, plan: Plan | None) -> Iterator[tuple[str, Found]]:
    """What is to be said about the language of the letter, and contract clauses that neither the determination of
    liability nor the case knows."""
    edition = wording.in_force(case.rules_on)
    parts = draft.texts() | {f"answer {one.number}": one.text for one in draft.answers}
    for part, text in parts.items():
        yield from ((part, one) for one in wording.check(text, edition))
    known = "\n".join([*getattr(plan, "rests_on", ()), *clauses.grounds(case.pk)])
    yield from (("grounds", one) for one in wording.unknown_clauses(draft.grounds, known))


def _citations(draft: rules.Draft, written_on: date) -> tuple[tuple[str, Amiss], ...]:
    """What is amiss with the citations of the letter on the day it is written."""
    parts = draft.texts() | {f"answer {one.number}": one.text for one in draft.answers}
    return tuple((part, one) for part, text in parts.items() for one in citations.check(text, written_on))


def _answers(case: Case, decision: Decision) -> list[rules.Answer]:
    given = {one["demand"]: one for one in decision.answers}
    found = []
    for demand in Demand.objects.filter(case_id=case.pk).order_by("number"):
        one = given.get(demand.number, {})
        amount = one.get("amount")
        found.append(
            rules.Answer(
                number=demand.number,
                demand=demand.text,
                result=one.get("result", ""),
                text=one.get("text", ""),
                asked=demand.amount,
                granted=None if amount is None else Decimal(amount),
            )
        )
    return found


def _days(code: str, case: Case) -> int:
    return handbook.in_force(code, case.rules_on).steps[0].length


def review_way(unit: Unit, lang: Lang) -> dict[str, str]:
    """Where and how to apply for the review of a decision of `unit`: the unit above. Empty for head office."""
    above = upper_unit(unit) if is_branch(unit) else None
    if above is None:
        return {}
    name, address = papers.unit_name(above, lang), papers.unit_address(above)
    if not address:
        return {"unit": name, "how": ""}
    with override("en" if lang == "en" else "zh-hans"):
        how = _("in writing to %(unit)s, %(address)s, phone %(phone)s, or where you follow your complaint") % {
            "unit": name,
            "address": address,
            "phone": papers.unit_phone(above),
        }
    return {"unit": name, "how": how}


def paper(case: Case, decision: Decision, *, number: str, dated: date) -> DecisionLetter:
    """The letter of a decision, to be rendered. Raises IncompleteLetterError where the gate would refuse."""
    lang, unit = papers.lang_of(case), decision.deciding_unit
    seen = gate(case, decision)
    return DecisionLetter(
        sender=papers.sender(unit, lang),
        number=number,
        dated=dated,
        to=papers.recipient(case),
        case=papers.case_ref(case, lang),
        contact=papers.contact(case, unit),
        by_branch=seen.by_branch,
        demands=tuple(
            Decided(
                text=one.demand,
                outcome=_OUTCOMES.get(one.result, one.result),
                answer=one.text,
                amount=one.granted or None,
            )
            for one in seen.answers
        ),
        process=decision.process,
        facts=paragraphs(decision.facts),
        grounds=tuple(Ground(reason=reason) for reason in paragraphs(decision.grounds)),
        decision=paragraphs(decision.outcome),
        measures=paragraphs(decision.follow_up),
        remedies=_remedies(case, decision, lang, by_branch=seen.by_branch),
    )


def preview(case: Case, *, dated: date) -> bytes:
    """The draft of this round as a PDF, marked as one. Raises Refused(`letter.incomplete`) naming what is missing."""
    decision = draft_of(case)
    lacking = missing(case)
    if decision is None or lacking:
        needs = [_(sentence) for sentence in lacking] or [_("Write the decision letter first.")]
        raise Refused("letter.incomplete", " ".join(needs), needs=needs, clause="令2020-3 art 19")
    with override("en" if papers.lang_of(case) == "en" else "zh-hans"):
        number = _("%(number)s (draft)") % {"number": case.number}
    return render_letter(paper(case, decision, number=number, dated=dated), lang=papers.lang_of(case))


def _remedies(case: Case, decision: Decision, lang: Lang, *, by_branch: bool) -> Remedies:
    ways, review = decision.ways, decision.ways.get("review") or {}
    right = None
    if by_branch:
        right = ReviewRight(
            unit=review.get("unit", ""),
            how=review.get("how", ""),
            apply_within_days=_days("complaint.review_application", case),
            decided_within_days=_days("complaint.review_decision", case),
        )
    mediators = ways.get("mediators") or default_mediators(case, lang)
    return Remedies(
        mediators=tuple(Channel(name=one["name"], value=one["value"]) for one in mediators),
        review=right,
        arbitration=ways.get("arbitration", ""),
        court=ways.get("court", ""),
    )


def default_mediators(case: Case, lang: Lang) -> list[dict[str, str]]:
    """The mediation bodies that the house terms name."""
    known = terms.in_force(case.rules_on).letter.mediators
    return [{"name": getattr(name, lang), "value": getattr(value, lang)} for name, value in known]


def paragraphs(text: str) -> tuple[str, ...]:
    """The lines of a text that say something, one paragraph each."""
    return tuple(line for line in _PARAGRAPHS.split(text.strip()) if line)


def suggestion(case: Case) -> dict[str, Any]:
    """A first version of the letter from what is on record: sources, findings, liability, plan."""
    here = {"case_id": case.pk, "round": case.complaint.round}
    plan, lang = approved_plan(case), papers.lang_of(case)
    finding = Finding.objects.filter(**here).order_by("-version").first()
    newest = Liability.objects.filter(**here).order_by("-version").first()
    rows = Liability.objects.filter(**here, version=newest.version).order_by("id") if newest else ()
    sources = [one.result for one in SourceCheck.objects.filter(**here, state="done").order_by("id")]
    unit = deciding_unit(case, plan)
    grounds = [text for row in rows for text in (row.legal_ground, row.contract_ground, row.clause) if text]
    with override("en" if lang == "en" else "zh-hans"):
        grounds += clauses.grounds(case.pk)
    verdict = case.complaint.verdict
    return {
        "process": "\n".join(sources),
        "facts": "\n".join((finding.truth, finding.cause)) if finding else "",
        "grounds": "\n".join(dict.fromkeys(grounds)),
        "outcome": plan.compensation_text if plan else "",
        "follow_up": "\n".join(text for text in (plan.improvement, plan.process) if text) if plan else "",
        "answers": [
            {"demand": demand.number, "result": verdict, "amount": None, "text": ""}
            for demand in Demand.objects.filter(case_id=case.pk).order_by("number")
        ],
        "remedies": [*(["review"] if is_branch(unit) else []), "mediation", "litigation"],
        "ways": {"review": review_way(unit, lang), "mediators": default_mediators(case, lang)},
    }
