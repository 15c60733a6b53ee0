"""Steps: review, mediation, escalation. Written by generate.py from the OpenAPI document; do not edit."""

from typing import cast

from huiyin_client import types
from huiyin_client.connection import Connection, quoted


class StepsReviewMediationEscalation(Connection):
    """Steps: review, mediation, escalation."""

    def apply_review(
        self, number: str, body: types.ReviewIn, *, seen: int | str | None = None, repeat_key: str | None = None
    ) -> types.Taken:
        """Record an application for a review of a branch's decision.

        Within 30 days of the proven receipt; without proof of receipt nothing is late. The unit above decides in 30
        days.

        Clause: 令2020-3 art 20.

        Scope `complaints:act`.
        """
        answer = self.call(
            "POST", f"/api/v1/complaints/{quoted(number)}/apply_review", body=body, seen=seen, key=repeat_key, once=True
        )
        return cast(types.Taken, answer.document)

    def decide_review(
        self, number: str, body: types.ReviewDecisionIn, *, seen: int | str | None = None, repeat_key: str | None = None
    ) -> types.Taken:
        """Decide the review.

        By the unit above, by nobody who had a hand in the matter. Changed or returned begins a new round.

        Clause: 令2020-3 art 20.

        Scope `complaints:act`.
        """
        answer = self.call(
            "POST",
            f"/api/v1/complaints/{quoted(number)}/decide_review",
            body=body,
            seen=seen,
            key=repeat_key,
            once=True,
        )
        return cast(types.Taken, answer.document)

    def refuse_review(
        self, number: str, body: types.ReviewRefusalIn, *, seen: int | str | None = None, repeat_key: str | None = None
    ) -> types.Taken:
        """Do not admit an application that is proven to be late.

        Clause: 令2020-3 art 20.

        Scope `complaints:act`.
        """
        answer = self.call(
            "POST",
            f"/api/v1/complaints/{quoted(number)}/refuse_review",
            body=body,
            seen=seen,
            key=repeat_key,
            once=True,
        )
        return cast(types.Taken, answer.document)

    def withdraw_review(
        self,
        number: str,
        body: types.Nothing | None | None = None,
        *,
        seen: int | str | None = None,
        repeat_key: str | None = None,
    ) -> types.Taken:
        """Record that the application for a review is withdrawn.

        Clause: 令2020-3 art 20.

        Scope `complaints:act`.
        """
        answer = self.call(
            "POST",
            f"/api/v1/complaints/{quoted(number)}/withdraw_review",
            body=body,
            seen=seen,
            key=repeat_key,
            once=True,
        )
        return cast(types.Taken, answer.document)

    def start_mediation(
        self, number: str, body: types.MediationIn, *, seen: int | str | None = None, repeat_key: str | None = None
    ) -> types.Taken:
        """Record that a mediation was proposed or opened.

        The limit runs on until both sides have agreed.

        Clause: 令2020-3 art 23.

        Scope `complaints:act`.
        """
        answer = self.call(
            "POST",
            f"/api/v1/complaints/{quoted(number)}/start_mediation",
            body=body,
            seen=seen,
            key=repeat_key,
            once=True,
        )
        return cast(types.Taken, answer.document)

    def agree_mediation(
        self,
        number: str,
        body: types.MediationAgreementIn,
        *,
        seen: int | str | None = None,
        repeat_key: str | None = None,
    ) -> types.Taken:
        """Record that a side agrees to the mediation.

        Once both have, the decision limit rests from the later of the two moments.

        Clause: 令2020-3 art 23.

        Scope `complaints:act`.
        """
        answer = self.call(
            "POST",
            f"/api/v1/complaints/{quoted(number)}/agree_mediation",
            body=body,
            seen=seen,
            key=repeat_key,
            once=True,
        )
        return cast(types.Taken, answer.document)

    def end_mediation(
        self, number: str, body: types.MediationEndIn, *, seen: int | str | None = None, repeat_key: str | None = None
    ) -> types.Taken:
        """End the mediation.

        A limit that rested for it runs again.

        Clause: 令2020-3 art 23.

        Scope `complaints:act`.
        """
        answer = self.call(
            "POST",
            f"/api/v1/complaints/{quoted(number)}/end_mediation",
            body=body,
            seen=seen,
            key=repeat_key,
            once=True,
        )
        return cast(types.Taken, answer.document)

    def escalate(
        self, number: str, body: types.EscalationIn, *, seen: int | str | None = None, repeat_key: str | None = None
    ) -> types.Taken:
        """Record an escalation.

        Clause: domain 2.1.

        Scope `complaints:act`.
        """
        answer = self.call(
            "POST", f"/api/v1/complaints/{quoted(number)}/escalate", body=body, seen=seen, key=repeat_key, once=True
        )
        return cast(types.Taken, answer.document)

    def answer_escalation(
        self,
        number: str,
        body: types.EscalationAnswerIn,
        *,
        seen: int | str | None = None,
        repeat_key: str | None = None,
    ) -> types.Taken:
        """Record the answer to an escalation.

        A regulator's date stops there.

        Clause: domain 2.1.

        Scope `complaints:act`.
        """
        answer = self.call(
            "POST",
            f"/api/v1/complaints/{quoted(number)}/answer_escalation",
            body=body,
            seen=seen,
            key=repeat_key,
            once=True,
        )
        return cast(types.Taken, answer.document)
