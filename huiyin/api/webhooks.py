"""Webhooks of the caller: made, tried, rotated, switched off and on, their log read, a message sent again."""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema
from pydantic import Field, StringConstraints

from huiyin.api import paging
from huiyin.api.access import Request
from huiyin.api.answers import Answer, change, change_marked, etag, mark, marked
from huiyin.api.changes import Kind
from huiyin.api.fields import Body, Moment
from huiyin.api.operations import operation
from huiyin.api.paging import PageQuery
from huiyin.api.problems import Problem
from huiyin.audit.queries import feed
from huiyin.channels import actions, queries
from huiyin.channels.models import Webhook, WebhookMessage
from huiyin.core.actors import Actor

router = Router(tags=["Webhooks"])
SCOPE = "webhooks:write"
Work = Callable[[Webhook, Actor, datetime], Answer]


class WebhookIn(Body):
    """Where to send what."""

    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80)]
    url: Annotated[str, StringConstraints(min_length=10, max_length=500)] = Field(
        description="https, a public address (others only where the house allows them)"
    )
    kinds: list[Kind] = Field([], max_length=50, description="As `kind` of the change feed; none: all")
    from_beginning: bool = Field(False, description="Send everything that ever happened first, not only what comes")


class WebhookOut(Schema):
    """A webhook. Its secret is shown only when it is made or rotated."""

    id: UUID
    name: str
    url: str
    kinds: list[str]
    is_on: bool
    off_at: Moment | None
    off_reason: str = Field(description="Why it was switched off, e.g. the last answer of the other side")
    made_at: Moment
    last_sent_at: Moment | None = Field(description="When the other side last took a message")
    old_secret_until: Moment | None = Field(description="Until then the secret before the last rotation signs too")
    etag: str = Field(description="Send it as `If-Match`: refused with 412 when it was changed meanwhile")


class WebhookList(Schema):
    """The caller's webhooks, oldest first."""

    items: list[WebhookOut]


class WebhookSecret(WebhookOut):
    """A webhook with its secret."""

    secret: str = Field(description="`whsec_…`: shown this once; the receiver's library of Standard Webhooks takes it")


class WebhookMessageOut(Schema):
    """A message of the log."""

    id: UUID = Field(description="The header `webhook-id` is this with `msg_` before it")
    kind: str
    event_id: UUID = Field(description="The `id` of the change")
    state: str = Field(description="queued, sent, failed")
    attempts: int
    queued_at: Moment
    next_try_at: Moment | None
    sent_at: Moment | None
    status: int | None = Field(description="HTTP status of the last attempt; null when there was no answer")
    answer: str = Field(description="First words of the last answer")
    body: str = Field(description="What is sent, byte for byte")


class WebhookMessagePage(Schema):
    """A page of the log, newest first."""

    items: list[WebhookMessageOut]
    next: str


class OffIn(Body):
    """Why."""

    reason: Annotated[str, StringConstraints(strip_whitespace=True, max_length=300)] = ""


@operation(router, "GET", "/webhooks", scope=SCOPE, response=WebhookList)
def list_webhooks(request: Request) -> WebhookList:
    """List my webhooks"""
    return WebhookList(items=[_shown(row) for row in queries.webhooks(request.auth.user)])


@operation(router, "POST", "/webhooks", scope=SCOPE, response={201: WebhookSecret})
def create_webhook(request: Request, body: WebhookIn) -> HttpResponse:
    """Make a webhook

    It tells the changes that the caller may see, signed as Standard Webhooks say (`webhook-id`, `webhook-timestamp`,
    `webhook-signature`). Any 2xx within 10 seconds takes a message; else it is tried again for a day and a half. A
    message may come twice (same id) and out of order (`seq` tells). When nothing is taken for so long, or with 410, it
    is switched off and the administrators are told.
    """

    def work(by: Actor, at: datetime) -> Answer:
        row, secret = actions.create_webhook(
            user=request.auth.user,
            name=body.name,
            url=body.url,
            kinds=body.kinds,
            start=feed.BEGINNING if body.from_beginning else feed.end(),
            by=by,
            at=at,
        )
        return marked(_with_secret(row, secret), 201)

    return change(request, work)


@operation(router, "GET", "/webhooks/{uuid:webhook_id}", scope=SCOPE, response=WebhookOut)
def read_webhook(request: Request, response: HttpResponse, webhook_id: UUID) -> WebhookOut:
    """Read a webhook"""
    found = _shown(_mine(request, webhook_id))
    response.headers["ETag"] = etag(found.etag)
    return found


@operation(router, "GET", "/webhooks/{uuid:webhook_id}/messages", scope=SCOPE, response=WebhookMessagePage)
def list_webhook_messages(request: Request, webhook_id: UUID, page: Query[PageQuery]) -> WebhookMessagePage:
    """Read the log of a webhook

    What was sent in the last 30 days, newest first.
    """
    row = _mine(request, webhook_id)
    rows, following = paging.by_time(
        WebhookMessage.objects.filter(webhook=row), "queued_at", cursor=page.cursor, limit=page.limit,
        about=("webhook", row.pk), newest_first=True,
    )  # fmt: skip
    return WebhookMessagePage(items=[WebhookMessageOut.from_orm(one) for one in rows], next=following)


@operation(router, "POST", "/webhooks/{uuid:webhook_id}/test", scope=SCOPE, response={201: WebhookMessageOut})
def test_webhook(request: Request, webhook_id: UUID) -> HttpResponse:
    """Send a test message

    Its type is `webhook.test`.
    """

    def work(row: Webhook, by: Actor, at: datetime) -> Answer:
        return Answer(WebhookMessageOut.from_orm(actions.send_test(webhook=row, by=by, at=at)), 201)

    return _change(request, webhook_id, work)


@operation(router, "POST", "/webhooks/{uuid:webhook_id}/rotate", scope=SCOPE, response=WebhookSecret)
def rotate_webhook(request: Request, webhook_id: UUID) -> HttpResponse:
    """Change the secret of a webhook

    For 24 hours messages carry two signatures, of the old secret and the new one.
    """

    def work(row: Webhook, by: Actor, at: datetime) -> Answer:
        secret = actions.rotate_secret(webhook=row, by=by, at=at)
        return marked(_with_secret(Webhook.objects.get(pk=row.pk), secret))

    return _change(request, webhook_id, work)


@operation(router, "POST", "/webhooks/{uuid:webhook_id}/off", scope=SCOPE, response=WebhookOut)
def switch_webhook_off(request: Request, webhook_id: UUID, body: OffIn) -> HttpResponse:
    """Switch a webhook off

    What happens meanwhile is sent when it is switched on again.
    """
    return _change(
        request,
        webhook_id,
        lambda row, by, at: marked(_shown(actions.switch_off(webhook=row, reason=body.reason, by=by, at=at))),
    )


@operation(router, "POST", "/webhooks/{uuid:webhook_id}/on", scope=SCOPE, response=WebhookOut)
def switch_webhook_on(request: Request, webhook_id: UUID) -> HttpResponse:
    """Switch a webhook on

    It goes on where it stopped.
    """
    return _change(
        request,
        webhook_id,
        lambda row, by, at: marked(_shown(actions.switch_on(webhook=row, by=by, at=at))),
    )


@operation(router, "POST", "/webhooks/{uuid:webhook_id}/remove", scope=SCOPE, response=WebhookOut)
def remove_webhook(request: Request, webhook_id: UUID) -> HttpResponse:
    """Remove a webhook"""

    def work(row: Webhook, by: Actor, at: datetime) -> Answer:
        actions.remove_webhook(webhook=row, by=by, at=at)
        return marked(_shown(Webhook.objects.get(pk=row.pk)))

    return _change(request, webhook_id, work)


@operation(
    router, "POST", "/webhooks/{uuid:webhook_id}/messages/{uuid:message_id}/again", scope=SCOPE,
    response=WebhookMessageOut,
)  # fmt: skip
def send_webhook_message_again(request: Request, webhook_id: UUID, message_id: UUID) -> HttpResponse:
    """Send a message of the log again

    The same id and body; taken or given up.
    """

    def work(row: Webhook, by: Actor, at: datetime) -> Answer:
        message = WebhookMessage.objects.select_related("webhook").filter(pk=message_id, webhook=row).first()
        if message is None:
            raise Problem("not-found", "webhook.message_not_found", _("There is no such message in the log."))
        return Answer(WebhookMessageOut.from_orm(actions.send_message_again(message=message, by=by, at=at)))

    return _change(request, webhook_id, work)


def _mine(request: Request, webhook_id: UUID, *, hold: bool = False) -> Webhook:
    rows = queries.webhooks(request.auth.user).filter(pk=webhook_id)
    row = (rows.select_for_update(of=("self",)) if hold else rows).first()
    if row is None:
        raise Problem("not-found", "webhook.not_found", _("You have no such webhook."))
    return row


def _change(request: Request, webhook_id: UUID, work: Work) -> HttpResponse:
    def held() -> str:
        return _shown(_mine(request, webhook_id, hold=True)).etag

    return change_marked(request, held, lambda by, at: work(_mine(request, webhook_id), by, at))


def _shown(row: Webhook) -> WebhookOut:
    said = {name: getattr(row, name) for name in WebhookOut.model_fields if name != "etag"}
    return WebhookOut(**said, etag=mark([row.pk, row.is_on, row.off_at, row.old_secret_until, row.removed_at]))


def _with_secret(row: Webhook, secret: str) -> WebhookSecret:
    return WebhookSecret(**_shown(row).model_dump(), secret=secret)
