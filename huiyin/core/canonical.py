"""Canonical JSON: one byte string for one value, so that a hash can be recomputed by anyone with Python alone.

Keys sorted, no spaces, UTF-8, no floats (an amount is a string or an integer), instants as ISO 8601 in UTC with
microseconds only where they are not zero.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any
from uuid import UUID

_AS_IT_IS = frozenset({str, int, bool, type(None)})
_encoded = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode


def plain(value: Any) -> Any:
    """Turn `value` into what canonical JSON may hold. Raises TypeError for floats and unknown types."""
    kind = type(value)  # the common cases first: every change of the house passes here
    if kind in _AS_IT_IS:
        return value
    made = _MADE.get(kind)
    return made(value) if made else _derived(value)


def _mapping(value: Mapping[Any, Any]) -> dict[str, Any]:
    return {str(key): item if type(item) in _AS_IT_IS else plain(item) for key, item in value.items()}


def _instant(value: datetime) -> str:
    if value.tzinfo is None:
        raise TypeError("an instant in canonical JSON needs a time zone")
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _list(value: list[Any] | tuple[Any, ...]) -> list[Any]:
    return [plain(item) for item in value]


def _set(value: "set[Any] | frozenset[Any]") -> list[Any]:
    return sorted(plain(item) for item in value)


def _derived(value: Any) -> Any:
    """A value of a class that is made from one of those known."""
    if isinstance(value, Enum):
        return plain(value.value)
    if isinstance(value, bool | int | str):
        return value
    for kind, made in _MADE.items():  # an instant is a day too, and stands before it
        if isinstance(value, kind):
            return made(value)
    if isinstance(value, Mapping):
        return _mapping(value)
    if hasattr(value, "__str__") and type(value).__name__ == "__proxy__":
        return str(value)
    raise TypeError(f"{type(value).__name__} has no canonical form")


_MADE: dict[type, Callable[[Any], Any]] = {
    dict: _mapping,
    datetime: _instant,
    date: date.isoformat,
    UUID: str,
    Decimal: str,
    bytes: bytes.hex,
    list: _list,
    tuple: _list,
    set: _set,
    frozenset: _set,
}


def dumps(value: Any) -> bytes:
    """The canonical bytes of `value`."""
    return _encoded(plain(value)).encode()


def digest(value: Any) -> str:
    """SHA-256 of the canonical bytes, in hex."""
    return hashlib.sha256(dumps(value)).hexdigest()
