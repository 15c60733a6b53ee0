"""Proof. Written by generate.py from the OpenAPI document; do not edit."""

from typing import Literal, cast

from huiyin_client import types
from huiyin_client.connection import Answer, Connection, quoted


class Proof(Connection):
    """Proof."""

    def read_complaint_at(
        self, number: str, *, time: str | None = None, by: Literal["happened", "known"] = "happened"
    ) -> types.StandingOut:
        """Read a complaint as it stood.

        Rebuilt from the ledger and from rows that are never changed.

        Scope `complaints:read`.
        """
        answer = self.call("GET", f"/api/v1/complaints/{quoted(number)}/at", query={"time": time, "by": by})
        return cast(types.StandingOut, answer.document)

    def list_dossiers(self, number: str) -> types.DossierList:
        """List the case files that were ordered.

        Scope `complaints:read`.
        """
        answer = self.call("GET", f"/api/v1/complaints/{quoted(number)}/dossiers")
        return cast(types.DossierList, answer.document)

    def order_dossier(
        self, number: str, body: types.DossierIn, *, seen: int | str | None = None, repeat_key: str | None = None
    ) -> types.DossierOut:
        """Order a case file.

        One signed file with everything of the complaint, made by a job; whoever gets it verifies it offline. The
        reason goes into the access log.

        Clause: 7.2-3.

        Scope `dossiers:export`.
        """
        answer = self.call(
            "POST", f"/api/v1/complaints/{quoted(number)}/dossiers", body=body, seen=seen, key=repeat_key, once=True
        )
        return cast(types.DossierOut, answer.document)

    def read_dossier(self, number: str, dossier_id: str) -> types.DossierOut:
        """Read how far a case file is.

        Scope `complaints:read`.
        """
        answer = self.call("GET", f"/api/v1/complaints/{quoted(number)}/dossiers/{quoted(dossier_id)}")
        return cast(types.DossierOut, answer.document)

    def download_dossier(self, number: str, dossier_id: str) -> Answer:
        """Download a case file.

        Streamed; the access log says who took it. 409 `dossier.not_ready` while it is being made and after its
        week.

        Clause: 7.2-3.

        Scope `dossiers:export`.
        """
        return self.call("GET", f"/api/v1/complaints/{quoted(number)}/dossiers/{quoted(dossier_id)}/content")

    def list_keys(self) -> types.KeysOut:
        """List the public keys.

        The same without a token at `/.well-known/huiyin-keys.json`.

        Scope `taxonomy:read`.
        """
        answer = self.call("GET", "/api/v1/proof/keys")
        return cast(types.KeysOut, answer.document)
