"""Dispatch, hand-over, investigators, recusal: exactly one accountable person at every moment."""

import threading
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from django.db import connections

from huiyin.accounts.models import Membership, User
from huiyin.audit import queries as ledger
from huiyin.cases import queries as cases
from huiyin.cases.models import Case, Ownership, Participation, Recusal
from huiyin.complaints.actions import acceptance, classification, dispatch
from huiyin.complaints.actions.classification import LabelDraft
from huiyin.core import blind
from huiyin.core.errors import BadInput, Refused
from huiyin.customers.actions import PartyDraft, register_party, register_policy
from tests.cases.make import registered
from tests.people import AT, House, build

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(hours=2)
NEXT = AT + timedelta(hours=3)


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> None:
    settings.BLOBS_DIR = tmp_path / "blobs"


def ready(house: House, code: str = "C21", **changes: Any) -> Case:
    """Accepted and classed."""
    case = registered(house, **({"by": house.by("ana")} | changes)).case
    by = house.by("hua")
    case = acceptance.check_identity(case=case, how="回拨核对", by=by, at=LATER)
    case = acceptance.accept(case=case, by=by, at=LATER)
    classification.classify(case=case, labels=[LabelDraft(code=code)], primary=code, by=by, at=LATER)
    case.refresh_from_db()
    return case


def send(house: House, case: Case, **more: Any) -> Case:
    values: dict[str, Any] = {"by": house.by("hua"), "at": LATER}
    return dispatch.dispatch(case=case, **(values | more))


def periods(case: Case) -> list[tuple[str, Any, Any]]:
    return [
        (row.user.name, row.from_at, row.to_at) for row in Ownership.objects.filter(case=case).order_by("from_at", "id")
    ]


def test_the_rules_send_it_to_the_handler_with_the_least_open_cases(house: House):
    registered(house, text="汤姆手上的一件。")
    case = send(house, ready(house))
    assert (case.state, case.owner, case.unit.code) == ("assigned", house["tia"], "JS-CP")
    assert [name for name, _from, to in periods(case) if to is None] == ["Tia"]
    entry = ledger.last(("case", case.pk))
    assert entry is not None
    assert (entry.kind, entry.body["rule"], entry.body["by_rule"]) == ("complaint.dispatched", "branch", True)
    assert any(version.startswith("house-2025/routing.branch@") for version in entry.rule_versions)


def test_grave_matters_go_to_head_office(house: House):
    case = send(house, ready(house, ground="accident"))
    assert (case.owner, case.unit.code) == (house["hua"], "HQ-CP")


def test_service_complaints_about_a_sub_branch_stay_there_when_somebody_handles_there(house: House):
    sub = house.units["JS-SZ"]
    case = ready(house, code="S21", unit_id=None, respondent_unit_id=sub.pk)
    away = send(house, case)
    assert away.unit.code in {"JS-CP", "JS"}
    user = User.objects.create(email="su@house.example", name="Su", employee_no="E100", unit=sub)
    Membership.objects.create(user=user, role="handler", unit=sub)
    case = send(house, ready(house, code="S21", unit_id=None, respondent_unit_id=sub.pk, text="另一件事。"))
    assert (case.owner, case.unit) == (user, sub)


def test_who_is_away_recused_or_concerned_is_passed_over(house: House):
    User.objects.filter(pk=house["tom"].pk).update(is_away=True)
    assert send(house, ready(house)).owner == house["tia"]
    case = ready(house, text="二", respondent_staff_no=house["tia"].employee_no)
    case = send(house, case)
    assert case.owner not in (house["tom"], house["tia"])
    entry = ledger.last(("case", case.pk))
    assert entry is not None
    assert {"user": str(house["tia"].pk), "ground": "respondent"} in entry.body["conflicts"]


def test_the_seller_of_the_policy_and_the_leader_of_the_respondent_are_not_named(house: House):
    li = register_party(draft=PartyDraft(name="李", phone="13812345678"), by=house.by("hua"), at=AT)
    register_policy(
        number="P1", holder=li, unit=house.units["JS-CP"], product_code="H", product_name="H", line="health",
        starts_on=date(2025, 1, 1), seller_no=house["tom"].employee_no, by=house.by("hua"), at=AT,
    )  # fmt: skip
    case = ready(house, policy_number="P1", respondent_staff_no=house["tia"].employee_no)
    assert cases.conflict_of(case, house["tom"]) == "seller"
    assert cases.conflict_of(case, house["tia"]) == "respondent"
    assert cases.conflict_of(case, house["sam"]) == "superior"
    assert cases.conflict_of(case, house["max"]) == ""
    with pytest.raises(Refused) as refusal:
        send(house, case, to=house["tom"], reason="熟悉情况")
    assert refusal.value.code == "staff.conflict"


def test_staff_who_complain_themselves_do_not_handle_it(house: House):
    case = ready(house)
    person = case.people.get()
    person.email = house["tom"].email
    person.email_blind = blind.email(person.email)
    person.save()
    assert cases.conflict_of(case, house["tom"]) == "same_person"


def test_a_person_may_decide_otherwise_with_a_reason(house: House):
    case = ready(house)
    with pytest.raises(BadInput):
        send(house, case, to=house["tom"])
    case = send(house, case, to=house["tom"], reason="熟悉该产品")
    entry = ledger.last(("case", case.pk))
    assert entry is not None
    assert (case.owner, entry.body["by_rule"]) == (house["tom"], False)
    with pytest.raises(Refused) as refusal:
        send(house, case, to=house["zoe"], unit=house.units["JS-CP"], reason="试试")
    assert refusal.value.code == "dispatch.role"


def test_nothing_is_dispatched_before_it_is_accepted_and_classed(house: House):
    case = registered(house).case
    with pytest.raises(Refused) as refusal:
        send(house, case)
    assert refusal.value.code == "step.dispatch"


def test_dispatching_to_the_same_person_again_is_refused(house: House):
    case = send(house, ready(house))
    with pytest.raises(Refused) as refusal:
        send(house, case)
    assert refusal.value.code == "dispatch.same"


def test_handing_over_ends_one_period_in_the_instant_the_next_begins(house: House):
    case = send(house, ready(house), to=house["tom"], reason="熟悉该产品")
    case = dispatch.hand_over(case=case, to=house["tia"], reason="休假交接", by=house.by("tom"), at=NEXT)
    assert case.owner == house["tia"]
    rows = periods(case)
    assert rows[-2][2] == rows[-1][1] == NEXT
    assert sum(to is None for _name, _from, to in rows) == 1
    with pytest.raises(Refused) as refusal:
        dispatch.hand_over(case=case, to=house["tia"], reason="再来一次", by=house.by("sam"), at=NEXT)
    assert refusal.value.code == "hand_over.same"


@pytest.mark.parametrize("name", ["aud", "kim", "zoe", "ivy"])
def test_a_case_is_handed_only_to_who_may_handle_it(house: House, name: str):
    case = send(house, ready(house))
    with pytest.raises(Refused):
        dispatch.hand_over(case=case, to=house[name], reason="请接手", by=house.by("sam"), at=NEXT)


def test_an_investigator_is_authorised_on_that_day_and_free_of_interest(house: House):
    case = send(house, ready(house))
    named = dispatch.name_investigator(case=case, user=house["ivy"], by=house.by("sam"), at=NEXT)
    again = dispatch.name_investigator(case=case, user=house["ivy"], by=house.by("sam"), at=NEXT)
    assert named == again
    assert [entry.kind for entry in ledger.chain(("case", case.pk))].count("complaint.investigator_named") == 1
    ivy = house["ivy"]
    for until in (None, AT.date() - timedelta(days=1)):
        User.objects.filter(pk=ivy.pk).update(authorised_until=until)
        with pytest.raises(Refused) as refusal:
            dispatch.name_investigator(case=case, user=User.objects.get(pk=ivy.pk), by=house.by("sam"), at=NEXT)
        assert refusal.value.code == "investigator.not_authorised"
    with pytest.raises(Refused) as refusal:
        dispatch.name_investigator(case=case, user=house["tom"], by=house.by("sam"), at=NEXT)
    assert refusal.value.code == "investigator.role"


def test_the_respondent_does_not_investigate(house: House):
    case = send(house, ready(house, respondent_staff_no=house["ivy"].employee_no))
    with pytest.raises(Refused) as refusal:
        dispatch.name_investigator(case=case, user=house["ivy"], by=house.by("max"), at=NEXT)
    assert refusal.value.code == "staff.conflict"


def recuse(house: House, case: Case, name: str, by: str, **more: Any) -> Recusal:
    values: dict[str, Any] = {"ground": "declared", "reason": "投诉人是亲属", "by": house.by(by), "at": NEXT}
    return dispatch.recuse(case=case, user=house[name], **(values | more))


def test_recusing_the_owner_moves_the_case_on_in_the_same_transaction(house: House):
    case = send(house, ready(house), to=house["tom"], reason="熟悉该产品")
    first = recuse(house, case, "tom", "tom")
    case.refresh_from_db()
    assert case.owner == house["tia"]
    assert sum(to is None for _name, _from, to in periods(case)) == 1
    assert not cases.visible_to(User.objects.get(pk=house["tom"].pk)).filter(pk=case.pk).exists()
    again = recuse(house, case, "tom", "sam")
    assert again == first
    with pytest.raises(Refused) as refusal:
        acceptance.respond(case=case, text="您好", by=house.by("tom"), at=NEXT)
    assert refusal.value.needs


def test_recusing_an_investigator_ends_the_part(house: House):
    case = send(house, ready(house))
    dispatch.name_investigator(case=case, user=house["ivy"], by=house.by("sam"), at=NEXT)
    recuse(house, case, "ivy", "sam", ground="requested")
    assert not Participation.objects.filter(case=case, user=house["ivy"], to_at=None).exists()
    with pytest.raises(Refused) as refusal:
        dispatch.name_investigator(case=case, user=house["ivy"], by=house.by("sam"), at=NEXT)
    assert refusal.value.code == "staff.recused"


def test_an_agent_or_investigator_recuses_only_themselves(house: House):
    case = send(house, ready(house))
    dispatch.name_investigator(case=case, user=house["ivy"], by=house.by("sam"), at=NEXT)
    with pytest.raises(Refused) as refusal:
        recuse(house, case, "tom", "ivy")
    assert refusal.value.code == "recuse.not_yours"
    with pytest.raises(BadInput):
        recuse(house, case, "ivy", "ivy", ground="mood")


def test_when_nobody_is_left_the_recusal_names_the_way_out(house: House):
    case = send(house, ready(house))
    User.objects.exclude(pk__in=[case.owner_id, house["aud"].pk]).update(is_away=True)
    with pytest.raises(Refused) as refusal:
        recuse(house, case, case.owner.name.lower(), "sam")
    assert refusal.value.code == "recuse.nobody"


def test_a_recusal_is_lifted_by_somebody_else_who_leads(house: House):
    case = send(house, ready(house))
    row = recuse(house, case, "tom", "sam")
    with pytest.raises(Refused):
        dispatch.lift_recusal(recusal=row, reason="弄错了人", by=house.by("tia"), at=NEXT)
    assert dispatch.lift_recusal(recusal=row, reason="弄错了人", by=house.by("max"), at=NEXT).lifted_at == NEXT
    assert cases.visible_to(User.objects.get(pk=house["tom"].pk)).filter(pk=case.pk).exists()


def test_at_every_moment_exactly_one_person_is_accountable(house: House):
    case = send(house, ready(house))
    for number, name in enumerate(["tom", "tia", "sam", "tia", "tom", "tom"], start=1):
        at = NEXT + timedelta(minutes=number)
        try:
            dispatch.hand_over(case=case, to=house[name], reason="轮换", by=house.by("hua"), at=at)
        except Refused as refusal:
            assert refusal.code == "hand_over.same"  # noqa: PT017
    rows = periods(case)
    for before, after in pairwise(rows):
        assert before[2] == after[1]
    assert rows[-1][2] is None


@pytest.fixture
def committed(transactional_db: None) -> House:
    return build()


@pytest.mark.django_db(transaction=True)
def test_two_who_hand_over_at_once_leave_one_owner(committed: House):
    case = send(committed, ready(committed))
    start = threading.Barrier(2)
    failed: list[BaseException] = []

    def work(name: str) -> None:
        try:
            start.wait()
            dispatch.hand_over(case=case, to=committed[name], reason="交接", by=committed.by("hua"), at=NEXT)
        except Refused:
            return
        except BaseException as error:
            failed.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work, args=(name,)) for name in ("sam", "max")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failed
    assert Ownership.objects.filter(case=case, to_at=None).count() == 1
    case.refresh_from_db()
    assert Ownership.objects.get(case=case, to_at=None).user_id == case.owner_id
    assert not ledger.verify(("case", case.pk))
