"""Closed history, written in bulk: each story cast from the mold of its shape, with its own words, people and times.

The rows are those the actions leave; limits, grade, route and approval level come from the same rules.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db import connection

from huiyin.cases import queries as cases
from huiyin.cases.actions import search
from huiyin.cases.models import Person
from huiyin.cases.rules import numbers
from huiyin.clocks.actions.lifecycle import draft as draft_clock
from huiyin.clocks.models import Clock
from huiyin.clocks.queries import due_of, rule_of
from huiyin.clocks.rules.due import is_met
from huiyin.core.ids import uuid7
from huiyin.core.time import local_date
from huiyin.customers.models import Party
from huiyin.demo import papers
from huiyin.demo.house import House
from huiyin.demo.lines import VERDICTS, Lines
from huiyin.demo.marking import DELTAS
from huiyin.demo.mold import Rows
from huiyin.demo.pattern import Pattern
from huiyin.demo.play import cast_for
from huiyin.demo.script import Shape, Step
from huiyin.demo.steps.intake import BY_THEMSELVES
from huiyin.demo.stories import Story
from huiyin.demo.weigh import Weight

PARTY = ("name", "phone", "email", "certificate_no", "address", "phone_blind", "email_blind", "certificate_blind")


@dataclass(frozen=True)
class Part:
    """One story ready for casting."""

    story: Story
    shape: Shape
    lines: Lines
    weight: Weight
    steps: tuple[Step, ...]
    repeats: tuple[str, ...] = ()


class Caster:
    """Casts stories into rows and hands out the files that belong to them.

    Without `own_letters` all letters of a kind and branch are one file: for measuring.
    """

    def __init__(self, house: House, *, written_at: datetime, own_letters: bool = True) -> None:
        self.house = house
        self.own_letters = own_letters
        self.written_at = written_at
        self.files: dict[str, bytes] = {}
        self._made: dict[tuple[int, int], tuple[Lines, dict[str, Any]]] = {}

    def cast(self, part: Part, pattern: Pattern, number: str) -> Rows:
        """The rows of one story."""
        case_id = uuid7()
        return pattern.mold.cast(
            self.values(part, pattern, number, case_id), case_id=case_id, written_at=self.written_at
        )

    def values(self, part: Part, pattern: Pattern, number: str, case_id: UUID) -> dict[str, Any]:
        """Every name of the marks with its value for this story."""
        story = part.story
        secret = cases.secret_for(case_id)
        found = {**self._steady(part), **_times(part)}
        found |= {
            "number": number,
            "reference_in": story.external_ref,
            "key_in": f"{story.channel}:{story.external_ref}",
            "secret": secret,
            "secret_hash": cases.secret_hash(secret),
            "happened_on": story.happened_on,
            "rules_on": local_date(story.received_at),
        }
        found |= self._clocks(part, pattern, found)
        found |= self._papers(part, pattern, number)
        found["search"] = found["search"] | search.tokens(numbers=[number, story.external_ref])
        found |= self._first_entry(part, found)
        return found

    def _steady(self, part: Part) -> dict[str, Any]:
        """What does not change when the same story is cast again on another day; made once."""
        key = (id(part.lines), len(part.steps))
        if key not in self._made:
            story = part.story
            party = self.house.parties[story.customer.ref]
            found: dict[str, Any] = dict(part.lines.words)
            found |= _facts(part) | self._people(part) | self._units(part)
            found |= {f"party.{column}": getattr(party, column) for column in PARTY}
            found |= {
                "party.id": party.pk,
                "policy.id": self.house.policies[story.policy.number].pk,
                "policy_number": story.policy.number,
                "vulnerabilities": party.vulnerabilities,
                "seller_known": bool(story.policy.seller_no),
            }
            if not part.shape.mail:
                found |= {"party.email": "", "party.email_blind": ""}
            found["search"] = _tokens(part, party)
            # The lines are kept, so that nothing else takes over their identity.
            self._made[key] = (part.lines, found)
        return self._made[key][1]

    def _people(self, part: Part) -> dict[str, Any]:
        cast = cast_for(self.house, part.story)
        home = "HQ" if part.weight.at_head else part.story.branch
        if part.weight.at_head:
            heads = self.house.holders("head_office_cp", "HQ")
            turn = part.story.index % len(heads)
            names = ("handler", "supervisor", "head_cp", "checker")
            cast |= {name: heads[(turn + min(place, 2)) % len(heads)] for place, name in enumerate(names)}
        else:
            cast["handler"] = part.story.chance("handler").pick(self.house.handlers(home))
        approver = {"L1": "supervisor", "L2": "manager", "L3": "head_cp", "L4": "executive"}[part.weight.level.level]
        approving = cast["head_cp"] if part.weight.at_head and approver != "executive" else cast[approver]
        cast["manager"] = approving
        found: dict[str, Any] = {}
        for name, login in cast.items():
            user = self.house.staff[login]
            found |= {
                f"{name}.id": user.pk,
                f"{name}.label": self.house.actor(login).label,
                f"{name}.name": user.name,
            }
        investigator = self.house.staff[cast["investigator"]]
        found["investigator.until"] = (investigator.authorised_until or date.max).isoformat()
        if part.story.channel in BY_THEMSELVES:
            found |= {"registrar.id": None, "registrar.label": ""}
        found["weighed"] = self._weighed(part, cast["handler"])
        return found

    def _weighed(self, part: Part, handler: str) -> list[dict[str, Any]]:
        """Who could have had it, the handler first, then by nearness and number: in the model, too, nobody has work."""
        branch = [("handler", part.story.branch), ("handler", "HQ")]
        homes = [("head_office_cp", "HQ")] if part.weight.at_head else branch
        logins = [handler]
        for role, home in homes:
            there = sorted(self.house.holders(role, home), key=lambda login: self.house.staff[login].employee_no)
            logins += [login for login in there if login != handler]
        return [{"user": str(self.house.staff[login].pk), "load": 0, "capacity": None} for login in logins]

    def _units(self, part: Part) -> dict[str, Any]:
        desk = "HQ-CP" if part.weight.at_head else f"{part.story.branch}-CP"
        named = {"unit": part.story.branch, "desk": desk, "head": "HQ"}
        found: dict[str, Any] = {}
        for name, code in named.items():
            unit = self.house.units[code]
            found |= {f"{name}_unit.id": unit.pk, f"{name}_unit.code": code, f"{name}_unit.name": unit.name}
        route = part.weight.route
        return found | {
            "route.reason": route.reason.in_language("zh"),
            "route.code": route.code,
            "route.version": route.version,
        }

    def _clocks(self, part: Part, pattern: Pattern, found: Mapping[str, Any]) -> dict[str, Any]:
        """Due times and states of all limits, by the rules in force when the story began."""
        made: dict[str, Any] = {}
        moments = pattern.mold.marks.moments
        for model, events in pattern.clocks:
            clock = limit(model.rule_code, part.story.received_at, local_date(part.story.received_at))
            made[f"first:{model.rule_code}"] = due = clock.due_at
            if events:
                happened = [replace(event, at=found[moments[event.at]]) for event in events]
                due = due_of(clock, happened).due_at
            made[f"due:{model.rule_code}"] = due
            columns: dict[str, Any] = {"due_at": due, "provisional": clock.provisional}
            if model.met_at is None:
                columns |= {"next_alarm_at": clock.next_alarm_at, "state": "running", "breached_at": None, "warned": 0}
            else:
                ended = found[moments[model.met_at]]
                kept = is_met(rule_of(clock), due, ended)
                state = model.state if model.state == "cancelled" else "met" if kept else "late"
                columns |= {
                    "state": state,
                    "breached_at": None if kept else due,
                    "next_alarm_at": None,
                    "warned": 0,
                }
            made[f"clock:{model.rule_code}"] = columns
        return made

    def _papers(self, part: Part, pattern: Pattern, number: str) -> dict[str, Any]:
        made: dict[str, Any] = {"letter.ending": ".txt", "letter.type": "text/plain"}
        letters = sorted(
            (n for n in pattern.mold.marks.files.values() if n.startswith("letter")), key=lambda n: int(n[6:])
        )
        for name in pattern.mold.marks.files.values():
            if name in letters:
                kind = pattern.letters[letters.index(name)]
                unit = self.house.units[part.story.branch]
                own = self.own_letters
                text = papers.letter(kind, part.story, part.lines, number, unit) if own else papers.blank(kind, unit)
            else:
                text = papers.record(name, part.lines)
            data = text.encode()
            digest = papers.digest(data)
            self.files[digest] = data
            made |= {f"sha:{name}": digest, f"size:{name}": len(data)}
        return made

    def _first_entry(self, part: Part, found: Mapping[str, Any]) -> dict[str, Any]:
        grade = part.weight.grade
        versions = [rule.version for rule in grade.rules]
        versions += [
            limit(code, part.story.received_at, local_date(part.story.received_at)).rule_version for code in BEGUN
        ]
        entry: dict[str, Any] = {"rule_versions": sorted(set(versions))}
        if part.story.channel in BY_THEMSELVES:
            entry |= {"actor_kind": "customer", "actor_id": None, "actor_label": "customer", "where": "portal"}
        body = {
            "severity": grade.severity,
            "flags": list(part.weight.flags),
            "graded_by": [rule.code for rule in grade.rules],
            "repeats": list(part.repeats),
        }
        return {"entry": entry, "body": body}


# The limits that begin with every complaint.
BEGUN = ("complaint.acceptance", "complaint.first_response", "complaint.decision")


@lru_cache(maxsize=20_000)
def limit(code: str, at: datetime, on: date) -> Clock:
    """A limit that began at `at`, computed as the actions compute it."""
    clock = draft_clock(owner=("case", UUID(int=0)), rule=code, at=at, facts={}, rules_on=on)
    if clock is None:
        raise LookupError(f"{code} was not in force on {on}")
    return clock


def reserve_numbers(days: Iterable[date]) -> Iterator[str]:
    """A case number for each day, from the sequence that the actions use."""
    wanted = list(days)
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('cases_number_seq') FROM generate_series(1, %s)", [len(wanted)])
        taken = [int(row[0]) for row in cursor.fetchall()]
    return (numbers.number(day, sequence) for day, sequence in zip(wanted, taken, strict=True))


def _facts(part: Part) -> dict[str, Any]:
    story, lines, weight = part.story, part.lines, part.weight
    asked, granted = lines.asked[0].amount, lines.asked[0].granted
    return {
        "line": story.line,
        "sales_channel": story.policy.channel,
        "code": story.code,
        "second_code": story.second_code or ("S12" if story.code != "S12" else "S21"),
        "channel": story.channel,
        "verdict": VERDICTS[part.shape.outcome],
        "close_code": lines.close_code,
        "asked_sum": asked,
        "granted_sum": granted,
        "asked_text": None if asked is None else str(asked),
        "granted_text": None if granted is None else str(granted),
        "severity": weight.grade.severity,
        "flags": list(weight.flags),
        "level": weight.level.level,
        "level_because": [str(reason) for reason in weight.level.reasons],
        "score": lines.score,
    }


def _times(part: Part) -> dict[str, Any]:
    found: dict[str, Any] = {"received": part.story.received_at}
    for step in part.steps:
        found |= {f"at:{step.name}{name}": step.at + delta for name, delta in DELTAS.items()}
        if step.name == "rectify":
            found["rectify+30d"] = local_date(step.at) + timedelta(days=30)
    return found


def _tokens(part: Part, party: Party) -> set[str]:
    """What the case is found by, but for its numbers: the words said so far and its people."""
    person = Person(
        name=party.name,
        phone=party.phone,
        email=party.email if part.shape.mail else "",
        certificate_no=party.certificate_no,
    )
    taken = {step.name for step in part.steps}
    said = ["subject", "text", "asked1", "asked2", *(name for name in ("respond", "progress", "note") if name in taken)]
    return search.tokens(
        texts=[part.lines.words[name] for name in said], numbers=[part.story.policy.number], people=[person]
    )
