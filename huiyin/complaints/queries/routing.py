"""Where a complaint goes by the dated rules, and who there gets it by the rules of assignment (3.1-6, 4.1)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from huiyin.accounts.models import Membership, Unit, User
from huiyin.accounts.queries import branch_of, work
from huiyin.accounts.rules import upward
from huiyin.cases import queries as cases
from huiyin.cases.models import Case, Recusal
from huiyin.complaints.queries import candidates
from huiyin.complaints.rules import dispatch_terms as terms
from huiyin.complaints.rules import house as houses
from huiyin.complaints.rules.dispatch_choice import Choice, Round
from huiyin.complaints.rules.table import LEADING
from huiyin.core.time import local_date


@dataclass(frozen=True)
class Route:
    """The rule that decides, the unit found for it, who answers for the complaint there (None: nobody who could), and
    how that was chosen: where `choice` names nobody it is held, and `user` is who leads. `left_out`: everybody who was
    passed over, each with the ground; `passed_over`: those of them with an interest in the matter."""

    rule: houses.RouteRule
    unit: Unit
    user: User | None
    choice: Choice
    assign: terms.AssignRule
    edition: terms.Edition
    left_out: tuple[tuple[User, str], ...] = ()

    @property
    def passed_over(self) -> tuple[tuple[User, str], ...]:
        """Who has an interest in the matter, with the ground."""
        return tuple((user, why.partition(":")[2]) for user, why in self.left_out if why.startswith("conflict:"))

    @property
    def versions(self) -> list[str]:
        """The versions of the rules that decided."""
        return [self.rule.version, f"{self.edition.version}/{self.assign.code}"]

    def why(self) -> dict[str, Any]:
        """For the ledger and for whoever asks why this person."""
        return {
            "edition": self.edition.version,
            "assign": self.assign.code,
            "skills": self.assign.skills,
            "qualifications": self.assign.qualifications,
            **self.choice.as_json(),
        }


def route(
    case: Case,
    at: datetime,
    *,
    may_wait: bool = True,
    edition: terms.Edition | None = None,
    loads: Mapping[UUID, int] | None = None,
    without: User | None = None,
    planned: Mapping[UUID, int] | None = None,
) -> Route:
    """The route of a case at a moment: the first house rule that fits says where; in its places in turn, and there for
    each role in turn, the rules of assignment choose among those who hold it. Nobody: it is held, or whoever leads gets
    it. `may_wait` False: what may be held otherwise is given now. `edition` and `loads`: as if these held (a dry run).
    `without`: never this person. `planned`: points that people will have on top of what they have.
    """
    matter = houses.Matter(
        severity=case.severity, flags=frozenset(case.flags), code=case.code, unit_kind=_home(case).kind
    )
    rule = houses.route(matter, houses.in_force(case.rules_on))
    places = _places(rule, _home(case))
    edition = edition or candidates.edition_on(local_date(at))
    assign = edition.rule_for(candidates.matter_of(case))
    if not may_wait:
        assign = replace(assign, mode="push", hold=timedelta())
    people = candidates.people(case, rule.roles, places, at, edition, loads, planned)
    if without is not None:
        people = people.but(without.pk)
    effort = edition.effort.of(case.severity, frozenset(case.flags))
    choice, unit = _chosen(case, Round(assign, effort, at, case.next_due_at), people, places, rule)
    user = people.users.get(choice.person) if choice.person else _leader(case, unit, at, without)
    left = tuple((people.users[who], why) for who, why in choice.passed)
    return Route(rule, unit, user, choice, assign, edition, left)


def _chosen(
    case: Case, going: Round, people: candidates.People, places: list[Unit], rule: houses.RouteRule
) -> tuple[Choice, Unit]:
    earlier = candidates.earlier_owner(case) if going.rule.earlier_owner else None
    found = going.try_earlier(earlier, people.all())
    if found is not None:
        return found, places[0]
    for place, unit in enumerate(places):
        # A sub-branch without a department is served by its own people, then by the department of its branch; not by
        # whoever stands above both.
        only_here = unit.kind != "department" and any(one.kind == "department" for one in places[place + 1 :])
        for role in rule.roles:
            found = going.try_step(people.of(role, unit, only_here=only_here))
            if found is not None:
                return found, unit
    return going.end(), places[0]


def _leader(case: Case, unit: Unit, at: datetime, without: User | None) -> User | None:
    """Who answers for what nobody has yet: the duty person of the unit, else the nearest who leads it; never somebody
    away, recused or with an interest in the matter."""
    paths = upward(unit.path)
    rows = Membership.objects.filter(role__in=LEADING, unit__path__in=paths, user__is_active=True)
    held = list(rows.select_related("user", "unit"))
    ordered = sorted(held, key=lambda one: (-len(one.unit.path), LEADING.index(one.role), one.user.employee_no))
    duty = {one.duty_user_id for one in Unit.objects.filter(path__in=paths)}
    ordered.sort(key=lambda one: one.user_id != unit.duty_user_id if unit.duty_user_id else one.user_id not in duty)
    users = list({one.user_id: one.user for one in ordered}.values())
    away = set(Recusal.objects.filter(case=case, lifted_at=None).values_list("user", flat=True))
    away |= {without.pk} if without else set()
    absent = set(work.away_at(at).filter(user__in=users).values_list("user", flat=True))
    free = [user for user in users if not user.is_away and user.pk not in away | absent]
    grounds = cases.conflicts_of(case, free)
    return next((user for user in free if not grounds[user.pk]), None)


def _home(case: Case) -> Unit:
    """The unit the complaint is about, as far as it is known; else the one that has it."""
    respondent: Unit | None = case.complaint.respondent_unit
    return respondent or case.unit


def _places(rule: houses.RouteRule, home: Unit) -> list[Unit]:
    """The units to look in, in order: the one named, then those further up the tree."""
    paths = upward(home.path)
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
