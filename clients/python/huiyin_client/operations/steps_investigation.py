"""Steps: investigation. Written by generate.py from the OpenAPI document; do not edit."""

from typing import cast

from huiyin_client import types
from huiyin_client.connection import Connection, quoted


class StepsInvestigation(Connection):
    """Steps: investigation."""

    def plan_sources(
        self, number: str, body: types.SourcesIn, *, seen: int | str | None = None, repeat_key: str | None = None
    ) -> types.Taken:
        """Plan the sources.

        Contact with the customer, internal systems, third parties: all three are planned before the investigation
        starts.

        Clause: 3.2-3.

        Scope `complaints:act`.
        """
        answer = self.call(
            "POST", f"/api/v1/complaints/{quoted(number)}/plan_sources", body=body, seen=seen, key=repeat_key, once=True
        )
        return cast(types.Taken, answer.document)

    def investigate(
        self,
        number: str,
        body: types.Nothing | None | None = None,
        *,
        seen: int | str | None = None,
        repeat_key: str | None = None,
    ) -> types.Taken:
        """Start the investigation.

        Clause: 3.2-3.

        Scope `complaints:act`.
        """
        answer = self.call(
            "POST", f"/api/v1/complaints/{quoted(number)}/investigate", body=body, seen=seen, key=repeat_key, once=True
        )
        return cast(types.Taken, answer.document)

    def finish_source(
        self, number: str, body: types.SourceDoneIn, *, seen: int | str | None = None, repeat_key: str | None = None
    ) -> types.Taken:
        """Finish one source: done, or not applicable with the reason.

        Clause: 3.2-3.

        Scope `complaints:act`.
        """
        answer = self.call(
            "POST",
            f"/api/v1/complaints/{quoted(number)}/finish_source",
            body=body,
            seen=seen,
            key=repeat_key,
            once=True,
        )
        return cast(types.Taken, answer.document)

    def record_finding(
        self, number: str, body: types.FindingIn, *, seen: int | str | None = None, repeat_key: str | None = None
    ) -> types.Taken:
        """Record the findings.

        A new version; earlier ones stay.

        Clause: 3.2-5.

        Scope `complaints:act`.
        """
        answer = self.call(
            "POST",
            f"/api/v1/complaints/{quoted(number)}/record_finding",
            body=body,
            seen=seen,
            key=repeat_key,
            once=True,
        )
        return cast(types.Taken, answer.document)

    def review_finding(
        self, number: str, body: types.FindingReviewIn, *, seen: int | str | None = None, repeat_key: str | None = None
    ) -> types.Taken:
        """Review the newest findings.

        Never by their author.

        Clause: 3.2-1.

        Scope `complaints:act`.
        """
        answer = self.call(
            "POST",
            f"/api/v1/complaints/{quoted(number)}/review_finding",
            body=body,
            seen=seen,
            key=repeat_key,
            once=True,
        )
        return cast(types.Taken, answer.document)

    def set_liability(
        self, number: str, body: types.LiabilityIn, *, seen: int | str | None = None, repeat_key: str | None = None
    ) -> types.Taken:
        """Determine who is responsible.

        The verdict on the whole follows from those on the parties. Earlier versions stay.

        Clause: 3.2-6.

        Scope `complaints:act`.
        """
        answer = self.call(
            "POST",
            f"/api/v1/complaints/{quoted(number)}/set_liability",
            body=body,
            seen=seen,
            key=repeat_key,
            once=True,
        )
        return cast(types.Taken, answer.document)

    def reinvestigate(
        self, number: str, body: types.ReinvestigateIn, *, seen: int | str | None = None, repeat_key: str | None = None
    ) -> types.Taken:
        """Go back to the investigation.

        Clause: 3.2-1.

        Scope `complaints:act`.
        """
        answer = self.call(
            "POST",
            f"/api/v1/complaints/{quoted(number)}/reinvestigate",
            body=body,
            seen=seen,
            key=repeat_key,
            once=True,
        )
        return cast(types.Taken, answer.document)

    def assess_risk(
        self, number: str, body: types.RiskIn, *, seen: int | str | None = None, repeat_key: str | None = None
    ) -> types.Taken:
        """Decide on internal audit and on informing the regulator.

        Clause: 3.2-7.

        Scope `complaints:act`.
        """
        answer = self.call(
            "POST", f"/api/v1/complaints/{quoted(number)}/assess_risk", body=body, seen=seen, key=repeat_key, once=True
        )
        return cast(types.Taken, answer.document)
