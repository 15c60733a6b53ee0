"""Clauses that a case names (6.2), the terms that bind it, and what goes into its letters."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils.translation import override

from huiyin.audit.models import Entry
from huiyin.cases.actions import clauses as actions
from huiyin.cases.models import Case, CitedClause
from huiyin.cases.queries import clauses as queries
from huiyin.catalog.actions import discard, take_in
from huiyin.catalog.actions.terms import read_text
from huiyin.catalog.models import Clause, Terms
from huiyin.catalog.queries.terms import clauses as held
from huiyin.core.errors import BadInput, Refused
from huiyin.customers.actions import PartyDraft, register_party, register_policy
from huiyin.customers.models import Policy
from tests.cases.make import registered
from tests.catalog.made import CONTRACT, approved, product
from tests.people import AT, House


def clause(terms: Terms, path: str = "3") -> Clause:
    return next(one for one in held(terms.pk) if one.path == path)


def cite(house: House, case: Case, row: Clause, role: str = "disputed", **more: Any) -> CitedClause:
    return actions.cite(case=case, clause=row, role=role, by=house.by(more.pop("name", "tom")), at=AT, **more)


def test_a_case_names_a_clause_in_its_version_and_the_ledger_tells_which(house: House) -> None:
    case, terms = registered(house).case, approved(house, product(house))
    made = cite(house, case, clause(terms), words="没人告诉我\n酒驾不赔")
    assert made.words == "没人告诉我 酒驾不赔"
    assert [(one.clause.path, one.role) for one in queries.of_case(case.pk)] == [("3", "disputed")]
    entry = Entry.objects.get(aggregate_id=case.pk, kind="case.clause_cited")
    assert (entry.body["product"], entry.body["version"], entry.body["digest"]) == ("HE01", 1, terms.digest)
    assert "酒驾" not in str(entry.body)


def test_the_same_twice_is_one_and_newer_words_take_its_place(house: House) -> None:
    case, terms = registered(house).case, approved(house, product(house))
    first = cite(house, case, clause(terms))
    assert cite(house, case, clause(terms)) == first
    assert Entry.objects.filter(aggregate_id=case.pk, kind="case.clause_cited").count() == 1
    assert cite(house, case, clause(terms), words="不公平").pk == first.pk
    assert [one.words for one in queries.of_case(case.pk)] == ["不公平"]
    with pytest.raises(IntegrityError), transaction.atomic():
        CitedClause.objects.create(
            case=case, clause=clause(terms), role="disputed", received_on=AT.date(), at=AT, by_label="x"
        )


def test_taken_off_it_is_gone_and_can_be_named_again(house: House) -> None:
    case, terms = registered(house).case, approved(house, product(house))
    made = cite(house, case, clause(terms))
    for _twice in range(2):
        actions.uncite(case=case, cited_id=made.pk, by=house.by("tom"), at=AT)
    assert queries.of_case(case.pk) == []
    assert Entry.objects.filter(aggregate_id=case.pk, kind="case.clause_uncited").count() == 1
    assert cite(house, case, clause(terms)).pk != made.pk
    other = registered(house).case
    with pytest.raises(BadInput) as wrong:
        actions.uncite(case=other, cited_id=made.pk, by=house.by("tom"), at=AT)
    assert wrong.value.code == "clause.unknown"


def test_what_is_refused(house: House) -> None:
    case, row = registered(house).case, product(house)
    terms = approved(house, row)
    for role, words, code in (("liked", "", "clause.role"), ("disputed", "很" * 301, "clause.words")):
        with pytest.raises(BadInput) as wrong:
            cite(house, case, clause(terms), role, words=words)
        assert wrong.value.code == code
    with pytest.raises(Refused) as not_yours:
        cite(house, case, clause(terms), name="aud")
    assert not_yours.value.code == "case.not_yours"
    draft = take_in(product=row, pieces=read_text(CONTRACT), from_on=date(2026, 6, 1), by=house.by("kim"), at=AT)
    with pytest.raises(Refused) as early:
        cite(house, case, clause(draft))
    assert early.value.code == "clause.not_approved"
    discard(terms=draft, by=house.by("kim"), at=AT)


def test_a_policy_is_bound_by_the_version_of_the_day_it_was_signed(house: House) -> None:
    row, case = product(house), registered(house).case
    old, new = approved(house, row, on=date(2024, 1, 1)), approved(house, row, on=date(2025, 6, 1))
    assert queries.binding(case) == queries.Binding(None, "", queries.binding(case).day, False, None)
    assert queries.binding(case, "he01").terms == new
    held_by = registered(house).case
    from_policy = policy(house, "P1", signed_on=date(2025, 5, 31))
    Case.objects.filter(pk=held_by.pk).update(policy_id=from_policy.pk)
    held_by.refresh_from_db()
    found = queries.binding(held_by)
    assert (found.terms, found.by_policy, found.day) == (old, True, date(2025, 5, 31))
    before = policy(house, "P2", signed_on=date(2020, 5, 31))
    Case.objects.filter(pk=held_by.pk).update(policy_id=before.pk)
    held_by.refresh_from_db()
    assert queries.binding(held_by).terms is None


def policy(house: House, number: str, **more: Any) -> Policy:
    """A policy of Li Chunmei, signed when said."""
    values = {
        "product_code": "HE01", "product_name": "康享医疗保险", "line": "health", "starts_on": date(2025, 6, 1), **more,
    }  # fmt: skip
    by = house.by("tom")
    holder = register_party(draft=PartyDraft(name="李春梅", phone=f"138{number[1:]:0>8}"), by=by, at=AT)
    return register_policy(number=number, holder=holder, unit=house.units["JS-CP"], by=by, at=AT, **values)


def test_the_likest_clauses_come_first_with_the_words_both_have(house: House) -> None:
    rows = held(approved(house, product(house)).pk)
    found = queries.likely("我先生酒后驾驶出了事故，你们说不承担给付责任，可是没人讲过。", rows)
    assert found[0][0].path == "3"
    assert any("酒后驾驶" in one for one in found[0][1])
    assert queries.likely("", rows) == []


def test_a_clause_reads_in_the_language_of_the_letter(house: House) -> None:
    case, terms = registered(house).case, approved(house, product(house))
    cite(house, case, clause(terms), "rests_on")
    cite(house, case, clause(terms, "2.1"))
    with override("zh-hans"):
        assert queries.grounds(case.pk) == [
            "“康享医疗保险”条款第3条（责任免除），第1版：“因下列情形之一住院的，我们不承担给付责任：故意犯罪；酒后驾驶。”"
        ]
    with override("en"):
        assert queries.grounds(case.pk)[0].startswith(
            "clause 3 (责任免除) of the terms of “康享医疗保险”, version 1: “因"
        )
