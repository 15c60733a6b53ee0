"""The chat window, for our own pages and, in a frame, for the sites of the house; and what it asks and sends.

The window holds a key that only it knows and sends it in a header. No cookie is needed: browsers do not give one to a
frame in another site.
"""

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import wraps
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from huiyin.assistant.actions import chatting
from huiyin.cases import queries as cases
from huiyin.cases.actions import chat as actions
from huiyin.cases.models import Chat, ChatSite, ChatState, Direction, Message
from huiyin.cases.queries import chat as queries
from huiyin.cases.rules.chat import MOST_LINE
from huiyin.core.errors import BadInput, Refused
from huiyin.core.middleware import POLICY
from huiyin.core.time import now
from huiyin.core.wording import moment_text
from huiyin.portal import gate
from huiyin.portal.visit import Visit, portal

KEY = "X-Huiyin-Chat"
MOST_BYTES = 32_768
_LANGUAGES = frozenset(code for code, _name in settings.LANGUAGES)


@portal()
def window(visit: Visit, key: str) -> HttpResponse:
    """The window. Only the origins of its site may frame it."""
    site = _site(key)
    language = visit.request.GET.get("lang", "")
    with override(language if language in _LANGUAGES else get_language()):
        answer = visit.page(
            "chat.html", {"site": site, "framed": "frame" in visit.request.GET, "header": KEY, "most": MOST_LINE}
        )
    answer.headers["Content-Security-Policy"] = POLICY.replace(
        "frame-ancestors 'none'", " ".join(["frame-ancestors", "'self'", *site.origins])
    )
    return answer


@require_GET
def widget(request: HttpRequest) -> HttpResponse:
    """The script for the pages of a site: a button that opens the window in a frame."""
    words = {"open": _("Chat with us"), "close": _("Close the chat"), "title": _("Chat")}
    told = {
        "at": settings.PUBLIC_URL.rstrip("/"),
        "path": reverse("chat_window", args=["KEY"]),
        "script": request.build_absolute_uri(static("huiyin/js/chat_widget.js")),
        "words": words,
    }
    answer = HttpResponse(_WIDGET % json.dumps(told), content_type="text/javascript; charset=utf-8")
    answer.headers["Cache-Control"] = "public, max-age=3600"
    return answer


_WIDGET = """(() => {
  const told = %s;
  const here = document.currentScript;
  const script = document.createElement("script");
  script.src = told.script;
  script.dataset.huiyin = JSON.stringify({ ...told, site: here?.dataset.site ?? "", lang: here?.dataset.lang ?? "" });
  document.head.append(script);
})();
"""


def _asked(view: Callable[[HttpRequest, datetime, Mapping[str, Any]], dict[str, Any]]) -> Callable[..., HttpResponse]:
    """A POST of the window, with JSON. Refusals are JSON too: 404 without the key, 409, 422, 429."""

    @csrf_exempt
    @require_POST
    @wraps(view)
    def run(request: HttpRequest) -> HttpResponse:
        if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
            return JsonResponse({"message": _("Write from the window of the chat.")}, status=403)
        try:
            return JsonResponse(view(request, now(), _body(request)))
        except Refused as refused:
            status = 422 if isinstance(refused, BadInput) else 429 if isinstance(refused, gate.TooMany) else 409
            told = {"code": refused.code, "message": refused.message, "field": getattr(refused, "field", "")}
            return JsonResponse(told, status=status)

    return run


@_asked
def begin(request: HttpRequest, at: datetime, given: Mapping[str, Any]) -> dict[str, Any]:
    """`chat/begin`: open a chat with its first line. The answer holds the key of the window, once."""
    site = _site(_text(given, "site"))
    contacts = [one for one in (_text(given, "phone"), _text(given, "email")) if one]
    gate.check_chat(request, at)
    language = _text(given, "language")
    begun = actions.open_chat(
        site=site, text=_text(given, "text"), name=_text(given, "name"), phone=_text(given, "phone"),
        email=_text(given, "email"), page=_text(given, "page"),
        language=language if language in _LANGUAGES else get_language() or settings.LANGUAGE_CODE, at=at,
    )  # fmt: skip
    gate.sent_chat(request, at)
    chatting.answer_first(chat=begun.chat, text=_text(given, "text"), line="first", by=chatting.MACHINE, at=at)
    return {
        "key": f"{begun.chat.pk}.{begun.key}", "number": begun.chat.case.number,
        "secret": cases.secret_of(begun.chat.case), "left_contact": bool(contacts), **_news(begun.chat, None),
    }  # fmt: skip


@_asked
def say(request: HttpRequest, at: datetime, given: Mapping[str, Any]) -> dict[str, Any]:
    """`chat/say`: a line, with the window's own name for it (`line`)."""
    chat, line = _chat(request), _text(given, "line")
    if not line or len(line) > 64:
        raise BadInput("chat.line", _("The page sent something that cannot be read. Load it again."), field="line")
    message = actions.say(chat=chat, text=_text(given, "text"), line=line, at=at)
    chatting.answer_first(chat=chat, text=message.text, line=line, by=chatting.MACHINE, at=at)
    return {"line": _line(message)}


@_asked
def news(request: HttpRequest, at: datetime, given: Mapping[str, Any]) -> dict[str, Any]:
    """`chat/news`: what was said since `since`, and how the chat stands. A POST: the key is no part of an address."""
    chat = _chat(request)
    if chat.state != ChatState.ENDED:
        actions.seen(chat=chat, at=at)
    return _news(chat, parse_datetime(_text(given, "since")))


@_asked
def end(request: HttpRequest, at: datetime, given: Mapping[str, Any]) -> dict[str, Any]:
    """`chat/end`: the visitor has no more to say."""
    chat = _chat(request)
    actions.end_chat(case=chat.case, how="visitor", by=actions.WRITER, at=at)
    return _news(_chat(request), None)


@_asked
def transcript(request: HttpRequest, at: datetime, given: Mapping[str, Any]) -> dict[str, Any]:
    """`chat/transcript`: everything that was said, as a text to keep."""
    chat = _chat(request)
    lines = [_("Chat %(number)s") % {"number": chat.case.number}, ""]
    for one in queries.said_since(chat, None, limit=1000):
        lines.append(f"{moment_text(one.at)}  {_('You') if one.direction == Direction.IN else _who(one)}")
        lines += [one.text, ""]
    return {"name": f"{chat.case.number}.txt", "text": "\n".join(lines)}


def _news(chat: Chat, since: datetime | None) -> dict[str, Any]:
    return {
        "lines": [_line(one) for one in queries.said_since(chat, since, limit=1000 if since is None else 200)],
        "state": chat.state,
        "place": queries.place_in_line(chat),
        "agent": _first_name(chat.agent.name) if chat.agent and chat.state == ChatState.TALKING else "",
    }


def _line(one: Message) -> dict[str, Any]:
    mine = one.direction == Direction.IN
    return {
        "id": str(one.pk),
        "mine": mine,
        "who": "" if mine else _who(one),
        "text": one.text,
        "at": one.at.isoformat(),
    }


def _who(one: Message) -> str:
    if one.author_label == chatting.MACHINE.label:
        return _("Automatic answer")
    return _first_name(one.author_label) or _("We")


def _first_name(name: str) -> str:
    """How staff introduce themselves to strangers: by surname, in Chinese names the first character."""
    name = name.strip()
    if not name:
        return ""
    if "\u4e00" <= name[0] <= "\u9fff":
        return _("%(surname)s of our service") % {"surname": name[0]}
    return name.split()[-1]


def _site(key: str) -> ChatSite:
    site = queries.site_of(key)
    if site is None:
        raise Http404
    return site


def _chat(request: HttpRequest) -> Chat:
    """The chat of this window. 404 for a wrong key: it looks the same as none."""
    id_, _dot, key = request.headers.get(KEY, "").partition(".")
    try:
        chat = queries.opened_by(UUID(id_), key)
    except ValueError:
        chat = None
    if chat is None:
        raise Http404
    return chat


def _body(request: HttpRequest) -> Mapping[str, Any]:
    if int(request.headers.get("Content-Length") or 0) > MOST_BYTES:
        raise BadInput("chat.long", _("This is too long for one line. Send it in parts."))
    try:
        found = json.loads(request.body or b"{}")
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise BadInput("chat.body", _("The page sent something that cannot be read. Load it again."))
    return found


def _text(given: Mapping[str, Any], name: str) -> str:
    value = given.get(name, "")
    return value if isinstance(value, str) else ""
