"""News before the customer asks, and replies that are a template word for word: counted case by case."""

from datetime import timedelta
from typing import Any

import pytest

from huiyin.cases.models import Case, Message, Template, TemplateUse, TemplateVersion
from huiyin.complaints.metrics import telling
from huiyin.complaints.models import Notice
from tests.cases.make import registered
from tests.people import AT, House

HOUR = timedelta(hours=1)
pytestmark = pytest.mark.django_db


def notice(case: Case, hours: int, *, sent: bool = True) -> None:
    at = AT + hours * HOUR
    Notice.objects.create(
        case=case, kind="acceptance", method="phone", created_at=at, sent_at=at + HOUR / 2 if sent else None,
        by_label="test",
    )  # fmt: skip


def said(case: Case, way: str, hours: int, **more: Any) -> Message:
    return Message.objects.create(case=case, direction=way, channel="portal", text="x", at=AT + hours * HOUR, **more)


def test_a_milestone_counts_as_told_unasked_until_the_customer_writes(house: House) -> None:
    case, imported = registered(house).case, registered(house, text="别的事情，也请尽快处理。").case
    Case.objects.filter(pk=imported.pk).update(is_imported=True)
    notice(imported, 1)
    notice(case, 1)
    said(case, "in", 2)
    notice(case, 3)
    said(case, "in", 4)
    said(case, "out", 5)
    notice(case, 6)
    notice(case, 7, sent=False)
    rows = list(telling.notice_rows([case.pk, imported.pk], AT))
    assert [row.verdict for row in rows] == ["kept", "broken", "kept"]
    assert rows[1].at == AT + 3.5 * HOUR


def test_only_replies_of_staff_count_and_a_changed_template_is_a_reply_of_its_own(house: House) -> None:
    case, tom = registered(house).case, house["tom"]
    template = Template.objects.create(
        key="a", name="a", purpose="reply", unit=house.units["JS"], made_at=AT, made_by=tom
    )
    version = TemplateVersion.objects.create(
        template=template, number=1, text_zh="x", text_en="x", from_on=AT.date(), written_at=AT, written_by=tom
    )
    said(case, "out", 1)
    own = said(case, "out", 2, author_id=tom.pk)
    same, changed = (said(case, "out", hour, author_id=tom.pk) for hour in (3, 4))
    for message, is_changed in ((same, False), (changed, True)):
        TemplateUse.objects.create(
            version=version, case=case, message=message, at=AT, by_label="t", is_changed=is_changed
        )
    rows = {row.at: row.verdict for row in telling.reply_rows([case.pk], AT)}
    assert rows == {own.at: "kept", same.at: "broken", changed.at: "kept"}


def test_many_cases_cost_no_more_statements(house: House, django_assert_max_num_queries: Any) -> None:
    ids = []
    for place in range(4):
        case = registered(house, text=f"第{place}件事，请尽快处理。").case
        notice(case, 1)
        ids.append(case.pk)
    with django_assert_max_num_queries(3):
        assert len(list(telling.notice_rows(ids, AT))) == 4
