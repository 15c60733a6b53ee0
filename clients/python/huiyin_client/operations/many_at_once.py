"""Many at once. Written by generate.py from the OpenAPI document; do not edit."""

from typing import cast

from huiyin_client import types
from huiyin_client.connection import Connection


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
