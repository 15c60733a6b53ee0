"""What the person who orders a case file leaves out of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from huiyin.cases.models import Case, Evidence, Message, Person

AT_MOST = 500


@dataclass(frozen=True)
class Choices:
    """Ids of people, messages and evidence items that are left out, and whether internal notes go in."""

    people: frozenset[UUID] = frozenset()
    messages: frozenset[UUID] = frozenset()
    evidence: frozenset[UUID] = frozenset()
    with_notes: bool = False

    def as_json(self) -> dict[str, Any]:
        """As it is kept with the order."""
        return {
            "people": sorted(map(str, self.people)),
            "messages": sorted(map(str, self.messages)),
            "evidence": sorted(map(str, self.evidence)),
            "with_notes": self.with_notes,
        }


def choices_of(kept: Mapping[str, Any]) -> Choices:
    """The choices that were kept with an order."""
    return Choices(
        people=_ids(kept.get("people", ())),
        messages=_ids(kept.get("messages", ())),
        evidence=_ids(kept.get("evidence", ())),
        with_notes=bool(kept.get("with_notes")),
    )


def _ids(texts: Iterable[str]) -> frozenset[UUID]:
    return frozenset(UUID(text) for text in texts)


@dataclass(frozen=True)
class Offered:
    """What can be left out of the file of a case; at most some hundred of each are offered one by one."""

    people: list[Person]
    messages: list[Message]
    evidence: list[Evidence]


def offered(case: Case) -> Offered:
    """The people, messages and evidence items of a case, the newest messages and items first."""
    return Offered(
        list(Person.objects.filter(case=case).order_by("id")[:AT_MOST]),
        list(Message.objects.filter(case=case).order_by("-at", "-id")[:AT_MOST]),
        list(Evidence.objects.filter(case=case).order_by("-number")[:AT_MOST]),
    )
