"""Complaints. Written by generate.py from the OpenAPI document; do not edit."""

from collections.abc import Iterator
from typing import Literal, cast

from huiyin_client import types
from huiyin_client.connection import Connection, quoted


class Complaints(Connection):
    """Complaints."""

    def list_complaints(
        self,
        *,
        state: list[
            Literal[
                "received",
                "accepted",
                "assigned",
                "investigating",
                "liability_set",
                "plan_pending",
                "plan_approved",
                "executing",
                "decided_notified",
                "confirming",
                "closed",
                "archived",
                "not_proceeded",
                "rerouted",
                "withdrawn",
                "merged",
            ]
        ]
        | None = None,
        kind: list[
            Literal["untriaged", "complaint", "request", "violation_report", "petition", "inquiry", "claim_filing"]
        ]
        | None = None,
        code: str = "",
        severity: list[Literal["L1", "L2", "L3", "L4"]] | None = None,
        owner: str = "",
        unit: str = "",
        channel: list[
            Literal[
                "phone",
                "portal",
                "email",
                "letter",
                "visit",
                "regulator",
                "mediator",
                "media",
                "return_visit",
                "api",
                "chat",
                "wechat",
                "sms",
            ]
        ]
        | None = None,
        line: list[str] | None = None,
        flag: list[
            Literal[
                "major",
                "collective",
                "vulnerable",
                "regulator_referred",
                "surrender_agency",
                "media",
                "litigation",
                "personal_data",
                "repeat",
            ]
        ]
        | None = None,
        due: Literal["", "broken", "today", "warned", "paused", "provisional"] = "",
        rule: str = "",
        waits: Literal["", "dispatch", "approval", "customer", "execution", "confirmation"] = "",
        tag: list[str] | None = None,
        policy: str = "",
        customer: str = "",
        product: str = "",
        field: str = "",
        value: str = "",
        due_from: str | None = None,
        due_before: str | None = None,
        received_from: str | None = None,
        received_to: str | None = None,
        not_dispatched: bool = False,
        waiting: bool = False,
        open: Literal["open", "ended", "all"] = "open",
        q: str = "",
        order: Literal["due", "received", "oldest", "ended", "severity", "number", "found"] = "due",
        limit: int = 50,
        cursor: str = "",
    ) -> types.ComplaintPage:
        """List complaints.

        What the caller may see, a page by key. Filters as in the queue of the desk.

        Scope `complaints:read`.
        """
        answer = self.call(
            "GET",
            "/api/v1/complaints",
            query={
                "state": state,
                "kind": kind,
                "code": code,
                "severity": severity,
                "owner": owner,
                "unit": unit,
                "channel": channel,
                "line": line,
                "flag": flag,
                "due": due,
                "rule": rule,
                "waits": waits,
                "tag": tag,
                "policy": policy,
                "customer": customer,
                "product": product,
                "field": field,
                "value": value,
                "due_from": due_from,
                "due_before": due_before,
                "received_from": received_from,
                "received_to": received_to,
                "not_dispatched": not_dispatched,
                "waiting": waiting,
                "open": open,
                "q": q,
                "order": order,
                "limit": limit,
                "cursor": cursor,
            },
        )
        return cast(types.ComplaintPage, answer.document)

    def all_of_complaints(
        self,
        *,
        state: list[
            Literal[
                "received",
                "accepted",
                "assigned",
                "investigating",
                "liability_set",
                "plan_pending",
                "plan_approved",
                "executing",
                "decided_notified",
                "confirming",
                "closed",
                "archived",
                "not_proceeded",
                "rerouted",
                "withdrawn",
                "merged",
            ]
        ]
        | None = None,
        kind: list[
            Literal["untriaged", "complaint", "request", "violation_report", "petition", "inquiry", "claim_filing"]
        ]
        | None = None,
        code: str = "",
        severity: list[Literal["L1", "L2", "L3", "L4"]] | None = None,
        owner: str = "",
        unit: str = "",
        channel: list[
            Literal[
                "phone",
                "portal",
                "email",
                "letter",
                "visit",
                "regulator",
                "mediator",
                "media",
                "return_visit",
                "api",
                "chat",
                "wechat",
                "sms",
            ]
        ]
        | None = None,
        line: list[str] | None = None,
        flag: list[
            Literal[
                "major",
                "collective",
                "vulnerable",
                "regulator_referred",
                "surrender_agency",
                "media",
                "litigation",
                "personal_data",
                "repeat",
            ]
        ]
        | None = None,
        due: Literal["", "broken", "today", "warned", "paused", "provisional"] = "",
        rule: str = "",
        waits: Literal["", "dispatch", "approval", "customer", "execution", "confirmation"] = "",
        tag: list[str] | None = None,
        policy: str = "",
        customer: str = "",
        product: str = "",
        field: str = "",
        value: str = "",
        due_from: str | None = None,
        due_before: str | None = None,
        received_from: str | None = None,
        received_to: str | None = None,
        not_dispatched: bool = False,
        waiting: bool = False,
        open: Literal["open", "ended", "all"] = "open",
        q: str = "",
        order: Literal["due", "received", "oldest", "ended", "severity", "number", "found"] = "due",
        limit: int = 50,
    ) -> Iterator[types.ComplaintRow]:
        """Every item of `list_complaints`, page after page."""
        cursor = ""
        while True:
            page = self.list_complaints(
                state=state,
                kind=kind,
                code=code,
                severity=severity,
                owner=owner,
                unit=unit,
                channel=channel,
                line=line,
                flag=flag,
                due=due,
                rule=rule,
                waits=waits,
                tag=tag,
                policy=policy,
                customer=customer,
                product=product,
                field=field,
                value=value,
                due_from=due_from,
                due_before=due_before,
                received_from=received_from,
                received_to=received_to,
                not_dispatched=not_dispatched,
                waiting=waiting,
                open=open,
                q=q,
                order=order,
                limit=limit,
                cursor=cursor,
            )
            yield from page["items"]
            cursor = page["next"]
            if not cursor:
                return

    def register(self, body: types.ComplaintIn, *, repeat_key: str | None = None) -> types.ComplaintCreated:
        """Register a complaint.

        One transaction: number, limits from the receipt, accountable owner, ledger entry, receipt by mail (3.1-1,
        3.1-5, 3.1-7). The same `external_ref` in the same channel, or the same Idempotency-Key, is answered with
        the case that is there: 200 and `created` false.

        Clause: 3.1-1.

        Scope `complaints:write`.
        """
        answer = self.call("POST", "/api/v1/complaints", body=body, key=repeat_key, once=True)
        return cast(types.ComplaintCreated, answer.document)

    def read_complaint(self, number: str) -> types.ComplaintFull:
        """Read a complaint.

        By number (spaces, hyphens and small letters do) or id. Personal data is masked. Reading is kept in the
        access log (7.2-3). The ETag is its version, for `If-Match`.

        Scope `complaints:read`.
        """
        answer = self.call("GET", f"/api/v1/complaints/{quoted(number)}")
        return cast(types.ComplaintFull, answer.document)

    def list_groups(
        self,
        *,
        state: list[
            Literal[
                "received",
                "accepted",
                "assigned",
                "investigating",
                "liability_set",
                "plan_pending",
                "plan_approved",
                "executing",
                "decided_notified",
                "confirming",
                "closed",
                "archived",
                "not_proceeded",
                "rerouted",
                "withdrawn",
                "merged",
            ]
        ]
        | None = None,
        kind: list[
            Literal["untriaged", "complaint", "request", "violation_report", "petition", "inquiry", "claim_filing"]
        ]
        | None = None,
        code: str = "",
        severity: list[Literal["L1", "L2", "L3", "L4"]] | None = None,
        owner: str = "",
        unit: str = "",
        channel: list[
            Literal[
                "phone",
                "portal",
                "email",
                "letter",
                "visit",
                "regulator",
                "mediator",
                "media",
                "return_visit",
                "api",
                "chat",
                "wechat",
                "sms",
            ]
        ]
        | None = None,
        line: list[str] | None = None,
        flag: list[
            Literal[
                "major",
                "collective",
                "vulnerable",
                "regulator_referred",
                "surrender_agency",
                "media",
                "litigation",
                "personal_data",
                "repeat",
            ]
        ]
        | None = None,
        due: Literal["", "broken", "today", "warned", "paused", "provisional"] = "",
        rule: str = "",
        waits: Literal["", "dispatch", "approval", "customer", "execution", "confirmation"] = "",
        tag: list[str] | None = None,
        policy: str = "",
        customer: str = "",
        product: str = "",
        field: str = "",
        value: str = "",
        due_from: str | None = None,
        due_before: str | None = None,
        received_from: str | None = None,
        received_to: str | None = None,
        not_dispatched: bool = False,
        waiting: bool = False,
        open: Literal["open", "ended", "all"] = "open",
        q: str = "",
        by: Literal["owner", "unit", "code", "severity", "state", "due_day"],
    ) -> types.GroupsOut:
        """Count complaints in groups.

        Of what the caller may see and the filters leave: open ones all, ended ones of the last twelve months of
        receipt, or of at most a year up to `received_to`. `is_wide` says that more was asked for.

        Scope `complaints:read`.
        """
        answer = self.call(
            "GET",
            "/api/v1/groups",
            query={
                "state": state,
                "kind": kind,
                "code": code,
                "severity": severity,
                "owner": owner,
                "unit": unit,
                "channel": channel,
                "line": line,
                "flag": flag,
                "due": due,
                "rule": rule,
                "waits": waits,
                "tag": tag,
                "policy": policy,
                "customer": customer,
                "product": product,
                "field": field,
                "value": value,
                "due_from": due_from,
                "due_before": due_before,
                "received_from": received_from,
                "received_to": received_to,
                "not_dispatched": not_dispatched,
                "waiting": waiting,
                "open": open,
                "q": q,
                "by": by,
            },
        )
        return cast(types.GroupsOut, answer.document)

    def order_count(self, body: types.TallyIn, *, repeat_key: str | None = None) -> types.TallyOut:
        """Have groups counted over years.

        A job goes through the receipts month by month; read the count for its progress. One that is being counted
        already is returned. The last twenty of a person are kept.

        Scope `complaints:read`.
        """
        answer = self.call("POST", "/api/v1/groups/counts", body=body, key=repeat_key, once=True)
        return cast(types.TallyOut, answer.document)

    def read_count(self, count_id: str) -> types.TallyOut:
        """Read how far a count is, and what it has found.

        One's own.

        Scope `complaints:read`.
        """
        answer = self.call("GET", f"/api/v1/groups/counts/{quoted(count_id)}")
        return cast(types.TallyOut, answer.document)
