"""Steps: decision. Written by generate.py from the OpenAPI document; do not edit."""

from typing import cast

from huiyin_client import types
from huiyin_client.connection import Connection, quoted


class StepsDecision(Connection):
    """Steps: decision."""

    def draft_decision(
        self, number: str, body: types.DecisionIn, *, seen: int | str | None = None, repeat_key: str | None = None
    ) -> types.Taken:
        """Write the decision letter, or write it anew.

        There is one draft. Whose decision it is follows from the plan.

        Clause: 令2020-3 art 19.

        Scope `complaints:act`.
        """
        answer = self.call(
            "POST",
            f"/api/v1/complaints/{quoted(number)}/draft_decision",
            body=body,
            seen=seen,
            key=repeat_key,
            once=True,
        )
        return cast(types.Taken, answer.document)

    def issue_decision(
        self,
        number: str,
        body: types.Nothing | None | None = None,
        *,
        seen: int | str | None = None,
        repeat_key: str | None = None,
    ) -> types.Taken:
        """Issue the decision letter.

        Once its gate lets it pass: the PDF becomes an evidence item, the text is fixed. 409 names what it still
        lacks.

        Clause: 令2020-3 art 19.

        Scope `complaints:act`.
        """
        answer = self.call(
            "POST",
            f"/api/v1/complaints/{quoted(number)}/issue_decision",
            body=body,
            seen=seen,
            key=repeat_key,
            once=True,
        )
        return cast(types.Taken, answer.document)

    def notify(
        self, number: str, body: types.NotifyIn, *, seen: int | str | None = None, repeat_key: str | None = None
    ) -> types.Taken:
        """Tell the complainant the decision.

        The decision limit stops at the moment that counts for the method, in time or late.

        Clause: 令2020-3 art 21.

        Scope `complaints:act`.
        """
        answer = self.call(
            "POST", f"/api/v1/complaints/{quoted(number)}/notify", body=body, seen=seen, key=repeat_key, once=True
        )
        return cast(types.Taken, answer.document)

    def record_attempt(
        self, number: str, body: types.AttemptIn, *, seen: int | str | None = None, repeat_key: str | None = None
    ) -> types.Taken:
        """Record an attempt to reach the complainant.

        Clause: 令2020-3 art 21.

        Scope `complaints:act`.
        """
        answer = self.call(
            "POST",
            f"/api/v1/complaints/{quoted(number)}/record_attempt",
            body=body,
            seen=seen,
            key=repeat_key,
            once=True,
        )
        return cast(types.Taken, answer.document)

    def conclude_unreachable(
        self, number: str, body: types.Reason, *, seen: int | str | None = None, repeat_key: str | None = None
    ) -> types.Taken:
        """Conclude that nobody could be reached with the decision.

        After enough recorded attempts on different days.

        Clause: 令2020-3 art 21.

        Scope `complaints:act`.
        """
        answer = self.call(
            "POST",
            f"/api/v1/complaints/{quoted(number)}/conclude_unreachable",
            body=body,
            seen=seen,
            key=repeat_key,
            once=True,
        )
        return cast(types.Taken, answer.document)

    def record_receipt(
        self, number: str, body: types.ReceiptIn, *, seen: int | str | None = None, repeat_key: str | None = None
    ) -> types.Taken:
        """Record when the decision was received, with its proof.

        From that day the complainant has 30 days to apply for a review of a branch's decision.

        Clause: 令2020-3 art 20.

        Scope `complaints:act`.
        """
        answer = self.call(
            "POST",
            f"/api/v1/complaints/{quoted(number)}/record_receipt",
            body=body,
            seen=seen,
            key=repeat_key,
            once=True,
        )
        return cast(types.Taken, answer.document)

    def tell_again(
        self,
        number: str,
        notice_id: str,
        body: types.WayIn,
        *,
        seen: int | str | None = None,
        repeat_key: str | None = None,
    ) -> types.Taken:
        """Tell by another way what a failed mail has not told.

        Clause: 令2020-3 art 21.

        Scope `complaints:act`.
        """
        answer = self.call(
            "POST",
            f"/api/v1/complaints/{quoted(number)}/notices/{quoted(notice_id)}/tell_again",
            body=body,
            seen=seen,
            key=repeat_key,
            once=True,
        )
        return cast(types.Taken, answer.document)

    def ask_satisfaction(
        self, number: str, body: types.QuestionIn, *, seen: int | str | None = None, repeat_key: str | None = None
    ) -> types.Taken:
        """Ask about satisfaction, once.

        Clause: 3.1-8.

        Scope `complaints:act`.
        """
        answer = self.call(
            "POST",
            f"/api/v1/complaints/{quoted(number)}/ask_satisfaction",
            body=body,
            seen=seen,
            key=repeat_key,
            once=True,
        )
        return cast(types.Taken, answer.document)

    def answer_satisfaction(
        self, number: str, body: types.SatisfactionIn, *, seen: int | str | None = None, repeat_key: str | None = None
    ) -> types.Taken:
        """Record the answer to the question about satisfaction.

        Marked as written down by staff, and again when by somebody who handled the complaint.

        Clause: 3.1-8.

        Scope `complaints:act`.
        """
        answer = self.call(
            "POST",
            f"/api/v1/complaints/{quoted(number)}/answer_satisfaction",
            body=body,
            seen=seen,
            key=repeat_key,
            once=True,
        )
        return cast(types.Taken, answer.document)
