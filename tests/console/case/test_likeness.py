"""What is like a case, beside it: nearly the same texts."""

from collections.abc import Callable
from typing import Any

from django.test import Client
from django.utils.html import escape
from django.utils.translation import gettext as say

from huiyin.cases.jobs import likeness as jobs
from huiyin.cases.models import Case
from huiyin.cases.rules.people import PersonDraft
from tests.cases.make import registered
from tests.complaints.along import Along
from tests.complaints.test_likeness import decided, ready

HTMX = {"HX-Request": "true"}
WANG = PersonDraft(name="王建国", phone="13900001111")


def twin(along: Along) -> Case:
    text = Case.objects.get(pk=along.case_id).messages.order_by("at")[0].text
    case = registered(along.house, text=text + "13900001111", people=(WANG,), by=along.by("hua"), at=along.at).case
    jobs.read_all()
    return case


def test_a_nearly_same_text_is_shown_with_its_words_and_without_names(
    along: Along, enter: Callable[[str], Client], url: Callable[..., str]
) -> None:
    other = twin(along)
    tom = enter("tom")
    assert url("twins") in tom.get(url()).content.decode()
    part = tom.get(url("twins"), headers=HTMX).content.decode()
    whole = tom.get(url("twins")).content.decode()
    for seen in (part, whole):
        assert other.number in seen
        assert "王*" in seen
        assert "王建国" not in seen
        assert "13900001111" not in seen
        assert "<q>" in seen
        assert escape(say("Both say:")) in seen
    assert "<html" not in part


def test_without_one_the_panel_is_not_there_and_the_page_says_so(
    along: Along, enter: Callable[[str], Client], url: Callable[..., str]
) -> None:
    jobs.read_all()
    tom = enter("tom")
    assert tom.get(url("twins"), headers=HTMX).content.decode().strip() == ""
    none = say("No other case that you may see came in with nearly the same words.")
    assert escape(none) in tom.get(url("twins")).content.decode()
    assert tom.post(url("twins")).status_code == 405
    assert enter("zoe").get(url("twins")).status_code == 404


def test_the_panel_costs_few_statements(
    along: Along, enter: Callable[[str], Client], url: Callable[..., str], django_assert_max_num_queries: Any
) -> None:
    for _copy in range(4):
        twin(along)
    tom = enter("tom")
    tom.get(url("twins"))
    with django_assert_max_num_queries(16):
        tom.get(url("twins"), headers=HTMX)


def test_like_decided_complaints_are_shown_with_reasons_outcome_and_spread(
    along: Along, enter: Callable[[str], Client], url: Callable[..., str]
) -> None:
    like = [decided(along.house, number, f"{3000 + number * 100}.00", by=along.by("tom")) for number in range(9)]
    ready(along)
    tom = enter("tom")
    assert url("likes") in tom.get(url()).content.decode()
    part = tom.get(url("likes"), headers=HTMX)
    seen = part.content.decode()
    assert part.context["spread"]["median"] in seen
    assert sum(case.number in seen for case in like) == 5
    assert escape(say("same class")) in seen
    assert "<q>" in seen
    assert "李春梅" not in seen
    assert "<html" in tom.get(url("likes")).content.decode()
    assert enter("zoe").get(url("likes")).status_code == 404


def test_who_may_see_none_of_them_sees_the_figures_of_the_house(
    along: Along, enter: Callable[[str], Client], url: Callable[..., str]
) -> None:
    like = [decided(along.house, number, unit_id=along.house.units["GD-CP"].pk) for number in range(8)]
    ready(along)
    seen = enter("tom").get(url("likes"), headers=HTMX).content.decode()
    assert not any(case.number in seen for case in like)
    assert escape(say("None of them is yours to open; the figures are those of the house.")) in seen
    assert enter("hua").get(url("likes"), headers=HTMX).content.decode().count("<li>") == 5


def test_likes_cost_few_statements(
    along: Along, enter: Callable[[str], Client], url: Callable[..., str], django_assert_max_num_queries: Any
) -> None:
    for number in range(12):
        decided(along.house, number, by=along.by("tom"))
    ready(along)
    tom = enter("tom")
    tom.get(url("likes"))
    with django_assert_max_num_queries(17):
        tom.get(url("likes"), headers=HTMX)
