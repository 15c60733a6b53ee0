"""Talking with the machine: a line is answered from approved articles, or led to what a person or a form has to do."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol
from uuid import UUID

from django.utils.translation import gettext as _

from huiyin.assistant import queries
from huiyin.assistant.actions.looking import look
from huiyin.assistant.models import AssistantTalk, AssistantTurn, Outcome, Place
from huiyin.assistant.queries import clauses as terms
from huiyin.assistant.rules import dialogue
from huiyin.cases import queries as cases
from huiyin.cases.models import Case, Channel
from huiyin.cases.rules import numbers
from huiyin.cases.rules.people import PersonDraft
from huiyin.complaints.actions import intake as complaints
from huiyin.complaints.rules.arrival import Arrival as Complaint
from huiyin.core.actions import action
from huiyin.core.actors import Actor
from huiyin.core.errors import BadInput, Refused
from huiyin.knowledge.actions import questions
from huiyin.knowledge.models import ArticleVersion, Use, Where
from huiyin.service.actions import intake as requests
from huiyin.service.rules.arrival import Arrival as Request

MOST_TURNS, LONGEST = 200, 2000


class Gate(Protocol):
    """What the edge has to say: how often somebody may try, and to whom a matter is shown."""

    def check_find(self, number: str) -> None:
        """Raises Refused after too many wrong codes."""

    def failed_find(self, number: str) -> None:
        """A number and a code did not fit together."""

    def check_send(self, contacts: list[str]) -> None:
        """Raises Refused after too many complaints."""

    def sent(self, contacts: list[str], case: Case) -> None:
        """Something was handed in: whoever talks may follow it."""

    def admit(self, case: Case) -> None:
        """Number and code fit: whoever talks may follow it."""


@dataclass
class Answer:
    """A turn in the making."""

    text: str
    versions: list[UUID] = field(default_factory=list)
    choices: list[str] = field(default_factory=list)
    question_id: UUID | None = None
    use_id: UUID | None = None


@action
def begin(*, place: str, language: str, by: Actor, at: datetime, case_id: UUID | None = None) -> AssistantTalk:
    """A new talk."""
    if place not in Place.values:
        raise BadInput("talk.place", _("Say where the talk is."), field="place")
    return AssistantTalk.objects.create(
        place=place, language=language[:12], began_at=at, last_at=at, state="{}", case_id=case_id
    )


@action
def reply(*, talk: AssistantTalk, text: str, gate: Gate, by: Actor, at: datetime) -> AssistantTurn:
    """Answer a line. What a person has to do is said to be theirs; what is not known is said not to be.

    Raises BadInput for an empty or endless line, Refused(`talk.full`)."""
    if not text.strip() or len(text) > LONGEST or "\x00" in text:
        words = _("Write something, at most %(count)d characters.") % {"count": LONGEST}
        raise BadInput("talk.text", words, field="text")
    row = AssistantTalk.objects.select_for_update().get(pk=talk.pk)
    if row.turns >= MOST_TURNS:
        raise Refused("talk.full", _("This talk has become very long. Begin a new one, or call us."))
    made = dialogue.move(dialogue.read_state(json.loads(row.state or "{}")), text)
    said, asked = text, None
    if made.act == "look":
        asked = look(text=text[:500], before=made.state.given.get("asked", ""), by=by, at=at)
        made = dialogue.found(made.state, asked.verdict, asked.ids, asked.said)
        said = asked.said
    answer, made = _answered(row, made, gate, by=by, at=at)
    if made.intent == "pick":  # a button sends the name of a choice, nobody wants to read that
        said = _named(answer, said)
    if asked is not None:
        answer.question_id = asked.question_id
    row.state = json.dumps(made.state.as_json(), ensure_ascii=False)
    row.turns, row.last_at = row.turns + 1, at
    if made.intent in ("person", "anger", "money", "crisis") and not row.outcome:
        row.outcome = Outcome.PERSON
    row.save(update_fields=["state", "turns", "last_at", "outcome", "case_id"])
    return AssistantTurn.objects.create(
        talk=row, number=row.turns, at=at, said=said, intent=made.intent, act=made.act,
        code="terms" if terms.is_choice(made.code) else made.code, answer=answer.text, versions=answer.versions,
        choices=answer.choices, question_id=answer.question_id, use_id=answer.use_id, dialogue=dialogue.VERSION,
    )  # fmt: skip


def _answered(
    row: AssistantTalk, made: dialogue.Move, gate: Gate, *, by: Actor, at: datetime
) -> tuple[Answer, dialogue.Move]:
    if made.act == "show" and terms.is_choice(made.code):
        rows = terms.chosen(made.code)
        return (Answer(terms.wording(rows), choices=[made.code]) if rows else Answer(queries.sentence("unknown"))), made
    if made.act == "show":
        version = ArticleVersion.objects.select_related("article").filter(pk=made.code).first()
        if version is None:
            return Answer(queries.sentence("unknown")), made
        use = questions.use(version=version, where=Where.ASSISTANT, by=by, at=at)
        return Answer(queries.wording(version), [version.pk], use_id=use.pk), made
    if made.act == "do":
        return _done(row, made, gate, by=by, at=at)
    text = queries.sentence(made.code)
    if made.code == "ask_back" and any(map(terms.is_choice, made.state.choices)):
        return Answer(_listed(text, list(map(terms.title, made.state.choices))), choices=list(made.state.choices)), made
    if made.code == "ask_back":
        versions = _titles(made.state.choices)
        return Answer(_listed(text, list(map(queries.title, versions))), [one.pk for one in versions]), made
    if made.code.endswith(".confirm"):
        text = f"{_summary(made.state.given)}\n\n{text}"
    return Answer(text), made


def _listed(text: str, titles: Sequence[str]) -> str:
    return "\n".join([text, *(f"{place}. {one}" for place, one in enumerate(titles, start=1))])


def _named(answer: Answer, said: str) -> str:
    if answer.versions:
        return queries.title(ArticleVersion.objects.get(pk=answer.versions[0]))
    return terms.title(answer.choices[0]) if answer.choices else said


def _titles(ids: Sequence[str]) -> list[ArticleVersion]:
    found = {str(one.pk): one for one in ArticleVersion.objects.filter(pk__in=list(ids))}
    return [found[pk] for pk in ids if pk in found]


def _summary(given: Mapping[str, str]) -> str:
    names = {"text": _("What happened"), "about": _("What it is about"), "name": _("Name"), "phone": _("Phone")}
    return "\n".join(f"{label}: {given[name]}" for name, label in names.items() if name in given)


def _done(
    row: AssistantTalk, made: dialogue.Move, gate: Gate, *, by: Actor, at: datetime
) -> tuple[Answer, dialogue.Move]:
    """Do what was asked for; what is refused is said, and the talk goes on from the beginning."""
    doing = {"find": _find, "complaint": _complain, "call_back": _call_back}[made.code]
    state = dialogue.State()
    try:
        text = doing(row, dict(made.state.given), gate, by, at)
    except Refused as refused:
        text = refused.message
    return Answer(text), dialogue.Move(made.act, made.code, state, made.intent)


def _find(row: AssistantTalk, given: dict[str, str], gate: Gate, by: Actor, at: datetime) -> str:
    number = numbers.tidy(given["number"])
    gate.check_find(number)
    case = cases.by_secret(number, given["code"])
    if case is None:
        gate.failed_find(number)
        return _("Number and code do not fit together. Look at your receipt, or call us: we find your complaint.")
    gate.admit(case)
    told = {"number": case.number, "state": case.get_state_display()}
    return _("%(number)s: %(state)s. Everything about it stands on its page.") % told


def _complain(row: AssistantTalk, given: dict[str, str], gate: Gate, by: Actor, at: datetime) -> str:
    gate.check_send([given["phone"]])
    made = complaints.register(
        arrival=Complaint(
            channel=Channel.PORTAL, received_at=at, text=given["text"],
            people=(PersonDraft(name=given["name"], phone=given["phone"], is_contact=True),),
            language=row.language, idempotency_key=f"talk:{row.pk}:{row.turns}",
        ),
        by=by, at=at,
    )  # fmt: skip
    gate.sent([given["phone"]], made.case)
    row.outcome, row.case_id = Outcome.COMPLAINT, made.case.pk
    told = {"number": made.case.number, "secret": made.secret}
    return (
        _("Your complaint is in: number %(number)s, code %(secret)s. With both you follow it; people handle it.") % told
    )


def _call_back(row: AssistantTalk, given: dict[str, str], gate: Gate, by: Actor, at: datetime) -> str:
    gate.check_send([given["phone"]])
    made = requests.register(
        arrival=Request(
            kind="consultation", channel=Channel.PORTAL, received_at=at, text=given["about"],
            subject=_("To be called back: %(about)s") % {"about": given["about"][:150]},
            person=PersonDraft(name=given["name"], phone=given["phone"], is_contact=True),
            language=row.language, idempotency_key=f"talk:{row.pk}:{row.turns}",
        ),
        by=by, at=at,
    )  # fmt: skip
    gate.sent([given["phone"]], made.case)
    row.outcome, row.case_id = Outcome.CALL_BACK, made.case.pk
    told = {"number": made.case.number, "secret": made.secret}
    return _("A person will call you. Number %(number)s, code %(secret)s, should you want to ask how it stands.") % told


@action
def judge(*, turn: AssistantTurn, right: bool, by: Actor, at: datetime, reason: str = "") -> AssistantTurn:
    """The customer says whether an answer was right. The last word counts; the article hears of it too."""
    row = AssistantTurn.objects.select_for_update().get(pk=turn.pk)
    row.is_right = right
    row.save(update_fields=["is_right"])
    use = Use.objects.filter(pk=row.use_id).first() if row.use_id else None
    if use is not None:
        questions.judge(use=use, helpful=right, reason=reason, by=by, at=at)
    return row


@action
def rate(*, talk: AssistantTalk, satisfied: bool, by: Actor, at: datetime) -> AssistantTalk:
    """The customer says of a talk whether it was good. The last word counts."""
    row = AssistantTalk.objects.select_for_update().get(pk=talk.pk)
    row.is_satisfied = satisfied
    row.save(update_fields=["is_satisfied"])
    return row
