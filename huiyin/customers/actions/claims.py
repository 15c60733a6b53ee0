"""Mirroring claims of core systems, with their limits."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

from django.utils.translation import gettext as _

from huiyin.accounts.models import Unit
from huiyin.audit import actions as audit
from huiyin.core.actions import action
from huiyin.core.actors import Actor
from huiyin.core.errors import BadInput, Refused
from huiyin.customers import queries
from huiyin.customers.actions import claim_limits, links
from huiyin.customers.models import Claim, ClaimDecision, ClaimMilestone, CoreKind
from huiyin.customers.queries.claims import milestones_of
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
    links.may_take_over(by)
    _check(draft, at)
    mark = links.digest({field.name: str(getattr(draft, field.name)) for field in fields(draft)})
    link = links.link(CoreKind.CLAIM, draft.source, draft.number)
    policy = queries.policy_by_number(draft.policy_number)
    if policy is None:
        raise Refused("claim.policy_unknown", _("The policy of this claim is not known here yet; send it first."))
    if link is None:
        claim = Claim(
            source=draft.source, number=draft.number, policy=policy, unit=draft.unit or policy.unit,
            created_at=at, changed_at=at, version=0,
        )  # fmt: skip
        changed = _take(claim, draft)
        claim.save(force_insert=True)
    else:
        claim = Claim.objects.select_for_update().get(pk=link.object_id)
        if claim.policy_id != policy.pk:
            raise Refused("claim.other_policy", _("This claim belongs to another policy; its number is taken."))
        if link.digest == mark:
            return Mirrored(claim, "same")
        changed = _take(claim, draft) if draft.sent_at >= link.sent_at else []
    reached = _reach(claim, draft)
    if link is None or draft.sent_at >= link.sent_at:
        links.keep(
            link, kind=CoreKind.CLAIM, source=draft.source, key=draft.number, object_id=claim.pk,
            sent_at=draft.sent_at, digest=mark, at=at,
        )  # fmt: skip
    if link is not None and not changed and not reached:
        return Mirrored(claim, "stale" if draft.sent_at < link.sent_at else "same")
    _settle(claim, created=link is None, changed=changed, reached=reached, by=by, at=at)
    return Mirrored(claim, "created" if link is None else "changed")


def _check(draft: ClaimDraft, at: datetime) -> None:
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


def _reach(claim: Claim, draft: ClaimDraft) -> list[str]:
    """Write new milestones and correct known ones from a newer message; the kinds of those."""
    known = {(row.kind, row.key): row for row in ClaimMilestone.objects.filter(claim=claim)}
    reached = []
    for one in draft.milestones:
        row = known.get((one.kind, _key(one)))
        if row is None:
            ClaimMilestone.objects.create(claim=claim, kind=one.kind, key=_key(one), at=one.at, sent_at=draft.sent_at)
        elif draft.sent_at > row.sent_at and row.at != one.at:
            row.at, row.sent_at = one.at, draft.sent_at
            row.save(update_fields=["at", "sent_at"])
        else:
            continue
        reached.append(one.kind)
    return reached


def _settle(
    claim: Claim, *, created: bool, changed: Iterable[str], reached: Iterable[str], by: Actor, at: datetime
) -> None:
    """Limits, columns and ledger after a change."""
    milestones = milestones_of(claim)
    before = claim.asked_again
    claim.asked_again = rules.asked_again(milestones)
    claim.stage, claim.is_open = rules.stage(milestones), not rules.is_ended(milestones)
    claim_limits.follow(claim, milestones, by=by, at=at)
    claim_limits.look(claim)
    claim.version += 1
    claim.changed_at = at
    claim.save()
    body = {
        "source": claim.source, "number": claim.number, "facts": sorted(changed), "milestones": sorted(set(reached)),
        "stage": claim.stage, "due_at": claim.due_at, "version": claim.version,
    }  # fmt: skip
    kind = "claim.mirrored" if created else "claim.changed"
    audit.record(aggregate=("claim", claim.pk), kind=kind, by=by, at=at, body=body)
    if claim.asked_again > before:
        audit.record(
            aggregate=("claim", claim.pk), kind="claim.papers_asked_again", by=by, at=at,
            body={"times": claim.asked_again + 1, "clause": "保险法 art 22"},
        )  # fmt: skip
