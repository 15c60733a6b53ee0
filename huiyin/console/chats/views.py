"""Who waits, whom one talks with, and the chat itself. Of a chat that waits nothing is shown but that it waits."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from huiyin.cases.actions import access
from huiyin.cases.actions import chat as actions
from huiyin.cases.models import Case, Chat, ChatState, Direction, Kind, Person
from huiyin.cases.queries import chat as queries
from huiyin.cases.rules import chat as rules
from huiyin.console.visit import Visit, desk
from huiyin.core import masking
from huiyin.core.errors import BadInput

SHOWN = 50
ENDED_WITHIN = timedelta(hours=12)


@desk("intake")
def listed(visit: Visit) -> HttpResponse:
    """`chats/`: the lists alone."""
    return visit.page("chats/page.html", _lists(visit))


@desk("intake")
def one(visit: Visit, number: str) -> HttpResponse:
    """`chats/<number>/`: what was said, masked, and the line to answer. Looking goes to the access log."""
    chat = queries.seen_by(visit.user).filter(case__number=number).first()
    if chat is None:
        raise Http404
    if not visit.is_partial:
        access.look(case=chat.case, by=visit.by, at=visit.at)
    return visit.page("chats/page.html", _lists(visit) | _shown(visit, chat))


@desk("intake", "POST")
def act(visit: Visit, number: str, step: str) -> HttpResponse:
    """take, answer, back (to the line), end, settle (answered: the matter ends with its result)."""
    given = visit.request.POST
    if step == "take":
        waiting = queries.waiting_for_named(visit.user, number)
        if waiting is None:
            raise Http404
        chat = actions.take(chat=waiting, user=visit.user, by=visit.by, at=visit.at)
        return redirect("chat", chat.case.number)
    found = queries.seen_by(visit.user).filter(case__number=number).first()
    if found is None:
        raise Http404
    case = found.case
    try:
        if step == "answer":
            line = given.get("line", "")[:64] or str(visit.at.timestamp())
            actions.answer(case=case, text=given.get("text", ""), line=line, by=visit.by, at=visit.at)
        elif step == "back":
            actions.give_back(case=case, by=visit.by, at=visit.at)
            messages.success(visit.request, _("The chat waits again, in its old place."))
            return redirect("chats")
        elif step == "end":
            actions.end_chat(case=case, how="agent", by=visit.by, at=visit.at)
            messages.success(visit.request, _("The chat has ended. Say now what it was."))
            if case.kind == Kind.UNTRIAGED:
                return redirect("triage_one", case.number)
        elif step == "settle":
            actions.settle_chat(case=case, result=given.get("result", ""), by=visit.by, at=visit.at)
            messages.success(visit.request, _("Answered: the matter has ended, its result is on record."))
            return redirect("chats")
        else:
            raise Http404
    except BadInput as fault:
        told = {"fault": fault.message, "field": fault.field, "given": given.dict()}
        return visit.page("chats/page.html", _lists(visit) | _shown(visit, found) | told, 422)
    return redirect("chat", number)


def _lists(visit: Visit) -> dict[str, Any]:
    waiting = list(queries.waiting_for(visit.user)[: SHOWN + 1])
    return {
        "waiting": waiting[:SHOWN],
        "more_wait": len(waiting) > SHOWN,
        "mine": list(queries.talking_with(visit.user)[:SHOWN]),
        "others": list(queries.led_by_others(visit.user)[:SHOWN]),
        "ended": list(queries.ended_of(visit.user, visit.at - ENDED_WITHIN)[:10]),
        "chat": None,
    }


def _shown(visit: Visit, chat: Chat) -> dict[str, Any]:
    case: Case = chat.case
    is_named = bool(case.source_fields.get("named"))
    names = [person.name for person in Person.objects.filter(case=case)] if is_named else []
    visitor = masking.name(case.complainant_name) if is_named else _("Visitor of the chat")
    lines = [
        {
            "mine": one.direction == Direction.OUT,
            "who": one.author_label if one.direction == Direction.OUT else visitor,
            "text": masking.words(one.text, names),
            "at": one.at,
        }
        for one in queries.said_since(chat, None, limit=rules.MOST_LINES + 1)
    ]
    return {
        "chat": chat,
        "case": case,
        "lines": lines,
        "leads": chat.state == ChatState.TALKING and chat.agent_id == visit.user.pk,
        "may_take": chat.state != ChatState.ENDED and chat.agent_id != visit.user.pk,
        "gone": chat.state != ChatState.ENDED and visit.at - chat.seen_at > rules.GONE,
        "untriaged": case.kind == Kind.UNTRIAGED and case.is_open,
        "most": rules.MOST_LINE,
        "visitor": visitor,
        "given": {},
    }
