"""Likeness. Written by generate.py from the OpenAPI document; do not edit."""

from typing import cast

from huiyin_client import types
from huiyin_client.connection import Connection, quoted


class Likeness(Connection):
    """Likeness."""

    def read_likeness(self, number: str) -> types.LikenessOut:
        """Read what is like a complaint.

        Cases that came in with nearly the same words, and decided complaints with reasons, outcome and spread. Only
        cases that the caller may see are named; the spread is that of the house.

        Clause: 3.3.

        Scope `complaints:read`.
        """
        answer = self.call("GET", f"/api/v1/complaints/{quoted(number)}/likeness")
        return cast(types.LikenessOut, answer.document)

    def read_signs(self, number: str) -> types.SignsOut:
        """Read what the words of a complaint tell.

        Signs of risk with the words that gave them, and the likely class with the words that spoke for it.

        Clause: 3.2-7.

        Scope `complaints:read`.
        """
        answer = self.call("GET", f"/api/v1/complaints/{quoted(number)}/signs")
        return cast(types.SignsOut, answer.document)
