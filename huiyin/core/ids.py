"""Identifiers."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import uuid_utils

_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)


def uuid7() -> UUID:
    """A new UUIDv7: time-ordered, so that rows made together lie together in the index."""
    return UUID(int=uuid_utils.uuid7().int)


def made_at(id_: UUID) -> datetime:
    """When a UUIDv7 was made, to the millisecond: when its row was written down, whatever moment the row tells of."""
    return _BEGINNING + timedelta(milliseconds=id_.int >> 80)
