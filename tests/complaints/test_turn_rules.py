"""The rules of the turns, without a database."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.complaints.rules import turns
from huiyin.complaints.rules.turns import Involved, Matter, Place

AT = datetime(2026, 3, 2, 2, tzinfo=UTC)
HOMES = {"/HQ/": "/HQ/", "/HQ/CP/": "/HQ/", "/HQ/JS/": "/HQ/JS/", "/HQ/JS/CP/": "/HQ/JS/", "/HQ/JS/SZ/": "/HQ/JS/SZ/"}
DESK = Place(path="/HQ/JS/CP/", home="/HQ/JS/")


def _roles(*grants: tuple[str, str], handling: Place = DESK) -> frozenset[str]:
    return turns.roles_for(grants, homes=HOMES, handling=handling, head="/HQ/")


@pytest.mark.parametrize(
    ("grant", "expected"),
    [
        (("supervisor", "/HQ/JS/CP/"), {"supervisor"}),
        (("branch_manager", "/HQ/JS/"), {"branch_manager"}),
        (("head_office_cp", "/HQ/"), {"head_office_cp", "upper_unit"}),
        (("executive", "/HQ/"), {"executive", "upper_unit"}),
        # An executive of the branch itself is neither the unit above nor a head-office executive.
        (("executive", "/HQ/JS/"), {"branch_manager"}),
        (("handler", "/HQ/JS/CP/"), set()),
        (("supervisor", "/HQ/CP/"), set()),  # does not cover the handling unit
        (("auditor", "/HQ/"), set()),
    ],
)
def test_an_approver_stands_for_what_their_grants_cover(grant: tuple[str, str], expected: set[str]) -> None:
    assert _roles(grant) == expected


def test_the_branch_is_the_upper_unit_of_its_sub_branch_but_not_of_itself() -> None:
    sub = Place(path="/HQ/JS/SZ/", home="/HQ/JS/SZ/")
    assert "upper_unit" in _roles(("branch_manager", "/HQ/JS/"), handling=sub)
    assert "upper_unit" not in _roles(("branch_manager", "/HQ/JS/"))


def test_head_office_has_nobody_above_but_its_executives_count() -> None:
    top = Place(path="/HQ/", home="/HQ/")
    assert _roles(("head_office_cp", "/HQ/"), handling=top) == {"head_office_cp"}
    assert _roles(("executive", "/HQ/"), handling=top) == {"executive"}


@pytest.mark.parametrize(
    ("received_at", "in_time", "expected"),
    [
        (None, None, "no_proof"),
        (None, False, "no_proof"),
        (AT, None, "no_proof"),
        (AT, True, "in_time"),
        (AT, False, "late"),
    ],
)
def test_nothing_is_late_without_proof_of_receipt(
    received_at: datetime | None, in_time: bool | None, expected: str
) -> None:
    assert turns.admission(received_at, in_time) == expected


ME = UUID(int=1)


def _fault(*grants: tuple[str, str], involved: Involved = Involved(), decided_by: str = "/HQ/JS/") -> str:  # noqa: B008
    return turns.reviewer_fault(
        grants, reviewer=ME, label="Hua E1", involved=involved, homes=HOMES, decided_by=decided_by
    )


def test_only_the_unit_above_reviews_and_nobody_who_took_part() -> None:
    assert _fault(("head_office_cp", "/HQ/")) == ""
    assert _fault(("branch_manager", "/HQ/JS/"))  # the deciding branch's own manager
    assert _fault(("supervisor", "/HQ/"))
    assert _fault(("branch_manager", "/HQ/JS/"), decided_by="/HQ/JS/SZ/") == ""
    assert _fault(("head_office_cp", "/HQ/"), involved=Involved(ids=frozenset({ME})))
    assert _fault(("head_office_cp", "/HQ/"), involved=Involved(labels=frozenset({"Hua E1"})))


MASTER = Matter(id=UUID(int=10), state="investigating", received_at=AT, policy="P1")
CHILD = Matter(id=UUID(int=11), state="received", received_at=AT + timedelta(days=3), policy="P1")
OPEN = ("received", "accepted", "assigned", "investigating")


def _merge(child: Matter = CHILD, master: Matter = MASTER, reason: str | None = "") -> str:
    return turns.merge_fault(child, master, reason=reason, open_states=OPEN)


def test_two_complaints_about_one_policy_can_be_merged() -> None:
    assert turns.ties(CHILD, MASTER) == ("policy",)
    assert _merge() == ""


@pytest.mark.parametrize(
    ("child", "master"),
    [
        (CHILD, replace(CHILD)),
        (CHILD, replace(MASTER, kind="inquiry")),
        (CHILD, replace(MASTER, merged_into=UUID(int=12))),
        (replace(CHILD, children=1), MASTER),
        (CHILD, replace(MASTER, state="closed")),
        (CHILD, replace(MASTER, told=True)),
        (replace(CHILD, received_at=AT - timedelta(days=1)), MASTER),
    ],
)
def test_no_merge_into_itself_another_kind_a_chain_an_ended_a_told_or_a_later_one(
    child: Matter, master: Matter
) -> None:
    assert _merge(child, master, reason="同一事项")


def test_unrelated_complaints_need_a_reason() -> None:
    stranger = replace(CHILD, policy="P2", code="C21")
    assert _merge(stranger)
    assert _merge(stranger, reason="同一次事故的两位乘客") == ""
    assert _merge(stranger, reason=None) == ""


@given(st.lists(st.one_of(st.none(), st.dates()), max_size=6))
def test_the_earliest_date_that_was_set_counts(dates: list[date | None]) -> None:
    found = turns.nearest_date(dates)
    known = [day for day in dates if day]
    assert found in known if known else found is None
    assert all(found is not None and found <= day for day in known)


@given(st.datetimes(timezones=st.just(UTC)), st.datetimes(timezones=st.just(UTC)))
def test_both_have_agreed_when_the_later_one_has(one: datetime, other: datetime) -> None:
    assert turns.both_agreed(one, other) == max(one, other)
    assert turns.both_agreed(one, None) is None
    assert turns.both_agreed(None, other) is None
