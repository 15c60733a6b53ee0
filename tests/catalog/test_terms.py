"""Terms as clauses: found, guessed, confirmed, approved by a second person, never changed after, compared (6.2)."""

import io
import zipfile
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from huiyin.audit import queries as audit
from huiyin.catalog import actions
from huiyin.catalog.actions.terms import read_file, read_text
from huiyin.catalog.models import Clause, Terms
from huiyin.catalog.queries import terms as queries
from huiyin.catalog.rules import comparing
from huiyin.catalog.rules import terms as rules
from huiyin.core.errors import BadInput, Refused
from tests.catalog.made import CONTRACT, approved, product
from tests.people import AT, House, build

ARTICLES = """第一章 总则
第一条 合同构成
本合同由条款组成。
第二章 责任
第二条 保险责任：住院的，我们给付保险金。
3 天内通知我们。
第三条 责任免除
酒后驾驶的，我们不承担责任。"""


@pytest.fixture
def house(db: None) -> House:
    return build()


def test_clauses_are_found_by_their_numbers_and_what_they_are_about_is_guessed_by_a_word() -> None:
    found = {piece.path: piece for piece in rules.split(CONTRACT)}
    assert {path: piece.kind for path, piece in found.items()} == {
        "1": "other", "2": "cover", "2.1": "period", "3": "exclusion", "4": "period", "5": "benefit", "6": "dispute",
    }  # fmt: skip
    assert found["2.1"].text.startswith("30 天内"), "a number that follows nothing is no heading"
    assert (found["3"].title, found["3"].because) == ("责任免除", "责任免除")


def test_articles_and_lists_are_headings_too() -> None:
    assert [(p.path, p.title, p.kind) for p in rules.split(ARTICLES)] == [
        ("1", "合同构成", "other"), ("2", "保险责任", "cover"), ("3", "责任免除", "exclusion"),
    ]  # fmt: skip
    assert [p.path for p in rules.split("一、保险责任\n我们赔。\n二、责任免除\n我们不赔。")] == ["1", "2"]
    assert rules.split("没有编号的一段话。") == []


@pytest.mark.parametrize(
    ("last", "path", "can"),
    [
        ("", "1", True), ("", "1.1", True), ("", "2", False), ("1", "2", True), ("1", "1.1", True),
        ("1.4", "2.1", True), ("1.4", "2", True), ("1.4", "1.5", True), ("1.4", "3", False), ("2", "30", False),
        ("2.1.3", "2.2", True),
    ],
)  # fmt: skip
def test_a_number_is_a_heading_only_where_it_follows(last: str, path: str, can: bool) -> None:
    assert rules.follows(last, path) is can


def test_two_versions_are_compared_clause_by_clause_and_word_by_word() -> None:
    old = rules.split(CONTRACT)
    text = CONTRACT.replace("酒后驾驶", "酒后或者无证驾驶").replace("4 保险期间", "4 犹豫期\n十五天。\n5 保险期间")
    text = text.replace("5 保险金申请", "6 保险金申请").partition("6 争议处理")[0]
    new = rules.split(text)
    changes = {
        (one.what, one.new.title if one.new else one.old.title) for one in comparing.compare(old, new) if one.old
    }
    assert ("changed", "责任免除") in changes
    assert ("moved", "保险期间") in changes
    assert ("removed", "争议处理") in changes
    words = next(one.words for one in comparing.compare(old, new) if one.what == "changed")
    assert [text for what, text in words if what != "same"] == ["或者无证"]


@given(st.text("甲乙丙 ab1。\n", max_size=60), st.text("甲乙丙 ab1。\n", max_size=60))
def test_marked_words_put_together_are_the_two_texts(old: str, new: str) -> None:
    marked = list(comparing.words(old, new))
    assert "".join(text for what, text in marked if what != "added") == old
    assert "".join(text for what, text in marked if what != "removed") == new


def test_a_word_document_is_read_and_a_bad_file_says_what_to_do() -> None:
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    body = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in CONTRACT.splitlines())
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("word/document.xml", f'<w:document xmlns:w="{space}"><w:body>{body}</w:body></w:document>')
    assert [p.path for p in read_file(packed.getvalue(), "条款.docx")] == ["1", "2", "2.1", "3", "4", "5", "6"]
    for data, name, code in (
        (b"PK\x03\x04rubbish", "a.docx", "terms.unreadable"), (b"%PDF-1.7 rubbish", "a.pdf", "terms.unreadable"),
        (b"", "a.txt", "terms.unreadable"), ("没有编号".encode(), "a.txt", "terms.no_clauses"),
    ):  # fmt: skip
        with pytest.raises(BadInput) as no:
            read_file(data, name)
        assert (no.value.code, no.value.field) == (code, "file")


def test_a_guess_is_confirmed_and_the_six_items_are_there_before_a_second_person_sees_it(house: House) -> None:
    about: dict[str, Any] = {"by": house.by("kim"), "at": AT}
    row = product(house)
    terms = actions.take_in(product=row, pieces=read_text(CONTRACT), from_on=date(2026, 1, 1), **about)
    with pytest.raises(Refused) as open_one:
        actions.take_in(product=row, pieces=read_text(CONTRACT), from_on=date(2026, 1, 1), **about)
    with pytest.raises(Refused) as guessed:
        actions.submit(terms=terms, **about)
    kinds = {one.path: one.kind for one in queries.clauses(terms.pk)}
    assert actions.sort_clauses(terms=terms, kinds=kinds | {"6": "other", "2.1": "exclusion"}, **about) == 2
    with pytest.raises(Refused) as lacks:
        actions.submit(terms=terms, **about)
    assert [one.value.code for one in (open_one, guessed, lacks)] == ["terms.open_one", "terms.guessed", "terms.lacks"]
    assert len(lacks.value.needs) == 1
    actions.sort_clauses(terms=terms, kinds={"6": "dispute"}, **about)
    actions.submit(terms=terms, **about)
    with pytest.raises(Refused) as myself:
        actions.approve(terms=terms, **about)
    with pytest.raises(Refused) as tom:
        actions.approve(terms=terms, by=house.by("tom"), at=AT)
    assert (myself.value.code, tom.value.code) == ("terms.second_person", "terms.approver")
    back = actions.send_back(terms=terms, reason="等待期写得不清楚", by=house.by("eve"), at=AT)
    assert back.state == "draft"
    actions.write_clause(terms=terms, path="2.1", title="等待期", text="三十日内因疾病住院的，不赔。", **about)
    actions.submit(terms=terms, **about)
    done = actions.approve(terms=terms, by=house.by("hua"), at=AT)
    assert done.digest == rules.digest(queries.pieces(queries.clauses(done.pk)))


def test_an_approved_version_never_changes_and_the_next_one_ends_it_the_day_before(house: House) -> None:
    row = product(house)
    first = approved(house, row)
    about: dict[str, Any] = {"by": house.by("kim"), "at": AT}
    for change in (
        lambda: actions.write_clause(terms=first, path="3", title="责任免除", text="一切。", **about),
        lambda: actions.sort_clauses(terms=first, kinds={"3": "other"}, **about),
        lambda: actions.discard(terms=first, **about),
        lambda: actions.submit(terms=first, **about),
    ):
        with pytest.raises(Refused) as no:
            change()
        assert no.value.code == "terms.state"
    with pytest.raises(BadInput) as early:
        actions.take_in(product=row, pieces=read_text(CONTRACT), from_on=date(2025, 1, 1), **about)
    assert early.value.code == "terms.from_on"
    second = approved(house, row, CONTRACT.replace("一年", "两年"), on=date(2026, 1, 1))
    first = Terms.objects.get(pk=first.pk)
    assert first.to_on == date(2025, 12, 31)
    assert queries.in_force(row.pk, date(2025, 12, 31)) == first
    assert queries.in_force(row.pk, date(2026, 1, 1)) == second
    assert queries.in_force(row.pk, date(2024, 12, 31)) is None
    assert not audit.verify(("product", row.pk))


def test_the_database_itself_refuses_to_change_what_was_approved(house: House) -> None:
    row = product(house)
    terms = approved(house, row)
    of_terms, clause = Terms.objects.filter(pk=terms.pk), Clause.objects.filter(terms=terms, path="3")
    draft = actions.take_in(
        product=row, pieces=read_text(CONTRACT), from_on=date(2026, 1, 1), by=house.by("kim"), at=AT
    )
    before = queries.pieces(queries.clauses(terms.pk))
    for change in (
        lambda: of_terms.update(from_on=date(2024, 1, 1)),
        lambda: of_terms.update(state="draft"),
        lambda: of_terms.update(digest="0" * 64),
        lambda: of_terms._raw_delete("default"),
        lambda: clause.update(text="一切。"),
        lambda: clause.update(terms=draft, path="9", place=99),
        clause.delete,
        lambda: Clause.objects.create(terms=terms, place=99, path="9", kind="other", title="后加的"),
        lambda: Clause.objects.filter(terms=draft, path="3").update(terms=terms, path="9", place=99),
    ):
        with pytest.raises(IntegrityError, match="approved"), transaction.atomic():
            change()
    assert queries.pieces(queries.clauses(terms.pk)) == before
    assert clause.update(vector="") == 1, "the words that it is found by are made from it, and may be made anew"
    assert of_terms.update(to_on=date(2025, 12, 31)) == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        of_terms.update(to_on=None)
    assert Clause.objects.filter(terms=draft).delete()[0] == 7, "a draft is still open"


def test_clauses_are_found_by_words_among_the_versions_in_force_on_the_day(house: House) -> None:
    row = product(house)
    approved(house, row)
    approved(house, row, CONTRACT.replace("酒后驾驶", "吸毒"), on=date(2026, 1, 1))
    assert [one.path for one in queries.found("酒后驾驶", date(2025, 6, 1), codes=["HE01"])] == ["3"]
    assert queries.found("酒后驾驶", date(2026, 6, 1), codes=["HE01"]) == []
    assert queries.found("", date(2026, 6, 1)) == []
    assert len(queries.found("", date(2026, 6, 1), codes=["HE01"])) == 7
