"""Notifications. Written by generate.py from the OpenAPI document; do not edit."""

from collections.abc import Iterator
from typing import Literal, cast

from huiyin_client import types
from huiyin_client.connection import Connection


class Notifications(Connection):
    """Notifications."""

    def list_notifications(self, *, limit: int = 50, cursor: str = "", unread: bool = False) -> types.NoticePage:
        """List my notifications.

        Newest first; those of complaints that the caller may not see any more are left out.

        Scope `complaints:read`.
        """
        answer = self.call(
            "GET", "/api/v1/me/notifications", query={"limit": limit, "cursor": cursor, "unread": unread}
        )
        return cast(types.NoticePage, answer.document)

    def all_of_notifications(self, *, limit: int = 50, unread: bool = False) -> Iterator[types.NotificationOut]:
        """Every item of `list_notifications`, page after page."""
        cursor = ""
        while True:
            page = self.list_notifications(limit=limit, unread=unread, cursor=cursor)
            yield from page["items"]
            cursor = page["next"]
            if not cursor:
                return

    def read_notifications(self, body: types.ReadIn, *, repeat_key: str | None = None) -> types.ReadOut:
        """Mark notifications as read.

        What was read leaves by no mail any more. Ids of others are passed over.

        Scope `complaints:read`.
        """
        answer = self.call("POST", "/api/v1/me/notifications/read", body=body, key=repeat_key, once=True)
        return cast(types.ReadOut, answer.document)

    def read_notification_choice(self) -> types.ChoiceBody:
        """Read how I am told.

        What the roles set as long as nothing was chosen.

        Scope `complaints:read`.
        """
        answer = self.call("GET", "/api/v1/me/notifications/choice")
        return cast(types.ChoiceBody, answer.document)

    def keep_notification_choice(self, body: types.ChoiceBody, *, repeat_key: str | None = None) -> types.ChoiceBody:
        """Choose how I am told.

        Scope `complaints:read`.
        """
        answer = self.call("POST", "/api/v1/me/notifications/choice", body=body, key=repeat_key, once=True)
        return cast(types.ChoiceBody, answer.document)

    def read_load(self) -> types.LoadOut:
        """Read the load of the team.

        As the board shows it: open complaints by unit, person and age, and promises. For roles that lead or
        examine.

        Scope `complaints:read`.
        """
        answer = self.call("GET", "/api/v1/load")
        return cast(types.LoadOut, answer.document)

    def list_promises_due(
        self, *, unit: str = "", person: str = "", stand: Literal["", "broken", "today"] = ""
    ) -> types.PromisesOut:
        """List the promises behind a figure of the load.

        Open ones that fall due today or were broken, of complaints that the caller sees. For roles that lead or
        examine.

        Scope `complaints:read`.
        """
        answer = self.call("GET", "/api/v1/load/promises", query={"unit": unit, "person": person, "stand": stand})
        return cast(types.PromisesOut, answer.document)
