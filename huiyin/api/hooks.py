"""What other systems tell us by signed messages (Standard Webhooks), without a token: calls of the telephone system."""

import logging
from datetime import datetime
from typing import Any, Literal

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from pydantic import ConfigDict, Field, ValidationError

from huiyin.api import problems
from huiyin.api.edge import edge
from huiyin.api.fields import Body, Line, Moment, Word
from huiyin.channels.actions import calls
from huiyin.channels.rules import calls as rules
from huiyin.core.actors import system
from huiyin.core.errors import BadInput
from huiyin.core.time import now

log = logging.getLogger("huiyin.api")
BY = system("api.hooks.calls")
MOST_BYTES = 65_536


class CallData(Body):
    """What is known of a call; what the telephone system does not know it leaves out."""

    model_config = ConfigDict(extra="ignore")
    reference: Word = Field(min_length=1, description="What the telephone system calls it, the same in every message")
    direction: Literal["in", "out"] = "in"
    number: Word = ""
    line: Word = ""
    queue: Word = ""
    unit: Word = ""
    agent: Word = ""
    outcome: Word = ""
    recording_url: Line = ""


class CallMessage(Body):
    """A message as Standard Webhooks has it: `type`, when it happened, and the call."""

    model_config = ConfigDict(extra="ignore")
    type: Literal["call.ringing", "call.answered", "call.ended", "call.recorded"]
    timestamp: Moment
    data: CallData


@edge
def calls_hook(request: HttpRequest) -> HttpResponse:
    """`hooks/calls`: an event of a call. 204 once it is written down, also the second time; 401 for a wrong signature;
    404 where no secret is set; 422 for a message that is none."""
    if not settings.CTI_SECRETS:
        raise Http404
    if request.method != "POST":
        return HttpResponse(status=405, headers={"Allow": "POST"})
    length = request.headers.get("Content-Length") or "0"
    if not (length.isascii() and length.isdecimal()) or int(length) > MOST_BYTES:
        return problems.answer(request, "too-large", "request.too_large")
    body, at = request.body, now()
    try:
        fault = _fault(request, body, at)
    except ValueError:
        log.error("HUIYIN_CTI_SECRET holds what is no secret: write whsec_ and base64, as Standard Webhooks has it")
        return problems.answer(
            request, "unavailable", "signature.secret",
            _("The secret of the telephone system is not set up rightly here. Nothing was taken: try again later."),
        )  # fmt: skip
    if fault:
        log.warning("a message about a call was not taken: its signature is %s", fault)
        return problems.answer(request, "unauthorized", f"signature.{fault}", _SENTENCES[fault]())
    try:
        message = CallMessage.model_validate_json(body)
    except ValidationError as error:
        return problems.answer(
            request, "invalid", "input.fields", _("Some fields cannot be used."), errors=_errors(error)
        )
    try:
        calls.take_event(told=_told(message), by=BY, at=at)
    except BadInput as error:
        return problems.of_refusal(request, error)
    return HttpResponse(status=204)


def _fault(request: HttpRequest, body: bytes, at: datetime) -> str:
    """Why the message is not the telephone system's; empty when it is. Raises ValueError for a secret that is none."""
    return rules.signature_fault(
        settings.CTI_SECRETS, message_id=request.headers.get("webhook-id", ""),
        timestamp=request.headers.get("webhook-timestamp", ""), given=request.headers.get("webhook-signature", ""),
        body=body, at=at,
    )  # fmt: skip


_SENTENCES = {
    "missing": lambda: _("Send webhook-id, webhook-timestamp and webhook-signature."),
    "old": lambda: _(
        "The timestamp is more than five minutes away from our clock. Sign it again, and check the clock."
    ),
    "wrong": lambda: _("The signature does not fit the body and the secret."),
}


def _told(message: CallMessage) -> calls.Told:
    data = message.data
    event = rules.Event(
        kind=message.type.removeprefix("call."), at=message.timestamp, agent=data.agent, outcome=data.outcome,
        recording=data.recording_url,
    )  # fmt: skip
    return calls.Told(
        reference=data.reference, event=event, direction=data.direction, number=data.number, line=data.line,
        queue=data.queue, unit=data.unit,
    )  # fmt: skip


def _errors(error: ValidationError) -> list[dict[str, Any]]:
    """Where it is wrong; never what stood there."""
    return [
        {"field": ".".join(str(part) for part in fault["loc"]), "message": fault["msg"], "code": fault["type"]}
        for fault in error.errors(include_input=False, include_url=False)
    ]
