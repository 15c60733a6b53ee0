"""`answer(question, on, held)`: what approved knowledge says to a question, how sure that is, from which version."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from huiyin.core.masking import without_personal_numbers
from huiyin.knowledge.models import ArticleVersion, Audience, Gap, GapState, Question
from huiyin.knowledge.queries import in_force
from huiyin.knowledge.rules import ranking
from huiyin.text.rules import quoted

LONGEST, MOST_CANDIDATES, MOST_COUNTED = 500, 400, 5000
ALIKE = 0.5


@dataclass(frozen=True)
class Found:
    """An article that may answer: its version, the score from 0 to 1, the words that spoke for it."""

    version: ArticleVersion
    score: float
    words: tuple[str, ...]


@dataclass(frozen=True)
class Answer:
    """`verdict`: answer (the first one is it), ask (which of these?), unknown. `found` is what may be offered, `all_`
    the scores of everything that was weighed, best first, at most ten."""

    question: str
    verdict: ranking.Verdict
    found: Sequence[Found]
    all_: Sequence[tuple[UUID, float]]
    engine: str = ranking.ENGINE


def answer(question: str, *, on: date, held: Collection[str] | None = None, known_at: datetime | None = None) -> Answer:
    """What is known about a question on a day, for somebody with the roles `held` (None: a customer). Two statements.
    Personal numbers in the question are left out before anything is looked for."""
    words = without_personal_numbers(question)[:LONGEST]
    rows = in_force(on, held, known_at=known_at)
    candidates = {str(one.pk): one for one in matching(rows, words)}
    hits = ranking.rank(words, [_document(one) for one in candidates.values()], total=rows[:MOST_COUNTED].count())
    offered = [Found(candidates[hit.id], hit.score, hit.words) for hit in ranking.offered(hits)]
    return Answer(words, ranking.verdict(hits), offered, [(UUID(hit.id), hit.score) for hit in hits[:10]])


def matching(rows: QuerySet[ArticleVersion], words: str) -> list[ArticleVersion]:
    """Of the versions those with any term of the question, at most `MOST_CANDIDATES`, the newest first."""
    wanted = " | ".join(quoted(term) for term in sorted(ranking.terms(words)))
    if not wanted:
        return []
    return list(rows.filter(vector__matches=wanted).order_by("-from_on", "id")[:MOST_CANDIDATES])


def _document(one: ArticleVersion) -> ranking.Document:
    asks = [one.title, *([one.title_en] if one.title_en else []), *one.questions]
    return ranking.Document(str(one.pk), asks, f"{one.text_zh}\n{one.text_en}")


def tokens(one: ArticleVersion) -> set[str]:
    """What a version is found by."""
    document = _document(one)
    return {term for text in (*document.asks, document.body) for term in ranking.terms(text)}


def again(question: Question) -> Answer:
    """The answer of then, computed once more from what was known then; with the same engine it comes out the same."""
    held = None if question.audience == Audience.PUBLIC else question.roles
    return answer(question.text, on=question.on, held=held, known_at=question.at)


def alike(words: str) -> Gap | None:
    """The gap that a question without an answer belongs to: open, or one an article was thought to answer."""
    asked = ranking.terms(words)
    if not asked:
        return None
    near = Gap.objects.exclude(state=GapState.DISMISSED).filter(terms__overlap=sorted(asked)).order_by("-last_at")[:100]
    scored = [(ranking.likeness(asked, Counter(one.terms)), one.count, one) for one in near]
    best = max(scored, key=lambda one: one[:2], default=None)
    return best[2] if best and best[0] >= ALIKE else None
