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

    def identify_caller(self, call_id: str, body: types.SaidIn, *, repeat_key: str | None = None) -> types.Identified:
        """Identify a caller by what they say.

        Only for whoever has the call. A number proves nothing: it may be forged, lent or lost. What fits opens the
        record for an hour; every attempt is a line of the access log.

        Clause: 1.2-7.

        Scope `customers:write`.
        """
        answer = self.call("POST", f"/api/v1/calls/{quoted(call_id)}/identify", body=body, key=repeat_key, once=True)
        return cast(types.Identified, answer.document)

    def read_caller(self, call_id: str) -> types.CallerOut:
        """Read who calls, what they hold, what is open and what was promised.

        Only for whoever has the call, once the caller was identified, until an hour after its end.

        Clause: 2.2-1.

        Scope `customers:read`.
        """
        answer = self.call("GET", f"/api/v1/calls/{quoted(call_id)}/caller")
        return cast(types.CallerOut, answer.document)

    def say_on_call(self, call_id: str, body: types.SaidOnCall, *, repeat_key: str | None = None) -> types.CallOut:
        """Write what a caller said into a matter of theirs.

        Whoever works on it is told at once, and the call belongs to it.

        Clause: 2.2-1.

        Scope `complaints:write`.
        """
        answer = self.call("POST", f"/api/v1/calls/{quoted(call_id)}/say", body=body, key=repeat_key, once=True)
        return cast(types.CallOut, answer.document)

    def attach_call(self, call_id: str, body: types.AttachIn, *, repeat_key: str | None = None) -> types.CallOut:
        """Say which complaint was taken down in a call.

        Clause: 3.1-1.

        Scope `complaints:write`.
        """
        answer = self.call("POST", f"/api/v1/calls/{quoted(call_id)}/attach", body=body, key=repeat_key, once=True)
        return cast(types.CallOut, answer.document)

    def list_call_backs(self, *, limit: int = 50, cursor: str = "", mine: bool = False) -> types.CallBackList:
        """List calls that are owed.

        Missed calls and calls that somebody asked for, until somebody was reached.

        Clause: 2.2-3.

        Scope `customers:read`.
        """
        answer = self.call("GET", "/api/v1/call-backs", query={"limit": limit, "cursor": cursor, "mine": mine})
        return cast(types.CallBackList, answer.document)

    def ask_call_back(
        self, call_id: str, body: types.CallBackIn, *, repeat_key: str | None = None
    ) -> types.CallBackOut:
        """Note that a caller wants to be called back.

        Clause: 2.2-3.

        Scope `customers:write`.
        """
        answer = self.call("POST", f"/api/v1/calls/{quoted(call_id)}/call_back", body=body, key=repeat_key, once=True)
        return cast(types.CallBackOut, answer.document)

    def take_call_back(self, back_id: str, *, repeat_key: str | None = None) -> types.CallBackOut:
        """Take a call that is owed.

        Clause: 2.2-3.

        Scope `customers:write`.
        """
        answer = self.call("POST", f"/api/v1/call-backs/{quoted(back_id)}/take", key=repeat_key, once=True)
        return cast(types.CallBackOut, answer.document)

    def try_call_back(self, back_id: str, body: types.TriedIn, *, repeat_key: str | None = None) -> types.CallBackOut:
        """Say what came of calling back.

        Clause: 2.2-3.

        Scope `customers:write`.
        """
        answer = self.call("POST", f"/api/v1/call-backs/{quoted(back_id)}/tried", body=body, key=repeat_key, once=True)
        return cast(types.CallBackOut, answer.document)

    def show_call_back_number(self, back_id: str, *, repeat_key: str | None = None) -> types.DialOut:
        """Show the number to dial.

        Every call leaves a line in the access log.

        Clause: 7.2-3.

        Scope `people:reveal`.
        """
        answer = self.call("POST", f"/api/v1/call-backs/{quoted(back_id)}/number", key=repeat_key, once=True)
        return cast(types.DialOut, answer.document)
