"""Many claims in hand at once: read together, changed in memory, written together. A fixed number of statements."""

from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from huiyin.accounts.models import Unit
from huiyin.clocks import actions as clocks
from huiyin.core import bulk
from huiyin.core.actors import Actor
from huiyin.customers import queries
from huiyin.customers.actions import core_messages as messages
from huiyin.customers.actions.core_messages import Told
from huiyin.customers.models import Claim, ClaimMilestone, CoreKind, CoreLink, Policy

_FOR_GOOD = ("id", "source", "number", "policy", "created_at")
_CHANGED = [one.name for one in Claim._meta.concrete_fields if one.name not in _FOR_GOOD]


class Named(Protocol):
    """What a message is found by."""

    @property
    def source(self) -> str: ...
    @property
    def number(self) -> str: ...
    @property
    def policy_number(self) -> str: ...


@dataclass
class Held:
    """A claim with its link and milestones, by (kind, key). `corrected` are milestones whose instant has changed."""

    claim: Claim
    link: CoreLink
    milestones: dict[tuple[str, str], ClaimMilestone]
    is_new: bool
    is_claim_moved: bool = False
    is_link_moved: bool = False
    corrected: set[UUID] = field(default_factory=set)

    def copied(self) -> "Held":
        """Rows of its own, to be thrown away when the message is refused."""
        rows = {place: copy(row) for place, row in self.milestones.items()}
        return replace(
            self, claim=copy(self.claim), link=copy(self.link), milestones=rows, corrected=set(self.corrected)
        )

    def reach(self, *, kind: str, key: str, at: datetime, sent_at: datetime) -> None:
        """A milestone that was not known."""
        self.milestones[kind, key] = bulk.new(
            ClaimMilestone, claim_id=self.claim.pk, kind=kind, key=key, at=at, sent_at=sent_at
        )


class Book:
    """The claims that messages speak of, and those that they make."""

    def __init__(self, drafts: Sequence[Named]) -> None:
        """Read and hold what is known of them: links, claims, chains, limits, milestones, policies."""
        links = messages.hold(CoreKind.CLAIM, dict.fromkeys((one.source, one.number) for one in drafts))
        numbers = {queries.tidy_policy(one.policy_number) for one in drafts}
        known = Policy.objects.filter(number__in=numbers).select_related("unit")
        self.policies = {policy.number: policy for policy in known}
        ids = [link.object_id for link in links.values()]
        messages.hold_chains("claim", ids)
        rows = Claim.objects.select_for_update(of=("self",)).select_related("policy", "unit").filter(pk__in=ids)
        claims = {claim.pk: claim for claim in rows.order_by("pk")} if ids else {}
        milestones: dict[UUID, dict[tuple[str, str], ClaimMilestone]] = {pk: {} for pk in claims}
        for row in ClaimMilestone.objects.filter(claim__in=list(claims)).order_by("id"):
            milestones[row.claim_id][row.kind, row.key] = row
        self.held = {
            key: Held(claims[link.object_id], link, milestones[link.object_id], is_new=False)
            for key, link in links.items()
        }
        self.sheet = clocks.Sheet("claim", ids)
        self._told: dict[UUID, list[Told]] = {}

    def new(self, source: str, number: str, policy: Policy, unit: Unit, at: datetime) -> Held:
        """A claim that is not known yet; it is in the book only once it is kept."""
        claim = bulk.new(
            Claim, source=source, number=number, policy=policy, unit=unit, created_at=at, changed_at=at, version=0
        )
        link = bulk.new(
            CoreLink, kind=CoreKind.CLAIM.value, source=source, key=number, object_id=claim.pk, sent_at=at,
            digest="", taken_at=at,
        )  # fmt: skip
        return Held(claim, link, {}, is_new=True)

    def keep(self, held: Held) -> None:
        """What a message came to."""
        self.held[held.claim.source, held.claim.number] = held

    def tell(self, held: Held, kind: str, body: Mapping[str, Any]) -> None:
        """An entry for the claim's chain."""
        self._told.setdefault(held.claim.pk, []).append(Told(held.claim.pk, kind, body, {}, first=held.is_new))

    def write(self, *, by: Actor, at: datetime) -> None:
        """Store everything."""
        every = list(self.held.values())
        bulk.copy_in(Claim, [one.claim for one in every if one.is_new])
        changed = [one.claim for one in every if one.is_claim_moved and not one.is_new]
        if changed:
            Claim.objects.bulk_update(changed, _CHANGED)
        rows = [row for one in every for row in one.milestones.values()]
        bulk.copy_in(ClaimMilestone, [row for row in rows if row._state.adding])
        corrected = {pk for one in every for pk in one.corrected}
        moved = [row for row in rows if row.pk in corrected and not row._state.adding]
        if moved:
            ClaimMilestone.objects.bulk_update(moved, ["at", "sent_at"])
        self.sheet.write({one.claim.pk for one in every})
        links = [one for one in every if one.is_link_moved]
        messages.write_links([one.link for one in links if one.is_new], [one.link for one in links if not one.is_new])
        messages.tell([one for entries in self._told.values() for one in entries], by=by, at=at, chain="claim")
