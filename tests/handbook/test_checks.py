"""What ships fits together; what does not is told with file, line and mend."""

from pathlib import Path
from textwrap import dedent

import pytest

from huiyin.accounts.models import Role
from huiyin.handbook import queries
from huiyin.handbook.queries.check import check_files, shipped_files
from huiyin.handbook.rules.clauses import ROLES

PACK = """\
pack: test-pack
title: {zh: 测试, en: Test}
source: {zh: 测试, en: Test}
status: in_force
zone: Asia/Shanghai
effective_from: 2020-01-01
rules:
  - code: test.limit
    title: {zh: 测试, en: Test}
    clause: art 18
    clauses: [{source: cn-order-2020-3, clause: art 18}]
    unit: natural_days
    length: 15
    events: {start: [received], stop: [accepted]}
    alarms: [{after: 0h, tell: supervisor}]
    breach: law
"""
FIGURES = """\
figures:
  - code: test.share
    title: {zh: 测试, en: Test}
    value: 25
    unit: percent
    clauses: [{source: cn-cp-evaluation-2025, clause: weights}]
"""
CLAUSES = """\
source: cn-order-2022-9
clauses:
  - id: "test 1"
    kind: duty
    ask: {zh: 测试, en: Test}
    actor: [handler]
    numbers: [{value: 15, unit: natural_days}]
    rules: [complaint.decision]
    law: [{source: cn-pipl-2021, article: "57"}]
"""


def faults(folder: Path, text: str, name: str) -> list[str]:
    path = folder / name
    path.write_text(dedent(text), "utf-8")
    return [str(fault) for fault in check_files([path])]


def test_everything_that_ships_is_right():
    assert [str(fault) for fault in check_files(shipped_files())] == []


def test_a_good_pack_and_good_clauses_have_no_faults(tmp_path):
    assert faults(tmp_path, PACK, "test-pack.yaml") == []
    assert faults(tmp_path, PACK + FIGURES, "test-pack.yaml") == []
    assert faults(tmp_path, CLAUSES, "test.yaml") == []


@pytest.mark.parametrize(
    "before, after, said",
    [
        ("    length: 15\n", "", "line 8: rules[0]: expected either length or steps. Give the limit its number"),
        ("length: 15", "lenght: 15", "line 13: rules[0]: unknown key 'lenght'. Write length"),
        (
            "clause: art 18}]",
            "clause: art 99}]",
            "line 8: test.limit: cn-order-2020-3 has no clause 'art 99'. Add it to",
        ),
        ("source: cn-order-2020-3, ", "source: mars, ", "line 8: test.limit: there is no source 'mars'. Add its file"),
        (
            "    clauses: [{source: cn-order-2020-3, clause: art 18}]\n",
            "",
            "line 8: test.limit: rests on no clause. Add",
        ),
        ("length: 15", "length: 16", "its 16 natural_days agrees with no number of its clauses"),
        ("stop: [accepted]", "stop: [received]", "a cycle: received is named in start and in stop. Take received out"),
        (
            "stop: [accepted]}",
            "stop: [accepted], pause: [appraisal_started], resume: [appraisal_started]}",
            "a cycle: appraisal_started is named in pause and in resume",
        ),
        (
            "stop: [accepted]}",
            "stop: [accepted], restart: [received]}",
            "a cycle: received is named in start and in restart",
        ),
    ],
)
def test_a_fault_of_a_pack_names_file_line_and_mend(tmp_path, before, after, said):
    assert before in PACK
    found = faults(tmp_path, PACK.replace(before, after), "test-pack.yaml")
    assert len(found) == 1
    assert found[0].startswith("test-pack.yaml: line ")
    assert said in found[0]


def later(since: str, **changes: str) -> str:
    text = PACK[PACK.index("  - code") :]
    for before, after in changes.items():
        text = text.replace(before, after)
    return text + f"    effective_from: {since}\n"


def test_overlap_and_gap_of_periods_are_told_with_their_mend(tmp_path):
    (overlap,) = faults(tmp_path, PACK + later("2021-01-01"), "test-pack.yaml")
    assert "line 17: test.limit: overlap: the version of 2020-01-01 is still in force on 2021-01-01" in overlap
    assert "Give that version (line 8) `effective_to: 2020-12-31`." in overlap
    (gap,) = faults(tmp_path, PACK + "    effective_to: 2020-06-30\n" + later("2021-01-01"), "test-pack.yaml")
    assert "gap: nothing is in force between 2020-06-30 and 2021-01-01" in gap
    assert faults(tmp_path, PACK + "    effective_to: 2020-12-31\n" + later("2021-01-01"), "test-pack.yaml") == []


def test_rules_whose_ends_start_each_other_are_refused(tmp_path):
    second = later("2020-01-01", **{"test.limit": "test.other", "[received]": "[accepted]"}).replace(
        "stop: [accepted]", "stop: [received]"
    )
    (found,) = faults(tmp_path, PACK + second, "test-pack.yaml")
    assert "a cycle of events: test.limit → test.other → test.limit" in found
    assert "Let test.limit start with an event that test.other does not stop with." in found


@pytest.mark.parametrize(
    "before, after, said",
    [
        ("value: 25", "value: a lot", "figures[0].value: expected a number"),
        (
            "unit: percent",
            "unit: percent\n    benchmark: true",
            "a benchmark and the status unverified belong together",
        ),
        ("unit: percent", "unit: parsecs", "figures[0].unit: expected one of"),
        ("[{source: cn-cp-evaluation-2025, clause: weights}]", "[]", "figures[0].clauses: names no clause"),
        ("code: test.share", "code: test.limit", "test.limit: is given twice"),
    ],
)
def test_a_fault_of_a_figure_is_told(tmp_path, before, after, said):
    (found,) = faults(tmp_path, PACK + FIGURES.replace(before, after), "test-pack.yaml")
    assert said in found


@pytest.mark.parametrize(
    "before, after, said",
    [
        ("[complaint.decision]", "[complaint.desicion]", "there is no rule 'complaint.desicion'"),
        ("value: 15", "value: 14", "its 14 natural_days agrees with no length of complaint.decision"),
        ('article: "57"', 'article: "75"', "cn-pipl-2021 has 74 articles, not 75"),
        ("cn-pipl-2021", "mars", "there is no source 'mars'"),
        ("source: cn-order-2022-9", "source: mars", "there is no source 'mars'"),
        ("[handler]", "[wizard]", "nobody is called 'wizard'"),
        ("kind: duty", "kind: benchmark", "a benchmark makes no rule"),
        ("kind: duty", "kind: wish", "clauses[0].kind: expected one of"),
        ("unit: natural_days", "unit: moons", "clauses[0].numbers[0].unit: expected one of"),
        ("actor: [handler]", "actors: [handler]", "clauses[0]: unknown key 'actors'. Write actor"),
    ],
)
def test_a_fault_of_a_clause_is_told(tmp_path, before, after, said):
    assert before in CLAUSES
    (found,) = faults(tmp_path, CLAUSES.replace(before, after), "test.yaml")
    assert said in found
    assert found.startswith("test.yaml: line ")


def test_a_rule_on_a_benchmark_is_refused(tmp_path):
    (tmp_path / "c.yaml").write_text(
        CLAUSES.replace("    rules: [complaint.decision]\n", "").replace(
            "natural_days}", "natural_days, benchmark: true}"
        ),
        "utf-8",
    )
    pack = tmp_path / "test-pack.yaml"
    pack.write_text(PACK.replace("cn-order-2020-3, clause: art 18", "cn-order-2022-9, clause: test 1"), "utf-8")
    (found,) = check_files([tmp_path / "c.yaml", pack])
    assert "its number is a benchmark, which nobody has verified. Seed it as a figure" in str(found)


def test_all_faults_of_a_pack_are_told_at_once(tmp_path):
    broken = later("2020-01-01", **{"test.limit": "test.other", "length: 15": "length: 0"})
    found = faults(tmp_path, PACK.replace("length: 15", "length: soon") + broken, "test-pack.yaml")
    assert len(found) == 2


def test_the_roles_of_clauses_are_those_of_the_house():
    assert set(ROLES) == {str(role.value) for role in Role}


def test_benchmarks_are_figures_unverified_and_no_rule_has_their_code():
    rules = {rule.code for pack in queries.packs() for rule in pack.rules}
    for pack in queries.packs():
        for figure in pack.figures:
            assert figure.benchmark == (figure.status == "unverified")
            assert figure.code not in rules


def test_clauses_are_found_by_source_chapter_and_rule():
    clause = queries.clause("cn-handbook-2025", "3.1-5")
    assert clause in queries.clauses_of("3")
    assert clause in queries.clauses_of("3.1")
    assert clause not in queries.clauses_of("3.2")
    assert clause in queries.clauses_of_rule("complaint.acceptance")
    assert "complaint.acceptance" in queries.coverage(clause).rules
    assert "complaint.decision" in queries.rules_of_clause(queries.clause("cn-order-2020-3", "art 18"))
    with pytest.raises(queries.NoClauseError, match="has no clause 'art 999'"):
        queries.clause("cn-order-2020-3", "art 999")
    with pytest.raises(queries.NoClauseError, match="no source called 'mars'"):
        queries.source("mars")
