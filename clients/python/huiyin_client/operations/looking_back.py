"""Looking back. Written by generate.py from the OpenAPI document; do not edit."""

from collections.abc import Iterator
from typing import Literal, cast

from huiyin_client import types
from huiyin_client.connection import Connection, quoted


class LookingBack(Connection):
    """Looking back."""

    def list_lookbacks(self, *, cursor: str = "", limit: int = 50) -> types.LookbackPage:
        """List the projects that look back.

        Those of the caller's part of the house, and those they lead.

        Clause: 3.4-4.

        Scope `complaints:read`.
        """
        answer = self.call("GET", "/api/v1/lookbacks", query={"cursor": cursor, "limit": limit})
        return cast(types.LookbackPage, answer.document)

    def all_of_lookbacks(self, *, limit: int = 50) -> Iterator[types.LookbackOut]:
        """Every item of `list_lookbacks`, page after page."""
        cursor = ""
        while True:
            page = self.list_lookbacks(limit=limit, cursor=cursor)
            yield from page["items"]
            cursor = page["next"]
            if not cursor:
                return

    def size_lookback(
        self, number: str, *, signed_from: str, signed_to: str, product_code: str = "", seller_no: str = ""
    ) -> types.SizeOut:
        """Say how many a project would have on its list.

        Nothing is written.

        Clause: 3.4-4.

        Scope `complaints:read`.
        """
        answer = self.call(
            "GET",
            f"/api/v1/complaints/{quoted(number)}/lookback-size",
            query={
                "signed_from": signed_from,
                "signed_to": signed_to,
                "product_code": product_code,
                "seller_no": seller_no,
            },
        )
        return cast(types.SizeOut, answer.document)

    def begin_lookback(
        self, number: str, body: types.LookbackIn, *, seen: int | str | None = None, repeat_key: str | None = None
    ) -> types.LookbackOut:
        """Begin to look back from an upheld complaint.

        Everybody whom the cause may have reached is written down; who complained of the same already is done.

        Clause: 3.4-4.

        Scope `complaints:act`.
        """
        answer = self.call(
            "POST", f"/api/v1/complaints/{quoted(number)}/lookbacks", body=body, seen=seen, key=repeat_key, once=True
        )
        return cast(types.LookbackOut, answer.document)

    def read_lookback(self, lookback_id: str) -> types.LookbackOut:
        """Read a project that looks back.

        Clause: 3.4-4.

        Scope `complaints:read`.
        """
        answer = self.call("GET", f"/api/v1/lookbacks/{quoted(lookback_id)}")
        return cast(types.LookbackOut, answer.document)

    def list_reached(
        self,
        lookback_id: str,
        *,
        state: Literal[
            "", "open", "remedied", "explained", "not_affected", "declined", "unreachable", "complained"
        ] = "open",
        cursor: str = "",
        limit: int = 50,
    ) -> types.ReachedPage:
        """List the policies that a cause may have reached.

        Those not looked at yet, or of another state; empty: all.

        Clause: 3.4-4.

        Scope `customers:read`.
        """
        answer = self.call(
            "GET",
            f"/api/v1/lookbacks/{quoted(lookback_id)}/reached",
            query={"state": state, "cursor": cursor, "limit": limit},
        )
        return cast(types.ReachedPage, answer.document)

    def all_of_reached(
        self,
        lookback_id: str,
        *,
        state: Literal[
            "", "open", "remedied", "explained", "not_affected", "declined", "unreachable", "complained"
        ] = "open",
        limit: int = 50,
    ) -> Iterator[types.ReachedOut]:
        """Every item of `list_reached`, page after page."""
        cursor = ""
        while True:
            page = self.list_reached(lookback_id, state=state, limit=limit, cursor=cursor)
            yield from page["items"]
            cursor = page["next"]
            if not cursor:
                return

    def decide_reached(
        self, lookback_id: str, reached_id: str, body: types.OutcomeIn, *, repeat_key: str | None = None
    ) -> types.ReachedOut:
        """Say what became of one on the list.

        Or that nobody was reached this time.

        Clause: 3.4-4.

        Scope `complaints:act`.
        """
        answer = self.call(
            "POST",
            f"/api/v1/lookbacks/{quoted(lookback_id)}/reached/{quoted(reached_id)}",
            body=body,
            key=repeat_key,
            once=True,
        )
        return cast(types.ReachedOut, answer.document)

    def end_lookback(
        self, lookback_id: str, body: types.LookbackEndIn, *, repeat_key: str | None = None
    ) -> types.LookbackOut:
        """End a project that looks back.

        When nobody on its list is left, with what was learnt.

        Clause: 3.4-4.

        Scope `complaints:act`.
        """
        answer = self.call("POST", f"/api/v1/lookbacks/{quoted(lookback_id)}/end", body=body, key=repeat_key, once=True)
        return cast(types.LookbackOut, answer.document)
