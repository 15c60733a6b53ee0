"""Filters typed into the box, facets, what was looked for lately, and customers on record."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from huiyin.audit.models import Access
from huiyin.cases.actions import recent as actions
from huiyin.cases.jobs import reading
from huiyin.cases.models import Case, RecentSearch
from huiyin.cases.queries import recent
from huiyin.cases.rules.finding import written
from huiyin.console import find, find_terms
from huiyin.core import blobs
from huiyin.core.actors import system
from huiyin.customers.actions import PartyDraft, register_party, register_policy
from tests.cases.make import LI, registered
from tests.console.test_find import found
from tests.people import AT, House

WANG = LI.__class__(name="王芳", phone="13700001111")


def look(client: Client, text: str, **more: str) -> Any:
    return client.get("/desk/search/", {"q": text, **more})


@pytest.fixture
def two(house: House) -> tuple[Case, Case]:
    """A medical complaint by phone, and an older one of motor by letter, which Tia answers for."""
    first = registered(house, line="health", external_ref="A-1001").case
    second = registered(
        house, by=house.by("tia"), line="motor", channel="letter", text="车险理赔拖了很久。", subject="车险",
        people=(WANG,), policy_number="PM 2025 77", received_at=AT - timedelta(days=40),
    ).case  # fmt: skip
    return first, second


@pytest.mark.parametrize(
    ("text", "hits"),
    [
        ("理赔", "both"), ("理赔 险种:车险", "second"), ("line:motor", "second"), ("渠道:信函", "second"),
        ("channel:phone,letter", "both"), ("状态:已接收", "both"), ("state:closed", ""), ("是:未结", "both"),
        ("是:已结", ""), ("is:open", "both"), ("保单:pm202577", "second"), ("客户:王芳", "second"),
        ("customer:13812345678", "first"), ("客户:春梅 理赔", "first"), ("客户:王伟", ""), ("号:A-1001", "first"),
        ("号:a10", "first"), ("收到:2026-03", "first"), ("收到:2026-01", "second"), ("received:<2026-02", "second"),
        ("收到:2025", ""), ("等级:L1", "both"), ("负责人:Tia 车险", "second"), ("机构:JS-CP 理赔", "both"),
        ("理赔 channel:phone received:2026-03", "first"), ("等级:L4", ""),
    ],
)  # fmt: skip
def test_a_typed_filter_narrows(enter: Any, house: House, two: tuple[Case, Case], text: str, hits: str) -> None:
    page = look(enter("sam"), text)
    assert page.context["problems"] == []
    names = {"both": {two[0].number, two[1].number}, "first": {two[0].number}, "second": {two[1].number}, "": set()}
    assert set(found(page)) == names[hits]


def test_my_own_is_typed_shortly(enter: Any, house: House, two: tuple[Case, Case]) -> None:
    for name in ("tom", "tia"):
        mine = set(Case.objects.filter(owner=house[name]).values_list("number", flat=True))
        for text in ("owner:me", "负责人:我"):
            assert set(found(look(enter(name), text))) == mine


@pytest.mark.parametrize(
    "text",
    [
        "状态:火星", "owner:nobody", "机构:月球", "收到:不知道", "状态:", "客户:王", "号:！", "附件:。", "期限:永远",
        "保单:",
    ],
)  # fmt: skip
def test_a_filter_that_means_nothing_is_told_and_finds_nothing(
    enter: Any, house: House, two: tuple[Case, Case], text: str
) -> None:
    page = look(enter("sam"), f"理赔 {text}")
    assert page.status_code == 200
    assert page.context["problems"]
    assert found(page) == []
    assert 'role="alert"' in page.content.decode()


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_example_of_the_help_can_be_typed(enter: Any, house: House, language: str) -> None:
    client = enter("sam")
    client.cookies["django_language"] = language
    unknown = ("unit", "owner")  # of the houses that are there, not of this one
    for key, zh, en in find.EXAMPLES:
        typed = written(key, zh if language == "zh-hans" else en, language)
        problems = look(client, typed).context["problems"]
        assert not problems or key in unknown, problems
    assert {key for key, _zh, _en in find.EXAMPLES} == set(find_terms.LABELS)


def test_facets_tell_how_the_hits_are_made_up_and_lead_on(enter: Any, house: House, two: tuple[Case, Case]) -> None:
    client = enter("sam")
    page = look(client, "理赔")
    facets = dict(page.context["facets"])
    assert page.context["facets_total"] == 2
    lines = facets[str(find_terms.LABELS["line"])]
    assert [value.count for value in lines] == [1, 1]
    for value in lines:
        assert len(found(client.get(value.url))) == 1
    assert str(find_terms.LABELS["state"]) not in facets  # all are in one: it divides nothing


def test_files_can_be_asked_alone_and_lead_to_the_item(enter: Any, house: House) -> None:
    paper = blobs.keep("检验单：血糖偏高。".encode(), name="检验单.txt", content_type="text/plain")
    case = registered(house, evidence=(paper,)).case
    registered(house, external_ref="2", text="我的血糖不高，为何拒保。")
    reading.read_files(str(case.pk))
    client = enter("tom")
    assert len(found(look(client, "血糖"))) == 2
    page = look(client, "附件:血糖")
    assert found(page) == [case.number]
    text = page.content.decode()
    assert "<mark>血糖</mark>" in text
    assert client.get(f"/desk/complaints/{case.number}/evidence/1/").status_code == 200
    assert f"/desk/complaints/{case.number}/evidence/1/" in text
    assert found(look(enter("zoe"), "附件:血糖")) == []


def test_exactly_this_number_comes_first_and_only_once(enter: Any, house: House) -> None:
    old = registered(house, external_ref="778899", received_at=AT - timedelta(days=9)).case
    new = registered(house, external_ref="2", text="我在778899号柜台办理，没有人解释。").case
    page = look(enter("tom"), "778899")
    assert [hit[0].number for hit in page.context["exact"]] == [old.number]
    assert found(page) == [old.number, new.number]


def test_the_most_urgent_come_first_when_that_is_asked(enter: Any, house: House) -> None:
    late = registered(house, external_ref="1", at=AT, received_at=AT - timedelta(days=20)).case
    registered(house, external_ref="2")
    page = look(enter("tom"), "理赔", sort="due")
    assert found(page)[0] == late.number
    assert found(look(enter("tom"), "理赔"))[0] != late.number


def test_customers_on_record_are_shown_masked_and_the_look_is_written_down(enter: Any, house: House) -> None:
    by = system("test")
    party = register_party(draft=PartyDraft(name="欧阳建国", phone="13912340000"), by=by, at=AT)
    register_policy(
        number="PX-1", holder=party, unit=house.units["JS-CP"], product_code="A", product_name="安心医疗",
        line="health", starts_on=AT.date(), by=by, at=AT,
    )  # fmt: skip
    page = look(enter("tom"), "欧阳建国")
    [(hit, url, _record)] = page.context["customers"]
    text = page.content.decode()
    assert hit.id == party.pk
    assert "建国" not in text.replace('value="欧阳建国"', "").replace("<h1>", "").partition('id="found-customers"')[2]
    assert "139****0000" in text
    assert "PX-1" in text
    assert Access.objects.filter(kind="search", aggregate_id=party.pk).exists()
    assert enter("tom").get(url).context["problems"] == []
    looks = Access.objects.filter(kind="search").count()
    look(enter("tom"), "既往症")
    assert Access.objects.filter(kind="search").count() == looks
    assert look(enter("aud"), "欧阳建国").context["customers"] == []


def test_what_was_looked_for_is_remembered_for_oneself_until_forgotten(enter: Any, house: House) -> None:
    registered(house)
    client = enter("tom")
    for words in ("理赔", "既往", "理赔"):
        look(client, words)
    assert recent.of(house["tom"]) == ["理赔", "既往"]
    assert [text for text, _url in client.get("/desk/search/").context["recent"]] == ["理赔", "既往"]
    assert recent.of(house["tia"]) == []
    assert client.get("/desk/search/forget").status_code == 405
    assert client.post("/desk/search/forget").status_code == 302
    assert recent.of(house["tom"]) == []


def test_only_the_newest_searches_are_kept_and_none_in_clear(house: House) -> None:
    for n in range(actions.MOST + 5):
        actions.remember(user=house["tom"], text=f"查 {n}", by=house.by("tom"), at=AT + timedelta(minutes=n))
    assert len(recent.of(house["tom"])) == RecentSearch.objects.count() == actions.MOST
    assert recent.of(house["tom"])[0] == f"查 {actions.MOST + 4}"
    actions.remember(user=house["tom"], text="  ", by=house.by("tom"), at=AT)
    assert RecentSearch.objects.count() == actions.MOST
    assert not RecentSearch.objects.filter(text_blind__contains="查").exists()


def test_a_page_of_hits_is_walked_both_ways_without_loss(enter: Any, house: House) -> None:
    papers = [blobs.keep(f"附带的理赔说明{n}".encode(), name=f"{n}.txt", content_type="text/plain") for n in range(2)]
    for n in range(30):
        case = registered(house, external_ref=f"{n}", evidence=tuple(papers), at=AT + timedelta(minutes=n)).case
        reading.read_files(str(case.pk))
    client = enter("tom")
    for text in ("理赔", "附件:理赔说明", "理赔 附带", "is:open"):
        first = look(client, text)
        second = client.get(first.context["next_url"])
        assert (len(found(first)), len(found(second))) == (25, 5), text
        assert len({*found(first), *found(second)}) == 30
        assert found(client.get(second.context["previous_url"])) == found(first)
        assert second.context["next_url"] == ""


@pytest.mark.parametrize(
    ("text", "clause"),
    [
        ("3.1-5", "3.1-5"), ("受理 24", "3.1-5"), ("２４小时 受理", "3.1-5"), ("令2020-3", ""),
        ("within 24 hours", "3.1-5"),
    ],
)  # fmt: skip
def test_articles_of_the_handbook_and_the_laws_are_found_beside_the_cases(
    enter: Any, house: House, two: tuple[Case, Case], text: str, clause: str
) -> None:
    page = look(enter("sam"), text)
    shown = page.context["clauses"]
    assert len(shown) <= 5
    assert not clause or clause in {one["id"] for one in shown}
    for one in shown:
        assert one["url"] in page.content.decode()
        assert enter("sam").get(one["url"]).status_code == 200
    assert look(enter("sam"), "理赔 险种:车险").context["clauses"] == []
    assert look(enter("sam"), "火星蟾蜍").context["clauses"] == []
