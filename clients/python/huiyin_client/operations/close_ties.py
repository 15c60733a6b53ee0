"""Close ties. Written by generate.py from the OpenAPI document; do not edit."""

from typing import cast

from huiyin_client import types
from huiyin_client.connection import Connection, quoted


class CloseTies(Connection):
    """Close ties."""

    def list_relations(self) -> types.RelationList:
        """List my close ties.

        Those in force first; at most 200.

        Clause: 令2020-3 art 17.

        Scope `staff:read`.
        """
        answer = self.call("GET", "/api/v1/me/relations")
        return cast(types.RelationList, answer.document)

    def declare_relation(self, body: types.RelationIn, *, repeat_key: str | None = None) -> types.RelationOut:
        """Declare a close tie.

        It binds at once: the person behind the token neither sees nor handles what concerns them. The same again
        gives the one that is there.

        Clause: 令2020-3 art 17.

        Scope `staff:write`.
        """
        answer = self.call("POST", "/api/v1/me/relations", body=body, key=repeat_key, once=True)
        return cast(types.RelationOut, answer.document)

    def end_relation(
        self, relation_id: str, body: types.RelationEndIn, *, repeat_key: str | None = None
    ) -> types.RelationOut:
        """Say that a tie of one's own is over.

        It binds until head office confirms that.

        Clause: 令2020-3 art 17.

        Scope `staff:write`.
        """
        answer = self.call(
            "POST", f"/api/v1/me/relations/{quoted(relation_id)}/end", body=body, key=repeat_key, once=True
        )
        return cast(types.RelationOut, answer.document)

    def list_relations_to_confirm(self) -> types.RelationList:
        """List the ties whose end waits to be confirmed.

        Empty for those who confirm none; never those that concern the caller. The oldest first, at most 200.

        Clause: 令2020-3 art 17.

        Scope `staff:read`.
        """
        answer = self.call("GET", "/api/v1/relations")
        return cast(types.RelationList, answer.document)

    def answer_relation(
        self, relation_id: str, body: types.RelationAnswerIn, *, repeat_key: str | None = None
    ) -> types.RelationOut:
        """Confirm the end of a colleague's tie, or that it goes on.

        Head-office consumer protection, never somebody concerned. For others it is not there.

        Clause: 令2020-3 art 17.

        Scope `staff:write`.
        """
        answer = self.call(
            "POST", f"/api/v1/relations/{quoted(relation_id)}/confirm", body=body, key=repeat_key, once=True
        )
        return cast(types.RelationOut, answer.document)
