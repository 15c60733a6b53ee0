"""The decision letter: written, checked by its gate, issued as a PDF that never changes (令2020-3 art 19, 3.3-4)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext as _

from huiyin.cases.models import Case
from huiyin.complaints.actions import checks, methods
from huiyin.complaints.actions.base import begin, finish
from huiyin.complaints.models import Decision, Demand
from huiyin.complaints.queries import letter, papers
from huiyin.complaints.rules import letter as rules
from huiyin.complaints.rules import terms
from huiyin.core.actions import action
from huiyin.core.actors import Actor
from huiyin.core.documents import IncompleteLetterError, missing_in
from huiyin.core.errors import BadInput
from huiyin.core.time import local_date

_TEXT_MOST = 20_000


@dataclass(frozen=True, kw_only=True)
class AnswerDraft:
    """What the letter answers to demand `demand` (its number). `amount` in yuan, when something is granted."""

    demand: int
    result: str = ""
    text: str = ""
    amount: Decimal | None = None


@dataclass(frozen=True, kw_only=True)
class LetterDraft:
    """What the writer gives. Everything may be unfinished; the gate speaks up when the letter is to be issued.

    `remedies` of review, mediation, arbitration, litigation; None: those that the law demands of this decision.
    `mediators` (name, how to reach); none: those of the house terms. `review_how` empty: the address of the unit above.
    """

    process: str = ""
    facts: str = ""
    grounds: str = ""
    outcome: str = ""
    follow_up: str = ""
    answers: Sequence[AnswerDraft] = ()
    remedies: Sequence[str] | None = None
    mediators: Sequence[tuple[str, str]] = ()
    arbitration: str = ""
    court: str = ""
    review_how: str = ""


@action
def draft(*, case: Case, letter_draft: LetterDraft, by: Actor, at: datetime) -> Decision:
    """Write the decision letter, or write it anew: there is one draft. Whose decision it is follows from the plan.

    Raises BadInput for demands, results, ways or sums that do not exist. What it lacks: `queries.letter.missing`.
    """
    case, facts = begin(case, "draft_decision", by=by)
    unit = letter.deciding_unit(case, letter.approved_plan(case))
    row = letter.draft_of(case)
    if row is None:
        newest = Decision.objects.filter(case=case).aggregate(n=Max("version"))["n"] or 0
        row = Decision(case=case, round=facts.round, version=newest + 1)
    row.deciding_unit = unit
    for part in ("process", "facts", "grounds", "outcome", "follow_up"):
        setattr(row, part, checks.short(getattr(letter_draft, part), part, most=_TEXT_MOST))
    row.answers = answers_of(case, letter_draft.answers)
    row.remedies = _remedies(letter_draft, by_branch=letter.is_branch(unit))
    row.ways = _ways(case, letter_draft, letter.review_way(unit, papers.lang_of(case)))
    row.drafted_at, row.drafted_by_label = at, by.label
    row.save()
    finish(
        case,
        "draft_decision",
        by=by,
        at=at,
        body={"decision_version": row.version, "unit": unit.code, "remedies": row.remedies},
        outputs={"decision": row.pk},
        rule_versions=[terms.in_force(case.rules_on).version],
    )
    return row


@action
def issue(*, case: Case, by: Actor, at: datetime) -> Decision:
    """Issue the decision letter once its gate lets it pass: the PDF becomes an evidence item, the text is fixed, each
    demand has its result. Raises Refused(`step.issue_decision`) naming everything the letter still lacks.
    """
    case, _facts = begin(case, "issue_decision", by=by)
    row = letter.draft_of(case)
    assert row is not None, "the path let a letter pass that is not there"
    row.number = f"{case.number}-J{row.version}"
    try:
        paper = letter.paper(case, row, number=row.number, dated=local_date(at))
    except IncompleteLetterError as error:
        raise methods.incomplete(error) from error
    item = methods.keep(case, paper, title=_("Decision letter %(number)s") % {"number": row.number}, by=by, at=at)
    row.letter_evidence_id = item.pk
    row.state, row.issued_at, row.issued_by_label = "issued", at, by.label
    row.save(update_fields=["number", "letter_evidence_id", "state", "issued_at", "issued_by_label"])
    _write_results(case, row)
    house = terms.in_force(case.rules_on)
    finish(
        case,
        "issue_decision",
        by=by,
        at=at,
        body={
            "decision": row.pk,
            "decision_version": row.version,
            "number": row.number,
            "unit": row.deciding_unit.code,
            "by_branch": letter.is_branch(row.deciding_unit),
            "sha256": item.sha256,
            "answers": [[one["demand"], one["result"], one["amount"]] for one in row.answers],
            "unprintable": [f"U+{ord(char):04X}" for char in missing_in(paper.data(papers.lang_of(case)))],
        },
        outputs={"letter": item.pk},
        rule_versions=[house.version],
    )
    return row


def answers_of(case: Case, answers: Sequence[AnswerDraft]) -> list[dict[str, Any]]:
    """The answers as rows keep them, by demand; each demand at most once. Raises BadInput for what cannot be."""
    numbers = set(Demand.objects.filter(case=case).values_list("number", flat=True))
    if len({one.demand for one in answers}) != len(answers) or not {one.demand for one in answers} <= numbers:
        raise BadInput("decision.demand", _("Answer each demand of this complaint once."), field="answers")
    for one in answers:
        if one.result and one.result not in rules.RESULTS:
            raise BadInput("decision.result", _("Choose: upheld, partly upheld or not upheld."), field="answers")
        if one.amount is not None and (
            not one.amount.is_finite() or one.amount < 0 or one.amount != round(one.amount, 2)
        ):
            raise BadInput("decision.amount", _("A sum is zero or more and has at most two decimals."), field="answers")
    return [
        {
            "demand": one.demand,
            "result": one.result,
            "amount": None if one.amount is None else f"{one.amount:.2f}",
            "text": checks.short(one.text, "answers", most=500),
        }
        for one in sorted(answers, key=lambda one: one.demand)
    ]


def _remedies(given: LetterDraft, *, by_branch: bool) -> list[str]:
    if given.remedies is None:
        wanted = {"mediation", "litigation"} | ({"review"} if by_branch else set())
        wanted |= {"arbitration"} if given.arbitration.strip() else set()
    else:
        wanted = set(given.remedies)
    if wanted - set(rules.REMEDIES):
        raise BadInput("decision.remedies", _("The letter names a way that does not exist."), field="remedies")
    return [way for way in rules.REMEDIES if way in wanted]


def _ways(case: Case, given: LetterDraft, review: dict[str, str]) -> dict[str, Any]:
    """What the letter says of each way, filled in from the organisation and the house terms where nothing is given."""
    mediators = [
        {"name": checks.short(name, "mediators", most=120), "value": checks.short(value, "mediators", most=200)}
        for name, value in given.mediators
        if name.strip() and value.strip()
    ]
    if review and given.review_how.strip():
        review = review | {"how": checks.short(given.review_how, "review_how", most=300)}
    return {
        "review": review,
        "mediators": mediators or letter.default_mediators(case, papers.lang_of(case)),
        "arbitration": checks.short(given.arbitration, "arbitration", most=120),
        "court": checks.short(given.court, "court", most=120),
    }


def _write_results(case: Case, row: Decision) -> None:
    given = {one["demand"]: one for one in row.answers}
    demands = list(Demand.objects.filter(case=case))
    for demand in demands:
        one = given[demand.number]
        demand.result, demand.result_text = one["result"], one["text"]
        demand.amount_granted = None if one["amount"] is None else Decimal(one["amount"])
    Demand.objects.bulk_update(demands, ["result", "result_text", "amount_granted"])
