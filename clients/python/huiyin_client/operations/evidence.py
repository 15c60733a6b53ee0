"""Evidence. Written by generate.py from the OpenAPI document; do not edit."""

from collections.abc import Iterator, Mapping
from typing import Any, cast

from huiyin_client import types
from huiyin_client.connection import Answer, Connection, File, quoted


class Evidence(Connection):
    """Evidence."""

    def upload(self, files: list[File], *, repeat_key: str | None = None) -> types.Uploaded:
        """Upload files for a complaint that does not exist yet.

        `multipart/form-data`, field `files`, at most 20. Each is encrypted while it arrives; size and kind are
        checked on the way. Only the caller can use the ids.

        Scope `evidence:write`.
        """
        answer = self.call("POST", "/api/v1/uploads", files=files, key=repeat_key, once=True)
        return cast(types.Uploaded, answer.document)

    def list_evidence(self, number: str, *, limit: int = 50, cursor: str = "") -> types.EvidencePage:
        """List the evidence register.

        By number.

        Scope `evidence:read`.
        """
        answer = self.call(
            "GET", f"/api/v1/complaints/{quoted(number)}/evidence", query={"limit": limit, "cursor": cursor}
        )
        return cast(types.EvidencePage, answer.document)

    def all_of_evidence(self, number: str, *, limit: int = 50) -> Iterator[types.EvidenceOut]:
        """Every item of `list_evidence`, page after page."""
        cursor = ""
        while True:
            page = self.list_evidence(number, limit=limit, cursor=cursor)
            yield from page["items"]
            cursor = page["next"]
            if not cursor:
                return

    def add_evidence(
        self,
        number: str,
        files: list[File],
        form: Mapping[str, Any] | None = None,
        *,
        seen: int | None = None,
        repeat_key: str | None = None,
    ) -> types.EvidenceAdded:
        """Add evidence.

        `multipart/form-data`: `files`, at most 20. The same bytes again make another item: who brought what and
        when is evidence too.

        Clause: 3.2-4.

        Scope `evidence:write`.
        """
        answer = self.call(
            "POST",
            f"/api/v1/complaints/{quoted(number)}/evidence",
            files=files,
            form=form,
            seen=seen,
            key=repeat_key,
            once=True,
        )
        return cast(types.EvidenceAdded, answer.document)

    def read_evidence(self, number: str, evidence_id: str) -> types.EvidenceWithCustody:
        """Read an item with its chain of custody.

        Scope `evidence:read`.
        """
        answer = self.call("GET", f"/api/v1/complaints/{quoted(number)}/evidence/{quoted(evidence_id)}")
        return cast(types.EvidenceWithCustody, answer.document)

    def download_evidence(self, number: str, evidence_id: str) -> Answer:
        """Download an item.

        The clear bytes, streamed; the access log says who took them.

        Clause: 7.2-3.

        Scope `evidence:read`.
        """
        return self.call("GET", f"/api/v1/complaints/{quoted(number)}/evidence/{quoted(evidence_id)}/content")

    def record_custody(
        self,
        number: str,
        evidence_id: str,
        body: types.CustodyIn,
        *,
        seen: int | None = None,
        repeat_key: str | None = None,
    ) -> types.CustodyOut:
        """Write into the chain of custody.

        Clause: 3.2-4.

        Scope `evidence:write`.
        """
        answer = self.call(
            "POST",
            f"/api/v1/complaints/{quoted(number)}/evidence/{quoted(evidence_id)}/custody",
            body=body,
            seen=seen,
            key=repeat_key,
            once=True,
        )
        return cast(types.CustodyOut, answer.document)

    def verify_evidence(
        self, number: str, evidence_id: str, *, seen: int | None = None, repeat_key: str | None = None
    ) -> types.CustodyOut:
        """Compare the kept bytes with the hash in the register.

        The result goes into the chain of custody; 409 `evidence.damaged` when they differ.

        Clause: 3.2-4.

        Scope `evidence:write`.
        """
        answer = self.call(
            "POST",
            f"/api/v1/complaints/{quoted(number)}/evidence/{quoted(evidence_id)}/verify",
            seen=seen,
            key=repeat_key,
            once=True,
        )
        return cast(types.CustodyOut, answer.document)

    def publish_evidence(
        self,
        number: str,
        evidence_id: str,
        body: types.PublishIn,
        *,
        seen: int | None = None,
        repeat_key: str | None = None,
    ) -> types.EvidenceOut:
        """Let the complainant see an item on the portal.

        Clause: 令2020-3 art 13.

        Scope `evidence:write`.
        """
        answer = self.call(
            "POST",
            f"/api/v1/complaints/{quoted(number)}/evidence/{quoted(evidence_id)}/publish",
            body=body,
            seen=seen,
            key=repeat_key,
            once=True,
        )
        return cast(types.EvidenceOut, answer.document)
