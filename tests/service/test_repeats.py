"""Who comes again with the same need: linked, and measured."""

from datetime import date, timedelta
from typing import Any

import pytest

from huiyin.cases.models import Case, CaseLink
from huiyin.cases.rules.people import PersonDraft
from huiyin.clocks.models import Clock
from huiyin.insights.queries import registry
from huiyin.service import metrics
from huiyin.service.actions import after, before, during, intake
from huiyin.service.rules import repeats
from huiyin.service.rules.arrival import Arrival
from tests.people import AT, House, build

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
ANNA = PersonDraft(name="李春梅", phone="13812345678")
BEN = PersonDraft(name="赵强", phone="13900000000")


@pytest.fixture
def house(db: None) -> House:
    return build()


def came(house: House, *, days: int = 0, topic: str = "", **changes: Any) -> Case:
    at = AT + days * DAY
    given: dict[str, Any] = {
        "kind": "consultation", "channel": "phone", "received_at": at, "text": "等待期是多久", "person": ANNA,
        "topic": topic, "no_preliminary": "要查条款",
    }  # fmt: skip
    return intake.register(arrival=Arrival(**(given | changes)), by=house.by("tom"), at=at).case


def closed(house: House, case: Case, *, outcome: str = "solved", answers: int = 1) -> None:
    tom, at = house.by("tom"), case.received_at + HOUR
    before.accept(case=case, by=tom, at=at)
    during.sort(case=case, topic="cover", by=tom, at=at)
    for number in range(answers):
        if number:
            after.go_on(case=case, reason="还想问一句", by=tom, at=at)
        during.answer(case=case, text="等待期90天。", by=tom, at=at)
    after.close(case=case, outcome=outcome, by=tom, at=at)


def follows() -> set[tuple[Any, Any]]:
    return set(CaseLink.objects.filter(kind="follow_up", removed_at=None).values_list("case_id", "other_id"))


def verdicts(*cases: Case) -> list[str]:
    found = {row.case_id: row.verdict for row in metrics.rows([one.pk for one in cases], AT + 40 * DAY)}
    return [found.get(one.pk, "") for one in cases]


@pytest.mark.parametrize(
    ("kind", "topic", "earlier_kind", "earlier_topic", "same"),
    [
        ("consultation", "cover", "consultation", "cover", True),
        ("consultation", "", "consultation", "cover", True),
        ("consultation", "cover", "consultation", "", True),
        ("consultation", "cover", "consultation", "surrender", False),
        ("policy_change", "", "consultation", "", False),
    ],
)
def test_a_need_is_the_same_unless_kind_or_topic_say_otherwise(
    kind: str, topic: str, earlier_kind: str, earlier_topic: str, same: bool
) -> None:
    assert repeats.is_same(kind, topic, earlier_kind, earlier_topic) is same


def test_the_span_is_that_of_the_day() -> None:
    assert repeats.span_on(date(2026, 3, 1)) == repeats.span_on(date(2020, 1, 1)) == 30
    assert [since for since, _days in repeats.SPANS] == sorted(since for since, _days in repeats.SPANS)


@pytest.mark.django_db
def test_the_same_customer_with_the_same_need_is_linked_to_the_last_time(house: House) -> None:
    first = came(house, topic="cover")
    came(house, days=1, topic="surrender")
    came(house, days=1, topic="cover", person=BEN)
    again = came(house, days=2, topic="cover")
    third = came(house, days=31)
    late = came(house, days=70, topic="cover")
    assert (again.pk, first.pk) in follows()
    assert (third.pk, again.pk) in follows()
    assert len(follows()) == 2
    assert not CaseLink.objects.filter(case=late).exists()
    link = CaseLink.objects.get(case=again)
    assert link.by_label == "service.repeats"


@pytest.mark.django_db
def test_solved_at_the_first_contact_is_one_answer_and_nobody_who_comes_again(house: House) -> None:
    good, twice, bad, open_one = (
        came(house, person=PersonDraft(name=name, phone=f"1380000000{place}"))
        for place, name in enumerate(("王一", "王二", "王三", "王四"))
    )
    first = came(house)
    closed(house, good)
    closed(house, twice, answers=2)
    closed(house, bad, outcome="unsolved")
    closed(house, first)
    assert verdicts(good, twice, bad, open_one, first) == ["kept", "broken", "broken", "", "kept"]
    came(house, days=3)
    assert verdicts(first) == ["broken"]
    after.archive(case=good, by=house.by("hua"), at=AT + 4 * DAY)
    came(house, days=5, person=PersonDraft(name="王一", phone="13800000000"))
    assert verdicts(good) == ["kept"], "what came after the archive changes nothing"


@pytest.mark.django_db
def test_how_quickly_requests_are_answered_is_a_figure_of_each_limit(house: House) -> None:
    case = came(house)
    named = {f"clock:{one.rule_code}" for one in Clock.objects.filter(owner_id=case.pk)}
    assert named == {"clock:request.response", "clock:request.acceptance"}
    assert named | {"first_contact_resolved", "clock:service.completion"} <= set(registry.metrics())
