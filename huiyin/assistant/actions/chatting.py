"""The machine in the chat: while nobody leads it, what approved articles know is answered at once, and asked back when
it is unclear. It keeps silent on all else: a person is on the way, and the place in the line stays."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from huiyin.assistant import queries
from huiyin.assistant.actions.looking import Found, look
from huiyin.assistant.models import AssistantTalk, AssistantTurn, Outcome, Place
from huiyin.assistant.queries import clauses as terms
from huiyin.assistant.rules import dialogue
from huiyin.assistant.rules.intents import intent
from huiyin.cases.actions import chat as chats
from huiyin.cases.models import Chat, ChatState, Message
from huiyin.cases.queries.chat import machine_line
from huiyin.core.actions import action
from huiyin.core.actors import Actor, customer, system
from huiyin.knowledge.actions import questions
from huiyin.knowledge.models import ArticleVersion, Where

MACHINE = system("assistant")
VISITOR = customer(None, where="chat")


@action
def answer_first(*, chat: Chat, text: str, line: str, by: Actor, at: datetime) -> AssistantTurn | None:
    """Answer a line of a chat that waits, or None: a person leads it or was asked for, the line is no question, nothing
    is known. `line` is the name of the line it answers: answered once."""
    if chat.state != ChatState.WAITING or not text.strip():
        return None
    if Message.objects.filter(pk=machine_line(chat.pk, line)).exists():
        return None
    talk, _new = AssistantTalk.objects.select_for_update().get_or_create(
        case_id=chat.pk, place=Place.CHAT, defaults={"language": chat.case.language[:12], "began_at": at, "last_at": at}
    )
    if talk.outcome:
        return None
    wanted = intent(text)
    if wanted != "question":
        if wanted in ("person", "anger", "money", "complaint", "crisis"):
            talk.outcome = Outcome.PERSON
            talk.save(update_fields=["outcome"])
        return None
    asked = look(text=text[:500], by=VISITOR, at=at)
    if asked.verdict in ("unknown", "product"):
        return None
    made = dialogue.found(dialogue.State(), asked.verdict, asked.ids)
    versions = [] if asked.from_terms else _versions(asked.ids)
    use = None
    if made.act == "show" and not asked.from_terms:
        use = questions.use(version=versions[0], where=Where.ASSISTANT, case_id=chat.pk, by=VISITOR, at=at)
    words = _words(made, asked, versions)
    said = chats.answer_meanwhile(chat=chat, text=words[:2000], line=line, by=by, at=at)
    if said is None:
        return None
    talk.turns, talk.last_at = talk.turns + 1, at
    talk.save(update_fields=["turns", "last_at"])
    return AssistantTurn.objects.create(
        talk=talk, number=talk.turns, at=at, said=asked.said, intent="question", act=made.act,
        code="terms" if asked.from_terms and made.act == "show" else made.code, answer=said.text,
        versions=[one.pk for one in versions], choices=list(asked.ids) if asked.from_terms else [],
        question_id=asked.question_id, use_id=use.pk if use else None, dialogue=dialogue.VERSION,
    )  # fmt: skip


def _versions(ids: Sequence[str]) -> list[ArticleVersion]:
    found = ArticleVersion.objects.select_related("article").in_bulk(list(ids))
    return [found[UUID(pk)] for pk in ids if UUID(pk) in found]


def _words(made: dialogue.Move, asked: Found, versions: Sequence[ArticleVersion]) -> str:
    if made.act == "show":
        return terms.wording(terms.chosen(asked.ids[0])) if asked.from_terms else queries.wording(versions[0])
    titles = map(terms.title, asked.ids) if asked.from_terms else map(queries.title, versions)
    return "\n".join([queries.sentence("ask_back"), *(f"· {one}" for one in titles)])
