"""Taking messages of core systems over: once each, the newest wins, by whoever may."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from huiyin.core import crypto
from huiyin.core.actors import Actor
from huiyin.core.errors import BadInput, Refused
from huiyin.customers.models import CoreLink
from huiyin.customers.rules.taking import takes_over


def may_take_over(by: Actor) -> None:
    """Raises Refused(`core.not_yours`) unless a process, or head office acting through its key."""
    if by.kind != "system" and not takes_over(by.grants):
        raise Refused("core.not_yours", _("Only head office's consumer protection takes over records of core systems."))


def digest(values: Mapping[str, Any]) -> str:
    """A keyed fingerprint of what a message says."""
    return crypto.salt("core", json.dumps(values, sort_keys=True, default=str, ensure_ascii=False))


def link(kind: str, source: str, key: str) -> CoreLink | None:
    """The link of a record, locked. Raises BadInput without a source or a key."""
    if not source.strip() or not key.strip():
        raise BadInput("core.key", _("Name the core system and its key of the record."), field="key")
    return CoreLink.objects.select_for_update().filter(kind=kind, source=source, key=key).first()


def keep(
    found: CoreLink | None,
    *,
    kind: str,
    source: str,
    key: str,
    object_id: UUID,
    sent_at: datetime,
    digest: str,
    at: datetime,
) -> None:
    """Remember the newest message."""
    row = found or CoreLink(kind=kind, source=source, key=key, object_id=object_id)
    row.sent_at, row.digest, row.taken_at = sent_at, digest, at
    row.save(force_insert=found is None)
