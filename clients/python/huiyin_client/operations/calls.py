"""Calls. Written by generate.py from the OpenAPI document; do not edit."""

from typing import Literal, cast

from huiyin_client import types
from huiyin_client.connection import Connection, quoted


class Calls(Connection):
    """Calls."""

    def list_calls(
        self,
        *,
        limit: int = 50,
        cursor: str = "",
        only: Literal[
            "", "mine", "live", "answered", "missed", "unreached", "abandoned", "busy", "voicemail", "failed"
        ] = "",
    ) -> types.CallList:
        """List calls.

        One's own, and those of the units whose matters one may see, newest first.

        Clause: 2.2-1.

        Scope `customers:read`.
        """
        answer = self.call("GET", "/api/v1/calls", query={"limit": limit, "cursor": cursor, "only": only})
        return cast(types.CallList, answer.document)

    def read_call(self, call_id: str) -> types.CallOut:
        """Read a call.

        Clause: 2.2-1.

        Scope `customers:read`.
        """
        answer = self.call("GET", f"/api/v1/calls/{quoted(call_id)}")
        return cast(types.CallOut, answer.document)
