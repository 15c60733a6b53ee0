"""Steps: turns. Written by generate.py from the OpenAPI document; do not edit."""

from typing import cast

from huiyin_client import types
from huiyin_client.connection import Connection, quoted


class StepsTurns(Connection):
    """Steps: turns."""

    def request_extension(
        self, number: str, body: types.ExtensionIn, *, seen: int | str | None = None, repeat_key: str | None = None
    ) -> types.Taken:
        """Ask for the next step of the decision limit.

        15 → 30 → 60 natural days from receipt, each before the running limit ends.

        Clause: 令2020-3 art 18.

        Scope `complaints:act`.
        """
        answer = self.call(
            "POST",
            f"/api/v1/complaints/{quoted(number)}/request_extension",
            body=body,
            seen=seen,
            key=repeat_key,
            once=True,
        )
        return cast(types.Taken, answer.document)

    def approve_extension(
        self,
        number: str,
        body: types.ExtensionApprovalIn | None | None = None,
        *,
        seen: int | str | None = None,
        repeat_key: str | None = None,
    ) -> types.Taken:
        """Approve the extension that waits.

        30 → 60 days: by the unit above or a head-office executive, and effective only once the complainant was
        told.

        Clause: 令2020-3 art 18.

        Scope `complaints:act`.
        """
        answer = self.call(
            "POST",
            f"/api/v1/complaints/{quoted(number)}/approve_extension",
            body=body,
            seen=seen,
            key=repeat_key,
            once=True,
        )
        return cast(types.Taken, answer.document)

    def refuse_extension(
        self, number: str, body: types.Reason, *, seen: int | str | None = None, repeat_key: str | None = None
    ) -> types.Taken:
        """Refuse the extension that waits.

        Clause: 令2020-3 art 18.

        Scope `complaints:act`.
        """
        answer = self.call(
            "POST",
            f"/api/v1/complaints/{quoted(number)}/refuse_extension",
            body=body,
            seen=seen,
            key=repeat_key,
            once=True,
        )
        return cast(types.Taken, answer.document)

    def agree_date(
        self, number: str, body: types.AgreementIn, *, seen: int | str | None = None, repeat_key: str | None = None
    ) -> types.Taken:
        """Record another date agreed by the parties.

        Clause: 令2020-3 art 21.

        Scope `complaints:act`.
        """
        answer = self.call(
            "POST", f"/api/v1/complaints/{quoted(number)}/agree_date", body=body, seen=seen, key=repeat_key, once=True
        )
        return cast(types.Taken, answer.document)

    def suspend(
        self, number: str, body: types.SuspensionIn, *, seen: int | str | None = None, repeat_key: str | None = None
    ) -> types.Taken:
        """Let the decision limit rest.

        The complainant is told. Several may overlap.

        Clause: 令2020-3 art 18.

        Scope `complaints:act`.
        """
        answer = self.call(
            "POST", f"/api/v1/complaints/{quoted(number)}/suspend", body=body, seen=seen, key=repeat_key, once=True
        )
        return cast(types.Taken, answer.document)

    def resume(
        self, number: str, body: types.ResumptionIn, *, seen: int | str | None = None, repeat_key: str | None = None
    ) -> types.Taken:
        """Let the limit run again.

        Clause: 令2020-3 art 18.

        Scope `complaints:act`.
        """
        answer = self.call(
            "POST", f"/api/v1/complaints/{quoted(number)}/resume", body=body, seen=seen, key=repeat_key, once=True
        )
        return cast(types.Taken, answer.document)

    def withdraw(
        self, number: str, body: types.WithdrawalIn, *, seen: int | str | None = None, repeat_key: str | None = None
    ) -> types.Taken:
        """Record a withdrawal.

        It ends the complaint on the day it was received. A withdrawal is never asked for or rewarded.

        Clause: 令2020-3 art 15.

        Scope `complaints:act`.
        """
        answer = self.call(
            "POST", f"/api/v1/complaints/{quoted(number)}/withdraw", body=body, seen=seen, key=repeat_key, once=True
        )
        return cast(types.Taken, answer.document)

    def drop_withdrawal(
        self, number: str, body: types.Reason, *, seen: int | str | None = None, repeat_key: str | None = None
    ) -> types.Taken:
        """Go on with a complaint whose withdrawal was held.

        Clause: 令2020-3 art 15.

        Scope `complaints:act`.
        """
        answer = self.call(
            "POST",
            f"/api/v1/complaints/{quoted(number)}/drop_withdrawal",
            body=body,
            seen=seen,
            key=repeat_key,
            once=True,
        )
        return cast(types.Taken, answer.document)

    def merge_preview(
        self,
        number: str,
        *,
        into: str,
        new_facts: bool = False,
        reason: str = "",
        material_received_at: str | None = None,
    ) -> types.MergePreview:
        """See what merging would do and say.

        Nothing is stored or sent.

        Scope `complaints:act`.
        """
        answer = self.call(
            "GET",
            f"/api/v1/complaints/{quoted(number)}/merge_preview",
            query={
                "into": into,
                "new_facts": new_facts,
                "reason": reason,
                "material_received_at": material_received_at,
            },
        )
        return cast(types.MergePreview, answer.document)

    def merge(
        self, number: str, body: types.MergeIn, *, seen: int | str | None = None, repeat_key: str | None = None
    ) -> types.Taken:
        """Merge the complaint into another about the same matter.

        Only a relation: nothing is copied. Messages to the old number land on the other.

        Clause: 令2020-3 art 18.

        Scope `complaints:act`.
        """
        answer = self.call(
            "POST", f"/api/v1/complaints/{quoted(number)}/merge", body=body, seen=seen, key=repeat_key, once=True
        )
        return cast(types.Taken, answer.document)

    def unmerge(
        self, number: str, body: types.Reason, *, seen: int | str | None = None, repeat_key: str | None = None
    ) -> types.Taken:
        """Undo the merge.

        The limits run as if they had never ended; what has passed meanwhile is broken.

        Clause: 令2020-3 art 18.

        Scope `complaints:act`.
        """
        answer = self.call(
            "POST", f"/api/v1/complaints/{quoted(number)}/unmerge", body=body, seen=seen, key=repeat_key, once=True
        )
        return cast(types.Taken, answer.document)
