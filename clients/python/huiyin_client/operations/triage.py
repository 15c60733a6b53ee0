"""Triage. Written by generate.py from the OpenAPI document; do not edit."""

from typing import cast

from huiyin_client import types
from huiyin_client.connection import Connection, quoted


class Triage(Connection):
    """Triage."""

    def list_untriaged(self) -> types.UntriagedList:
        """List what waits to be triaged.

        Clause: 3.1-1.

        Scope `complaints:read`.
        """
        answer = self.call("GET", "/api/v1/triage")
        return cast(types.UntriagedList, answer.document)

    def triage_as_complaint(
        self, number: str, *, seen: int | str | None = None, repeat_key: str | None = None
    ) -> types.TriagedOut:
        """Say that a matter is a complaint.

        One that is untriaged, or was taken for something else. Its limits run from when it was received; the sender
        gets the receipt.

        Scope `complaints:act`.
        """
        answer = self.call(
            "POST", f"/api/v1/complaints/{quoted(number)}/triage/complaint", seen=seen, key=repeat_key, once=True
        )
        return cast(types.TriagedOut, answer.document)

    def triage_as_kind(
        self, number: str, body: types.MailKindIn, *, seen: int | str | None = None, repeat_key: str | None = None
    ) -> types.TriagedOut:
        """Say that a matter is no complaint, and what it is.

        Also of one that was taken for something else, as long as it is open and no complaint.

        Scope `complaints:act`.
        """
        answer = self.call(
            "POST", f"/api/v1/complaints/{quoted(number)}/triage/kind", body=body, seen=seen, key=repeat_key, once=True
        )
        return cast(types.TriagedOut, answer.document)

    def triage_to_case(
        self, number: str, body: types.MailLinkIn, *, seen: int | str | None = None, repeat_key: str | None = None
    ) -> types.TriagedOut:
        """Say that an untriaged matter belongs to a known case.

        What was said goes there; the answer is that case.

        Scope `complaints:act`.
        """
        answer = self.call(
            "POST", f"/api/v1/complaints/{quoted(number)}/triage/link", body=body, seen=seen, key=repeat_key, once=True
        )
        return cast(types.TriagedOut, answer.document)

    def triage_away(
        self, number: str, body: types.MailReasonIn, *, seen: int | str | None = None, repeat_key: str | None = None
    ) -> types.TriagedOut:
        """Say that an untriaged matter is nobody's.

        Scope `complaints:act`.
        """
        answer = self.call(
            "POST", f"/api/v1/complaints/{quoted(number)}/triage/away", body=body, seen=seen, key=repeat_key, once=True
        )
        return cast(types.TriagedOut, answer.document)

    def settle_matter(
        self, number: str, body: types.MatterResultIn, *, seen: int | str | None = None, repeat_key: str | None = None
    ) -> types.TriagedOut:
        """End a matter that is no complaint.

        A report, petition, inquiry or claim filing that has been answered or handed on.

        Scope `complaints:act`.
        """
        answer = self.call(
            "POST",
            f"/api/v1/complaints/{quoted(number)}/triage/settle",
            body=body,
            seen=seen,
            key=repeat_key,
            once=True,
        )
        return cast(types.TriagedOut, answer.document)
