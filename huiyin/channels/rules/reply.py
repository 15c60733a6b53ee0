"""The address to which a mail of ours is answered: it names the case, and nobody can make one up. Pure."""

import base64
import binascii
import hmac
import re
from collections.abc import Callable, Iterable
from uuid import UUID

MARK = "{token}"
_LONG, _SHORT = 26, 12


def address(template: str, case_id: UUID, mac: str) -> str:
    """`template` with the token of the case in it; empty when the house has no such address."""
    name = base64.b32encode(case_id.bytes).decode().rstrip("=").lower()
    return template.replace(MARK, f"{name}{mac[:_SHORT]}") if MARK in template else ""


def case_in(template: str, addresses: Iterable[str], mac_of: Callable[[UUID], str]) -> UUID | None:
    """The case that one of the addresses names; None unless its token is one of ours."""
    if MARK not in template:
        return None
    before, after = (re.escape(part) for part in template.lower().split(MARK, 1))
    shape = re.compile(f"{before}([a-z2-7]{{{_LONG}}})([0-9a-f]{{{_SHORT}}}){after}")
    for one in addresses:
        found = shape.fullmatch(one.strip().lower())
        if found is None:
            continue
        try:
            case_id = UUID(bytes=base64.b32decode(found[1].upper() + "=" * (-_LONG % 8)))
        except (binascii.Error, ValueError):
            continue
        if hmac.compare_digest(mac_of(case_id)[:_SHORT], found[2]):
            return case_id
    return None
