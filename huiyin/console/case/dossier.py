"""The small rows around a case, in two statements: the page of a case is opened all day long and must stay quick."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, UUIDField
from django.db.models.functions import JSONObject

from huiyin.audit.models import Entry
from huiyin.cases import queries as cases
from huiyin.cases.models import Case, Ownership, Participation, Recusal
from huiyin.channels.models import Call, CallBack, Outgoing
from huiyin.clocks.models import Clock, Promise, Task
from huiyin.complaints.models import (
    Complaint,
    Decision,
    Demand,
    Escalation,
    Extension,
    Label,
    Mediation,
    Merge,
    Notice,
    Plan,
    Rectification,
    Reopening,
    Reroute,
    Review,
    Satisfaction,
    Suspension,
    Withdrawal,
)
from huiyin.console.case.frame import Moment
from huiyin.console.case.shape_rows import columns
from huiyin.console.talk import rows as talk
from huiyin.core.written import Written
from huiyin.customers.models import Claim, Policy
from huiyin.quality.models import Lookback

EARLIER = 6
_CASE = OuterRef("pk")


def _many(rows: QuerySet[Any], **names: Any) -> ArraySubquery:
    return ArraySubquery(rows.values(row=JSONObject(**names)))


def _one(rows: QuerySet[Any], **names: Any) -> Subquery:
    return Subquery(rows.values(row=JSONObject(**names))[:1])


_PEOPLE = {
    "staff": _many(
        Participation.objects.filter(case=_CASE, to_at=None).order_by("from_at", "id"),
        id="id", user="user_id", name="user__name", role="role", unit="user__unit__name", at="from_at",
    ),
    "recused": _many(
        Recusal.objects.filter(case=_CASE, lifted_at=None).order_by("at"),
        user="user_id", name="user__name", ground="ground", reason="reason", at="at",
    ),
    "owners": _many(Ownership.objects.filter(case=_CASE).order_by("from_at"), user="user_id", name="user__name"),
    "owner_since": Subquery(Ownership.objects.filter(case=_CASE, to_at=None).values("from_at")[:1]),
}  # fmt: skip
_MATTER = {
    "demands": _many(
        Demand.objects.filter(case=_CASE).order_by("number"),
        number="number", text="text", amount="amount", result="result", granted="amount_granted", answer="result_text",
    ),
    "labels": _many(
        Label.objects.filter(case=_CASE, removed_at=None).order_by("-is_primary", "code"),
        code="code", primary="is_primary", confidence="confidence", version="taxonomy_version",
    ),
    "policy": _one(
        Policy.objects.filter(pk=OuterRef("policy_id")),
        number="number", product="product_name", status="status", line="line", channel="sales_channel",
        seller="seller_name", seller_no="seller_no", starts="starts_on", ends="ends_on", unit="unit__name",
    ),
    "claims": _many(
        Claim.objects.filter(policy=OuterRef("policy_id")).order_by(
            "-is_open", F("due_at").asc(nulls_last=True), "-id"
        )[:EARLIER],
        id="id", number="number", stage="stage", is_open="is_open", due="due_at", breaches="breaches",
    ),
    "calls": _many(
        Call.objects.filter(case_id=_CASE).order_by("-began_at", "-id")[:EARLIER],
        id="id", direction="direction", began="began_at", answered="answered_at", ended="ended_at", outcome="outcome",
        agent="agent_id", agent_name="agent__name", unit="unit__path",
    ),
    "call_backs": _many(
        CallBack.objects.filter(call__case_id=_CASE, state="open").order_by("due_at", "id")[:EARLIER],
        due="due_at", owner="owner__name", unit="unit__name",
    ),
    "lookback": Subquery(
        Lookback.objects.filter(case_id=_CASE).order_by("-began_at").values("pk")[:1], output_field=UUIDField()
    ),
    "respondent": _one(
        Complaint.objects.filter(case=_CASE, respondent_unit__isnull=False), name="respondent_unit__name"
    ),
}  # fmt: skip
_WORK = {
    "tasks": _many(
        Task.objects.filter(owner_kind="case", owner_id=_CASE).order_by(
            F("ended_at").desc(nulls_first=True), "due_at", "id"
        ),
        id="id", kind="kind", title="title", state="state", due="due_at", who="assignee__name", unit="unit__name",
        ended="ended_at", proof="proof_evidence_id", note="note",
    ),
    "promises": _many(
        Promise.objects.filter(owner_kind="case", owner_id=_CASE).order_by(
            F("ended_at").desc(nulls_first=True), "due_at", "id"
        ),
        id="id", text="text", due="due_at", made_at="made_at", who="responsible__name", source="source", state="state",
        ended_at="ended_at", note="note", carried="carried_reason", follows="follows_id",
    ),
    "plan": _one(
        Plan.objects.filter(case=_CASE, round=OuterRef("complaint__round")).order_by("-version"),
        version="version", state="state", level="level", compensation="compensation", ex_gratia="ex_gratia",
        why="compensation_text", improvement="improvement", process="process",
    ),
    "decision": _one(
        Decision.objects.filter(case=_CASE, round=OuterRef("complaint__round")).order_by("-version"),
        state="state", number="number", issued="issued_at", letter="letter_evidence_id",
    ),
    "question": _one(
        Satisfaction.objects.filter(case=_CASE, round=OuterRef("complaint__round")),
        asked="asked_at", answered="answered_at", score="score", refused="refused", unreachable="unreachable",
        by_handler="recorded_by_handler",
    ),
    "rectifications": _many(
        Rectification.objects.filter(case=_CASE).order_by("due_on", "id"),
        id="id", problem="problem", who="responsible__name", due="due_on", done="done_at", verified="verified_at",
    ),
    "notices": _many(
        Notice.objects.filter(case=_CASE).order_by("created_at", "id"),
        id="id", kind="kind", method="method", created="created_at", sent="sent_at", failed="failed_at",
        reached="reached", received="received_at", waiting="outgoing_id",
    ),
    "failed_mails": Exists(Outgoing.objects.filter(owner_kind="case", owner_id=_CASE, state="failed")),
}  # fmt: skip
_TURNS = {
    "extensions": _many(
        Extension.objects.filter(case=_CASE).order_by("at"),
        id="id", step="step", at="at", reason="reason", approved="approved_at", refused="refused_at",
        effective="effective_at", old="old_due_at", new="new_due_at", findings="house_findings",
    ),
    "suspensions": _many(
        Suspension.objects.filter(case=_CASE).order_by("from_at"),
        id="id", ground="ground", body="body", start="from_at", end="to_at",
    ),
    "mediations": _many(
        Mediation.objects.filter(case=_CASE).order_by("at"),
        id="id", body="body", at="at", ended="ended_at", result="result", complainant="complainant_agreed_at",
        insurer="insurer_agreed_at",
    ),
    "reviews": _many(
        Review.objects.filter(case=_CASE).order_by("at"),
        id="id", state="state", applied="applied_at", unit="reviewing_unit__name", verdict="verdict",
        decided="decided_at", told="notified_at",
    ),
    "escalations": _many(
        Escalation.objects.filter(case=_CASE).order_by("at"),
        id="id", to="to", body="body", ref="external_ref", at="at", due="due_on", answered="answered_at",
        ended="ended_at",
    ),
    "withdrawals": _many(
        Withdrawal.objects.filter(case=_CASE).order_by("at"), id="id", state="state", at="received_at"
    ),
    "reopenings": _many(Reopening.objects.filter(case=_CASE).order_by("at"), ground="ground", at="at", round="round"),
    "children": _many(
        Merge.objects.filter(into_case_id=_CASE, undone_at=None).order_by("at"), number="case__number", at="at"
    ),
    "master": Subquery(
        Case.objects.filter(
            pk__in=Merge.objects.filter(case=OuterRef(OuterRef("pk")), undone_at=None).values("into_case_id")
        ).values("number")[:1]
    ),
    "rerouted": Subquery(
        Case.objects.filter(pk__in=Reroute.objects.filter(case=OuterRef(OuterRef("pk"))).values("to_case_id")).values(
            "number"
        )[:1]
    ),
}  # fmt: skip
_TRAIL = {
    "clocks": _many(
        Clock.objects.filter(owner_kind="case", owner_id=_CASE).order_by("started_at", "id"),
        id="id", rule_code="rule_code", rule_version="rule_version", started_at="started_at", due_at="due_at",
        paused="paused", provisional="provisional", state="state", met_at="met_at", warned="warned",
        breach_kind="breach_kind",
    ),
    "seen": Subquery(
        Entry.objects.filter(aggregate_kind="case", aggregate_id=_CASE).order_by("-seq").values("seq")[:1]
    ),
}  # fmt: skip
# What JSON writes as text and the page needs as a value.
_MOMENTS = frozenset(
    {
        "answered", "applied", "approved", "asked", "at", "began", "complainant", "created", "decided", "done", "due",
        "effective", "end", "ended", "failed", "insurer", "issued", "new", "old", "received", "refused", "sent",
        "start", "told", "verified", "started_at", "due_at", "met_at", "made_at", "ended_at", "next_due_at",
    }
)  # fmt: skip


@dataclass(frozen=True)
class Dossier:
    """The rows by name (`rows["tasks"]` …); moments are datetimes, days dates, sums decimals."""

    rows: Mapping[str, Any]

    def __getitem__(self, name: str) -> Any:
        return self.rows[name]

    @property
    def open_tasks(self) -> list[dict[str, Any]]:
        """What is still to do."""
        return [task for task in self.rows["tasks"] if task["state"] == "open"]

    @property
    def names(self) -> dict[str, str]:
        """Names of staff by id, as far as they ever had to do with the case."""
        return {one["user"]: one["name"] for part in ("owners", "staff", "recused") for one in self.rows[part]}


def read(moment: Moment) -> Dossier:
    """Everything small about the case: in one statement what is the same for everybody, in another what is not."""
    row = _SAME.one(moment.case.pk)
    if row is None:
        raise Case.DoesNotExist
    own = {"earlier": _earlier(moment), **columns(moment.user), **talk.columns(moment.case)}
    row |= _columns(moment.case.pk, own).get()
    return Dossier({name.removeprefix("x_"): _typed(value) for name, value in row.items()})


def _columns(key: UUID, parts: Mapping[str, Any]) -> QuerySet[Case, Any]:
    """Parts of the case that the gate let through, by names that no column of it has."""
    return Case.objects.filter(pk=key).values(**{f"x_{name}": part for name, part in parts.items()})


_SAME = Written(lambda key: _columns(key, {**_PEOPLE, **_MATTER, **_WORK, **_TURNS, **_TRAIL}))


def _earlier(moment: Moment) -> ArraySubquery:
    """Other cases of the same customer or policy that this person may see, newest first."""
    case, same = moment.case, Q(pk=None)
    if case.customer_id:
        same |= Q(customer_id=case.customer_id)
    if case.policy_id:
        same |= Q(policy_id=case.policy_id)
    elif case.policy_number:
        same |= Q(policy_number=case.policy_number)
    rows = cases.visible_to(moment.user).filter(same).exclude(pk=case.pk).order_by("-received_at", "-id")
    shown = JSONObject(number="number", subject="subject", state="state", at="received_at")
    return ArraySubquery(rows.values(row=shown)[:EARLIER])


def clocks_of(dossier: Dossier) -> list[Clock]:
    """The limits of the case as rows: running ones first, by their end."""
    rows = [Clock(**{**one, "id": UUID(one["id"])}) for one in dossier["clocks"]]
    return sorted(
        rows, key=lambda clock: (clock.state != "running", clock.due_at is None, clock.due_at or clock.started_at)
    )


def _typed(value: Any) -> Any:
    if isinstance(value, list):
        return [_typed(one) for one in value]
    if isinstance(value, dict):
        return {name: _value(name, one) for name, one in value.items()}
    return value


def _value(name: str, value: Any) -> Any:
    if isinstance(value, str) and name in _MOMENTS:
        return datetime.fromisoformat(value) if "T" in value else date.fromisoformat(value)
    if isinstance(value, str) and name in ("starts", "ends"):
        return date.fromisoformat(value)
    if isinstance(value, float | int) and name in ("amount", "granted", "compensation", "ex_gratia"):
        return Decimal(str(value))
    return value
