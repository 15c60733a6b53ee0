"""Who shapes the desk: tags, checklists and fields of the house's own. And what a code of one looks like."""

import re

from huiyin.core.actors import Actor

MANAGERS = ("administrator",)
_CODE = re.compile(r"[a-z][a-z0-9_]{1,39}")


def may_shape(by: Actor) -> bool:
    """May this actor change the house's own tags, checklists and fields?"""
    return by.kind == "system" or by.has_role(*MANAGERS)


def is_code(code: str) -> bool:
    """A code: small letters, digits and underscores, 2 to 40, a letter first."""
    return bool(_CODE.fullmatch(code))
