"""The calls of a matter stand on its page, and a call that is owed; a call opens for who may see it."""

from datetime import timedelta

from django.test import Client

from huiyin.cases.models import Case
from huiyin.channels.actions import callbacks
from huiyin.channels.models import Call
from huiyin.core.time import now
from tests.cases.make import registered
from tests.console.calls.test_list import rung
from tests.people import House


def told(client: Client, case: Case) -> str:
    answer = client.get(f"/desk/complaints/{case.number}/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_call_of_the_matter_stands_on_its_page_and_opens_for_who_may_see_it(enter, house: House) -> None:
    case = registered(house).case
    mine, of_head_office = rung(house, "tom", "c-1"), rung(house, "hua", "c-2")
    Call.objects.filter(pk__in=[mine.pk, of_head_office.pk]).update(case_id=case.pk)
    text = told(enter("tom"), case)
    assert f'href="/desk/calls/{mine.pk}/"' in text
    assert "Hua" in text
    assert f'href="/desk/calls/{of_head_office.pk}/"' not in text
    assert "13912345678" not in text
    callbacks.ask(call_id=mine.pk, about="核对保单", wish=now() + timedelta(days=1), by=house.by("tom"), at=now())
    assert told(enter("tom"), case).count('class="hy-due ') == text.count('class="hy-due ') + 1


def test_a_matter_without_calls_has_no_panel_of_them(enter, house: House) -> None:
    assert "/desk/calls/" not in told(enter("tom"), registered(house).case).split("hy-case-side")[1]
