"""Letters as a person, a court and a machine read them."""

import dataclasses
import re
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from huiyin.core.documents import (
    DocumentError,
    Lang,
    engine,
    parts,
    render,
    render_letter,
    template_names,
)
from huiyin.core.documents import letters as kinds
from huiyin.core.documents.engine import TEMPLATES
from huiyin.core.documents.wording import money_text
from tests.core.letter_reading import body, leaves, reader, said, sample, squeezed, with_facts
from tests.core.letter_samples import DECISION, REMEDIES, SAMPLES

AT = datetime(2026, 2, 13, tzinfo=UTC)
LANGS: tuple[Lang, ...] = ("zh", "en")


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("letter", SAMPLES, ids=lambda one: one.template)
def test_every_field_of_every_letter_stands_in_the_pdf(letter: kinds.Letter, lang: Lang) -> None:
    pdf = sample(letter.template, lang)
    data = letter.data(lang)
    # The plain date stands as the formal one, except where there is no seal.
    data.pop("dated_formal" if isinstance(letter, kinds.Derivation) else "dated")
    text, running = said(pdf), body(pdf, letter)
    wanted = [squeezed(leaf) for leaf in leaves(data)]
    assert [leaf for leaf in wanted if leaf not in text and leaf not in running] == []


def test_there_is_a_letter_for_every_template_and_a_template_for_every_letter() -> None:
    # Handbook and opinion book are no letters: their pages give the data, and their pages' tests read them.
    assert {one.template for one in SAMPLES} | {"handbook", "opinion_book"} == set(template_names())


def test_the_same_letter_gives_the_same_bytes_and_another_time_other_bytes() -> None:
    data = DECISION.data("zh")
    first = render("decision_letter", data, at=AT)
    render_letter(SAMPLES[1])
    assert render("decision_letter", data, at=AT) == first
    assert render("decision_letter", data, at=AT.replace(day=14)) != first


def test_a_letter_is_a_tagged_archivable_a4_with_language_and_only_its_own_fonts() -> None:
    pdf = sample("decision_letter", "zh")
    document = reader(pdf)
    root: Any = document.root_object
    assert root["/Lang"] == "zh-CN"
    assert bool(root["/MarkInfo"]["/Marked"])
    assert "pdfaid:part" in document.xmp_metadata.stream.get_data().decode()  # type: ignore[union-attr]
    assert {tuple(round(float(side)) for side in page.mediabox[2:]) for page in document.pages} == {(595, 842)}
    faces: list[Any] = [page["/Resources"] for page in document.pages]
    fonts = {str(font.get_object()["/BaseFont"]).split("+")[1] for face in faces for font in face["/Font"].values()}
    assert all(font.startswith("Noto") for font in fonts)
    assert document.metadata.author == DECISION.sender.insurer  # type: ignore[union-attr]


def test_a_long_letter_breaks_into_pages_each_with_its_frame_and_number() -> None:
    pages = reader(render_letter(with_facts(*(f"第{n}项事实。" + "经核实，情况属实。" * 40 for n in range(30))))).pages
    assert len(pages) >= 10
    for number, page in enumerate(pages, start=1):
        text = squeezed(page.extract_text())
        assert f"第{number}页共{len(pages)}页" in text
        assert DECISION.sender.insurer in text
        assert squeezed(DECISION.sender.phone) in text
        assert number == 1 or squeezed(DECISION.number) in text
    last = squeezed(pages[-1].extract_text())
    assert "二〇二六年二月十三日" in last
    # The signature does not stand alone on a page.
    assert "经办联系" in last


def test_a_branch_offers_the_review_and_the_head_office_does_not() -> None:
    branch = said(sample("decision_letter", "zh"))
    assert "自收到本决定之日起30日内" in branch
    assert "书面申请核查" in branch
    head = dataclasses.replace(DECISION, by_branch=False, remedies=dataclasses.replace(REMEDIES, review=None))
    text = said(render_letter(head))
    assert "核查申请" not in text
    assert all(way in text for way in ("申请调解", "申请仲裁", "提起诉讼"))


def test_missing_data_and_unknown_templates_are_named() -> None:
    with pytest.raises(DocumentError, match=r"decision_letter.*does not contain key"):
        render("decision_letter", {}, at=AT)
    for name in ("nonsense", "_letter", "../letters"):
        with pytest.raises(DocumentError, match="no template"):
            render(name, {}, at=AT)
    with pytest.raises(ValueError, match="offset"):
        render("receipt", {}, at=datetime(2026, 1, 1))  # noqa: DTZ001 - that is the point


def test_sums_stand_in_figures_and_numerals_and_are_added_up() -> None:
    assert money_text(Decimal("12345.6"), "zh") == "人民币12,345.60元（大写：壹万贰仟叁佰肆拾伍元陆角整）"
    assert money_text(Decimal("12345.6"), "en") == "CNY 12,345.60"
    assert "Total:CNY12,431.65" in said(sample("decision_letter", "en"))
    alone = dataclasses.replace(DECISION, demands=DECISION.demands[:1])
    assert alone.data("zh")["total"] == ""


def test_templates_say_everything_in_both_languages() -> None:
    """No Chinese sentence outside a pair: the English letter of English data has no Chinese in it."""
    notice = kinds.WithdrawalEndNotice(
        sender=parts.Sender(insurer="Hengze", unit="Branch", phone="1", address="Road 1"),
        number="7",
        dated=date(2026, 2, 13),
        to=parts.Recipient(name="Zhang", honorific="Ms"),
        case=parts.CaseRef(number="TS-1", received_at=AT, subject="Delay", policy="P", channel="Phone"),
        contact=parts.Contact(name="Wang", phone="2", email="w@example.com"),
        attachments=("Copy",),
        withdrawn_at=AT,
        how="letter",
        kept_rights=("You may complain again.",),
        pressure_contact=parts.Contact(name="Desk", phone="3"),
    )
    assert not re.search(r"[\u3400-\u9fff]", said(render_letter(notice, lang="en")))
    for path in TEMPLATES.glob("[a-z]*.typ"):
        code = "\n".join(line for line in path.read_text("utf-8").split("\n") if not line.startswith("//"))
        assert len(re.findall(r"\btr\(", code)) >= 3, path.name


def test_the_fonts_are_opened_once_for_all_letters() -> None:
    engine._compiler.cache_clear()
    for number in range(3):
        render_letter(dataclasses.replace(DECISION, number=f"N-{number}"))
    assert engine._compiler.cache_info().misses == 1
