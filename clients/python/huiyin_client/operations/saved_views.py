"""Saved views. Written by generate.py from the OpenAPI document; do not edit."""

from collections.abc import Iterator
from typing import cast

from huiyin_client import types
from huiyin_client.connection import Connection, quoted


class SavedViews(Connection):
    """Saved views."""

    def list_views(self) -> types.ViewList:
        """List my views of the queue.

        Own ones and those shared with the units one works for, in one's own order; at most 200.

        Scope `complaints:read`.
        """
        answer = self.call("GET", "/api/v1/me/views")
        return cast(types.ViewList, answer.document)

    def keep_view(self, body: types.ViewIn, *, repeat_key: str | None = None) -> types.ViewOut:
        """Keep a view.

        With `unit` it is shared: with one's own unit, or one below what one leads. The same again gives the one
        that is there.

        Scope `complaints:write`.
        """
        answer = self.call("POST", "/api/v1/me/views", body=body, key=repeat_key, once=True)
        return cast(types.ViewOut, answer.document)

    def read_view(self, view_id: str) -> types.ViewOut:
        """Read a view.

        The ETag is its version, for `If-Match`.

        Scope `complaints:read`.
        """
        answer = self.call("GET", f"/api/v1/me/views/{quoted(view_id)}")
        return cast(types.ViewOut, answer.document)

    def change_view(
        self, view_id: str, body: types.ViewChange, *, seen: int | str | None = None, repeat_key: str | None = None
    ) -> types.ViewOut:
        """Change a view, or with whom it is shared.

        Whoever made it, or leads the unit it is shared with.

        Scope `complaints:write`.
        """
        answer = self.call(
            "POST", f"/api/v1/me/views/{quoted(view_id)}/change", body=body, seen=seen, key=repeat_key, once=True
        )
        return cast(types.ViewOut, answer.document)

    def remove_view(
        self, view_id: str, *, seen: int | str | None = None, repeat_key: str | None = None
    ) -> types.ViewList:
        """Delete a view.

        For all with whom it is shared. Answers with the views that are left.

        Scope `complaints:write`.
        """
        answer = self.call("POST", f"/api/v1/me/views/{quoted(view_id)}/remove", seen=seen, key=repeat_key, once=True)
        return cast(types.ViewList, answer.document)

    def order_views(self, body: types.ViewsOrder, *, repeat_key: str | None = None) -> types.ViewList:
        """Put my views in order.

        Also which of them are tabs, and with which one the queue opens.

        Scope `complaints:write`.
        """
        answer = self.call("POST", "/api/v1/me/views/order", body=body, key=repeat_key, once=True)
        return cast(types.ViewList, answer.document)

    def list_view(self, view_id: str, *, limit: int = 50, cursor: str = "") -> types.ComplaintPage:
        """List the complaints that a view shows.

        What the caller may see of them, in the order of the view, a page by key.

        Scope `complaints:read`.
        """
        answer = self.call(
            "GET", f"/api/v1/me/views/{quoted(view_id)}/complaints", query={"limit": limit, "cursor": cursor}
        )
        return cast(types.ComplaintPage, answer.document)

    def all_of_view(self, view_id: str, *, limit: int = 50) -> Iterator[types.ComplaintRow]:
        """Every item of `list_view`, page after page."""
        cursor = ""
        while True:
            page = self.list_view(view_id, limit=limit, cursor=cursor)
            yield from page["items"]
            cursor = page["next"]
            if not cursor:
                return
