"""Answer templates: their variables, what is wrong with a text, and how it is filled. Pure.

A variable stands in braces, `{case_number}`. The list is closed: what is not on it cannot be saved, so that no customer
ever reads a brace. A value that a case lacks stays standing as its variable, and a message that still holds one is not
sent.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from huiyin.core.noop import _

# Code → what it stands for.
VARIABLES: dict[str, str] = {
    "case_number": _("number of the complaint"),
    "salutation": _("how the complainant is addressed"),
    "policy": _("policy number, masked"),
    "due_date": _("end of the next time limit"),
    "unit_name": _("unit that answers"),
    "unit_phone": _("phone of the unit"),
    "owner_name": _("name of who answers for it"),
    "today": _("day of writing"),
}
_BRACED = re.compile(r"\{([^{}\n]{0,80})\}")
_LONE = re.compile(r"[{}]")
_KNOWN = re.compile("|".join(re.escape(f"{{{code}}}") for code in VARIABLES))
_KEY = re.compile(r"[a-z0-9][a-z0-9-]{0,23}")
# Family names of two characters that are met; every other Chinese name begins with one.
_DOUBLE = re.compile(
    "欧阳|司马|上官|诸葛|东方|皇甫|尉迟|公孙|慕容|令狐|长孙|宇文|司徒|夏侯|端木|南宫|独孤|西门|百里|呼延|轩辕|东郭|万俟|闻人|澹台"
)
_HOUSES = re.compile(
    r"公司|集团|企业|工厂|商店|中心|学校|医院|合作社|委员会|事务所|协会|银行|\b(?:Ltd|Inc|LLC|Co)\b", re.I
)
_HAN = re.compile(r"[\u4e00-\u9fff\u3400-\u4dbf\U00020000-\U000323af]")


@dataclass(frozen=True)
class Fault:
    """Something in braces that is no variable: where (from 1), what stands there, and the name that was perhaps
    meant (empty: none is near)."""

    line: int
    column: int
    words: str
    mend: str = ""


def faults(text: str) -> list[Fault]:
    """Everything in braces that no case could fill, in the order of the text; single braces too."""
    found = [
        _fault(text, match.start(), match.group(), _near(match[1].strip()))
        for match in _BRACED.finditer(text)
        if match[1] not in VARIABLES
    ]
    blanked = _BRACED.sub(lambda match: " " * len(match.group()), text)
    found += [_fault(text, match.start(), match.group(), "") for match in _LONE.finditer(blanked)]
    return sorted(found, key=lambda one: (one.line, one.column))


def _fault(text: str, start: int, words: str, mend: str) -> Fault:
    before = text[:start]
    return Fault(before.count("\n") + 1, start - (before.rfind("\n") + 1) + 1, words[:40], mend)


def _near(name: str) -> str:
    """The variable that was perhaps meant."""
    close = get_close_matches(name.lower().replace(" ", "_").replace("-", "_"), VARIABLES, n=1, cutoff=0.5)
    return close[0] if close else ""


def used(text: str) -> list[str]:
    """The variables of a text, each once, in order."""
    return list(dict.fromkeys(match.group()[1:-1] for match in _KNOWN.finditer(text)))


def fill(text: str, values: Mapping[str, str]) -> str:
    """The text with the values in their places; a value that is missing or empty leaves its variable standing."""
    return _KNOWN.sub(lambda match: values.get(match.group()[1:-1]) or match.group(), text)


def blanked(text: str) -> str:
    """The text with every variable as one neutral word of the same length, so that places stay where they are."""
    return _KNOWN.sub(lambda match: "○" * len(match.group()), text)


def is_key(key: str) -> bool:
    """Can it be typed after `/`: small letters, digits and hyphens, at most 24?"""
    return bool(_KEY.fullmatch(key))


def salutation(name: str, language: str) -> str:
    """How somebody is addressed without giving more of their name than the screen shows: 李女士/先生, 欧阳女士/先生;
    an organisation and a foreign name are addressed without it."""
    name = name.strip()
    if language.startswith("en"):
        return "Dear customer"
    if _HOUSES.search(name):
        return "贵单位"
    if not name or not _HAN.match(name):
        return "尊敬的客户"
    family = name[:2] if _DOUBLE.match(name) and len(name) > 2 else name[:1]
    return f"{family}女士/先生"


def fits_class(class_code: str, code: str) -> bool:
    """Is the reason `code` (C41) of the class, group or reason `class_code` (C, C4, C41)? Empty: all are."""
    return code.startswith(class_code)
