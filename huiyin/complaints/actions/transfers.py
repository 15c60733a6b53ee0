"""Complaints that the regulator transferred (12378), as its list tells them: registered like any other arrival, once
each (令2020-3 art 33)."""

from datetime import datetime

from django.utils.translation import gettext as _

from huiyin.cases.models import Case
from huiyin.clocks.models import Clock
from huiyin.complaints.actions import intake, registry
from huiyin.complaints.actions.arrivals import REGULATOR_DUE
from huiyin.complaints.actions.intake import Registered
from huiyin.complaints.imports.transfers import DIGEST
from huiyin.complaints.queries import intake as known
from huiyin.complaints.rules.arrival import Arrival
from huiyin.core.actions import action
from huiyin.core.actors import Actor
from huiyin.core.errors import Refused


@action
def take(*, arrival: Arrival, by: Actor, at: datetime) -> Registered:
    """Register one transfer. The same number again is answered with its case.

    Raises Refused(`transfer.differs`) when the list now says something else than the case of that number was
    registered with, and whatever `intake.register` raises.
    """
    done = intake.register(arrival=arrival, by=by, at=at)
    if not done.created:
        _same(done.case, arrival)
    return done


def foresee(*, arrival: Arrival, by: Actor, at: datetime) -> bool:
    """Would `take` register a new case? Writes nothing. Raises what `take` would raise for the row's own faults."""
    present = known.registered(registry.keys(arrival, by))
    if present is None:
        intake.check(arrival, at)
        return True
    _same(present, arrival)
    return False


def _same(case: Case, arrival: Arrival) -> None:
    """A case entered by hand has no fingerprint: the regulator's date alone is compared, which may not be lost."""
    before = case.source_fields.get(DIGEST)
    if before:
        is_same = before == arrival.source_fields.get(DIGEST)
    else:
        wanted = arrival.regulator_due_on
        dates = Clock.objects.filter(owner_kind="case", owner_id=case.pk, rule_code=REGULATOR_DUE)
        is_same = wanted is None or any(str(clock.facts.get("due_on")) == str(wanted) for clock in dates)
    if not is_same:
        raise Refused(
            "transfer.differs",
            _("Case %s has this number, and the list tells it differently. Record what is new at the case.")
            % case.number,
            clause="令2020-3 art 33",
        )
