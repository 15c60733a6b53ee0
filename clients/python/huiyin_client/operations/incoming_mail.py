"""Incoming mail. Written by generate.py from the OpenAPI document; do not edit."""

from collections.abc import Iterator
from typing import Literal, cast

from huiyin_client import types
from huiyin_client.connection import Connection, quoted


class IncomingMail(Connection):
    """Incoming mail."""

    def read_mail_ledger(self) -> types.MailLedger:
        """Read the ledger of mail.

        fetched = cases + follow-ups + quarantined + rejected + what still waits, per mailbox and day.

        Clause: 3.1-1.

        Scope `complaints:read`.
        """
        answer = self.call("GET", "/api/v1/mail/ledger")
        return cast(types.MailLedger, answer.document)

    def list_withheld_mail(
        self, *, limit: int = 50, cursor: str = "", state: Literal["quarantined", "rejected"] = "quarantined"
    ) -> types.WithheldPage:
        """List withheld mails.

        Those of the mailboxes where the caller leads complaints, a page by key.

        Scope `complaints:read`.
        """
        answer = self.call("GET", "/api/v1/mail/withheld", query={"limit": limit, "cursor": cursor, "state": state})
        return cast(types.WithheldPage, answer.document)

    def all_of_withheld_mail(
        self, *, limit: int = 50, state: Literal["quarantined", "rejected"] = "quarantined"
    ) -> Iterator[types.WithheldOut]:
        """Every item of `list_withheld_mail`, page after page."""
        cursor = ""
        while True:
            page = self.list_withheld_mail(limit=limit, state=state, cursor=cursor)
            yield from page["items"]
            cursor = page["next"]
            if not cursor:
                return

    def read_withheld_mail(self, mail_id: str) -> types.WithheldFull:
        """Read a withheld mail.

        Its words, masked; the access log says who read it.

        Scope `complaints:read`.
        """
        answer = self.call("GET", f"/api/v1/mail/withheld/{quoted(mail_id)}")
        return cast(types.WithheldFull, answer.document)

    def release_mail(self, mail_id: str, body: types.ReleaseIn, *, repeat_key: str | None = None) -> types.MailPlaced:
        """Let a withheld mail through.

        Scope `complaints:act`.
        """
        answer = self.call(
            "POST", f"/api/v1/mail/withheld/{quoted(mail_id)}/release", body=body, key=repeat_key, once=True
        )
        return cast(types.MailPlaced, answer.document)

    def turn_down_mail(
        self, mail_id: str, body: types.MailReasonIn, *, repeat_key: str | None = None
    ) -> types.MailPlaced:
        """Turn a withheld mail down.

        It stays on record and can still be let through.

        Scope `complaints:act`.
        """
        answer = self.call(
            "POST", f"/api/v1/mail/withheld/{quoted(mail_id)}/turn_down", body=body, key=repeat_key, once=True
        )
        return cast(types.MailPlaced, answer.document)
