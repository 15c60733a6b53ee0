"""The texts of the clauses: all there, in order, in both languages, in our words, true about what serves them."""

import re
from itertools import groupby
from pathlib import Path

import pytest
from django.urls import get_resolver

from huiyin.accounts.models import Role
from huiyin.handbook.queries import clauses as shelf
from huiyin.handbook.queries.files import CLAUSES, load_clauses
from huiyin.handbook.queries.rules import codes, pack_codes, packs
from huiyin.handbook.rules.clauses import ROLES, Clause
from huiyin.insights.queries import registry

ROOT = Path(__file__).parents[2]
HANDBOOK = ROOT.parent / "shared" / "handbook" / "handbook.zh.md"
SHINGLE = 12

# How many clauses each section has, counted in the handbook.
SECTIONS = {
    "1.1": 8, "1.2": 11, "1.3": 8, "1.4": 7,
    "2.1": 8, "2.2": 6, "2.3": 4, "2.4": 5,
    "3.1": 9, "3.2": 8, "3.3": 7, "3.4": 6,
    "4.1": 4, "4.2": 6, "4.3": 3, "4.4": 6,
    "5.1": 7, "5.2": 6, "5.3": 6, "5.4": 6,
    "6.1": 3, "6.2": 4, "6.3": 5, "6.4": 4,
    "7.1": 4, "7.2": 5, "7.3": 5, "7.4": 6,
    "8.1": 1, "8.2": 1, "8.3": 1, "8.4": 1,
}  # fmt: skip
IDS = [f"{section}-{number}" for section, count in SECTIONS.items() for number in range(1, count + 1)]

# Clauses whose ground does not hold: the citation says something else, or no longer stands.
WRONG = {"6.2-3", "7.2-1", "7.3-3", "7.4-2", "7.4-5", "7.4-6"}
SUPERSEDED = {"1.3-1", "7.3-1"}

# The articles that set the limits and hard duties on complaints, claims, sales and data; none may be left out.
ARTICLES = {
    "cn-order-2020-3": "7 8 10 12 13 14 17 18 18-2 18-3 18-4 19 20 21 21-2 23 26 27 28 29 33 35 36 43 45",
    "cn-order-2010-4": "3 5 10 11 12 15 18 19 19-2 20 21 23 24 26 29 30",
    "cn-insurance-law-2015": "16 17 22 23 24 25 30 47",
    "cn-motor-compulsory-2019": "28 29",
    "cn-circ-2017-54": "6 10 13",
    "cn-order-2023-2": "36 39 40",
    "cn-order-2020-13": "7 27 32 33 37 74",
    "cn-order-2022-8": "16 17 18 19",
    "cn-pipl-2021": "24 28 29 47 50 54 55 56 57",
    "cn-network-data-2024": "10 11 23 33",
}


def every() -> tuple[Clause, ...]:
    return shelf.all_clauses()


def place(clause: Clause) -> str:
    return f"{clause.file}:{clause.line} {clause.id}"


def test_every_clause_of_the_handbook_is_there_once_and_in_order():
    assert len(IDS) == 171
    assert [clause.id for clause in shelf.clauses_of()] == IDS


def test_chapters_and_sections_have_titles_in_their_order():
    expected = []
    for chapter, sections in groupby(SECTIONS, key=lambda section: section[0]):
        expected += [chapter, *sections]
    assert [chapter.id for chapter in shelf.chapters()] == expected
    titles = [chapter.title for chapter in shelf.chapters()]
    assert all(title.zh and title.en for title in titles)
    assert len({title.zh for title in titles}) == len({title.en for title in titles}) == len(titles)


@pytest.mark.parametrize("source", ARTICLES)
def test_the_articles_that_bind_complaints_claims_sales_and_data_are_clauses(source):
    here = {clause.id for clause in shelf.clauses_of(source=source)}
    assert {f"art {number}" for number in ARTICLES[source].split()} <= here


def test_no_clause_is_given_twice():
    seen = [(clause.source, clause.id) for clause in every()]
    assert len(seen) == len(set(seen))


def test_both_languages_say_something_and_each_its_own():
    for clause in every():
        for words in (clause.ask, *(number.of for number in clause.numbers), *([clause.gap] if clause.gap else [])):
            assert re.search(r"[\u4e00-\u9fff]", words.zh), place(clause)
            assert re.search(r"[A-Za-z]", words.en), place(clause)
            assert not re.search(r"[\u4e00-\u9fff]", words.en), place(clause)


def test_clauses_that_ask_the_same_are_not_told_in_the_same_words():
    asks = [clause.ask.zh for clause in shelf.clauses_of()]
    assert len(asks) == len(set(asks))


@pytest.mark.skipif(not HANDBOOK.exists(), reason="not run: file absent (../shared/handbook/handbook.zh.md)")
def test_no_text_repeats_a_sentence_of_the_handbook():
    theirs = _plain(HANDBOOK.read_text("utf-8"))
    known = {theirs[start : start + SHINGLE] for start in range(len(theirs) - SHINGLE + 1)}
    assert len(known) > 10_000
    copied = []
    texts = [(place(clause), text) for clause in every() for text in _chinese(clause)]
    texts += [(chapter.id, chapter.title.zh) for chapter in shelf.chapters()]
    for where, text in texts:
        ours = _plain(text)
        parts = (ours[start : start + SHINGLE] for start in range(len(ours) - SHINGLE + 1))
        copied += [f"{where}: {part}" for part in parts if part in known]
    assert not copied, "\n".join(copied)


def _plain(text: str) -> str:
    return re.sub(r"[\W_]", "", text)


def _chinese(clause: Clause) -> list[str]:
    return [clause.ask.zh, *(number.of.zh for number in clause.numbers), *([clause.gap.zh] if clause.gap else [])]


def test_wrong_and_superseded_grounds_are_told():
    here = shelf.clauses_of()
    assert {clause.id for clause in here if clause.status == "wrong"} == WRONG
    assert {clause.id for clause in here if clause.status == "superseded"} == SUPERSEDED


def test_a_benchmark_is_unverifiable_and_makes_no_rule():
    for clause in shelf.clauses_of():
        figures = [number for number in clause.numbers if number.benchmark]
        if clause.kind == "benchmark":
            assert figures, place(clause)
            assert clause.status == "unverifiable", place(clause)
            assert not clause.rules, place(clause)
        named = [rule for pack in packs() for rule in pack.rules if rule.code in clause.rules]
        lengths = {(step.length, rule.unit) for rule in named for step in rule.steps}
        assert not lengths & {(number.value, number.unit) for number in figures}, place(clause)


def test_whoever_acts_or_answers_is_a_role_or_named_in_the_file():
    assert set(ROLES) == set(Role.values)
    for source, files in groupby(sorted(load_clauses(CLAUSES), key=lambda it: it.source), key=lambda it: it.source):
        named = shelf.actors(source)
        used = {
            name
            for file in files
            for clause in file.clauses
            for name in (*clause.actor, *clause.responsible.everyone())
        }
        assert not used - set(named) - set(ROLES), source
        assert not set(named) - used, f"{source} names people nobody is"
        assert not set(named) & set(ROLES), source


def test_every_clause_says_who_does_it_and_who_answers():
    for clause in every():
        assert clause.actor, place(clause)
        assert clause.responsible.does, place(clause)
        assert clause.responsible.answers, place(clause)


def test_every_source_and_article_beside_a_clause_is_known():
    known = {source.code for source in shelf.sources()}
    for clause in every():
        assert clause.source in known, place(clause)
        for ref in clause.law:
            assert ref.source in known, place(clause)
            if ref.article:
                assert shelf.find_clause(ref.source, f"art {ref.article}"), f"{place(clause)}: {ref}"


def test_every_rule_rests_on_a_clause_and_every_rule_named_exists():
    known = set(codes(pack_codes()))
    for clause in every():
        assert set(clause.rules) <= known, place(clause)
    for pack in packs():
        resting = [(rule.code, rule.clauses) for rule in pack.rules]
        resting += [(figure.code, figure.clauses) for figure in pack.figures]
        resting += [(principle.code, principle.clauses) for principle in pack.principles]
        for code, refs in resting:
            for ref in refs:
                assert shelf.find_clause(ref.source, ref.clause), f"{pack.code} {code}: {ref}"


def test_a_rule_counts_a_number_its_clauses_state():
    for pack in packs():
        for rule in pack.rules:
            resting = [shelf.clause(ref.source, ref.clause) for ref in rule.clauses]
            stated = {(number.value, number.unit) for it in resting for number in it.numbers if not number.benchmark}
            counted = {(step.length, str(rule.unit)) for step in rule.steps}
            assert counted <= stated, (
                f"{pack.code} {rule.code}: {sorted(counted - stated)} is in none of {rule.clauses}"
            )


def test_every_screen_resolves():
    names = {name for name in get_resolver().reverse_dict if isinstance(name, str)}
    for clause in every():
        assert set(clause.screens) <= names, f"{place(clause)}: {sorted(set(clause.screens) - names)}"


def test_every_test_file_is_there():
    for clause in every():
        for test in clause.tests:
            assert (ROOT / test).is_file(), f"{place(clause)}: {test}"


def test_every_metric_is_one_that_is_counted():
    known = registry.metrics()
    for clause in every():
        assert clause.metric is None or clause.metric in known, f"{place(clause)}: {clause.metric}"


def test_every_metric_counts_for_clauses_that_there_are():
    for metric in registry.metrics().values():
        for source, id in metric.clauses:
            assert shelf.find_clause(source, id), f"{metric.name}: {source} {id}"


def test_what_nothing_serves_says_so():
    for clause in every():
        if not (clause.screens and clause.tests) and clause.gap is None:
            assert clause.tests, f"{place(clause)} has neither screen nor test and says no gap"


def test_a_text_is_short_enough_to_be_read():
    for clause in every():
        assert len(clause.ask.zh) <= 140, place(clause)
        assert len(clause.ask.en) <= 420, place(clause)
