"""The first page: what is due, what waits for me, what is mine, what is my team's."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from huiyin.accounts.models import User
from huiyin.accounts.rules import SEES_OWN
from huiyin.cases import queries as cases
from huiyin.cases.models import Case
from huiyin.cases.queries import queue
from huiyin.cases.queries.queue import Wanted, end_of_today
from huiyin.channels.models import DeliveryState, Outgoing
from huiyin.clocks import queries as clocks
from huiyin.clocks.models import Task, TaskState
from huiyin.complaints.queries import waiting
from huiyin.complaints.queries.views import team_units
from huiyin.console import filters
from huiyin.console.handbook import proposals
from huiyin.console.rows import Line, lines, step_to
from huiyin.console.visit import Visit, desk, opens
from huiyin.core.actors import Actor

AT_ONCE = 30
TEAM = 15


@dataclass(frozen=True)
class Item:
    """A line of the first page: the case, why it stands here, and what else is to be said."""

    line: Line
    note: str = ""
    due_at: datetime | None = None


@dataclass(frozen=True)
class Part:
    """A stretch of the first page. `more_url` shows all of it in the queue."""

    code: str
    title: str
    icon: str
    items: list[Item] = field(default_factory=list)
    more_url: str = ""
    is_cut: bool = False


@desk("desk")
def show(visit: Visit) -> HttpResponse:
    """Home. Roles that work on cases see theirs; the others are shown the way to what they do."""
    if not opens(visit.by, "cases"):
        return visit.page("home_other.html", {"roles": visit.by.roles})
    mine = queue.page(visit.user, Wanted(owner_id=visit.user.pk), at=visit.at, size=AT_ONCE)
    now = [*_due(mine, visit), *_promises(visit), _planned(visit), _waiting(visit), _failed(visit)]
    rest = [row for row in mine.rows if row.next_due_at is None or row.next_due_at > end_of_today(visit.at)]
    context = {
        "now_parts": [part for part in now if part.items],
        "proposals": proposals.waiting(visit),
        "mine": _items(rest, visit.by),
        "mine_more": filters.address("mine", {}) if mine.after else "",
        "team": _team(visit),
        "reads_only": not visit.by.roles & SEES_OWN,
    }
    return visit.page("home.html", context)


def _items(rows: list[Case], by: Actor, notes: dict[UUID, str] | None = None) -> list[Item]:
    return [Item(line, (notes or {}).get(line.case.pk, "")) for line in lines(rows, by)]


def _due(mine: queue.Page, visit: Visit) -> list[Part]:
    """My cases whose limit is over, and those due before midnight. The rows come in the order of their limits."""
    ends = end_of_today(visit.at)
    broken = [row for row in mine.rows if row.next_due_at and row.next_due_at <= visit.at]
    today = [row for row in mine.rows if row.next_due_at and visit.at < row.next_due_at <= ends]
    # More may follow behind the last row of a full page.
    cut = {code for code, rows in (("broken", broken), ("today", today)) if mine.after and rows[-1:] == mine.rows[-1:]}
    return [
        Part(code, title, icon, _items(rows, visit.by), filters.address("mine", {"due": code}), code in cut)
        for code, title, icon, rows in (
            ("broken", _("Overdue"), "alert-circle", broken),
            ("today", _("Due today"), "clock-exclamation", today),
        )
    ]


def _known(user: User, ids: set[UUID]) -> dict[UUID, Case]:
    """The cases of these ids that the person sees."""
    rows = cases.visible_to(user).filter(pk__in=ids).select_related("owner", "unit").defer("source_fields")
    return {row.pk: row for row in rows} if ids else {}


def _promises(visit: Visit) -> list[Part]:
    """What I promised a customer for today, and what I should have kept. One statement, two with cases."""
    rows = list(clocks.open_promises(responsible=visit.user.pk, until=end_of_today(visit.at))[:AT_ONCE])
    known = _known(visit.user, {row.owner_id for row in rows})
    by_id = {line.case.pk: line for line in lines(known.values())}
    shown = [Item(by_id[row.owner_id], row.text, row.due_at) for row in rows if row.owner_id in by_id]
    broken = [item for item in shown if item.due_at and item.due_at < visit.at]
    return [
        Part("broken_promises", _("Promises broken"), "alert-circle", broken),
        Part("promises", _("Promised for today"), "calendar-check", [item for item in shown if item not in broken]),
    ]


def _planned(visit: Visit) -> Part:
    """What I have to do today or should have done."""
    rows = Task.objects.filter(
        state=TaskState.OPEN, assignee=visit.user, due_at__lte=end_of_today(visit.at), owner_kind="case"
    ).order_by("due_at", "id")[:AT_ONCE]
    tasks = list(rows)
    known = _known(visit.user, {task.owner_id for task in tasks})
    by_id = {line.case.pk: line for line in lines(known.values())}
    items = [Item(by_id[task.owner_id], task.title, task.due_at) for task in tasks if task.owner_id in by_id]
    return Part("promised", _("Planned for today"), "calendar-check", items)


def _waiting(visit: Visit) -> Part:
    """What waits for my word."""
    ids = waiting.for_word_of(visit.by)
    if ids is None:
        return Part("waiting", "", "")
    page = queue.page(visit.user, Wanted(among=ids, is_open=None), at=visit.at, size=AT_ONCE)
    steps = waiting.steps_for(visit.by, [row.pk for row in page.rows])
    items = [
        Item(replace(line, step=step_to(line.case, steps[line.case.pk])) if line.case.pk in steps else line)
        for line in lines(page.rows, visit.by)
    ]
    return Part("waiting", _("Waiting for my word"), "checkup-list", items, filters.address("waiting", {}))


def _failed(visit: Visit) -> Part:
    """Mails of my cases, or of my team's, that could not be sent: somebody has to find another way."""
    rows = Outgoing.objects.filter(state=DeliveryState.FAILED, owner_kind="case").order_by("-queued_at")
    mails = {mail.owner_id: mail for mail in rows.only("owner_id", "answer", "queued_at")[:200]}
    team = set(team_units(visit.by))
    known = _known(visit.user, set(mails))
    shown = [row for row in known.values() if row.owner_id == visit.user.pk or row.unit_id in team][:AT_ONCE]
    notes = {row.pk: _("The mail could not be sent: %(answer)s") % {"answer": mails[row.pk].answer} for row in shown}
    return Part("mail", _("Mail not delivered"), "mail", _items(shown, visit.by, notes))


def _team(visit: Visit) -> Part | None:
    """The nearest limits of the units I lead, the cases of others."""
    units = team_units(visit.by)
    if not units:
        return None
    page = queue.page(visit.user, Wanted(unit_ids=tuple(units)), at=visit.at, size=TEAM + 5)
    others = [row for row in page.rows if row.owner_id != visit.user.pk][:TEAM]
    return Part("team", _("My team"), "users", _items(others, visit.by), filters.address("team", {}))
