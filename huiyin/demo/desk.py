"""The desk in use: what administrators, leaders and handlers have made of it (tags, fields, checklists, wordings,
rules, views), and what they did with it on the open complaints. Through the actions, in one transaction, once.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction

from huiyin.accounts import actions as accounts
from huiyin.cases.actions import checklists, fields, following, links, tags, talk, views
from huiyin.cases.actions.views import ViewDraft
from huiyin.cases.models import Case, Tag
from huiyin.cases.queries import visible_to
from huiyin.cases.rules.checklists import Draft, Line
from huiyin.cases.rules.fields import Field, Option
from huiyin.complaints.actions import assignment, macros, templates
from huiyin.complaints.actions import checklists as ticking
from huiyin.complaints.queries import assignments, facts
from huiyin.complaints.rules import dispatch_terms
from huiyin.core.actors import Actor
from huiyin.core.time import local_date
from huiyin.demo import content
from huiyin.demo.chance import Chance
from huiyin.demo.house import House

# The house arranged its desk so long ago; its people used it in the last days.
ARRANGED = timedelta(days=160)
LATELY = timedelta(days=3)
WORKED_ON, NOTED, FILLED, LINKED, TICKED = 40, 14, 12, 5, 8


def furnish(there: House, now: datetime) -> None:
    """Arrange the desk and use it. Does nothing where it has been done."""
    if Tag.objects.exists():
        return
    with transaction.atomic():
        said = content.read("desk.yaml")
        at = now - ARRANGED
        arrange(there, said, at)
        words(there, said, at)
        rules(there, said, at)
        shared(there, said, at)
        use(there, said, now)


def _one(there: House, role: str, home: str, place: int = 0) -> Actor:
    return there.actor(there.holders(role, home)[place])


def arrange(there: House, said: Any, at: datetime) -> None:
    """Tags, own fields and checklists, by the administrator."""
    by = _one(there, "administrator", "HQ")
    for name, colour, _code, _flag in said["tags"]:
        tags.add_tag(name=name, colour=colour, by=by, at=at)
    for place, one in enumerate(said["fields"]):
        fields.keep_field(draft=_field(one, place), by=by, at=at)
    for one in said["checklists"]:
        lines = tuple(Line(zh, en, mandatory, clause) for zh, en, mandatory, clause in one["lines"])
        draft = Draft(one["code"], one["zh"], one["en"], one["stage"], lines, class_code=one.get("class", ""))
        checklists.keep_list(draft=draft, by=by, at=at)


def _field(one: Any, place: int) -> Field:
    return Field(
        one["key"], one["type"], one["zh"], one["en"],
        options=tuple(Option(*option) for option in one.get("options", ())),
        depends_on=one.get("shown_by", ""), depends_values=frozenset(one.get("values", ())),
        required_at=one.get("required_at", ""), is_searchable=one.get("searchable", False), place=place,
    )  # fmt: skip


def words(there: House, said: Any, at: datetime) -> None:
    """Templates, seconded by another person where customers read them, and macros."""
    writer, second = _one(there, "head_office_cp", "HQ"), _one(there, "head_office_cp", "HQ", 1)
    for one in said["templates"]:
        version = templates.begin(
            key=one["key"], name=one["name"], name_en=one["en"], purpose=one["purpose"], unit=there.units[one["unit"]],
            class_code=one.get("class", ""), scenario=one.get("scenario", ""), text_zh=one["zh"],
            text_en=one["text_en"], from_on=local_date(at), by=writer, at=at,
        )  # fmt: skip
        if one["purpose"] == "reply":
            templates.approve(version=version, by=second, at=at + timedelta(hours=3))
    for one in said["macros"]:
        macros.begin(
            name=one["name"], name_en=one["en"], unit=there.units[one["unit"]], class_code=one.get("class", ""),
            steps=one["steps"], by=writer, at=at,
        )  # fmt: skip


def rules(there: House, said: Any, at: datetime) -> None:
    """Who can do what in each branch; rules of assignment, put into force by a second person."""
    for home in [unit.code for unit in content.units() if unit.kind == "branch"]:
        lead = there.actor(there.holders("branch_manager", home)[0])
        people = [*there.handlers(home), *there.holders("investigator", home)]
        for place, login in enumerate(people * 2 if len(people) == 1 else people):
            accounts.add_competence(
                user=there.staff[login], kind="skill", code=said["skills"][place % 2], from_on=local_date(at), by=lead,
                at=at,
            )  # fmt: skip
    writer, second = _one(there, "head_office_cp", "HQ"), _one(there, "head_office_cp", "HQ", 1)
    draft = assignment.draft_assignment(
        effective_from=local_date(at) + timedelta(days=1), reason="按专长分派，减少转手", by=writer, at=at
    )
    body = dispatch_terms.body_of(assignments.newest_edition()) | {
        "capacity": said["capacity"],
        "rules": [
            {name: value for name, value in one.items() if name not in ("zh", "en")}
            | {"name": {"zh": one["zh"], "en": one["en"]}}
            for one in said["rules"]
        ],
    }
    draft = assignment.write_assignment(draft=draft, seen=draft.version, body=body, by=writer, at=at)
    draft = assignment.submit_assignment(draft=draft, seen=draft.version, by=writer, at=at)
    assignment.approve_assignment(draft=draft, seen=draft.version, by=second, at=at, note="同意")


def shared(there: House, said: Any, at: datetime) -> None:
    """Views that a unit, a role or one person works with."""
    for one in said["views"]:
        login = there.holders(one["by"], one["home"])[0]
        draft = ViewDraft(
            name=one["name"], filters=one["filters"], order=one.get("order", ""), group=one.get("group", ""),
            unit=there.units[one["unit"]] if one["unit"] else None, role=one["role"],
        )  # fmt: skip
        views.keep(user=there.staff[login], draft=draft, by=there.actor(login), at=at)


def use(there: House, said: Any, now: datetime) -> None:
    """What was done on the open complaints in the last days: the same ones on every seeding of a day."""
    rows = Case.objects.filter(kind="complaint", is_open=True).select_related("owner", "unit")
    rows = rows.order_by("-received_at", "id")
    there_now = list(rows[: WORKED_ON * 4])
    held = Chance("desk", "cases").sample(there_now, k=min(WORKED_ON, len(there_now)))
    at = Moments(now)
    known = {tag.name: tag for tag in Tag.objects.all()}
    for case in held:
        _tag(there, case, said, known, at)
    for place, case in enumerate(held[:FILLED]):
        _fill(there, case, place, at)
    stages = {one["stage"] for one in said["checklists"]}
    for case in [case for case in held if case.state in stages][:TICKED]:
        _tick(there, case, at)
    for place, case in enumerate(held[2 : 2 + NOTED]):
        _note(there, case, said["notes"][place % len(said["notes"])], at)
    for place, (case, other) in enumerate(_pairs(held)):
        links.link(
            case=case, other=other, relation=("same_event", "duplicate", "follow_up")[place % 3],
            reason=said["links"][place % 3], by=_owner(there, case), at=at.next(case),
        )  # fmt: skip
    lead = there.staff[there.holders("supervisor", "JS")[0]]
    for case in visible_to(lead).filter(pk__in=[case.pk for case in held])[:4]:
        following.watch(case=case, user=lead, by=there.actor(_login(lead)), at=at.next(case))


class Moments:
    """Moments of the last days, each later than the last and never before the case came in."""

    def __init__(self, now: datetime) -> None:
        self.now, self.given = now, 0

    def next(self, case: Case) -> datetime:
        """The next one, at which something happens in `case`."""
        self.given += 1
        at = self.now - LATELY + timedelta(minutes=self.given * 17)
        return min(max(at, case.recorded_at + timedelta(minutes=1)), self.now - timedelta(seconds=30))


def _login(user: Any) -> str:
    return str(user.email.partition("@")[0])


def _owner(there: House, case: Case) -> Actor:
    return there.actor(_login(case.owner))


def _tag(there: House, case: Case, said: Any, known: Mapping[str, Tag], at: Moments) -> None:
    for name, _colour, code, flag in said["tags"]:
        if (code and case.code.startswith(code)) or (flag and flag in case.flags):
            tags.put_on(case=case, tag=known[name], by=_owner(there, case), at=at.next(case))


def _fill(there: House, case: Case, place: int, at: Moments) -> None:
    chance = Chance("desk", place)
    values: dict[str, Any] = {
        "has_agent": place % 3 == 0,
        "settled_by": chance.pick(("pay", "explain", "apology", "change")),
        "claimed_loss": Decimal(chance.randrange(3, 180) * 100),
    }
    if place % 3 == 0:
        values["agent_kind"] = chance.pick(("family", "lawyer", "agency"))
    if case.code.startswith("C"):
        values["claim_no"] = f"LP{case.received_at:%Y%m}{chance.randrange(10**6):06d}"
    fields.fill(case=case, values=values, by=_owner(there, case), at=at.next(case))


def _tick(there: House, case: Case, at: Moments) -> None:
    """The first line of each list that the case has at its stage."""
    seen = set()
    for line in facts(case).checks:
        if line.list not in seen:
            seen.add(line.list)
            ticking.tick(case=case, list_code=line.list, line=line.line, by=_owner(there, case), at=at.next(case))


def _note(there: House, case: Case, text: str, at: Moments) -> None:
    """A note of the owner that calls whoever leads the place, or the next above where that is the owner."""
    home = _home(there, case)
    above = there.holders("branch_manager", home) or there.holders("head_office_cp", "HQ")[1:]
    lead = next(one for one in (there.staff[login] for login in (there.duty(home), *above)) if one.pk != case.owner_id)
    if visible_to(lead).filter(pk=case.pk).exists():
        talk.add_note(case=case, text=text.format(name=lead.name), by=_owner(there, case), at=at.next(case))


def _home(there: House, case: Case) -> str:
    parts: Sequence[str] = case.unit.path.strip("/").split("/")
    return parts[1] if len(parts) > 1 and there.units[parts[1]].kind == "branch" else "HQ"


def _pairs(held: Sequence[Case]) -> Iterator[tuple[Case, Case]]:
    """Complaints of one unit, two by two, the newer with the older; a few."""
    found, used = 0, set()
    for case in held:
        other = next(
            (one for one in held if one.unit_id == case.unit_id and one.pk != case.pk and one.pk not in used), None
        )
        if case.pk in used or other is None or found == LINKED:
            continue
        used |= {case.pk, other.pk}
        found += 1
        yield case, other
