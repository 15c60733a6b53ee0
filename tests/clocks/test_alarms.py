"""When the ladder of a rule fires, and what an extension lacks."""

from datetime import timedelta

from huiyin.clocks.rules import alarms, extension
from huiyin.handbook import queries
from tests.clocks.make import rule, t

DUE = t("2026-11-17T00:00")


def test_points_fire_in_order_and_only_once_each():
    of = rule()
    assert [alarm.offset.days for alarm in of.alarms] == [-5, -2, -1, 0, 3]
    assert alarms.next_alarm(of, DUE, 0) == t("2026-11-12T00:00")
    assert alarms.reached(of, DUE, 0, t("2026-11-11T23:59:59")) == []
    assert alarms.reached(of, DUE, 0, t("2026-11-12T00:00")) == [0]
    assert alarms.reached(of, DUE, 1, t("2026-11-18T00:00")) == [1, 2, 3]
    assert alarms.next_alarm(of, DUE, 4) == t("2026-11-20T00:00")
    assert alarms.next_alarm(of, DUE, 5) is None


def test_a_paused_clock_is_silent():
    assert alarms.next_alarm(rule(), None, 0) is None
    assert alarms.reached(rule(), None, 0, t("2030-01-01")) == []
    assert not alarms.is_broken(rule(), None, t("2030-01-01"))


def test_a_day_limit_is_broken_at_its_due_time_and_an_hour_limit_only_after():
    hours = rule("complaint.acceptance")
    breach = next(place for place, alarm in enumerate(hours.alarms) if not alarm.is_warning)
    assert breach not in alarms.reached(hours, DUE, 0, DUE)
    assert breach in alarms.reached(hours, DUE, 0, DUE + timedelta(microseconds=1))
    assert not alarms.is_broken(hours, DUE, DUE)
    assert alarms.is_broken(rule(), DUE, DUE)


def test_every_shipped_ladder_warns_before_and_tells_of_the_breach():
    for pack in queries.packs():
        for of in pack.rules:
            assert any(not alarm.offset for alarm in of.alarms), of.code
            assert of.obliges == "complainant" or of.alarms[0].is_warning, of.code


def test_what_the_first_extension_lacks_is_a_matter_of_the_house():
    step = extension.next_step(rule(), 0)
    assert step is not None
    lacking = extension.omissions(step, reason=False, approver_roles=(), notice=False)
    assert {(item.need, item.level) for item in lacking} == {
        ("reason", "house"), ("approver", "house"), ("notice", "house"),
    }  # fmt: skip
    assert extension.omissions(step, reason=True, approver_roles=["supervisor"], notice=True) == []


def test_the_second_extension_needs_the_right_approver_and_the_notice_by_law():
    step = extension.next_step(rule(), 1)
    assert step is not None
    lacking = extension.omissions(step, reason=True, approver_roles=["supervisor"], notice=False)
    assert {(item.need, item.level) for item in lacking} == {("approver", "law"), ("notice", "law")}
    assert extension.omissions(step, reason=True, approver_roles=["executive"], notice=True) == []
    assert extension.omissions(step, reason=True, approver_roles=["upper_unit"], notice=True) == []
    assert extension.next_step(rule(), 2) is None
