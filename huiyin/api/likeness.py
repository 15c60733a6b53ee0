"""What is like a complaint: nearly the same texts, and decided complaints with the spread of their outcomes."""

from typing import Literal

from ninja import Router, Schema
from pydantic import Field

from huiyin.api.access import Request
from huiyin.api.answers import case_of
from huiyin.api.fields import Masked, Moment, Yuan
from huiyin.api.operations import operation
from huiyin.cases.queries import likeness as texts
from huiyin.cases.queries.likeness import Twin
from huiyin.complaints.queries import likeness as decisions
from huiyin.complaints.queries.likeness import Beside, Like

router = Router(tags=["Likeness"])


class LikeCase(Schema):
    """The other case."""

    number: str
    subject: Masked
    state: str
    received_at: Moment


class TwinOut(Schema):
    """A case that came in with nearly the same words."""

    case: LikeCase
    near: float = Field(description="Share of the word groups that both texts have, 0.5 to 1")
    passages: list[str] = Field(description="What both say, longest first")
    same_customer: bool


class LikeOut(Schema):
    """A decided complaint and what makes it alike."""

    case: LikeCase
    score: int = Field(description="How like, 0 to 100")
    reasons: list[Literal["class", "product", "line", "clause", "amount"]]
    words: list[str] = Field(description="What both say, most telling first")
    verdict: str
    compensation: Yuan
    claimed: Yuan | None
    days: int | None = Field(description="Natural days from receipt to telling")


class SpreadOut(Schema):
    """Where the compensation of like complaints with the same verdict lies, in the whole house."""

    basis: Literal["yuan", "share"] = Field(description="`share`: percent of the sum claimed")
    cases: int
    low: Yuan = Field(description="A plan below it needs a reason of its own")
    first_quartile: Yuan
    median: Yuan
    third_quartile: Yuan
    high: Yuan = Field(description="A plan above it needs a reason of its own")


class LikenessOut(Schema):
    """What is like the complaint. Advice: no limit and no amount follows from it."""

    near_texts: list[TwinOut] = Field(description="Likest first, at most eight")
    more_near_texts: int
    decided: list[LikeOut] = Field(description="Likest first, at most five")
    spread: SpreadOut | None = Field(description="Null before the verdict, or when too few are like")
    rule_version: str = Field(description="Edition of the house terms")


@operation(router, "GET", "/complaints/{number}/likeness", scope="complaints:read", response=LikenessOut, clause="3.3")
def read_likeness(request: Request, number: str) -> LikenessOut:
    """Read what is like a complaint

    Cases that came in with nearly the same words, and decided complaints with reasons, outcome and spread. Only cases
    that the caller may see are named; the spread is that of the house.
    """
    case, user = case_of(request, number), request.auth.user
    twins, more = texts.twins(user, case)
    found = decisions.beside(case)
    return LikenessOut(
        near_texts=[_twin(one) for one in twins],
        more_near_texts=more,
        decided=[_like(one) for one in decisions.shown(user, found)],
        spread=_spread(found),
        rule_version=found.terms.version,
    )


def _twin(one: Twin) -> TwinOut:
    other = LikeCase.model_validate(one.case, from_attributes=True)
    return TwinOut(case=other, near=round(one.near, 2), passages=list(one.passages), same_customer=one.is_same_customer)


def _like(one: Like) -> LikeOut:
    return LikeOut.model_validate(
        {
            "case": one.case, "score": one.score, "reasons": list(one.reasons), "words": list(one.words),
            "verdict": one.outcome.verdict, "compensation": one.outcome.compensation, "claimed": one.outcome.claimed,
            "days": one.outcome.days,
        },
        from_attributes=True,
    )  # fmt: skip


def _spread(found: Beside) -> SpreadOut | None:
    one = found.spread
    if one is None:
        return None
    told = {"first_quartile": one.first, "median": one.median, "third_quartile": one.third}
    return SpreadOut.model_validate(told | {"basis": one.basis, "cases": one.cases, "low": one.low, "high": one.high})
