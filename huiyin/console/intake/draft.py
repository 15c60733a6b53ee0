"""From what was typed to an arrival, and from the faults of an arrival back to the fields they belong to."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.http import QueryDict
from django.utils.translation import gettext as _

from huiyin.accounts.models import User
from huiyin.cases import queries as cases
from huiyin.cases.models import Case
from huiyin.cases.rules.people import PersonDraft
from huiyin.clocks.actions import draft as draft_clock
from huiyin.clocks.models import Clock
from huiyin.complaints.queries import arriving
from huiyin.complaints.queries import intake as known
from huiyin.complaints.rules import arrival as rules
from huiyin.complaints.rules import house as houses
from huiyin.complaints.rules.arrival import Arrival, DemandDraft
from huiyin.console.intake.files import Kept
from huiyin.console.intake.forms import Demands, IntakeForm, Speakers
from huiyin.console.intake.own_fields import OwnFields
from huiyin.core.errors import BadInput
from huiyin.core.time import local_date
from huiyin.customers.models import Party, Policy

SHOWN_LIMITS = ("complaint.acceptance", "complaint.first_response", "complaint.decision", "complaint.regulator_due")
# Where a fault of the rules is shown when the form has no field of its name.
PLACES = {
    "people": "name", "contact": "phone", "authority": "agent_name", "amount": "", "demands": "", "flags": "told",
    "unit_id": "unit", "person": "name", "role": "acting",
}  # fmt: skip


@dataclass
class Draft:
    """The form with everything in it; whatever happens, it is shown again as it was typed."""

    form: IntakeForm
    demands: Any
    speakers: Any
    files: list[Kept]
    own: OwnFields
    problems: list[str] = field(default_factory=list)

    @property
    def party(self) -> Party | None:
        """The customer who was found."""
        pk = _uuid(self.form["party"].value())
        return Party.objects.filter(pk=pk).first() if pk else None

    @property
    def policy(self) -> Policy | None:
        """The policy that was found."""
        pk = _uuid(self.form["policy"].value())
        return Policy.objects.select_related("unit").filter(pk=pk).first() if pk else None


def begun(data: QueryDict | None, files: list[Kept]) -> Draft:
    """An empty draft, or the one that was sent."""
    return Draft(
        IntakeForm(data), Demands(data, prefix="demands"), Speakers(data, prefix="speakers"), files, OwnFields(data)
    )


def arrival_of(draft: Draft, *, at: datetime, key: str = "") -> Arrival | None:
    """The arrival that the draft describes; None when something is wrong, and faults stand at their fields."""
    shaped = draft.form.is_valid() & draft.own.is_valid()
    is_joint = draft.form.data.get("acting") == "joint"
    demands = [one.cleaned_data for one in draft.demands if one.has_changed() and one.is_valid()]
    wrong = any(one.has_changed() and not one.is_valid() for one in draft.demands)
    speakers = [one.cleaned_data for one in draft.speakers if is_joint and one.has_changed() and one.is_valid()]
    if not shaped or wrong:
        return None
    arrival = _arrival(draft, demands, speakers, key)
    people, _customer = known.known_people(arrival)
    house = houses.in_force(local_date(arrival.received_at))
    filled = Arrival(**(arrival.__dict__ | {"people": people}))
    for fault in rules.faults(filled, at=at, terms=house.intake):
        blame(draft, fault.field, _(fault.sentence))
    return None if draft.form.errors or draft.problems else arrival


def blame(draft: Draft, name: str, sentence: str) -> None:
    """Show a sentence at the field it is about, else above the form."""
    place = PLACES.get(name, name)
    if place in draft.form.fields:
        draft.form.add_error(place, sentence)
    else:
        draft.problems.append(sentence)


def refused(draft: Draft, error: BadInput) -> None:
    """What the action itself found wrong."""
    blame(draft, error.field, error.message)


def _arrival(draft: Draft, demands: list[dict[str, Any]], speakers: list[dict[str, Any]], key: str) -> Arrival:
    given = draft.form.cleaned_data
    count = given["face_to_face_count"] or 0
    unit = _uuid(given["unit"])
    return Arrival(
        channel=given["channel"],
        received_at=given["received_at"],
        text=given["text"],
        people=_people(draft, speakers),
        demands=tuple(DemandDraft(text=one["text"], amount=one["amount"]) for one in demands),
        external_ref=given["external_ref"],
        policy_id=given["policy"],
        policy_number=given["policy_number"],
        line=given["line"],
        face_to_face_count=count if given["acting"] == "joint" else 0,
        joint_count=(given["joint_count"] or 1) if given["acting"] == "joint" else 1,
        ground=given["ground"],
        flags=frozenset(given["told"]),
        evidence=tuple(one.file for one in draft.files),
        language=given["language"],
        idempotency_key=key,
        regulator_due_on=given["regulator_due_on"],
        happened_on=given["happened_on"],
        respondent_unit_id=unit,
        respondent_staff_no=given["respondent_staff_no"],
        old_confirmed=given["old_confirmed"],
    )


def _people(draft: Draft, speakers: Sequence[dict[str, Any]]) -> tuple[PersonDraft, ...]:
    given = draft.form.cleaned_data
    names = ("name", "phone", "email", "address", "certificate_no")
    in_person = given["acting"] == "joint" and (given["face_to_face_count"] or 0) > 0
    first = PersonDraft(
        **{name: given[name] for name in names},
        party_id=given["party"],
        vulnerabilities=frozenset(given["care"]),
        role="complainant",
        is_face_to_face=in_person,
    )
    if given["acting"] in ("agent", "heir"):
        proof = next((place for place, one in enumerate(draft.files) if one.kind == "authority"), None)
        agent = PersonDraft(
            name=given["agent_name"], phone=given["agent_phone"], role=given["acting"], is_contact=True, authority=proof
        )
        return (first, agent if agent.is_reachable else _unmarked(agent))
    others = (
        PersonDraft(name=one["name"], phone=one["phone"], role="representative", is_face_to_face=in_person)
        for one in speakers
    )
    return (first, *others)


def _unmarked(person: PersonDraft) -> PersonDraft:
    """Whoever cannot be reached is not the one to write to."""
    return PersonDraft(**(person.__dict__ | {"is_contact": False}))


def limits(arrival: Arrival) -> list[Clock]:
    """The limits that will run from receipt, computed by the rules that will bind the case; nothing is kept."""
    facts = {"major": False, "due_on": arrival.regulator_due_on}
    wanted = SHOWN_LIMITS if arrival.regulator_due_on else SHOWN_LIMITS[:-1]
    day = local_date(arrival.received_at)
    found = [
        draft_clock(owner=("case", uuid4()), rule=rule, at=arrival.received_at, facts=facts, rules_on=day)
        for rule in wanted
    ]
    return [clock for clock in found if clock is not None]


def earlier(arrival: Arrival, user: User) -> list[Case]:
    """Earlier complaints of the same people or policy that the person may see, newest first."""
    people, customer = known.known_people(arrival)
    policy = known.policy_of(arrival)
    house = houses.in_force(local_date(arrival.received_at))
    ids = arriving.earlier(arrival, people, customer, policy, days=house.intake.repeat_days)
    return list(cases.visible_to(user).filter(pk__in=ids).select_related("owner", "unit").order_by("-received_at"))


def _uuid(value: Any) -> UUID | None:
    try:
        return UUID(str(value)) if value else None
    except ValueError:
        return None
