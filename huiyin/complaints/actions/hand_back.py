"""Giving answers back to the regulator: the file is made, each case says in the ledger that it was in it (art 33)."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from huiyin.cases.actions.base import record
from huiyin.cases.models import Case
from huiyin.complaints.models import HandBack, HandBackRow
from huiyin.complaints.queries import hand_back as queries
from huiyin.complaints.rules import hand_back as rules
from huiyin.core.actions import action
from huiyin.core.actors import Actor
from huiyin.core.errors import BadInput, Refused
from huiyin.core.time import local_date


@dataclass(frozen=True)
class Given:
    """The file, and the cases that stayed out of it because something is missing."""

    hand_back: HandBack
    left_out: tuple[queries.Line, ...]


def check_period(since: date, until: date, at: datetime) -> None:
    """Raises BadInput(`hand_back.period`) for a period that ends before it begins or is longer than 400 days."""
    if until < since or (until - since).days > rules.MOST_DAYS or since > local_date(at):
        raise BadInput(
            "hand_back.period", _("Choose a period of at most 400 days that ends after it begins."), field="since"
        )


@action
def give_back(*, rows: QuerySet[Case], since: date, until: date, by: Actor, at: datetime) -> Given:
    """Make the file of answers: every transferred complaint among `rows` (those the caller sees) received in the period
    that is complete and was not given back like this before. From now on the regulator has it.

    Raises BadInput(`hand_back.period`), Refused: `hand_back.not_yours`, `hand_back.nothing`, `hand_back.many`."""
    if by.kind != "system" and not by.roles & rules.GIVES_BACK:
        raise Refused("hand_back.not_yours", _("Head-office consumer protection gives answers back to the regulator."))
    check_period(since, until, at)
    list(Case.objects.select_for_update(of=("self",)).filter(pk__in=_ids(rows, since, until)).values_list("pk"))
    lines = queries.of_period(rows, since, until)
    ready = [line for line in lines if not line.missing]
    if len(lines) > rules.MOST_ROWS:
        raise Refused("hand_back.many", _("More than 2,000 cases: choose a shorter period."))
    if not ready:
        raise Refused("hand_back.nothing", _("Nothing is to be given back: what is complete was given already."))
    made = HandBack.objects.create(
        since=since, until=until, at=at, by_id=by.id, by_label=by.label, rows=len(ready)
    )  # fmt: skip
    kept = [rules.kept(line.facts) for line in ready]
    HandBackRow.objects.bulk_create(
        HandBackRow(hand_back=made, case=line.case, place=place, facts=facts, digest=rules.digest(facts))
        for place, (line, facts) in enumerate(zip(ready, kept, strict=True), start=1)
    )
    for line, facts in zip(ready, kept, strict=True):
        body = {"hand_back": made.pk, "facts": rules.digest(facts), "outcome": line.facts.outcome}
        record(line.case, "given_back", by=by, at=at, body=body)
    return Given(made, tuple(line for line in lines if line.missing))


def _ids(rows: QuerySet[Case], since: date, until: date) -> list[UUID]:
    """Two who give back at once do it one after the other."""
    return [line.case.pk for line in queries.of_period(rows, since, until) if not line.missing]
