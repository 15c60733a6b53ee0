"""From what a customer typed to the arrival that intake takes."""

from datetime import datetime
from typing import Any

from huiyin.cases.models import Channel
from huiyin.cases.rules.people import PersonDraft
from huiyin.complaints.rules.arrival import Arrival, DemandDraft
from huiyin.portal.draft import Draft

# Where intake finds a fault: the step whose page can mend it.
STEP_OF = {"text": "what", "demands": "what", "amount": "what", "happened_on": "what", "name": "who", "people": "who"}
STEP_OF |= {"joint_count": "who", "authority": "who", "role": "who"}


def arrival_of(draft: Draft, values: dict[str, Any], *, at: datetime, language: str) -> Arrival:
    """The arrival of a draft whose three pages hold; `values` are their cleaned fields together."""
    people = _people(draft, values)
    return Arrival(
        channel=Channel.PORTAL,
        received_at=at,
        text=values["text"],
        people=people,
        demands=(DemandDraft(text=" ".join(values["wish"].split()), amount=values["amount"]),),
        policy_number=values["policy_number"],
        joint_count=max(values["joint_count"] or 1, 1) if values["for_whom"] == "joint" else 1,
        evidence=(*draft.files, *draft.authority),
        language=language,
        idempotency_key=draft.key,
        happened_on=values["happened_on"],
    )


def contacts(values: dict[str, Any]) -> list[str]:
    """How the sender is reached, for the limit on how many complaints one person sends in an hour."""
    return [value for value in (values["phone"], values["email"]) if value]


def _people(draft: Draft, values: dict[str, Any]) -> tuple[PersonDraft, ...]:
    """The one who writes is the contact; with whom and for whom they write stands beside them."""
    whom = values["for_whom"]
    acts_for = whom in ("agent", "heir")
    care = frozenset(values["care"])
    sender = PersonDraft(
        name=values["name"],
        role={"agent": "agent", "heir": "heir", "joint": "representative"}.get(whom, "complainant"),
        phone=values["phone"],
        email=values["email"],
        address=values["address"],
        certificate_no=values["certificate_no"],
        is_contact=True,
        vulnerabilities=care,
        authority=len(draft.files) if acts_for and draft.authority else None,
    )
    if acts_for:
        return PersonDraft(name=values["complainant_name"]), sender
    if whom == "joint":
        names = [" ".join(line.split()) for line in values["others"].splitlines()]
        return sender, *(PersonDraft(name=name) for name in names if name)
    return (sender,)
