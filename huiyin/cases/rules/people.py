"""Somebody on the customer's side as an edge describes them, before they are a row. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

REPRESENTING = ("agent", "heir")
COMPLAINING = ("complainant", "representative", *REPRESENTING)


@dataclass(frozen=True, kw_only=True)
class PersonDraft:
    """`role` as in PersonRole. `vulnerabilities` are codes of the taxonomy's axis, as told. `born_on` is used for the
    age and not kept. `authority` is the place (from 0) of the file that proves an agent's or heir's authority."""

    name: str
    role: str = "complainant"
    phone: str = ""
    email: str = ""
    certificate_no: str = ""
    address: str = ""
    is_contact: bool = False
    is_face_to_face: bool = False
    party_id: UUID | None = None
    born_on: date | None = None
    vulnerabilities: frozenset[str] = frozenset()
    authority: int | None = None

    @property
    def is_reachable(self) -> bool:
        """Phone, e-mail or postal address: any one will do."""
        return any(value.strip() for value in (self.phone, self.email, self.address))


def contact_of(people: Sequence[PersonDraft]) -> int:
    """The place of the person to write to: the one marked, else the first who complains or acts and can be reached,
    else the first."""
    marked = [place for place, person in enumerate(people) if person.is_contact]
    acting = [place for place, person in enumerate(people) if person.role in COMPLAINING and person.is_reachable]
    return (marked or acting or [0])[0]


def named_first(people: Sequence[PersonDraft]) -> str:
    """The name that stands on the list: the complainant's, not the agent's."""
    complainants = [person.name for person in people if person.role in ("complainant", "representative")]
    return (complainants or [people[0].name])[0].strip()
