"""The demo's letter came with its pages, and a second time changes nothing."""

import pytest

from huiyin.accounts.models import User
from huiyin.cases.models import BookEntry, Letter
from huiyin.core.time import now
from huiyin.demo import lettering
from tests.people import build

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_blobs")]


def test_a_letter_has_its_words_and_comes_once() -> None:
    house = build()
    User.objects.filter(pk=house["tom"].pk).update(email=f"{lettering.AGENT}@house.example")
    for _again in range(2):
        lettering.post(now())
    assert [one.answered_at is None for one in BookEntry.objects.order_by("page", "line")] == [False, False, True]
    letter = Letter.objects.get()
    assert (letter.state, letter.pages.count()) == ("read", 1)
    assert letter.case.evidence.get().media_type == "application/pdf"
