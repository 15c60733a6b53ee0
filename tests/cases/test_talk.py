"""Messages and notes."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from huiyin.audit import queries as ledger
from huiyin.cases.actions import talk
from huiyin.cases.models import Case, Evidence, Message, Note
from huiyin.channels.models import Outgoing
from huiyin.core import blobs
from huiyin.core.actors import customer
from huiyin.core.errors import BadInput, Refused
from tests.cases.make import registered
from tests.people import AT, House

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(hours=1)


@pytest.fixture
def case(house: House) -> Case:
    return registered(house).case


def test_a_note_stays_inside(house: House, case: Case):
    before = Outgoing.objects.count()
    note = talk.add_note(case=case, text="客户情绪激动，建议当面沟通。", by=house.by("tom"), at=LATER)
    assert Note.objects.get() == note
    assert Message.objects.filter(case=case).count() == 1  # the first statement only
    assert Outgoing.objects.count() == before
    entry = ledger.last(("case", case.pk))
    assert entry is not None
    assert "情绪" not in str(entry.body)


def test_a_customer_writes_no_notes_and_an_outsider_neither(house: House, case: Case):
    for by in (customer(case.people.get().pk), house.by("zoe"), house.by("aud")):
        with pytest.raises(Refused):
            talk.add_note(case=case, text="x", by=by, at=LATER)
    assert not Note.objects.exists()


@pytest.mark.parametrize("text", ["", "  \n", "a\x00b", "长" * 20_001])
def test_a_note_says_something_that_can_be_kept(house: House, case: Case, text: str):
    with pytest.raises(BadInput):
        talk.add_note(case=case, text=text, by=house.by("tom"), at=LATER)


def test_what_the_customer_adds_is_a_message_with_its_files(house: House, case: Case, settings: Any, tmp_path: Path):
    settings.BLOBS_DIR = tmp_path
    file = blobs.keep(b"%PDF invoice", name="发票.pdf", content_type="application/pdf")
    by = customer(case.people.get().pk)
    message = talk.hear(case=case, text="", files=(file,), by=by, at=LATER)
    item = Evidence.objects.get(case=case)
    assert item.is_public
    assert message.evidence_ids == [item.pk]
    assert (message.direction, message.author_id) == ("in", by.id)
    assert message.text.strip()


def test_a_letter_that_came_yesterday_keeps_its_day(house: House, case: Case):
    message = talk.hear(case=case, text="补充材料", channel="letter", received_at=AT, by=house.by("tom"), at=LATER)
    assert message.at == AT
    with pytest.raises(BadInput):
        talk.hear(case=case, text="x", received_at=LATER + timedelta(days=1), by=house.by("tom"), at=LATER)
    with pytest.raises(BadInput):
        talk.hear(case=case, text="x", channel="pigeon", by=house.by("tom"), at=LATER)


def test_nothing_is_added_to_the_archive(house: House, case: Case):
    Case.objects.filter(pk=case.pk).update(state="archived", is_open=False, closed_at=AT)
    for by in (house.by("tom"), customer(case.people.get().pk)):
        with pytest.raises(Refused) as refusal:
            talk.hear(case=case, text="x", by=by, at=LATER)
        assert refusal.value.code == "case.archived"
