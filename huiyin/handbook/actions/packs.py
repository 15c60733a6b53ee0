"""Under which packs a unit runs."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from huiyin.accounts.models import Unit
from huiyin.audit import actions as audit
from huiyin.core.actions import action
from huiyin.core.actors import Actor
from huiyin.core.errors import BadInput
from huiyin.handbook import queries
from huiyin.handbook.actions import base
from huiyin.handbook.models import UnitPack
from huiyin.handbook.queries import published
from huiyin.handbook.rules.approval import WRITERS


@action
def set_unit_packs(*, unit: Unit, packs: Sequence[str], since: date, by: Actor, at: datetime) -> list[UnitPack]:
    """From `since` on the unit, and those below without packs of their own, run under `packs`; with none it takes those
    of the unit above again. What was set for later days goes. Returns the rows that hold from then on.

    Raises Refused (role), BadInput (an unknown pack).
    """
    if by.kind != "system":
        base.must_be(by, (*WRITERS, "administrator"))
    wanted = sorted(set(packs))
    unknown = [code for code in wanted if code not in queries.pack_codes()]
    if unknown:
        raise BadInput("unit.pack", _("There is no pack “%(pack)s”.") % {"pack": unknown[0]}, field="packs")
    Unit.objects.select_for_update().get(pk=unit.pk)
    rows = UnitPack.objects.filter(unit=unit)
    before = sorted(rows.filter(since__lte=since, until__isnull=True).values_list("pack", flat=True))
    if before == wanted and not rows.filter(since__gt=since).exists():
        return list(rows.filter(until__isnull=True).order_by("pack"))
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
