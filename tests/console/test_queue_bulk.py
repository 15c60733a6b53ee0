"""Changing many from the queue: choose, say what, see what would change, do it, see what became of each, undo."""

import re
from datetime import timedelta

import pytest

from huiyin.cases.actions import tags
from huiyin.cases.models import BulkRun, BulkState, Case, Note
from huiyin.complaints.rules import bulk as rules
from huiyin.core import time
from tests.cases.make import registered
from tests.people import House

QUEUE, ACT = "/desk/queue/", "/desk/queue/act"


@pytest.fixture
def cases(house: House) -> list[Case]:
    return [registered(house, external_ref=f"{n}").case for n in range(4)]


def chosen(cases: list[Case], **more: str) -> dict[str, object]:
    return {"ids": [case.number for case in cases], "here": f"{QUEUE}?view=mine", "ready": "1", **more}


def test_many_are_handed_over_and_each_refusal_is_told(enter, house: House, cases: list[Case]) -> None:
    registered(house, by=house.by("zoe"), unit_id=house.units["GD-CP"].pk, external_ref="foreign")
    foreign = Case.objects.get(external_ref="foreign")
    Case.objects.filter(pk=cases[3].pk).update(owner=house["tia"])
    client = enter("tom")
    form = client.post(ACT, {"kind": "hand_over", "ids": [one.number for one in [*cases, foreign]], "here": QUEUE})
    assert [case.number for case in form.context["chosen"]] == sorted(case.number for case in cases)
    given = chosen([*cases, foreign], kind="hand_over", to=str(house["tia"].pk), words="休假交接")
    shown = client.get(client.post(ACT, given).url)
    assert [bool(one.refusal) for one in shown.context["seen"]] == [False, False, False, True]
    assert "Tia" in shown.content.decode()
    run = BulkRun.objects.get()
    assert not Case.objects.filter(owner=house["tia"]).exclude(pk=cases[3].pk).exists()
    answer = client.post(f"/desk/queue/many/{run.pk}/confirm")
    done = client.get(answer.url)
    assert [row.state for row in done.context["rows"]] == ["done", "done", "done", "refused"]
    assert foreign.number not in done.content.decode()
    assert done.context["back_url"] == f"{QUEUE}?view=mine"
    client.post(f"/desk/queue/many/{run.pk}/confirm")  # a second click
    client.post(f"/desk/queue/many/{run.pk}/undo")
    assert Case.objects.filter(owner=house["tom"]).count() == 3
    run.refresh_from_db()
    assert run.state == BulkState.UNDONE


@pytest.mark.parametrize(
    ("kind", "more"),
    [
        ("classify", {"code": "C41", "words": "统一归类"}),
        ("grade", {"severity": "L3", "words": "影响面较大"}),
        ("note", {"words": "请先联系客户。"}),
        ("remind", {"words": "今天联系客户", "due_at": "SOON"}),
        ("tag", {"tag_name": "代理 退保"}),
    ],
)
def test_every_kind_goes_from_the_form_to_the_result(
    enter, house: House, cases: list[Case], kind: str, more: dict[str, str]
) -> None:
    client = enter("sam")
    tags.add_tag(name="代理　退保", colour="teal", by=house.by("adi"), at=time.now())
    soon = (time.now().astimezone(time.SHANGHAI) + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
    given = {name: soon if value == "SOON" else value for name, value in more.items()}
    form = client.post(ACT, {"kind": kind, "ids": [cases[0].number], "here": QUEUE}).content.decode()
    assert all(f'name="{name}"' in form for name in more)
    answer = client.post(ACT, chosen(cases, kind=kind, **given))
    assert answer.status_code == 302
    run = BulkRun.objects.get()
    client.post(f"/desk/queue/many/{run.pk}/confirm")
    assert set(run.rows.values_list("state", flat=True)) == {"done"}


def test_a_tag_that_is_not_there_is_told_at_the_form(enter, house: House, cases: list[Case]) -> None:
    answer = enter("sam").post(ACT, chosen(cases, kind="tag", tag_name="没有这个"))
    assert answer.status_code == 422
    assert 'value="没有这个"' in answer.content.decode()


def test_what_was_typed_stands_again_when_it_cannot_be(enter, house: House, cases: list[Case]) -> None:
    answer = enter("sam").post(ACT, chosen(cases, kind="grade", severity="L3", words="x"))
    assert answer.status_code == 422
    assert 'value="L3" selected' in answer.content.decode()
    assert len(re.findall('name="ids"', answer.content.decode())) == 4


def test_all_that_fit_the_list_can_be_taken_at_once(enter, house: House, cases: list[Case]) -> None:
    registered(house, external_ref="other", channel="letter")
    form = enter("sam").post(ACT, {"kind": "note", "all": "1", "here": f"{QUEUE}?channel=phone"})
    assert {case.number for case in form.context["chosen"]} == {case.number for case in cases}


def test_a_large_change_shows_its_progress_and_can_be_left(enter, house: House, monkeypatch) -> None:
    monkeypatch.setattr(rules, "AT_ONCE", 2)
    cases = [registered(house, external_ref=f"{n}").case for n in range(4)]
    client = enter("sam")
    client.post(ACT, chosen(cases, kind="note", words="请先联系客户。"))
    run = BulkRun.objects.get()
    client.post(f"/desk/queue/many/{run.pk}/confirm")
    assert Note.objects.count() == 0  # the job does it
    page = client.get(f"/desk/queue/many/{run.pk}/")
    assert page.context["percent"] == 0
    assert 'hx-trigger="every 2s"' in page.content.decode()


@pytest.mark.parametrize("here", ["https://evil.example/", "//evil.example", "/accounts/logout/", "/desk/queue/../me/"])
def test_the_way_back_leads_nowhere_else(enter, house: House, cases: list[Case], here: str) -> None:
    answer = enter("tom").post(ACT, {"here": here, "kind": "note", "ids": [cases[0].number]})
    assert answer.context["here"] == QUEUE


def test_nobody_sees_or_goes_on_with_the_change_of_another(enter, house: House, cases: list[Case]) -> None:
    client = enter("sam")
    client.post(ACT, chosen(cases, kind="note", words="请先联系客户。"))
    run = BulkRun.objects.get()
    client = enter("tom")
    assert client.get(f"/desk/queue/many/{run.pk}/").status_code == 404
    assert client.post(f"/desk/queue/many/{run.pk}/confirm").status_code == 404
    assert client.post(f"/desk/queue/many/{run.pk}/dance").status_code == 404
    assert Note.objects.count() == 0


def test_who_only_reads_changes_nothing(enter, house: House, cases: list[Case]) -> None:
    client = enter("qin")
    assert "data-bulk" not in client.get(QUEUE).content.decode()
    assert client.post(ACT, chosen(cases, kind="note", words="请先联系客户。")).status_code == 422
    assert not BulkRun.objects.exists()


def test_words_somebody_looked_for_are_not_kept_with_the_change(enter, house: House, cases: list[Case]) -> None:
    given = chosen(cases, kind="note", words="请先联系客户。") | {"here": f"{QUEUE}?q=李春梅&view=mine"}
    enter("sam").post(ACT, given)
    assert BulkRun.objects.get().where == f"{QUEUE}?view=mine"


def test_an_undone_note_is_no_longer_shown(enter, house: House, cases: list[Case]) -> None:
    client = enter("sam")
    client.post(ACT, chosen(cases, kind="note", words="请先联系客户哦。"))
    run = BulkRun.objects.get()
    client.post(f"/desk/queue/many/{run.pk}/confirm")
    page = f"/desk/complaints/{cases[0].number}/"
    assert "请先联系客户哦" in client.get(page).content.decode()
    client.post(f"/desk/queue/many/{run.pk}/undo")
    assert "请先联系客户哦" not in client.get(page).content.decode()


def test_the_preview_and_the_result_ask_few_questions(enter, house: House, django_assert_max_num_queries) -> None:
    cases = [registered(house, external_ref=f"{n}").case for n in range(30)]
    client = enter("sam")
    client.post(ACT, chosen(cases, kind="hand_over", to=str(house["tia"].pk), words="休假交接"))
    run = BulkRun.objects.get()
    with django_assert_max_num_queries(18):
        client.get(f"/desk/queue/many/{run.pk}/")
