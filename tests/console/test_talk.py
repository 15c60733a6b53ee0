"""Templates and macros on the desk: who opens what, writing, seconding, trying, using."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from huiyin.accounts.models import Membership
from huiyin.cases.actions import following, talk
from huiyin.cases.models import Macro, Recusal, Template, TemplateVersion
from huiyin.complaints.actions import acceptance, macros, templates
from huiyin.console.talk import macros as macro_pages
from huiyin.console.talk import templates as template_pages
from huiyin.console.visit import AREAS
from huiyin.core import time
from huiyin.core.time import local_date
from tests.cases.make import registered
from tests.people import CAST, House

pytestmark = pytest.mark.django_db
ZH, EN = "您的投诉 {case_number} 我们已收到。", "We have your complaint {case_number}."


@pytest.fixture
def lead(house: House) -> House:
    Membership.objects.get_or_create(user=house["sam"], role="supervisor", unit=house.units["JS"])
    return house


def template(house: House, *, key: str = "got", approved: bool = True) -> Template:
    version = templates.begin(
        key=key, name="收到", name_en="Received", purpose="reply", unit=house.units["JS"], text_zh=ZH, text_en=EN,
        from_on=local_date(time.now()), by=house.by("sam"), at=time.now(),
    )  # fmt: skip
    if approved:
        templates.approve(version=version, by=house.by("max"), at=time.now())
    return version.template


def macro(house: House) -> Macro:
    steps = [{"kind": "note", "text": "等材料"}]
    return macros.begin(name="等", unit=house.units["JS"], steps=steps, by=house.by("sam"), at=time.now())


def post(house: House, **changes: Any) -> dict[str, Any]:
    return {
        "key": "got", "name": "收到", "purpose": "reply", "unit": str(house.units["JS"].pk), "text_zh": ZH,
        "text_en": EN, "from_on": local_date(time.now()).isoformat(),
    } | changes  # fmt: skip


@pytest.mark.parametrize("name", sorted(CAST))
def test_each_role_opens_its_part_and_no_other(enter: Any, lead: House, name: str):
    row, one = template(lead), macro(lead)
    client, role = enter(name), CAST[name][0]
    opens = role in AREAS["cases"]
    for page in ("templates", "macros", "followed"):
        assert client.get(reverse(page)).status_code == (200 if opens else 403), page
    for address in (reverse("template", args=[row.pk]), reverse("macro", args=[one.pk])):
        assert client.get(address).status_code == (200 if opens else 403), address
    writes = name in {"sam", "max", "hua", "eve"}
    for page in ("template_new", "macro_new"):
        assert client.get(reverse(page)).status_code == (200 if writes else 409 if opens else 403), page
    assert client.get(reverse("template_write", args=[row.pk])).status_code == (
        200 if writes else 409 if opens else 403
    )
    for step in (reverse("template_act", args=[row.pk, "retire"]), reverse("macro_act", args=[one.pk, "retire"])):
        assert client.get(step).status_code == 405
        answer = client.post(step)
        assert answer.status_code == (302 if writes else 409 if opens else 403), (name, step)


def test_strangers_are_sent_to_sign_in(client: Client, lead: House):
    for address in ("/desk/templates/", "/desk/macros/", "/desk/me/followed/"):
        assert client.get(address).status_code == 302


def test_a_template_is_written_by_one_and_seconded_by_another(enter: Any, lead: House):
    answer = enter("sam").post(reverse("template_new"), post(lead))
    row = Template.objects.get()
    assert answer["Location"] == reverse("template", args=[row.pk])
    page = enter("sam").get(answer["Location"]).content.decode()
    assert "/approve" not in page
    assert "/withdraw" in page
    decide = reverse("template_decide", args=[row.pk, 1, "approve"])
    assert enter("sam").post(decide).status_code == 409
    assert enter("max").post(decide).status_code == 302
    assert row.versions.get().state == "approved"
    sent_back = reverse("template_decide", args=[row.pk, 1, "reject"])
    assert enter("max").post(sent_back, {"reason": "x y"}).status_code == 409
    assert enter("max").post(sent_back, {"reason": ""}).status_code == 422


def test_a_fault_stands_at_its_field_and_what_was_typed_is_kept(enter: Any, lead: House):
    answer = enter("sam").post(reverse("template_new"), post(lead, text_zh="编号 {case_nummer}，请查收。"))
    assert answer.status_code == 422
    assert "{case_number}" in str(answer.context["form"].errors["text_zh"])
    assert "{case_nummer}" in answer.content.decode()
    assert not Template.objects.exists()


def test_the_second_of_two_writers_is_told(enter: Any, lead: House):
    row = template(lead)
    address, words = reverse("template_write", args=[row.pk]), post(lead, text_zh=ZH + "甲", seen=1)
    assert enter("sam").post(address, words).status_code == 302
    answer = enter("max").post(address, words | {"text_zh": ZH + "乙"})
    assert answer.status_code == 409
    form = answer.context["form"]
    assert (ZH + "甲" in str(form.errors["text_zh"]), form["seen"].value()) == (True, "2")
    assert ZH + "乙" in answer.content.decode()


def test_a_wording_is_tried_on_a_complaint_that_one_may_see(enter: Any, lead: House):
    row, case = template(lead), registered(lead).case
    address = reverse("template", args=[row.pk])
    assert f"您的投诉 {case.number} 我们已收到。" in enter("sam").get(f"{address}?case={case.number}").content.decode()
    foreign = enter("zoe").get(f"{address}?case={case.number}").content.decode()
    assert f"您的投诉 {case.number}" not in foreign


def test_where_it_was_used_shows_only_what_one_may_see(enter: Any, lead: House):
    row, case = template(lead), registered(lead).case
    acceptance.respond(case=case, text="x y", templates=[row.versions.get().pk], by=lead.by("tom"), at=time.now())
    address = reverse("template", args=[row.pk])
    assert case.number in enter("sam").get(address).content.decode()
    assert case.number not in enter("zoe").get(address).content.decode()


def test_the_list_of_templates_costs_the_same_for_one_and_for_many(
    enter: Any, lead: House, django_assert_max_num_queries: Any
):
    for number in range(12):
        template(lead, key=f"t{number:02}")
    client = enter("sam")
    client.get(reverse("templates"))
    with django_assert_max_num_queries(12):
        assert len(client.get(reverse("templates")).context["rows"]) == 12


def test_the_wording_that_holds_is_the_one_with_the_later_day(lead: House, enter: Any):
    row = template(lead)
    today = local_date(time.now())
    for number, day in ((2, today), (3, today - timedelta(days=30))):
        TemplateVersion.objects.create(
            template=row, number=number, text_zh=f"第{number}版", text_en=f"v{number}", from_on=day, state="approved",
            written_at=time.now(), written_by=lead["sam"], decided_at=time.now(), decided_by=lead["max"],
        )  # fmt: skip
    page = enter("sam").get(reverse("template", args=[row.pk]))
    assert [one["row"].number for one in page.context["versions"] if one["holds"]] == [2]


def test_the_lists_of_templates_and_macros_go_on(enter: Any, lead: House, monkeypatch: pytest.MonkeyPatch):
    for module in (template_pages, macro_pages):
        monkeypatch.setattr(module, "SHOWN", 2)
    steps = [{"kind": "note", "text": "等材料"}]
    for number in range(3):
        template(lead, key=f"t{number}", approved=False)
        macros.begin(name=f"宏{number}", unit=lead.units["JS"], steps=steps, by=lead.by("sam"), at=time.now())
    client = enter("sam")
    for address in (f"{reverse('templates')}?waiting=1", reverse("macros")):
        page = client.get(address)
        rest = client.get(page.context["next_url"])
        assert (len(page.context["rows"]), len(rest.context["rows"]), rest.context["next_url"]) == (2, 1, "")
    assert "waiting=1" in client.get(f"{reverse('templates')}?waiting=1").context["next_url"]
    for broken in ("?after=%00", "?after=%00~x", f"?after=%00~{Macro.objects.get(name='宏0').pk}"):
        assert client.get(reverse("templates") + broken).status_code == 200
        assert client.get(reverse("macros") + broken).status_code == 200


def test_the_page_of_a_macro_costs_the_same_for_one_step_and_for_many(
    enter: Any, lead: House, django_assert_max_num_queries: Any
):
    steps = [{"kind": "note", "text": f"第{number}步"} for number in range(7)]
    row = macros.begin(name="多", unit=lead.units["JS"], steps=steps, by=lead.by("sam"), at=time.now())
    client = enter("sam")
    client.get(reverse("macro", args=[row.pk]))
    with django_assert_max_num_queries(12):
        assert client.get(reverse("macro", args=[row.pk])).context["steps"].total_form_count() == 8


def test_a_macro_is_made_and_changed_on_one_page(enter: Any, lead: House):
    data = {
        "name": "等材料", "unit": str(lead.units["JS"].pk), "steps-TOTAL_FORMS": "2", "steps-INITIAL_FORMS": "0",
        "steps-0-kind": "note", "steps-0-text": "等材料", "steps-1-kind": "",
    }  # fmt: skip
    client = enter("sam")
    more = client.post(reverse("macro_new"), data | {"more": "1"})
    assert (more.status_code, more.context["steps"].total_form_count()) == (200, 3)
    assert client.post(reverse("macro_new"), data).status_code == 302
    row = Macro.objects.get()
    assert row.steps == [{"kind": "note", "text": "等材料"}]
    address = reverse("macro", args=[row.pk])
    changed = data | {"name": "新名", "seen": "1"}
    assert client.post(address, changed).status_code == 302
    stale = client.post(address, changed | {"name": "旧名"})
    assert (stale.status_code, stale.context["form"]["seen"].value()) == (409, "2")
    assert "新名" in str(stale.context["form"].errors["name"])
    wrong = client.post(address, changed | {"seen": "2", "steps-0-text": ""})
    assert wrong.status_code == 422
    assert Macro.objects.get().name == "新名"
    assert enter("zoe").post(address, changed | {"seen": "2"}).status_code == 409


def test_what_one_follows_is_ones_own_and_ends_with_the_sight_of_the_case(enter: Any, lead: House):
    case = registered(lead).case
    talk.add_note(case=case, text="@Sam 请看", by=lead.by("tom"), at=time.now())
    following.watch(case=case, user=lead["sam"], by=lead.by("sam"), at=time.now())
    address = reverse("followed")
    assert enter("sam").get(address).content.decode().count(case.number) >= 2
    assert case.number not in enter("max").get(address).content.decode()
    Recusal.objects.create(case=case, user=lead["sam"], ground="declared", reason="x", at=time.now(), by_label="x")
    assert case.number not in enter("sam").get(address).content.decode()
