"""Core systems. Written by generate.py from the OpenAPI document; do not edit."""

from typing import Literal, cast

from huiyin_client import types
from huiyin_client.connection import Answer, Connection


class CoreSystems(Connection):
    """Core systems."""

    def take_customers(self, body: types.CustomersIn, *, repeat_key: str | None = None) -> types.RecordsTaken:
        """Take customers of a core system over.

        Head office. Each row by itself: one that is refused stops no other. The same row again changes nothing, and
        rows may come in any order: an older message overwrites no newer one. A new customer is a record of its own;
        whether it is somebody known is proposed on its page and judged by people.

        Clause: 2.1-2.

        Scope `customers:write`.
        """
        answer = self.call("POST", "/api/v1/customers", body=body, key=repeat_key, once=True)
        return cast(types.RecordsTaken, answer.document)

    def take_over_policies(self, body: types.PoliciesIn, *, repeat_key: str | None = None) -> types.RecordsTaken:
        """Take policies of a core system over.

        Head office. As with customers; the applicant is named by the core system's key and has to be here before. A
        policy whose number is known already is taken on, not made again.

        Clause: 2.1-2.

        Scope `customers:write`.
        """
        answer = self.call("POST", "/api/v1/policies", body=body, key=repeat_key, once=True)
        return cast(types.RecordsTaken, answer.document)

    def list_record_changes(
        self,
        *,
        cursor: str = "",
        start: Literal["beginning", "now"] = "beginning",
        record: list[Literal["customer", "policy", "claim"]] | None = None,
        limit: int = 100,
    ) -> types.RecordChangePage:
        """Read the change feed of customers, policies and claims.

        Every change of every record that the caller may see, once, in the order of the transactions. A change that
        is committed late comes late; it is never passed over. The feed begins with the first entry of the ledger,
        which is kept as long as the house keeps its books; a cursor stays valid as long. Head office's consumer
        protection reads it for the whole house.

        Scope `customers:read`.
        """
        answer = self.call(
            "GET", "/api/v1/records/changes", query={"cursor": cursor, "start": start, "record": record, "limit": limit}
        )
        return cast(types.RecordChangePage, answer.document)

    def take_records_out(self, body: types.RecordFileIn, *, repeat_key: str | None = None) -> Answer:
        """Take customers, policies or claims out as a file.

        What opens to the caller, streamed. Personal data is masked unless `clear`; no cell begins a formula.
        Parquet where the house has the library for it. For those who lead a part of the house. The access log says
        who took what out and why.

        Clause: 7.2-3.

        Scope `customers:read`.
        """
        return self.call("POST", "/api/v1/records/files", body=body, key=repeat_key, once=True)
