"""Identifiers."""

from uuid import UUID

import uuid_utils


def uuid7() -> UUID:
    """A new UUIDv7: time-ordered, so that rows made together lie together in the index."""
    return UUID(int=uuid_utils.uuid7().int)
