"""Opinion books. Written by generate.py from the OpenAPI document; do not edit."""

from typing import cast

from huiyin_client import types
from huiyin_client.connection import Connection, quoted


class OpinionBooks(Connection):
    """Opinion books."""

    def list_book_entries(self, *, unit: str, month: str) -> types.BookMonth:
        """List a month of the opinion book of an outlet.

        Clause: 令2010-4 art 3.

        Scope `complaints:read`.
        """
        answer = self.call("GET", "/api/v1/outlets/entries", query={"unit": unit, "month": month})
        return cast(types.BookMonth, answer.document)

    def enter_in_book(self, body: types.EntryIn, *, repeat_key: str | None = None) -> types.BookEntryOut:
        """Take an entry of an opinion book over.

        A matter with a number, received on the day of writing. The same words in the same place are answered with
        the entry that is there.

        Clause: 令2010-4 art 3.

        Scope `complaints:write`.
        """
        answer = self.call("POST", "/api/v1/outlets/entries", body=body, key=repeat_key, once=True)
        return cast(types.BookEntryOut, answer.document)

    def answer_in_book(
        self, number: str, body: types.EntryAnswerIn, *, seen: int | str | None = None, repeat_key: str | None = None
    ) -> types.BookEntryOut:
        """Answer an entry of an opinion book.

        Praise and suggestions end with it; a matter goes on in its own way.

        Scope `complaints:act`.
        """
        answer = self.call(
            "POST", f"/api/v1/complaints/{quoted(number)}/book/answer", body=body, seen=seen, key=repeat_key, once=True
        )
        return cast(types.BookEntryOut, answer.document)
