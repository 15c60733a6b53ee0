"""Steps: closing. Written by generate.py from the OpenAPI document; do not edit."""

from typing import cast

from huiyin_client import types
from huiyin_client.connection import Connection, quoted


class StepsClosing(Connection):
    """Steps: closing."""

    def rectify(
        self, number: str, body: types.RectificationIn, *, seen: int | str | None = None, repeat_key: str | None = None
    ) -> types.Taken:
        """Plan a rectification.

        Clause: 3.3-6.

        Scope `complaints:act`.
        """
        answer = self.call(
            "POST", f"/api/v1/complaints/{quoted(number)}/rectify", body=body, seen=seen, key=repeat_key, once=True
        )
        return cast(types.Taken, answer.document)

    def finish_rectification(
        self,
        number: str,
        rectification_id: str,
        body: types.RectifiedIn,
        *,
        seen: int | str | None = None,
        repeat_key: str | None = None,
    ) -> types.Taken:
        """Report a rectification as done.

        Clause: 3.3-6.

        Scope `complaints:act`.
        """
        answer = self.call(
            "POST",
            f"/api/v1/complaints/{quoted(number)}/rectifications/{quoted(rectification_id)}/finish",
            body=body,
            seen=seen,
            key=repeat_key,
            once=True,
        )
        return cast(types.Taken, answer.document)

    def verify_rectification(
        self,
        number: str,
        rectification_id: str,
        body: types.VerifiedIn,
        *,
        seen: int | str | None = None,
        repeat_key: str | None = None,
    ) -> types.Taken:
        """Verify that a rectification works, or open it again.

        Never by who did it.

        Clause: 3.3-6.

        Scope `complaints:act`.
        """
        answer = self.call(
            "POST",
            f"/api/v1/complaints/{quoted(number)}/rectifications/{quoted(rectification_id)}/verify",
            body=body,
            seen=seen,
            key=repeat_key,
            once=True,
        )
        return cast(types.Taken, answer.document)

    def close(
        self, number: str, body: types.CloseIn, *, seen: int | str | None = None, repeat_key: str | None = None
    ) -> types.Taken:
        """Close the complaint.

        Told, carried out and paid with proof, the question answered, rectification planned, nothing left open. 409
        names what is missing.

        Clause: 3.4-1.

        Scope `complaints:act`.
        """
        answer = self.call(
            "POST", f"/api/v1/complaints/{quoted(number)}/close", body=body, seen=seen, key=repeat_key, once=True
        )
        return cast(types.Taken, answer.document)

    def reopen(
        self, number: str, body: types.ReopenIn, *, seen: int | str | None = None, repeat_key: str | None = None
    ) -> types.Taken:
        """Take up an ended complaint again.

        Clause: 3.4-5.

        Scope `complaints:act`.
        """
        answer = self.call(
            "POST", f"/api/v1/complaints/{quoted(number)}/reopen", body=body, seen=seen, key=repeat_key, once=True
        )
        return cast(types.Taken, answer.document)
