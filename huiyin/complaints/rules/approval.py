"""Which level approves a plan: by sum, ex gratia part, grade, flags and risk, each with its reason (3.1-2, 3.3-2)."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from huiyin.complaints.rules.terms import ApprovalTerms, Band
from huiyin.core.noop import _

_CENT = Decimal("0.01")
MOST = Decimal("100000000000")


@dataclass(frozen=True)
class Matter:
    """What decides the level. Sums in yuan; `ex_gratia` is the part of `compensation` paid without legal duty 通融."""

    severity: str
    compensation: Decimal = Decimal(0)
    ex_gratia: Decimal = Decimal(0)
    flags: frozenset[str] = frozenset()
    regulator: bool = False


@dataclass(frozen=True)
class Level:
    """The level asked for, and the sentences that say why it is not a lower one."""

    level: str
    reasons: tuple[str, ...]


def level(matter: Matter, terms: ApprovalTerms) -> Level:
    """The approval level of a plan (3.1-2, 3.3-2): the highest that any of its sides asks for.

    Bounds include the sum named. Raises ValueError for sums that cannot be (see `fault`).
    """
    if fault(matter.compensation, matter.ex_gratia):
        raise ValueError(f"impossible sums: {matter.compensation}, {matter.ex_gratia}")
    asked = [(terms.severity[matter.severity], _("Grade of the complaint"))]
    asked.append((_band(matter.compensation, terms.compensation), _("Sum of the compensation")))
    asked.append((_band(matter.ex_gratia, terms.ex_gratia), _("Part paid without legal duty")))
    if matter.regulator:
        asked.append((terms.regulator, _("The regulator is to be informed")))
    asked.extend((terms.flags[flag], _("Kind of matter")) for flag in sorted(matter.flags & terms.flags.keys()))
    highest = max(one for one, _reason in asked)
    return Level(highest, tuple(dict.fromkeys(reason for one, reason in asked if one == highest)))


def fault(compensation: Decimal, ex_gratia: Decimal) -> str:
    """What is wrong with the sums of a plan, as a sentence; empty when they can be. Yuan with at most two decimals."""
    for amount in (compensation, ex_gratia):
        if not amount.is_finite() or amount < 0 or amount >= MOST:
            return _("A sum is zero or more, and below one hundred billion yuan.")
        if amount != amount.quantize(_CENT):
            return _("A sum has at most two decimals.")
    if ex_gratia > compensation:
        return _("The part paid without legal duty cannot be more than the whole compensation.")
    return ""


def _band(amount: Decimal, bands: Iterable[Band]) -> str:
    return next(band.level for band in bands if band.up_to is None or amount <= band.up_to)
