"""Links. Written by generate.py from the OpenAPI document; do not edit."""

from typing import cast

from huiyin_client import types
from huiyin_client.connection import Connection, quoted


class Links(Connection):
    """Links."""

    def list_links(self, number: str) -> types.LinkList:
        """List the links of a complaint.

        Scope `complaints:read`.
        """
        answer = self.call("GET", f"/api/v1/complaints/{quoted(number)}/links")
        return cast(types.LinkList, answer.document)

    def link_complaint(
        self, number: str, body: types.LinkIn, *, seen: int | str | None = None, repeat_key: str | None = None
    ) -> types.LinkList:
        """Link the complaint with another case.

        Circles and a second whole are refused. Both cases tell it in their ledger.

        Scope `complaints:write`.
        """
        answer = self.call(
            "POST", f"/api/v1/complaints/{quoted(number)}/links", body=body, seen=seen, key=repeat_key, once=True
        )
        return cast(types.LinkList, answer.document)

    def unlink_complaint(
        self, number: str, link_id: str, *, seen: int | str | None = None, repeat_key: str | None = None
    ) -> types.LinkList:
        """Take a link off, from either end.

        Scope `complaints:write`.
        """
        answer = self.call(
            "POST",
            f"/api/v1/complaints/{quoted(number)}/links/{quoted(link_id)}/remove",
            seen=seen,
            key=repeat_key,
            once=True,
        )
        return cast(types.LinkList, answer.document)
