"""A case of another kind that grows out of a case: a report of a violation, a petition, an inquiry, a claim filing."""

from datetime import datetime

from huiyin.audit import actions as audit
from huiyin.cases.actions import due, people, search
from huiyin.cases.actions.base import text_hash
from huiyin.cases.models import Case, CaseSearch, Direction, Message, Ownership, Person, Recusal, Registry, State
from huiyin.cases.queries import secret_for, secret_hash
from huiyin.cases.rules import numbers
from huiyin.clocks import actions as clocks
from huiyin.clocks.models import Clock
from huiyin.core import pipeline
from huiyin.core.actors import Actor
from huiyin.core.ids import uuid7
from huiyin.core.time import local_date

# What begins to run with a case of a kind, from its receipt.
LIMITS = {"claim_filing": ("claim.completion",)}

# What the new case has in common with the old one.
_SAME = (
    "channel", "external_ref", "received_at", "subject", "line", "sales_channel", "severity", "flags", "unit", "owner",
    "customer_id", "policy_id", "policy_number", "complainant_name", "language", "rules_on",
)  # fmt: skip


def next_number(at: datetime) -> str:
    """The next free case number. Numbers of changes that were rolled back stay unused."""
    [[(serial,)]] = pipeline.ask((b"SELECT nextval('cases_number_seq')", ()))
    return numbers.number(local_date(at), int(serial))


def branch_off(case: Case, kind: str, *, reason: str, by: Actor, at: datetime) -> tuple[Case, list[Clock]]:
    """Open a case of `kind` beside `case`, which the caller has locked: received at the same moment, with the same
    people, statement, unit and owner, and its own number and secret; who had to stay away still has to. Writes the
    first ledger entry of the new case; the link and the entry of the old one are the caller's. Files stay where they
    are.
    """
    new = _row(case, kind, by=by, at=at)
    new.save(force_insert=True)
    Registry.objects.create(kind="number", key=new.number, case_id=new.pk)
    Ownership.objects.create(case=new, user=new.owner, from_at=at, reason="branched")
    _keep_away(case, new)
    persons, statement = _people(case, new), _statement(case, new)
    tokens = search.tokens(
        texts=[new.subject, statement.text if statement else ""],
        numbers=[new.number, case.number, new.external_ref, new.policy_number],
        people=persons,
    )
    CaseSearch.objects.create(case=new, received_at=new.received_at, vector=tokens)
    begun = clocks.start_many(
        owner=("case", new.pk), rules=LIMITS.get(kind, ()), at=new.received_at, facts={}, by=by, rules_on=new.rules_on
    )
    new.save(update_fields=due.copy(new, begun))
    audit.record(
        aggregate=("case", new.pk),
        kind="case.branched_off",
        by=by,
        at=at,
        body={
            "number": new.number,
            "kind": kind,
            "from": case.number,
            "received_at": new.received_at,
            "unit": new.unit.code,
            "owner": new.owner_id,
            "people": [person.role for person in persons],
            "text": text_hash(statement.pk, statement.text) if statement else None,
            "clocks": {clock.rule_code: clock.due_at for clock in begun},
        },
        personal=people.personal(persons) | {"reason": reason},
        rule_versions=[clock.rule_version for clock in begun],
        first=True,
    )
    return new, begun


def _row(case: Case, kind: str, *, by: Actor, at: datetime) -> Case:
    new = Case(
        number=next_number(at),
        kind=kind,
        state=State.RECEIVED,
        state_since=at,
        recorded_at=at,
        registered_by_id=by.id if by.kind in ("staff", "api") else None,
        source_fields={"branched_from": case.number},
        **{name: getattr(case, name) for name in _SAME},
    )
    new.secret_hash = secret_hash(secret_for(new.pk))
    return new


def _keep_away(case: Case, new: Case) -> None:
    rows = list(Recusal.objects.filter(case=case, lifted_at=None))
    for row in rows:
        row.pk, row.case = uuid7(), new
    Recusal.objects.bulk_create(rows)


def _people(case: Case, new: Case) -> list[Person]:
    rows = list(Person.objects.filter(case=case).order_by("id"))
    for row in rows:
        row.pk, row.case, row.authority_evidence_id = uuid7(), new, None
    return Person.objects.bulk_create(rows)


def _statement(case: Case, new: Case) -> Message | None:
    """What the person first told us, so that the new case can be read by itself."""
    first = Message.objects.filter(case=case, direction=Direction.IN).order_by("at", "id").first()
    if first is None:
        return None
    first.pk, first.case, first.evidence_ids, first.outgoing_id = uuid7(), new, [], None
    first.save(force_insert=True)
    return first
