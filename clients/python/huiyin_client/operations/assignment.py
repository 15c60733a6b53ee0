"""Assignment. Written by generate.py from the OpenAPI document; do not edit."""

from typing import Literal, cast

from huiyin_client import types
from huiyin_client.connection import Connection, quoted


class Assignment(Connection):
    """Assignment."""

    def read_assignment(self) -> types.InForce:
        """Read the rules of assignment in force today, and their drafts.

        Clause: 3.1-6.

        Scope `rules:read`.
        """
        answer = self.call("GET", "/api/v1/assignment")
        return cast(types.InForce, answer.document)

    def draft_assignment(self, body: types.NewEdition, *, repeat_key: str | None = None) -> types.EditionOut:
        """Begin a draft of the rules of assignment.

        Clause: 8.1-1.

        Scope `rules:write`.
        """
        answer = self.call("POST", "/api/v1/assignment/drafts", body=body, key=repeat_key, once=True)
        return cast(types.EditionOut, answer.document)

    def read_assignment_draft(self, draft_id: str) -> types.EditionOut:
        """Read a draft or an edition.

        The ETag is its version, for `If-Match`.

        Scope `rules:read`.
        """
        answer = self.call("GET", f"/api/v1/assignment/drafts/{quoted(draft_id)}")
        return cast(types.EditionOut, answer.document)

    def write_assignment(
        self, draft_id: str, body: types.EditionText, *, seen: int | str | None = None, repeat_key: str | None = None
    ) -> types.EditionOut:
        """Write a draft.

        The first rule that fits decides; the last one has no condition. A fault names its place. What somebody
        changed since `seen` in other rules stays; 409 `draft.changed` names the places that both changed.

        Clause: 8.1-1.

        Scope `rules:write`.
        """
        answer = self.call(
            "POST",
            f"/api/v1/assignment/drafts/{quoted(draft_id)}/text",
            body=body,
            seen=seen,
            key=repeat_key,
            once=True,
        )
        return cast(types.EditionOut, answer.document)

    def submit_assignment(
        self, draft_id: str, body: types.EditionSeen, *, seen: int | str | None = None, repeat_key: str | None = None
    ) -> types.EditionOut:
        """Lay a draft before the second person.

        Clause: 8.1-1.

        Scope `rules:write`.
        """
        answer = self.call(
            "POST",
            f"/api/v1/assignment/drafts/{quoted(draft_id)}/submit",
            body=body,
            seen=seen,
            key=repeat_key,
            once=True,
        )
        return cast(types.EditionOut, answer.document)

    def approve_assignment(
        self, draft_id: str, body: types.EditionSeen, *, seen: int | str | None = None, repeat_key: str | None = None
    ) -> types.EditionOut:
        """Put the rules into force from their day on.

        A second person: nobody whose hand is in the draft.

        Clause: 8.1-1.

        Scope `rules:write`.
        """
        answer = self.call(
            "POST",
            f"/api/v1/assignment/drafts/{quoted(draft_id)}/approve",
            body=body,
            seen=seen,
            key=repeat_key,
            once=True,
        )
        return cast(types.EditionOut, answer.document)

    def reject_assignment(
        self, draft_id: str, body: types.EditionReason, *, seen: int | str | None = None, repeat_key: str | None = None
    ) -> types.EditionOut:
        """Send a draft back to its author.

        Clause: 8.1-1.

        Scope `rules:write`.
        """
        answer = self.call(
            "POST",
            f"/api/v1/assignment/drafts/{quoted(draft_id)}/reject",
            body=body,
            seen=seen,
            key=repeat_key,
            once=True,
        )
        return cast(types.EditionOut, answer.document)

    def withdraw_assignment(
        self, draft_id: str, body: types.EditionReason, *, seen: int | str | None = None, repeat_key: str | None = None
    ) -> types.EditionOut:
        """Give a draft up.

        Clause: 8.1-1.

        Scope `rules:write`.
        """
        answer = self.call(
            "POST",
            f"/api/v1/assignment/drafts/{quoted(draft_id)}/withdraw",
            body=body,
            seen=seen,
            key=repeat_key,
            once=True,
        )
        return cast(types.EditionOut, answer.document)

    def start_assignment_trial(
        self, draft_id: str, body: types.TrialIn, *, seen: int | str | None = None, repeat_key: str | None = None
    ) -> types.TrialOut:
        """Play the rules over the complaints of a day.

        Nothing is assigned. Few are played at once; many as a job, of which `state`, `done` and `total` tell.

        Clause: 3.1-6.

        Scope `rules:write`.
        """
        answer = self.call(
            "POST",
            f"/api/v1/assignment/drafts/{quoted(draft_id)}/trials",
            body=body,
            seen=seen,
            key=repeat_key,
            once=True,
        )
        return cast(types.TrialOut, answer.document)

    def read_assignment_trial(self, draft_id: str, trial_id: str, *, after: str | None = None) -> types.TrialOut:
        """Read a dry run.

        100 rows at a time, in the order in which the complaints arrived.

        Clause: 3.1-6.

        Scope `rules:read`.
        """
        answer = self.call(
            "GET", f"/api/v1/assignment/drafts/{quoted(draft_id)}/trials/{quoted(trial_id)}", query={"after": after}
        )
        return cast(types.TrialOut, answer.document)

    def list_team(self) -> types.TeamOut:
        """List the people of one's part of the house.

        With load, bound, presence and what they can do today; at most 500.

        Clause: 4.1-2.

        Scope `staff:read`.
        """
        answer = self.call("GET", "/api/v1/team")
        return cast(types.TeamOut, answer.document)

    def read_person(self, employee_no: str) -> types.StaffWhole:
        """Read somebody's competences, hours and absences.

        Clause: 4.1-2.

        Scope `staff:read`.
        """
        answer = self.call("GET", f"/api/v1/team/{quoted(employee_no)}")
        return cast(types.StaffWhole, answer.document)

    def add_competence(
        self, employee_no: str, body: types.CompetenceIn, *, repeat_key: str | None = None
    ) -> types.StaffWhole:
        """Write down a skill or a qualification.

        It counts on its days, both included, and on no other. Whoever leads somebody says it, never they
        themselves.

        Clause: 4.1-2.

        Scope `staff:write`.
        """
        answer = self.call(
            "POST", f"/api/v1/team/{quoted(employee_no)}/competences", body=body, key=repeat_key, once=True
        )
        return cast(types.StaffWhole, answer.document)

    def revoke_competence(
        self, employee_no: str, competence_id: str, *, repeat_key: str | None = None
    ) -> types.StaffWhole:
        """Take a skill or a qualification back from today on.

        Scope `staff:write`.
        """
        answer = self.call(
            "POST",
            f"/api/v1/team/{quoted(employee_no)}/competences/{quoted(competence_id)}/revoke",
            key=repeat_key,
            once=True,
        )
        return cast(types.StaffWhole, answer.document)

    def set_terms(self, employee_no: str, body: types.TermsIn, *, repeat_key: str | None = None) -> types.StaffWhole:
        """Say how much somebody carries and when they work.

        Clause: 4.1-2.

        Scope `staff:write`.
        """
        answer = self.call("POST", f"/api/v1/team/{quoted(employee_no)}/terms", body=body, key=repeat_key, once=True)
        return cast(types.StaffWhole, answer.document)

    def set_absence(
        self, employee_no: str, body: types.AbsenceIn, *, repeat_key: str | None = None
    ) -> types.StaffWhole:
        """Say that somebody is away, and who stands in.

        Of oneself, or of somebody whom one leads.

        Scope `staff:write`.
        """
        answer = self.call("POST", f"/api/v1/team/{quoted(employee_no)}/absences", body=body, key=repeat_key, once=True)
        return cast(types.StaffWhole, answer.document)

    def end_absence(self, employee_no: str, absence_id: str, *, repeat_key: str | None = None) -> types.StaffWhole:
        """End an absence, or call it off.

        Scope `staff:write`.
        """
        answer = self.call(
            "POST", f"/api/v1/team/{quoted(employee_no)}/absences/{quoted(absence_id)}/end", key=repeat_key, once=True
        )
        return cast(types.StaffWhole, answer.document)

    def preview_matters(self, employee_no: str) -> types.MattersOut:
        """See who would take over somebody's open complaints.

        The 30 with the nearest limits, each with whom the rules choose; nothing is changed. Hand them over with
        `bulk_steps` and the step `hand_over`.

        Clause: 1.1-7.

        Scope `complaints:read`.
        """
        answer = self.call("GET", f"/api/v1/team/{quoted(employee_no)}/matters")
        return cast(types.MattersOut, answer.document)

    def list_pool(self, *, mine: Literal["all", "takeable"] = "all") -> types.PoolOut:
        """List what waits in the pools of one's units.

        The nearest limit first; `mine=takeable`: only what the caller may take now. At most 100.

        Clause: 3.1-6.

        Scope `complaints:read`.
        """
        answer = self.call("GET", "/api/v1/pool", query={"mine": mine})
        return cast(types.PoolOut, answer.document)

    def take_next(self, *, repeat_key: str | None = None) -> types.NextOut:
        """Take the most urgent complaint that waits for the caller.

        Two who ask at once never get the same. 409 `pool.empty` when nothing waits.

        Clause: 3.1-6.

        Scope `complaints:act`.
        """
        answer = self.call("POST", "/api/v1/pool/next", key=repeat_key, once=True)
        return cast(types.NextOut, answer.document)

    def take_from_pool(
        self, number: str, *, seen: int | str | None = None, repeat_key: str | None = None
    ) -> types.Taken:
        """Take this complaint from the pool.

        Clause: 3.1-6.

        Scope `complaints:act`.
        """
        answer = self.call("POST", f"/api/v1/complaints/{quoted(number)}/take", seen=seen, key=repeat_key, once=True)
        return cast(types.Taken, answer.document)

    def read_owner(self, number: str) -> types.OwnerOut:
        """Read why this person has the complaint.

        Every change of who answers for it, newest first, with whom the rules weighed and passed over, and how it
        waits.

        Clause: 1.1-7.

        Scope `complaints:read`.
        """
        answer = self.call("GET", f"/api/v1/complaints/{quoted(number)}/owner")
        return cast(types.OwnerOut, answer.document)
