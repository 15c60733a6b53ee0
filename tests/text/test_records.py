"""Lines of texts are read whole or refused by line."""

import gzip
from pathlib import Path

import pytest

from huiyin.text.records import Record, RecordError, read, record_of, write


def test_text_title_and_tokens_are_read(tmp_path: Path) -> None:
    path = tmp_path / "some.jsonl"
    path.write_text(
        '\ufeff{"id":"a","text":"退保","label":"x"}\n\n'
        '{"id":7,"title":"标题","text":"正文","labels":["y","x","y"],"other":1}\n'
        '{"id":"c","tokens":["退保","损失"],"label":"z"}\n{"id":"d","tokens":"退保 损失","label":"z"}',
        encoding="utf-8",
    )
    found = list(read(path, with_labels=True))
    assert found == [
        Record("a", "", "退保", False, ("x",)),
        Record(7, "标题", "正文", False, ("y", "x")),
        Record("c", "", "退保 损失", True, ("z",)),
        Record("d", "", "退保 损失", True, ("z",)),
    ]
    assert [one.text for one in found] == ["退保", "标题\n正文", "退保 损失", "退保 损失"]
    assert found[3].tokens == ["退保", "损失"]


def test_what_was_written_gzipped_is_read_whatever_its_name(tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl.gz"
    assert write(path, ({"id": str(i), "text": "一"} for i in range(3))) == 3
    assert gzip.decompress(path.read_bytes()).count(b"\n") == 3
    once = path.read_bytes()
    write(path, ({"id": str(i), "text": "一"} for i in range(3)))
    assert path.read_bytes() == once
    other = path.rename(tmp_path / "plain.name")
    assert [one.id for one in read(other)] == ["0", "1", "2"]


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ("{", "JSON"),
        ("[1]", "object"),
        ('{"text":"a","label":"x"}', "`id`"),
        ('{"id":true,"text":"a","label":"x"}', "`id`"),
        ('{"id":"a","label":"x"}', "`tokens`"),
        ('{"id":"a","text":null,"label":"x"}', "`text`"),
        ('{"id":"a","title":3,"text":"b","label":"x"}', "`title`"),
        ('{"id":"a","tokens":[1],"label":"x"}', "`tokens`"),
        ('{"id":"a","text":"b"}', "`label`"),
        ('{"id":"a","text":"b","labels":[1]}', "`labels`"),
    ],
)
def test_a_line_that_cannot_be_used_is_named(line: str, word: str, tmp_path: Path) -> None:
    path = tmp_path / "some.jsonl"
    path.write_text('{"id":"ok","text":"a","label":"x"}\n' + line, encoding="utf-8")
    with pytest.raises(RecordError, match=rf"some\.jsonl line 2: .*{word}"):
        list(read(path, with_labels=True))


def test_a_gzip_file_cut_off_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "cut.jsonl.gz"
    write(path, ({"id": str(i), "text": "长" * i} for i in range(300)))
    path.write_bytes(path.read_bytes()[:-40])
    with pytest.raises(RecordError, match="cut off"):
        list(read(path))


def test_an_error_while_writing_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    path.write_text("before")
    rows: list[dict[str, object]] = [{"id": "1"}, {"id": object()}]
    with pytest.raises(TypeError):
        write(path, rows)
    assert path.read_text() == "before"
    assert [one.name for one in tmp_path.iterdir()] == ["out.jsonl"]


def test_labels_are_not_asked_for_unless_wanted() -> None:
    assert record_of('{"id":"a","text":"b"}').labels == ()


def test_a_field_that_is_no_number_elsewhere_does_no_harm() -> None:
    assert record_of('{"id":"a","text":"b","sub":NaN}').text == "b"
