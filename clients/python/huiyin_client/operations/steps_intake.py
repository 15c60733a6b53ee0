"""Steps: intake. Written by generate.py from the OpenAPI document; do not edit."""

from typing import cast

from huiyin_client import types
from huiyin_client.connection import Connection, quoted


class StepsIntake(Connection):
    """Steps: intake."""

    def check_identity(
        self, number: str, body: types.IdentityIn, *, seen: int | str | None = None, repeat_key: str | None = None
    ) -> types.Taken:
        """Record that the identity was checked.

        A later check replaces the words; the ledger keeps both.

        Clause: 1.2-7.

        Scope `complaints:act`.
        """
        answer = self.call(
            "POST",
            f"/api/v1/complaints/{quoted(number)}/check_identity",
            body=body,
            seen=seen,
            key=repeat_key,
            once=True,
        )
        return cast(types.Taken, answer.document)

    def accept(
        self, number: str, body: types.AcceptIn, *, seen: int | str | None = None, repeat_key: str | None = None
    ) -> types.Taken:
        """Accept the complaint.

        The 24-hour limit ends, kept or kept late; the acceptance notice goes out with number, contact and
        deadlines.

        Clause: 3.1-5.

        Scope `complaints:act`.
        """
        answer = self.call(
            "POST", f"/api/v1/complaints/{quoted(number)}/accept", body=body, seen=seen, key=repeat_key, once=True
        )
        return cast(types.Taken, answer.document)

    def decline(
        self, number: str, body: types.DeclineIn, *, seen: int | str | None = None, repeat_key: str | None = None
    ) -> types.Taken:
        """Do not proceed with the complaint.

        It ends; the person is told why and where to turn.

        Clause: 令2020-3 art 18.

        Scope `complaints:act`.
        """
        answer = self.call(
            "POST", f"/api/v1/complaints/{quoted(number)}/decline", body=body, seen=seen, key=repeat_key, once=True
        )
        return cast(types.Taken, answer.document)

    def reroute_complaint(
        self, number: str, body: types.RerouteIn, *, seen: int | str | None = None, repeat_key: str | None = None
    ) -> types.Taken:
        """Let the matter go on as another kind of case.

        This complaint ends; a new case with the same receipt is opened and linked; the person is told.

        Clause: domain 2.1.

        Scope `complaints:act`.
        """
        answer = self.call(
            "POST", f"/api/v1/complaints/{quoted(number)}/reroute", body=body, seen=seen, key=repeat_key, once=True
        )
        return cast(types.Taken, answer.document)

    def respond(
        self, number: str, body: types.RespondIn, *, seen: int | str | None = None, repeat_key: str | None = None
    ) -> types.Taken:
        """Answer the complainant.

        The first answer ends the first-response limit; later ones are messages.

        Clause: 6.3-1.

        Scope `complaints:act`.
        """
        answer = self.call(
            "POST", f"/api/v1/complaints/{quoted(number)}/respond", body=body, seen=seen, key=repeat_key, once=True
        )
        return cast(types.Taken, answer.document)

    def classify(
        self, number: str, body: types.ClassifyIn, *, seen: int | str | None = None, repeat_key: str | None = None
    ) -> types.Taken:
        """Set the classes.

        What is no longer named is closed, never deleted; the same set again changes nothing.

        Clause: 3.1-3.

        Scope `complaints:act`.
        """
        answer = self.call(
            "POST", f"/api/v1/complaints/{quoted(number)}/classify", body=body, seen=seen, key=repeat_key, once=True
        )
        return cast(types.Taken, answer.document)

    def grade(
        self, number: str, body: types.GradeIn, *, seen: int | str | None = None, repeat_key: str | None = None
    ) -> types.Taken:
        """Change the grade by hand.

        Clause: 3.1-2.

        Scope `complaints:act`.
        """
        answer = self.call(
            "POST", f"/api/v1/complaints/{quoted(number)}/grade", body=body, seen=seen, key=repeat_key, once=True
        )
        return cast(types.Taken, answer.document)

    def set_flags(
        self, number: str, body: types.FlagsIn, *, seen: int | str | None = None, repeat_key: str | None = None
    ) -> types.Taken:
        """Set or take away flags.

        Others stay. The grade follows the house rules upwards.

        Clause: 3.1-2.

        Scope `complaints:act`.
        """
        answer = self.call(
            "POST", f"/api/v1/complaints/{quoted(number)}/flags", body=body, seen=seen, key=repeat_key, once=True
        )
        return cast(types.Taken, answer.document)
