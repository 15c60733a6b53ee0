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
        seen: int | str | None = None,
        repeat_key: str | None = None,
    ) -> types.EvidenceAdded:
        """Add evidence.

        `multipart/form-data`: `files`, `uploads` or both, at most 20 together. The same bytes again make another
        item: who brought what and when is evidence too.

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

        The clear bytes, streamed; the access log says who took them. 409 `evidence.held` while the virus scanner
        has not seen the item, `evidence.quarantined` when it found something.

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
        seen: int | str | None = None,
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
        self, number: str, evidence_id: str, *, seen: int | str | None = None, repeat_key: str | None = None
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
        seen: int | str | None = None,
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

    def begin_upload(
        self, *, repeat_key: str | None = None, upload_length: str | None = None, upload_metadata: str | None = None
    ) -> types.PartUpload:
        """Begin a file that is sent in parts.

        tus 1.0: `Tus-Resumable: 1.0.0`, `Upload-Length` in bytes, `Upload-Metadata: filename <base64>`; no body.
        `Location` is where the parts go. It lasts 20 hours from the last part. An Idempotency-Key is not kept: a
        second upload costs nothing and goes by itself.

        Scope `evidence:write`.
        """
        answer = self.call(
            "POST",
            "/api/v1/uploads/parts",
            key=repeat_key,
            once=True,
            headers={"Tus-Resumable": "1.0.0", "Upload-Length": upload_length, "Upload-Metadata": upload_metadata},
        )
        return cast(types.PartUpload, answer.document)

    def read_upload(self, upload_id: str) -> types.PartUpload:
        """Read how much of a file has arrived.

        With the header `Tus-Resumable: 1.0.0`; HEAD gives the same without the body.

        Scope `evidence:write`.
        """
        answer = self.call("GET", f"/api/v1/uploads/parts/{quoted(upload_id)}", headers={"Tus-Resumable": "1.0.0"})
        return cast(types.PartUpload, answer.document)

    def send_part(self, upload_id: str, content: bytes, *, upload_offset: str | None = None) -> Answer:
        """Send the next bytes of a file.

        `Content-Type: application/offset+octet-stream`, `Upload-Offset` as it stands. What arrived before a
        connection broke is kept; `Upload-Offset` of the answer says how much. Kind and size are checked on the way.

        Scope `evidence:write`.
        """
        return self.call(
            "PATCH",
            f"/api/v1/uploads/parts/{quoted(upload_id)}",
            content=content,
            headers={
                "Tus-Resumable": "1.0.0",
                "Upload-Offset": upload_offset,
                "Content-Type": "application/offset+octet-stream",
            },
        )

    def drop_upload(self, upload_id: str) -> Answer:
        """Forget a file that was on its way.

        Scope `evidence:write`.
        """
        return self.call("DELETE", f"/api/v1/uploads/parts/{quoted(upload_id)}", headers={"Tus-Resumable": "1.0.0"})
