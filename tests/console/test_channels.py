"""The page of channels: what is down stands first, with what the other side said and where it is set right."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from huiyin.cases.actions import machinery
from huiyin.cases.models import Notification
from huiyin.channels.actions import queue_mail
from huiyin.channels.models import Outgoing
from huiyin.core.actors import system
from huiyin.core.time import now
from tests.people import House

pytestmark = pytest.mark.django_db
BY = system("test")


def stuck() -> None:
    at = now() - timedelta(minutes=30)
    row = queue_mail(
        owner=("case", uuid4()), purpose="reply", address="wang@example.com", subject="s", body="b", at=at, by=BY
    )
    Outgoing.objects.filter(pk=row.pk).update(attempts=2, answer="connection refused")


def page(client: Client, house: House) -> Any:
    client.force_login(house["adi"])
    return client.get(reverse("channels"))


def test_all_is_well(client: Client, house: House) -> None:
    answer = page(client, house)
    assert not answer.context["is_down"]
    assert {line["standing"] for line in answer.context["lines"]} <= {"ok", "off"}


def test_what_is_down_stands_first_and_names_nobody(
    client: Client, house: House, django_assert_max_num_queries: Any
) -> None:
    stuck()
    client.force_login(house["adi"])
    with django_assert_max_num_queries(20):
        answer = client.get(reverse("channels"))
    first = answer.context["lines"][0]
    assert (first["standing"], first["answer"], first["url"]) == ("down", "connection refused", "system")
    assert "wang@example.com" not in answer.content.decode()


def test_the_administrators_are_told_once_an_hour(house: House) -> None:
    stuck()
    at = now()
    for _again in range(2):
        machinery.tell_lateness(by=BY, at=at)
    rows = Notification.objects.filter(details__variant="channel_email_out")
    assert [row.user_id for row in rows] == [house["adi"].pk]
