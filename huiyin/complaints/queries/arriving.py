"""What a registration looks up before it writes, in one round trip where the arrival names neither a policy nor anybody
we know: the parties who could be its people, the units that could answer, earlier complaints, and its number.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from huiyin.cases.queries import repeats
from huiyin.cases.rules.people import PersonDraft
from huiyin.complaints.queries import intake as known
from huiyin.complaints.queries.intake import Place
from huiyin.complaints.rules.arrival import Arrival
from huiyin.core import blind, pipeline
from huiyin.core.actors import Actor
from huiyin.customers.models import Policy
from huiyin.customers.queries import tidy_policy

NEXT_NUMBER: pipeline.Statement = (b"SELECT nextval('cases_number_seq')", ())


@dataclass(frozen=True)
class Known:
    """The people with what we hold about them filled in, the customer who complains, where the case belongs (None:
    nobody could answer), (id, number) of earlier complaints it may repeat, newest first, and the serial of its number,
    which stays unused when nothing is registered."""

    people: tuple[PersonDraft, ...]
    customer_id: UUID | None
    place: Place | None
    repeats: list[tuple[UUID, str]]
    serial: int


def look_up(arrival: Arrival, policy: Policy | None, *, days: int, by: Actor) -> Known:
    """Everything at once. Earlier complaints (within `days` before the receipt) are asked for with what was told; when
    we know more about the people than that, once more with all of it."""
    path, told_people = known.path_for(arrival, policy, by), known.people_told(arrival)
    told = _repeats(arrival, told_people, None, policy, days)
    wanted = {
        "parties": known.same_person(told_people),
        "units": known.answering(path) if path else None,
        "repeats": told,
        "serial": NEXT_NUMBER,
    }
    asked = {name: question for name, question in wanted.items() if question is not None}
    found: dict[str, list[tuple[Any, ...]]] = dict(zip(asked, pipeline.ask(*asked.values()), strict=True))
    parties = known.parties_in(told_people, [id_ for (id_,) in found.get("parties", ())])
    people, customer_id = known.known_people(arrival, parties)
    place = known.place_in(known.chain_of(found.get("units", ())), arrival, policy, by)
    before = found.get("repeats", [])
    whole = _repeats(arrival, people, customer_id, policy, days)
    if whole is not None and whole != told:
        [before] = pipeline.ask(whole)
    [[serial]] = found["serial"]
    return Known(people, customer_id, place, [(id_, number) for id_, number in before], int(serial))


def earlier(
    arrival: Arrival, people: Sequence[PersonDraft], customer_id: UUID | None, policy: Policy | None, *, days: int
) -> list[UUID]:
    """Ids of complaints within `days` before the receipt that share people, customer or policy, newest first."""
    asked = _repeats(arrival, people, customer_id, policy, days)
    return [id_ for id_, _number in pipeline.ask(asked)[0]] if asked else []


def _repeats(
    arrival: Arrival, people: Sequence[PersonDraft], customer_id: UUID | None, policy: Policy | None, days: int
) -> pipeline.Statement | None:
    return repeats.question(
        before=arrival.received_at,
        days=days,
        customer_id=customer_id,
        policy_id=policy.pk if policy else None,
        policy_number=tidy_policy(arrival.policy_number),
        phones=[blind.phone(person.phone) for person in people],
        certificates=[blind.certificate(person.certificate_no) for person in people],
    )
