"""Letters. Written by generate.py from the OpenAPI document; do not edit."""

from typing import cast

from huiyin_client import types
from huiyin_client.connection import Connection, quoted


class Letters(Connection):
    """Letters."""

    def take_letter(self, body: types.LetterIn, *, repeat_key: str | None = None) -> types.LetterOut:
        """Take in a letter.

        A matter with a number whose first limit runs from the day of the stamp. Its words are read by a job where
        text recognition is installed.

        Clause: 2.2-1.

        Scope `complaints:write`.
        """
        answer = self.call("POST", "/api/v1/letters", body=body, key=repeat_key, once=True)
        return cast(types.LetterOut, answer.document)

    def read_letter(self, number: str) -> types.LetterOut:
        """Read the letter that a case began as.

        Clause: 2.2-1.

        Scope `complaints:read`.
        """
        answer = self.call("GET", f"/api/v1/complaints/{quoted(number)}/letter")
        return cast(types.LetterOut, answer.document)

    def confirm_letter(
        self, number: str, body: types.LetterTextIn, *, seen: int | str | None = None, repeat_key: str | None = None
    ) -> types.LetterOut:
        """Say what a letter says.

        It joins the timeline as what the customer wrote; what was read stays beside it.

        Scope `complaints:act`.
        """
        answer = self.call(
            "POST", f"/api/v1/complaints/{quoted(number)}/letter/text", body=body, seen=seen, key=repeat_key, once=True
        )
        return cast(types.LetterOut, answer.document)

    def read_letter_again(
        self, number: str, *, seen: int | str | None = None, repeat_key: str | None = None
    ) -> types.LetterOut:
        """Let the words of a letter be read once more.

        Scope `complaints:act`.
        """
        answer = self.call(
            "POST", f"/api/v1/complaints/{quoted(number)}/letter/again", seen=seen, key=repeat_key, once=True
        )
        return cast(types.LetterOut, answer.document)
