"""On the page of a case: templates to insert, colleagues to call, macros, following, messages in the wrong place."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from huiyin.accounts.models import Membership
from huiyin.cases.actions import talk
from huiyin.cases.models import Case, Macro, Message, MessageMove, Note, TemplateUse, TemplateVersion, Watch
from huiyin.complaints.actions import macros, templates
from huiyin.core.time import local_date
from tests.cases.make import registered
from tests.complaints.along import Along

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def wording(along: Along) -> TemplateVersion:
    house = along.house
    Membership.objects.get_or_create(user=house["sam"], role="supervisor", unit=house.units["JS"])
    version = templates.begin(
        key="got", name="收到", purpose="reply", unit=house.units["JS"],
        text_zh="您的投诉 {case_number} 我们已收到，保单 {policy}。", text_en="We have your complaint {case_number}.",
        from_on=local_date(along.at), by=house.by("sam"), at=along.at,
    )  # fmt: skip
    return templates.approve(version=version, by=house.by("max"), at=along.at)


@pytest.fixture
def macro(along: Along) -> Macro:
    house = along.house
    Membership.objects.get_or_create(user=house["sam"], role="supervisor", unit=house.units["JS"])
    steps: list[dict[str, Any]] = [{"kind": "note", "text": "等材料"}, {"kind": "remind", "text": "到了吗", "days": 3}]
    return macros.begin(name="等材料", unit=house.units["JS"], steps=steps, by=house.by("sam"), at=along.at)


def heard(along: Along) -> Message:
    return talk.hear(case=along.case, text="这是另一件事", by=along.house.by("tom"), at=along.at + timedelta(minutes=1))


def test_templates_are_picked_filled_and_what_the_case_lacks_is_named(
    along: Along, wording: TemplateVersion, enter: Any, url: Any
):
    tom = enter("tom")
    part = tom.get(url("templates"), headers=HTMX).content.decode()
    assert url("template_text", wording.pk) in part
    text = tom.get(url("template_text", wording.pk), headers=HTMX).content.decode()
    assert along.case.number in text
    assert "{policy}" in text
    assert "data-left" in text
    whole = tom.get(url("templates")).content.decode()  # without scripts a page with links
    assert f"?template={wording.pk}" in whole
    begun = tom.get(f"{url('reply_template')}?template={wording.pk}")
    assert str(wording.pk) in begun.content.decode()
    assert tom.get(url("template_text", uuid4())).status_code == 404


def test_what_is_sent_with_a_template_records_it_and_braces_are_not_sent(
    along: Along, wording: TemplateVersion, take: Any
):
    taken = {"text": "您的投诉我们已收到，{policy}", "channel": "portal", "templates": str(wording.pk)}
    answer = take("tom", "respond", expect=422, **taken)
    assert "{policy}" in str(answer.context["form"].errors)
    assert not TemplateUse.objects.exists()
    take("tom", "respond", **(taken | {"text": "您的投诉我们已收到"}))
    assert TemplateUse.objects.get().version == wording


def test_a_note_that_calls_somebody_who_may_not_see_it_comes_back_with_the_reason(along: Along, enter: Any, url: Any):
    tom = enter("tom")
    answer = tom.post(url("note"), {"text": "@Zoe 请看"})
    assert answer.status_code == 422
    assert "Zoe" in str(answer.context["form"].errors["text"])
    assert "@Zoe 请看" in answer.content.decode()
    assert not Note.objects.filter(case=along.case, text__contains="Zoe").exists()
    rows = tom.get(f"{url('colleagues')}?q=Zoe").content.decode()
    assert 'aria-disabled="true"' in rows
    assert "data-handle" not in rows


def test_a_macro_shows_what_it_does_does_it_once_and_tells_it(along: Along, macro: Macro, enter: Any, url: Any):
    tom = enter("tom")
    assert url("macro", macro.pk) in tom.get(url()).content.decode()
    shown = tom.get(url("macro", macro.pk))
    assert [one["state"] for one in shown.context["steps"]] == ["done", "done"]
    assert not Note.objects.filter(case=along.case, text="等材料").exists()
    data = {"seen": shown.context["form"]["seen"].value(), "version": "1"}
    for _twice in range(2):  # a double click
        assert tom.post(url("macro", macro.pk), data).status_code == 302
    assert Note.objects.filter(case=along.case, text="等材料").count() == 1
    stale = tom.post(url("macro", macro.pk), {"version": "9"})
    assert stale.status_code == 409


def test_following_is_one_click(along: Along, enter: Any, url: Any):
    tom = enter("tom")
    assert tom.post(url("watch"), {"on": "1"}).status_code == 302
    assert Watch.objects.filter(case=along.case, user=along.house["tom"]).exists()
    assert 'aria-pressed="true"' in tom.get(url()).content.decode()
    assert tom.post(url("watch"), {"on": "0"}).status_code == 302
    assert not Watch.objects.exists()


def test_a_message_is_moved_and_taken_back_on_the_page(along: Along, enter: Any, url: Any):
    message, other = heard(along), registered(along.house, at=along.at, subject="另一件").case
    tom = enter("tom")
    address = url("message_move", message.pk)
    assert address in tom.get(url()).content.decode()
    first = Message.objects.filter(case=along.case, direction="in").order_by("at").first()
    assert first is not None
    assert url("message_move", first.pk) not in tom.get(url()).content.decode()
    assert tom.get(address, headers=HTMX).status_code == 200
    assert tom.post(address, {"into": "TS000", "reason": "属于那件"}).status_code == 422
    early = tom.post(address, {"into": other.number, "reason": "属于那件"})
    assert early.status_code == 302, early.context["form"].trouble if early.context else ""
    assert Message.objects.get(pk=message.pk).case_id == other.pk
    again = tom.post(address, {"into": other.number, "reason": "属于那件"})
    assert again.status_code == 409
    row = MessageMove.objects.get()
    back = reverse("case_message_back", args=[other.number, row.pk])
    assert back in tom.get(reverse("case", args=[other.number])).content.decode()
    assert tom.post(back, {}).status_code == 302
    assert Message.objects.get(pk=message.pk).case_id == along.case.pk


def test_a_split_shows_its_limits_and_is_done_once(along: Along, enter: Any, url: Any):
    message, tom = heard(along), enter("tom")
    address = url("message_split", message.pk)
    page = tom.get(address)
    assert any("2026-" in line for line in page.context["lines"])
    data = {"reason": "另一件事", "demand": "道歉", "key": page.context["form"]["key"].value()}
    for _twice in range(2):
        assert tom.post(address, data).status_code == 302
    new = Case.objects.exclude(pk=along.case.pk).get()
    assert new.received_at == message.at
    row = MessageMove.objects.get()
    told = tom.get(url("message_back", row.pk)).content.decode()
    assert reverse("case_step", args=[new.number, "merge"]) in told


@pytest.mark.parametrize("name", ["zoe", "ana", "kim", "pia", "adi"])
def test_who_may_not_see_the_case_sees_none_of_its_parts(
    along: Along, macro: Macro, wording: TemplateVersion, enter: Any, url: Any, name: str
):
    message, client = heard(along), enter(name)
    for address in (
        url("templates"), url("template_text", wording.pk), url("colleagues"), url("macro", macro.pk),
        url("message_move", message.pk), url("message_split", message.pk), url("message_back", uuid4()),
    ):  # fmt: skip
        assert client.get(address).status_code in (403, 404), (name, address)
    assert client.post(url("watch"), {"on": "1"}).status_code in (403, 404)


def test_the_parts_of_another_case_are_not_there(along: Along, enter: Any, url: Any):
    other = registered(along.house, at=along.at, subject="另一件").case
    message = Message.objects.get(case=other)
    tom = enter("tom")
    assert tom.get(url("message_move", message.pk)).status_code == 404
    assert tom.post(url("message_split", message.pk), {"reason": "x y"}).status_code == 404


def test_the_page_of_the_case_asks_nothing_more_for_macros_and_followers(along: Along, enter: Any, url: Any):
    house, tom = along.house, enter("tom")
    tom.get(url())
    with CaptureQueriesContext(connection) as before:
        tom.get(url())
    Membership.objects.get_or_create(user=house["sam"], role="supervisor", unit=house.units["JS"])
    for number in range(8):
        macros.begin(
            name=f"m{number}",
            unit=house.units["JS"],
            steps=[{"kind": "note", "text": "x"}],
            by=house.by("sam"),
            at=along.at,
        )
        Watch.objects.create(case=along.case, user=list(house.people.values())[number], at=along.at)
    with CaptureQueriesContext(connection) as after:
        tom.get(url())
    assert len(after) == len(before)


def test_strangers_sign_in_first(along: Along, url: Any):
    for address in (url("templates"), url("colleagues"), url("message_move", uuid4())):
        assert Client().get(address).status_code == 302
