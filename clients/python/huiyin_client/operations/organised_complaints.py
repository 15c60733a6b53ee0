"""Organised complaints. Written by generate.py from the OpenAPI document; do not edit."""

from collections.abc import Iterator
from typing import cast

from huiyin_client import types
from huiyin_client.connection import Connection, quoted


class OrganisedComplaints(Connection):
    """Organised complaints."""

    def list_radar_groups(self, *, cursor: str = "", limit: int = 50) -> types.RadarPage:
        """List the groups of complaints that look organised.

        For investigators of a complaint in them and for head office; empty for others.

        Scope `complaints:read`.
        """
        answer = self.call("GET", "/api/v1/radar", query={"cursor": cursor, "limit": limit})
        return cast(types.RadarPage, answer.document)

    def all_of_radar_groups(self, *, limit: int = 50) -> Iterator[types.RadarGroupOut]:
        """Every item of `list_radar_groups`, page after page."""
        cursor = ""
        while True:
            page = self.list_radar_groups(limit=limit, cursor=cursor)
            yield from page["items"]
            cursor = page["next"]
            if not cursor:
                return

    def read_radar_group(self, radar_group_id: str) -> types.RadarGroupWhole:
        """Read a group with its complaints and why they are linked.

        Scope `complaints:read`.
        """
        answer = self.call("GET", f"/api/v1/radar/{quoted(radar_group_id)}")
        return cast(types.RadarGroupWhole, answer.document)

    def judge_radar_group(
        self, radar_group_id: str, body: types.RadarJudgeIn, *, repeat_key: str | None = None
    ) -> types.RadarGroupWhole:
        """Say whether a group is organised, and what was found.

        Nothing of the complaints changes.

        Scope `complaints:act`.
        """
        answer = self.call(
            "POST", f"/api/v1/radar/{quoted(radar_group_id)}/judge", body=body, key=repeat_key, once=True
        )
        return cast(types.RadarGroupWhole, answer.document)
