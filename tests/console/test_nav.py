"""The main menu: every entry has its part, the open page is never hidden, what a person closed stays closed."""

from django.test import Client
from django.urls import reverse

from huiyin.console.nav import ENTRIES, PARTS, RAIL_COOKIE
from tests.people import House


def parts(client: Client, page: str = "home") -> dict[str, bool]:
    """The parts that are shown, and whether each is open."""
    answer = client.get(reverse(page))
    assert answer.status_code == 200
    return {part["code"]: part["is_open"] for part in answer.context["rail"]}


def test_every_entry_stands_in_exactly_one_part() -> None:
    placed = [url for _code, _heading, urls in PARTS for url in urls]
    assert sorted(placed) == sorted(entry.url for entry in ENTRIES)


def test_a_short_menu_is_open_a_long_one_folds_what_is_rare(house: House, client: Client) -> None:
    client.force_login(house["tom"])
    assert all(parts(client).values())
    client.force_login(house["hua"])
    assert [code for code, is_open in parts(client).items() if not is_open] == ["in"]
    assert parts(client, "triage")["in"], "the part of the open page is open"


def test_what_was_closed_stays_closed(house: House, client: Client) -> None:
    client.force_login(house["hua"])
    client.cookies[RAIL_COOKIE] = "lead"
    assert [code for code, is_open in parts(client).items() if not is_open] == ["lead"]
    assert parts(client, "board")["lead"]
    client.cookies[RAIL_COOKIE] = ""
    assert all(parts(client).values())
    client.cookies[RAIL_COOKIE] = "<script>-nothing"
    assert all(parts(client).values())
