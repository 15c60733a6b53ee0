"""What is to be done for customers by their stage: the list of a part of the house, and the word on what came of it."""

from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from huiyin.cases.queries import customers as gate
from huiyin.cases.queries.queue import read_key, written
from huiyin.clocks.models import Task
from huiyin.console.customers.door import MASKS, Opened, of_customer
from huiyin.console.visit import Visit, desk
from huiyin.customers.actions import stages as acting
from huiyin.customers.models import ConsentPurpose, Party
from huiyin.customers.queries import quality
from huiyin.customers.queries import stages as queries

SIZE = 50


@desk("intake")
def tasks(visit: Visit) -> HttpResponse:
    """Open tasks of the visitor's units, overdue ones first; who it is for opens by the gate only."""
    key = read_key(visit.request.GET.get("after", ""))
    after: tuple[datetime, UUID] | None = (key[0], key[1]) if key and key[0] else None
    units = [*quality.units_of(visit.user), visit.user.unit_id]
    rows = queries.open_tasks(units, after=after, limit=SIZE)
    shown = rows[:SIZE]
    people = Party.objects.in_bulk([task.owner_id for task in shown])
    opens = gate.opening(visit.user, list(people), at=visit.at)
    items = [
        task_line(task)
        | {
            "name": MASKS["name"](people[task.owner_id].name),
            "url": reverse("customer", args=[task.owner_id]) if task.owner_id in opens else "",
        }
        for task in shown
        if task.owner_id in people
    ]
    more = {"after": written((shown[-1].due_at, shown[-1].pk))} if len(rows) > SIZE else {}
    next_url = f"{reverse('customers_tasks')}?{urlencode(more)}" if more else ""
    return visit.page("customers/tasks.html", {"items": items, "next_url": next_url})


def task_line(task: Task) -> dict[str, object]:
    """A task as lists show it, its title in the language of the page."""
    strategy = acting.strategy_of(task)
    return {
        "id": task.pk,
        "title": strategy.title.in_language(get_language() or "zh-hans") if strategy else task.title,
        "purpose": ConsentPurpose(strategy.purpose).label if strategy else "",
        "due_at": task.due_at,
        "unit": task.unit.name if task.unit else "",
    }


@of_customer("POST")
def end_task(opened: Opened, task_id: UUID) -> HttpResponse:
    """Done, with what came of it; or dropped, with the reason."""
    visit, given = opened.visit, opened.visit.request.POST
    if task_id not in {task.pk for task in queries.tasks_of(opened.ids)}:
        raise Http404
    acting.finish_task(
        party_ids=opened.ids, task_id=task_id, note=given.get("reason", ""), is_done=given.get("do") == "done",
        by=visit.by, at=visit.at,
    )  # fmt: skip
    messages.success(visit.request, _("Kept."))
    return redirect("customer", opened.party.pk)
