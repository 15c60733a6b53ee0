"""The derivation in words and as a strip of days."""

from typing import Any

from huiyin.clocks.rules.due import Due
from huiyin.clocks.rules.strip import day_strip
from huiyin.clocks.rules.text import as_text
from tests.clocks.make import due, made, rule


def states(found: Due) -> list[tuple[str, str, Any]]:
    return [(entry["date"][5:], entry["state"], entry["number"]) for entry in day_strip(found.derivation)]


def test_the_strip_shows_the_start_the_pause_and_the_last_day():
    found = due(made("natural_days", 3), "2026-11-01", ("pause", "2026-11-03"), ("resume", "2026-11-05"))
    assert states(found) == [
        ("11-01", "start", None),
        ("11-02", "counted", 1),
        ("11-03", "paused", None),
        ("11-04", "paused", None),
        ("11-05", "counted", 2),
        ("11-06", "counted", 3),
    ]
    assert [entry["last"] for entry in day_strip(found.derivation)] == [False] * 5 + [True]


def test_the_strip_names_holidays_and_make_up_days():
    strip = {entry["date"]: entry for entry in day_strip(due(made("working_days", 6), "2026-09-18").derivation)}
    assert (strip["2026-09-19"]["state"], strip["2026-09-19"]["name"]) == ("weekend", "")
    assert (strip["2026-09-20"]["state"], strip["2026-09-20"]["number"]) == ("makeup", 1)
    assert (strip["2026-09-25"]["state"], strip["2026-09-25"]["name"]) == ("holiday", "中秋节")


def test_the_strip_of_an_hour_clock_shows_the_hours_of_each_date():
    found = due(
        "complaint.major_plan", "2026-11-01T18:00", ("pause", "2026-11-02T00:00"), ("resume", "2026-11-03T06:00"),
        major=True,
    )  # fmt: skip
    assert states(found) == [
        ("11-01", "counted", 6.0),
        ("11-02", "paused", None),
        ("11-03", "counted", 18.0),
        ("11-04", "counted", 24.0),
    ]


def test_the_strip_of_an_open_pause_ends_with_it():
    found = due(made("natural_days", 3), "2026-11-01", ("pause", "2026-11-03"))
    assert states(found)[-1] == ("11-03", "paused", None)
    assert not any(entry["last"] for entry in day_strip(found.derivation))


def test_the_strip_shows_rolled_days_and_agreed_days():
    rolled = due(made("natural_days", 5, roll="next_working_day"), "2026-09-30")
    assert [day for day, state, _ in states(rolled) if state == "rolled"] == ["10-06", "10-07", "10-08"]
    agreed = due("complaint.decision", "2026-11-01", ("agree", "2026-11-02", "2026-11-04"))
    assert states(agreed) == [
        ("11-01", "start", None),
        ("11-02", "counted", 1),
        ("11-03", "counted", 2),
        ("11-04", "counted", 3),
    ]


EVERYTHING = (
    ("pause", "2026-11-02"), ("restart", "2026-11-03T08:30"), ("resume", "2026-11-04"), ("extend", "2026-11-05"),
    ("pause", "2026-11-06"), ("resume", "2026-11-08"),
)  # fmt: skip


def test_the_text_tells_the_whole_story_in_chinese():
    assert as_text(due("complaint.decision", "2026-11-01T10:00", *EVERYTHING).derivation, "zh-hans").split("\n") == [
        "1. 2026-11-03 08:30 收到新材料，重新计算，2026-11-01 10:00 起的计时作废。",
        "2. 2026-11-03 08:30 起算，当日不计；期限15日(自然日)。",
        "3. 2026-11-04 00:00 的恢复无效：对应的暂停已随重新计算失效。",
        "4. 2026-11-05 00:00 延长，自起算日共30日(自然日)。",
        "5. 2026-11-04 至 2026-11-05：计2日，累计2日。",
        "6. 2026-11-06 至 2026-11-07：暂停，扣除2日。",
        "7. 2026-11-08 至 2026-12-05：计28日，累计30日。",
        "8. 2026-12-05 24:00 到期。",
    ]


def test_the_text_tells_the_whole_story_in_english():
    assert as_text(due("complaint.decision", "2026-11-01T10:00", *EVERYTHING).derivation, "en").split("\n") == [
        "1. Starts again 2026-11-03 08:30; the run from 2026-11-01 10:00 is dropped.",
        "2. Starts 2026-11-03 08:30; limit 15 natural days. That day itself is not counted.",
        "3. The resume of 2026-11-04 00:00 has no effect: its pause was dropped by the restart.",
        "4. Extended 2026-11-05 00:00 to 30 natural days in all.",
        "5. 2026-11-04 to 2026-11-05: 2 counted, 2 in all.",
        "6. 2026-11-06 to 2026-11-07: pause, 2 days left out.",
        "7. 2026-11-08 to 2026-12-05: 28 counted, 30 in all.",
        "8. Due by 2026-12-05 24:00.",
    ]


def test_every_kind_of_step_has_words_in_both_languages():
    stories = [
        due("complaint.decision", "2026-11-01", ("extend", "2026-12-20")),
        due("complaint.decision", "2026-11-01", ("agree", "2026-11-20", "2026-12-20")),
        due("complaint.decision", "2026-11-01", ("agree", "2026-12-20")),
        due("complaint.decision", "2026-11-01", ("pause", "2026-11-05")),
        due("complaint.regulator_due", "2026-11-01", due_on="2026-11-09"),
        due("complaint.acceptance", "2026-11-01", ("pause", "2026-11-01T03:00:05"), ("resume", "2026-11-01T04:00")),
        due("complaint.progress", "2026-12-20"),
        due("complaint.major_plan", "2026-12-20"),
        due(made("months", 1), "2026-01-31"),
        due(made("natural_days", 5, roll="next_working_day"), "2026-09-30"),
    ]
    for found in stories:
        for language in ("zh", "en"):
            lines = as_text(found.derivation, language).split("\n")
            assert len(lines) == len(found.derivation)
            assert all("{" not in line for line in lines)


def test_titles_of_rules_come_in_both_languages():
    assert rule().title.in_language("zh-hans") == "作出处理决定并告知"
    assert rule().title.in_language("en") == "Decide and tell"
