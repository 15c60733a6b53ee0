"""Limits and ledger. Written by generate.py from the OpenAPI document; do not edit."""

from collections.abc import Iterator
from typing import cast

from huiyin_client import types
from huiyin_client.connection import Connection, quoted


class LimitsAndLedger(Connection):
    """Limits and ledger."""

    def list_clocks(self, number: str) -> types.ClockList:
        """List the limits with their derivations.

        Clause: 3.1-5.

        Scope `clocks:read`.
        """
        answer = self.call("GET", f"/api/v1/complaints/{quoted(number)}/clocks")
        return cast(types.ClockList, answer.document)

    def list_rules(self, number: str) -> types.DutyList:
        """List which rules bind it, and why.

        Clause: 8.1-1.

        Scope `clocks:read`.
        """
        answer = self.call("GET", f"/api/v1/complaints/{quoted(number)}/rules")
        return cast(types.DutyList, answer.document)

    def ledger(self, number: str, *, limit: int = 50, cursor: str = "") -> types.LedgerPage:
        """Read the ledger.

        Hash-chained entries of every change, oldest first.

        Scope `complaints:read`.
        """
        answer = self.call(
            "GET", f"/api/v1/complaints/{quoted(number)}/ledger", query={"limit": limit, "cursor": cursor}
        )
        return cast(types.LedgerPage, answer.document)

    def all_of_ledger(self, number: str, *, limit: int = 50) -> Iterator[types.EntryOut]:
        """Every item of `ledger`, page after page."""
        cursor = ""
        while True:
            page = self.ledger(number, limit=limit, cursor=cursor)
            yield from page["items"]
            cursor = page["next"]
            if not cursor:
                return

    def verify_ledger(self, number: str) -> types.LedgerVerdict:
        """Verify the ledger.

        Every hash of the chain is computed again.

        Scope `complaints:read`.
        """
        answer = self.call("GET", f"/api/v1/complaints/{quoted(number)}/ledger/verify")
        return cast(types.LedgerVerdict, answer.document)

    def list_steps(self, number: str) -> types.Offers:
        """List the steps of the moment, with what each still needs.

        Scope `complaints:read`.
        """
        answer = self.call("GET", f"/api/v1/complaints/{quoted(number)}/steps")
        return cast(types.Offers, answer.document)
