"""What somebody types is kept for them alone, never beside the ledger's back, and goes when it was sent."""

from datetime import timedelta

import pytest
from django.db import connection

from huiyin.audit.models import Entry
from huiyin.cases import sweeps
from huiyin.cases.actions import drafts
from huiyin.cases.models import Case, Draft
from huiyin.cases.queries import drafts as kept
from huiyin.cases.rules import drafts as rules
from huiyin.core.errors import BadInput, Refused
from tests.cases import make
from tests.people import AT, House, build

SLOT = "abcd1234"


@pytest.fixture
def house(db: None) -> House:
    return build()


@pytest.fixture
def case(house: House) -> Case:
    return make.registered(house).case


def save(
    house: House, case: Case | None, text: str, *, who: str = "tom", slot: str = SLOT, place: str = "respond", at=AT
):
    return drafts.keep(case=case, place=place, slot=slot, fields={"text": [text]}, by=house.by(who), at=at)


def test_a_draft_is_kept_as_it_stands_and_written_over_by_its_own_window(house: House, case: Case) -> None:
    save(house, case, "尊敬的李女士")
    save(house, case, "尊敬的李女士，您好", at=AT + timedelta(seconds=2))
    (one,) = kept.of_forms(house["tom"], case.pk, ["respond"], AT)
    assert one.fields == {"text": ["尊敬的李女士，您好"]}
    assert one.saved_at == AT + timedelta(seconds=2)


def test_two_windows_of_one_person_never_write_over_each_other(house: House, case: Case) -> None:
    save(house, case, "第一个窗口")
    save(house, case, "第二个窗口", slot="efgh5678", at=AT + timedelta(seconds=1))
    assert [one.gist for one in kept.of_forms(house["tom"], case.pk, ["respond"], AT)] == ["第二个窗口", "第一个窗口"]


def test_nobody_else_reads_or_discards_it(house: House, case: Case) -> None:
    row = save(house, case, "只有我自己看")
    assert kept.of_forms(house["tia"], case.pk, ["respond"], AT) == []
    assert kept.one(house["tia"], row.pk) is None
    assert not drafts.discard(draft_id=row.pk, by=house.by("tia"), at=AT)
    assert kept.listed(house["tia"], AT) == []
    assert kept.one(house["tom"], row.pk) is not None


def test_it_lies_encrypted_and_leaves_no_trace_in_the_ledger(house: House, case: Case) -> None:
    entries = Entry.objects.count()
    save(house, case, "身份证320102198001010018")
    with connection.cursor() as cursor:
        cursor.execute("SELECT fields FROM cases_draft")
        stored = bytes(cursor.fetchone()[0])
    assert b"3201" not in stored
    assert Entry.objects.count() == entries


def test_an_emptied_form_and_a_sent_one_keep_nothing(house: House, case: Case) -> None:
    save(house, case, "写了又删")
    assert save(house, case, "   ") is None
    assert not Draft.objects.exists()
    save(house, None, "新的投诉", place="new_complaint")
    save(house, None, "另一个窗口", place="new_complaint", slot="efgh5678")
    assert drafts.sent(case=None, place="new_complaint", slot=SLOT, by=house.by("tom"), at=AT) == 1
    assert [one.gist for one in kept.listed(house["tom"], AT)] == ["另一个窗口"]


def test_a_draft_without_a_case_is_kept_once_for_each_window(house: House) -> None:
    for second in range(3):
        save(house, None, f"第 {second} 次", place="new_complaint", at=AT + timedelta(seconds=second))
    assert Draft.objects.count() == 1


def test_it_is_there_for_thirty_days_after_the_last_word_and_then_goes(
    house: House, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(house, case, "二十九天以前")
    late = AT + timedelta(days=29, hours=23)
    assert kept.listed(house["tom"], late)
    monkeypatch.setattr(sweeps, "now", lambda: late)
    assert sweeps.tidy_desks() == 0
    monkeypatch.setattr(sweeps, "now", lambda: AT + timedelta(days=30, minutes=1))
    assert sweeps.tidy_desks() == 1
    assert not Draft.objects.exists()


@pytest.mark.parametrize(
    ("place", "slot"), [("", SLOT), ("Respond", SLOT), ("a b", SLOT), ("respond", ""), ("respond", "x")]
)
def test_what_no_page_sends_is_refused(house: House, case: Case, place: str, slot: str) -> None:
    with pytest.raises(BadInput) as refused:
        save(house, case, "text", place=place, slot=slot)
    assert refused.value.code == "draft.wrong"


def test_what_is_too_long_or_too_much_is_refused_in_words(
    house: House, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(BadInput) as long:
        save(house, case, "长" * (rules.MOST_CHARACTERS + 1))
    assert long.value.code == "draft.long"
    monkeypatch.setattr(rules, "MOST_OF_ONE_PERSON", 2)
    save(house, case, "一", slot="aaaa1111")
    save(house, case, "二", slot="bbbb2222")
    with pytest.raises(Refused) as many:
        save(house, case, "三", slot="cccc3333")
    assert many.value.code == "draft.many"
    assert save(house, case, "还是二", slot="bbbb2222") is not None


def test_the_list_names_the_case_only_while_its_writer_may_see_it(house: House, case: Case) -> None:
    save(house, case, "还没写完")
    (one,) = kept.listed(house["tom"], AT)
    assert one.number == case.number
    Case.objects.filter(pk=case.pk).update(owner=house["zoe"], registered_by=house["zoe"], unit=house.units["GD"])
    (one,) = kept.listed(house["tom"], AT)
    assert (one.number, one.subject, one.gist) == ("", "", "还没写完")


def test_the_list_is_paged_by_key_without_gaps(house: House, case: Case) -> None:
    for number in range(7):
        save(house, case, f"草稿 {number}", slot=f"slot{number}", at=AT + timedelta(seconds=number // 3))
    seen, before = [], None
    while page := kept.listed(house["tom"], AT, before=before, limit=2):
        seen += [one.gist for one in page]
        before = (page[-1].saved_at, page[-1].id)
    assert len(seen) == len(set(seen)) == 7


@pytest.mark.parametrize("text", ["", "[]", '{"a": "b"}', '{"a": [1]}', "{"])
def test_what_is_no_form_is_no_draft(text: str) -> None:
    with pytest.raises(ValueError):
        rules.read(text)


def test_what_the_page_puts_into_a_form_is_not_kept() -> None:
    assert rules.read('{"csrfmiddlewaretoken": ["x"], "whose": ["y"], "seen": ["3"], "text": ["a\\u0000b"]}') == {
        "text": ["ab"]
    }
