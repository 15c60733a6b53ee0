"""Asking the machine: a talk on one page, with and without scripts. It is said throughout that no person answers."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from huiyin.assistant import queries
from huiyin.assistant.actions import restating, talking
from huiyin.assistant.models import AssistantTalk, AssistantTurn, Place
from huiyin.assistant.queries import clauses as terms
from huiyin.cases.models import Case
from huiyin.cases.queries import chat as chats
from huiyin.core.actors import customer
from huiyin.core.errors import Refused
from huiyin.knowledge.models import ArticleVersion
from huiyin.portal import gate
from huiyin.portal import visit as visits
from huiyin.portal.visit import Visit, portal

TALK = "portal_talk"
SHOWN = 60


class PortalGate:
    """The limits of the portal, for what the machine does for a visitor."""

    def __init__(self, visit: Visit) -> None:
        self.visit = visit

    def check_find(self, number: str) -> None:
        """As on the page that follows a complaint."""
        gate.check_follow(self.visit.request, number, self.visit.at)

    def failed_find(self, number: str) -> None:
        """As on the page that follows a complaint."""
        gate.failed_follow(self.visit.request, number, self.visit.at)

    def check_send(self, contacts: list[str]) -> None:
        """As on the page that takes complaints."""
        gate.check_complaint(self.visit.request, contacts, self.visit.at)

    def sent(self, contacts: list[str], case: Case) -> None:
        """Counted, and open to who sent it."""
        gate.sent_complaint(self.visit.request, contacts, self.visit.at)
        self.admit(case)

    def admit(self, case: Case) -> None:
        """Open to this visitor."""
        visits.admit(self.visit.session, case, self.visit.at)


@portal()
def show(visit: Visit) -> HttpResponse:
    """The talk so far."""
    return _page(visit, _talk(visit))


@portal("POST")
def say(visit: Visit) -> HttpResponse:
    """A line; begins a talk with the first one."""
    talk = _talk(visit)
    text = visit.request.POST.get("text", "")
    try:
        gate.check_questions(visit.request, visit.at)
        if talk is None:
            language = get_language() or settings.LANGUAGE_CODE
            talk = talking.begin(place=Place.PORTAL, language=language, by=customer(None), at=visit.at)
            visit.session[TALK] = str(talk.pk)
        turn = talking.reply(talk=talk, text=text, gate=PortalGate(visit), by=customer(None), at=visit.at)
        restating.restate(turn, by=customer(None), at=visit.at)
    except gate.TooMany as refused:
        return _page(visit, talk, trouble=refused, typed=text, status=429)
    except Refused as refused:
        return _page(visit, talk, trouble=refused, typed=text, status=422)
    gate.asked(visit.request, visit.at)
    return redirect("portal_ask")


@portal("POST")
def judge(visit: Visit) -> HttpResponse:
    """Was an answer right (`turn`, `right` 1 or 0); or the whole talk good (`satisfied` 1 or 0)?"""
    talk, given = _talk(visit), visit.request.POST
    if talk is not None and given.get("satisfied") in ("0", "1"):
        talking.rate(talk=talk, satisfied=given["satisfied"] == "1", by=customer(None), at=visit.at)
    elif talk is not None:
        pk = _uuid(given.get("turn", ""))
        turn = talk.lines.filter(pk=pk).first() if pk else None
        if turn is not None and turn.act == "show":
            right = given.get("right") == "1"
            talking.judge(turn=turn, right=right, reason=given.get("reason", ""), by=customer(None), at=visit.at)
    return redirect("portal_ask")


@portal("POST")
def anew(visit: Visit) -> HttpResponse:
    """Begin again: the talk is closed on this device."""
    visit.session.pop(TALK, None)
    return redirect("portal_ask")


def _talk(visit: Visit) -> AssistantTalk | None:
    pk = _uuid(visit.session.get(TALK, ""))
    return AssistantTalk.objects.filter(pk=pk, place=Place.PORTAL).first() if pk else None


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except (ValueError, TypeError, AttributeError):
        return None


def _page(
    visit: Visit, talk: AssistantTalk | None, *, trouble: Any = None, typed: str = "", status: int = 200
) -> HttpResponse:
    turns = list(talk.lines.order_by("-number")[:SHOWN])[::-1] if talk else []
    last = turns[-1] if turns else None
    places = terms.places([turn.choices[0] for turn in turns if turn.act == "show" and turn.choices])
    for turn in turns:
        code, number, path = places.get(turn.choices[0] if turn.choices else "", ("", 0, ""))
        turn.__dict__["terms_url"] = reverse("portal_terms", args=[code, number]) + f"#c{path}" if code else ""
    context = {
        "talk": talk,
        "turns": turns,
        "choices": _choices(last),
        "confirms": bool(last and last.code.endswith(".confirm")),
        "opened": visits.opened(visit.session, visit.at) if last and last.act == "do" else None,
        "trouble": trouble,
        "typed": typed,
        "begins": [_("How long does a claim take?"), _("I want to complain"), _("Where is my complaint?"),
                   _("Call me back")],
        "chat": chats.own_site(),
        "most": talking.LONGEST,
    }  # fmt: skip
    return visit.page("ask.html", context, status)


def _choices(last: AssistantTurn | None) -> list[dict[str, str]]:
    if last is None or last.code != "ask_back":
        return []
    if last.choices:
        return [{"id": one, "title": terms.title(one)} for one in last.choices if terms.title(one)]
    found = {one.pk: one for one in ArticleVersion.objects.filter(pk__in=last.versions)}
    return [{"id": str(pk), "title": queries.title(found[pk])} for pk in last.versions if pk in found]
