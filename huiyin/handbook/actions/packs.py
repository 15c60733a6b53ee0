"""Under which packs a unit runs."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from huiyin.accounts.models import Unit
from huiyin.audit import actions as audit
from huiyin.core.actions import action
from huiyin.core.actors import Actor
from huiyin.core.errors import BadInput
from huiyin.core.time import local_date
from huiyin.handbook import queries
from huiyin.handbook.actions import base
from huiyin.handbook.models import UnitPack
from huiyin.handbook.queries import published
from huiyin.handbook.rules.approval import WRITERS


@action
def set_unit_packs(*, unit: Unit, packs: Sequence[str], since: date, by: Actor, at: datetime) -> list[UnitPack]:
    """From `since` on the unit, and those below without packs of their own, run under `packs`; with none it takes those
    of the unit above again. What was set for later days goes. Returns the rows that hold from then on.

    Raises Refused (role), BadInput (an unknown pack; packs that set no limit for a complaint; a day that is not later
    than today: what arrived keeps its rules, and every process has learnt of the change by then).
    """
    if by.kind != "system":
        base.must_be(by, (*WRITERS, "administrator"))
    wanted = sorted(set(packs))
    unknown = [code for code in wanted if code not in queries.pack_codes()]
    if unknown:
        raise BadInput("unit.pack", _("There is no pack “%(pack)s”.") % {"pack": unknown[0]}, field="packs")
    if wanted and not queries.candidates(tuple(wanted), event="received"):
        raise BadInput(
            "unit.packs_silent",
            _("None of these packs sets a limit for a complaint, so no clock would run. Choose another beside them."),
            field="packs",
        )
    if by.kind != "system" and since <= local_date(at):
        raise BadInput(
            "unit.packs_past", _("Name a later day than today: what has arrived keeps its rules."), field="since"
        )
    Unit.objects.select_for_update().get(pk=unit.pk)
    rows = UnitPack.objects.filter(unit=unit)
    current = rows.filter(Q(until__isnull=True) | Q(until__gte=since), since__lte=since)
    before = sorted(current.values_list("pack", flat=True))
    is_settled = not rows.filter(since__gt=since).exists() and not current.filter(until__isnull=False).exists()
    if before == wanted and is_settled:
        return list(current.order_by("pack"))
    rows.filter(since__gte=since).delete()
    rows.filter(since__lt=since, until__isnull=True).update(until=since - timedelta(days=1))
    rows.filter(since__lt=since, until__gte=since).update(until=since - timedelta(days=1))
    made = UnitPack.objects.bulk_create([UnitPack(unit=unit, pack=code, since=since) for code in wanted])
    published.forget()
    transaction.on_commit(published.forget)
    audit.record(
        aggregate=("unit", unit.pk),
        kind="unit.packs_set",
        by=by,
        at=at,
        body={"before": before, "packs": wanted, "since": since},
    )
    return made
