"""The webhooks of the house for its administrators: their state, their log, sending again, off and on."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from huiyin.channels import actions, queries
from huiyin.channels.models import Webhook, WebhookMessage
from huiyin.channels.queries import messages_of
from huiyin.console.house import frame
from huiyin.console.paging import stretch
from huiyin.console.visit import Visit, desk
from huiyin.core.errors import Refused

SHOWN = 50


@desk("settings")
def listed(visit: Visit) -> HttpResponse:
    """All webhooks, oldest first."""
    context = {"rows": queries.webhooks()[:200], "tabs": frame.tabs("settings_webhooks")}
    return visit.page("settings_webhooks.html", context)


@desk("settings")
def one(visit: Visit, webhook_id: UUID) -> HttpResponse:
    """A webhook and its log, newest first, a page by key."""
    row = _row(webhook_id)
    log, following = stretch(messages_of(row), visit.request.GET.get("after", ""), size=SHOWN, by="queued_at")
    context = {
        "row": row,
        "log": log,
        "next": following,
        "tabs": frame.tabs("settings_webhooks"),
    }
    return visit.page("settings_webhook.html", context)


@desk("settings", "POST")
def act(visit: Visit, webhook_id: UUID, step: str) -> HttpResponse:
    """Switch it on or off."""
    row = _row(webhook_id)
    if step == "on":
        actions.switch_on(webhook=row, by=visit.by, at=visit.at)
        messages.success(visit.request, _("The webhook is on and goes on where it stopped."))
    elif step == "off":
        actions.switch_off(webhook=row, reason=visit.by.label, by=visit.by, at=visit.at)
        messages.success(visit.request, _("The webhook is off. What happens meanwhile is sent when it is on again."))
    else:
        raise Http404
    return redirect("settings_webhook", row.pk)


@desk("settings", "POST")
def again(visit: Visit, webhook_id: UUID, message_id: UUID) -> HttpResponse:
    """Send a message of the log once more."""
    rows = WebhookMessage.objects.select_related("webhook").filter(webhook__removed_at=None)
    message = get_object_or_404(rows, pk=message_id, webhook=webhook_id)
    try:
        actions.send_message_again(message=message, by=visit.by, at=visit.at)
        messages.success(visit.request, _("The message is on its way again."))
    except Refused as refusal:
        messages.error(visit.request, refusal.message)
    return redirect("settings_webhook", webhook_id)


def _row(webhook_id: UUID) -> Webhook:
    return get_object_or_404(queries.webhooks(), pk=webhook_id)
