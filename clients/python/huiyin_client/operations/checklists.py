"""Checklists. Written by generate.py from the OpenAPI document; do not edit."""

from typing import cast

from huiyin_client import types
from huiyin_client.connection import Connection, quoted


class Checklists(Connection):
    """Checklists."""

    def list_checklists(self) -> types.ListsOut:
        """List the checklists in force.

        Scope `rules:read`.
        """
        answer = self.call("GET", "/api/v1/checklists")
        return cast(types.ListsOut, answer.document)

    def keep_checklist(
        self, body: types.ListIn, *, seen: int | str | None = None, repeat_key: str | None = None
    ) -> types.ListOut:
        """Keep a checklist or its next version.

        Administrators. What is under way keeps the version it began with.

        Scope `rules:write`.
        """
        answer = self.call("POST", "/api/v1/checklists", body=body, seen=seen, key=repeat_key, once=True)
        return cast(types.ListOut, answer.document)

    def read_checklist(self, list_code: str) -> types.ListOut:
        """Read the newest version of a checklist.

        Scope `rules:read`.
        """
        answer = self.call("GET", f"/api/v1/checklists/{quoted(list_code)}")
        return cast(types.ListOut, answer.document)

    def retire_checklist(
        self, list_code: str, *, seen: int | str | None = None, repeat_key: str | None = None
    ) -> types.ListOut:
        """Attach a checklist to no more complaints.

        Scope `rules:write`.
        """
        answer = self.call(
            "POST", f"/api/v1/checklists/{quoted(list_code)}/retire", seen=seen, key=repeat_key, once=True
        )
        return cast(types.ListOut, answer.document)

    def list_checks(self, number: str) -> types.CheckList:
        """List the lines of the stage the complaint is in.

        Scope `complaints:read`.
        """
        answer = self.call("GET", f"/api/v1/complaints/{quoted(number)}/checklists")
        return cast(types.CheckList, answer.document)

    def tick_check(
        self, number: str, list_code: str, line: str, *, seen: int | str | None = None, repeat_key: str | None = None
    ) -> types.CheckList:
        """Tick a line.

        Scope `complaints:write`.
        """
        answer = self.call(
            "POST",
            f"/api/v1/complaints/{quoted(number)}/checklists/{quoted(list_code)}/{quoted(line)}/done",
            seen=seen,
            key=repeat_key,
            once=True,
        )
        return cast(types.CheckList, answer.document)

    def waive_check(
        self,
        number: str,
        list_code: str,
        line: str,
        body: types.WaiveIn,
        *,
        seen: int | str | None = None,
        repeat_key: str | None = None,
    ) -> types.CheckList:
        """Waive a line with a reason.

        Scope `complaints:write`.
        """
        answer = self.call(
            "POST",
            f"/api/v1/complaints/{quoted(number)}/checklists/{quoted(list_code)}/{quoted(line)}/waive",
            body=body,
            seen=seen,
            key=repeat_key,
            once=True,
        )
        return cast(types.CheckList, answer.document)

    def untick_check(
        self, number: str, list_code: str, line: str, *, seen: int | str | None = None, repeat_key: str | None = None
    ) -> types.CheckList:
        """Open a line again.

        Scope `complaints:write`.
        """
        answer = self.call(
            "POST",
            f"/api/v1/complaints/{quoted(number)}/checklists/{quoted(list_code)}/{quoted(line)}/open",
            seen=seen,
            key=repeat_key,
            once=True,
        )
        return cast(types.CheckList, answer.document)
