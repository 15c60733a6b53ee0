"""Replies that are a template word for word: counted by person, flagged above the limit of the day."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from huiyin.cases.models import Message, Template, TemplateUse, TemplateVersion
from huiyin.complaints.queries import replies
from huiyin.complaints.rules import overuse
from huiyin.core.time import now
from tests.api.conftest import Machine, machine  # noqa: F401
from tests.cases.make import registered
from tests.people import AT, House

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("sent", "same", "told"), [(19, 19, False), (20, 10, False), (20, 11, True), (0, 0, False), (100, 50, False)]
)
def test_half_is_not_too_often_and_a_handful_says_nothing(sent: int, same: int, told: bool) -> None:
    assert overuse.is_overuse(overuse.limit_on(date(2026, 1, 1)), sent, same) is told


def written(house: House, login: str, *, sent: int, same: int, at: Any = AT) -> None:
    case, author = registered(house, text=f"{login}的事，请处理 {at}").case, house[login]
    made = {"made_at": AT, "made_by": author, "unit": house.units["JS"], "purpose": "reply"}
    template, _new = Template.objects.get_or_create(key="a", defaults={"name": "a", **made})
    version, _new = TemplateVersion.objects.get_or_create(
        template=template, number=1,
        defaults={"text_zh": "x", "text_en": "x", "from_on": AT.date(), "written_at": AT, "written_by": author},
    )  # fmt: skip
    for place in range(sent):
        message = Message.objects.create(
            case=case, direction="out", channel="portal", text="x", at=at, author_id=author.pk
        )
        TemplateUse.objects.create(
            version=version, case=case, message=message, at=at, by_label="t", is_changed=place >= same
        )


def test_the_last_thirty_days_are_counted_by_person(house: House, django_assert_num_queries: Any) -> None:
    written(house, "tom", sent=20, same=15, at=AT + 10 * DAY)
    written(house, "sam", sent=3, same=3, at=AT + 10 * DAY)
    written(house, "tom", sent=5, same=5, at=AT - 25 * DAY)
    people = [house["tom"], house["sam"], house["ivy"]]
    with django_assert_num_queries(2):
        rows = replies.of_people(people, AT + 10 * DAY)
    assert [(one.user.pk, one.sent, one.same, one.share, one.is_overuse) for one in rows] == [
        (house["tom"].pk, 20, 15, 75, True), (house["sam"].pk, 3, 3, 100, False),
    ]  # fmt: skip


def test_who_leads_sees_their_people_and_nobody_else(client: Client, machine: Any, house: House) -> None:  # noqa: F811
    written(house, "tom", sent=21, same=21, at=now() - DAY)
    client.force_login(house["sam"])
    page = client.get("/desk/team/replies/").content.decode()
    assert house["tom"].name in page
    assert "100 %" in page
    client.force_login(house["tom"])
    assert client.get("/desk/team/replies/").status_code == 403
    told: Machine = machine("sam")
    [row] = told.get("/replies").json()["items"]
    assert (row["employee_no"], row["share"], row["is_overuse"]) == (house["tom"].employee_no, 100, True)
