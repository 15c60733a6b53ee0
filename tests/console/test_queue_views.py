"""Saved views: everything stands in the address, shared ones are changed by few, and the most urgent matter is next."""

from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.messages import get_messages

from huiyin.audit.models import Entry
from huiyin.cases.actions import access, views
from huiyin.cases.actions.views import ViewDraft
from huiyin.cases.models import Case, SavedView, ViewPlace
from huiyin.cases.queries import views as queries
from huiyin.clocks import actions as clocks
from huiyin.console.queue_columns import COLUMNS, DEFAULT, GROUPS, ORDER_NAMES
from huiyin.core import time
from huiyin.core.errors import BadInput, Refused
from tests.cases.make import registered
from tests.people import AT, House

QUEUE, VIEWS = "/desk/queue/", "/desk/queue/views/"


def kept(house: House, who: str = "tom", **changes: Any) -> SavedView:
    draft = ViewDraft(**({"name": "车险", "filters": {"line": "motor"}} | changes))
    return views.keep(user=house[who], draft=draft, by=house.by(who), at=AT)


def named(house: House, who: str) -> list[str]:
    return [one.view.name for one in queries.of(house[who])]


def test_a_list_is_kept_as_it_stands_and_opens_the_same(enter, house: House) -> None:
    registered(house, line="motor")
    client = enter("tom")
    here = f"{QUEUE}?view=mine&line=motor&columns=who,unit,limit&order=oldest"
    answer = client.post(f"{VIEWS}keep", {"here": here, "name": "我的车险"})
    query = parse_qs(urlsplit(answer.url).query)
    view = SavedView.objects.get()
    assert query == {
        "view": ["mine"], "line": ["motor"], "columns": ["who,unit,limit"], "order": ["oldest"], "saved": [str(view.pk)]
    }  # fmt: skip
    page = client.get(answer.url)
    assert page.context["saved"].view == view
    assert [column["code"] for column in page.context["columns"]] == ["who", "unit", "limit"]
    assert page.context["is_changed"] is False
    assert client.get(f"{QUEUE}?saved={view.pk}").url == answer.url


def test_a_changed_list_says_so_and_can_be_kept(enter, house: House) -> None:
    view = kept(house)
    client = enter("tom")
    here = f"{QUEUE}?line=health&saved={view.pk}"
    page = client.get(here)
    assert page.context["is_changed"] is True
    client.post(f"{VIEWS}keep", {"here": here, "change": "1", "version": "1"})
    view.refresh_from_db()
    assert (view.filters, view.version) == ({"line": "health"}, 2)


def test_nobody_overwrites_what_a_colleague_changed_in_between(house: House) -> None:
    view = kept(house, "sam", unit=house.units["JS-CP"])
    views.change(view=view, draft=ViewDraft(name="车险二"), version=1, by=house.by("max"), at=AT)
    with pytest.raises(Refused) as refused:
        views.change(view=view, draft=ViewDraft(name="车险三"), version=1, by=house.by("sam"), at=AT)
    assert refused.value.code == "view.changed"
    assert "Max" in refused.value.message


@pytest.mark.parametrize(
    ("who", "role", "sees"),
    [("tia", "", True), ("tia", "handler", True), ("tia", "supervisor", False), ("sam", "supervisor", True),
     ("zoe", "", False), ("ana", "", False)],
)  # fmt: skip
def test_a_shared_view_is_for_the_staff_of_its_unit_and_role(house: House, who: str, role: str, sees: bool) -> None:
    kept(house, "max", unit=house.units["JS-CP"], role=role)
    assert (named(house, who) == ["车险"]) is sees
    assert named(house, "max") == ["车险"]


@pytest.mark.parametrize(("who", "may"), [("tom", True), ("tia", False), ("sam", True), ("max", True), ("zoe", False)])
def test_only_the_owner_or_who_leads_the_unit_changes_a_shared_view(house: House, who: str, may: bool) -> None:
    view = kept(house, unit=house.units["JS-CP"])
    change: dict[str, Any] = {"view": view, "draft": ViewDraft(name="新名", unit=house.units["JS-CP"]), "version": 1}
    if may:
        assert views.change(**change, by=house.by(who), at=AT).name == "新名"
        assert views.drop(view=view, by=house.by(who), at=AT) is True
        assert views.drop(view=view, by=house.by(who), at=AT) is False
    else:
        for take in (lambda: views.change(**change, by=house.by(who), at=AT),
                     lambda: views.drop(view=view, by=house.by(who), at=AT)):  # fmt: skip
            with pytest.raises(Refused) as refused:
                take()
            assert refused.value.code == "view.not_yours"


def test_a_shared_view_never_shows_more_than_its_viewer_may_see(enter, house: House) -> None:
    case = registered(house, line="motor").case
    view = kept(house, "hua", unit=house.units["HQ"])
    address = f"{QUEUE}?line=motor&saved={view.pk}"
    assert case.number in enter("tom").get(address).content.decode()
    assert case.number not in enter("zoe").get(address).content.decode()


def test_the_ledger_tells_of_shared_views_and_not_of_ones_own(house: House) -> None:
    kept(house)
    assert not Entry.objects.filter(aggregate_kind="view").exists()
    view = kept(house, "sam", unit=house.units["JS-CP"])
    views.drop(view=view, by=house.by("sam"), at=AT)
    kinds = Entry.objects.filter(aggregate_id=view.pk).order_by("seq").values_list("kind", flat=True)
    assert list(kinds) == ["view.shared", "view.deleted"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"name": " "}, "name"), ({"name": "x" * 61}, "name"), ({"filters": {"q": "李春梅"}}, "filters"),
     ({"filters": {"policy": "P1"}}, "filters"), ({"role": "handler"}, "role")],
)  # fmt: skip
def test_what_a_view_cannot_be_is_said(house: House, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(BadInput) as refused:
        kept(house, **changes)
    assert refused.value.field == field
    assert not SavedView.objects.exists()


def test_sharing_reaches_ones_own_unit_and_what_one_leads(house: House) -> None:
    assert [unit.code for unit in queries.may_share_with(house.by("tom"))] == ["JS-CP"]
    assert [unit.code for unit in queries.may_share_with(house.by("max"))] == ["JS", "JS-CP", "JS-SZ"]
    with pytest.raises(BadInput):
        kept(house, unit=house.units["GD-CP"])


def test_the_same_view_twice_is_one_and_another_of_the_name_is_refused(house: House) -> None:
    assert kept(house) == kept(house)
    with pytest.raises(Refused) as refused:
        kept(house, filters={})
    assert refused.value.code == "view.name"


def test_views_are_put_in_order_hidden_and_opened_first(enter, house: House) -> None:
    one, two = kept(house), kept(house, name="健康险", filters={"line": "health"})
    client = enter("tom")
    for step in ("up", "untab", "first"):
        assert client.post(f"{VIEWS}{(one if step == 'untab' else two).pk}/{step}").status_code == 302
    placed = queries.of(house["tom"])
    assert [(item.view.name, item.is_tab, item.is_first) for item in placed] == [
        ("健康险", True, True), ("车险", False, False)
    ]  # fmt: skip
    assert client.get(QUEUE).url == f"{QUEUE}?line=health&saved={two.pk}"
    page = client.get(f"{QUEUE}?view=open")
    assert page.status_code == 200
    labels = [tab["label"] for tab in page.context["tabs"]]
    assert "健康险" in labels
    assert "车险" not in labels
    client.post(f"{VIEWS}{two.pk}/unfirst")
    assert client.get(QUEUE).status_code == 200
    assert ViewPlace.objects.filter(user=house["tia"]).count() == 0


def test_another_s_view_is_not_there(enter, house: House) -> None:
    view = kept(house)
    client = enter("tia")
    assert client.post(f"{VIEWS}{view.pk}/first").status_code == 404
    assert client.get(f"{QUEUE}?saved={view.pk}").context["saved"] is None
    client.post(f"{VIEWS}{view.pk}/delete")
    assert SavedView.objects.filter(pk=view.pk).exists()


def test_name_and_sharing_change_on_the_page(enter, house: House) -> None:
    view = kept(house, "sam")
    client = enter("sam")
    given = {"name": "团队车险", "unit": str(house.units["JS-CP"].pk), "role": "handler", "version": "1"}
    assert client.post(f"{VIEWS}{view.pk}/change", given).status_code == 302
    assert named(house, "tia") == ["团队车险"]
    answer = client.post(f"{VIEWS}{view.pk}/change", given | {"name": "又一个"})
    assert answer.status_code == 409
    assert "Sam" in answer.content.decode()


def test_a_refused_view_leaves_the_list_and_says_why(enter, house: House) -> None:
    answer = enter("tom").post(f"{VIEWS}keep", {"here": f"{QUEUE}?q=李春梅", "name": "春梅"})
    assert answer.status_code == 302
    assert [str(one) for one in get_messages(answer.wsgi_request)]
    assert not SavedView.objects.exists()


@pytest.mark.parametrize("order", sorted(ORDER_NAMES))
def test_every_order_pages_without_gap_or_repeat(enter, house: House, order: str, monkeypatch) -> None:
    for n in range(7):
        case = registered(house, external_ref=f"{n}", received_at=AT - timedelta(hours=n)).case
        Case.objects.filter(pk=case.pk).update(severity=("L1", "L3")[n % 2], next_due_at=None if n == 3 else AT)
    from huiyin.cases.queries import queue  # noqa: PLC0415 - the page asks for its size here

    original = queue.page
    monkeypatch.setattr(queue, "page", lambda *a, **k: original(*a, **(k | {"size": 3})))
    client, url, found = enter("tom"), f"{QUEUE}?order={order}", list[str]()
    while url:
        page = client.get(url)
        found += [line.number for line in page.context["lines"]]
        url = page.context["next_url"]
    assert len(found) == len(set(found)) == 7
    back = client.get(page.context["previous_url"])
    assert [line.number for line in back.context["lines"]] == found[3:6]


def test_every_column_and_group_shows_itself(enter, house: House) -> None:
    registered(house, line="motor")
    client = enter("sam")
    page = client.get(f"{QUEUE}?columns={','.join(COLUMNS)}")
    assert [column["code"] for column in page.context["columns"]] == list(COLUMNS)
    body = page.content.decode()
    assert all(body.count(f'class="hy-col-{code}') == 2 for code in COLUMNS)
    assert [column["code"] for column in client.get(f"{QUEUE}?columns=x").context["columns"]] == list(DEFAULT)
    for group in GROUPS:
        grouped = client.get(f"{QUEUE}?group={group}").context["grouped"]
        assert [row.count for row in grouped["rows"]] == [1]


def test_next_opens_what_is_most_urgent_and_nobody_is_at(enter, house: House) -> None:
    now = time.now()
    made = [registered(house, at=now, received_at=now, external_ref=f"{n}").case for n in range(3)]
    for n, case in enumerate(made):
        Case.objects.filter(pk=case.pk).update(next_due_at=now + timedelta(hours=n + 1))
    due = clocks.add_task(
        owner=("case", made[2].pk), kind="other", title="回电", assignee=house["tom"],
        due_at=now + timedelta(minutes=1), by=house.by("sam"), at=now,
    )  # fmt: skip
    client = enter("tom")

    def following(**query: str) -> str:
        return str(client.get("/desk/queue/next", query).url)

    assert following() == f"/desk/complaints/{made[2].number}/", due.due_at
    access.look(case=made[2], by=house.by("tom"), at=now)  # been there just now: the others come first
    assert following() == f"/desk/complaints/{made[0].number}/"
    assert following(**{"from": made[0].number}) == f"/desk/complaints/{made[1].number}/"


def test_next_says_so_when_nothing_waits(enter, house: House) -> None:
    answer = enter("tia").get("/desk/queue/next")
    assert answer.url == f"{QUEUE}?view=mine"
    assert [str(one) for one in get_messages(answer.wsgi_request)]
