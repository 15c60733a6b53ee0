"""Groups that look organised at the desk: for investigators and head office only."""

from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse

from huiyin.cases.models import Participation
from huiyin.complaints.models import RadarGroup
from huiyin.console.radar import picture
from tests.complaints.test_radar import came, looked
from tests.people import AT, House


@pytest.fixture
def group(house: House) -> RadarGroup:
    for place in range(3):
        came(house, place, phone="13700002222" if place else "")
    looked()
    return RadarGroup.objects.get()


def test_head_office_looks_and_judges(
    enter: Any, house: House, group: RadarGroup, django_assert_max_num_queries: Any
) -> None:
    hua = enter("hua")
    address = reverse("radar_group", args=[group.pk])
    assert address in hua.get(reverse("radar")).content.decode()
    with django_assert_max_num_queries(24):
        page = hua.get(address)
    text = page.content.decode()
    assert len(page.context["members"]) == 3
    assert len(page.context["lines"]) == 3
    assert {one["why"] for one in page.context["reasons"]}
    assert "现要求全额退还已交保费并支付利息" in text
    assert "13700002222" not in text
    judge = reverse("radar_judge", args=[group.pk])
    assert hua.post(judge, {"verdict": "confirmed", "reason": ""}).status_code == 422
    assert hua.post(judge, {"verdict": "open", "reason": "说不清楚"}).status_code == 409
    assert hua.post(judge, {"verdict": "confirmed", "reason": "三封信出自同一机构"}).status_code == 302
    group.refresh_from_db()
    assert (group.state, group.reason) == ("confirmed", "三封信出自同一机构")
    assert "三封信出自同一机构" in hua.get(reverse("radar")).content.decode()


@pytest.mark.parametrize("name", ["ana", "tom", "tia", "sam", "max", "eve", "qin", "kim", "pia", "adi", "zoe"])
def test_nobody_else_gets_in(enter: Any, house: House, group: RadarGroup, name: str) -> None:
    client = enter(name)
    assert client.get(reverse("radar")).status_code == 403
    assert client.get(reverse("radar_group", args=[group.pk])).status_code == 403
    assert client.post(reverse("radar_judge", args=[group.pk]), {}).status_code == 403


def test_an_investigator_sees_the_group_of_a_case_that_they_investigate(
    enter: Any, house: House, group: RadarGroup
) -> None:
    ivy = enter("ivy")
    assert ivy.get(reverse("radar_group", args=[group.pk])).status_code == 404
    member = group.members.order_by("received_at")[0]
    Participation.objects.create(case_id=member.case_id, user=house["ivy"], role="investigator", from_at=AT)
    page = ivy.get(reverse("radar_group", args=[group.pk]))
    assert page.status_code == 200
    assert page.context["hidden"] == 2
    assert len(page.context["members"]) == 1
    assert ivy.get(reverse("radar_group", args=[uuid4()])).status_code == 404


def test_an_auditor_reads_and_does_not_judge(enter: Any, house: House, group: RadarGroup) -> None:
    aud = enter("aud")
    assert not aud.get(reverse("radar_group", args=[group.pk])).context["may_judge"]
    judge = reverse("radar_judge", args=[group.pk])
    assert aud.post(judge, {"verdict": "dismissed", "reason": "没有问题"}).status_code == 409


def test_the_picture_has_a_dot_for_each_case_and_a_line_for_each_pair() -> None:
    ids = [uuid4() for _ in range(50)]
    dots = picture.dots(ids)
    assert len(dots) == picture.MOST
    assert all(0 < dot.x < picture.WIDTH and 0 < dot.y < picture.HEIGHT for dot in dots.values())
    assert len({(dot.x, dot.y) for dot in dots.values()}) == picture.MOST
    pairs = [(ids[0], ids[1], "phone", 90), (ids[0], ids[49], "text", 60)]
    [line] = picture.lines(pairs, dots)
    assert (line.kind, line.width) == ("phone", 3.7)
