"""Canonical JSON: one byte string for one value, so that a hash can be recomputed by anyone with Python alone.

Keys sorted, no spaces, UTF-8, no floats (an amount is a string or an integer), instants as ISO 8601 in UTC with
microseconds only where they are not zero.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any
from uuid import UUID

_AS_IT_IS = frozenset({str, int, bool})


def plain(value: Any) -> Any:
    """Turn `value` into what canonical JSON may hold. Raises TypeError for floats and unknown types."""
    if value is None or type(value) in _AS_IT_IS:  # the common case first: every change of the house passes here
        return value
    if isinstance(value, Enum):
        return plain(value.value)
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise TypeError("an instant in canonical JSON needs a time zone")
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, UUID | Decimal):
        return str(value)
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, Mapping):
        return {
            str(key): item if item is None or type(item) in _AS_IT_IS else plain(item) for key, item in value.items()
        }
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, set | frozenset):
        return sorted(plain(item) for item in value)
    if hasattr(value, "__str__") and type(value).__name__ == "__proxy__":
        return str(value)
    raise TypeError(f"{type(value).__name__} has no canonical form")


def dumps(value: Any) -> bytes:
    """The canonical bytes of `value`."""
    return json.dumps(plain(value), sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def digest(value: Any) -> str:
    """SHA-256 of the canonical bytes, in hex."""
    return hashlib.sha256(dumps(value)).hexdigest()
