"""Many at once. Written by generate.py from the OpenAPI document; do not edit."""

from typing import cast

from huiyin_client import types
from huiyin_client.connection import Connection, quoted


class ManyAtOnce(Connection):
    """Many at once."""

    def bulk_register(self, body: types.ComplaintsIn, *, repeat_key: str | None = None) -> types.BulkOut:
        """Register many complaints.

        Up to 100; each row in its own transaction: one that is refused does not stop the others. With an
        Idempotency-Key the same call again does only what was not done.

        Clause: 3.1-1.

        Scope `complaints:write`.
        """
        answer = self.call("POST", "/api/v1/bulk/complaints", body=body, key=repeat_key, once=True)
        return cast(types.BulkOut, answer.document)

    def bulk_steps(self, body: types.StepsIn, *, repeat_key: str | None = None) -> types.BulkOut:
        """Change many complaints.

        Up to 100 steps, notes or messages, in order; each row in its own transaction and with its own answer. With
        an Idempotency-Key the same call again does only what was not done.

        Scope `complaints:act`.
        """
        answer = self.call("POST", "/api/v1/bulk/steps", body=body, key=repeat_key, once=True)
        return cast(types.BulkOut, answer.document)

    def draft_many(self, body: types.ManyIn, *, repeat_key: str | None = None) -> types.ManyOut:
        """Prepare one change for many complaints.

        Up to 500. Nothing is done yet: the answer shows for each row what it has, what it would get, and why not.
        Confirm it to have it done.

        Scope `complaints:act`.
        """
        answer = self.call("POST", "/api/v1/bulk/changes", body=body, key=repeat_key, once=True)
        return cast(types.ManyOut, answer.document)

    def read_many(self, change_id: str) -> types.ManyOut:
        """Read a change of many.

        One's own: its preview before it begins, how far it is, what became of each row.

        Scope `complaints:act`.
        """
        answer = self.call("GET", f"/api/v1/bulk/changes/{quoted(change_id)}")
        return cast(types.ManyOut, answer.document)

    def confirm_many(self, change_id: str, *, repeat_key: str | None = None) -> types.ManyOut:
        """Have a change of many done.

        Up to 50 rows are done before the answer, more by a job. Each row has its own transaction, checks and ledger
        entry; one that is refused stops no other. Confirming again does nothing twice, so that an Idempotency-Key
        is not needed here and not kept.

        Scope `complaints:act`.
        """
        answer = self.call("POST", f"/api/v1/bulk/changes/{quoted(change_id)}/confirm", key=repeat_key, once=True)
        return cast(types.ManyOut, answer.document)

    def undo_many(self, change_id: str, *, repeat_key: str | None = None) -> types.ManyOut:
        """Take a change of many back.

        Within an hour of it, row by row; a complaint that somebody has worked on since keeps its change (`kept`).
        Again: as `confirm_many`.

        Scope `complaints:act`.
        """
        answer = self.call("POST", f"/api/v1/bulk/changes/{quoted(change_id)}/undo", key=repeat_key, once=True)
        return cast(types.ManyOut, answer.document)
