"""A matter of which nobody knew what it is turns out to be a complaint: from now on it has a complaint's path, and its
limits run from when it was received (3.1-1, 令2020-3 art 18)."""

from datetime import datetime
from decimal import Decimal

from huiyin.audit import actions as audit
from huiyin.cases import queries as cases
from huiyin.cases.actions import due, kinds, people
from huiyin.cases.actions.base import text_hash
from huiyin.cases.models import Case, Direction, Flag, Kind, Message, Person
from huiyin.clocks import actions as clocks
from huiyin.clocks import queries as running
from huiyin.clocks.actions.lifecycle import drafts_for
from huiyin.clocks.models import Clock
from huiyin.complaints.actions import receipts
from huiyin.complaints.models import Complaint
from huiyin.complaints.queries.binding import binding_facts, packs_of_case
from huiyin.complaints.rules import entries
from huiyin.complaints.rules import house as houses
from huiyin.core.actions import action
from huiyin.core.actors import Actor


@action
def take_as_complaint(*, case: Case, by: Actor, at: datetime, let_go: bool = False) -> Case:
    """Register a matter as the complaint it is, also one that was taken for something else: same number, people, first
    message, owner and receipt, and its limits from then. The sender gets the receipt with the limits.
    `let_go`: it is a service request whose own path has ended (`service.actions.promotion`). Raises
    Refused(`triage.done`) and those of `cases.actions.base.lock`."""
    case = kinds.no_complaint(case, by=by, also=Kind.REQUEST if let_go else "")
    if case.kind != Kind.UNTRIAGED:
        clocks.cancel(owner=("case", case.pk), at=at, by=by)
    case = kinds.change_kind(case=case, kind=Kind.COMPLAINT, by=by, at=at)
    Complaint.objects.create(case=case)
    persons = list(Person.objects.filter(case=case).order_by("id"))
    if any(person.vulnerabilities for person in persons):
        case.flags = sorted({*case.flags, Flag.VULNERABLE})
    grade = houses.grade(
        houses.Matter(
            flags=frozenset(case.flags), ground="", face_to_face=0, joint=1, amount=Decimal(0), code="",
            unit_kind=case.unit.kind,
        ),
        houses.in_force(case.rules_on),
    )  # fmt: skip
    case.severity = grade.severity
    begun = _begin(case)
    columns = due.copy(case)
    case.save(update_fields=[*columns, "flags", "severity"])
    contact = next((person for person in persons if person.is_contact), None)
    secret = cases.secret_of(case)
    receipt = receipts.send(case, contact, secret, begun, by=by, at=at) if secret else None
    first = Message.objects.filter(case=case, direction=Direction.IN).order_by("at", "id").first()
    audit.record(
        aggregate=("case", case.pk),
        kind=entries.REGISTERED,
        by=by,
        at=at,
        body={
            "number": case.number, "channel": case.channel, "external_ref": case.external_ref,
            "received_at": case.received_at, "unit": case.unit.code, "owner": case.owner_id,
            "owner_by": "request" if let_go else "mail",
            "severity": case.severity, "flags": case.flags, "ground": "",
            "graded_by": [rule.code for rule in grade.rules], "code": "", "customer": case.customer_id,
            "policy": case.policy_id, "demands": 0, "people": [person.role for person in persons],
            "text": text_hash(case.pk, first.text) if first else None, "files": [], "repeats": [],
            "clocks": {clock.rule_code: clock.due_at for clock in begun}, "receipt": receipt.pk if receipt else None,
        },
        personal=people.personal(persons),
        rule_versions=[clock.rule_version for clock in begun] + [rule.version for rule in grade.rules],
    )  # fmt: skip
    return case


def _begin(case: Case) -> list[Clock]:
    """The limits of a complaint from its receipt; what runs since the mail came goes on. All that run now."""
    owner = ("case", case.pk)
    present = list(running.running(owner))
    known = {clock.rule_code for clock in present}
    new = [
        clock
        for clock in drafts_for(
            owner=owner, event="received", at=case.received_at, facts={"major": False, **binding_facts(case)},
            rules_on=case.rules_on, packs=packs_of_case(case),
        )
        if clock.rule_code not in known
    ]  # fmt: skip
    Clock.objects.bulk_create(new)
    return [*present, *new]
