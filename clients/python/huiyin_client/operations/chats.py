"""Chats. Written by generate.py from the OpenAPI document; do not edit."""

from typing import cast

from huiyin_client import types
from huiyin_client.connection import Connection, quoted


class Chats(Connection):
    """Chats."""

    def list_chats(self) -> types.ChatList:
        """List the chats that wait for you, and yours.

        Clause: 2.2-1.

        Scope `complaints:read`.
        """
        answer = self.call("GET", "/api/v1/chats")
        return cast(types.ChatList, answer.document)

    def read_chat(self, number: str) -> types.ChatTalk:
        """Read the chat that a case began as.

        Clause: 2.2-1.

        Scope `complaints:read`.
        """
        answer = self.call("GET", f"/api/v1/complaints/{quoted(number)}/chat")
        return cast(types.ChatTalk, answer.document)

    def take_chat(self, number: str, *, seen: int | str | None = None, repeat_key: str | None = None) -> types.ChatOut:
        """Take a chat.

        You answer for its case from now on. Who leads the unit may take over what a colleague leads.

        Clause: 1.1-7.

        Scope `complaints:act`.
        """
        answer = self.call(
            "POST", f"/api/v1/complaints/{quoted(number)}/chat/take", seen=seen, key=repeat_key, once=True
        )
        return cast(types.ChatOut, answer.document)

    def answer_chat(
        self, number: str, body: types.ChatLineIn, *, seen: int | str | None = None, repeat_key: str | None = None
    ) -> types.ChatSaid:
        """Answer in a chat that you lead.

        Scope `complaints:act`.
        """
        answer = self.call(
            "POST", f"/api/v1/complaints/{quoted(number)}/chat/answer", body=body, seen=seen, key=repeat_key, once=True
        )
        return cast(types.ChatSaid, answer.document)

    def give_back_chat(
        self, number: str, *, seen: int | str | None = None, repeat_key: str | None = None
    ) -> types.ChatOut:
        """Let a chat wait again, in its old place.

        Scope `complaints:act`.
        """
        answer = self.call(
            "POST", f"/api/v1/complaints/{quoted(number)}/chat/back", seen=seen, key=repeat_key, once=True
        )
        return cast(types.ChatOut, answer.document)

    def end_chat(self, number: str, *, seen: int | str | None = None, repeat_key: str | None = None) -> types.ChatOut:
        """End a chat that you lead.

        Its case goes on until somebody says what it was.

        Scope `complaints:act`.
        """
        answer = self.call(
            "POST", f"/api/v1/complaints/{quoted(number)}/chat/end", seen=seen, key=repeat_key, once=True
        )
        return cast(types.ChatOut, answer.document)

    def settle_chat(
        self, number: str, body: types.ChatResultIn, *, seen: int | str | None = None, repeat_key: str | None = None
    ) -> types.ChatSettled:
        """Say that a chat was a question, and that it is answered.

        Chat and case end, with the result on record.

        Scope `complaints:act`.
        """
        answer = self.call(
            "POST", f"/api/v1/complaints/{quoted(number)}/chat/settle", body=body, seen=seen, key=repeat_key, once=True
        )
        return cast(types.ChatSettled, answer.document)
