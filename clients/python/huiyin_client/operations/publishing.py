"""Publishing. Written by generate.py from the OpenAPI document; do not edit."""

from collections.abc import Iterator
from typing import Literal, cast

from huiyin_client import types
from huiyin_client.connection import Connection, quoted


class Publishing(Connection):
    """Publishing."""

    def list_drafts(self) -> types.DraftList:
        """List the drafts of rules.

        The last 200, last changed first.

        Clause: 8.1-1.

        Scope `rules:read`.
        """
        answer = self.call("GET", "/api/v1/handbook/drafts")
        return cast(types.DraftList, answer.document)

    def create_draft(self, body: types.NewDraft, *, repeat_key: str | None = None) -> types.DraftOut:
        """Begin a draft.

        It follows the newest version of a rule of a pack; with `ends` the rule ends on that day.

        Clause: 8.1-1.

        Scope `rules:write`.
        """
        answer = self.call("POST", "/api/v1/handbook/drafts", body=body, key=repeat_key, once=True)
        return cast(types.DraftOut, answer.document)

    def get_draft(self, draft_id: str) -> types.DraftOut:
        """Read a draft.

        The ETag is its version, for `If-Match`.

        Scope `rules:read`.
        """
        answer = self.call("GET", f"/api/v1/handbook/drafts/{quoted(draft_id)}")
        return cast(types.DraftOut, answer.document)

    def edit_draft(
        self, draft_id: str, body: types.TextIn, *, seen: int | str | None = None, repeat_key: str | None = None
    ) -> types.DraftOut:
        """Write a draft anew.

        Its examples are run on it. A fault names the place in `body`, e.g. `steps[1].length`.

        Scope `rules:write`.
        """
        answer = self.call(
            "POST", f"/api/v1/handbook/drafts/{quoted(draft_id)}/text", body=body, seen=seen, key=repeat_key, once=True
        )
        return cast(types.DraftOut, answer.document)

    def add_draft_example(
        self, draft_id: str, body: types.ExampleIn, *, seen: int | str | None = None, repeat_key: str | None = None
    ) -> types.DraftOut:
        """Add an example of one's own.

        Scope `rules:write`.
        """
        answer = self.call(
            "POST",
            f"/api/v1/handbook/drafts/{quoted(draft_id)}/examples",
            body=body,
            seen=seen,
            key=repeat_key,
            once=True,
        )
        return cast(types.DraftOut, answer.document)

    def confirm_draft_example(
        self,
        draft_id: str,
        place: int,
        body: types.SeenIn,
        *,
        seen: int | str | None = None,
        repeat_key: str | None = None,
    ) -> types.DraftOut:
        """Take what the draft gives for an example as intended.

        Scope `rules:write`.
        """
        answer = self.call(
            "POST",
            f"/api/v1/handbook/drafts/{quoted(draft_id)}/examples/{quoted(place)}/confirm",
            body=body,
            seen=seen,
            key=repeat_key,
            once=True,
        )
        return cast(types.DraftOut, answer.document)

    def remove_draft_example(
        self,
        draft_id: str,
        place: int,
        body: types.SeenIn,
        *,
        seen: int | str | None = None,
        repeat_key: str | None = None,
    ) -> types.DraftOut:
        """Take an example of one's own out again.

        Scope `rules:write`.
        """
        answer = self.call(
            "POST",
            f"/api/v1/handbook/drafts/{quoted(draft_id)}/examples/{quoted(place)}/remove",
            body=body,
            seen=seen,
            key=repeat_key,
            once=True,
        )
        return cast(types.DraftOut, answer.document)

    def start_replay(
        self, draft_id: str, body: types.ReplayIn, *, seen: int | str | None = None, repeat_key: str | None = None
    ) -> types.ReplayOut:
        """Play a draft over the history.

        A job does it; read the draft for its progress. One that is under way on the same text is returned instead.

        Scope `rules:write`.
        """
        answer = self.call(
            "POST",
            f"/api/v1/handbook/drafts/{quoted(draft_id)}/replays",
            body=body,
            seen=seen,
            key=repeat_key,
            once=True,
        )
        return cast(types.ReplayOut, answer.document)

    def cancel_replay(
        self, draft_id: str, *, seen: int | str | None = None, repeat_key: str | None = None
    ) -> types.DraftOut:
        """Stop the replay that runs.

        Scope `rules:write`.
        """
        answer = self.call(
            "POST", f"/api/v1/handbook/drafts/{quoted(draft_id)}/replays/cancel", seen=seen, key=repeat_key, once=True
        )
        return cast(types.DraftOut, answer.document)

    def list_changed(
        self,
        draft_id: str,
        replay_id: str,
        *,
        limit: int = 50,
        cursor: str = "",
        kind: Literal["", "broken", "kept", "earlier", "later", "new", "gone"] = "",
    ) -> types.ChangedPage:
        """List the limits that would change.

        Only those of complaints that the caller may see; the sums of the replay count all.

        Scope `rules:read`.
        """
        answer = self.call(
            "GET",
            f"/api/v1/handbook/drafts/{quoted(draft_id)}/replays/{quoted(replay_id)}/cases",
            query={"limit": limit, "cursor": cursor, "kind": kind},
        )
        return cast(types.ChangedPage, answer.document)

    def all_of_changed(
        self,
        draft_id: str,
        replay_id: str,
        *,
        limit: int = 50,
        kind: Literal["", "broken", "kept", "earlier", "later", "new", "gone"] = "",
    ) -> Iterator[types.ChangedOut]:
        """Every item of `list_changed`, page after page."""
        cursor = ""
        while True:
            page = self.list_changed(draft_id, replay_id, limit=limit, kind=kind, cursor=cursor)
            yield from page["items"]
            cursor = page["next"]
            if not cursor:
                return

    def submit_draft(
        self, draft_id: str, body: types.SeenIn, *, seen: int | str | None = None, repeat_key: str | None = None
    ) -> types.DraftOut:
        """Lay a draft before the second person.

        Clause: 8.1-1.

        Scope `rules:write`.
        """
        answer = self.call(
            "POST",
            f"/api/v1/handbook/drafts/{quoted(draft_id)}/submit",
            body=body,
            seen=seen,
            key=repeat_key,
            once=True,
        )
        return cast(types.DraftOut, answer.document)

    def approve_draft(
        self, draft_id: str, body: types.SeenIn, *, seen: int | str | None = None, repeat_key: str | None = None
    ) -> types.DraftOut:
        """Publish a draft.

        Never by its author or an editor; refused without a fresh replay, and when examples differ.

        Clause: 8.1-1.

        Scope `rules:write`.
        """
        answer = self.call(
            "POST",
            f"/api/v1/handbook/drafts/{quoted(draft_id)}/approve",
            body=body,
            seen=seen,
            key=repeat_key,
            once=True,
        )
        return cast(types.DraftOut, answer.document)

    def reject_draft(
        self, draft_id: str, body: types.WhyIn, *, seen: int | str | None = None, repeat_key: str | None = None
    ) -> types.DraftOut:
        """Send a draft back.

        Clause: 8.1-1.

        Scope `rules:write`.
        """
        answer = self.call(
            "POST",
            f"/api/v1/handbook/drafts/{quoted(draft_id)}/reject",
            body=body,
            seen=seen,
            key=repeat_key,
            once=True,
        )
        return cast(types.DraftOut, answer.document)

    def withdraw_draft(
        self, draft_id: str, body: types.WhyIn, *, seen: int | str | None = None, repeat_key: str | None = None
    ) -> types.DraftOut:
        """Give a draft up.

        Scope `rules:write`.
        """
        answer = self.call(
            "POST",
            f"/api/v1/handbook/drafts/{quoted(draft_id)}/withdraw",
            body=body,
            seen=seen,
            key=repeat_key,
            once=True,
        )
        return cast(types.DraftOut, answer.document)

    def list_versions(self, *, pack: str, code: str) -> types.VersionList:
        """List the versions of a rule.

        Clause: 8.1-1.

        Scope `taxonomy:read`.
        """
        answer = self.call("GET", "/api/v1/handbook/versions", query={"pack": pack, "code": code})
        return cast(types.VersionList, answer.document)

    def diff_versions(self, *, left: str, right: str) -> types.DifferenceList:
        """Compare two versions of a rule, term by term.

        Scope `taxonomy:read`.
        """
        answer = self.call("GET", "/api/v1/handbook/versions/diff", query={"left": left, "right": right})
        return cast(types.DifferenceList, answer.document)

    def list_calendars(self) -> types.CalendarList:
        """List the calendars in use and the notices of this house.

        Scope `rules:read`.
        """
        answer = self.call("GET", "/api/v1/handbook/calendars")
        return cast(types.CalendarList, answer.document)

    def create_calendar(self, body: types.NoticeIn, *, repeat_key: str | None = None) -> types.CalendarOut:
        """Enter a year's official notice of days off.

        Scope `rules:write`.
        """
        answer = self.call("POST", "/api/v1/handbook/calendars", body=body, key=repeat_key, once=True)
        return cast(types.CalendarOut, answer.document)

    def get_calendar(self, calendar_id: str) -> types.CalendarOut:
        """Read a year's notice.

        The ETag is its version, for `If-Match`.

        Scope `rules:read`.
        """
        answer = self.call("GET", f"/api/v1/handbook/calendars/{quoted(calendar_id)}")
        return cast(types.CalendarOut, answer.document)

    def edit_calendar(
        self, calendar_id: str, body: types.NoticeEdit, *, seen: int | str | None = None, repeat_key: str | None = None
    ) -> types.CalendarOut:
        """Write a notice anew.

        Scope `rules:write`.
        """
        answer = self.call(
            "POST",
            f"/api/v1/handbook/calendars/{quoted(calendar_id)}/text",
            body=body,
            seen=seen,
            key=repeat_key,
            once=True,
        )
        return cast(types.CalendarOut, answer.document)

    def submit_calendar(
        self, calendar_id: str, body: types.SeenIn, *, seen: int | str | None = None, repeat_key: str | None = None
    ) -> types.CalendarOut:
        """Lay a notice before the second person.

        Scope `rules:write`.
        """
        answer = self.call(
            "POST",
            f"/api/v1/handbook/calendars/{quoted(calendar_id)}/submit",
            body=body,
            seen=seen,
            key=repeat_key,
            once=True,
        )
        return cast(types.CalendarOut, answer.document)

    def approve_calendar(
        self, calendar_id: str, body: types.SeenIn, *, seen: int | str | None = None, repeat_key: str | None = None
    ) -> types.CalendarOut:
        """Publish a notice.

        Never by its author or an editor. Provisional limits are computed anew, each with an entry in its ledger.

        Scope `rules:write`.
        """
        answer = self.call(
            "POST",
            f"/api/v1/handbook/calendars/{quoted(calendar_id)}/approve",
            body=body,
            seen=seen,
            key=repeat_key,
            once=True,
        )
        return cast(types.CalendarOut, answer.document)

    def reject_calendar(
        self, calendar_id: str, body: types.WhyIn, *, seen: int | str | None = None, repeat_key: str | None = None
    ) -> types.CalendarOut:
        """Send a notice back.

        Scope `rules:write`.
        """
        answer = self.call(
            "POST",
            f"/api/v1/handbook/calendars/{quoted(calendar_id)}/reject",
            body=body,
            seen=seen,
            key=repeat_key,
            once=True,
        )
        return cast(types.CalendarOut, answer.document)

    def withdraw_calendar(
        self, calendar_id: str, body: types.WhyIn, *, seen: int | str | None = None, repeat_key: str | None = None
    ) -> types.CalendarOut:
        """Give a notice up.

        Scope `rules:write`.
        """
        answer = self.call(
            "POST",
            f"/api/v1/handbook/calendars/{quoted(calendar_id)}/withdraw",
            body=body,
            seen=seen,
            key=repeat_key,
            once=True,
        )
        return cast(types.CalendarOut, answer.document)

    def read_unit_packs(self, unit: str) -> types.UnitPacksOut:
        """Read the packs that bind a unit.

        Clause: 8.1-1.

        Scope `rules:read`.
        """
        answer = self.call("GET", f"/api/v1/units/{quoted(unit)}/packs")
        return cast(types.UnitPacksOut, answer.document)

    def choose_unit_packs(
        self, unit: str, body: types.UnitPacksIn, *, repeat_key: str | None = None
    ) -> types.UnitPacksOut:
        """Choose the packs of a unit.

        It and every unit below that names none run under them from that day on. What has arrived keeps its rules.

        Clause: 8.1-1.

        Scope `rules:write`.
        """
        answer = self.call("POST", f"/api/v1/units/{quoted(unit)}/packs", body=body, key=repeat_key, once=True)
        return cast(types.UnitPacksOut, answer.document)
