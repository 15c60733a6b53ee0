"""Opinion books: every line becomes something, is answered by its day, and a page that is not there is told."""

from datetime import date, timedelta
from typing import Any

import pytest

from huiyin.cases.actions import outlet
from huiyin.cases.models import BookEntry, Case, Message
from huiyin.cases.queries import mail as triage
from huiyin.cases.queries import outlet as queries
from huiyin.cases.rules import outlet as rules
from huiyin.clocks.models import Clock
from huiyin.core.errors import BadInput, Refused
from huiyin.core.time import local_date, now
from tests.cases.make import registered
from tests.people import House, build

DAY = timedelta(days=1)


@pytest.fixture
def house(db: None) -> House:
    return build()


def entered(house: House, **changes: Any) -> BookEntry:
    values: dict[str, Any] = {
        "unit": house.units["JS-CP"], "kind": "matter", "written_on": local_date(now()) - DAY, "page": 1, "line": 1,
        "text": "柜台排队两个小时没人管",
    }  # fmt: skip
    return outlet.enter(written=outlet.Written(**(values | changes)), by=house.by("tom"), at=now())


def test_what_is_wrong_waits_to_be_triaged_from_the_day_it_was_written(house: House) -> None:
    entry = entered(house, name="李春梅", phone="13812345678")
    case = entry.case
    assert (case.kind, case.channel, local_date(case.received_at)) == ("untriaged", "visit", entry.written_on)
    assert list(triage.untriaged(house["sam"])) == [case]
    assert Clock.objects.get(owner_id=case.pk).rule_code == "complaint.acceptance"
    assert entry.due_on == entry.written_on + 7 * DAY
    assert entered(house).pk == entry.pk
    with pytest.raises(Refused) as refused:
        entered(house, text="另一件事")
    assert refused.value.code == "book.taken"
    assert Case.objects.count() == 1


def test_praise_ends_with_its_answer_and_a_matter_goes_on(house: House) -> None:
    praise, matter = entered(house, kind="praise", text="王经理很耐心"), entered(house, line=2)
    assert praise.case.kind == "inquiry"
    assert not Clock.objects.filter(owner_id=praise.case.pk, state="running").exists()
    for entry in (praise, matter):
        for _again in range(2):
            outlet.answer(case=entry.case, text="谢谢您的意见，我们已增开窗口。", by=house.by("sam"), at=now())
        assert Message.objects.filter(case=entry.case, direction="out").count() == 1
    assert Case.objects.get(pk=praise.pk).state == "closed"
    assert Case.objects.get(pk=matter.pk).is_open
    with pytest.raises(Refused) as refused:
        outlet.answer(case=matter.case, text="另一个答复", by=house.by("sam"), at=now())
    assert refused.value.code == "book.answered"
    with pytest.raises(Refused) as refused:
        outlet.answer(case=registered(house).case, text="x", by=house.by("tom"), at=now())
    assert refused.value.code == "book.none"


def test_all_faults_are_told_at_once_and_readers_enter_nothing(house: House) -> None:
    with pytest.raises(BadInput) as fault:
        entered(house, kind="x", page=0, line=100, volume=0, text=" ", written_on=local_date(now()) + DAY)
    assert (fault.value.code, len(fault.value.needs)) == ("book.kind", 6)
    with pytest.raises(Refused) as refused:
        outlet.enter(
            written=outlet.Written(
                unit=house.units["JS"], kind="matter", written_on=local_date(now()), page=1, line=1, text="x"
            ),
            by=house.by("aud"), at=now(),
        )  # fmt: skip
    assert refused.value.code == "intake.not_yours"
    assert not BookEntry.objects.exists()


def test_the_month_tells_its_missing_pages_and_only_to_those_who_see_the_cases(house: House) -> None:
    unit, day = house.units["JS-CP"], date(2026, 3, 5)
    entered(house, page=1, written_on=date(2026, 2, 20))
    entered(house, page=2, written_on=day)
    entered(house, page=5, line=3, written_on=day + DAY)
    month = queries.month_of(house["sam"], unit, date(2026, 3, 1))
    assert [(one.page, one.line) for one in month.entries] == [(2, 1), (5, 3)]
    assert month.missing == [(1, 3), (1, 4)]
    assert queries.month_of(house["zoe"], unit, date(2026, 3, 1)).entries == []
    assert queries.next_place(unit) == (1, 5, 4)
    assert queries.next_place(house.units["JS"]) == (1, 1, 1)


@pytest.mark.parametrize(
    ("pages", "after", "missing"),
    [([], 0, []), ([1], 0, []), ([3], 0, [1, 2]), ([3], 2, []), ([2, 5], 1, [3, 4]), ([5, 5], 5, [])],
)
def test_pages_between_the_last_and_the_highest_are_missing(pages: list[int], after: int, missing: list[int]) -> None:
    assert rules.missing_pages(pages, after) == missing


def test_the_days_are_those_of_the_day_of_writing() -> None:
    assert rules.days_on(date(2020, 1, 1)) == rules.LIMITS[0][1]
    assert rules.days_on(date(2030, 1, 1)) == rules.LIMITS[-1][1]
