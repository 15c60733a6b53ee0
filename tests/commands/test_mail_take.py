"""Mail files through the door of the command line."""

import io
from pathlib import Path
from types import SimpleNamespace

import pytest

from huiyin.bench import nasty
from huiyin.channels.models import MailDay, RawMessage
from huiyin.commands import mail_take
from huiyin.core import blobs

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_blobs")]


def test_a_folder_a_file_and_stdin_are_taken_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    folder = tmp_path / "mails"
    folder.mkdir()
    for number in range(3):
        (folder / f"{number}.eml").write_bytes(nasty.plain(number))
    assert mail_take.main([str(folder)]) == 0
    assert mail_take.main([str(folder / "1.eml")]) == 0
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(nasty.noise(7))))
    assert mail_take.main(["-"]) == 0
    assert RawMessage.objects.count() == MailDay.objects.get().fetched == 4
    assert blobs.read(RawMessage.objects.order_by("-id")[0].sha256) == nasty.noise(7)
    assert "0 taken, 1 known already" in capsys.readouterr().out


def test_what_is_not_there_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    assert mail_take.main([str(tmp_path / "none.eml")]) == 1
    assert mail_take.main([str(tmp_path)]) == 2
    assert mail_take.main(["--unit", "NOPE", str(tmp_path)]) == 2
    assert "NOPE" in capsys.readouterr().err
