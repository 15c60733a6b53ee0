"""What changed, taken from the change feed to the webhooks: each as its person may see it now."""

import logging
from datetime import datetime
from typing import Any
from uuid import UUID

from huiyin.audit.queries.feed import Position
from huiyin.cases.queries import feed
from huiyin.channels import actions, queries
from huiyin.core.actors import system
from huiyin.core.jobs import each

log = logging.getLogger(__name__)
BY = system("cases.webhooks")
# So many stretches for one webhook in one run: one that begins far back does not hold up the others.
STRETCHES = 20


def feed_webhooks(at: datetime) -> int:
    """Queue what is new in the feed for every webhook that is on; returns how many messages. One that breaks does not
    stop the others."""
    return each(
        queries.webhooks_on(), lambda webhook_id: _feed(webhook_id, at), log=log, told="webhook %s could not be fed"
    )


def _feed(webhook_id: UUID, at: datetime) -> int:
    hook = queries.webhooks().get(pk=webhook_id)
    position, made = Position(hook.xact, hook.entry_id), 0
    for _round in range(STRETCHES):
        found = feed.stretch(hook.user, position, kinds=hook.kinds, limit=200)
        if found.position == position:
            break
        made += actions.take_changes(
            webhook_id=webhook_id, before=position, after=found.position, events=[_event(one) for one in found.items],
            by=BY, at=at,
        )  # fmt: skip
        position = found.position
        if not found.more:
            break
    return made


def _event(seen: feed.Seen) -> dict[str, Any]:
    one = seen.change
    return {
        "id": one.id,
        "kind": one.kind,
        "at": one.at,
        "complaint_id": one.case_id,
        "number": seen.number,
        "seq": one.seq,
    }
