"""Working calendars: the official days, the years not announced, and versions that stay what they were."""

import csv
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.core import calendars

SHARED = Path(__file__).parents[3] / "shared/data/calendar/cn_holidays_2012_2026.csv"


@pytest.fixture
def cn() -> calendars.Calendar:
    return calendars.current("cn")


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def test_every_official_row_from_2012_to_2026_is_followed(cn):
    rows = list(csv.DictReader((calendars.DATA / "cn_holidays_2012_2026.csv").open(encoding="utf-8")))
    assert len(rows) == 507
    for row in rows:
        day = cn.day(date.fromisoformat(row["date"]))
        assert day.working == (row["is_off_day"] == "0")
        assert day.reason == ("holiday" if row["is_off_day"] == "1" else "makeup")
        assert day.name == row["name"]
        assert day.announced


def test_the_shipped_rows_are_those_of_the_shared_data():
    if not SHARED.exists():
        pytest.skip("NOT RUN: the shared calendar data is not beside this checkout")
    assert SHARED.read_bytes() == (calendars.DATA / SHARED.name).read_bytes()


def test_days_without_a_row_follow_the_week(cn):
    listed = set(cn.rows)
    day = date(2012, 1, 1)
    while day < date(2027, 1, 1):
        if day not in listed:
            assert cn.is_working(day) == (day.weekday() < 5)
            assert cn.day(day).announced
        day += timedelta(days=1)


@pytest.mark.parametrize("on", [date(2011, 12, 30), date(2027, 1, 1), date(2031, 5, 1), date(1999, 6, 7)])
def test_a_year_not_announced_is_monday_to_friday_and_says_so(cn, on):
    assert cn.day(on) == calendars.Day(on.weekday() < 5, "workday" if on.weekday() < 5 else "weekend", "", False)


def test_only_the_last_days_of_the_last_announced_december_may_still_move(cn):
    movable = [date(2026, 12, day) for day in range(1, 32) if cn.may_still_move(date(2026, 12, day))]
    assert movable == [date(2026, 12, 29), date(2026, 12, 30), date(2026, 12, 31)]
    assert not cn.may_still_move(date(2025, 12, 31))


def test_the_version_names_the_years_and_the_content(cn, tmp_path):
    assert cn.version.startswith("cn@2012-2026#")
    text = (calendars.DATA / "cn_holidays_2012_2026.csv").read_text("utf-8")
    same = calendars.read(write(tmp_path, "cn_holidays_2012_2026.csv", text))
    assert same.version == cn.version
    other = calendars.read(
        write(tmp_path, "cn_holidays_2012_2026.csv", text.replace("2026-10-10,国庆节,0", "2026-10-10,国庆节,1"))
    )
    assert other.version != cn.version


def test_a_newer_file_is_used_and_the_old_version_stays_available(cn, tmp_path, monkeypatch):
    old = (calendars.DATA / "cn_holidays_2012_2026.csv").read_text("utf-8")
    write(tmp_path, "cn_holidays_2012_2027.csv", old + "2027-01-01,元旦,1\n")
    monkeypatch.setenv("HUIYIN_CALENDAR_DIR", str(tmp_path))
    calendars._versions.cache_clear()
    try:
        newer = calendars.current("cn")
        assert newer.last == 2027
        assert newer.day(date(2027, 1, 1)).name == "元旦"
        assert calendars.by_version(cn.version) == cn
    finally:
        calendars._versions.cache_clear()


@pytest.mark.parametrize(
    "name, text, said",
    [
        ("holidays.csv", "", "the name must look like"),
        ("cn_holidays_2013_2012.csv", "date,name,is_off_day\n", "first year is after"),
        ("cn_holidays_2012_2012.csv", "date,name,is_off_day\n2012-02-30,元旦,1\n", "line 2"),
        ("cn_holidays_2012_2012.csv", "date,name,is_off_day\n2012-01-01,元旦,yes\n", "line 2"),
        ("cn_holidays_2012_2012.csv", "day,name,off\n2012-01-01,元旦,1\n", "expected date,name,is_off_day"),
        ("cn_holidays_2012_2012.csv", "date,name,is_off_day\n2012-01-01,元旦,1\n2012-01-01,元旦,1\n", "listed twice"),
        ("cn_holidays_2012_2013.csv", "date,name,is_off_day\n2012-01-01,元旦,1\n", "no day is listed for 2013"),
    ],
)
def test_a_damaged_file_is_refused_by_name_and_line(tmp_path, name, text, said):
    path = write(tmp_path, name, text)
    with pytest.raises(calendars.CalendarError, match=said) as refused:
        calendars.read(path)
    assert name in str(refused.value)


def test_an_unknown_calendar_or_version_is_an_error():
    with pytest.raises(calendars.CalendarError, match="no calendar 'mars'"):
        calendars.current("mars")
    with pytest.raises(calendars.CalendarError, match="put its file back"):
        calendars.by_version("cn@1999-2000#000000000000")


@given(st.dates(date(2008, 1, 1), date(2031, 12, 31)), st.integers(0, 120), st.integers(-9, 200))
def test_counting_by_sums_is_counting_day_by_day(start, number, length):
    cn = calendars.current("cn")
    day, left = start, number
    while left > 0:
        day += timedelta(days=1)
        left -= cn.is_working(day)
    assert cn.working_day_after(start, number) == day
    days = [start + timedelta(days=n) for n in range(length)]
    assert cn.working_between(start, start + timedelta(days=length)) == sum(map(cn.is_working, days))
    if days:
        assert cn.is_announced(days[0], days[-1]) == all(cn.day(one).announced for one in days)


def test_a_calendar_without_working_days_for_long_is_still_counted():
    rows = {date(2030, 1, 1) + timedelta(days=n): ("long feast", True) for n in range(300)}
    feast = calendars.of("xx", 2030, 2030, rows)
    assert feast.working_day_after(date(2029, 12, 31), 1) == date(2030, 10, 28)
    with pytest.raises(OverflowError):
        feast.working_day_after(date(9999, 12, 30), 5)
