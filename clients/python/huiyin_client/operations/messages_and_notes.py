"""Messages and notes. Written by generate.py from the OpenAPI document; do not edit."""

from collections.abc import Iterator
from typing import cast

from huiyin_client import types
from huiyin_client.connection import Connection, quoted


class MessagesAndNotes(Connection):
    """Messages and notes."""

    def list_messages(self, number: str, *, limit: int = 50, cursor: str = "") -> types.MessagePage:
        """List messages.

        What the complainant said and was told, oldest first.

        Scope `complaints:read`.
        """
        answer = self.call(
            "GET", f"/api/v1/complaints/{quoted(number)}/messages", query={"limit": limit, "cursor": cursor}
        )
        return cast(types.MessagePage, answer.document)

    def all_of_messages(self, number: str, *, limit: int = 50) -> Iterator[types.MessageOut]:
        """Every item of `list_messages`, page after page."""
        cursor = ""
        while True:
            page = self.list_messages(number, limit=limit, cursor=cursor)
            yield from page["items"]
            cursor = page["next"]
            if not cursor:
                return

    def hear(
        self, number: str, body: types.MessageIn, *, seen: int | str | None = None, repeat_key: str | None = None
    ) -> types.MessageOut:
        """Record something more from the complainant.

        Whether it brings new facts that restart the limit is decided by a person (令2020-3 art 18). What goes to the
        complainant goes by the step `respond`.

        Clause: 3.1-1.

        Scope `complaints:write`.
        """
        answer = self.call(
            "POST", f"/api/v1/complaints/{quoted(number)}/messages", body=body, seen=seen, key=repeat_key, once=True
        )
        return cast(types.MessageOut, answer.document)

    def list_notes(self, number: str, *, limit: int = 50, cursor: str = "") -> types.NotePage:
        """List internal notes.

        Oldest first.

        Scope `complaints:read`.
        """
        answer = self.call(
            "GET", f"/api/v1/complaints/{quoted(number)}/notes", query={"limit": limit, "cursor": cursor}
        )
        return cast(types.NotePage, answer.document)

    def all_of_notes(self, number: str, *, limit: int = 50) -> Iterator[types.NoteOut]:
        """Every item of `list_notes`, page after page."""
        cursor = ""
        while True:
            page = self.list_notes(number, limit=limit, cursor=cursor)
            yield from page["items"]
            cursor = page["next"]
            if not cursor:
                return

    def add_note(
        self, number: str, body: types.NoteIn, *, seen: int | str | None = None, repeat_key: str | None = None
    ) -> types.NoteOut:
        """Write an internal note.

        Scope `complaints:write`.
        """
        answer = self.call(
            "POST", f"/api/v1/complaints/{quoted(number)}/notes", body=body, seen=seen, key=repeat_key, once=True
        )
        return cast(types.NoteOut, answer.document)

    def timeline(self, number: str, *, limit: int = 50, cursor: str = "") -> types.Timeline:
        """Read the timeline.

        Messages, notes, evidence and what was done, newest first. Four statements for any page.

        Scope `complaints:read`.
        """
        answer = self.call(
            "GET", f"/api/v1/complaints/{quoted(number)}/timeline", query={"limit": limit, "cursor": cursor}
        )
        return cast(types.Timeline, answer.document)

    def all_of_timeline(self, number: str, *, limit: int = 50) -> Iterator[types.TimelineItem]:
        """Every item of `timeline`, page after page."""
        cursor = ""
        while True:
            page = self.timeline(number, limit=limit, cursor=cursor)
            yield from page["items"]
            cursor = page["next"]
            if not cursor:
                return

    def list_colleagues(self, number: str, *, q: str = "") -> types.ColleagueList:
        """List who could be mentioned in a note.

        Those who may not see the complaint come with the reason; a note that mentions them is refused.

        Scope `complaints:read`.
        """
        answer = self.call("GET", f"/api/v1/complaints/{quoted(number)}/colleagues", query={"q": q})
        return cast(types.ColleagueList, answer.document)

    def list_watchers(self, number: str) -> types.WatcherList:
        """List who follows a complaint.

        Scope `complaints:read`.
        """
        answer = self.call("GET", f"/api/v1/complaints/{quoted(number)}/watchers")
        return cast(types.WatcherList, answer.document)

    def watch(self, number: str, *, seen: int | str | None = None, repeat_key: str | None = None) -> types.WatcherList:
        """Follow a complaint.

        The person behind the token does. It opens nothing that they may not see.

        Scope `complaints:read`.
        """
        answer = self.call("POST", f"/api/v1/complaints/{quoted(number)}/watch", seen=seen, key=repeat_key, once=True)
        return cast(types.WatcherList, answer.document)

    def unwatch(
        self, number: str, *, seen: int | str | None = None, repeat_key: str | None = None
    ) -> types.WatcherList:
        """No longer follow a complaint.

        Scope `complaints:read`.
        """
        answer = self.call(
            "POST", f"/api/v1/complaints/{quoted(number)}/watch/end", seen=seen, key=repeat_key, once=True
        )
        return cast(types.WatcherList, answer.document)

    def list_watched(self, *, limit: int = 50, cursor: str = "") -> types.FollowedList:
        """List what one follows.

        Only complaints that one still sees, newest first.

        Scope `complaints:read`.
        """
        answer = self.call("GET", "/api/v1/me/watched", query={"limit": limit, "cursor": cursor})
        return cast(types.FollowedList, answer.document)

    def all_of_watched(self, *, limit: int = 50) -> Iterator[types.FollowedOut]:
        """Every item of `list_watched`, page after page."""
        cursor = ""
        while True:
            page = self.list_watched(limit=limit, cursor=cursor)
            yield from page["items"]
            cursor = page["next"]
            if not cursor:
                return

    def list_mentions(self, *, limit: int = 50, cursor: str = "") -> types.FollowedList:
        """List where one was mentioned.

        Only complaints that one still sees, newest first.

        Scope `complaints:read`.
        """
        answer = self.call("GET", "/api/v1/me/mentions", query={"limit": limit, "cursor": cursor})
        return cast(types.FollowedList, answer.document)

    def all_of_mentions(self, *, limit: int = 50) -> Iterator[types.FollowedOut]:
        """Every item of `list_mentions`, page after page."""
        cursor = ""
        while True:
            page = self.list_mentions(limit=limit, cursor=cursor)
            yield from page["items"]
            cursor = page["next"]
            if not cursor:
                return

    def list_moves(self, number: str) -> types.MoveList:
        """List the messages that left a complaint.

        Scope `complaints:read`.
        """
        answer = self.call("GET", f"/api/v1/complaints/{quoted(number)}/moves")
        return cast(types.MoveList, answer.document)

    def move_message(
        self,
        number: str,
        message_id: str,
        body: types.MoveIn,
        *,
        seen: int | str | None = None,
        repeat_key: str | None = None,
    ) -> types.MoveList:
        """Move a message to the complaint it belongs to.

        Never a copy: it leaves this complaint. Nothing is mailed; both ledgers tell it.

        Clause: 令2020-3 art 18.

        Scope `complaints:act`.
        """
        answer = self.call(
            "POST",
            f"/api/v1/complaints/{quoted(number)}/messages/{quoted(message_id)}/move",
            body=body,
            seen=seen,
            key=repeat_key,
            once=True,
        )
        return cast(types.MoveList, answer.document)

    def split_message(
        self,
        number: str,
        message_id: str,
        body: types.SplitIn,
        *,
        seen: int | str | None = None,
        repeat_key: str | None = None,
    ) -> types.SplitOut:
        """Split a message off as a new complaint.

        Received when the message was: every limit begins there. The same people complain.

        Clause: 令2020-3 art 18.

        Scope `complaints:act`.
        """
        answer = self.call(
            "POST",
            f"/api/v1/complaints/{quoted(number)}/messages/{quoted(message_id)}/split",
            body=body,
            seen=seen,
            key=repeat_key,
            once=True,
        )
        return cast(types.SplitOut, answer.document)

    def take_message_back(
        self, number: str, move_id: str, *, seen: int | str | None = None, repeat_key: str | None = None
    ) -> types.MoveList:
        """Take a message back to where it was.

        From either of the two complaints. One that was split off is merged instead.

        Scope `complaints:act`.
        """
        answer = self.call(
            "POST",
            f"/api/v1/complaints/{quoted(number)}/moves/{quoted(move_id)}/undo",
            seen=seen,
            key=repeat_key,
            once=True,
        )
        return cast(types.MoveList, answer.document)
