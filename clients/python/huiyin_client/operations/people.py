"""People. Written by generate.py from the OpenAPI document; do not edit."""

from typing import cast

from huiyin_client import types
from huiyin_client.connection import Connection, quoted


class People(Connection):
    """People."""

    def list_people(self, number: str) -> types.PersonList:
        """List the people on the customer's side.

        Masked.

        Scope `complaints:read`.
        """
        answer = self.call("GET", f"/api/v1/complaints/{quoted(number)}/people")
        return cast(types.PersonList, answer.document)

    def add_person(
        self, number: str, body: types.NewPerson, *, seen: int | str | None = None, repeat_key: str | None = None
    ) -> types.PersonOut:
        """Add somebody to the complaint.

        A witness, a beneficiary, an agent (whose authority is then still missing).

        Scope `complaints:write`.
        """
        answer = self.call(
            "POST", f"/api/v1/complaints/{quoted(number)}/people", body=body, seen=seen, key=repeat_key, once=True
        )
        return cast(types.PersonOut, answer.document)

    def correct_person(
        self,
        number: str,
        person_id: str,
        body: types.Correction,
        *,
        seen: int | str | None = None,
        repeat_key: str | None = None,
    ) -> types.PersonOut:
        """Correct details on the customer's word.

        The ledger keeps salted hashes of before and after. With `was` fields are merged one by one: what nobody
        else touched is written; 409 `person.changed` where a colleague wrote something else meanwhile.

        Clause: 1.3-3.

        Scope `complaints:write`.
        """
        answer = self.call(
            "POST",
            f"/api/v1/complaints/{quoted(number)}/people/{quoted(person_id)}/correct",
            body=body,
            seen=seen,
            key=repeat_key,
            once=True,
        )
        return cast(types.PersonOut, answer.document)

    def attach_authority(
        self,
        number: str,
        person_id: str,
        body: types.AuthorityIn,
        *,
        seen: int | str | None = None,
        repeat_key: str | None = None,
    ) -> types.PersonOut:
        """Name the proof of an agent's or heir's authority.

        Clause: 令2020-3 art 14.

        Scope `complaints:write`.
        """
        answer = self.call(
            "POST",
            f"/api/v1/complaints/{quoted(number)}/people/{quoted(person_id)}/authority",
            body=body,
            seen=seen,
            key=repeat_key,
            once=True,
        )
        return cast(types.PersonOut, answer.document)

    def reveal(
        self,
        number: str,
        person_id: str,
        body: types.RevealIn,
        *,
        seen: int | str | None = None,
        repeat_key: str | None = None,
    ) -> types.Revealed:
        """Lift the mask of some fields.

        Every call leaves a line in the access log, also a repeated one: an Idempotency-Key is not needed here and
        not kept.

        Clause: 7.2-3.

        Scope `people:reveal`.
        """
        answer = self.call(
            "POST",
            f"/api/v1/complaints/{quoted(number)}/people/{quoted(person_id)}/reveal",
            body=body,
            seen=seen,
            key=repeat_key,
            once=True,
        )
        return cast(types.Revealed, answer.document)

    def reveal_text(
        self,
        number: str,
        text_id: str,
        body: types.RevealTextIn,
        *,
        seen: int | str | None = None,
        repeat_key: str | None = None,
    ) -> types.RevealedText:
        """Lift the mask of the numbers inside a message or note.

        Phone, certificate and card numbers and e-mail addresses, in the order in which they stand there. Every call
        leaves a line in the access log: an Idempotency-Key is not kept.

        Clause: 7.2-3.

        Scope `people:reveal`.
        """
        answer = self.call(
            "POST",
            f"/api/v1/complaints/{quoted(number)}/texts/{quoted(text_id)}/reveal",
            body=body,
            seen=seen,
            key=repeat_key,
            once=True,
        )
        return cast(types.RevealedText, answer.document)

    def case_staff(self, number: str) -> types.CaseStaff:
        """List the staff of a complaint.

        Owners one after another without a gap, participants, recusals.

        Clause: 1.1-7.

        Scope `complaints:read`.
        """
        answer = self.call("GET", f"/api/v1/complaints/{quoted(number)}/staff")
        return cast(types.CaseStaff, answer.document)

    def add_participant(
        self, number: str, body: types.ParticipantIn, *, seen: int | str | None = None, repeat_key: str | None = None
    ) -> types.StaffPeriod:
        """Let a colleague take part.

        An investigator is named by the step `name_investigator`.

        Scope `complaints:write`.
        """
        answer = self.call(
            "POST", f"/api/v1/complaints/{quoted(number)}/staff", body=body, seen=seen, key=repeat_key, once=True
        )
        return cast(types.StaffPeriod, answer.document)

    def end_participation(
        self, number: str, participation_id: str, *, seen: int | str | None = None, repeat_key: str | None = None
    ) -> types.StaffPeriod:
        """End somebody's part.

        Scope `complaints:write`.
        """
        answer = self.call(
            "POST",
            f"/api/v1/complaints/{quoted(number)}/staff/{quoted(participation_id)}/end",
            seen=seen,
            key=repeat_key,
            once=True,
        )
        return cast(types.StaffPeriod, answer.document)
