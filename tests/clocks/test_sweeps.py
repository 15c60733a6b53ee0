"""Warnings and breaches: each once, all of them after a sleep, and never in the way of people."""

import threading
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection, transaction

from huiyin.audit import actions as audit
from huiyin.audit import queries as ledger
from huiyin.audit.models import Entry
from huiyin.clocks import actions, queries, sweeps
from huiyin.clocks.models import Alarm, Clock
from huiyin.core import actors, calendars
from huiyin.core.ids import uuid7
from huiyin.core.time import now
from tests.clocks.make import t

BY = actors.system("test")


def make(rule: str = "complaint.decision", at: str = "2026-11-02T10:00", **facts: Any) -> Clock:
    clock = actions.start(owner=("case", uuid7()), rule=rule, at=t(at), facts=facts, by=BY, rules_on=date(2026, 11, 2))
    assert clock is not None
    return clock


def fire(clock: Clock, at: str) -> list[Alarm]:
    return actions.fire(clock_id=clock.id, by=BY, at=t(at))


def kinds(clock: Clock) -> list[str]:
    return list(ledger.chain(clock.owner).values_list("kind", flat=True))


@pytest.mark.django_db
def test_an_alarm_fires_once_and_writes_to_the_owners_chain():
    clock = make()
    assert fire(clock, "2026-11-12T23:59:59") == []
    (alarm,) = fire(clock, "2026-11-13T00:00")
    assert (alarm.tell, alarm.is_breach, alarm.due_at) == ("owner", False, t("2026-11-18"))
    assert fire(clock, "2026-11-13T00:00") == []
    clock.refresh_from_db()
    assert (clock.warned, clock.next_alarm_at, clock.breached_at) == (1, t("2026-11-16"), None)
    entry = Entry.objects.get()
    assert (entry.kind, entry.at, entry.rule_versions) == ("clock.warned", t("2026-11-13"), [clock.rule_version])
    assert entry.body["clause"].startswith("令2020-3")


@pytest.mark.django_db
def test_after_a_long_sleep_every_alarm_comes_at_once_and_each_only_once():
    clock = make()
    fired = fire(clock, "2026-12-24")
    assert [alarm.tell for alarm in fired] == ["owner", "supervisor", "branch_manager", "head_office_cp", "executive"]
    assert [alarm.is_breach for alarm in fired] == [False, False, False, True, True]
    assert kinds(clock) == ["clock.warned"] * 3 + ["clock.breached", "clock.escalated"]
    assert ledger.verify(clock.owner) == []
    clock.refresh_from_db()
    assert (clock.breached_at, clock.next_alarm_at, clock.state) == (t("2026-11-18"), None, "running")
    assert fire(clock, "2026-12-25") == []


@pytest.mark.django_db
def test_an_hour_clock_is_not_broken_at_its_very_due_instant():
    clock = make("complaint.acceptance")
    fire(clock, "2026-11-03T10:00")
    clock.refresh_from_db()
    assert clock.breached_at is None
    fire(clock, "2026-11-03T10:00:01")
    clock.refresh_from_db()
    assert clock.breached_at == t("2026-11-03T10:00")


@pytest.mark.django_db
def test_a_limit_of_the_complainant_runs_out_and_is_no_breach():
    clock = make("complaint.review_application", decided_by="branch", receipt_proof="x")
    fire(clock, "2026-12-04")
    clock.refresh_from_db()
    assert (clock.state, clock.breached_at, clock.met_at) == ("lapsed", None, clock.due_at)
    assert kinds(clock) == ["clock.lapsed"]
    assert queries.was_in_time(clock.owner, "complaint.review_application", t("2026-12-05")) is False


@pytest.mark.django_db
def test_alarms_are_armed_anew_when_the_limit_moves():
    clock = make()
    fire(clock, "2026-11-16")
    extension: dict[str, Any] = {"reason": "r", "approver_roles": ["supervisor"], "notified_at": t("2026-11-16T01:00")}
    actions.extend(owner=clock.owner, rule=clock.rule_code, at=t("2026-11-16T01:00"), by=BY, **extension)
    clock.refresh_from_db()
    assert (clock.warned, clock.next_alarm_at) == (0, t("2026-11-28"))
    assert len(fire(clock, "2026-11-28")) == 1


@pytest.mark.django_db
def test_a_pause_within_one_day_does_not_repeat_what_has_fired():
    clock = make()
    fire(clock, "2026-11-13")
    actions.pause(owner=clock.owner, at=t("2026-11-13T10:00"), by=BY, ref="a", reason="r")
    assert fire(clock, "2026-11-13T11:00") == []
    actions.resume(owner=clock.owner, at=t("2026-11-13T12:00"), by=BY, ref="a")
    assert fire(clock, "2026-11-13T13:00") == []
    assert Alarm.objects.count() == 1


@pytest.mark.django_db
def test_a_stopped_clock_is_silent():
    clock = make()
    actions.stop(owner=clock.owner, rule=clock.rule_code, at=t("2026-11-05"), by=BY)
    assert fire(clock, "2026-12-24") == []
    assert queries.due_ids(t("2030-01-01")) == []


@pytest.mark.django_db(transaction=True)
def test_one_round_takes_all_due_clocks_and_a_broken_row_does_not_stop_it(caplog):
    at = now() - timedelta(days=100)
    rules_on = date(2026, 11, 2)
    made = [
        actions.start(owner=("case", uuid7()), rule="complaint.acceptance", at=at, facts={}, by=BY, rules_on=rules_on)
        for _ in range(5)
    ]
    broken = made[2]
    assert broken is not None
    Clock.objects.filter(id=broken.id).update(rule_version="no-such-pack/none@2020-01-01#0")
    assert sweeps.run_due() == 4 * 4
    assert sweeps.run_due() == 0
    assert str(broken.id) in caplog.text
    assert Alarm.objects.values("clock").distinct().count() == 4


@pytest.mark.django_db(transaction=True)
def test_what_people_work_on_is_left_for_the_next_round_and_never_waited_for():
    clock = make()
    holding, done = threading.Event(), threading.Event()

    def person() -> None:
        try:
            with transaction.atomic():
                audit.record(aggregate=clock.owner, kind="complaint.noted", by=BY, at=t("2026-11-20"))
                holding.set()
                done.wait(10)
        finally:
            connection.close()

    worker = threading.Thread(target=person)
    worker.start()
    assert holding.wait(10)
    assert fire(clock, "2026-12-24") == []
    done.set()
    worker.join()
    assert len(fire(clock, "2026-12-24")) == 5
    assert ledger.verify(clock.owner) == []


@pytest.mark.django_db(transaction=True)
def test_two_workers_fire_each_alarm_once():
    clocks = [make() for _ in range(6)]
    fired: list[int] = []

    def work() -> None:
        try:
            fired.extend(len(fire(clock, "2026-12-24")) for clock in clocks)
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    fired.extend(len(fire(clock, "2026-12-24")) for clock in clocks)
    assert sum(fired) == Alarm.objects.count() == 30
    assert all(ledger.verify(clock.owner) == [] for clock in clocks)


@pytest.mark.django_db
def test_a_provisional_limit_is_settled_when_its_year_is_announced(tmp_path, monkeypatch):
    clock = make("claim.completion", at="2026-12-15T10:00")
    sure = make("claim.completion", at="2026-11-03T10:00")
    assert clock.provisional
    assert actions.settle(clock_id=clock.id, by=BY, at=t("2026-12-16")) is None
    old = (calendars.DATA / "cn_holidays_2012_2026.csv").read_text("utf-8")
    rows = "".join(f"2027-01-0{day},元旦,1\n" for day in (1, 2, 3))
    (tmp_path / "cn_holidays_2012_2027.csv").write_text(old + rows, "utf-8")
    monkeypatch.setenv("HUIYIN_CALENDAR_DIR", str(tmp_path))
    calendars._versions.cache_clear()
    try:
        assert queries.unsettled_ids() == [clock.id]
        settled = actions.settle(clock_id=clock.id, by=BY, at=t("2026-12-16"))
        assert settled is not None
        assert (settled.due_at, settled.provisional) == (t("2027-01-14"), False)
        assert kinds(clock) == ["clock.settled"]
        assert queries.verify(settled) == []
        assert queries.verify(sure) == []
        assert actions.settle(clock_id=clock.id, by=BY, at=t("2026-12-16")) is None
        assert queries.unsettled_ids() == []
    finally:
        calendars._versions.cache_clear()


@pytest.mark.django_db
def test_alarms_are_carried_on_once():
    clock = make()
    fired = fire(clock, "2026-12-24")
    waiting = queries.alarms_to_carry("case")
    assert [alarm.id for alarm in waiting] == [alarm.id for alarm in fired]
    ids = [alarm.id for alarm in waiting]
    assert actions.carry(alarm_ids=ids, by=BY, at=t("2026-12-24")) == 5
    assert actions.carry(alarm_ids=ids, by=BY, at=t("2026-12-24")) == 0
    assert queries.alarms_to_carry("case") == []
    assert queries.alarms_of(clock.owner).count() == 5


def test_the_sweeps_are_periodic_jobs():
    assert sweeps.fire_due.queueing_lock == "clocks.fire_due"
    assert sweeps.settle_provisional.queueing_lock == "clocks.settle_provisional"
