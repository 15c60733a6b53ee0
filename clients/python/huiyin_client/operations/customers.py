"""Customers. Written by generate.py from the OpenAPI document; do not edit."""

from typing import cast

from huiyin_client import types
from huiyin_client.connection import Connection, quoted


class Customers(Connection):
    """Customers."""

    def find_customers(self, body: types.CustomerSought, *, repeat_key: str | None = None) -> types.CustomerHits:
        """Find customers.

        By what a caller says. Every search leaves lines in the access log. A phone number alone opens no record of
        another part of the house: a whole certificate or policy number opens it for an hour.

        Scope `customers:read`.
        """
        answer = self.call("POST", "/api/v1/customers/find", body=body, key=repeat_key, once=True)
        return cast(types.CustomerHits, answer.document)

    def read_customer(self, customer_id: str) -> types.CustomerOut:
        """Read a customer's record.

        Masked; the look leaves a line in the access log. The ETag is its version.

        Clause: 2.1-1.

        Scope `customers:read`.
        """
        answer = self.call("GET", f"/api/v1/customers/{quoted(customer_id)}")
        return cast(types.CustomerOut, answer.document)

    def list_contacts(self, customer_id: str, *, cursor: str = "", limit: int = 50) -> types.ContactList:
        """List every contact with a customer.

        Of the complaints that the caller may see, newest first, whatever the channel.

        Clause: 2.2-1.

        Scope `customers:read`.
        """
        answer = self.call(
            "GET", f"/api/v1/customers/{quoted(customer_id)}/contacts", query={"cursor": cursor, "limit": limit}
        )
        return cast(types.ContactList, answer.document)

    def change_customer(
        self, customer_id: str, body: types.ChangeIn, *, repeat_key: str | None = None
    ) -> types.CustomerOut:
        """Change a customer's details, or confirm them.

        Every field from and to stays in the history, sealed. With If-Match only while nobody else changed the
        record.

        Clause: 2.1-2.

        Scope `customers:write`.
        """
        answer = self.call(
            "POST", f"/api/v1/customers/{quoted(customer_id)}/change", body=body, key=repeat_key, once=True
        )
        return cast(types.CustomerOut, answer.document)

    def reveal_customer(
        self, customer_id: str, body: types.CustomerRevealIn, *, repeat_key: str | None = None
    ) -> types.CustomerRevealed:
        """Lift the mask of some details of a customer.

        Every call leaves a line in the access log: an Idempotency-Key is not kept.

        Clause: 7.2-3.

        Scope `people:reveal`.
        """
        answer = self.call(
            "POST", f"/api/v1/customers/{quoted(customer_id)}/reveal", body=body, key=repeat_key, once=True
        )
        return cast(types.CustomerRevealed, answer.document)

    def list_customer_changes(self, customer_id: str, *, cursor: str = "", limit: int = 50) -> types.DetailChanges:
        """List what was changed in a customer's details.

        Clause: 2.1-2.

        Scope `customers:read`.
        """
        answer = self.call(
            "GET", f"/api/v1/customers/{quoted(customer_id)}/changes", query={"cursor": cursor, "limit": limit}
        )
        return cast(types.DetailChanges, answer.document)

    def reveal_customer_change(
        self, customer_id: str, change_id: str, body: types.ChangeRevealIn, *, repeat_key: str | None = None
    ) -> types.ChangeRevealed:
        """Lift the mask of one line of the history.

        Clause: 7.2-3.

        Scope `people:reveal`.
        """
        answer = self.call(
            "POST",
            f"/api/v1/customers/{quoted(customer_id)}/changes/{quoted(change_id)}/reveal",
            body=body,
            key=repeat_key,
            once=True,
        )
        return cast(types.ChangeRevealed, answer.document)

    def give_consent(
        self, customer_id: str, body: types.ConsentIn, *, repeat_key: str | None = None
    ) -> types.ConsentList:
        """Write down that a customer agreed.

        For one purpose, until a day. While one stands for the purpose nothing changes.

        Clause: PIPL art 14.

        Scope `customers:write`.
        """
        answer = self.call(
            "POST", f"/api/v1/customers/{quoted(customer_id)}/consents", body=body, key=repeat_key, once=True
        )
        return cast(types.ConsentList, answer.document)

    def withdraw_consent(
        self, customer_id: str, body: types.WithdrawIn, *, repeat_key: str | None = None
    ) -> types.ConsentList:
        """Write down that a customer no longer agrees.

        At once, in all records of the person, without a reason.

        Clause: PIPL art 15.

        Scope `customers:write`.
        """
        answer = self.call(
            "POST", f"/api/v1/customers/{quoted(customer_id)}/consents/withdraw", body=body, key=repeat_key, once=True
        )
        return cast(types.ConsentList, answer.document)

    def list_duplicates(self, customer_id: str) -> types.Duplicates:
        """List records that may be of the same person.

        With a score and its grounds. Nothing is joined without a person's judgement.

        Clause: 2.1-2.

        Scope `customers:read`.
        """
        answer = self.call("GET", f"/api/v1/customers/{quoted(customer_id)}/duplicates")
        return cast(types.Duplicates, answer.document)

    def judge_customer(
        self, customer_id: str, body: types.JudgeIn, *, repeat_key: str | None = None
    ) -> types.JudgementOut:
        """Judge whether two records are of one person.

        A link that can be taken back: nothing is copied.

        Clause: 2.1-2.

        Scope `customers:write`.
        """
        answer = self.call(
            "POST", f"/api/v1/customers/{quoted(customer_id)}/judge", body=body, key=repeat_key, once=True
        )
        return cast(types.JudgementOut, answer.document)

    def take_judgement_back(
        self, customer_id: str, judgement_id: str, body: types.TakeBackIn, *, repeat_key: str | None = None
    ) -> types.JudgementOut:
        """Take a judgement back.

        Both records are as they were before it.

        Clause: 2.1-2.

        Scope `customers:write`.
        """
        answer = self.call(
            "POST",
            f"/api/v1/customers/{quoted(customer_id)}/judgements/{quoted(judgement_id)}/take_back",
            body=body,
            key=repeat_key,
            once=True,
        )
        return cast(types.JudgementOut, answer.document)

    def add_customer_part(
        self, customer_id: str, body: types.PartIn, *, repeat_key: str | None = None
    ) -> types.CustomerOut:
        """Add somebody's part in a policy.

        Insured, to benefit, or acting for the holder. The same again changes nothing.

        Clause: 2.1-1.

        Scope `customers:write`.
        """
        answer = self.call(
            "POST", f"/api/v1/customers/{quoted(customer_id)}/parts", body=body, key=repeat_key, once=True
        )
        return cast(types.CustomerOut, answer.document)

    def end_customer_part(
        self, customer_id: str, part_id: str, body: types.EndIn, *, repeat_key: str | None = None
    ) -> types.CustomerOut:
        """End somebody's part in a policy.

        The history keeps it.

        Scope `customers:write`.
        """
        answer = self.call(
            "POST",
            f"/api/v1/customers/{quoted(customer_id)}/parts/{quoted(part_id)}/end",
            body=body,
            key=repeat_key,
            once=True,
        )
        return cast(types.CustomerOut, answer.document)

    def tie_customer(self, customer_id: str, body: types.TieIn, *, repeat_key: str | None = None) -> types.CustomerOut:
        """Tie a customer to another one.

        A tie opens nobody's record. The same again changes nothing.

        Scope `customers:write`.
        """
        answer = self.call(
            "POST", f"/api/v1/customers/{quoted(customer_id)}/ties", body=body, key=repeat_key, once=True
        )
        return cast(types.CustomerOut, answer.document)

    def end_customer_tie(
        self, customer_id: str, tie_id: str, body: types.EndIn, *, repeat_key: str | None = None
    ) -> types.CustomerOut:
        """End a tie.

        The history keeps it.

        Scope `customers:write`.
        """
        answer = self.call(
            "POST",
            f"/api/v1/customers/{quoted(customer_id)}/ties/{quoted(tie_id)}/end",
            body=body,
            key=repeat_key,
            once=True,
        )
        return cast(types.CustomerOut, answer.document)

    def customers_quality(self) -> types.QualityOut:
        """Read how good customers' records are.

        Four scores from figures that are kept, for the caller's part of the house.

        Clause: 2.1-3.

        Scope `customers:read`.
        """
        answer = self.call("GET", "/api/v1/customers/quality")
        return cast(types.QualityOut, answer.document)

    def list_broken_records(self, principle: str, *, cursor: str = "", limit: int = 50) -> types.BrokenList:
        """List the records behind a score.

        Those that break the principle, with what is wrong.

        Clause: 2.1-3.

        Scope `customers:read`.
        """
        answer = self.call(
            "GET", f"/api/v1/customers/quality/{quoted(principle)}", query={"cursor": cursor, "limit": limit}
        )
        return cast(types.BrokenList, answer.document)

    def list_customer_stages(self, customer_id: str) -> types.StagesOut:
        """List the stages of a customer.

        With what is still to be done by the strategy of the present one.

        Clause: 2.4-1.

        Scope `customers:read`.
        """
        answer = self.call("GET", f"/api/v1/customers/{quoted(customer_id)}/stages")
        return cast(types.StagesOut, answer.document)

    def end_customer_task(
        self, customer_id: str, task_id: str, body: types.TaskEndIn, *, repeat_key: str | None = None
    ) -> types.StagesOut:
        """End a task of a customer.

        Refused as done when the customer does not agree to be reached any more: then it can be dropped only.

        Clause: 2.4-2.

        Scope `customers:write`.
        """
        answer = self.call(
            "POST",
            f"/api/v1/customers/{quoted(customer_id)}/tasks/{quoted(task_id)}/end",
            body=body,
            key=repeat_key,
            once=True,
        )
        return cast(types.StagesOut, answer.document)
