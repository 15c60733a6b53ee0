"""What the machine says in words, how a turn is gone through again, and how it is doing."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Count, Q
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from huiyin.assistant.models import AssistantTalk, AssistantTurn
from huiyin.assistant.queries import clauses
from huiyin.core.time import local_date
from huiyin.knowledge.models import ArticleVersion, Question
from huiyin.knowledge.queries import answers


def sentence(code: str) -> str:
    """A fixed sentence of the machine. Raises KeyError for an unheard-of code."""
    phone = settings.INSURER["phone"]
    return (_people(phone) | _flows() | _others())[code]


def _people(phone: str) -> dict[str, str]:
    call = _("You can call %(phone)s, chat with a person, or write “call me back” and a person calls you.") % {
        "phone": phone
    }
    return {
        "person": call,
        "anger": _("I am a machine and cannot settle this; a person has to.") + " " + call,
        "money": _("What you get is decided by people who look at your contract, never by a machine.") + " " + call,
        "crisis": _("I am a machine. Please talk to somebody now: 12356, day and night, or 120 when it is urgent.")
        + " " + call,
        "unknown": _("I do not know that, and I do not guess. Put it in other words.") + " " + call,
        "unknown_again": _("I do not know that either. A person will.") + " " + call,
        "other": _("Then put it in other words, or ask for a person.") + " " + call,
    }  # fmt: skip


def _flows() -> dict[str, str]:
    return {
        "complaint.text": _("People decide on complaints, not I; I take yours down now. What happened, and what do you "
                            "want? (“cancel” stops)"),
        "complaint.name": _("What is your name?"),
        "complaint.phone": _("On which phone number can we reach you?"),
        "complaint.confirm": _("Shall I hand it in like this? Yes or no."),
        "call_back.about": _("A person will call you. What is it about?"),
        "call_back.name": _("What is your name?"),
        "call_back.phone": _("Which number shall we call?"),
        "call_back.confirm": _("Shall I book the call like this? Yes or no."),
        "find.number": _("What is the number of your matter? It stands on the receipt."),
        "find.code": _("And the code on the receipt?"),
        "wrong.text": _("Tell it in a few words, at most 2000 characters."),
        "wrong.about": _("Tell it in a few words, at most 500 characters."),
        "wrong.name": _("Please write only the name."),
        "wrong.phone": _("This is no phone number. Write it in digits."),
        "wrong.number": _("Please write the number on the receipt."),
        "wrong.code": _("Please write the code on the receipt."),
    }  # fmt: skip


def _others() -> dict[str, str]:
    return {
        "greet": _("Hello. I am a machine and answer from what our people have written and checked. What is it about?"),
        "thanks": _("You are welcome. Is there anything else?"),
        "go_on": _("What is it about?"),
        "stopped": _("Stopped; nothing was handed in. What else is it about?"),
        "which_product": _("Which contract is it about? Write the name of the product; it stands on the policy."),
        "ask_back": _("Which of these do you mean? Choose one, or put it in other words."),
    }


def wording(version: ArticleVersion) -> str:
    """The words of an article in the language of now, with where they stand."""
    return f"{text_of(version)}\n\n{cited(version)}"


def text_of(version: ArticleVersion) -> str:
    """Its words alone, in the language of now."""
    english = (get_language() or "").startswith("en")
    return version.text_en if english and version.text_en else version.text_zh


def title(version: ArticleVersion) -> str:
    """Its title in the language of now."""
    english = (get_language() or "").startswith("en")
    return version.title_en if english and version.title_en else version.title


def cited(version: ArticleVersion) -> str:
    """Which article and version an answer stands on."""
    return _("From “%(title)s”, version %(number)d of %(day)s.") % {
        "title": title(version), "number": version.number, "day": f"{version.from_on:%Y-%m-%d}",
    }  # fmt: skip


def is_same_again(turn: AssistantTurn) -> bool:
    """Does the search behind a turn still come out as it did then? True for a turn that searched nothing."""
    if turn.choices and turn.intent == "question":
        again = clauses.look(turn.said, on=local_date(turn.at), known_at=turn.at)
        return list(again.choices) == turn.choices
    row = Question.objects.filter(pk=turn.question_id).first() if turn.question_id else None
    if row is None:
        return turn.question_id is None
    found = answers.again(row)
    return found.verdict == row.verdict and [[str(pk), score] for pk, score in found.all_] == row.found


@dataclass(frozen=True)
class Doing:
    """How the machine did in a stretch of time: talks; turns that asked something, of these answered, asked back, not
    known; by the customers' word right and wrong; talks that went to a person, became complaints, booked calls;
    satisfied and not."""

    talks: int
    asked: int
    answered: int
    asked_back: int
    unknown: int
    right: int
    wrong: int
    person: int
    complaints: int
    calls: int
    satisfied: int
    unsatisfied: int


def doing(since: datetime, until: datetime) -> Doing:
    """The figures of a stretch of time, read from its turns alone."""
    turns = AssistantTurn.objects.filter(at__gte=since, at__lt=until).aggregate(
        asked=Count("pk", filter=Q(question_id__isnull=False) | (Q(intent="question") & ~Q(choices=[]))),
        answered=Count("pk", filter=Q(act="show")),
        asked_back=Count("pk", filter=Q(code="ask_back")),
        unknown=Count("pk", filter=Q(code__startswith="unknown")),
        right=Count("pk", filter=Q(is_right=True)),
        wrong=Count("pk", filter=Q(is_right=False)),
    )
    talks = AssistantTalk.objects.filter(began_at__gte=since, began_at__lt=until).aggregate(
        talks=Count("pk"),
        person=Count("pk", filter=Q(outcome="person")),
        complaints=Count("pk", filter=Q(outcome="complaint")),
        calls=Count("pk", filter=Q(outcome="call_back")),
        satisfied=Count("pk", filter=Q(is_satisfied=True)),
        unsatisfied=Count("pk", filter=Q(is_satisfied=False)),
    )
    return Doing(**turns, **talks)
