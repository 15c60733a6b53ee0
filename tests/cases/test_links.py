"""Links between cases, from both ends."""

import threading

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from huiyin.audit.models import Entry
from huiyin.cases.actions import links
from huiyin.cases.models import Case, CaseLink, Recusal
from huiyin.cases.queries import links as queries
from huiyin.cases.rules import links as rules
from huiyin.core.errors import BadInput, Refused
from tests.cases.make import registered
from tests.people import AT, House, build


def three(house: House) -> list[Case]:
    return [registered(house).case for _ in range(3)]


def link(house: House, case: Case, relation: str, other: Case, name: str = "tom") -> CaseLink:
    return links.link(case=case, other=other, relation=relation, reason="同一保单", by=house.by(name), at=AT)


def seen(house: House, case: Case, name: str = "tom") -> list[tuple[str, str]]:
    return [(one.relation, one.case.number if one.case else "") for one in queries.of_case(case, house[name])]


def test_a_link_is_read_from_both_ends_and_told_in_both_ledgers(house: House) -> None:
    a, b, _c = three(house)
    link(house, a, "follow_up", b)
    assert seen(house, a) == [("follow_up", b.number)]
    assert seen(house, b) == [("followed_by", a.number)]
    for case, relation in ((a, "follow_up"), (b, "followed_by")):
        entry = Entry.objects.get(aggregate_id=case.pk, kind="case.linked")
        assert entry.body["relation"] == relation
        assert "同一保单" not in str(entry.body)


def test_the_same_twice_is_one_link_also_from_the_other_end(house: House) -> None:
    a, b, _c = three(house)
    assert link(house, a, "same_event", b) == link(house, b, "same_event", a)
    assert link(house, a, "parent_of", b) == link(house, b, "child_of", a)
    assert CaseLink.objects.count() == 2


def test_taken_off_it_can_be_set_again(house: House) -> None:
    a, b, _c = three(house)
    made = link(house, a, "duplicate", b)
    for _twice in range(2):
        links.unlink(case=b, link_id=made.pk, by=house.by("tom"), at=AT)
    assert seen(house, a) == []
    assert Entry.objects.filter(aggregate_id=a.pk, kind="case.unlinked").count() == 1
    link(house, a, "duplicate", b)
    assert seen(house, b) == [("duplicate", a.number)]


def test_what_was_just_taken_off_is_set_again_with_its_reason_unless_it_no_longer_can(house: House) -> None:
    a, b, c = three(house)
    made, by = link(house, a, "child_of", b), house.by("tom")
    links.unlink(case=b, link_id=made.pk, by=by, at=AT)
    for who, at in (("sam", AT), ("tom", AT + links.UNDO_FOR * 1.01)):
        with pytest.raises(Refused) as found:
            links.relink(case=a, link_id=made.pk, by=house.by(who), at=at)
        assert found.value.code == "link.undo_late"
    for _twice in range(2):
        assert links.relink(case=a, link_id=made.pk, by=by, at=AT).reason == "同一保单"
    assert seen(house, a) == [("child_of", b.number)]
    assert Entry.objects.filter(aggregate_id=b.pk, kind="case.linked").count() == 2
    links.unlink(case=a, link_id=made.pk, by=by, at=AT)
    link(house, a, "child_of", c)
    with pytest.raises(Refused) as found:
        links.relink(case=a, link_id=made.pk, by=by, at=AT)
    assert found.value.code == "link.other_parent"


@pytest.mark.parametrize("relation", ["child_of", "follow_up", "caused_by"])
def test_circles_are_refused(house: House, relation: str) -> None:
    a, b, c = three(house)
    link(house, a, relation, b)
    link(house, b, relation, c)
    with pytest.raises(Refused) as found:
        link(house, c, relation, a)
    assert found.value.code == "link.loop"
    assert a.number in found.value.message


def test_a_case_is_part_of_one_case_only_and_never_of_itself(house: House) -> None:
    a, b, c = three(house)
    link(house, a, "child_of", b)
    with pytest.raises(Refused) as found:
        link(house, c, "parent_of", a)
    assert found.value.code == "link.other_parent"
    for other, relation, code in ((a, "child_of", "link.itself"), (b, "friend_of", "link.relation")):
        with pytest.raises(BadInput) as wrong:
            link(house, a, relation, other)
        assert wrong.value.code == code


def test_of_a_case_that_one_may_not_see_nothing_is_told(house: House) -> None:
    a, b, _c = three(house)
    made = link(house, a, "caused_by", b)
    Recusal.objects.create(case=b, user=house["tia"], ground="declared", reason="Schwester", at=AT, by_label="test")
    [shown] = queries.of_case(a, house["tia"])
    assert (shown.id, shown.case, shown.reason) == (made.pk, None, "")


def test_who_may_not_work_on_the_case_links_nothing(house: House) -> None:
    a, b, _c = three(house)
    for name in ("zoe", "aud", "kim"):
        with pytest.raises(Refused) as found:
            link(house, a, "same_event", b, name)
        assert found.value.code == "case.not_yours"


def test_reading_takes_two_statements_however_many_links(house: House, django_assert_max_num_queries) -> None:
    a, b, c = three(house)
    link(house, a, "parent_of", b)
    link(house, a, "parent_of", c)
    with django_assert_max_num_queries(4):  # two of them: what the person may see
        assert len(queries.of_case(a, house["tom"])) == 2
    assert queries.open_children(a.pk) == 2


@pytest.mark.django_db(transaction=True)
def test_two_people_who_link_at_once_make_no_circle() -> None:
    house = build()
    a, b, c = three(house)
    d = registered(house).case
    link(house, a, "child_of", b)
    link(house, c, "child_of", d)
    start, outcomes = threading.Barrier(2), []

    def go(case: Case, other: Case) -> None:
        start.wait()
        try:
            link(house, case, "child_of", other)
            outcomes.append("linked")
        except Refused as refusal:
            outcomes.append(refusal.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=go, args=pair) for pair in ((b, c), (d, a))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["link.loop", "linked"]


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), max_size=12))
def test_links_taken_in_only_when_they_make_no_loop_never_make_one(pairs: list[tuple[int, int]]) -> None:
    onward: dict[int, set[int]] = {}
    for start, end in pairs:
        if start != end and not rules.makes_loop(start, end, onward):
            onward.setdefault(start, set()).add(end)
    for case in range(7):
        assert not any(rules.makes_loop(case, other, onward) for other in onward.get(case, ()))
