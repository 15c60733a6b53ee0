"""Texts with slots and choices: `{p}` is filled, `<a|b>` picks one, `@motor,health ` in front binds a text to lines."""

import re
from collections.abc import Mapping

from huiyin.demo.chance import Chance

_CHOICE = re.compile(r"<([^<>]*\|[^<>]*)>")
_BOUND = re.compile(r"@([a-z_,]+) ")


def fill(text: str, slots: Mapping[str, object], chance: Chance) -> str:
    """The text with choices made and slots filled. Raises KeyError for a slot nobody gave."""
    picked = _CHOICE.sub(lambda found: chance.pick(found[1].split("|")), text)
    return picked.format_map(slots)


def bound_to(text: str) -> tuple[frozenset[str], str]:
    """The lines a text is bound to (none: any) and the text itself."""
    found = _BOUND.match(text)
    return (frozenset(found[1].split(",")), text[found.end() :]) if found else (frozenset(), text)


def for_line(texts: tuple[str, ...], line: str) -> tuple[str, ...]:
    """The texts that suit a line, without their marks."""
    parted = [bound_to(text) for text in texts]
    return tuple(text for lines, text in parted if not lines or line in lines)
