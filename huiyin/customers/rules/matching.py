"""Are two records of one person? What speaks for it and against it, as a score with its grounds. Pure.

The weights are ours, chosen by judgement and measured on a made set with typing errors (docs/customers.md). A score
only proposes: a person decides, and what was decided can be taken back.
"""

from dataclasses import dataclass
from datetime import date

from huiyin.customers.rules.certificates import is_id_card

PROPOSED_FROM = 60
# What speaks for one person, in points of a hundred; what speaks against it takes away.
WEIGHTS = {
    "certificate": 90, "certificate_typo": 45, "phone": 35, "phone_typo": 15, "email": 35, "name": 30, "name_typo": 15,
    "born": 20, "policy": 20, "certificate_other": -60, "born_other": -25, "kind_other": -100,
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What one record says of a person, in clear and tidied: no spaces, capitals, phone digits. Empty: unknown."""

    name: str
    kind: str = "person"
    certificate: str = ""
    phone: str = ""
    email: str = ""
    born_on: date | None = None
    policies: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Likeness:
    """0 to 100, and the codes of the grounds (keys of WEIGHTS), the weightiest first."""

    score: int
    grounds: tuple[str, ...]

    @property
    def is_proposed(self) -> bool:
        """Is it worth asking a person?"""
        return self.score >= PROPOSED_FROM


def likeness(one: Facts, other: Facts) -> Likeness:
    """How likely two records are of one person. The same whichever comes first."""
    grounds = [ground for ground in (
        _same(one.certificate, other.certificate, "certificate", typo="certificate_typo", at_least=8)
        or _two_certificates(one.certificate, other.certificate),
        _same(one.phone, other.phone, "phone", typo="phone_typo", at_least=11),
        _same(one.email, other.email, "email"),
        _same(one.name, other.name, "name", typo="name_typo", at_least=2),
        _born(one.born_on, other.born_on),
        "policy" if one.policies & other.policies else "",
        "kind_other" if one.kind != other.kind else "",
    ) if ground]  # fmt: skip
    score = sum(WEIGHTS[ground] for ground in grounds)
    grounds.sort(key=lambda ground: -abs(WEIGHTS[ground]))
    return Likeness(max(0, min(100, score)), tuple(grounds))


def _same(one: str, other: str, same: str, *, typo: str = "", at_least: int = 0) -> str:
    if not one or not other:
        return ""
    if one == other:
        return same
    return typo if typo and min(len(one), len(other)) >= at_least and one_slip(one, other) else ""


def _two_certificates(one: str, other: str) -> str:
    """Two valid identity numbers are two persons: a slip of the finger would break the check digit."""
    return "certificate_other" if is_id_card(one) and is_id_card(other) else ""


def _born(one: date | None, other: date | None) -> str:
    if one is None or other is None:
        return ""
    if one == other:
        return "born"
    # Day and month the wrong way round, or one digit: no sign of another person.
    return "" if one_slip(one.isoformat(), other.isoformat()) else "born_other"


def one_slip(one: str, other: str) -> bool:
    """Does one slip turn one text into the other: a character wrong, missing, too many, or two swapped?"""
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    start = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    if len(one) == len(other):
        swapped = one[start + 1 : start + 2] + one[start] == other[start : start + 2]
        return one[start + 1 :] == other[start + 1 :] or (swapped and one[start + 2 :] == other[start + 2 :])
    short, long = sorted((one, other), key=len)
    return short[start:] == long[start + 1 :]
