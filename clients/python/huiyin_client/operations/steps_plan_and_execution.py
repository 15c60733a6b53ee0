"""Steps: plan and execution. Written by generate.py from the OpenAPI document; do not edit."""

from typing import cast

from huiyin_client import types
from huiyin_client.connection import Connection, quoted


class StepsPlanAndExecution(Connection):
    """Steps: plan and execution."""

    def propose_plan(
        self, number: str, body: types.PlanIn, *, seen: int | str | None = None, repeat_key: str | None = None
    ) -> types.Taken:
        """Propose a plan.

        The level whose approval it needs follows from amount and grade by the dated house rule.

        Clause: 3.3-2.

        Scope `complaints:act`.
        """
        answer = self.call(
            "POST", f"/api/v1/complaints/{quoted(number)}/propose_plan", body=body, seen=seen, key=repeat_key, once=True
        )
        return cast(types.Taken, answer.document)

    def approve_plan(
        self, number: str, body: types.ApproveIn, *, seen: int | str | None = None, repeat_key: str | None = None
    ) -> types.Taken:
        """Approve the plan that waits.

        Never by who proposed it, wrote the findings, is recused or works where the complaint points at. A sum
        outside what like complaints got needs a reason of its own.

        Clause: 3.3-2.

        Scope `complaints:act`.
        """
        answer = self.call(
            "POST", f"/api/v1/complaints/{quoted(number)}/approve_plan", body=body, seen=seen, key=repeat_key, once=True
        )
        return cast(types.Taken, answer.document)

    def send_back_plan(
        self, number: str, body: types.Reason, *, seen: int | str | None = None, repeat_key: str | None = None
    ) -> types.Taken:
        """Send the plan back.

        Clause: 3.3-2.

        Scope `complaints:act`.
        """
        answer = self.call(
            "POST",
            f"/api/v1/complaints/{quoted(number)}/send_back_plan",
            body=body,
            seen=seen,
            key=repeat_key,
            once=True,
        )
        return cast(types.Taken, answer.document)

    def execute(
        self, number: str, body: types.ExecuteIn, *, seen: int | str | None = None, repeat_key: str | None = None
    ) -> types.Taken:
        """Start carrying out the approved plan.

        Clause: 3.3-3.

        Scope `complaints:act`.
        """
        answer = self.call(
            "POST", f"/api/v1/complaints/{quoted(number)}/execute", body=body, seen=seen, key=repeat_key, once=True
        )
        return cast(types.Taken, answer.document)

    def add_task(
        self, number: str, body: types.TaskIn, *, seen: int | str | None = None, repeat_key: str | None = None
    ) -> types.Taken:
        """Add a task or a promise.

        Clause: 3.3-3.

        Scope `complaints:act`.
        """
        answer = self.call(
            "POST", f"/api/v1/complaints/{quoted(number)}/add_task", body=body, seen=seen, key=repeat_key, once=True
        )
        return cast(types.Taken, answer.document)

    def promise(
        self, number: str, body: types.PromiseIn, *, seen: int | str | None = None, repeat_key: str | None = None
    ) -> types.Taken:
        """Record a promise.

        It is never deleted, and its time changes only with the complainant's agreement.

        Clause: 6.3-2.

        Scope `complaints:act`.
        """
        answer = self.call(
            "POST", f"/api/v1/complaints/{quoted(number)}/promises", body=body, seen=seen, key=repeat_key, once=True
        )
        return cast(types.Taken, answer.document)

    def keep_promise(
        self, number: str, body: types.PromiseKeptIn, *, seen: int | str | None = None, repeat_key: str | None = None
    ) -> types.Taken:
        """Report a promise as kept.

        Clause: 6.3-2.

        Scope `complaints:act`.
        """
        answer = self.call(
            "POST", f"/api/v1/complaints/{quoted(number)}/keep_promise", body=body, seen=seen, key=repeat_key, once=True
        )
        return cast(types.Taken, answer.document)

    def change_promise(
        self, number: str, body: types.PromiseChangeIn, *, seen: int | str | None = None, repeat_key: str | None = None
    ) -> types.Taken:
        """Release or move a promise, or keep it after the end.

        The old promise stays to be seen.

        Clause: 6.3-2.

        Scope `complaints:act`.
        """
        answer = self.call(
            "POST",
            f"/api/v1/complaints/{quoted(number)}/change_promise",
            body=body,
            seen=seen,
            key=repeat_key,
            once=True,
        )
        return cast(types.Taken, answer.document)

    def complete_task(
        self, number: str, body: types.TaskDoneIn, *, seen: int | str | None = None, repeat_key: str | None = None
    ) -> types.Taken:
        """Mark a task as done.

        A payment is booked by `pay`.

        Clause: 3.3-3.

        Scope `complaints:act`.
        """
        answer = self.call(
            "POST",
            f"/api/v1/complaints/{quoted(number)}/complete_task",
            body=body,
            seen=seen,
            key=repeat_key,
            once=True,
        )
        return cast(types.Taken, answer.document)

    def pay(
        self, number: str, body: types.PaymentIn, *, seen: int | str | None = None, repeat_key: str | None = None
    ) -> types.Taken:
        """Book a payment of the approved compensation, and complete its task.

        Clause: 3.3-3.

        Scope `complaints:act`.
        """
        answer = self.call(
            "POST", f"/api/v1/complaints/{quoted(number)}/pay", body=body, seen=seen, key=repeat_key, once=True
        )
        return cast(types.Taken, answer.document)

    def cancel_task(
        self, number: str, body: types.TaskCancelIn, *, seen: int | str | None = None, repeat_key: str | None = None
    ) -> types.Taken:
        """Cancel an open task.

        A part of the plan then needs another task before the complaint closes.

        Clause: 3.3-3.

        Scope `complaints:act`.
        """
        answer = self.call(
            "POST", f"/api/v1/complaints/{quoted(number)}/cancel_task", body=body, seen=seen, key=repeat_key, once=True
        )
        return cast(types.Taken, answer.document)
