"""`huiyin lint`: findings with place, quote, kind, source, mend; exit codes; no database."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import typst

from huiyin.commands.lint import main
from tests.core.test_reading import docx, paragraph

WRONG = "第一行。\n根据《个人信息保护法》第41条，不得非法收集、出售个人信息。\n"


def run(tmp_path: Path, text: str, *options: str, name: str = "a.md") -> int:
    path = tmp_path / name
    path.write_text(text, "utf-8")
    return main([str(path), "--on", "2026-11-22", *options])


def test_a_finding_is_told_with_place_and_mend_and_the_exit_code_is_one(tmp_path, capsys) -> None:
    assert run(tmp_path, WRONG, "--json") == 1
    (one,) = json.loads(capsys.readouterr().out)
    assert set(one) == {"place", "quote", "kind", "source", "mend", "line", "column"}
    assert (one["place"], one["quote"], one["kind"]) == ("2:3", "《个人信息保护法》第41条", "wrong")
    assert "art 10" in one["source"]


def test_the_words_follow_the_language(tmp_path, capsys) -> None:
    assert run(tmp_path, WRONG, "--lang", "zh") == 1
    told = capsys.readouterr().out
    assert "a.md:2:3: 错误: 《个人信息保护法》第41条" in told
    assert "1 处需要修改，0 处无法核对。" in told


def test_a_clean_text_gives_nothing(tmp_path, capsys) -> None:
    assert run(tmp_path, "根据《个人信息保护法》第十条，不得非法收集个人信息。", "--json") == 0
    assert json.loads(capsys.readouterr().out) == []


def test_what_nobody_can_check_is_told_but_no_alarm(tmp_path, capsys) -> None:
    assert run(tmp_path, "见《保险行业人才发展报告》。", "--json") == 0
    assert [one["kind"] for one in json.loads(capsys.readouterr().out)] == ["not verifiable"]


def test_the_day_decides(tmp_path, capsys) -> None:
    path = tmp_path / "a.txt"
    path.write_text("请向银保监会反映。", "utf-8")
    assert main([str(path), "--on", "2023-05-17"]) == 0
    assert main([str(path), "--on", "2023-05-18"]) == 1
    assert main([str(path), "--on", "18.5.2023"]) == 2
    assert "write YYYY-MM-DD" in capsys.readouterr().err


def test_word_documents_name_the_paragraph(tmp_path, capsys) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(docx(paragraph("一") + paragraph() + paragraph("据《保险法》第", "999条")))
    assert main([str(path), "--json", "--on", "2026-11-22"]) == 1
    (one,) = json.loads(capsys.readouterr().out)
    assert (one["place"], one["paragraph"], one["column"]) == ("paragraph 3:2", 3, 2)


def test_pdfs_name_the_page(tmp_path, capsys) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(typst.compile(b"One\n#pagebreak()\nsee PIPL art 99"))
    assert main([str(path), "--json", "--on", "2026-11-22"]) == 1
    (one,) = json.loads(capsys.readouterr().out)
    assert (one["place"], one["page"]) == ("page 2, 1:5", 2)


@pytest.mark.parametrize("data", [b"\x00" * 100, b"", b"PK\x03\x04"])
def test_an_unreadable_file_says_why(tmp_path, capsys, data: bytes) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(data)
    assert main([str(path), "--json"]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert "huiyin lint: " in told.err


def test_a_file_that_is_not_there_says_so(capsys) -> None:
    assert main(["/nowhere/at/all.txt"]) == 2
    assert "/nowhere/at/all.txt" in capsys.readouterr().err


def test_the_command_needs_neither_django_nor_a_database(tmp_path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(WRONG, "utf-8")
    code = (
        "import sys, huiyin.cli; code = huiyin.cli.main(['lint', sys.argv[1], '--json']);"
        "assert 'django' not in sys.modules; sys.exit(code)"
    )
    env = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, env=env, timeout=60)
    assert done.returncode == 1, done.stderr
