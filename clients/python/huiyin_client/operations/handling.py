"""Handling. Written by generate.py from the OpenAPI document; do not edit."""

from typing import cast

from huiyin_client import types
from huiyin_client.connection import Connection, quoted


class Handling(Connection):
    """Handling."""

    def add_demand(
        self, number: str, body: types.DemandIn, *, seen: int | str | None = None, repeat_key: str | None = None
    ) -> types.DemandOut:
        """Write down one more demand.

        Scope `complaints:write`.
        """
        answer = self.call(
            "POST", f"/api/v1/complaints/{quoted(number)}/demands", body=body, seen=seen, key=repeat_key, once=True
        )
        return cast(types.DemandOut, answer.document)

    def read_inquiry(self, number: str) -> types.Inquiry:
        """Read the investigation.

        Sources, versions of the findings, liability, risk.

        Scope `complaints:read`.
        """
        answer = self.call("GET", f"/api/v1/complaints/{quoted(number)}/inquiry")
        return cast(types.Inquiry, answer.document)

    def read_independence(self, number: str) -> list[types.IndependenceOut]:
        """Read who was examined at each deciding step.

        Nobody with an interest in the matter sees it, handles it or decides in it.

        Clause: 令2020-3 art 17.

        Scope `complaints:read`.
        """
        answer = self.call("GET", f"/api/v1/complaints/{quoted(number)}/independence")
        return cast(list[types.IndependenceOut], answer.document)

    def reexamine(
        self,
        number: str,
        place: int,
        body: types.ReexamineIn,
        *,
        seen: int | str | None = None,
        repeat_key: str | None = None,
    ) -> types.IndependenceOut:
        """Say whether a step stands whose taker turned out to have an interest.

        `place` is `seq` of `GET …/independence`. Somebody who leads examines it, never who took the step. Answered
        already: unchanged.

        Clause: 令2020-3 art 17.

        Scope `complaints:act`.
        """
        answer = self.call(
            "POST",
            f"/api/v1/complaints/{quoted(number)}/independence/{quoted(place)}",
            body=body,
            seen=seen,
            key=repeat_key,
            once=True,
        )
        return cast(types.IndependenceOut, answer.document)

    def read_execution(self, number: str) -> types.Execution:
        """Read plans, tasks, promises and payments.

        Scope `complaints:read`.
        """
        answer = self.call("GET", f"/api/v1/complaints/{quoted(number)}/execution")
        return cast(types.Execution, answer.document)

    def read_outcome(self, number: str) -> types.Outcome:
        """Read decision, telling, satisfaction and rectification.

        Scope `complaints:read`.
        """
        answer = self.call("GET", f"/api/v1/complaints/{quoted(number)}/outcome")
        return cast(types.Outcome, answer.document)

    def read_turns(self, number: str) -> types.Turns:
        """Read the turns of the path.

        Extensions, suspensions, reviews, mediations, escalations, withdrawals, merges, reroutes, reopenings.

        Scope `complaints:read`.
        """
        answer = self.call("GET", f"/api/v1/complaints/{quoted(number)}/turns")
        return cast(types.Turns, answer.document)
