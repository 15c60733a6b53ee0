"""Articles, answers and gaps, as bodies and answers show them."""

from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field, StringConstraints

from huiyin.api.fields import Body, Day, Line, Moment
from huiyin.knowledge.queries.answers import LONGEST
from huiyin.knowledge.rules import articles as rules

Key = Annotated[str, StringConstraints(strip_whitespace=True, max_length=40)]
Text = Annotated[str, StringConstraints(max_length=rules.LONGEST)]
Ask = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=rules.LONGEST_QUESTION)]
Topic = Literal["product", "cover", "claims", "surrender", "benefits", "policy", "rights", "other"]


class ArticleWords(Body):
    """A version as somebody writes it."""

    title: Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=120)]
    title_en: Annotated[str, StringConstraints(strip_whitespace=True, max_length=160)] = ""
    questions: list[Ask] = Field([], max_length=rules.MOST_QUESTIONS, description="How customers put it")
    text_zh: Annotated[str, StringConstraints(min_length=2, max_length=rules.LONGEST)]
    text_en: Text = ""
    from_on: Day = Field(description="Today or a later day")
    until_on: Day | None = None
    review_on: Day = Field(description="Within a year of the first day")


class ArticleNext(ArticleWords):
    """The next version."""

    seen: int | None = Field(None, ge=0, le=1_000_000, description="Number of the newest version that was read")


class ArticleIn(ArticleWords):
    """A new article."""

    key: Key = Field(description="1 to 40 small letters, digits or hyphens")
    topic: Topic
    line: Literal["", "life", "health", "accident", "property", "liability", "credit", "annuity"] = ""
    product_code: Key = ""
    audience: Literal["public", "staff", "role"]
    roles: list[Annotated[str, StringConstraints(max_length=20)]] = Field([], max_length=20)


class ArticleSentBack(Body):
    """Why a version goes back."""

    reason: Line


class ArticleReview(Body):
    """It is still true."""

    review_on: Day = Field(description="Look at it again by this day, within a year")


class ArticleUse(Body):
    """Whether an article answers."""

    in_use: bool


class ArticleVersionOut(Schema):
    """A version. Its words never change."""

    number: int
    title: str
    title_en: str
    questions: list[str]
    text_zh: str
    text_en: str
    from_on: date
    until_on: date | None
    review_on: date
    state: str = Field(description="submitted, approved, rejected, withdrawn")
    written_at: Moment
    written_by: str
    decided_at: Moment | None
    decided_by: str
    reason: str
    advice: list[dict[str, Any]] = Field(description="What the check of citations said")


class ArticleRow(Schema):
    """An article of the list."""

    key: str
    topic: str
    line: str
    product_code: str
    audience: str
    roles: list[str]
    keeper: str = Field(description="Employee number")
    is_retired: bool


class ArticleOut(ArticleRow):
    """An article with its versions, newest first."""

    versions: list[ArticleVersionOut]
    uses: int
    helpful: int
    unhelpful: int
    etag: str = Field(description="Send it as `If-Match`: refused with 412 when somebody changed it meanwhile")


class ArticlePage(Schema):
    """Articles by key."""

    items: list[ArticleRow]
    next: str


class AskIn(Body):
    """A question, as a customer puts it."""

    text: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST)]
    for_customers: bool = Field(True, description="Only from what is public; else also from what the caller may read")


class FoundOut(Schema):
    """An article that answers, or may."""

    key: str
    version: int
    title: str
    text: str
    score: float


class AnswerOut(Schema):
    """What is known."""

    verdict: Literal["answer", "ask", "unknown"]
    found: list[FoundOut] = Field(description="The answer, or two or three to choose from")
    engine: str


class GapOut(Schema):
    """Questions that nothing answered and that are alike."""

    id: UUID
    sample: str
    count: int
    first_at: Moment
    last_at: Moment


class GapList(Schema):
    """The open ones, the most frequent first, at most two hundred."""

    items: list[GapOut]


class GapClose(Body):
    """What becomes of it."""

    article: Key = Field("", description="Key of the article that answers it; empty: not for us")
