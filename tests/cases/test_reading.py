"""Files are read after they came in: each alone, once, and never for ever."""

import io
import zipfile
from datetime import timedelta

import pytest

from huiyin.cases import sweeps
from huiyin.cases.actions import evidence, reading
from huiyin.cases.jobs import reading as jobs
from huiyin.cases.models import Case, Evidence, FileText
from huiyin.cases.queries import search_files, search_page, unread
from huiyin.cases.queries.search_page import Sought
from huiyin.core import blobs, time
from huiyin.core.actors import system
from huiyin.core.files import Stored
from tests.cases.make import registered
from tests.people import AT, House

pytestmark = pytest.mark.django_db
BY = system("test")
TXT = "text/plain"


def stored(text: str | bytes, name: str = "说明.txt") -> Stored:
    return blobs.keep(text if isinstance(text, bytes) else text.encode(), name=name, content_type=TXT)


def word_file(text: str) -> bytes:
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    body = f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"
    body = f'<w:document xmlns:w="{space}"><w:body>{body}</w:body></w:document>'
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("word/document.xml", body)
    return data.getvalue()


def added(house: House, case: Case, *files: Stored) -> list[Evidence]:
    return evidence.add(case=case, files=files, by=house.by("tom"), at=AT)


def found(house: House, words: str) -> list[str]:
    return [case.number for case in search_page.page(house["tom"], Sought(words=words), at=AT).rows]


def test_a_file_is_found_by_its_text_after_it_was_read(house: House, django_capture_on_commit_callbacks) -> None:
    case = registered(house).case
    added(house, case, stored("骨折术后三个月复查，愈合良好。"), stored(word_file("腰椎间盘突出"), "影像报告.docx"))
    assert found(house, "愈合良好") == []
    assert jobs.read_files(str(case.pk)) == 2
    for words in ("愈合良好", "骨折", "腰椎间盘", "影像报告", "说明"):
        assert found(house, words) == [case.number], words
    assert jobs.read_files(str(case.pk)) == 0


def test_the_job_waits_in_the_queue_as_soon_as_a_file_is_there(house: House) -> None:
    from django.db import connection  # noqa: PLC0415 - only here

    case = registered(house, evidence=(stored("甲"),)).case
    other = registered(house, external_ref="2").case
    added(house, other, stored("乙"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT args->>'case_id' FROM procrastinate_jobs WHERE task_name = 'cases.read_files'")
        assert {row[0] for row in cursor.fetchall()} == {str(case.pk), str(other.pk)}


@pytest.mark.parametrize(
    ("data", "name", "fault"),
    [
        (b"\x89PNG\r\n\x1a\n\x00\x00", "身份证照片.png", "no_text_file"),
        (b"PK\x03\x04 broken", "证明.docx", "damaged"),
        (b"%PDF-1.7 broken", "病历.pdf", "damaged"),
        (b"\xd0\xcf\x11\xe0 old", "老文档.doc", "no_text_file"),
        (b"\x00\x01\x02" * 50, "坏文件.txt", "no_text_file"),
    ],
)
def test_a_file_without_text_is_found_by_its_name_alone(house: House, data: bytes, name: str, fault: str) -> None:
    case = registered(house).case
    added(house, case, stored(data, name), stored("旁边的文件照样读到。", "旁边.txt"))
    assert jobs.read_files(str(case.pk)) == 2
    row = FileText.objects.get(evidence__number=1)
    assert (row.state, row.fault, row.text) == ("no_text", fault, "")
    assert found(house, name.partition(".")[0]) == [case.number]
    assert found(house, "照样读到") == [case.number]


def test_a_file_that_takes_its_reader_down_is_given_up_after_three_tries(house: House) -> None:
    case = registered(house).case
    [item] = added(house, case, stored("甲乙丙丁"))
    for _ in range(unread.MOST_TRIES):
        assert reading.begin(evidence=item, by=BY, at=AT) is True  # and then the worker dies
    assert reading.begin(evidence=item, by=BY, at=AT) is False
    row = FileText.objects.get(pk=item.pk)
    assert (row.state, row.fault) == ("no_text", "gave_up")
    assert jobs.read_files(str(case.pk)) == 0
    assert found(house, "说明") == [case.number]


def test_the_same_bytes_are_read_once_for_all_cases(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = registered(house).case, registered(house, external_ref="2").case
    added(house, first, stored("同一份鉴定意见书"))
    added(house, second, stored("同一份鉴定意见书"))
    jobs.read_files(str(first.pk))
    monkeypatch.setattr(blobs, "read", lambda digest: pytest.fail("read again"))
    assert jobs.read_files(str(second.pk)) == 1
    assert sorted(found(house, "鉴定意见书")) == sorted([first.number, second.number])


def test_what_no_job_read_the_sweep_reads(house: House) -> None:
    case = registered(house).case
    [item] = added(house, case, stored("补读的内容"))
    assert unread.since(time.now() + timedelta(days=1), 10) == []
    assert [one.pk for one in unread.since(time.now() - timedelta(days=1), 10)] == [item.pk]
    assert sweeps.read_missed_files() == 1
    assert found(house, "补读") == [case.number]
    assert sweeps.read_missed_files() == 0


def test_a_very_long_file_is_kept_as_far_as_a_vector_goes(house: House) -> None:
    case = registered(house).case
    text = "开头在这里。" + "".join(chr(0x4E00 + (n * 7919) % 20000) for n in range(reading.MOST_TEXT + 5_000))
    added(house, case, stored(text))
    assert jobs.read_files(str(case.pk)) == 1
    assert len(FileText.objects.get().text) == reading.MOST_TEXT


def test_the_sentence_of_a_file_is_marked_and_masked(house: House) -> None:
    case = registered(house).case
    added(
        house,
        case,
        stored("前言。" * 200 + "患者电话13855556666，诊断为骨折，身份证320102198001010018。" + "后记。" * 200),
    )
    jobs.read_files(str(case.pk))
    hit = search_files.hits([case.pk], "骨折")[case.pk]
    assert hit.said is not None
    assert ("骨折", True) in hit.said.pieces
    shown = "".join(text for text, _hit in hit.said.pieces)
    assert "13855556666" not in shown
    assert "19800101" not in shown
    assert hit.number == 1
