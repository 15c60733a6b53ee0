"""Being away, coming back, what somebody can do, how much they carry."""

from datetime import date, time, timedelta
from typing import Any

import pytest

from huiyin.accounts import actions, sweeps
from huiyin.accounts.models import Absence, User
from huiyin.accounts.queries import work
from huiyin.audit import queries as audit
from huiyin.core import time as clock
from huiyin.core.actors import system
from huiyin.core.errors import BadInput, Refused
from tests.people import AT, House

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def away(house: House, name: str = "tom", **changes: object) -> Absence:
    values = {"kind": "leave", "from_at": AT + DAY, "to_at": AT + 3 * DAY, "by": house.by(name), "at": AT}
    return actions.set_absence(user=house[name], **(values | changes))  # type: ignore[arg-type]


def is_away(house: House, name: str = "tom") -> bool:
    return User.objects.get(pk=house[name].pk).is_away


def test_an_absence_counts_from_its_beginning_to_its_end(house: House, monkeypatch: pytest.MonkeyPatch):
    row = away(house, deputy=house["tia"])
    for at, expected in ((AT, False), (AT + DAY, True), (AT + 2 * DAY, True), (AT + 3 * DAY, False)):
        monkeypatch.setattr(sweeps, "now", lambda at=at: at)
        sweeps.follow_absences()
        assert is_away(house) is expected, at
        held = work.working([house["tom"].pk], at)[house["tom"].pk].absence
        assert (held == row) is expected
    kinds = [entry.kind for entry in audit.chain(("user", house["tom"].pk))]
    assert kinds[-3:] == ["user.absence_set", "user.absence_began", "user.absence_ended"]
    assert sweeps.follow_absences() == 0


def test_one_that_has_begun_counts_at_once_and_ends_when_the_person_is_back(house: House):
    away(house, from_at=AT - DAY)
    assert is_away(house)
    actions.come_back(user=house["tom"], by=house.by("tom"), at=AT + timedelta(hours=1))
    assert not is_away(house)
    assert work.working([house["tom"].pk], AT + DAY)[house["tom"].pk].absence is None


def test_saying_the_same_twice_makes_one_absence_and_two_may_not_overlap(house: House):
    assert away(house) == away(house)
    with pytest.raises(BadInput) as refusal:
        away(house, from_at=AT + 2 * DAY, to_at=AT + 5 * DAY)
    assert refusal.value.code == "absence.overlap"
    away(house, from_at=AT + 3 * DAY, to_at=None)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"kind": "x"}, "absence.kind"),
        ({"to_at": AT + DAY}, "absence.order"),
        ({"from_at": AT - 3 * DAY, "to_at": AT - DAY}, "absence.past"),
    ],
)
def test_a_wrong_absence_is_told_at_its_field(house: House, changes: dict[str, Any], code: str):
    with pytest.raises(BadInput) as refusal:
        away(house, **changes)
    assert refusal.value.code == code
    assert refusal.value.field
    assert not Absence.objects.exists()


def test_nobody_is_their_own_deputy_and_only_who_leads_speaks_for_others(house: House):
    with pytest.raises(BadInput):
        away(house, deputy=house["tom"])
    with pytest.raises(Refused):
        away(house, by=house.by("tia"))
    with pytest.raises(Refused):
        away(house, by=house.by("zoe"))
    away(house, by=house.by("sam"))


def test_a_qualification_counts_on_its_days_and_no_other(house: House):
    first, last = date(2026, 3, 2), date(2026, 3, 31)
    given = {"user": house["tom"], "kind": "qualification", "code": "claims", "by": house.by("sam"), "at": AT}
    row = actions.add_competence(**given, from_on=first, to_on=last)  # type: ignore[arg-type]
    assert actions.add_competence(**given, from_on=first, to_on=last) == row  # type: ignore[arg-type]
    for days, expected in ((-1, set()), (0, {"claims"}), (29, {"claims"}), (30, set())):
        found = work.working([house["tom"].pk], AT + days * DAY)[house["tom"].pk]
        assert found.qualifications == expected, days
    actions.revoke_competence(competence=row, by=house.by("sam"), at=AT + 5 * DAY)
    assert not work.working([house["tom"].pk], AT + 5 * DAY)[house["tom"].pk].qualifications


def test_a_qualification_ends_and_nobody_gives_one_to_themselves(house: House):
    given = {"kind": "qualification", "code": "claims", "from_on": date(2026, 1, 1), "at": AT}
    with pytest.raises(BadInput):
        actions.add_competence(user=house["tom"], by=house.by("sam"), **given)  # type: ignore[arg-type]
    given["to_on"] = date(2027, 1, 1)
    for name in ("sam", "tom", "zoe", "aud"):
        with pytest.raises(Refused):
            actions.add_competence(user=house["sam"], by=house.by(name), **given)  # type: ignore[arg-type]
    actions.add_competence(user=house["sam"], by=house.by("max"), **given)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "wrong",
    [
        {"capacity": 0},
        {"capacity": 1001},
        {"starts": time(9)},
        {"starts": time(18), "ends": time(9)},
        {"weekdays": [8]},
    ],
)
def test_wrong_terms_of_work_are_refused(house: House, wrong: dict[str, object]):
    values = {"capacity": 20, "by": house.by("sam"), "at": AT} | wrong
    with pytest.raises(BadInput):
        actions.set_work_terms(user=house["tom"], **values)  # type: ignore[arg-type]


def test_terms_are_written_once_when_nothing_differs(house: House):
    for _twice in range(2):
        actions.set_work_terms(
            user=house["tom"], capacity=20, starts=time(9), ends=time(18), by=house.by("sam"), at=AT
        )  # fmt: skip
    kinds = [entry.kind for entry in audit.chain(("user", house["tom"].pk))]
    assert kinds.count("user.work_terms_set") == 1
    assert work.working([house["tom"].pk], AT)[house["tom"].pk].hours == (time(9), time(18), ())


def test_the_system_ends_what_is_over_even_when_it_never_began(house: House):
    row = away(house)
    assert actions.end_absence(absence=row, by=system("test"), at=AT)
    assert not actions.end_absence(absence=row, by=system("test"), at=AT)
    assert not is_away(house)
    assert clock.local_date(AT) == date(2026, 3, 2)
