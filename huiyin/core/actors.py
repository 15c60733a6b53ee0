"""Who acts. Every action takes `by: Actor`; rules ask it for roles; the ledger keeps its label and place."""

from dataclasses import dataclass, field
from typing import Literal
from uuid import UUID

ActorKind = Literal["staff", "customer", "system", "api"]


@dataclass(frozen=True)
class Actor:
    """A person or process that acts.

    `grants` are (role, unit path) pairs; `where` says from where (an address, a channel); `via` names the API token.
    """

    kind: ActorKind
    id: UUID | None = None
    label: str = ""
    grants: frozenset[tuple[str, str]] = field(default_factory=frozenset)
    where: str = ""
    via: str = ""

    @property
    def roles(self) -> frozenset[str]:
        return frozenset(role for role, _ in self.grants)

    @property
    def person(self) -> UUID:
        """The id of whoever acts. Raises ValueError for a process, which is nobody."""
        if self.id is None:
            raise ValueError(f"{self.label or self.kind} is no person")
        return self.id

    def has_role(self, *roles: str, path: str | None = None) -> bool:
        """Does the actor hold one of `roles`, for the part of the tree that contains `path` (any part when None)?"""
        return any(role in roles and (path is None or path.startswith(part)) for role, part in self.grants)


def system(label: str) -> Actor:
    """The actor for a sweep or job, e.g. `system("clocks.sweep")`."""
    return Actor(kind="system", label=label, where="worker")


def customer(person_id: UUID | None, where: str = "portal") -> Actor:
    """A customer, known by the person row of a case (never by name: the ledger holds no personal data)."""
    return Actor(kind="customer", id=person_id, label="customer", where=where)
