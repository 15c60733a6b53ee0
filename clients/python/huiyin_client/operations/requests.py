"""Requests. Written by generate.py from the OpenAPI document; do not edit."""

from collections.abc import Iterator
from typing import cast

from huiyin_client import types
from huiyin_client.connection import Connection, quoted


class Requests(Connection):
    """Requests."""

    def register_request(self, body: types.RequestIn, *, repeat_key: str | None = None) -> types.RequestCreated:
        """Register a service request.

        Number, limits of answer and acceptance from the receipt, an accountable owner, receipt by mail. Policy
        changes of life and health insurance also get the limits of order 2010 no. 4.

        Clause: 1.2-2.

        Scope `complaints:write`.
        """
        answer = self.call("POST", "/api/v1/requests", body=body, key=repeat_key, once=True)
        return cast(types.RequestCreated, answer.document)

    def read_request(self, request_number: str) -> types.RequestOut:
        """Read a service request.

        With the steps of this moment for the caller. Reading is kept in the access log.

        Clause: 1.2-1.

        Scope `complaints:read`.
        """
        answer = self.call("GET", f"/api/v1/requests/{quoted(request_number)}")
        return cast(types.RequestOut, answer.document)

    def take_request_step(
        self, request_number: str, body: types.RequestStepIn, *, repeat_key: str | None = None
    ) -> types.RequestOut:
        """Take a step of a service request.

        Nothing is handled before it is accepted; steps run in the order of the kind's chain. A refusal names
        everything that is missing.

        Clause: 1.2-6.

        Scope `complaints:act`.
        """
        answer = self.call(
            "POST", f"/api/v1/requests/{quoted(request_number)}/steps", body=body, key=repeat_key, once=True
        )
        return cast(types.RequestOut, answer.document)

    def list_visits(self, *, cursor: str = "", limit: int = 50) -> types.VisitPage:
        """List the return visits to be made.

        To new personal policies of more than a year, while the hesitation period runs.

        Clause: 令2010-4 art 15.

        Scope `complaints:read`.
        """
        answer = self.call("GET", "/api/v1/visits", query={"cursor": cursor, "limit": limit})
        return cast(types.VisitPage, answer.document)

    def all_of_visits(self, *, limit: int = 50) -> Iterator[types.VisitDue]:
        """Every item of `list_visits`, page after page."""
        cursor = ""
        while True:
            page = self.list_visits(limit=limit, cursor=cursor)
            yield from page["items"]
            cursor = page["next"]
            if not cursor:
                return

    def record_visit(self, visit_id: str, body: types.VisitIn, *, repeat_key: str | None = None) -> types.VisitOut:
        """Record a return visit.

        Each of the seven points with yes or no; or that nobody was reached.

        Clause: 令2010-4 art 15.

        Scope `complaints:act`.
        """
        answer = self.call("POST", f"/api/v1/visits/{quoted(visit_id)}", body=body, key=repeat_key, once=True)
        return cast(types.VisitOut, answer.document)
