"""The keyboard and the command palette: one table of keys, nothing offered that is not permitted."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from huiyin.cases.models import Recusal
from huiyin.console.keys import KEYS
from huiyin.console.nav import ENTRIES
from huiyin.console.visit import AREAS
from huiyin.core import pinyin
from tests.cases.make import registered
from tests.people import AT, CAST, House

JS = (Path(__file__).parents[2] / "huiyin/static/huiyin/js/keys.js").read_text()


def handlers() -> set[str]:
    """The names in `does` of keys.js."""
    body = JS.split("const does = {", 1)[1].split("\n};", 1)[0]
    return set(re.findall(r"^  (\w+):", body, re.M))


def test_the_help_sheet_and_the_handlers_are_of_one_table() -> None:
    assert handlers() == {key.does for key in KEYS}
    assert len({(key.key, key.with_control) for key in KEYS}) == len(KEYS)


def test_the_script_knows_no_key_that_is_not_in_the_table() -> None:
    after = JS.split("const does = {", 1)[1]
    literal = set(re.findall(r"""event\.key\s*===\s*["']([^"']+)["']""", after))
    assert literal == set()


def test_the_sheet_shows_every_key_of_the_table(enter, house: House) -> None:
    body = enter("tom").get("/desk/help/").content.decode()
    assert re.findall(r'data-does="(\w+)"', body) == [key.does for key in KEYS]


def test_no_letter_means_two_pages() -> None:
    letters = [entry.key for entry in ENTRIES] + ["n"]
    assert len(letters) == len(set(letters))


def items(client: Client, number: str = "") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.get("/desk/palette/", {"number": number} if number else {}).json()["items"]
    return found


@pytest.mark.parametrize("name", sorted(CAST))
def test_the_palette_offers_only_pages_that_open(enter, house: House, name: str) -> None:
    client = enter(name)
    found = items(client)
    assert {"/desk/", "/desk/help/", "/desk/notifications/"} <= {one["url"] for one in found}
    for url in {one["url"] for one in found}:
        assert client.get(url).status_code == 200, url
    is_admin = CAST[name][0] in AREAS["settings"]
    assert ("/desk/settings/people/" in {one["url"] for one in found}) is is_admin


def test_pages_are_found_in_both_languages_and_by_first_letters(enter, house: House) -> None:
    for one in items(enter("tom")):
        assert one["initials"] == pinyin.initials(one["label"])
        assert one["also"] or one["label"].isascii() or one["group"] == "views", one


def test_a_case_is_found_by_its_number_however_it_is_typed(enter, house: House) -> None:
    number = registered(house).case.number
    client = enter("tom")
    for typed in (number, number.lower(), f" {number[:2]} {number[2:]} "):
        assert [one["url"] for one in items(client, typed)] == [f"/desk/complaints/{number}/"], typed
    assert items(client, number[:3]) == []
    assert items(client, "TS99999999999999") == []


def test_a_case_one_may_not_see_is_not_there(enter, house: House) -> None:
    case = registered(house).case
    assert items(enter("zoe"), case.number) == []
    assert items(enter("adi"), case.number) == []
    Recusal.objects.create(case=case, user=house["tom"], ground="declared", reason="x", at=AT, by_label="test")
    assert items(enter("tom"), case.number) == []


def test_personal_numbers_in_a_subject_are_masked(enter, house: House) -> None:
    case = registered(house, subject="13812345678 拒赔").case
    assert "13812345678" not in str(items(enter("tom"), case.number))


def test_the_palette_asks_few_questions(enter, house: House, django_assert_max_num_queries) -> None:
    client = enter("sam")
    items(client)
    with django_assert_max_num_queries(6):
        items(client)
