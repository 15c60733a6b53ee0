"""Who may open what: every address of the desk × every role × a foreign case."""

import itertools
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern

from huiyin.accounts.models import User
from huiyin.cases.models import Recusal
from huiyin.console import urls
from huiyin.console.visit import AREAS
from tests.cases.make import registered
from tests.people import AT, CAST, House

# Name of the page → the part of the desk it belongs to. A page that is not named here fails the first test.
PAGES = {
    "live_gate": "desk", "live_numbers": "desk", "my_drafts": "desk", "my_draft_find": "desk",
    "home": "desk", "me": "desk", "relations": "desk", "help": "desk", "rules": "desk", "taxonomy": "desk",
    "handbook": "desk", "handbook_chapter": "desk", "handbook_source": "desk", "handbook_clause": "desk",
    "handbook_coverage": "desk", "handbook_metrics": "desk", "handbook_metric": "desk", "handbook_pdf": "desk",
    "handbook_lint": "desk", "handbook_proof": "proof",
    "handbook_cases": "cases",
    "board_promises": "board", "palette": "desk", "notifications": "desk", "my_notifications": "desk", "jobs":
    "settings",
    "queue": "cases", "queue_views": "cases", "live_poll": "cases", "live_around": "cases", "find": "cases",
    "alarms": "cases", "queue_preview": "cases", "board": "board",
    "fairness": "quality",
    "new_complaint": "intake", "receipt": "intake",
    "settings_people": "settings", "settings_person_add": "settings", "settings_person": "settings",
    "settings_units": "settings", "settings_unit": "settings", "settings_roles": "settings",
    "settings_tokens": "settings", "channels": "settings", "settings_webhooks": "settings", "system": "settings",
    "access_log": "records", "ledger": "records", "quarantine": "quarantine",
}  # fmt: skip
# Changes: only by POST.
STEPS = {
    "uploads": "desk", "upload": "desk", "my_draft_save": "desk", "my_draft_discard": "desk", "me_end_sessions":
    "desk", "relation_end": "desk", "relation_confirm": "desk", "queue_act": "cases",
    "queue_bulk_act": "cases", "queue_view_save": "cases", "queue_view_act": "cases", "queue_tally": "cases",
    "alarms_seen": "cases", "find_forget": "cases", "settings_person_act": "settings",
    "settings_unit_packs": "settings", "settings_token_revoke": "settings",
    "settings_webhook_act": "settings", "settings_webhook_again": "settings", "system_check": "settings",
    "system_send_again": "settings", "notifications_read": "desk", "job_again": "settings",
    "system_prove": "settings", "system_checkpoint": "settings", "quarantine_release": "quarantine",
}  # fmt: skip
DEMO_ONLY = {"demo_mail", "demo_mail_one", "demo_mail_file"}
OPEN_TO_ALL = {"sign_in_link"}
OF_A_CASE = {"queue_preview", "receipt"}
# What is there only once somebody made it; test_proof.py, test_webhooks.py, test_told.py and test_queue_*.py open it.
FILES = {
    "system_checkpoint_file": "proof", "settings_webhook": "settings", "notification": "desk", "queue_bulk": "cases",
    "queue_tally_one": "cases", "queue_next": "cases", "queue_rows": "cases",
}  # fmt: skip


def own() -> list[URLPattern]:
    return [pattern for pattern in urls.urlpatterns if isinstance(pattern, URLPattern)]


def address(name: str, house: House, number: str) -> str:
    """The address of a page, its places filled."""
    pattern = next(one for one in own() if one.name == name)
    values: dict[str, Any] = {
        "number": number, "user_id": house["tom"].pk, "unit_id": house.units["JS"].pk, "step": "sessions",
        "token_id": house["tom"].pk, "bulk_id": house["tom"].pk, "view_id": house["tom"].pk,
        "webhook_id": house["tom"].pk, "upload_id": "x", "message_id": house["tom"].pk,
        "outgoing_id": house["tom"].pk, "relation_id": house["tom"].pk, "draft_id": house["tom"].pk,
        "evidence_id": house["tom"].pk, "name": "x", "place": 0, "secret": "x", "job_id": 1,
        "chapter": "3", "source": "cn-order-2020-3", "clause": "art 18", "metric": "decided_in_time",
    }  # fmt: skip
    return "/desk/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda found: str(values[found[1]]), str(pattern.pattern))


def everything(resolver: Any = None, prefix: str = "/desk/") -> list[str]:
    """Every address below the desk, those of the case included, with something in every place."""
    found = []
    for pattern in urls.urlpatterns if resolver is None else resolver.url_patterns:
        route = prefix + re.sub(r"<uuid:\w+>", "0192f000-0000-7000-8000-000000000000", str(pattern.pattern))
        route = re.sub(r"<(?:\w+:)?\w+>", "x", re.sub(r"<int:\w+>", "1", route))
        found += [route] if isinstance(pattern, URLPattern) else everything(pattern, route)
    return found


def test_every_page_is_in_the_table() -> None:
    assert {pattern.name for pattern in own()} == set(PAGES) | set(STEPS) | set(FILES) | DEMO_ONLY | OPEN_TO_ALL


def test_strangers_are_sent_to_sign_in_from_every_address(client: Client, db: None) -> None:
    for route in everything():
        for method in (client.get, client.post):
            answer = method(route)
            assert answer.status_code in (302, 405) or "/enter/" in route, f"{route} {answer.status_code}"
            assert (
                answer.status_code == 405 or "/enter/" in route or answer["Location"].startswith("/accounts/login/")
            ), route


@pytest.mark.parametrize("name", sorted(CAST))
def test_each_role_opens_its_part_and_no_other(enter, house: House, name: str) -> None:
    number = registered(house).case.number  # of the Jiangsu branch, taken by Tom
    client, role = enter(name), CAST[name][0]
    sees = name not in {"zoe", "ana", "ivy", "kim", "pia", "adi"}
    for page, area in PAGES.items():
        expected = 200 if area == "desk" or role in AREAS[area] else 403
        if expected == 200 and page in OF_A_CASE:
            expected = 200 if sees and (page != "receipt" or name == "tom") else 404
        answer = client.get(address(page, house, number))
        assert answer.status_code == expected, f"{name} {page}"


@pytest.mark.parametrize("name", sorted(CAST))
def test_changes_ask_for_post_and_for_the_role(enter, house: House, name: str) -> None:
    client, role = enter(name), CAST[name][0]
    for step, area in STEPS.items():
        if step in {"me_end_sessions", "system_check"}:
            continue
        route = address(step, house, "x")
        assert client.get(route).status_code == 405, step
        answer = client.post(route)
        opens = area == "desk" or role in AREAS[area]
        assert (answer.status_code != 403) is opens, f"{name} {step} {answer.status_code}"


def test_the_pages_of_the_demo_are_not_there_outside_it(enter, house: House) -> None:
    for page in DEMO_ONLY:
        assert enter("adi").get(address(page, house, "x")).status_code == 404


def test_somebody_without_a_role_opens_nothing_but_home_help_and_rules(client: Client, house: House) -> None:
    nobody = User.objects.create(email="new@house.example", name="New", employee_no="E999", unit=house.units["JS"])
    client.force_login(nobody)
    for page in PAGES:
        expected = 200 if PAGES[page] == "desk" else 403
        assert client.get(address(page, house, "x")).status_code == expected, page


def test_recusal_closes_the_case_on_every_page(enter, house: House) -> None:
    case = registered(house).case
    Recusal.objects.create(case=case, user=house["tom"], ground="declared", reason="Bruder", at=AT, by_label="test")
    client = enter("tom")
    assert client.get(f"/desk/queue/preview/{case.number}").status_code == 404
    assert client.get(f"/desk/receipts/{case.number}/").status_code == 404
    for page in ("/desk/", "/desk/queue/", f"/desk/search/?q={case.number}", "/desk/board/"):
        answer = client.get(page)
        assert answer.status_code in (200, 403)
        assert case.number not in re.sub(r'(value|href)="[^"]*"|<h1>.*?</h1>', "", answer.content.decode()), page


def test_every_pair_of_roles_opens_the_union_of_their_parts() -> None:
    for first, second in itertools.combinations(sorted({role for role, _unit, _title in CAST.values()}), 2):
        for area in AREAS.values():
            assert bool({first, second} & area) == (first in area or second in area)
