"""Reading what a pack holds beside time rules: figures, principles, and the clauses each rests on."""

from decimal import Decimal

from huiyin.handbook.rules.node import Node
from huiyin.handbook.rules.terms import FIGURE_STATUSES, FIGURE_UNITS, ClauseRef, Figure, Principle

_CODE = r"[a-z]+(\.[a-z0-9_]+)+"


def read_refs(node: Node) -> tuple[ClauseRef, ...]:
    """The clauses something rests on: `[{source: cn-order-2020-3, clause: art 18}]`."""
    found = []
    for place in node.items():
        place.keys(("source", "clause"))
        found.append(ClauseRef(place.at("source").text(), str(place.at("clause").value)))
    if len(set(found)) != len(found):
        raise node.wrong("names a clause twice", "Keep one of the two.")
    return tuple(found)


def read_figure(node: Node, pack: str) -> Figure:
    """Check one figure. A benchmark must be `unverified`, and only a benchmark may be."""
    node.keys(("code", "title", "value", "unit", "clauses"), ("benchmark", "status", "note"))
    value = node.at("value").value
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise node.at("value").wrong(f"expected a number, found {value!r}", "Write the figure without its unit.")
    benchmark = node.at("benchmark").flag(default=False)
    status = node.at("status").one_of(FIGURE_STATUSES, "in_force")
    if benchmark != (status == "unverified"):
        raise node.at("status").wrong(
            "a benchmark and the status unverified belong together",
            "A figure the handbook only tells is `benchmark: true, status: unverified`; a binding one is neither.",
        )
    refs = read_refs(node.at("clauses"))
    if not refs:
        raise node.at("clauses").wrong("names no clause", "Say which clause states the figure.")
    return Figure(
        code=node.at("code").match(_CODE, "a code like rating.complaint_weight"),
        pack=pack,
        title=node.at("title").words(),
        value=Decimal(str(value)),
        unit=node.at("unit").one_of(FIGURE_UNITS),
        clauses=refs,
        benchmark=benchmark,
        status=status,
        note=node.at("note").words(required=False),
        line=node.line,
    )


def read_principle(node: Node, pack: str) -> Principle:
    """Check one principle."""
    node.keys(("code", "title", "clauses"))
    code = node.at("code").match(_CODE, "a code like principle.access")
    return Principle(code, pack, node.at("title").words(), read_refs(node.at("clauses")), node.line)
