"""Canonical JSON, JSON lines, salted hashes: one byte string for one value, and nothing else is accepted."""

from __future__ import annotations

import hashlib
import json
from typing import Any, BinaryIO, Dict, Iterator, List, Tuple

from huiyin.audit.verifier.words import Broken

LONGEST_LINE = 64 * 1024 * 1024


def canonical_bytes(value: Any) -> bytes:
    """Keys sorted, no spaces, UTF-8."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode("utf-8")


def read_canonical(raw: bytes, where: str) -> Any:
    """The value of canonical JSON. Raises Broken for anything that is not written exactly so."""
    try:
        value = json.loads(
            raw.decode("utf-8"), object_pairs_hook=_no_double_keys, parse_float=_no_floats, parse_constant=_no_floats
        )
        same = canonical_bytes(value) == raw
    except (ValueError, RecursionError, UnicodeError):
        value, same = None, False
    if not same:
        raise Broken(
            "form",
            "%s 的内容不是规范的 JSON，已损坏或被改动。" % where,
            "%s is not canonical JSON: damaged or changed." % where,
        )
    return value


def read_object(raw: bytes, where: str) -> Dict[str, Any]:
    """Like `read_canonical`, for what must be a JSON object."""
    value = read_canonical(raw, where)
    if not isinstance(value, dict):
        raise Broken("form", "%s 不是 JSON 对象。" % where, "%s is not a JSON object." % where)
    return value


def lines(source: BinaryIO, size: int, where: str) -> Iterator[Dict[str, Any]]:
    """The objects of JSON lines, one at a time; every line ends with a line feed."""
    left, number = size, 0
    while left > 0:
        raw = source.readline(min(left, LONGEST_LINE))
        left -= len(raw)
        number += 1
        place = "%s:%d" % (where, number)
        if not raw.endswith(b"\n"):
            raise Broken("form", "%s 这一行不完整或过长。" % place, "%s: the line is cut off or too long." % place)
        yield read_object(raw[:-1], place)


def salted_hash(salt: str, value: str) -> str:
    """What stands for a value that may be left out: SHA-256 of salt, colon, value."""
    return hashlib.sha256(("%s:%s" % (salt, value)).encode("utf-8", "surrogatepass")).hexdigest()


def is_hash(value: Any) -> bool:
    """64 hexadecimal digits."""
    return isinstance(value, str) and len(value) == 64 and all(char in "0123456789abcdef" for char in value)


def commitments(value: Any) -> Iterator[str]:
    """Every `{"sealed": hash}` inside a value, at any depth."""
    todo: List[Any] = [value]
    while todo:
        one = todo.pop()
        if isinstance(one, dict):
            if set(one) == {"sealed"} and is_hash(one["sealed"]):
                yield one["sealed"]
            else:
                todo.extend(one.values())
        elif isinstance(one, list):
            todo.extend(one)


def opened(value: Any, openings: Dict[str, Tuple[str, str]]) -> Any:
    """The text behind a commitment, None when it is left out; anything else as it is."""
    if isinstance(value, dict) and set(value) == {"sealed"}:
        found = openings.get(value["sealed"])
        return None if found is None else found[1]
    return value


def _no_double_keys(pairs: List[Tuple[str, Any]]) -> Dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice")
    return found


def _no_floats(text: str) -> Any:
    raise ValueError("canonical JSON has no fractions: %s" % text[:20])
