"""Figures say what a plain count of every row says, and changes bring them there as a count from the beginning does."""

import random
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import psycopg
import pytest
from django.db import connection, transaction

from huiyin.audit import actions as audit
from huiyin.cases.models import Case, Custody
from huiyin.complaints.actions import dispatch, execution, merging, promises, withdrawal
from huiyin.complaints.actions.execution import TaskDraft
from huiyin.complaints.actions.promises import PromiseDraft
from huiyin.core.actors import system
from huiyin.core.errors import Refused
from huiyin.core.time import SHANGHAI, now
from huiyin.insights import sweeps
from huiyin.insights.actions import keeping
from huiyin.insights.models import Figure, Progress, Series, Tally
from huiyin.insights.queries import registry, tallies
from tests.cases.make import registered
from tests.complaints.along import Along, assigned
from tests.complaints.turned import by_phone
from tests.insights import brute
from tests.people import AT, House

BY = system("test")
DAY = timedelta(days=1)


def totals() -> dict[tuple[int, date, Any], int]:
    return {(row.series_id, row.month, row.unit_id): row.total for row in Figure.objects.all() if row.total}


def brought_up(at: datetime) -> None:
    """What the sweep does, as of an instant."""
    progress = keeping.begin(by=BY, at=at)
    ids = tallies.changed(progress.seen_until, progress.ripe_until, at)
    for batch in tallies.batches(list(ids)):
        keeping.absorb(case_ids=batch, by=BY, at=at)
    keeping.seen(until=tallies.horizon(at), ripe_until=at, by=BY, at=at)


def journey(house: House, chance: random.Random, along: list[Along]) -> None:
    """One more thing happens to one of the complaints, whatever the path allows it."""
    ways = ("investigating", "reviewed", "liable", "approved", "issued", "told", "carried_out", "answered", "rectified")
    one = chance.choice(along)
    match chance.randrange(6):
        case 0:
            along.append(
                assigned(house, received_at=AT - chance.randrange(90) * DAY, text=f"第{len(along)}件投诉的经过")
            )
        case 1 if one.case.state == "assigned":
            getattr(one, chance.choice(ways))()
        case 2:
            due = one.later() + chance.randrange(1, 400) * DAY
            task = TaskDraft(kind="other", title="回电", assignee=house["tom"], due_at=due)
            if one.case.is_open and chance.random() < 0.5:
                execution.add_task(case=one.case, task=task, by=one.by("tom"), at=one.later())
            elif one.case.is_open:
                draft = PromiseDraft(text="回电", due_at=due)
                promises.make(case=one.case, draft=draft, source="call", by=one.by("tom"), at=one.later())
        case 3 if one.case.is_open and one.case.state != "assigned" and one.case.owner_id == house["tom"].pk:
            dispatch.hand_over(case=one.case, to=house["tia"], reason="休假", by=one.by("sam"), at=one.later())
        case 4:
            audit.looked(kind="reveal", by=one.by("tom"), at=now(), aggregate=("case", one.case_id), reason="核实电话")
        case _ if one.case.is_open and one.case.state == "assigned":
            paper = one.file().pk
            withdrawal.withdraw(
                case=one.case, pressure_denied=True, signed_evidence_id=paper, reason="已和解", by=one.by("tom"),
                at=one.later(), way=by_phone(one.at),
            )  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("number", range(3))
def test_after_any_journey_differences_give_what_a_count_from_the_beginning_gives(house: House, number: int) -> None:
    chance = random.Random(number)
    along = [assigned(house)]
    for _ in range(6):
        for _ in range(chance.randrange(1, 5)):
            with suppress(Refused), transaction.atomic():  # the path refuses some, as it should
                journey(house, chance, along)
        at = now()
        brought_up(at)
        assert brute.figures() == brute.everything(at)
    kept, means = brute.figures(), totals()
    tallies_kept = dict(Tally.objects.values_list("case_id", "marks"))
    assert sweeps.rebuild() == len(along)
    assert (brute.figures(), totals(), dict(Tally.objects.values_list("case_id", "marks"))) == (
        kept,
        means,
        tallies_kept,
    )


def test_only_what_changed_is_looked_at_again(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tallies, "MARGIN", timedelta(0))
    cases = [assigned(house, text=f"第{place}件投诉的经过") for place in range(3)]
    brought_up(now())
    progress = Progress.objects.get()
    assert tallies.changed(progress.seen_until, progress.ripe_until, now()) == set()
    audit.record(aggregate=("case", cases[1].case_id), kind="case.note_added", by=BY, at=now())
    assert tallies.changed(progress.seen_until, progress.ripe_until, now()) == {cases[1].case_id}


def test_an_open_transaction_holds_the_horizon_back(house: House) -> None:
    begun = now()
    with psycopg.connect(**connection.get_connection_params() | {"cursor_factory": None}) as other:
        other.execute("SELECT 1")
        later = begun + timedelta(hours=1)
        assert tallies.horizon(later) < begun + timedelta(minutes=1)
        other.commit()
    assert tallies.horizon(begun) == begun - tallies.MARGIN


def test_what_is_seen_never_goes_back(house: House) -> None:
    at = now()
    keeping.seen(until=at, ripe_until=at, by=BY, at=at)
    row = keeping.seen(until=at - DAY, ripe_until=at - DAY, by=BY, at=at)
    assert (row.seen_until, row.ripe_until) == (at, at)


def test_a_promise_breaks_by_the_passing_of_time_alone(house: House) -> None:
    along = assigned(house)
    due = now() + DAY
    draft = PromiseDraft(text="周五前回电", due_at=due)
    promises.make(case=along.case, draft=draft, source="call", by=along.by("tom"), at=along.later())
    brought_up(now())
    month = due.astimezone(SHANGHAI).date().replace(day=1)
    unit = along.case.unit_id
    assert brute.figures()["promises_kept", month, unit, "open"] == 1
    progress = Progress.objects.get()
    assert tallies.changed(now() + 2 * DAY, progress.ripe_until, now() + 2 * DAY) == {along.case_id}
    brought_up(now() + 2 * DAY)
    assert brute.figures()["promises_kept", month, unit, "open"] == 0
    assert brute.figures()["promises_kept", month, unit, "broken"] == 1


def test_a_case_that_moves_takes_its_figures_along(house: House) -> None:
    along = assigned(house)
    brought_up(now())
    before = {unit for _metric, _month, unit, _verdict in brute.figures()}
    Case.objects.filter(pk=along.case_id).update(unit=house.units["JS-SZ"])
    keeping.absorb(case_ids=[along.case_id], by=BY, at=now())
    assert before == {house.units["JS-CP"].pk}
    assert {unit for _metric, _month, unit, _verdict in brute.figures()} == {house.units["JS-SZ"].pk}


def test_recusals_custody_and_reveals_are_judged_by_their_rows(house: House) -> None:
    along = assigned(house)
    item = along.file()
    dispatch.recuse(
        case=along.case, user=house["tia"], ground="declared", reason="亲属", by=along.by("tia"), at=along.later()
    )
    audit.looked(kind="reveal", by=along.by("tom"), at=now(), aggregate=("case", along.case_id), reason="")
    brought_up(now())
    assert brute.figures() == brute.everything(now())
    judged = {(metric, verdict) for metric, _month, _unit, verdict in brute.figures()}
    assert {("recused_stay_away", "kept"), ("evidence_custody", "kept"), ("reveals_with_reason", "broken")} <= judged
    Custody.objects.filter(evidence=item).delete()
    case = along.case
    case.participations.create(user=house["tia"], role="watcher", from_at=along.later())
    keeping.absorb(case_ids=[case.pk], by=BY, at=now())
    judged = {(metric, verdict) for metric, _month, _unit, verdict in brute.figures()}
    assert {("recused_stay_away", "broken"), ("evidence_custody", "broken")} <= judged
    assert brute.figures() == brute.everything(now())


def test_a_new_version_of_a_metric_is_counted_anew(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    assigned(house)
    sweeps.rebuild()
    before = brute.figures()
    known = dict(registry.metrics())
    known["received"] = replace(known["received"], version=2)
    monkeypatch.setattr(registry, "metrics", lambda: known)
    monkeypatch.setattr(tallies, "metrics", lambda: known)
    while keeping.redo_some(by=BY, at=now()):
        pass
    assert Progress.objects.get().redo_after is None
    assert set(Series.objects.filter(metric="received").values_list("version", flat=True)) == {1, 2}
    assert brute.figures() == before


def test_a_figure_that_was_tampered_with_is_mended_by_the_sums(house: House) -> None:
    assigned(house)
    sweeps.rebuild()
    right = brute.figures()
    Figure.objects.update(kept=77)
    assert brute.figures() != right
    sweeps.rebuild()
    assert brute.figures() == right


def test_every_metric_says_what_it_counts_in_both_languages() -> None:
    assert len(registry.metrics()) > 40
    for one in registry.metrics().values():
        for said in (one.title, one.numerator, one.denominator, one.month):
            assert said.zh, one.name
            assert said.en, one.name
            assert said.zh != said.en, one.name
        assert (one.kind == "mean") == bool(one.value), one.name


def test_statements_for_a_batch_do_not_grow_with_it(house: House, django_assert_max_num_queries: Any) -> None:
    cases = [assigned(house, text=f"第{place}件投诉的经过").case_id for place in range(12)]
    keeping.begin(by=BY, at=now())
    numbers = tallies.series()
    with django_assert_max_num_queries(len(registry.SOURCES) * 2 + 4):
        tallies.computed(cases, now(), numbers)


@pytest.mark.django_db
def test_never_ours_a_merged_complaint_still_counts_as_one(house: House) -> None:
    """Never ours (merging): the regulator counts complaints, however the house handles them together."""
    along = assigned(house)
    received = along.later()
    second = registered(house, at=received, received_at=received).case
    Case.objects.filter(pk=second.pk).update(owner=house["tom"])
    moment = along.later() + timedelta(hours=2)
    merging.merge(
        case=Case.objects.get(pk=second.pk), master=along.case, text="两件合并办理，一并答复。", way=by_phone(moment),
        by=house.by("tom"), at=moment,
    )  # fmt: skip
    assert Case.objects.get(pk=second.pk).state == "merged"
    sweeps.rebuild()
    assert sum(count for (metric, *_place), count in brute.figures().items() if metric == "received") == 2
