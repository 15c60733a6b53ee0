"""Looking at evidence in its frame: nothing in it may act, nobody's markup is shown, the log says who looked."""

import base64
from typing import Any

import pytest

from huiyin.audit.models import Access
from huiyin.cases.actions import evidence as register
from huiyin.cases.actions import reading as kept_words
from huiyin.cases.jobs import reading
from huiyin.cases.models import Case, Evidence
from huiyin.core import blobs, mediatypes, pages
from tests.complaints.along import Along
from tests.people import AT

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=="
)
BOMB = PNG[:16] + (60_000).to_bytes(4, "big") * 2 + PNG[24:]
MAIL = (
    "From: =?utf-8?b?5p2O5pil5qKF?= <li@example.com>\r\nSubject: <b>Claim</b>\r\nMIME-Version: 1.0\r\n"
    'Content-Type: multipart/mixed; boundary="x"\r\n\r\n--x\r\nContent-Type: text/html\r\n\r\n'
    "<script>alert(1)</script><p>html</p>\r\n--x\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n<i>请赔付</i>\r\n"
    '--x\r\nContent-Type: image/png\r\nContent-Disposition: attachment; filename="a.png"\r\n\r\nx\r\n--x--\r\n'
).encode()


@pytest.fixture(autouse=True)
def folder(own_blobs: Any) -> None:
    """Blobs of this test alone."""


def kept(along: Along, data: bytes, name: str) -> Evidence:
    """The file as an item of the case, its kind judged as an upload's is."""
    kind = mediatypes.sniff(data[: mediatypes.HEAD], name)
    by = along.house.by("ivy")
    files = [blobs.keep(data, name=name, content_type=kind)]
    return register.add(case=Case.objects.get(pk=along.case_id), files=files, by=by, at=AT)[0]


def look(enter: Any, url: Any, item: Evidence, who: str = "ivy") -> Any:
    return enter(who).get(url("evidence_look", item.number))


def body(answer: Any) -> str:
    return str(answer.content.decode())


def test_every_answer_may_do_nothing_and_is_framed_by_us_only(along, enter, url) -> None:
    for data, name in ((PNG, "a.png"), ("经过".encode(), "a.txt"), (MAIL, "a.eml"), (b"%PDF-1.7 x", "a.pdf")):
        answer = look(enter, url, kept(along, data, name))
        rules = answer["Content-Security-Policy"]
        assert rules.startswith("default-src 'none';"), name
        assert rules.endswith("; sandbox"), name
        assert "script" not in rules
        assert "frame-ancestors 'self'" in rules
        assert (answer["X-Content-Type-Options"], answer["Cache-Control"]) == ("nosniff", "no-store")


def test_a_picture_is_shown_as_it_is_and_the_log_says_it_was_looked_at(along, enter, url) -> None:
    item = kept(along, PNG, "照片.png")
    answer = look(enter, url, item)
    assert (answer["Content-Type"], answer["Content-Disposition"]) == ("image/png", "inline")
    assert b"".join(answer.streaming_content) == PNG
    row = Access.objects.filter(aggregate_id=along.case_id, fields=[f"evidence {item.number} preview"]).get()
    assert (row.kind, row.actor_id) == ("read", along.house["ivy"].pk)


def test_a_picture_that_unpacks_into_more_than_a_browser_holds_is_not_shown(along, enter, url) -> None:
    answer = look(enter, url, kept(along, BOMB, "a.png"))
    assert answer["Content-Type"].startswith("text/html")
    assert BOMB not in answer.content


def test_a_text_is_words_whatever_stands_in_it(along, enter, url) -> None:
    for data in ("经过 <script>alert(1)</script>".encode(), "经过 <script>alert(1)</script>".encode("gb18030")):
        page = body(look(enter, url, kept(along, data, "a.html.txt")))
        assert "经过 &lt;script&gt;" in page
        assert "<script>alert" not in page


def test_a_long_text_is_cut_and_says_so(along, enter, url) -> None:
    page = body(look(enter, url, kept(along, b"word " * 300_000, "a.txt")))
    assert len(page) < 210_000
    assert 'class="note"' in page


def test_a_csv_is_a_table(along, enter, url) -> None:
    page = body(look(enter, url, kept(along, "日期,金额\n2026-01-02,<b>3</b>\n".encode(), "流水.csv")))
    assert "<td>日期</td><td>金额</td>" in page
    assert "<td>&lt;b&gt;3&lt;/b&gt;</td>" in page


def test_a_mail_is_its_heads_and_plain_words_never_its_html(along, enter, url) -> None:
    page = body(look(enter, url, kept(along, MAIL, "来信.eml")))
    for words in ("李春梅", "&lt;b&gt;Claim", "&lt;i&gt;请赔付", "a.png"):
        assert words in page
    assert "alert(1)" not in page


def test_a_paper_shows_the_words_that_were_read_from_it(along, enter, url) -> None:
    item = kept(along, b"%PDF-1.7 broken", "a.pdf")
    assert "<pre>" not in body(look(enter, url, item))
    found = kept_words
    assert found.begin(evidence=item, by=reading.BY, at=AT)
    found.keep(evidence=item, text="保单第七条", fault="", by=reading.BY, at=AT)
    assert "<pre>保单第七条</pre>" in body(look(enter, url, item))


@pytest.mark.skipif(not pages.can_draw(), reason="NOT RUN: no pdftoppm here (Debian: apt-get install poppler-utils)")
def test_a_pdf_shows_its_first_pages_as_pictures_with_its_words_beside_them(along, enter, url) -> None:
    paper = (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 1/Kids[3 0 R]>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\ntrailer<</Root 1 0 R>>\n"
    )
    item = kept(along, paper, "保单.pdf")
    assert kept_words.begin(evidence=item, by=reading.BY, at=AT)
    kept_words.keep(evidence=item, text="保单第七条", fault="", by=reading.BY, at=AT)
    page = body(look(enter, url, item))
    assert page.count('<img src="data:image/png;base64,') == 1
    assert "<pre>保单第七条</pre>" in page


def test_what_cannot_be_shown_has_no_frame_but_its_download(along, enter, url) -> None:
    item = kept(along, b"#!AMR\n" + b"x" * 50, "录音.amr")
    assert look(enter, url, item).status_code == 404
    page = enter("ivy").get(url("evidence_item", item.number)).content.decode()
    assert "<iframe" not in page
    assert url("evidence_file", item.number) in page


def test_nobody_looks_at_a_case_that_is_not_theirs(along, enter, url) -> None:
    item = kept(along, PNG, "a.png")
    assert look(enter, url, item, "zoe").status_code == 404
    assert not Access.objects.filter(fields=[f"evidence {item.number} preview"]).exists()


def test_a_damaged_file_is_told(along, enter, url) -> None:
    item = kept(along, PNG, "a.png")
    blobs.path_of(item.sha256).write_bytes(b"nothing of it")
    assert look(enter, url, item).status_code == 409
