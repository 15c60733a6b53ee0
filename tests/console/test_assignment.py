"""Rules of assignment on the desk: drafted by one, put into force by a second, tried on a day before."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import translation

from huiyin.audit import queries as audit
from huiyin.cases.models import Case
from huiyin.complaints import jobs
from huiyin.complaints.actions import assignment, dispatch, trials
from huiyin.complaints.models import Assignment, AssignmentTrial, AssignmentTrialRow
from huiyin.complaints.queries import assignments, candidates
from huiyin.complaints.queries import trials as reading
from huiyin.complaints.rules.dispatch_terms import SHIPPED
from huiyin.core import time
from huiyin.core.errors import BadInput, Refused
from tests.complaints.test_pool import LATER, ready
from tests.people import AT, CAST, House

Enter = Callable[[str], Client]
DAY = timedelta(days=1)
WRITES, READS = {"hua", "eve"}, {"hua", "eve", "aud", "qin"}


def tomorrow() -> Any:
    return time.local_date(time.now()) + DAY


def draft(house: House) -> Assignment:
    return assignment.draft_assignment(
        effective_from=tomorrow(), reason="分工调整", by=house.by("hua"), at=time.now()
    )  # fmt: skip


def rule(**more: Any) -> dict[str, Any]:
    return {
        "code": "motor", "name_zh": "车险", "name_en": "Motor", "severities": ["L1", "L2"], "lines": ["motor", "life"],
        "classes": ["C4"], "skills": "motor", "qualifications": "", "mode": "pull", "hold_hours": "8",
        "amount_from": "", "amount_below": "",
    } | more  # fmt: skip


@pytest.mark.parametrize("name", sorted(CAST))
def test_each_role_opens_its_part_and_no_other(enter: Enter, house: House, name: str) -> None:
    row, client = draft(house), enter(name)
    expected = 200 if name in READS else 403
    for page in ("", "new", f"{row.pk}/"):
        assert client.get(f"/desk/assignment/{page}").status_code == expected, page
    there = client.get(f"/desk/assignment/{row.pk}/rules/1/").status_code
    assert there == (200 if name in WRITES else 302 if name in READS else 403)
    assert client.get(f"/desk/assignment/{row.pk}/submit").status_code == 405
    answer = client.post(f"/desk/assignment/{row.pk}/submit", {"seen": row.version})
    assert answer.status_code == (302 if name in WRITES else 409 if name in READS else 403)


def test_from_draft_to_force_takes_two_people_and_a_later_day(enter: Enter, house: House) -> None:
    client = enter("hua")
    wrong = client.post("/desk/assignment/new", {"effective_from": "2020-01-01", "reason": "分工"})
    assert "effective_from" in wrong.context["form"].errors
    answer = client.post("/desk/assignment/new", {"effective_from": str(tomorrow()), "reason": "分工"})
    row = Assignment.objects.get()
    here = f"/desk/assignment/{row.pk}/"
    assert answer["Location"] == here
    assert client.post("/desk/assignment/new", {"effective_from": str(tomorrow()), "reason": "又"}).status_code == 422
    assert client.post(f"{here}rules/1/", rule(seen="1")).status_code == 302
    row.refresh_from_db()
    assert [one["code"] for one in row.body["rules"]] == ["motor", "any"]
    assert row.body["rules"][0]["when"] == {"severities": ["L1", "L2"], "lines": ["life", "motor"], "classes": ["C4"]}
    stale = client.post(f"{here}rules/0/", rule(seen="1", hold_hours="9"))
    assert stale.status_code == 422
    whole = {
        "seen": "2", "effective_from": str(tomorrow()), "capacity": "30", "automatic": "on",
        "points_L1": "1", "points_L2": "2", "points_L3": "4", "points_L4": "8",
        "more_media": "3", "more_vulnerable": "0", "more_collective": "",
    }  # fmt: skip
    assert client.post(f"{here}whole", whole).status_code == 302
    assert client.post(f"{here}submit", {"seen": "3"}).status_code == 302
    assert client.post(f"{here}approve", {"seen": "4"}).status_code == 409
    assert enter("eve").post(f"{here}approve", {"seen": "3"}).status_code == 409
    assert enter("eve").post(f"{here}approve", {"seen": "4"}).status_code == 302
    row.refresh_from_db()
    assert (row.state, row.decided_by) == ("approved", house["eve"])
    assert candidates.edition_on(tomorrow() - DAY) == SHIPPED
    edition = candidates.edition_on(tomorrow())
    assert (edition.capacity, edition.automatic, edition.effort.grades["L4"]) == (30, True, 8)
    assert edition.effort.flags == {"media": 3}
    assert audit.verify(row.key) == []
    with pytest.raises(DatabaseError), transaction.atomic():
        Assignment.objects.filter(pk=row.pk).update(reason="anders")


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"code": "A b"}, "code"),
        ({"hold_hours": "73"}, "hold_hours"),
        ({"name_zh": ""}, "name_zh"),
        ({"skills": "A B"}, "skills"),
        ({"amount_from": "5", "amount_below": "5"}, "amount_below"),
        ({"severities": ["L9"]}, "severities"),
        ({"lines": ["bicycles"]}, "lines"),
        ({"classes": ["C4", "Z9"]}, "classes"),
    ],
)
def test_faults_of_a_rule_stand_at_their_fields(enter: Enter, house: House, wrong: dict[str, Any], field: str) -> None:
    row = draft(house)
    page = enter("hua").post(f"/desk/assignment/{row.pk}/rules/1/", rule(seen="1", **wrong))
    assert page.status_code == 422
    assert field in page.context["form"].errors or page.context["form"].non_field_errors()
    row.refresh_from_db()
    assert row.version == 1


@pytest.mark.parametrize(
    ("name", "codes"), [("lines", ["bicycles"]), ("classes", ["C4", "Z9"]), ("units", ["XX"]), ("languages", ["fr"])]
)
def test_a_code_that_nobody_knows_is_refused_by_name(house: House, name: str, codes: list[str]) -> None:
    row = draft(house)
    body = {**row.body, "rules": [row.body["rules"][0] | {"code": "odd", "when": {name: codes}}, *row.body["rules"]]}
    with pytest.raises(BadInput) as found:
        assignment.write_assignment(draft=row, seen=row.version, body=body, by=house.by("hua"), at=time.now())
    assert (found.value.field, codes[-1] in found.value.message, "C4" in found.value.message) == (
        f"rules.0.when.{name}", True, False,
    )  # fmt: skip


def test_of_two_who_write_different_rules_at_once_both_count(enter: Enter, house: House) -> None:
    row, hua, eve = draft(house), enter("hua"), enter("eve")
    here = f"/desk/assignment/{row.pk}/"
    hua.post(f"{here}rules/1/", rule(seen="1", code="one"))
    assert eve.post(f"{here}rules/1/", rule(seen="1", code="two")).status_code == 302
    assert hua.post(f"{here}move", {"seen": "2", "place": "0", "way": "out"}).status_code == 302
    row.refresh_from_db()
    assert [one["code"] for one in row.body["rules"]] == ["two", "any"]
    assert hua.post(f"{here}rules/0/", rule(seen="4", code="two", hold_hours="9")).status_code == 302
    late = eve.post(f"{here}rules/0/", rule(seen="4", code="two", hold_hours="10"))
    assert (late.status_code, late.context["seen"]) == (422, 5)
    assert eve.post(f"{here}rules/0/", rule(seen="5", code="two", hold_hours="10")).status_code == 302
    row.refresh_from_db()
    assert row.body["rules"][0]["hold_hours"] == 10


def test_rules_are_moved_and_left_out_but_the_last_one_stays(enter: Enter, house: House) -> None:
    row, client = draft(house), enter("hua")
    here = f"/desk/assignment/{row.pk}/"
    for number, code in enumerate(("one", "two")):
        client.post(f"{here}rules/{number + 1}/", rule(seen=str(number + 1), code=code))
    client.post(f"{here}move", {"seen": "3", "place": "1", "way": "up"})
    row.refresh_from_db()
    assert [one["code"] for one in row.body["rules"]] == ["two", "one", "any"]
    client.post(f"{here}move", {"seen": "4", "place": "0", "way": "out"})
    row.refresh_from_db()
    assert [one["code"] for one in row.body["rules"]] == ["one", "any"]
    assert client.post(f"{here}move", {"seen": "5", "place": "1", "way": "out"}).status_code == 404
    assert client.get(f"{here}rules/9/").status_code == 404


def test_what_is_sent_back_goes_on_and_what_is_given_up_stays_to_be_read(enter: Enter, house: House) -> None:
    row = draft(house)
    here = f"/desk/assignment/{row.pk}/"
    enter("hua").post(f"{here}submit", {"seen": "1"})
    assert enter("eve").post(f"{here}reject", {"seen": "2", "reason": ""}).status_code == 422
    enter("eve").post(f"{here}reject", {"seen": "2", "reason": "请补充理由"})
    enter("hua").post(f"{here}rules/1/", rule(seen="3"))
    row.refresh_from_db()
    assert row.state == "draft"
    enter("hua").post(f"{here}withdraw", {"seen": "4", "reason": "不需要了"})
    row.refresh_from_db()
    assert row.state == "withdrawn"
    assert enter("aud").get(here).status_code == 200
    with pytest.raises(Refused):
        assignment.write_assignment(draft=row, seen=5, body=row.body, by=house.by("hua"), at=time.now())


def test_a_second_edition_begins_after_the_first(house: House) -> None:
    for number in range(2):
        row = assignment.draft_assignment(effective_from=tomorrow(), reason="一", by=house.by("hua"), at=time.now())
        assignment.submit_assignment(draft=row, seen=1, by=house.by("hua"), at=time.now())
        if number:
            with pytest.raises(Refused) as refusal:
                assignment.approve_assignment(draft=row, seen=2, by=house.by("eve"), at=time.now())
            assert refusal.value.code == "assignment.overlaps"
        else:
            for _twice in range(2):
                assignment.approve_assignment(draft=row, seen=2, by=house.by("eve"), at=time.now())
    assert assignments.last_day() == tomorrow()


def history(house: House, count: int) -> None:
    for number in range(count):
        case = ready(house, f"第{number}件事。")
        dispatch.dispatch(case=case, to=house["tom"], reason="熟悉情况", by=house.by("hua"), at=LATER)


def test_a_dry_run_tells_who_would_have_got_what_and_changes_nothing(enter: Enter, house: House) -> None:
    history(house, 4)
    before = list(Case.objects.order_by("pk").values("pk", "owner", "version"))
    row = draft(house)
    day = time.local_date(AT)
    answer = enter("hua").post(f"/desk/assignment/{row.pk}/trials/", {"day": str(day)})
    trial = AssignmentTrial.objects.get()
    assert (trial.state, trial.total, trial.done) == ("done", 4, 4)
    page = enter("hua").get(answer["Location"])
    got = {one["user"].name: (one["was"], one["would"]) for one in page.context["people"]}
    assert got == {"Tom": (4, 2), "Tia": (0, 2)}
    assert page.context["differing"] == AssignmentTrialRow.objects.filter(differs=True).count() == 2
    assert list(Case.objects.order_by("pk").values("pk", "owner", "version")) == before
    assert enter("hua").post(f"/desk/assignment/{row.pk}/trials/", {"day": "2999-01-01"}).status_code == 422
    assert enter("aud").post(f"/desk/assignment/{row.pk}/trials/", {"day": str(day)}).status_code == 409
    assert enter("aud").get(answer["Location"]).status_code == 200
    assert enter("tom").get(answer["Location"]).status_code == 403


def test_the_same_day_gives_the_same_answer(house: House) -> None:
    history(house, 3)
    row, day = draft(house), time.local_date(AT)
    found = []
    for _twice in range(2):
        trial = trials.start_trial(assignment=row, day=day, by=house.by("hua"), at=time.now())
        found.append(list(trial.rows.order_by("id").values_list("case_id", "would_id", "differs")))
    assert found[0] == found[1]


def test_a_day_with_many_complaints_is_a_job(enter: Enter, house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    history(house, 3)
    monkeypatch.setattr(reading, "AT_ONCE", 2)
    monkeypatch.setattr(reading, "BATCH", 2)
    row, day = draft(house), time.local_date(AT)
    trial = trials.start_trial(assignment=row, day=day, by=house.by("hua"), at=time.now())
    same = trials.start_trial(assignment=row, day=day, by=house.by("hua"), at=time.now())
    assert (trial.state, same.pk) == ("queued", trial.pk)
    here = f"/desk/assignment/{row.pk}/trials/{trial.pk}/"
    assert "hx-trigger" in enter("hua").get(here).content.decode()
    for _twice in range(2):
        jobs.assignment.play_assignment(str(trial.pk))
    trial.refresh_from_db()
    assert (trial.state, trial.done, trial.rows.count()) == ("done", 3, 3)
    assert "hx-trigger" not in enter("hua").get(here).content.decode()


def test_a_dry_run_that_stops_says_so(enter: Enter, house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    history(house, 2)
    monkeypatch.setattr(reading, "AT_ONCE", 1)
    monkeypatch.setattr(reading, "edition_of", lambda trial: 1 / 0)
    row = draft(house)
    trial = trials.start_trial(assignment=row, day=time.local_date(AT), by=house.by("hua"), at=time.now())
    jobs.assignment.play_assignment(str(trial.pk))
    trial.refresh_from_db()
    assert (trial.state, trial.fault) == ("failed", jobs.assignment.STOPPED)
    page = enter("hua").get(f"/desk/assignment/{row.pk}/trials/{trial.pk}/")
    with translation.override(page["Content-Language"]):
        assert translation.gettext(jobs.assignment.STOPPED) in page.content.decode()


def test_a_day_without_complaints_says_so(enter: Enter, house: House) -> None:
    row = draft(house)
    answer = enter("hua").post(f"/desk/assignment/{row.pk}/trials/", {"day": "2026-01-05"}, follow=True)
    assert answer.status_code == 200
    assert not answer.context["rows"]


def test_a_body_that_no_form_can_make_is_refused_with_its_place(house: House) -> None:
    row = draft(house)
    with pytest.raises(BadInput) as fault:
        assignment.write_assignment(
            draft=row, seen=1, body=row.body | {"rules": [{"code": "x"}]}, by=house.by("hua"), at=time.now()
        )
    assert fault.value.field == "rules[0].name"
