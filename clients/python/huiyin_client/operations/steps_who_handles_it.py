"""Steps: who handles it. Written by generate.py from the OpenAPI document; do not edit."""

from typing import cast

from huiyin_client import types
from huiyin_client.connection import Connection, quoted


class StepsWhoHandlesIt(Connection):
    """Steps: who handles it."""

    def dispatch_complaint(
        self, number: str, body: types.DispatchIn, *, seen: int | str | None = None, repeat_key: str | None = None
    ) -> types.Taken:
        """Send the complaint to whoever handles it.

        Without a name the dated routing rules choose: department, role, the least open cases, nobody recused or
        away.

        Clause: 3.1-6.

        Scope `complaints:act`.
        """
        answer = self.call(
            "POST", f"/api/v1/complaints/{quoted(number)}/dispatch", body=body, seen=seen, key=repeat_key, once=True
        )
        return cast(types.Taken, answer.document)

    def hand_over(
        self, number: str, body: types.HandOverIn, *, seen: int | str | None = None, repeat_key: str | None = None
    ) -> types.Taken:
        """Make a colleague accountable.

        The open period of ownership ends and the next begins in the same instant.

        Clause: 1.1-7.

        Scope `complaints:act`.
        """
        answer = self.call(
            "POST", f"/api/v1/complaints/{quoted(number)}/hand_over", body=body, seen=seen, key=repeat_key, once=True
        )
        return cast(types.Taken, answer.document)

    def name_investigator(
        self, number: str, body: types.InvestigatorIn, *, seen: int | str | None = None, repeat_key: str | None = None
    ) -> types.Taken:
        """Name who investigates.

        Clause: 3.2-1.

        Scope `complaints:act`.
        """
        answer = self.call(
            "POST",
            f"/api/v1/complaints/{quoted(number)}/name_investigator",
            body=body,
            seen=seen,
            key=repeat_key,
            once=True,
        )
        return cast(types.Taken, answer.document)

    def recuse(
        self, number: str, body: types.RecuseIn, *, seen: int | str | None = None, repeat_key: str | None = None
    ) -> types.Taken:
        """Recuse somebody.

        Participation and access end at once; the case is never without an owner.

        Clause: 令2020-3 art 17.

        Scope `complaints:act`.
        """
        answer = self.call(
            "POST", f"/api/v1/complaints/{quoted(number)}/recuse", body=body, seen=seen, key=repeat_key, once=True
        )
        return cast(types.Taken, answer.document)

    def lift_recusal(
        self,
        number: str,
        recusal_id: str,
        body: types.Reason,
        *,
        seen: int | str | None = None,
        repeat_key: str | None = None,
    ) -> types.Taken:
        """Take a recusal back that rested on a mistake.

        Clause: 令2020-3 art 17.

        Scope `complaints:act`.
        """
        answer = self.call(
            "POST",
            f"/api/v1/complaints/{quoted(number)}/recusals/{quoted(recusal_id)}/lift",
            body=body,
            seen=seen,
            key=repeat_key,
            once=True,
        )
        return cast(types.Taken, answer.document)

    def major_plan(
        self, number: str, body: types.MajorPlanIn, *, seen: int | str | None = None, repeat_key: str | None = None
    ) -> types.Taken:
        """File the plan for a major matter.

        The 48-hour limit ends (令2020-3 art 29).

        Clause: 4.4-3.

        Scope `complaints:act`.
        """
        answer = self.call(
            "POST", f"/api/v1/complaints/{quoted(number)}/major_plan", body=body, seen=seen, key=repeat_key, once=True
        )
        return cast(types.Taken, answer.document)
