"""Webhooks. Written by generate.py from the OpenAPI document; do not edit."""

from collections.abc import Iterator
from typing import cast

from huiyin_client import types
from huiyin_client.connection import Connection, quoted


class Webhooks(Connection):
    """Webhooks."""

    def list_webhooks(self) -> types.WebhookList:
        """List my webhooks.

        Scope `webhooks:write`.
        """
        answer = self.call("GET", "/api/v1/webhooks")
        return cast(types.WebhookList, answer.document)

    def create_webhook(self, body: types.WebhookIn, *, repeat_key: str | None = None) -> types.WebhookSecret:
        """Make a webhook.

        It tells the changes that the caller may see, signed as Standard Webhooks say (`webhook-id`, `webhook-
        timestamp`, `webhook-signature`). Any 2xx within 10 seconds takes a message; else it is tried again for a
        day and a half. A message may come twice (same id) and out of order (`seq` tells). When nothing is taken for
        so long, or with 410, it is switched off and the administrators are told.

        Scope `webhooks:write`.
        """
        answer = self.call("POST", "/api/v1/webhooks", body=body, key=repeat_key, once=True)
        return cast(types.WebhookSecret, answer.document)

    def read_webhook(self, webhook_id: str) -> types.WebhookOut:
        """Read a webhook.

        Scope `webhooks:write`.
        """
        answer = self.call("GET", f"/api/v1/webhooks/{quoted(webhook_id)}")
        return cast(types.WebhookOut, answer.document)

    def list_webhook_messages(self, webhook_id: str, *, limit: int = 50, cursor: str = "") -> types.WebhookMessagePage:
        """Read the log of a webhook.

        What was sent in the last 30 days, newest first.

        Scope `webhooks:write`.
        """
        answer = self.call(
            "GET", f"/api/v1/webhooks/{quoted(webhook_id)}/messages", query={"limit": limit, "cursor": cursor}
        )
        return cast(types.WebhookMessagePage, answer.document)

    def all_of_webhook_messages(self, webhook_id: str, *, limit: int = 50) -> Iterator[types.WebhookMessageOut]:
        """Every item of `list_webhook_messages`, page after page."""
        cursor = ""
        while True:
            page = self.list_webhook_messages(webhook_id, limit=limit, cursor=cursor)
            yield from page["items"]
            cursor = page["next"]
            if not cursor:
                return

    def test_webhook(
        self, webhook_id: str, *, seen: int | str | None = None, repeat_key: str | None = None
    ) -> types.WebhookMessageOut:
        """Send a test message.

        Its type is `webhook.test`.

        Scope `webhooks:write`.
        """
        answer = self.call("POST", f"/api/v1/webhooks/{quoted(webhook_id)}/test", seen=seen, key=repeat_key, once=True)
        return cast(types.WebhookMessageOut, answer.document)

    def rotate_webhook(
        self, webhook_id: str, *, seen: int | str | None = None, repeat_key: str | None = None
    ) -> types.WebhookSecret:
        """Change the secret of a webhook.

        For 24 hours messages carry two signatures, of the old secret and the new one.

        Scope `webhooks:write`.
        """
        answer = self.call(
            "POST", f"/api/v1/webhooks/{quoted(webhook_id)}/rotate", seen=seen, key=repeat_key, once=True
        )
        return cast(types.WebhookSecret, answer.document)

    def switch_webhook_off(
        self, webhook_id: str, body: types.OffIn, *, seen: int | str | None = None, repeat_key: str | None = None
    ) -> types.WebhookOut:
        """Switch a webhook off.

        What happens meanwhile is sent when it is switched on again.

        Scope `webhooks:write`.
        """
        answer = self.call(
            "POST", f"/api/v1/webhooks/{quoted(webhook_id)}/off", body=body, seen=seen, key=repeat_key, once=True
        )
        return cast(types.WebhookOut, answer.document)

    def switch_webhook_on(
        self, webhook_id: str, *, seen: int | str | None = None, repeat_key: str | None = None
    ) -> types.WebhookOut:
        """Switch a webhook on.

        It goes on where it stopped.

        Scope `webhooks:write`.
        """
        answer = self.call("POST", f"/api/v1/webhooks/{quoted(webhook_id)}/on", seen=seen, key=repeat_key, once=True)
        return cast(types.WebhookOut, answer.document)

    def remove_webhook(
        self, webhook_id: str, *, seen: int | str | None = None, repeat_key: str | None = None
    ) -> types.WebhookOut:
        """Remove a webhook.

        Scope `webhooks:write`.
        """
        answer = self.call(
            "POST", f"/api/v1/webhooks/{quoted(webhook_id)}/remove", seen=seen, key=repeat_key, once=True
        )
        return cast(types.WebhookOut, answer.document)

    def send_webhook_message_again(
        self, webhook_id: str, message_id: str, *, seen: int | str | None = None, repeat_key: str | None = None
    ) -> types.WebhookMessageOut:
        """Send a message of the log again.

        The same id and body; taken or given up.

        Scope `webhooks:write`.
        """
        answer = self.call(
            "POST",
            f"/api/v1/webhooks/{quoted(webhook_id)}/messages/{quoted(message_id)}/again",
            seen=seen,
            key=repeat_key,
            once=True,
        )
        return cast(types.WebhookMessageOut, answer.document)
