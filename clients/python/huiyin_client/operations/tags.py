"""Tags. Written by generate.py from the OpenAPI document; do not edit."""

from typing import cast

from huiyin_client import types
from huiyin_client.connection import Connection, quoted


class Tags(Connection):
    """Tags."""

    def list_tags(self) -> types.TagList:
        """List the tags.

        At most 500, by name, with retired and merged ones.

        Scope `complaints:read`.
        """
        answer = self.call("GET", "/api/v1/tags")
        return cast(types.TagList, answer.document)

    def add_tag(self, body: types.TagMake, *, repeat_key: str | None = None) -> types.TagRow:
        """Add a tag to the list.

        Administrators. A free tag of this name is taken into the list.

        Scope `rules:write`.
        """
        answer = self.call("POST", "/api/v1/tags", body=body, key=repeat_key, once=True)
        return cast(types.TagRow, answer.document)

    def read_tag(self, tag_id: str) -> types.TagRow:
        """Read a tag.

        Scope `complaints:read`.
        """
        answer = self.call("GET", f"/api/v1/tags/{quoted(tag_id)}")
        return cast(types.TagRow, answer.document)

    def change_tag(
        self, tag_id: str, body: types.TagMake, *, seen: int | str | None = None, repeat_key: str | None = None
    ) -> types.TagRow:
        """Rename or recolour a tag.

        Scope `rules:write`.
        """
        answer = self.call(
            "POST", f"/api/v1/tags/{quoted(tag_id)}/change", body=body, seen=seen, key=repeat_key, once=True
        )
        return cast(types.TagRow, answer.document)

    def merge_tag(
        self, tag_id: str, body: types.TagMergeIn, *, seen: int | str | None = None, repeat_key: str | None = None
    ) -> types.TagRow:
        """Let a tag count as another one.

        No complaint is touched; it can be undone.

        Scope `rules:write`.
        """
        answer = self.call(
            "POST", f"/api/v1/tags/{quoted(tag_id)}/merge", body=body, seen=seen, key=repeat_key, once=True
        )
        return cast(types.TagRow, answer.document)

    def unmerge_tag(self, tag_id: str, *, seen: int | str | None = None, repeat_key: str | None = None) -> types.TagRow:
        """Undo the merge of a tag.

        Scope `rules:write`.
        """
        answer = self.call("POST", f"/api/v1/tags/{quoted(tag_id)}/unmerge", seen=seen, key=repeat_key, once=True)
        return cast(types.TagRow, answer.document)

    def retire_tag(self, tag_id: str, *, seen: int | str | None = None, repeat_key: str | None = None) -> types.TagRow:
        """Offer a tag no more.

        Scope `rules:write`.
        """
        answer = self.call("POST", f"/api/v1/tags/{quoted(tag_id)}/retire", seen=seen, key=repeat_key, once=True)
        return cast(types.TagRow, answer.document)

    def revive_tag(self, tag_id: str, *, seen: int | str | None = None, repeat_key: str | None = None) -> types.TagRow:
        """Offer a retired tag again.

        Scope `rules:write`.
        """
        answer = self.call("POST", f"/api/v1/tags/{quoted(tag_id)}/revive", seen=seen, key=repeat_key, once=True)
        return cast(types.TagRow, answer.document)

    def list_case_tags(self, number: str) -> types.CaseTags:
        """List the tags of a complaint.

        Scope `complaints:read`.
        """
        answer = self.call("GET", f"/api/v1/complaints/{quoted(number)}/tags")
        return cast(types.CaseTags, answer.document)

    def tag_complaint(
        self, number: str, body: types.TagIn, *, seen: int | str | None = None, repeat_key: str | None = None
    ) -> types.CaseTags:
        """Put a tag on the complaint.

        A name that is not in the list makes a free tag where the unit allows it, else 409.

        Scope `complaints:write`.
        """
        answer = self.call(
            "POST", f"/api/v1/complaints/{quoted(number)}/tags", body=body, seen=seen, key=repeat_key, once=True
        )
        return cast(types.CaseTags, answer.document)

    def untag_complaint(
        self, number: str, tag_id: str, *, seen: int | str | None = None, repeat_key: str | None = None
    ) -> types.CaseTags:
        """Take a tag off the complaint.

        Scope `complaints:write`.
        """
        answer = self.call(
            "POST",
            f"/api/v1/complaints/{quoted(number)}/tags/{quoted(tag_id)}/remove",
            seen=seen,
            key=repeat_key,
            once=True,
        )
        return cast(types.CaseTags, answer.document)
