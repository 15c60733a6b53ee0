"""Fields. Written by generate.py from the OpenAPI document; do not edit."""

from typing import cast

from huiyin_client import types
from huiyin_client.connection import Connection, quoted


class Fields(Connection):
    """Fields."""

    def list_fields(self) -> types.FieldList:
        """List the fields of the house's own.

        Scope `complaints:read`.
        """
        answer = self.call("GET", "/api/v1/fields")
        return cast(types.FieldList, answer.document)

    def keep_field(
        self, body: types.FieldIn, *, seen: int | str | None = None, repeat_key: str | None = None
    ) -> types.FieldOut:
        """Keep a field or its next version.

        Administrators. Values keep the version they were written under. Dependencies in a circle are refused.

        Scope `rules:write`.
        """
        answer = self.call("POST", "/api/v1/fields", body=body, seen=seen, key=repeat_key, once=True)
        return cast(types.FieldOut, answer.document)

    def read_field(self, key: str) -> types.FieldOut:
        """Read the newest definition of a field.

        Scope `complaints:read`.
        """
        answer = self.call("GET", f"/api/v1/fields/{quoted(key)}")
        return cast(types.FieldOut, answer.document)

    def retire_field(self, key: str, *, seen: int | str | None = None, repeat_key: str | None = None) -> types.FieldOut:
        """Ask for a field no more.

        What complaints have in it stays.

        Scope `rules:write`.
        """
        answer = self.call("POST", f"/api/v1/fields/{quoted(key)}/retire", seen=seen, key=repeat_key, once=True)
        return cast(types.FieldOut, answer.document)

    def list_values(self, number: str) -> types.ValueList:
        """Read what a complaint has in the fields.

        Scope `complaints:read`.
        """
        answer = self.call("GET", f"/api/v1/complaints/{quoted(number)}/fields")
        return cast(types.ValueList, answer.document)

    def fill_fields(
        self, number: str, body: types.ValuesIn, *, seen: int | str | None = None, repeat_key: str | None = None
    ) -> types.Filled:
        """Fill in fields.

        A value whose field is no longer shown goes with the choice that showed it. 409 `field.changed` when
        somebody else has written meanwhile over what `was` names.

        Scope `complaints:write`.
        """
        answer = self.call(
            "POST", f"/api/v1/complaints/{quoted(number)}/fields", body=body, seen=seen, key=repeat_key, once=True
        )
        return cast(types.Filled, answer.document)

    def reveal_field(
        self,
        number: str,
        key: str,
        body: types.ReasonIn,
        *,
        seen: int | str | None = None,
        repeat_key: str | None = None,
    ) -> types.FieldRevealed:
        """Lift the mask of a personal field.

        Every call leaves a line in the access log.

        Clause: 7.2-3.

        Scope `people:reveal`.
        """
        answer = self.call(
            "POST",
            f"/api/v1/complaints/{quoted(number)}/fields/{quoted(key)}/reveal",
            body=body,
            seen=seen,
            key=repeat_key,
            once=True,
        )
        return cast(types.FieldRevealed, answer.document)
