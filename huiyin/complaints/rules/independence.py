"""The proof at each deciding step that whoever took it had no interest in the matter (3.2-1, 令2020-3 art 17). Pure."""

from collections.abc import Mapping
from typing import Any

from huiyin.cases.rules.recusal import GROUNDS, Result
from huiyin.core import canonical
from huiyin.core.noop import _

# Steps that decide something: each leaves in its ledger entry who took it and what was examined.
DECIDING = frozenset(
    {
        "accept", "decline", "dispatch", "investigate", "record_finding", "review_finding", "set_liability",
        "propose_plan", "approve_plan", "send_back_plan", "issue_decision", "approve_extension", "refuse_extension",
        "decide_review", "refuse_review", "close", "reopen",
    }
)  # fmt: skip
# Steps that stand above the matter: nobody of the department or sub-branch complained about takes them.
ABOVE = frozenset({"review_finding", "approve_plan", "send_back_plan", "decide_review", "refuse_review"})
UNIT = "unit"
SENTENCES: Mapping[str, str] = GROUNDS | {UNIT: _("This person works in the department complained about.")}
# How each ground reads where it was examined.
NAMES: Mapping[str, str] = {
    "respondent": _("is the person complained about"),
    "seller": _("sold the policy"),
    "same_person": _("is somebody on the complainant's side"),
    "superior": _("directs the person complained about"),
    "seller_superior": _("directs the seller"),
    "relative_staff": _("declared a close tie to them"),
    "relative_customer": _("declared a close tie to the complainant's side"),
    UNIT: _("works in the unit complained about"),
}


def proof(examined: Mapping[str, Result], *, user: Any, seen: Mapping[str, Any]) -> dict[str, Any]:
    """What a ledger entry keeps of an examination: who, each ground with its result, and what it was examined by, with
    a fingerprint of exactly those facts. `seen` holds ids and counts, never a name or a number of a person.
    """
    found = [ground for ground, result in examined.items() if result == "conflict"]
    return {
        "user": user,
        "result": "conflict" if found else "clear",
        "examined": dict(examined),
        "seen": dict(seen) | {"version": fingerprint(seen, examined)},
    }


def fingerprint(seen: Mapping[str, Any], examined: Mapping[str, Any]) -> str:
    """Twelve hexadecimal digits over the facts looked at (`seen`, less its own version) and the results."""
    facts = {name: value for name, value in seen.items() if name != "version"}
    return canonical.digest({"seen": facts, "examined": dict(examined)})[:12]
