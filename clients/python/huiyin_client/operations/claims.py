"""Claims. Written by generate.py from the OpenAPI document; do not edit."""

from collections.abc import Iterator
from typing import cast

from huiyin_client import types
from huiyin_client.connection import Connection, quoted


class Claims(Connection):
    """Claims."""

    def list_claims(self, *, limit: int = 50, cursor: str = "") -> types.ClaimPage:
        """List the open claims with a limit.

        Those of the caller's part of the tree: the longest overdue first, then the nearest limit.

        Clause: 5.1-7.

        Scope `customers:read`.
        """
        answer = self.call("GET", "/api/v1/claims", query={"limit": limit, "cursor": cursor})
        return cast(types.ClaimPage, answer.document)

    def all_of_claims(self, *, limit: int = 50) -> Iterator[types.ClaimRow]:
        """Every item of `list_claims`, page after page."""
        cursor = ""
        while True:
            page = self.list_claims(limit=limit, cursor=cursor)
            yield from page["items"]
            cursor = page["next"]
            if not cursor:
                return

    def take_claims(self, body: types.ClaimsIn, *, repeat_key: str | None = None) -> types.ClaimsTaken:
        """Take claims of a core system over.

        Head office. Each row by itself: one that is refused stops no other. The same row again changes nothing, and
        rows may come in any order: milestones are put where they happened, and an older message overwrites no newer
        one.

        Clause: 5.1-7.

        Scope `customers:write`.
        """
        answer = self.call("POST", "/api/v1/claims", body=body, key=repeat_key, once=True)
        return cast(types.ClaimsTaken, answer.document)

    def read_claim(self, claim_id: str) -> types.ClaimOut:
        """Read a claim.

        Clause: 5.1-7.

        Scope `customers:read`.
        """
        answer = self.call("GET", f"/api/v1/claims/{quoted(claim_id)}")
        return cast(types.ClaimOut, answer.document)

    def see_claim_alarms(self, claim_id: str, *, repeat_key: str | None = None) -> types.AlarmsSeen:
        """Mark the warnings and breaches of a claim as seen.

        They leave the page of alarms for everybody; the limits stay as they are. Again changes nothing.

        Clause: 5.1-7.

        Scope `customers:write`.
        """
        answer = self.call("POST", f"/api/v1/claims/{quoted(claim_id)}/seen", key=repeat_key, once=True)
        return cast(types.AlarmsSeen, answer.document)
