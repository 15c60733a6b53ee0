"""Duties by their code."""

from functools import cache

from huiyin.core.words import Words
from huiyin.handbook.queries.files import DUTIES, tree
from huiyin.handbook.queries.rules import pack_codes, versions
from huiyin.handbook.rules.duties import Duty, read_duties


@cache
def duties() -> tuple[Duty, ...]:
    """All duties that have words of their own, in their order."""
    return read_duties(tree(DUTIES), DUTIES.name)


@cache
def duty(code: str) -> Duty:
    """One duty; one without words of its own is called like its rule. Raises NoRuleError for an unknown one."""
    for found in duties():
        if found.code == code:
            return found
    blank = Words("", "")
    return Duty(code, versions(code, pack_codes())[-1].title, blank, blank, blank)
