"""What the rules of the house say of a story before anything is written: flags, grade, route, approval level."""

from dataclasses import dataclass
from decimal import Decimal

from huiyin.complaints.rules import approval, terms
from huiyin.complaints.rules import house as houses
from huiyin.core.time import local_date
from huiyin.demo.lines import Lines
from huiyin.demo.stories import Story

_FLAGS = {"regulator": "regulator_referred", "media": "media"}
HEAD_OFFICE = ("L3", "L4")


@dataclass(frozen=True)
class Weight:
    """The answers of the rules. `head`: head office decides; `at_head`: head office handles, too."""

    flags: tuple[str, ...]
    grade: houses.Grade
    route: houses.RouteRule
    level: approval.Level

    @property
    def at_head(self) -> bool:
        """Does head office handle it?"""
        return self.route.of == "head_office"

    @property
    def head(self) -> bool:
        """Does head office decide it?"""
        return self.at_head or self.level.level in HEAD_OFFICE


def weigh(story: Story, lines: Lines, *, repeat: bool) -> Weight:
    """Ask the dated rules about a story as it comes in and as it will be decided."""
    on = local_date(story.received_at)
    house = houses.in_force(on)
    flags = {_FLAGS[story.channel]} if story.channel in _FLAGS else set()
    flags |= {"vulnerable"} if story.customer.vulnerabilities else set()
    flags |= {"repeat"} if repeat else set()
    matter = houses.Matter(
        flags=frozenset(flags),
        amount=sum((one.amount or Decimal(0) for one in lines.asked), Decimal(0)),
        unit_kind="branch",
    )
    grade = houses.grade(matter, house)
    routed = houses.Matter(severity=grade.severity, flags=frozenset(flags), code=story.code, unit_kind="branch")
    level = approval.level(
        approval.Matter(severity=grade.severity, compensation=lines.compensation, flags=frozenset(flags)),
        terms.in_force(on).approval,
    )
    return Weight(tuple(sorted(flags)), grade, houses.route(routed, house), level)
