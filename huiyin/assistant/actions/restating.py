"""Putting an answer otherwise by a language model, where the house has one: only what was found, never more."""

from datetime import datetime

from django.conf import settings
from django.utils.translation import override

from huiyin.assistant import queries
from huiyin.assistant.gateways import llm
from huiyin.assistant.models import AssistantTurn
from huiyin.assistant.rules.faithful import adds_nothing
from huiyin.core.actions import action
from huiyin.core.actors import Actor
from huiyin.core.masking import without_personal_numbers
from huiyin.knowledge.models import ArticleVersion


def restate(turn: AssistantTurn, *, by: Actor, at: datetime) -> AssistantTurn:
    """Ask the model, if there is one, to put the article of a turn as an answer to its question; what adds something or
    does not come in time, is left away. Outside any transaction: a model may take seconds."""
    if not settings.LLM or turn.act != "show" or turn.intent != "question" or len(turn.versions) != 1:
        return turn
    version = ArticleVersion.objects.get(pk=turn.versions[0])
    with override(turn.talk.language):
        source, foot = queries.text_of(version), queries.cited(version)
    try:
        said = llm.restated(settings.LLM, without_personal_numbers(turn.said), source, seconds=settings.LLM_SECONDS)
    except llm.NotReached:
        return turn
    if not adds_nothing(source, said):
        return turn
    return put(turn=turn, text=f"{said}\n\n{foot}", model=settings.LLM["model"], by=by, at=at)


@action
def put(*, turn: AssistantTurn, text: str, model: str, by: Actor, at: datetime) -> AssistantTurn:
    """The words of a model in place of those of the article; which article it was stays with the turn."""
    turn.answer, turn.model = text, model[:80]
    turn.save(update_fields=["answer", "model"])
    return turn
