"""Which limits an event of the case ends: the rules themselves name the events that stop them."""

from datetime import datetime

from huiyin.cases.models import Case
from huiyin.clocks import actions as clocks
from huiyin.clocks import queries
from huiyin.clocks.models import Clock
from huiyin.core.actors import Actor


def stop_at(case: Case, event: str, *, at: datetime, by: Actor) -> list[Clock]:
    """Stop every running limit of the case whose rule stops at `event`, at the instant it happened."""
    owner = ("case", case.pk)
    stopped = [
        clocks.stop(owner=owner, rule=clock.rule_code, at=at, by=by)
        for clock in queries.running(owner)
        if event in queries.rule_of(clock).events.stop
    ]
    return [clock for clock in stopped if clock is not None]
