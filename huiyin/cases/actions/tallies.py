"""Counts over years, gone through by a job while the person does something else."""

from collections.abc import Mapping
from dataclasses import asdict, fields
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Min
from django.utils.translation import gettext as _

from huiyin.accounts.models import User
from huiyin.cases.models import Case, Tally
from huiyin.cases.queries.groups import COLUMNS
from huiyin.cases.queries.wanted import Wanted
from huiyin.cases.rules import tallies as rules
from huiyin.core import jobs
from huiyin.core.actions import action
from huiyin.core.actors import Actor
from huiyin.core.errors import BadInput
from huiyin.core.time import local_date

JOB = "cases.tally"
KEPT = 20  # of one person; older ones go


@action
def order(*, user: User, wanted: Wanted, group: str, by: Actor, at: datetime, where: str = "") -> Tally:
    """Have the groups of what `user` wants counted over its whole stretch. One that is being counted already is given
    back. `where` is the list whose groups these are, to open them from. Raises BadInput for groups that are not
    offered, or what names one person's matter (that is short anyway)."""
    if group not in COLUMNS:
        raise BadInput("tally.group", _("Choose by what to group."), field="group")
    if wanted.words or wanted.policy_number or wanted.customer or wanted.among is not None:
        raise BadInput("tally.about_one", _("Take the filter for words, policy or customer away first."), field="q")
    asked = written(wanted) | ({"where": where} if where else {})
    last = wanted.received_to or local_date(at)
    oldest = Case.objects.aggregate(first=Min("received_at"))["first"]
    first = wanted.received_from or (local_date(oldest) if oldest else last)
    same = {"user": user, "asked": asked, "group": group, "from_on": min(first, last), "to_on": last}
    row = Tally.objects.filter(**same, ended_at=None).first()
    if row is not None:
        return row
    row = Tally.objects.create(**same, created_at=at)
    kept = Tally.objects.filter(user=user).order_by("-created_at", "-pk").values_list("pk", flat=True)[:KEPT]
    Tally.objects.filter(user=user).exclude(pk__in=list(kept)).delete()
    jobs.defer(JOB, tally_id=str(row.pk))
    return row


@action
def add(
    *, tally: Tally, first: date, last: date, found: Mapping[str, list[int]], by: Actor, at: datetime
) -> Tally | None:
    """Add what a piece has brought; None when it has been added already or the count is no more."""
    row = Tally.objects.select_for_update().filter(pk=tally.pk, ended_at=None).first()
    if row is None or (row.counted_to is not None and row.counted_to >= first):
        return None
    row.found, row.counted_to = rules.added(row.found, found), last
    row.ended_at = at if last >= row.to_on else None
    row.save(update_fields=["found", "counted_to", "ended_at"])
    return row


def written(wanted: Wanted) -> dict[str, Any]:
    """What is wanted as plain values."""
    return {name: _plain(value) for name, value in asdict(wanted).items() if value not in ("", (), None, False)} | {
        "is_open": wanted.is_open
    }


def read(asked: Mapping[str, Any]) -> Wanted:
    """The same back."""
    known = {field.name for field in fields(Wanted)}
    values = {name: _value(name, value) for name, value in asked.items() if name in known}
    return Wanted(**values)


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return str(value) if isinstance(value, UUID | date) else value


def _value(name: str, value: Any) -> Any:
    if isinstance(value, list):
        return tuple(UUID(one) if name.endswith("_ids") else one for one in value)
    if isinstance(value, str) and name.endswith("_id"):
        return UUID(value)
    is_day = name.endswith(("_from", "_to")) or name == "lately"
    return date.fromisoformat(value) if is_day and value else value
