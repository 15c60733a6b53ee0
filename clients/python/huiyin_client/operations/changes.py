"""Changes. Written by generate.py from the OpenAPI document; do not edit."""

from typing import Literal, cast

from huiyin_client import types
from huiyin_client.connection import Connection


class Changes(Connection):
    """Changes."""

    def list_changes(
        self,
        *,
        cursor: str = "",
        start: Literal["beginning", "now"] = "beginning",
        kind: list[str] | None = None,
        limit: int = 100,
    ) -> types.ChangePage:
        """Read the change feed.

        Every change of every complaint that the caller may see, once, in the order of the transactions. A change
        that is committed late comes late; it is never passed over: the feed waits for transactions that still run.
        What became visible to the caller only later is in the feed from the change that made it so.

        Scope `complaints:read`.
        """
        answer = self.call(
            "GET", "/api/v1/changes", query={"cursor": cursor, "start": start, "kind": kind, "limit": limit}
        )
        return cast(types.ChangePage, answer.document)
