"""Mirroring claims of core systems, with their limits."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

from django.utils.translation import gettext as _

from huiyin.accounts.models import Unit
from huiyin.core.actions import action
from huiyin.core.actors import Actor
from huiyin.core.errors import BadInput, Refused
from huiyin.customers import queries
from huiyin.customers.actions import claim_limits, links
from huiyin.customers.actions.claim_book import Book, Held
from huiyin.customers.models import Claim, ClaimDecision
from huiyin.customers.rules import claims as rules

SHOWN = (
    "line", "cover", "is_small", "is_complex", "handler_no", "handler_name", "decision", "claimed", "paid",
    "decide_by", "pay_by", "contract_clause",
)  # fmt: skip
Outcome = Literal["created", "changed", "same", "stale"]


@dataclass(frozen=True, kw_only=True)
class MilestoneDraft:
    """A milestone as a message tells it; `key` tells repeated requests for papers apart (default: their instant)."""

    kind: str
    at: datetime
    key: str = ""


@dataclass(frozen=True, kw_only=True)
class ClaimDraft:
    """A claim as a message tells it. Empty `unit` and `line` are those of the policy."""

    source: str
    number: str
    policy_number: str
    sent_at: datetime
    unit: Unit | None = None
    line: str = ""
    cover: str = ""
    is_small: bool = False
    is_complex: bool = False
    handler_no: str = ""
    handler_name: str = ""
    decision: str = ""
    claimed: Decimal | None = None
    paid: Decimal | None = None
    decide_by: date | None = None
    pay_by: date | None = None
    contract_clause: str = ""
    milestones: tuple[MilestoneDraft, ...] = ()


@dataclass(frozen=True)
class Mirrored:
    """What became of a message: `created`, `changed`, `same` (known already), `stale` (older than what is known)."""

    claim: Claim
    outcome: Outcome


@action
def mirror_claim(*, draft: ClaimDraft, by: Actor, at: datetime) -> Mirrored:
    """Take a message about a claim over, in whatever order messages arrive.

    An older message than the newest one changes no facts; its milestones count where none is known. Limits start and
    end as things happened. Raises BadInput for what cannot be, Refused(`core.not_yours`, `claim.policy_unknown`,
    `claim.other_policy`).
    """
    done = mirror_claims(drafts=[draft], by=by, at=at)[0]
    if isinstance(done, Refused):
        raise done
    return done


@action
def mirror_claims(*, drafts: Sequence[ClaimDraft], by: Actor, at: datetime) -> list[Mirrored | Refused]:
    """Take messages about many claims over, one after the other as `mirror_claim` would; what became of each, in their
    order: one that is refused stops no other. A fixed number of statements. Raises Refused(`core.not_yours`)."""
    links.may_take_over(by)
    book = Book(drafts)
    found: list[Mirrored | Refused] = []
    for draft in drafts:
        held = book.held.get((draft.source, draft.number))
        saved = book.sheet.standing(held.claim.pk) if held else None
        try:
            found.append(_mirror(draft, book, by=by, at=at))
        except Refused as no:
            if held and saved:
                book.sheet.back(held.claim.pk, saved)
            found.append(no)
    book.write(by=by, at=at)
    return found


def _mirror(draft: ClaimDraft, book: Book, *, by: Actor, at: datetime) -> Mirrored:
    """One message, in memory. What is refused leaves nothing in the book but limits, which the caller puts back."""
    _check(draft, at)
    mark = links.digest({field.name: str(getattr(draft, field.name)) for field in fields(draft)})
    policy = book.policies.get(queries.tidy_policy(draft.policy_number))
    if policy is None:
        raise Refused("claim.policy_unknown", _("The policy of this claim is not known here yet; send it first."))
    known = book.held.get((draft.source, draft.number))
    if known is None:
        held = book.new(draft.source, draft.number, policy, draft.unit or policy.unit, at)
        changed = _take(held.claim, draft)
    else:
        if known.claim.policy_id != policy.pk:
            raise Refused("claim.other_policy", _("This claim belongs to another policy; its number is taken."))
        if known.link.digest == mark:
            return Mirrored(known.claim, "same")
        held = known.copied()
        changed = _take(held.claim, draft) if draft.sent_at >= held.link.sent_at else []
    reached = _reach(held, draft)
    is_newest = known is None or draft.sent_at >= held.link.sent_at
    if is_newest:
        held.link.sent_at, held.link.digest, held.link.taken_at = draft.sent_at, mark, at
        held.is_link_moved = True
    if known is not None and not changed and not reached:
        book.keep(held)
        return Mirrored(held.claim, "same" if is_newest else "stale")
    _settle(held, book, created=known is None, changed=changed, reached=reached, by=by, at=at)
    book.keep(held)
    return Mirrored(held.claim, "created" if known is None else "changed")


def _check(draft: ClaimDraft, at: datetime) -> None:
    if not draft.source.strip() or not draft.number.strip():
        raise BadInput("core.key", _("Name the core system and its key of the record."), field="key")
    if draft.sent_at > at:
        raise BadInput("claim.future", _("A message cannot come from the future; check the clock."), field="sent_at")
    if draft.decision and draft.decision not in ClaimDecision.values:
        raise BadInput("claim.decision", _("There is no such decision."), field="decision")
    if (draft.decide_by or draft.pay_by) and not draft.contract_clause.strip():
        raise BadInput(
            "claim.contract_clause",
            _("Name the clause of the contract that sets another date."),
            field="contract_clause",
        )
    seen: set[tuple[str, str]] = set()
    for one in draft.milestones:
        if one.kind not in rules.WAY:
            raise BadInput("claim.milestone", _("There is no such milestone."), field="milestones")
        if one.at > at:
            raise BadInput("claim.milestone_future", _("A milestone lies in the future."), field="milestones")
        place = (one.kind, _key(one))
        if place in seen:
            raise BadInput("claim.milestone_twice", _("A milestone is named twice in one message."), field="milestones")
        seen.add(place)


def _take(claim: Claim, draft: ClaimDraft) -> list[str]:
    """The facts of a message; the names of those that changed."""
    told: Mapping[str, Any] = {name: getattr(draft, name) for name in SHOWN} | {"line": draft.line or claim.policy.line}
    changed = [name for name, value in told.items() if getattr(claim, name) != value]
    for name in changed:
        setattr(claim, name, told[name])
    if draft.unit is not None and claim.unit_id != draft.unit.pk:
        claim.unit = draft.unit
        changed.append("unit")
    return changed


def _key(one: MilestoneDraft) -> str:
    return (one.key or one.at.astimezone().isoformat()) if one.kind in rules.REPEATS else ""


def _reach(held: Held, draft: ClaimDraft) -> list[str]:
    """New milestones, and known ones corrected from a newer message; the kinds of those."""
    reached = []
    for one in draft.milestones:
        row = held.milestones.get((one.kind, _key(one)))
        if row is None:
            held.reach(kind=one.kind, key=_key(one), at=one.at, sent_at=draft.sent_at)
        elif draft.sent_at > row.sent_at and row.at != one.at:
            row.at, row.sent_at = one.at, draft.sent_at
            held.corrected.add(row.pk)
        else:
            continue
        reached.append(one.kind)
    return reached


def _settle(
    held: Held, book: Book, *, created: bool, changed: Iterable[str], reached: Iterable[str], by: Actor, at: datetime
) -> None:
    """Limits, columns and ledger after a change."""
    claim = held.claim
    milestones = rules.in_order(rules.Milestone(one.kind, one.at) for one in held.milestones.values())
    before = claim.asked_again
    claim.asked_again = rules.asked_again(milestones)
    claim.stage, claim.is_open = rules.stage(milestones), not rules.is_ended(milestones)
    claim_limits.follow(claim, milestones, book.sheet, by=by, at=at)
    claim_limits.look_at(claim, book.sheet.every(claim.pk))
    claim.version += 1
    claim.changed_at = at
    held.is_claim_moved = True
    body = {
        "source": claim.source, "number": claim.number, "facts": sorted(changed), "milestones": sorted(set(reached)),
        "stage": claim.stage, "due_at": claim.due_at, "version": claim.version,
    }  # fmt: skip
    book.tell(held, "mirrored" if created else "changed", body)
    if claim.asked_again > before:
        book.tell(held, "papers_asked_again", {"times": claim.asked_again + 1, "clause": "保险法 art 22"})
