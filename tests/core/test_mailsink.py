"""The mail sink keeps every mail as it came and gives nothing else away."""

import smtplib
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest

from huiyin.core import mailsink


@pytest.fixture
def sink(tmp_path: Path, free_port: int) -> Iterator[tuple[Path, int]]:
    folder = tmp_path / "mail"
    server = mailsink.controller(mailsink.Keeper(folder), free_port)
    server.start()
    yield folder, free_port
    server.stop()


def _send(port: int, subject: str) -> None:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "tousu@example.com", "wang@example.com", subject
    mail.set_content("您的投诉已受理。")
    with smtplib.SMTP("127.0.0.1", port) as client:
        client.send_message(mail, to_addrs=["wang@example.com", "hidden@example.com"])


def test_a_mail_can_be_read_back_with_its_hidden_recipients(sink: tuple[Path, int]) -> None:
    folder, port = sink
    _send(port, "受理回执")
    (found,) = mailsink.listing(folder)
    assert found.subject == "受理回执"
    assert found.to == ("wang@example.com", "hidden@example.com")
    assert mailsink.read(folder, found.name).get_content().strip() == "您的投诉已受理。"


def test_the_newest_mail_comes_first(sink: tuple[Path, int]) -> None:
    folder, port = sink
    for number in range(3):
        _send(port, f"第{number}封")
    assert [mail.subject for mail in mailsink.listing(folder)] == ["第2封", "第1封", "第0封"]
    assert len(mailsink.listing(folder, limit=2)) == 2


def test_mails_are_readable_by_their_owner_only(sink: tuple[Path, int]) -> None:
    folder, port = sink
    _send(port, "x")
    assert folder.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}


@pytest.mark.parametrize("name", ["../secret_key", "/etc/passwd", "x.eml", ""])
def test_only_the_sinks_own_files_can_be_read(tmp_path: Path, name: str) -> None:
    with pytest.raises(FileNotFoundError):
        mailsink.read(tmp_path, name)


def test_a_mail_that_cannot_be_kept_is_not_accepted(tmp_path: Path, free_port: int) -> None:
    keeper = mailsink.Keeper(tmp_path / "mail")
    keeper.folder = tmp_path / "gone"
    server = mailsink.controller(keeper, free_port)
    server.start()
    try:
        with pytest.raises(smtplib.SMTPDataError):
            _send(free_port, "x")
    finally:
        server.stop()


def test_a_folder_that_is_not_there_is_empty(tmp_path: Path) -> None:
    assert mailsink.listing(tmp_path / "none") == []
