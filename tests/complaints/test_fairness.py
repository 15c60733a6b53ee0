"""Groups of complainants side by side: kept outcomes and the table, against counting by hand."""

import random
import statistics
from datetime import date, timedelta
from decimal import Decimal

import pytest

from huiyin.cases.models import Case
from huiyin.complaints import sweeps
from huiyin.complaints.jobs import fairness as jobs
from huiyin.complaints.metrics import fairness
from huiyin.complaints.models import Complaint, Plan, ToldOutcome
from huiyin.core.time import local_date
from huiyin.customers.models import Party
from tests.complaints.test_likeness import decided
from tests.people import AT, House

pytestmark = pytest.mark.django_db

SINCE, UNTIL, LEAST = AT - timedelta(days=100), AT + timedelta(days=1), 3


def customer(born: str) -> Party:
    return Party.objects.create(name="李春梅", name_blind="x", born_on=born, created_at=AT)


def many(house: House, count: int = 24) -> list[Case]:
    """Told complaints of two branches, three ways and every age, some without a sum."""
    chance, found = random.Random(3), []
    for number in range(count):
        unit = house.units[chance.choice(["JS-CP", "GD-CP"])]
        verdict = chance.choice(["upheld", "partly", "not_upheld"])
        case = decided(house, number, f"{chance.randrange(0, 5000)}.00", verdict, unit_id=unit.pk)
        channel, born = chance.choice(["phone", "portal", "letter"]), date(chance.randrange(1940, 2005), 3, 2)
        person = customer(born.isoformat() if number % 5 else "")
        Case.objects.filter(pk=case.pk).update(channel=channel, customer_id=person.pk)
        if number % 6 == 0:
            Complaint.objects.filter(pk=case.pk).update(amount_claimed=None)
        found.append(Case.objects.select_related("complaint", "unit").get(pk=case.pk))
    return found


def by_hand(case: Case, way: str) -> tuple[str, bool, int | None, int]:
    """Group, upheld, share and days, from the rows themselves."""
    told = case.complaint
    assert told.notified_at
    group = {"channel": case.channel, "unit": case.unit.code.split("-")[0], "age": ""}[way]
    assert case.customer_id
    person = Party.objects.get(pk=case.customer_id)
    if way == "age" and person.born_on:
        born, day = date.fromisoformat(person.born_on), local_date(case.received_at)
        years = sum(date(year, born.month, born.day) <= day for year in range(born.year + 1, day.year + 1))
        group = next(name for name, end in (("0-29", 30), ("30-44", 45), ("45-59", 60), ("60+", 999)) if years < end)
    share = None
    if told.amount_claimed:
        share = int(Plan.objects.get(case=case).compensation / told.amount_claimed * 100 + Decimal("0.5"))
    days = (local_date(told.notified_at) - local_date(case.received_at)).days
    return group, told.verdict != "not_upheld", share, days


@pytest.mark.parametrize("way", fairness.WAYS)
def test_the_table_is_what_counting_by_hand_gives(house: House, way: str) -> None:
    cases = many(house)
    assert jobs.keep_outcomes() == len(cases)
    found = fairness.table(house["hua"], way, since=SINCE, until=UNTIL, least=LEAST)
    rows = [by_hand(case, way) for case in cases]
    groups = {group: [row for row in rows if row[0] == group] for group, *_rest in rows}
    assert {line.group for line in found.lines} == {name for name, some in groups.items() if len(some) >= LEAST}
    assert found.hidden == sum(len(some) < LEAST for some in groups.values())
    for line in found.lines:
        mine = groups[line.group]
        assert line.cases == len(mine)
        assert line.upheld.value == pytest.approx(sum(row[1] for row in mine) / len(mine))
        assert line.days.value == statistics.median(row[3] for row in mine)
        shares = [row[2] for row in mine if row[2] is not None]
        assert (line.share.value if line.share else None) == (
            statistics.median(shares) if len(shares) >= LEAST else None
        )


def test_only_what_the_person_oversees_is_counted(house: House) -> None:
    cases = many(house)
    jobs.keep_outcomes()
    found = fairness.table(house["max"], "unit", since=SINCE, until=UNTIL, least=1)
    assert [(line.group, line.cases) for line in found.lines] == [
        ("JS", sum(case.unit.code == "JS-CP" for case in cases))
    ]
    for name in ("ivy", "tom", "kim"):
        assert fairness.table(house[name], "unit", since=SINCE, until=UNTIL, least=1).whole is None


def test_only_what_was_told_in_the_period_is_counted(house: House) -> None:
    case = decided(house, 5)
    jobs.keep_outcomes()
    told = ToldOutcome.objects.get(case=case).told_at
    for since, until, count in ((told, told + timedelta(1), 1), (told - timedelta(1), told, 0)):
        found = fairness.table(house["hua"], "channel", since=since, until=until, least=1)
        assert (found.whole.cases if found.whole else 0) == count


def test_the_sweep_keeps_each_once_and_again_when_it_is_told_anew(house: House) -> None:
    case = decided(house, 5)
    assert (sweeps.keep_outcomes(), sweeps.keep_outcomes()) == (1, 0)
    Complaint.objects.filter(pk=case.pk).update(notified_at=AT, verdict="partly", amount_claimed=Decimal("0.01"))
    assert sweeps.keep_outcomes() == 1
    row = ToldOutcome.objects.get()
    assert (row.told_at, row.verdict, row.days, row.share, row.age) == (AT, "partly", 45, 100_000, "")


def test_a_birth_date_that_cannot_be_read_is_no_age(house: House) -> None:
    case = decided(house, 5)
    Case.objects.filter(pk=case.pk).update(customer_id=customer("一九五八年").pk)
    jobs.keep_outcomes()
    assert ToldOutcome.objects.get().age == ""


def test_it_costs_few_statements_for_many(house: House, django_assert_max_num_queries) -> None:
    many(house, 12)
    jobs.keep_outcomes()
    fairness.table(house["hua"], "unit", since=SINCE, until=UNTIL, least=LEAST)
    with django_assert_max_num_queries(3):
        fairness.table(house["hua"], "unit", since=SINCE, until=UNTIL, least=LEAST)
