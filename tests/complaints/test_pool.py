"""What waits in a pool: taken by one person only, given by the clock, never without an owner."""

import threading
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connections

from huiyin.accounts import actions as accounts
from huiyin.accounts.models import User
from huiyin.audit import queries as ledger
from huiyin.cases.models import Case, Ownership
from huiyin.complaints import sweeps
from huiyin.complaints.actions import acceptance, classification, dispatch, holding
from huiyin.complaints.actions.classification import LabelDraft
from huiyin.complaints.models import Assignment, Held, HeldEnding
from huiyin.complaints.queries import pool
from huiyin.complaints.queries.routing import route
from huiyin.core.errors import Refused
from tests.cases.make import registered
from tests.people import AT, House, build

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(hours=2)
NEXT = AT + timedelta(hours=3)
NAME = {"zh": "规则", "en": "Rule"}


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> None:
    settings.BLOBS_DIR = tmp_path / "blobs"


def in_force(house: House, *rules: dict[str, Any], **more: Any) -> Assignment:
    """Rules of assignment that hold already."""
    body = {"rules": [{"name": NAME, **rule} for rule in rules] + [{"code": "any", "name": NAME}]} | more
    return Assignment.objects.create(
        body=body, effective_from=date(2026, 1, 1), reason="Test", state="approved", created_by=house["hua"],
        created_at=AT, changed_at=AT, decided_by=house["eve"], decided_at=AT,
    )  # fmt: skip


def ready(house: House, text: str = "一件投诉的经过。", **changes: Any) -> Case:
    given: dict[str, Any] = {"by": house.by("ana"), "text": text} | changes
    case = registered(house, **given).case
    by = house.by("hua")
    case = acceptance.check_identity(case=case, how="回拨核对", by=by, at=LATER)
    case = acceptance.accept(case=case, by=by, at=LATER)
    classification.classify(case=case, labels=[LabelDraft(code="C21")], primary="C21", by=by, at=LATER)
    case.refresh_from_db()
    return case


def send(house: House, case: Case) -> Case:
    return dispatch.dispatch(case=case, by=house.by("hua"), at=LATER)


def held(house: House, text: str = "一件投诉的经过。") -> Case:
    return send(house, ready(house, text))


def able(house: House, name: str, *codes: str, kind: str = "skill") -> None:
    for code in codes:
        accounts.add_competence(
            user=house[name], kind=kind, code=code, from_on=date(2026, 1, 1), to_on=date(2026, 12, 31),
            by=house.by("max"), at=AT,
        )  # fmt: skip


def why(case: Case) -> dict[str, Any]:
    entry = ledger.last(("case", case.pk))
    assert entry is not None
    found: dict[str, Any] = entry.body["why"]
    return found


def test_never_ours_13_no_queue_at_all(house: House):
    """chatwoot #13050: what nobody is given waits in a real queue, and somebody answers for it meanwhile."""
    in_force(house, {"code": "pull", "mode": "pull"})
    case = held(house)
    row = Held.objects.get(case=case)
    assert (case.owner, case.state, row.reason, row.ended_at) == (house["sam"], "assigned", "pool", None)
    assert LATER < row.until <= LATER + timedelta(hours=4)
    assert case.next_due_at is not None
    assert (row.until - LATER) * 4 <= case.next_due_at - LATER
    assert why(case)["way"] == "pool"


def test_the_next_one_is_the_most_urgent_and_then_it_is_ones_own(house: House):
    in_force(house, {"code": "pull", "mode": "pull"})
    late, soon = held(house), held(house, "另一件事。")
    Case.objects.filter(pk=soon.pk).update(next_due_at=NEXT)
    got = holding.take_next(by=house.by("tom"), at=NEXT)
    assert (got.pk, got.owner, why(got)["way"]) == (soon.pk, house["tom"], "taken")
    assert Ownership.objects.filter(case=soon, to_at=None).count() == 1
    assert holding.take_next(by=house.by("tia"), at=NEXT).pk == late.pk
    for name in ("tom", "sam"):
        with pytest.raises(Refused) as refusal:
            holding.take_next(by=house.by(name), at=NEXT)
        assert refusal.value.code == "pool.empty"


@pytest.mark.parametrize("name", ["zoe", "ana", "ivy", "aud", "qin", "adi"])
def test_nobody_from_elsewhere_takes_anything(house: House, name: str):
    in_force(house, {"code": "pull", "mode": "pull"})
    case = held(house)
    assert not pool.shown(house[name])
    for take in (
        lambda: holding.take_next(by=house.by(name), at=NEXT),
        lambda: holding.take(case=case, by=house.by(name), at=NEXT),
    ):
        with pytest.raises(Refused):
            take()
    case.refresh_from_db()
    assert case.owner == house["sam"]


def test_who_lacks_the_qualification_today_or_has_an_interest_or_is_away_takes_nothing(house: House):
    in_force(house, {"code": "pull", "mode": "pull", "qualifications": ["claims"]})
    able(house, "tia", "claims", kind="qualification")
    case = send(house, ready(house, respondent_staff_no=house["tom"].employee_no))
    able(house, "tom", "claims", kind="qualification")
    with pytest.raises(Refused):
        holding.take(case=case, by=house.by("tom"), at=NEXT)
    with pytest.raises(Refused):
        holding.take(case=case, by=house.by("tia"), at=NEXT + timedelta(days=365))
    accounts.change_user(user=house["tia"], is_away=True, by=house.by("tia"), at=NEXT)
    with pytest.raises(Refused) as refusal:
        holding.take(case=case, by=house.by("tia"), at=NEXT)
    assert refusal.value.code == "pool.away"
    accounts.come_back(user=house["tia"], by=house.by("tia"), at=NEXT)
    assert holding.take(case=case, by=house.by("tia"), at=NEXT).owner == house["tia"]
    assert holding.take(case=case, by=house.by("tia"), at=NEXT).owner == house["tia"]


def test_when_nobody_takes_it_the_clock_gives_it(house: House, monkeypatch: pytest.MonkeyPatch):
    in_force(house, {"code": "pull", "mode": "pull"})
    case = held(house)
    until = Held.objects.get(case=case).until
    for at, done in ((until - timedelta(seconds=1), 0), (until, 1), (until, 0)):
        monkeypatch.setattr(sweeps, "now", lambda at=at: at)
        assert sweeps.release_held() == done
    case.refresh_from_db()
    assert case.owner in (house["tom"], house["tia"])
    assert Held.objects.get(case=case).ending == HeldEnding.GIVEN
    assert ledger.verify(("case", case.pk)) == []


def test_when_nobody_fits_whoever_leads_keeps_it_with_the_reason(house: House, monkeypatch: pytest.MonkeyPatch):
    in_force(house, {"code": "rare", "skills": ["tibetan"]})
    case = held(house)
    assert (case.owner, why(case)["way"]) == (house["sam"], "leader")
    assert {one["ground"] for one in why(case)["passed"]} == {"skill:tibetan"}
    assert not Held.objects.exists()


def test_full_people_get_nothing_until_the_wait_is_over(house: House, monkeypatch: pytest.MonkeyPatch):
    in_force(house, capacity=1)
    cases = [held(house, f"第{number}件事。") for number in range(6)]
    ways = [why(case)["way"] for case in cases]
    assert ways[:2] == ["load", "load"]
    assert ways[-1] == "full"
    until = max(Held.objects.values_list("until", flat=True))
    monkeypatch.setattr(sweeps, "now", lambda: until)
    sweeps.release_held()
    assert {row.ending for row in Held.objects.all()} == {HeldEnding.KEPT}
    assert "case.pool_kept" in [entry.kind for entry in ledger.chain(("case", cases[-1].pk))]


def test_handing_it_over_takes_it_out_of_the_pool(house: House):
    in_force(house, {"code": "pull", "mode": "pull"})
    case = held(house)
    dispatch.hand_over(case=case, to=house["tom"], reason="熟悉情况", by=house.by("sam"), at=NEXT)
    assert Held.objects.get(case=case).ending == HeldEnding.OTHER
    with pytest.raises(Refused):
        holding.take_next(by=house.by("tia"), at=NEXT)


def away(house: House, name: str, deputy: str = "", **more: Any) -> None:
    values: dict[str, Any] = {"kind": "leave", "from_at": AT, "to_at": AT + timedelta(hours=5)} | more
    accounts.set_absence(
        user=house[name], deputy=house[deputy] if deputy else None, by=house.by(name), at=AT, **values
    )  # fmt: skip


def test_never_ours_13_returning_chats_go_to_people_off_duty(house: House, monkeypatch: pytest.MonkeyPatch):
    """chatwoot #4158: what comes back to somebody absent goes to their deputy, or waits for them in time."""
    in_force(house, {"code": "earlier", "earlier_owner": True, "hold_hours": 24})
    first, second, third = ready(house), ready(house, "二"), ready(house, "三")
    customer = "0192f000-0000-7000-8000-000000000001"
    Case.objects.filter(pk=first.pk).update(customer_id=customer, owner=house["tom"])
    Case.objects.filter(pk__in=[second.pk, third.pk]).update(customer_id=customer)
    Case.objects.filter(pk=second.pk).update(received_at=AT - timedelta(days=9))
    away(house, "tom")
    third = send(house, Case.objects.get(pk=third.pk))
    assert third.owner != house["tom"]
    row = Held.objects.filter(case=third).first()
    assert row is not None
    assert (row.reason, row.for_user) == ("return", house["tom"])
    back = AT + timedelta(hours=5)
    accounts.come_back(user=house["tom"], by=house.by("tom"), at=back)
    monkeypatch.setattr(sweeps, "now", lambda: back)
    assert sweeps.release_held() == 1
    third.refresh_from_db()
    assert (third.owner, why(third)["way"]) == (house["tom"], "back")


def test_what_somebody_sends_to_an_absent_colleague_goes_to_the_deputy(house: House):
    away(house, "tom", "tia")
    case = dispatch.dispatch(case=ready(house), to=house["tom"], reason="熟悉情况", by=house.by("hua"), at=LATER)
    assert (case.owner, why(case)) == (house["tia"], {"way": "deputy", "instead_of": str(house["tom"].pk)})


def test_an_absence_counts_before_the_sweep_has_seen_it(house: House):
    away(house, "tia", from_at=AT + timedelta(minutes=1))
    assert not User.objects.get(pk=house["tia"].pk).is_away
    assert route(ready(house), LATER).user == house["tom"]


def test_accepted_complaints_are_given_out_by_themselves_only_where_the_rules_say_so(
    house: House, monkeypatch: pytest.MonkeyPatch
):
    case, raw = ready(house), registered(house).case
    monkeypatch.setattr(sweeps, "now", lambda: LATER)
    assert sweeps.assign_accepted() == 0
    in_force(house, automatic=True)
    assert sweeps.assign_accepted() == 1
    assert sweeps.assign_accepted() == 0
    case.refresh_from_db()
    assert (case.state, case.owner.name in ("Tom", "Tia")) == ("assigned", True)
    raw.refresh_from_db()
    assert raw.state == "received"
    entry = ledger.last(("case", case.pk))
    assert entry is not None
    assert (entry.actor_label, entry.body["by_rule"]) == ("complaints.assign", True)


@pytest.fixture
def committed(transactional_db: None) -> House:
    return build()


@pytest.mark.django_db(transaction=True)
def test_people_who_ask_at_once_never_get_the_same(committed: House):
    in_force(committed, {"code": "pull", "mode": "pull"})
    for number in range(6):
        held(committed, f"第{number}件事。")
    start = threading.Barrier(4)
    got: list[tuple[str, Any]] = []
    failed: list[BaseException] = []

    def work(name: str) -> None:
        try:
            by = committed.by(name)
            start.wait()
            for _times in range(3):
                got.append((name, holding.take_next(by=by, at=NEXT).pk))
        except Refused as refusal:
            got.append((name, refusal.code))
        except BaseException as error:
            failed.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work, args=(name,)) for name in ("tom", "tia", "max", "hua")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failed
    taken = [pk for _name, pk in got if pk != "pool.empty"]
    assert len(taken) == len(set(taken)) == 6
    owners = Counter(str(pk) for pk in Case.objects.values_list("owner", flat=True))
    for name in ("tom", "tia", "max", "hua"):
        assert owners[str(committed[name].pk)] == sum(who == name and pk != "pool.empty" for who, pk in got)
    for pk in taken:
        assert Ownership.objects.filter(case=pk, to_at=None).count() == 1
        assert not ledger.verify(("case", pk))
