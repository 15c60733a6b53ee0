"""Packs are read strictly: what is wrong in a file is named by file and place, and nothing half-right is kept."""

import subprocess
import sys
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from textwrap import dedent, indent

import pytest

from huiyin.commands.rules_due import answer
from huiyin.handbook import queries
from huiyin.handbook.queries import published, shelf
from huiyin.handbook.rules.node import PackError

JANUARY = date(2027, 1, 1)
HEAD = """\
pack: test-pack
title: {zh: 测试, en: Test}
source: {zh: 测试, en: Test}
status: house
zone: Asia/Shanghai
effective_from: 2020-01-01
rules:
"""
RULE = """\
- code: test.limit
  title: {zh: 测试, en: Test}
  clause: 1-1
  unit: hours
  length: 24
  events: {start: [received], stop: [accepted]}
  alarms: [{before: 1h, tell: owner}, {after: 0h, tell: supervisor}]
  breach: house
"""


def load(folder: Path, *rules: str, head: str = HEAD, name: str = "test-pack.yaml"):
    (folder / name).write_text(head + "".join(indent(dedent(rule), "  ") for rule in rules), "utf-8")
    return queries.load(folder)


def test_a_good_pack_is_read_with_its_types(tmp_path):
    (pack,) = load(tmp_path, RULE)
    (rule,) = pack.rules
    assert (rule.code, rule.unit, rule.steps[0].length, rule.breach) == ("test.limit", "hours", 24, "house")
    assert [alarm.offset for alarm in rule.alarms] == [-timedelta(hours=1), timedelta(0)]
    assert rule.version.startswith("test-pack/test.limit@2020-01-01#")
    assert rule.effective_from == date(2020, 1, 1)


@pytest.mark.parametrize(
    "before, after, said",
    [
        ("length: 24", "length: 24\n  lenght: 3", "rules[0]: unknown key 'lenght'"),
        ("  clause: 1-1\n", "", "rules[0].clause: is missing"),
        ("  length: 24\n", "", "rules[0]: expected either length or steps"),
        ("length: 24", "length: 0", "rules[0].length: expected at least 1, found 0"),
        ("length: 24", "length: -3", "rules[0].length: expected at least 1, found -3"),
        ("length: 24", "length: soon", "rules[0].length: expected a whole number, found 'soon'"),
        ("length: 24", "length: 2.5", "rules[0].length: expected a whole number, found 2.5"),
        ("length: 24", "length: true", "rules[0].length: expected a whole number, found True"),
        ("unit: hours", "unit: fortnights", "rules[0].unit: expected one of hours"),
        ("unit: hours", "unit: fixed", "rules[0]: a fixed date has neither length nor steps"),
        ("unit: hours", "unit: hours\n  due_fact: due_on", "rules[0].due_fact: only a fixed date"),
        ("unit: hours", "unit: hours\n  roll: next_working_day", "rules[0].roll: an hour clock does not roll"),
        ("stop: [accepted]", "stop: [acceptd]", "rules[0].events.stop[0]: expected one of"),
        ("stop: [accepted]", "stop: []", "rules[0].events: a clock needs an event"),
        ("stop: [accepted]", "stop: [accepted], pause: [mediation_started]", "pause and resume belong together"),
        ("after: 0h", "after: 2h", "rules[0].alarms: the breach itself must be told"),
        ("before: 1h", "before: 0h", "rules[0].alarms[0].before: a warning comes before"),
        ("before: 1h", "before: soon", "rules[0].alarms[0].before: expected a length of time"),
        ("before: 1h", "after: 5h", "rules[0].alarms[1]: alarms must be in order"),
        ("tell: owner", "tell: boss", "rules[0].alarms[0].tell: expected one of"),
        ("breach: house", "breach: maybe", "rules[0].breach: expected one of law, house"),
        ("breach: house", "breach: house\n  zone: Asia/Shangai", "rules[0].zone: expected a time zone"),
        (
            "breach: house",
            "breach: house\n  effective_from: 2020-13-01",
            "rules[0].effective_from: expected a real date",
        ),
        ("breach: house", "breach: house\n  effective_to: 2019-12-31", "effective_to: is before effective_from"),
        ("breach: house", "breach: house\n  breach: law", "key 'breach' is given twice"),
        ("code: test.limit", "code: Test Limit", "rules[0].code: expected a code"),
        ("title: {zh: 测试, en: Test}", "title: {zh: 测试}", "rules[0].title.en: is missing"),
        ("breach: house", "breach: [house", "test-pack.yaml"),
    ],
)
def test_a_fault_is_named_by_file_and_place(tmp_path, before, after, said):
    assert before in RULE
    with pytest.raises(PackError) as refused:
        load(tmp_path, RULE.replace(before, after, 1))
    assert str(refused.value).startswith("test-pack.yaml: line ")
    assert said in str(refused.value)


@pytest.mark.parametrize(
    "steps, said",
    [
        ("[{length: 30}, {length: 15}]", "rules[0].steps[1].length: must be more than the 30"),
        ("[{length: 15}, {length: 30, needs: {approver: law}}]", "needs.approver and approvers belong together"),
        ("[{length: 15}, {length: 30, needs: {luck: law}}]", "rules[0].steps[1].needs.luck: expected one of"),
        ("[{length: 15}, {length: 30, needs: {reason: often}}]", "rules[0].steps[1].needs.reason: expected one of"),
        ("[{length: 15, needs: {reason: law}}]", "rules[0].steps[0]: the first step is the limit itself"),
        ("[]", "rules[0].steps: expected at least one step"),
    ],
)
def test_a_wrong_extension_ladder_is_refused(tmp_path, steps, said):
    with pytest.raises(PackError) as refused:
        load(tmp_path, RULE.replace("length: 24", f"steps: {steps}"))
    assert said in str(refused.value)


def test_two_versions_of_a_rule_in_force_on_one_day_are_refused(tmp_path):
    with pytest.raises(
        PackError, match=r"test\.limit: overlap: the version of 2020-01-01 is still in force on 2021-01-01"
    ):
        load(tmp_path, RULE, RULE + "  effective_from: 2021-01-01\n")


def test_two_packs_may_hold_one_code(tmp_path):
    load(tmp_path, RULE)
    found = load(tmp_path, RULE, head=HEAD.replace("test-pack", "other-pack"), name="other-pack.yaml")
    assert [pack.rules[0].code for pack in found] == ["test.limit", "test.limit"]


def test_a_version_ends_the_day_before_the_next_begins(tmp_path, monkeypatch):
    packs = load(
        tmp_path, RULE + "  effective_to: 2020-12-31\n", RULE.replace("24", "12") + "  effective_from: 2021-01-01\n"
    )
    earlier, later = packs[0].rules
    assert earlier.in_force_on(date(2020, 12, 31))
    assert not earlier.in_force_on(date(2021, 1, 1))
    assert later.in_force_on(date(2021, 1, 1))
    assert earlier.version != later.version


def test_the_version_changes_with_what_binds_and_not_with_the_title(tmp_path):
    (first,) = load(tmp_path, RULE)
    (retitled,) = load(tmp_path, RULE.replace("en: Test", "en: Better words"))
    (shorter,) = load(tmp_path, RULE.replace("length: 24", "length: 12"))
    assert retitled.rules[0].version == first.rules[0].version
    assert shorter.rules[0].version != first.rules[0].version


def test_the_shipped_rules_say_what_the_law_and_the_handbook_say():
    on = date(2026, 11, 1)
    decision = queries.in_force("complaint.decision", on)
    assert [step.length for step in decision.steps] == [15, 30, 60]
    assert decision.unit == "natural_days"
    assert decision.breach == "law"
    assert dict(decision.steps[1].needs) == {"reason": "house", "approver": "house", "notice": "house"}
    assert dict(decision.steps[2].needs) == {"reason": "house", "approver": "law", "notice": "law"}
    assert set(decision.steps[2].approvers) == {"upper_unit", "executive"}
    for code, unit, length in (
        ("complaint.acceptance", "hours", 24),
        ("complaint.first_response", "hours", 24),
        ("complaint.major_plan", "hours", 48),
        ("complaint.review_application", "natural_days", 30),
        ("complaint.review_decision", "natural_days", 30),
        ("complaint.progress", "working_days", 10),
        ("claim.completion", "working_days", 20),
    ):
        rule = queries.in_force(code, on)
        assert (rule.unit, rule.steps[0].length, len(rule.steps)) == (unit, length, 1)
    assert queries.in_force("complaint.progress", on).optional
    assert queries.in_force("complaint.review_application", on).obliges == "complainant"
    assert all(rule.roll == "none" for pack in queries.packs() for rule in pack.rules)


def test_a_rule_is_found_by_code_day_pack_and_version():
    on = date(2026, 11, 1)
    rule = queries.in_force("complaint.decision", on)
    assert queries.by_version(rule.version) is rule
    assert queries.in_force("complaint.decision", on, "cn-complaints-2020") is rule
    with pytest.raises(queries.NoRuleError, match=r"Pack cn-handbook-2025 has no rule complaint\.decision"):
        queries.in_force("complaint.decision", on, "cn-handbook-2025")
    with pytest.raises(queries.NoRuleError, match="no pack called 'mars'"):
        queries.in_force("complaint.decision", on, "mars")
    with pytest.raises(queries.NoRuleError, match=r"Known rules: .*claim\.completion"):
        queries.in_force("complaint.desicion", on)
    with pytest.raises(queries.NoRuleError, match="was in force on 2020-02-29"):
        queries.in_force("complaint.decision", date(2020, 2, 29))


def test_rules_are_found_by_the_case_event_they_name():
    paused = {rule.code for rule in queries.in_force_with_event("pause", "mediation_started", date(2026, 11, 1))}
    assert paused == {"complaint.decision"}
    started = {rule.code for rule in queries.in_force_with_event("start", "received", date(2026, 11, 1))}
    assert started == {
        "complaint.acceptance", "complaint.answer_life", "complaint.decision", "complaint.first_response",
        "complaint.progress",
    }  # fmt: skip


def test_the_versions_of_the_first_rules_never_change():
    """Clocks of real cases name them: titles, notes, duties and clauses may be mended, nothing that computes."""
    assert {rule.version for rule in queries.rules_of(["cn-complaints-2020", "cn-handbook-2025"])} == {
        "cn-complaints-2020/complaint.decision@2020-03-01#0c1eaafe6d18",
        "cn-complaints-2020/complaint.review_application@2020-03-01#27ac335b29db",
        "cn-complaints-2020/complaint.review_decision@2020-03-01#a6beb0efbf8a",
        "cn-complaints-2020/complaint.progress@2020-03-01#6cce9905f47b",
        "cn-complaints-2020/complaint.regulator_due@2020-03-01#71a387ed3427",
        "cn-handbook-2025/complaint.acceptance@2025-01-01#e89e7b8624c6",
        "cn-handbook-2025/complaint.first_response@2025-01-01#3d3443632d83",
        "cn-handbook-2025/complaint.major_plan@2025-01-01#d85a3d285426",
        "cn-handbook-2025/claim.completion@2025-01-01#0b07dcf9c55f",
        "cn-handbook-2025/request.acceptance@2025-01-01#61f02432b964",
        "cn-handbook-2025/request.response@2025-01-01#261986e96c02",
    }


def test_the_packs_are_read_when_they_are_asked_for():
    """`rules due` reads the home packs only; the limits of other jurisdictions wait until somebody names them."""
    program = (
        "from huiyin.handbook import queries as h; from datetime import date; h.in_force('complaint.decision', "
        "date(2026, 11, 1)); assert h.pack.cache_info().currsize == len(h.home()); "
        "assert not h.sources.cache_info().currsize; assert not h.all_clauses.cache_info().currsize"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


def test_a_pack_abroad_is_chosen_by_the_date_of_its_own_zone():
    last_minute = "2021-10-04T23:59+11:00"
    with pytest.raises(queries.NoRuleError, match="was in force on 2021-10-04"):
        answer("complaint.decision", last_minute, [], {}, "au-rg271")
    assert answer("complaint.decision", "2021-10-05T00:01+11:00", [], {}, "au-rg271")[0].pack == "au-rg271"


def test_a_later_published_version_ends_the_earlier_one_the_day_before():
    shipped = queries.in_force("complaint.first_response", date(2026, 11, 1))
    later = replace(shipped, version="cn-handbook-2025/complaint.first_response@2027-01-01#abc", effective_from=JANUARY)
    shelf.provide(lambda: shelf.Published(10_001, (later,)))
    try:
        before, _after = queries.versions("complaint.first_response")
        assert (before.version, before.effective_to) == (shipped.version, date(2026, 12, 31))
        assert queries.in_force("complaint.first_response", JANUARY).version == later.version
        assert queries.by_version(later.version).effective_from == JANUARY
    finally:
        shelf.provide(published.read_rules)
    assert queries.versions("complaint.first_response") == (shipped,)
