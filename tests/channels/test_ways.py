"""Which channel works: by what waits in it, and no channel is called down for one message that is not taken."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiyin.channels.actions import queue_mail, queue_wechat
from huiyin.channels.models import Mailbox, Outgoing
from huiyin.channels.queries.ways import ways, ways_out
from huiyin.channels.rules.ways import LATE, Way, since, standing
from huiyin.core.actors import system
from huiyin.core.time import now

AT = datetime(2026, 11, 23, 10, tzinfo=UTC)
LONG, SHORT = AT - LATE - timedelta(minutes=1), AT - timedelta(minutes=1)


@pytest.mark.parametrize(
    ("way", "how"),
    [
        (Way("sms_out", is_set_up=False), "off"),
        (Way("sms_out", is_set_up=False, waiting_since=SHORT), "down"),
        (Way("sms_out"), "ok"),
        (Way("sms_out", waiting_since=SHORT), "ok"),
        (Way("sms_out", waiting_since=LONG), "late"),
        (Way("sms_out", waiting_since=LONG, failing_since=SHORT), "late"),
        (Way("sms_out", waiting_since=LONG, failing_since=LONG), "down"),
        (Way("sms_out", waiting_since=LONG, failing_since=LONG, taken_since=True), "some"),
        (Way("mailbox", failing_since=SHORT), "ok"),
        (Way("mailbox", failing_since=LONG), "down"),
    ],
)
def test_a_channel_stands_as_what_waits_in_it_says(way: Way, how: str) -> None:
    assert standing(way, AT) == how
    assert since(way) == (way.failing_since or way.waiting_since)


def mail(minutes: int, **changes: object) -> Outgoing:
    at = now() - timedelta(minutes=minutes)
    row = queue_mail(
        owner=("case", uuid4()),
        purpose="reply",
        address="a@example.com",
        subject="s",
        body="b",
        at=at,
        by=system("test"),
    )
    Outgoing.objects.filter(pk=row.pk).update(**changes)
    return row


@pytest.mark.django_db
def test_what_was_tried_in_vain_makes_a_way_fail_until_something_later_is_taken() -> None:
    assert {way.code: standing(way, now()) for way in ways_out()}["email_out"] == "ok"
    mail(30, attempts=3, answer="timed out")
    mail(5)
    (way,) = (one for one in ways_out() if one.code == "email_out")
    assert (standing(way, now()), way.answer, way.taken_since) == ("down", "timed out", False)
    mail(1, state="sent", sent_at=now(), next_try_at=None)
    (way,) = (one for one in ways_out() if one.code == "email_out")
    assert standing(way, now()) == "some"


@pytest.mark.django_db
def test_a_way_that_is_not_set_up_and_has_messages_waiting_is_down(settings: object) -> None:
    settings.WECHAT = {}  # type: ignore[attr-defined]
    queue_wechat(owner=("case", uuid4()), purpose="reply", openid="o", text="t", at=now(), by=system("test"))
    found = {way.code: standing(way, now()) for way in ways_out()}
    assert found["wechat_out"] == "down"
    assert found["wecom_out"] == "off"


@pytest.mark.django_db
def test_every_channel_is_asked_in_few_statements_however_many_messages_wait() -> None:
    Mailbox.objects.create(name="away", host="imap.example.com", made_at=now(), failing_since=now(), answer="timed out")
    for n in range(20):
        mail(30 + n, attempts=1)
    with CaptureQueriesContext(connection) as asked:
        found = ways()
    assert len(asked) <= 8
    assert [way.name for way in found if way.code == "mailbox"] == ["away"]
    assert {way.code for way in found} >= {"email_out", "sms_out", "wecom_out", "wechat_out", "email_in", "wechat_in"}
