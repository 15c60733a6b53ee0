"""A year's notice published: provisional limits of cases move, each with an entry in its ledger; busy cases wait."""

import threading
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import IntegrityError, connection, transaction

from huiyin.audit import queries as audit
from huiyin.cases.jobs import calendars as job
from huiyin.cases.models import Case
from huiyin.cases.queries.calendars import moved_by
from huiyin.clocks import queries as clocks
from huiyin.clocks.models import Clock
from huiyin.core import calendars
from huiyin.core.errors import BadInput, Refused
from huiyin.core.time import SHANGHAI
from huiyin.handbook import actions
from huiyin.handbook.models import CalendarVersion, DraftState
from huiyin.handbook.queries import published
from huiyin.handbook.rules.notice import NoticeDay, NoticeError, merged, read_lines
from tests.cases.make import registered
from tests.people import House, build

AT = datetime(2026, 12, 24, 10, tzinfo=SHANGHAI)
RULE = "complaint.progress"
NEW_YEAR = [NoticeDay(date(2027, 1, day), "元旦", True) for day in (1, 2, 3)] + [
    NoticeDay(date(2027, 1, 9), "元旦", False)
]


@pytest.fixture
def house(db: None, settings: Any) -> House:
    cache.clear()
    settings.OPTIONAL_RULES = [RULE]
    return build()


def approved(house: House, days: list[NoticeDay] = NEW_YEAR, year: int = 2027) -> CalendarVersion:
    row = actions.create_calendar(code="cn", year=year, source="国办发明电", days=days, by=house.by("hua"), at=AT)
    row = actions.submit_calendar(row=row, seen=row.version, by=house.by("hua"), at=AT)
    row = actions.approve_calendar(row=row, seen=row.version, by=house.by("eve"), at=AT)
    published.forget()
    return row


def provisional(house: House) -> Clock:
    case = registered(house, at=AT, received_at=AT).case
    clock = Clock.objects.get(owner_id=case.pk, rule_code=RULE)
    assert clock.provisional
    return clock


def test_a_published_notice_settles_the_limits_of_its_year(house):
    clock = provisional(house)
    before, alarm = clock.due_at, clock.next_alarm_at
    row = approved(house)
    assert calendars.current("cn").version == row.calendar_version
    assert job.settle_calendar() == 1
    now = Clock.objects.get(pk=clock.pk)
    # ten working days after 24 December: 1 January off, 9 January made up
    assert before == datetime(2027, 1, 8, tzinfo=SHANGHAI)
    assert (now.due_at, now.provisional) == (datetime(2027, 1, 9, tzinfo=SHANGHAI), False)
    assert now.next_alarm_at is not None
    assert now.due_at is not None
    assert alarm is not None
    assert now.next_alarm_at - alarm == now.due_at - before
    assert audit.chain(now.owner).filter(kind="clock.settled").count() == 1
    assert not audit.verify(now.owner)
    assert clocks.verify(now) == []
    case = Case.objects.get(pk=clock.owner_id)
    assert (case.next_due_at, case.is_provisional) == (min(
        one.due_at for one in clocks.running(now.owner) if one.due_at
    ), False)  # fmt: skip
    assert job.settle_calendar() == 0


def test_the_preview_names_what_would_move(house):
    clock = provisional(house)
    whole = merged(NEW_YEAR, 2027, calendars.current("cn"))
    (move,) = moved_by(whole, house["hua"])
    assert (move.case.pk, move.before, move.after) == (
        clock.owner_id,
        clock.due_at,
        datetime(2027, 1, 9, tzinfo=SHANGHAI),
    )
    assert moved_by(whole, house["zoe"]) == []


def test_limits_that_were_certain_stay_and_new_ones_count_with_it(house):
    sure = registered(
        house, at=datetime(2026, 11, 2, 9, tzinfo=SHANGHAI), received_at=datetime(2026, 11, 2, 9, tzinfo=SHANGHAI)
    ).case
    old = Clock.objects.get(owner_id=sure.pk, rule_code=RULE)
    approved(house)
    assert job.settle_calendar() == 0
    assert Clock.objects.get(pk=old.pk).calendar_version == old.calendar_version
    new = registered(house, at=AT, received_at=AT).case
    assert not Clock.objects.get(owner_id=new.pk, rule_code=RULE).provisional
    assert clocks.verify(Clock.objects.get(pk=old.pk)) == []


@pytest.mark.django_db(transaction=True)
def test_a_case_somebody_works_on_waits_for_the_next_round(house):
    clock = provisional(house)
    approved(house)
    held, done = threading.Event(), threading.Event()

    def work() -> None:
        try:
            with transaction.atomic():
                Case.objects.select_for_update().get(pk=clock.owner_id)
                held.set()
                done.wait(20)
        finally:
            connection.close()

    worker = threading.Thread(target=work)
    worker.start()
    assert held.wait(20)
    assert job.settle_calendar() == 0
    done.set()
    worker.join()
    assert job.settle_calendar() == 1
    published.forget()


def test_two_people_and_no_edit_after_publication(house):
    row = actions.create_calendar(code="cn", year=2027, source="x", days=NEW_YEAR, by=house.by("hua"), at=AT)
    with pytest.raises(Refused):
        actions.submit_calendar(row=row, seen=row.version + 1, by=house.by("hua"), at=AT)
    row = actions.submit_calendar(row=row, seen=row.version, by=house.by("hua"), at=AT)
    with pytest.raises(Refused) as own:
        actions.approve_calendar(row=row, seen=row.version, by=house.by("hua"), at=AT)
    assert own.value.code == "draft.own"
    done = actions.approve_calendar(row=row, seen=row.version, by=house.by("eve"), at=AT)
    assert actions.approve_calendar(row=row, seen=row.version, by=house.by("eve"), at=AT) == done
    with pytest.raises(Refused):
        actions.edit_calendar(row=done, seen=done.version, source="y", days=NEW_YEAR, by=house.by("hua"), at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        CalendarVersion.objects.update(notice="z")


def test_a_notice_that_follows_an_old_calendar_is_refused(house):
    first = actions.create_calendar(code="cn", year=2027, source="a", days=NEW_YEAR, by=house.by("hua"), at=AT)
    second = actions.create_calendar(code="cn", year=2027, source="b", days=NEW_YEAR[:3], by=house.by("hua"), at=AT)
    for row in (first, second):
        actions.submit_calendar(row=row, seen=row.version, by=house.by("hua"), at=AT)
    actions.approve_calendar(row=first, seen=2, by=house.by("eve"), at=AT)
    with pytest.raises(Refused) as refused:
        actions.approve_calendar(row=second, seen=2, by=house.by("eve"), at=AT)
    assert refused.value.code == "calendar.based_on_old"
    back = actions.reject_calendar(row=second, seen=2, reason="again", by=house.by("eve"), at=AT)
    assert back.state == DraftState.REJECTED


@pytest.mark.parametrize(
    "days, code",
    [
        ([], "empty"),
        ([NoticeDay(date(2027, 1, 4), "元旦", False), NEW_YEAR[0]], "weekday_work"),
        ([NEW_YEAR[0], NEW_YEAR[0]], "twice"),
        ([NoticeDay(date(2028, 1, 1), "元旦", True)], "outside"),
        ([NoticeDay(date(2027, 1, 1), " ", True)], "name"),
        ([NoticeDay(date(2027, 1, 1) + timedelta(days=n), "长假", True) for n in range(151)], "many"),
    ],
)
def test_what_no_notice_says_is_refused_in_words(house, days, code):
    with pytest.raises(BadInput) as refused:
        actions.create_calendar(code="cn", year=2027, source="x", days=days, by=house.by("hua"), at=AT)
    assert refused.value.code == f"calendar.{code}"
    for year in (2011, 2028):
        with pytest.raises(BadInput) as wrong:
            actions.create_calendar(code="cn", year=year, source="x", days=NEW_YEAR, by=house.by("hua"), at=AT)
        assert wrong.value.code == "calendar.year"


def test_pasted_lines_are_read_and_faults_name_their_line():
    days = read_lines("2027-01-01 至 2027-1-3，元旦，休\n\n2027-01-09 元旦 班\n2027-05-01 Labour Day off")
    assert [(day.on.isoformat(), day.off) for day in days][:2] == [("2027-01-01", True), ("2027-01-02", True)]
    assert (days[3].off, days[4].name) == (False, "Labour Day")
    for text, code in (("soon", "line"), ("2027-02-30 元旦 休", "date"), ("2027-01-05~2027-01-01 元旦 休", "span")):
        with pytest.raises(NoticeError) as refused:
            read_lines("2027-01-01 元旦 休\n" + text)
        assert (refused.value.code, refused.value.place) == (code, "2")
