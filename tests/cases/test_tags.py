"""Tags on cases and the list of the house."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.audit.models import Entry
from huiyin.cases.actions import tags
from huiyin.cases.models import Case, CaseTag, Tag
from huiyin.cases.queries import tags as queries
from huiyin.cases.rules import tags as rules
from huiyin.core.errors import BadInput, Refused
from tests.cases.make import registered
from tests.people import AT, House


def made(house: House, name: str, colour: str = "teal") -> Tag:
    return tags.add_tag(name=name, colour=colour, by=house.by("adi"), at=AT)


def kinds(case: Case) -> list[str]:
    chain = Entry.objects.filter(aggregate_kind="case", aggregate_id=case.pk).order_by("seq")
    return [one for one in chain.values_list("kind", flat=True) if one.endswith("tagged")]


def test_a_tag_is_put_on_once_and_taken_off_with_both_in_the_ledger(house: House) -> None:
    case, tag, by = registered(house).case, made(house, "代理退保"), house.by("tom")
    for _twice in range(2):
        tags.put_on(case=case, tag=tag, by=by, at=AT)
    assert [one.name for one in queries.of_case(case.pk)] == ["代理退保"]
    for _twice in range(2):
        tags.take_off(case=case, tag=tag, by=by, at=AT)
    assert queries.of_case(case.pk) == []
    assert kinds(case) == ["case.tagged", "case.untagged"]
    tags.put_on(case=case, tag=tag, by=by, at=AT)
    assert len(queries.of_case(case.pk)) == 1


def test_what_was_just_taken_off_is_put_back_as_it_was(house: House) -> None:
    case, old, new, by = registered(house).case, made(house, "退保代理"), made(house, "代理退保"), house.by("tom")
    for tag in (old, new):
        tags.put_on(case=case, tag=tag, by=by, at=AT)
    tags.merge_tags(tag=old, into=new, by=house.by("adi"), at=AT)
    tags.retire_tag(tag=new, by=house.by("adi"), at=AT)
    tags.take_off(case=case, tag=new, by=by, at=AT)
    for who, at in (("sam", AT), ("tom", AT + tags.UNDO_FOR * 1.01)):
        with pytest.raises(Refused) as found:
            tags.put_back(case=case, tag=new, by=house.by(who), at=at)
        assert found.value.code == "tag.undo_late"
    for _twice in range(2):
        tags.put_back(case=case, tag=new, by=by, at=AT + tags.UNDO_FOR)
    assert set(CaseTag.objects.values_list("tag", flat=True)) == {old.pk, new.pk}
    assert kinds(case) == ["case.tagged", "case.tagged", "case.untagged", "case.tagged"]


def test_width_and_capitals_make_no_second_tag(house: House) -> None:
    tag = made(house, "VIP 客户")
    assert queries.named(["ｖｉｐ　客户"]) == [tag]
    with pytest.raises(BadInput) as found:
        made(house, "vip 客户")
    assert found.value.code == "tag.exists"


@pytest.mark.parametrize("name", ["", "   ", "长" * 41, "甲,乙", "甲，乙", "两\n行"])
def test_a_name_that_is_none_is_told(house: House, name: str) -> None:
    if name == "两\n行":
        assert made(house, name).name == "两 行"
        return
    with pytest.raises(BadInput) as found:
        made(house, name)
    assert found.value.code == "tag.name"


def test_a_telephone_number_is_no_tag(house: House) -> None:
    with pytest.raises(BadInput) as found:
        made(house, "张三13812345678")
    assert found.value.code == "tag.personal"


def test_free_tags_only_where_the_unit_allows_them(house: House) -> None:
    case, by = registered(house).case, house.by("tom")
    with pytest.raises(Refused) as found:
        tags.put_on_named(case=case, name="等回执", by=by, at=AT)
    assert found.value.code == "tag.unknown"
    assert not Tag.objects.exists()
    tags.allow_free(unit=house.units["JS"], allowed=True, by=house.by("adi"), at=AT)
    tag = tags.put_on_named(case=case, name=" 等回执 ", by=by, at=AT)
    assert tag.is_free
    assert list(queries.choices()) == []
    assert list(queries.choices(free=True)) == [tag]
    tags.allow_free(unit=case.unit, allowed=False, by=house.by("adi"), at=AT)
    assert not queries.may_be_free(case.unit)
    assert not queries.may_be_free(house.units["GD"])
    tags.allow_free(unit=case.unit, allowed=None, by=house.by("adi"), at=AT)
    assert queries.may_be_free(case.unit)
    assert made(house, "等回执", "red").pk == tag.pk
    assert list(queries.choices()) == [Tag.objects.get(pk=tag.pk, is_free=False, colour="red")]


def test_merging_touches_no_case_and_can_be_undone(house: House) -> None:
    one, two = registered(house).case, registered(house).case
    old, new, last = made(house, "退保代理"), made(house, "代理退保"), made(house, "黑产")
    by, adi = house.by("tom"), house.by("adi")
    tags.put_on(case=one, tag=old, by=by, at=AT)
    tags.put_on(case=two, tag=new, by=by, at=AT)
    tags.merge_tags(tag=old, into=new, by=adi, at=AT)
    assert set(Case.objects.filter(queries.carrying([new.pk]))) == {one, two}
    assert set(Case.objects.filter(queries.carrying([old.pk]))) == {one, two}
    assert [tag.name for tag in queries.of_case(one.pk)] == ["代理退保"]
    assert list(queries.choices()) == [new, last]
    tags.merge_tags(tag=Tag.objects.get(pk=new.pk), into=last, by=adi, at=AT)
    assert set(Case.objects.filter(queries.carrying([last.pk]))) == {one, two}
    with pytest.raises(BadInput):
        tags.merge_tags(tag=Tag.objects.get(pk=last.pk), into=Tag.objects.get(pk=old.pk), by=adi, at=AT)
    tags.unmerge_tag(tag=old, by=adi, at=AT)
    assert set(Case.objects.filter(queries.carrying([last.pk]))) == {two}
    assert set(Case.objects.filter(queries.carrying([old.pk]))) == {one}
    assert CaseTag.objects.count() == 2


def test_conditions_for_lists(house: House) -> None:
    cases = [registered(house).case for _ in range(3)]
    a, b, by = made(house, "甲"), made(house, "乙"), house.by("tom")
    for case, carried in zip(cases, ([a], [a, b], []), strict=True):
        for tag in carried:
            tags.put_on(case=case, tag=tag, by=by, at=AT)
    found = Case.objects.order_by("id")
    assert list(found.filter(queries.carrying([a.pk, b.pk]))) == cases[:2]
    assert list(found.filter(queries.carrying([a.pk, b.pk], every=True))) == cases[1:2]
    assert list(found.filter(queries.without([b.pk]))) == [cases[0], cases[2]]
    assert list(found.filter(queries.carrying([]))) == cases


def test_a_page_of_cases_takes_one_statement(house: House, django_assert_num_queries) -> None:
    cases, tag = [registered(house).case for _ in range(3)], made(house, "甲")
    for case in cases:
        tags.put_on(case=case, tag=tag, by=house.by("tom"), at=AT)
    with django_assert_num_queries(1):
        assert len(queries.of_cases([case.pk for case in cases])) == 3


def test_a_retired_tag_stays_where_it_is_and_is_offered_no_more(house: House) -> None:
    one, two, tag = registered(house).case, registered(house).case, made(house, "甲")
    tags.put_on(case=one, tag=tag, by=house.by("tom"), at=AT)
    tags.retire_tag(tag=tag, by=house.by("adi"), at=AT)
    assert [shown.is_retired for shown in queries.of_case(one.pk)] == [True]
    assert not queries.choices().exists()
    with pytest.raises(Refused) as found:
        tags.put_on(case=two, tag=Tag.objects.get(pk=tag.pk), by=house.by("tom"), at=AT)
    assert found.value.code == "tag.retired"
    tags.retire_tag(tag=tag, is_retired=False, by=house.by("adi"), at=AT)
    tags.put_on(case=two, tag=tag, by=house.by("tom"), at=AT)


def test_only_administrators_shape_and_only_who_works_on_it_tags(house: House) -> None:
    case, tag = registered(house).case, made(house, "甲")
    for change in (
        lambda: tags.add_tag(name="乙", colour="red", by=house.by("sam"), at=AT),
        lambda: tags.merge_tags(tag=tag, into=tag, by=house.by("sam"), at=AT),
        lambda: tags.allow_free(unit=case.unit, allowed=True, by=house.by("hua"), at=AT),
    ):
        with pytest.raises(Refused) as found:
            change()
        assert found.value.code == "shape.not_yours"
    for name in ("zoe", "aud", "adi"):
        with pytest.raises(Refused) as found:
            tags.put_on(case=case, tag=tag, by=house.by(name), at=AT)
        assert found.value.code == "case.not_yours"


@given(st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8)), max_size=9, unique_by=lambda pair: pair[0]))
def test_a_chain_of_merges_ends_even_were_it_a_loop(pairs: list[tuple[int, int]]) -> None:
    merged = dict(pairs)
    for tag in range(9):
        assert rules.final(tag, merged) in range(9)
        assert tag in rules.members({tag}, merged)
