"""Letters: the stamp begins the limit, the original stays, what was read and what a person made of it stand side by
side."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from huiyin.audit import queries as ledger
from huiyin.cases import sweeps
from huiyin.cases.actions import letters
from huiyin.cases.actions.letters import Coming
from huiyin.cases.jobs import letters as jobs
from huiyin.cases.models import Case, Evidence, Letter, LetterPage, Message, Person
from huiyin.cases.queries import letters as queries
from huiyin.cases.queries import mail as triage
from huiyin.cases.queries import search_page
from huiyin.cases.queries.search_page import Sought
from huiyin.cases.rules import letters as rules
from huiyin.clocks.models import Clock
from huiyin.complaints.actions.triage import take_as_complaint
from huiyin.core import blobs
from huiyin.core.errors import BadInput, Refused
from huiyin.core.files import Stored
from huiyin.core.reading import scanned
from huiyin.core.time import SHANGHAI, local_date, now
from tests.cases.make import registered
from tests.people import House

pytestmark = pytest.mark.django_db
LINES = (scanned.Line("我要投诉理赔拖延", 0.98), scanned.Line("", 0.0))


def picture(name: str = "page1.png", content: bytes = b"\x89PNG a page") -> Stored:
    return blobs.keep(content, name=name, content_type="image/png")


def coming(house: House, **changes: Any) -> Coming:
    values: dict[str, Any] = {
        "received_on": local_date(now()) - timedelta(days=2), "files": [picture()], "unit": house.units["JS-CP"],
        "name": "李春梅", "phone": "13812345678", "subject": "来信投诉",
    }  # fmt: skip
    return Coming(**(values | changes))


def taken(house: House, **changes: Any) -> Letter:
    return letters.take_letter(coming=coming(house, **changes), by=house.by("tom"), at=now()).letter


@pytest.fixture
def reader(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Text recognition as if it were installed: a gateway, told what it read."""
    asked: list[int] = []

    def read(pictures: Sequence[bytes]) -> scanned.Found:
        asked.append(len(pictures))
        return scanned.Found(tuple(scanned.Page(LINES, 1.5) for _one in pictures))

    monkeypatch.setattr(scanned, "is_installed", lambda: True)
    monkeypatch.setattr(scanned, "read", read)
    return asked


def test_the_limit_runs_from_the_day_of_the_stamp_and_the_original_is_kept(house: House) -> None:
    stamp = local_date(now()) - timedelta(days=2)
    letter = taken(house, posted_on=stamp - timedelta(days=3), tracking="XA12345678944")
    case = letter.case
    assert (case.kind, case.channel, case.owner, case.registered_by) == (
        "untriaged", "letter", house["sam"], house["tom"],
    )  # fmt: skip
    assert case.received_at == datetime.combine(stamp, time(0), SHANGHAI)
    clock = Clock.objects.get(owner_id=case.pk)
    assert (clock.rule_code, clock.started_at) == ("complaint.acceptance", case.received_at)
    item = Evidence.objects.get(case=case)
    assert item.sha256 == picture().digest
    assert Person.objects.get(case=case).phone == "13812345678"
    assert list(triage.untriaged(house["sam"])) == [case]
    assert "李春梅" not in str(ledger.last(("case", case.pk)).body)  # type: ignore[union-attr]


def test_the_same_form_sent_twice_is_one_letter_and_faults_are_told_together(house: House) -> None:
    by, at = house.by("tom"), now()
    first = letters.take_letter(coming=coming(house, idempotency_key="k1"), by=by, at=at)
    again = letters.take_letter(coming=coming(house, idempotency_key="k1"), by=by, at=at)
    assert (first.created, again.created, first.letter == again.letter) == (True, False, True)
    wrong = coming(house, received_on=local_date(at) + timedelta(days=1), files=[])
    with pytest.raises(BadInput) as fault:
        letters.take_letter(coming=wrong, by=by, at=at)
    assert fault.value.code == "letter.future"
    assert len(fault.value.needs) == 2
    with pytest.raises(BadInput) as fault:
        taken(house, received_on=date(2020, 1, 2))
    assert fault.value.code == "letter.long_ago"
    with pytest.raises(Refused) as refused:
        letters.take_letter(coming=coming(house), by=house.by("aud"), at=at)
    assert refused.value.code == "intake.not_yours"
    assert Case.objects.count() == 1


def test_without_text_recognition_the_letter_is_there_and_its_words_come_later(
    house: House, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    monkeypatch.setattr(scanned, "is_installed", lambda: False)
    letter = taken(house)
    jobs.read_letter(str(letter.pk))
    letter.refresh_from_db()
    assert (letter.state, letter.pages.count()) == ("off", 0)
    request.getfixturevalue("reader")
    letters.read_again(case=letter.case, by=house.by("sam"), at=now())
    assert sweeps.read_letters() == 1
    letter.refresh_from_db()
    assert letter.state == "read"
    assert jobs.read_letter(str(letter.pk)) == 0


def test_what_was_read_stays_beside_what_a_person_made_of_it(house: House, reader: list[int]) -> None:
    letter = taken(house, files=[picture(), picture("page2.png", b"\x89PNG another")])
    assert jobs.read_letter(str(letter.pk)) == 2
    assert reader == [1, 1]
    assert Message.objects.filter(case=letter.case).count() == 1
    texts = {1: "我要投诉理赔拖延\n电话13812345678"}
    for _again in range(2):
        letters.confirm_words(case=letter.case, texts=texts, by=house.by("sam"), at=now())
    said = Message.objects.filter(case=letter.case).order_by("id", "at")
    whole = next(one for one in said if one.author_id == house["sam"].pk)
    assert len(said) == 2
    assert whole.text == "我要投诉理赔拖延\n电话13812345678\n\n我要投诉理赔拖延\n□□□"
    page = LetterPage.objects.get(letter=letter, number=1)
    assert "□" in rules.text_of(rules.lines_of(page.lines))
    assert page.corrected == texts[1]
    letter.refresh_from_db()
    assert (letter.state, letter.confirmed_by_label) == ("confirmed", house.by("sam").label)
    with pytest.raises(Refused) as refused:
        letters.read_again(case=letter.case, by=house.by("sam"), at=now())
    assert refused.value.code == "letter.confirmed"
    with pytest.raises(BadInput) as fault:
        letters.confirm_words(case=letter.case, texts={9: "x"}, by=house.by("sam"), at=now())
    assert fault.value.code == "letter.page"
    [hit] = search_page.page(house["tom"], Sought(words="理赔拖延"), at=now()).rows
    assert hit.pk == letter.pk


def test_a_letter_becomes_a_complaint_from_the_day_of_the_stamp(house: House) -> None:
    letter = taken(house)
    case = take_as_complaint(case=letter.case, by=house.by("sam"), at=now())
    assert (case.kind, case.received_at) == ("complaint", letter.case.received_at)
    assert set(Clock.objects.filter(owner_id=case.pk).values_list("started_at", flat=True)) == {case.received_at}


def test_what_the_scanner_holds_is_not_read_and_a_reader_that_breaks_gives_up(
    house: House, reader: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    letter = taken(house)
    Evidence.objects.filter(case=letter.case).update(scan="held")
    assert jobs.read_letter(str(letter.pk)) == 0
    Evidence.objects.filter(case=letter.case).update(scan="")
    monkeypatch.setattr(jobs, "_pages", lambda *_given: 1 / 0)
    for _try in range(3):
        with pytest.raises(ZeroDivisionError):
            jobs.read(letter.pk)
    assert jobs.read(letter.pk) == 0
    letter.refresh_from_db()
    assert (letter.state, letter.fault) == ("none", "broken")


def test_letters_are_seen_by_those_who_see_their_case_and_the_same_file_is_named(house: House) -> None:
    first, other = taken(house), registered(house)
    second = taken(house)
    assert list(queries.seen_by(house["sam"])) == [second, first]
    assert list(queries.before(queries.seen_by(house["sam"]), second.pk)) == [first]
    assert list(queries.seen_by(house["zoe"])) == []
    assert queries.same_files(second) == [first.case.number]
    with pytest.raises(Refused) as refused:
        letters.confirm_words(case=other.case, texts={1: "x"}, by=house.by("tom"), at=now())
    assert refused.value.code == "letter.none"
