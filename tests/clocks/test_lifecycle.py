"""Starting, stopping, cancelling and reopening clocks."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from huiyin.clocks import actions, queries
from huiyin.clocks.models import Clock
from huiyin.core import actors
from huiyin.core.errors import Refused
from huiyin.core.ids import uuid7
from tests.clocks.make import t

pytestmark = pytest.mark.django_db
BY = actors.system("test")
RECEIVED = t("2026-11-02T10:00")


def owner() -> tuple[str, UUID]:
    return ("case", uuid7())


def start(
    of: Any, rule: str = "complaint.decision", at: datetime = RECEIVED, rules_on: date = date(2026, 11, 2), **facts: Any
) -> Any:
    return actions.start(owner=of, rule=rule, at=at, facts=facts, by=BY, rules_on=rules_on)


def stop(of: Any, at: datetime, rule: str = "complaint.decision") -> Any:
    return actions.stop(owner=of, rule=rule, at=at, by=BY)


def test_a_clock_starts_with_what_it_was_computed_from():
    of = owner()
    clock = start(of, colour="blue")
    row = Clock.objects.get()
    assert row.due_at == t("2026-11-18T00:00")
    assert row.next_alarm_at == t("2026-11-13T00:00")
    assert row.rule_version == clock.rule_version == queries.rule_of(row).version
    assert row.calendar_version.startswith("cn@2012-2026#")
    assert (row.state, row.breach_kind, row.facts) == ("running", "law", {})
    assert clock.change["due_at"] == row.due_at
    assert queries.verify(row) == []


def test_a_rule_that_does_not_bind_starts_no_clock():
    of = owner()
    assert start(of, "complaint.major_plan", major=False) is None
    assert start(of, "complaint.major_plan") is None
    assert start(of, "complaint.acceptance", rules_on=date(2024, 12, 31)) is None
    assert start(of, "complaint.progress") is None
    assert start(of, "complaint.regulator_due") is None
    assert start(of, "complaint.review_application", decided_by="branch") is None
    assert not Clock.objects.exists()
    assert start(of, "complaint.major_plan", major=True).due_at == t("2026-11-04T10:00")
    assert start(of, "complaint.review_application", decided_by="branch", receipt_proof="x") is not None


def test_an_optional_rule_starts_where_the_house_has_switched_it_on(settings):
    settings.OPTIONAL_RULES = ["complaint.progress"]
    assert start(owner(), "complaint.progress").due_at == t("2026-11-17T00:00")


def test_a_regulators_date_is_taken_from_the_fact():
    assert start(owner(), "complaint.regulator_due", due_on=date(2026, 11, 12)).due_at == t("2026-11-13T00:00")
    with pytest.raises(Refused) as refused:
        start(owner(), "complaint.regulator_due", due_on="soon")
    assert refused.value.code == "clock.fact_wrong"


def test_starting_twice_keeps_the_first():
    of = owner()
    first, second = start(of), start(of, at=RECEIVED + timedelta(days=3))
    assert first.id == second.id
    assert Clock.objects.get().started_at == RECEIVED
    with pytest.raises(IntegrityError), transaction.atomic():
        Clock.objects.create(
            owner_kind=of[0], owner_id=of[1], rule_code="complaint.decision", started_at=RECEIVED, due_at=RECEIVED,
            breach_kind="law",
        )  # fmt: skip


def test_starting_many_is_one_statement(django_assert_num_queries):
    with django_assert_num_queries(1):
        clocks = actions.start_many(
            owner=owner(),
            rules=["complaint.acceptance", "complaint.first_response", "complaint.decision", "complaint.major_plan"],
            at=RECEIVED,
            facts={"major": False},
            by=BY,
            rules_on=date(2026, 11, 2),
        )
    assert [clock.rule_code for clock in clocks] == [
        "complaint.acceptance", "complaint.first_response", "complaint.decision",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "rule, at, state",
    [
        ("complaint.decision", "2026-11-17T23:59:59", "met"),
        ("complaint.decision", "2026-11-18T00:00", "late"),
        ("complaint.acceptance", "2026-11-03T10:00", "met"),
        ("complaint.acceptance", "2026-11-03T10:00:01", "late"),
    ],
)
def test_a_clock_is_kept_or_late_by_the_comparison_of_its_rule(rule, at, state):
    of = owner()
    start(of, rule)
    clock = stop(of, t(at), rule)
    assert (clock.state, clock.met_at, clock.next_alarm_at) == (state, t(at), None)
    assert clock.breached_at == (clock.due_at if state == "late" else None)
    assert clock.change["state"] == state


def test_a_case_event_starts_and_stops_the_limits_that_name_it():
    of = owner()
    started = actions.start_for(owner=of, event="received", at=RECEIVED, facts={}, by=BY, rules_on=date(2026, 11, 2))
    assert {clock.rule_code for clock in started} == {
        "complaint.acceptance", "complaint.first_response", "complaint.decision",
    }  # fmt: skip
    stopped = actions.stop_for(owner=of, event="decision_notified", at=t("2026-11-02T18:00"), by=BY)
    assert {clock.rule_code for clock in stopped} == {"complaint.first_response", "complaint.decision"}
    assert actions.stop_for(owner=of, event="decision_notified", at=t("2026-11-03"), by=BY) == []


def test_a_limit_of_the_old_rules_is_pinned_by_the_date_of_the_case():
    of = owner()
    started = actions.start_for(
        owner=of, event="received", at=t("2024-12-31T23:00"), facts={}, by=BY, rules_on=date(2024, 12, 31)
    )
    assert [clock.rule_code for clock in started] == ["complaint.decision"]


def test_stopping_twice_changes_nothing():
    of = owner()
    start(of)
    assert stop(of, t("2026-11-05")) is not None
    assert stop(of, t("2026-11-30")) is None
    assert Clock.objects.get().met_at == t("2026-11-05")


def test_nothing_stops_before_it_starts():
    of = owner()
    start(of)
    with pytest.raises(Refused) as refused:
        stop(of, t("2026-11-02T09:59"))
    assert refused.value.code == "clock.event_before_start"


def test_a_stop_in_time_that_is_recorded_late_takes_the_breach_back():
    of = owner()
    clock = start(of)
    actions.fire(clock_id=clock.id, by=BY, at=t("2026-11-18T09:00"))
    assert Clock.objects.get().breached_at == t("2026-11-18")
    assert stop(of, t("2026-11-17T18:00")).state == "met"
    assert Clock.objects.get().breached_at is None


def test_cancelling_ends_what_runs_and_hides_no_breach():
    of = owner()
    start(of)
    start(of, "complaint.acceptance")
    ended = actions.cancel(owner=of, at=t("2026-11-05"), by=BY)
    assert [clock.state for clock in ended] == ["cancelled", "cancelled"]
    late = Clock.objects.get(rule_code="complaint.acceptance")
    assert late.breached_at == late.due_at
    assert Clock.objects.get(rule_code="complaint.decision").breached_at is None
    assert actions.cancel(owner=of, at=t("2026-11-05"), by=BY) == []


def test_a_reopened_clock_runs_as_if_it_had_never_ended():
    of = owner()
    start(of)
    actions.cancel(owner=of, at=t("2026-11-05"), by=BY, rule="complaint.decision")
    clock = actions.reopen(owner=of, rule="complaint.decision", at=t("2026-11-20"), by=BY)
    assert clock is not None
    assert (clock.state, clock.due_at, clock.met_at) == ("running", t("2026-11-18"), None)
    assert clock.breached_at == t("2026-11-18")
    assert actions.reopen(owner=of, rule="complaint.decision", at=t("2026-11-21"), by=BY) == clock
    assert actions.reopen(owner=owner(), rule="complaint.decision", at=t("2026-11-21"), by=BY) is None


def test_the_nearest_limit_is_ours_and_not_the_complainants():
    of = owner()
    assert queries.nearest(of) is None
    start(of, "complaint.review_application", decided_by="branch", receipt_proof="x", at=t("2026-10-05"))
    assert queries.nearest(of) is None
    start(of)
    start(of, "complaint.acceptance")
    found = queries.nearest(of)
    assert found is not None
    assert (found[0], found[1].rule_code) == (t("2026-11-03T10:00"), "complaint.acceptance")
    stop(of, t("2026-11-02T11:00"), "complaint.acceptance")
    actions.pause(owner=of, at=t("2026-11-04"), by=BY, ref="a", reason="appraisal")
    paused = queries.nearest(of)
    assert paused is not None
    assert (paused[0], paused[1].paused) == (None, True)


def test_whether_something_was_in_time_is_unknown_without_a_clock():
    of = owner()
    assert queries.was_in_time(of, "complaint.review_application", t("2030-01-01")) is None
    start(of, "complaint.review_application", decided_by="branch", receipt_proof="x")
    assert queries.was_in_time(of, "complaint.review_application", t("2026-12-02T23:00")) is True
    assert queries.was_in_time(of, "complaint.review_application", t("2026-12-03")) is False


def test_a_stored_due_time_that_was_tampered_with_is_found():
    clock = start(owner())
    Clock.objects.update(due_at=t("2026-12-24"))
    clock.refresh_from_db()
    assert len(queries.verify(clock)) == 1
    assert "due_at" in queries.verify(clock)[0]
    assert list(queries.verify_all()) == queries.verify(clock)
    Clock.objects.update(rule_version=clock.rule_version.partition("#")[0] + "#000000000000")
    clock.refresh_from_db()
    assert "append-only" in queries.verify(clock)[0]
