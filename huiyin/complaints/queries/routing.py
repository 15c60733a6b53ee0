"""Where a complaint goes by the dated rules, and who there could take it (3.1-6)."""

from dataclasses import dataclass

from huiyin.accounts.models import Unit, User
from huiyin.accounts.queries import branch_of
from huiyin.cases import queries as cases
from huiyin.cases.models import Case
from huiyin.complaints.rules import house as houses


@dataclass(frozen=True)
class Route:
    """The rule that decides, the unit found for it, and who takes it there (None: nobody is free of conflicts)."""

    rule: houses.RouteRule
    unit: Unit
    user: User | None
    passed_over: tuple[tuple[User, str], ...]


def route(case: Case) -> Route:
    """The route of a case now: the first rule that fits; in its unit the role named first that has somebody free, the
    one with the least open cases; otherwise the next unit above that has the department."""
    matter = houses.Matter(
        severity=case.severity, flags=frozenset(case.flags), code=case.code, unit_kind=_home(case).kind
    )
    rule = houses.route(matter, houses.in_force(case.rules_on))
    places = _places(rule, _home(case))
    passed: list[tuple[User, str]] = []
    for place, unit in enumerate(places):
        # A sub-branch without a department is served by its own people, then by the department of its branch; not by
        # whoever stands above both.
        only_here = unit.kind != "department" and any(one.kind == "department" for one in places[place + 1 :])
        for role in rule.roles:
            for choice in cases.choices(case, role, unit):
                if only_here and not choice.is_here:
                    continue
                if not choice.conflict:
                    return Route(rule, unit, choice.user, tuple(passed))
                passed.append((choice.user, choice.conflict))
    return Route(rule, places[0], None, tuple(passed))


def _home(case: Case) -> Unit:
    """The unit the complaint is about, as far as it is known; else the one that has it."""
    respondent: Unit | None = case.complaint.respondent_unit
    return respondent or case.unit


def _places(rule: houses.RouteRule, home: Unit) -> list[Unit]:
    """The units to look in, in order: the one named, then those further up the tree."""
    parts = home.path.strip("/").split("/")
    paths = ["/" + "/".join(parts[: n + 1]) + "/" for n in range(len(parts))]
    chain = sorted(Unit.objects.filter(path__in=paths, is_active=True), key=lambda unit: -len(unit.path))
    if rule.of == "unit":
        start = [home]
        bases = [unit for unit in chain if unit.pk != home.pk and unit.kind != "department"]
    else:
        start = []
        branch = branch_of(home)
        bases = [unit for unit in chain if unit.kind != "department" and len(unit.path) <= len(branch.path)]
        if rule.of == "head_office":
            bases = [unit for unit in bases if unit.kind == "head_office"]
    ending = rule.department or "CP"
    departments = Unit.objects.filter(code__in=[f"{unit.code}-{ending}" for unit in bases], is_active=True)
    by_parent = {unit.parent_id: unit for unit in departments}
    return [*start, *(by_parent.get(unit.pk, unit) for unit in bases)] or [home]
