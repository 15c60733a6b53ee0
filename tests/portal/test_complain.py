"""Complaining on the portal: three steps, a receipt, nothing lost."""

import pytest
from django.test import Client

from huiyin.cases.models import Case
from tests.people import House
from tests.portal.conftest import fill

pytestmark = pytest.mark.django_db


def test_a_complaint_goes_in_and_its_receipt_comes_back(house: House, customer_client: Client) -> None:
    answer = fill(customer_client)
    assert answer.status_code == 302, answer.content.decode()
    assert answer["Location"] == "/complain/receipt"
    case = Case.objects.get()
    page = customer_client.get("/complain/receipt")
    assert case.number in page.content.decode()
    story = customer_client.get(f"/follow/{case.number}/story")
    assert story.status_code == 200
