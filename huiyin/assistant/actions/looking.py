"""Looking for an answer: in the terms where the question names a product, else in the articles."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from huiyin.assistant.queries import clauses
from huiyin.catalog.rules.terms import guess
from huiyin.core.actions import action
from huiyin.core.actors import Actor
from huiyin.core.time import local_date
from huiyin.knowledge.actions import questions
from huiyin.knowledge.models import Where


@dataclass(frozen=True)
class Found:
    """What was found: `verdict` as `dialogue.found` takes it, the choices (articles by id, clauses by their names), the
    question as it is kept (`said`), and the row it was written down in when the articles were asked."""

    verdict: str
    ids: tuple[str, ...]
    said: str
    question_id: UUID | None = None
    from_terms: bool = False


@action
def look(*, text: str, by: Actor, at: datetime, before: str = "") -> Found:
    """Answer a question. `before` is what was asked last: where this line only names a product, it is asked of that."""
    terms = clauses.look(text, on=local_date(at))
    if before and terms.is_bare:
        again = clauses.look(f"{before} {text}", on=local_date(at))
        terms = again if again.verdict != "unknown" else terms
    if terms.verdict != "unknown":
        return Found(terms.verdict, terms.choices, terms.words, from_terms=True)
    asked = questions.ask(text=text[:500], where=Where.ASSISTANT, by=by, at=at)
    ids = tuple(str(found.version.pk) for found in asked.answer.found)
    verdict: str = asked.answer.verdict
    # Somebody asks what a contract says and names none, or names one that might be several.
    if verdict == "unknown" and terms.any_terms and (guess(text)[0] or terms.products):
        verdict = "product"
    return Found(verdict, ids, asked.answer.question, asked.question.pk)
