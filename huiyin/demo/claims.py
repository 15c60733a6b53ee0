"""What the demo shows of claims: overdue ones, and one whose papers were asked for twice."""

from datetime import datetime, timedelta
from decimal import Decimal

from django.db import transaction

from huiyin.core.actors import Actor
from huiyin.customers.actions.claims import ClaimDraft, MilestoneDraft, mirror_claim
from huiyin.customers.models import Claim, Policy

SOURCE = "理赔核心"
HANDLERS = (("L0031", "周建国"), ("L0047", "何敏"), ("L0052", "吕静"))
# What happened how many days ago; the decision that was made; the line, where it must be another than the policy's.
STORIES: tuple[tuple[dict[str, tuple[int, ...]], str, str], ...] = (
    ({"reported": (52,), "filed": (50,), "documents_asked": (49, 38), "complete": (36,)}, "", "property"),
    ({"reported": (9,), "filed": (8,), "documents_asked": (8,), "complete": (4,)}, "", ""),
    ({"reported": (30,), "complete": (20,), "reviewed": (12,), "decided": (2,)}, "refused", "property"),
    ({"reported": (28,), "complete": (22,), "decided": (12,), "agreed": (8,)}, "payable", "property"),
    ({"reported": (60,), "complete": (50,), "decided": (40,), "agreed": (38,), "paid": (33,)}, "payable", "property"),
    ({"reported": (1,)}, "", ""),
)


def fill(*, by: Actor, now: datetime) -> None:
    """All at once or not at all; a second time changes nothing."""
    if Claim.objects.exists():
        return
    with transaction.atomic():
        policies = Policy.objects.order_by("number")[: len(STORIES)]
        for place, (policy, (way, decision, line)) in enumerate(zip(policies, STORIES, strict=False)):
            no, name = HANDLERS[place % len(HANDLERS)]
            draft = ClaimDraft(
                source=SOURCE, number=f"LP{now:%Y}{place + 1:06d}", policy_number=policy.number, sent_at=now, line=line,
                handler_no=no, handler_name=name, decision=decision, claimed=Decimal(3800 + 2650 * place),
                paid=Decimal(3800 + 2650 * place) if "paid" in way else None,
                milestones=tuple(
                    MilestoneDraft(kind=kind, at=now - timedelta(days=day))
                    for kind, days in way.items()
                    for day in days
                ),
            )  # fmt: skip
            mirror_claim(draft=draft, by=by, at=now)
