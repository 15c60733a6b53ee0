"""Groups of complaints that look organised: found, grown, joined, judged; and nothing of a case hangs on it."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from huiyin.audit import queries as ledger
from huiyin.cases.jobs import likeness as jobs
from huiyin.cases.models import Case, Channel
from huiyin.cases.rules.people import PersonDraft
from huiyin.clocks.models import Clock
from huiyin.complaints.actions import radar
from huiyin.complaints.models import RadarGroup, RadarLink, RadarMember, RadarRead
from huiyin.complaints.queries import radar as queries
from huiyin.core.actors import system
from huiyin.core.errors import Refused
from tests.cases.make import registered
from tests.complaints.rules.test_radar import LETTER, OWN
from tests.people import AT, House

pytestmark = pytest.mark.django_db
BY = system("tests.radar")
NAMES = ("王建国", "赵敏", "钱多多", "孙立", "周正", "吴非")


def came(house: House, place: int, text: str = LETTER, *, phone: str = "", minutes: int = 0, **changes: Any) -> Case:
    """A complaint of customer `place`, who has a phone of their own unless one is given."""
    at = AT + timedelta(hours=place, minutes=minutes)
    person = PersonDraft(name=NAMES[place], phone=phone or f"1390000111{place}")
    values: dict[str, Any] = {"channel": Channel.PORTAL, "received_at": at, "at": at}
    return registered(house, text=text, people=(person,), **(values | changes)).case


def looked(at: datetime = AT + timedelta(days=2)) -> int:
    jobs.read_new(at)
    ids = queries.unread(at - timedelta(days=90), 100)
    return sum(radar.look(case_id=pk, by=BY, at=at) for pk in ids)


def groups() -> list[tuple[str, bool, int, int]]:
    rows = RadarGroup.objects.order_by("made_at", "pk")
    return [(one.state, one.is_shown, one.cases, one.customers) for one in rows]


def test_three_customers_with_one_letter_are_a_group_two_are_not(house: House) -> None:
    first, second = came(house, 0), came(house, 1)
    other = came(house, 2, OWN)
    looked()
    assert groups() == [("open", False, 2, 2)]
    third = came(house, 3, LETTER + "保单号另附。")
    looked()
    assert groups() == [("open", True, 3, 3)]
    group = RadarGroup.objects.get()
    members = set(group.members.values_list("case_id", flat=True))
    assert members == {first.pk, second.pk, third.pk}
    assert not RadarMember.objects.filter(case_id=other.pk).exists()
    assert RadarLink.objects.filter(group=group, kind="text").count() == 3
    assert "现要求全额退还已交保费并支付利息" in RadarLink.objects.filter(group=group)[0].words
    assert list(ledger.verify_all()) == []


def test_looking_twice_changes_nothing(house: House) -> None:
    case = came(house, 0)
    came(house, 1)
    assert looked() == 2, "each is linked with the other"
    assert looked() == 0
    before = (groups(), RadarLink.objects.count(), RadarRead.objects.count())
    assert radar.look(case_id=case.pk, by=BY, at=AT) == 0
    assert (groups(), RadarLink.objects.count(), RadarRead.objects.count()) == before


def test_one_person_who_comes_often_is_one_customer(house: House) -> None:
    for minutes in (0, 5, 9):
        came(house, 0, minutes=minutes)
    looked()
    assert groups() == []


def test_what_staff_wrote_down_counts_by_numbers_only(house: House) -> None:
    for place in range(3):
        came(house, place, channel=Channel.PHONE)
    looked()
    assert groups() == []
    for place in range(3, 6):
        came(house, place, OWN, channel=Channel.PHONE, phone="13700002222")
    looked()
    assert groups() == [("open", True, 3, 3)]
    assert set(RadarLink.objects.values_list("kind", flat=True)) == {"phone"}


def test_two_groups_that_meet_become_one_and_both_chains_say_so(house: House) -> None:
    for place in (0, 1):
        came(house, place)
    looked()
    for place in (2, 3):
        came(house, place, OWN, phone="13700002222")
    looked(AT + timedelta(days=3))
    assert [one[2] for one in groups()] == [2, 2]
    came(house, 4, LETTER, phone="13700002222")
    looked(AT + timedelta(days=4))
    assert groups() == [("open", True, 5, 5), ("joined", False, 2, 2)]
    first, second = RadarGroup.objects.order_by("made_at", "pk")
    assert second.joined_to == first.pk
    assert [one.kind for one in ledger.chain(("radar_group", second.pk))][-1] == "radar.joined"
    assert not RadarMember.objects.filter(group=second).exists()
    assert not RadarLink.objects.filter(group=second).exists()
    assert list(ledger.verify_all()) == []


def test_a_judged_group_that_grows_is_to_be_looked_at_again(house: House) -> None:
    for place in range(3):
        came(house, place)
    looked()
    group = RadarGroup.objects.get()
    for name in ("tom", "sam", "max", "aud"):
        with pytest.raises(Refused):
            radar.judge(group=group, verdict="dismissed", reason="一家人", by=house.by(name), at=AT)
    group = radar.judge(group=group, verdict="dismissed", reason="同一小区业主，各自投诉", by=house.by("hua"), at=AT)
    again = radar.judge(group=group, verdict="dismissed", reason="同一小区业主，各自投诉", by=house.by("ivy"), at=AT)
    assert again.decided_by_label == group.decided_by_label
    came(house, 0, LETTER + "再次投诉。", minutes=30)
    looked()
    assert RadarGroup.objects.get().state == "dismissed", "the same customer again is nothing new"
    came(house, 3)
    looked()
    assert RadarGroup.objects.get().state == "open"
    kinds = [one.kind for one in ledger.chain(("radar_group", group.pk))]
    assert kinds.count("radar.dismissed") == 1
    with pytest.raises(Refused):
        radar.judge(group=group, verdict="joined", reason="不是这样", by=house.by("hua"), at=AT)


def test_investigators_of_a_case_and_head_office_see_a_group_its_handler_does_not(house: House) -> None:
    cases = [came(house, place) for place in range(3)]
    looked()
    group = RadarGroup.objects.get()
    seen = {
        name: queries.visible_to(house[name]).exists() for name in ("tom", "sam", "max", "hua", "aud", "ivy", "zoe")
    }
    assert seen == {"tom": False, "sam": False, "max": False, "hua": True, "aud": True, "ivy": False, "zoe": False}
    shown = queries.shown(house["hua"], group)
    assert [one.pk for _member, one in shown.members] == [case.pk for case in cases]
    assert shown.hidden == 0
    assert queries.of_case(house["tom"], cases[0]) is None
    assert queries.of_case(house["hua"], cases[0]) == group


def test_nothing_of_a_case_changes_when_it_is_found(house: House) -> None:
    cases = [came(house, place) for place in range(3)]

    def stands() -> list[Any]:
        rows = list(Case.objects.order_by("pk").values())
        limits = list(Clock.objects.order_by("pk").values())
        chains = [len(ledger.chain(("case", case.pk))) for case in cases]
        return [rows, limits, chains]

    jobs.read_new(AT + timedelta(days=1))
    before = stands()
    looked()
    radar.judge(
        group=RadarGroup.objects.get(), verdict="confirmed", reason="同一代理机构代写", by=house.by("hua"), at=AT
    )
    assert stands() == before
