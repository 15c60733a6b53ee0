"""Asking the machine what a contract says: the right clause with its version, or asking back, or an honest no."""

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from huiyin.assistant import queries
from huiyin.assistant.models import AssistantTurn
from huiyin.knowledge.models import Gap, Question
from tests.catalog.made import approved, sold
from tests.people import House
from tests.portal.test_asking import article, say


def test_a_question_about_a_product_is_answered_from_its_terms(guest: Client, house: House) -> None:
    approved(house, sold(house))
    article(house)
    turn = say(guest, "康享医疗保险的等待期是多少天？")
    assert (turn.act, turn.code, turn.versions) == ("show", "terms", [])
    assert "30 天内因疾病住院的，不在保障范围内" in turn.answer
    assert "“康享医疗保险”条款第1版" in turn.answer
    assert queries.is_same_again(turn)
    assert "/products/HE01/terms/1#c2.1" in guest.get("/ask").content.decode()
    found = queries.doing(turn.at, turn.talk.last_at.replace(year=turn.at.year + 1))
    assert (found.asked, found.answered) == (1, 1)
    assert not Question.objects.exists()


def test_all_that_is_not_covered_comes_at_once(guest: Client, house: House) -> None:
    approved(house, sold(house))
    turn = say(guest, "康享医疗保险哪些情况不赔？")
    assert "故意犯罪；酒后驾驶" in turn.answer
    assert turn.choices[0].endswith(":exclusion")
    assert queries.is_same_again(turn)


def test_without_a_product_it_asks_which_and_answers_the_first_question_then(guest: Client, house: House) -> None:
    approved(house, sold(house))
    first = say(guest, "等待期是多少天？")
    assert first.code == "which_product"
    assert Gap.objects.count() == 1
    second = say(guest, "康享医疗保险")
    assert (second.act, second.said) == ("show", "等待期是多少天？ 康享医疗保险")
    assert "30 天内因疾病" in second.answer


def test_whether_something_is_paid_is_asked_back_and_chosen_by_a_button(guest: Client, house: House) -> None:
    approved(house, sold(house))
    turn = say(guest, "康享医疗保险打针过敏赔不赔")
    assert turn.code == "ask_back"
    page = guest.get("/ask").content.decode()
    assert turn.choices[1] in page
    chosen = say(guest, turn.choices[1])
    assert "故意犯罪" in chosen.answer
    assert "kind:" not in chosen.said
    assert "kind:" not in guest.get("/ask").content.decode().split("<ol", 1)[1].split("</ol>")[0]


def test_what_the_terms_do_not_say_is_not_guessed(guest: Client, house: House) -> None:
    """Never ours: an answerer that guesses."""
    approved(house, sold(house))
    turn = say(guest, "康享医疗保险的广告是谁演的")
    assert (turn.act, turn.code, turn.choices) == ("say", "unknown", [])


def test_a_foreign_choice_and_one_that_is_gone_are_told_nothing(guest: Client, house: House) -> None:
    approved(house, sold(house))
    for made in ("kind:x:exclusion", "clause:0192f000-0000-7000-8000-000000000000"):
        assert say(guest, made).act == "say", made
    assert AssistantTurn.objects.filter(choices__len__gt=0).count() == 0


def test_looking_into_terms_costs_few_statements(guest: Client, house: House) -> None:
    approved(house, sold(house))
    for number in range(2, 6):
        sold(house, f"HE0{number}", name=f"另一种津贴{number}")
    say(guest, "你好")
    with CaptureQueriesContext(connection) as asked:
        say(guest, "康享医疗保险的等待期是多少天？")
    assert len(asked) <= 22, len(asked)


def test_a_product_named_after_an_answer_is_asked_the_same(guest: Client, house: House) -> None:
    approved(house, sold(house))
    article(house)
    assert say(guest, "等待期多少天").versions
    turn = say(guest, "康享医疗保险呢")
    assert "30 天内因疾病" in turn.answer


def test_a_product_alone_is_asked_back_about(guest: Client, house: House) -> None:
    approved(house, sold(house))
    turn = say(guest, "康享医疗保险")
    assert (turn.code, len(turn.choices)) == ("ask_back", 2)
