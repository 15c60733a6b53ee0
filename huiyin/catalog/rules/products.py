"""Who keeps the catalogue, what a product needs before it is sold, and where the lines of policies lie (6.1)."""

from collections.abc import Mapping
from datetime import date

# Who writes the catalogue: both are roles of head office.
KEEPERS = frozenset({"knowledge_editor", "head_office_cp"})
# Who may approve besides; never who wrote.
APPROVERS = KEEPERS | {"executive"}
PROOFS = ("insurable_interest", "good_faith", "sum_insured", "actuarial")
MOST_CODE = 20
# Line of business of a policy (an axis of the taxonomy) → line and design of the handbook.
OF_POLICY_LINE: Mapping[str, tuple[str, str]] = {
    "motor": ("property", "ordinary"),
    "property": ("property", "ordinary"),
    "agriculture": ("property", "ordinary"),
    "liability": ("liability", "ordinary"),
    "credit": ("credit", "ordinary"),
    "accident": ("accident", "ordinary"),
    "health": ("health", "ordinary"),
    "life": ("life", "ordinary"),
    "participating": ("life", "participating"),
    "universal": ("life", "universal"),
    "unit_linked": ("life", "unit_linked"),
    "annuity": ("annuity", "ordinary"),
}
# Designs whose return is not certain: only life insurance and annuities have them.
WITH_RETURNS = frozenset({"participating", "universal", "unit_linked"})
MAY_RETURN = frozenset({"life", "annuity", "health"})


def may_keep(grants: frozenset[tuple[str, str]]) -> bool:
    """May the holder of `grants` write products, terms and proofs?"""
    return any(role in KEEPERS for role, _path in grants)


def may_approve(grants: frozenset[tuple[str, str]]) -> bool:
    """May the holder of `grants` approve terms that somebody else wrote?"""
    return any(role in APPROVERS for role, _path in grants)


def design_fits(line: str, design: str) -> bool:
    """Can a line have this design? Whoever insures a house promises no bonus."""
    return design not in WITH_RETURNS or line in MAY_RETURN


def lacks(texts: Mapping[str, str], proofs: Mapping[str, date], day: date) -> list[str]:
    """What a product still needs before it goes on sale: names of empty texts (`cover`, `premium`, `returns`,
    `suits`), and of proofs that are not there or due for review on `day` (6.1-2, 6.1-3)."""
    empty = [name for name in ("cover", "premium", "returns", "suits") if not texts.get(name, "").strip()]
    return empty + [kind for kind in PROOFS if kind not in proofs or proofs[kind] <= day]


def tidy_code(code: str) -> str:
    """A code as it is kept: capitals, no spaces."""
    return "".join(code.split()).upper()


def code_is_good(code: str) -> bool:
    """Letters, digits, hyphens and dots of ASCII, at most twenty: what stands in addresses and files."""
    return 1 <= len(code) <= MOST_CODE and all(char.isascii() and (char.isalnum() or char in "-.") for char in code)
