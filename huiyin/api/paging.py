"""Pages by key: a cursor is opaque and signed, and belongs to the list, the filters and the person it was given for."""

from hashlib import sha256
from typing import Any

from django.core import signing
from django.utils.translation import gettext as _

from huiyin.api.problems import Problem

_SALT = "huiyin.api.cursor"
MOST = 200


def seal(key: str, *about: Any) -> str:
    """The cursor of a place in a list; empty for no place."""
    return signing.dumps([key, _about(about)], salt=_SALT) if key else ""


def unseal(cursor: str, *about: Any) -> str:
    """The place that `seal` took. Raises Problem 422 for a cursor of another list or a made-up one."""
    if not cursor:
        return ""
    try:
        key, belongs = signing.loads(cursor, salt=_SALT)
    except (signing.BadSignature, ValueError, TypeError):
        key, belongs = "", ""
    if not key or belongs != _about(about):
        raise Problem(
            "invalid",
            "cursor.foreign",
            _("This cursor does not belong to this list: begin without one."),
            field="cursor",
        )
    return str(key)


def _about(about: tuple[Any, ...]) -> str:
    return sha256(repr(about).encode()).hexdigest()[:16]
