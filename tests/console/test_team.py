"""People, absences, handing matters on, the pool, and why somebody answers for a case."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from huiyin.accounts import actions
from huiyin.accounts.models import Absence, Competence, User, WorkTerms
from huiyin.cases.models import Case
from huiyin.complaints.actions import dispatch
from huiyin.complaints.models import Held
from huiyin.core import time
from tests.complaints.test_pool import LATER, away, in_force, ready
from tests.people import CAST, House

Enter = Callable[[str], Client]
LEADS = {"sam", "max", "hua", "eve", "aud", "qin"}


def open_case(house: House, text: str = "一件投诉的经过。") -> Case:
    return dispatch.dispatch(case=ready(house, text), by=house.by("hua"), at=LATER)


@pytest.mark.parametrize("name", sorted(CAST))
def test_each_role_opens_its_part_and_no_other(enter: Enter, house: House, name: str) -> None:
    client = enter(name)
    tom = house["tom"].pk
    expected = 200 if name in LEADS else 403
    for page in ("", f"{tom}/", f"{tom}/matters/"):
        assert client.get(f"/desk/team/{page}").status_code == expected, page
    works = name not in {"kim", "pia", "adi"}
    assert client.get("/desk/pool/").status_code == (200 if works else 403)
    assert client.get("/desk/me/back/").status_code == (200 if works else 403)
    assert client.get("/desk/me/absences/").status_code == 200
    for page in ("pool/next", "pool/x/take", f"team/{tom}/terms", f"me/absences/{tom}/end"):
        assert client.get(f"/desk/{page}").status_code == 405, page


def test_people_elsewhere_are_not_there(enter: Enter, house: House) -> None:
    client = enter("sam")
    for name in ("zoe", "hua"):
        for page in ("", "matters/"):
            assert client.get(f"/desk/team/{house[name].pk}/{page}").status_code == 404
        assert client.post(f"/desk/team/{house[name].pk}/terms", {"capacity": "3"}).status_code == 404
    assert "Zoe" not in client.get("/desk/team/").content.decode()


def test_the_team_shows_load_presence_and_what_ends(enter: Enter, house: House) -> None:
    case = open_case(house)
    today = time.local_date(time.now())
    actions.add_competence(
        user=house["tom"], kind="qualification", code="claims", from_on=today - timedelta(days=300),
        to_on=today + timedelta(days=5), by=house.by("sam"), at=time.now(),
    )  # fmt: skip
    away(house, "tia", "tom", from_at=time.now() - timedelta(hours=1), to_at=time.now() + timedelta(days=2))
    page = enter("sam").get("/desk/team/")
    rows = {row["user"].name: row for row in page.context["rows"]}
    assert rows["Tia"]["one"].is_away
    assert rows["Tia"]["absence"].deputy == house["tom"]
    assert rows["Tom"]["one"].qualifications == {"claims"}
    assert [one.code for one in rows["Tom"]["ending"]] == ["claims"]
    assert rows[case.owner.name]["one"].load >= 1


def test_a_supervisor_says_what_somebody_can_do_and_when_they_work(enter: Enter, house: House) -> None:
    client, here = enter("sam"), f"/desk/team/{house['tom'].pk}/"
    given = {"kind": "skill", "code": "motor", "from_on": "2026-01-01", "to_on": "", "reference": ""}
    assert client.post(f"{here}competence", given).status_code == 302
    row = Competence.objects.get()
    wrong = client.post(f"{here}competence", given | {"kind": "qualification"})
    assert wrong.status_code == 422
    assert "to_on" in wrong.context["competence_form"].errors
    assert client.post(f"{here}revoke", {"competence": str(row.pk)}).status_code == 302
    row.refresh_from_db()
    assert row.revoked_on
    terms = {"capacity": "12", "starts": "09:00", "ends": "18:00", "weekdays": ["1", "2"]}
    assert client.post(f"{here}terms", terms).status_code == 302
    assert WorkTerms.objects.get().weekdays == [1, 2]
    assert client.post(f"{here}terms", terms | {"ends": "08:00"}).status_code == 422
    assert client.post(f"{here}nonsense").status_code == 404
    assert client.post(f"{here}revoke", {"competence": "x"}).status_code == 404
    assert enter("aud").post(f"{here}terms", terms | {"capacity": "13"}).status_code == 409
    own = f"/desk/team/{house['sam'].pk}/"
    assert client.post(f"{own}terms", terms).status_code == 409


def test_everybody_says_their_own_absence_and_comes_back(enter: Enter, house: House) -> None:
    client = enter("tom")
    given = {"kind": "leave", "from_at": "2026-01-01T09:00", "to_at": "", "deputy": str(house["tia"].pk)}
    assert client.post("/desk/me/absences/", given).status_code == 302
    row = Absence.objects.get()
    assert (row.deputy, User.objects.get(pk=house["tom"].pk).is_away) == (house["tia"], True)
    assert client.post("/desk/me/absences/", given | {"from_at": "2026-02-01T09:00"}).status_code == 422
    assert enter("tia").post(f"/desk/me/absences/{row.pk}/end").status_code == 404
    assert enter("tom").post(f"/desk/me/absences/{row.pk}/end")["Location"] == "/desk/me/back/"
    assert not User.objects.get(pk=house["tom"].pk).is_away


def test_i_am_back_ends_what_is_running(enter: Enter, house: House) -> None:
    away(house, "tom", from_at=time.now() - timedelta(hours=1), to_at=time.now() + timedelta(days=2))
    enter("tom").post("/desk/me/", {"away": "no"})
    assert Absence.objects.get().ended_at
    assert not User.objects.get(pk=house["tom"].pk).is_away


def test_open_matters_are_shown_handed_on_row_by_row_and_taken_back(enter: Enter, house: House) -> None:
    cases = [open_case(house, f"第{number}件事。") for number in range(3)]
    mine = [case for case in cases if case.owner == house["tom"]]
    assert mine
    away(house, "tom", from_at=time.now() - timedelta(hours=1), to_at=time.now() + timedelta(days=2))
    client, here = enter("sam"), f"/desk/team/{house['tom'].pk}/matters/"
    page = client.get(here)
    assert {row["line"].number for row in page.context["rows"]} == {case.number for case in mine}
    assert all(row["to"] and row["to"] != house["tom"] for row in page.context["rows"])
    assert [one.name for one in client.get(f"{here}?who=tia 消保").context["colleagues"]] == ["Tia"]
    assert client.get(f"{here}?who=tia 广东").context["colleagues"] == []
    ids = [case.number for case in mine]
    shown = {row["line"].number: row["to"] for row in page.context["rows"]}
    given = {f"to-{number}": str(heir.pk) for number, heir in shown.items()}
    answer = client.post(here, {"ids": [*ids, "CN-nowhere"], "reason": "休假交接", **given}, follow=True)
    results = {one["number"]: one for one in answer.context["results"]}
    assert {number: results[number]["to"] for number in ids} == {number: heir.name for number, heir in shown.items()}
    assert results["CN-nowhere"]["said"]
    assert not Case.objects.filter(owner=house["tom"], is_open=True).exists()
    again = client.post(here, {"ids": ids, "reason": "休假交接"}, follow=True)
    assert not any(one["to"] for one in again.context["results"])
    tom = enter("tom")
    tom.post("/desk/me/", {"away": "no"})
    assert {one.number for one in tom.get("/desk/me/back/").context["lines"]} == set(ids)
    tom.post("/desk/me/back/", {"ids": ids})
    assert Case.objects.filter(owner=house["tom"], number__in=ids).count() == len(ids)


def test_what_one_would_get_weighs_when_the_next_is_planned(enter: Enter, house: House) -> None:
    for number in range(4):
        case = ready(house, f"第{number}件事。")
        dispatch.dispatch(case=case, to=house["sam"], reason="先放主管处", by=house.by("hua"), at=LATER)
    rows = enter("max").get(f"/desk/team/{house['sam'].pk}/matters/").context["rows"]
    assert sorted(row["to"].name for row in rows) == ["Tia", "Tia", "Tom", "Tom"]


def test_a_chosen_colleague_with_an_interest_is_told_before_and_refused_after(enter: Enter, house: House) -> None:
    case = dispatch.dispatch(
        case=ready(house, respondent_staff_no=house["tia"].employee_no), to=house["tom"], reason="熟悉情况",
        by=house.by("hua"), at=LATER,
    )  # fmt: skip
    here = f"/desk/team/{house['tom'].pk}/matters/?to={house['tia'].pk}"
    page = enter("max").get(here)
    assert page.context["rows"][0]["against"]
    given = {"ids": [case.number], "to": str(house["tia"].pk), "reason": "交接"}
    answer = enter("max").post(here.partition("?")[0], given, follow=True)
    assert answer.context["results"][0]["said"]
    case.refresh_from_db()
    assert case.owner == house["tom"]


def test_the_next_one_for_me_and_why(enter: Enter, house: House) -> None:
    in_force(house, {"code": "pull", "mode": "pull"})
    case = open_case(house)
    client = enter("tom")
    page = client.get("/desk/pool/")
    assert page.context["takeable"] == 1
    assert case.number in page.content.decode()
    why = client.get(f"/desk/complaints/{case.number}/owner/")
    assert why.context["held"] == Held.objects.get()
    assert client.post("/desk/pool/next")["Location"] == f"/desk/complaints/{case.number}/"
    turns = client.get(f"/desk/complaints/{case.number}/owner/").context["turns"]
    assert [turn["owner"] for turn in turns] == [house["tom"], house["sam"]]
    assert client.post("/desk/pool/next")["Location"] == "/desk/pool/"
    assert enter("tia").post(f"/desk/pool/{case.number}/take")["Location"] == "/desk/pool/"
    assert enter("zoe").post(f"/desk/pool/{case.number}/take").status_code == 404
    assert enter("zoe").get(f"/desk/complaints/{case.number}/owner/").status_code == 404


def test_why_names_whom_the_rules_passed_over_and_on_which_ground(enter: Enter, house: House) -> None:
    case = dispatch.dispatch(
        case=ready(house, respondent_staff_no=house["tia"].employee_no), by=house.by("hua"), at=LATER
    )
    turn = enter("max").get(f"/desk/complaints/{case.number}/owner/").context["turns"][0]
    assert [one["name"] for one in turn["passed"]] == ["Tia"]
    assert turn["passed"][0]["ground"]
    assert [one["name"] for one in turn["weighed"]] == ["Tom"]


def test_the_pages_cost_the_same_for_few_and_for_many(
    enter: Enter, house: House, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    in_force(house, {"code": "pull", "mode": "pull"})
    for number in range(6):
        open_case(house, f"第{number}件事。")
    client = enter("sam")
    client.get("/desk/pool/")
    with django_assert_max_num_queries(16):  # type: ignore[attr-defined]
        client.get("/desk/pool/")
    client.get("/desk/team/")
    with django_assert_max_num_queries(16):  # type: ignore[attr-defined]
        client.get("/desk/team/")
