"""Outgoing mail: queued with the change, sent over real SMTP, tried again, given up visibly."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from huiyin.audit import queries as ledger
from huiyin.channels import actions, jobs, queries, rules, sweeps
from huiyin.channels.gateways import smtp
from huiyin.channels.models import Outgoing
from huiyin.core import blobs
from huiyin.core.actors import system
from huiyin.core.errors import BadInput, Refused
from huiyin.core.time import now
from tests.conftest import SmtpServer

BY = system("test")
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> None:
    settings.BLOBS_DIR = tmp_path / "blobs"


def queued(**changes: Any) -> Outgoing:
    values: dict[str, Any] = {
        "owner": ("case", uuid4()),
        "purpose": "receipt",
        "address": "li@example.com",
        "subject": "我们已收到您的投诉",
        "body": "编号 TS26030200000014\n",
        "at": now(),
        "by": BY,
    }
    return actions.queue_mail(**(values | changes))


def send(row: Outgoing) -> Outgoing:
    jobs.send_mail(outgoing_id=str(row.pk))
    return Outgoing.objects.get(pk=row.pk)


def due_again(row: Outgoing) -> None:
    Outgoing.objects.filter(pk=row.pk).update(next_try_at=now() - timedelta(seconds=1))


def test_a_queued_mail_brings_its_job(smtp_server: SmtpServer):
    row = queued()
    job = ProcrastinateJob.objects.get(task_name="channels.send_mail")
    assert (job.args, job.queue_name) == ({"outgoing_id": str(row.pk)}, "mail")


def test_a_mail_is_sent_with_message_id_attachment_and_the_mark_of_a_machine(smtp_server: SmtpServer):
    digest = blobs.store(b"%PDF-1.7 letter")
    row = send(queued(attachments=[(digest, "受理通知书.pdf", "application/pdf")]))
    assert (row.state, row.attempts) == ("sent", 1)
    assert row.sent_at is not None
    (mail,) = smtp_server.messages
    assert mail["Message-ID"] == row.message_id
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Subject"] == "我们已收到您的投诉"
    (attached,) = mail.iter_attachments()
    assert attached.get_filename() == "受理通知书.pdf"
    assert attached.get_payload(decode=True) == b"%PDF-1.7 letter"
    assert [entry.kind for entry in ledger.chain(("mail", row.pk))] == ["mail.sent"]


def test_address_subject_and_body_are_not_readable_in_the_database(smtp_server: SmtpServer):
    row = queued()
    raw = Outgoing.objects.filter(pk=row.pk).extra(select={"raw": "encode(address || subject || body, 'escape')"})
    assert "example.com" not in raw.values_list("raw", flat=True).get()


def test_a_sent_mail_is_not_sent_again(smtp_server: SmtpServer):
    row = send(queued())
    send(row)
    sweeps.resend_mail()
    actions.record_sent(outgoing_id=row.pk, answer="again", by=BY, at=now())
    assert len(smtp_server.messages) == 1
    assert send(row).sent_at == row.sent_at


def test_a_server_that_says_not_now_is_asked_again_up_the_ladder_and_then_a_person_is_told(smtp_server: SmtpServer):
    smtp_server.refuse = "451 try later"
    row = queued()
    for attempt in range(1, len(rules.LADDER) + 1):
        row = send(row)
        assert (row.state, row.attempts) == ("queued", attempt)
        assert row.next_try_at is not None
        wait = row.next_try_at - now()
        assert timedelta(0) < rules.LADDER[attempt - 1] - wait < timedelta(seconds=10)
        due_again(row)
    row = send(row)
    assert (row.state, row.attempts, row.next_try_at) == ("failed", 5, None)
    assert "451" in row.answer
    assert list(queries.failed()) == [row]
    assert [entry.kind for entry in ledger.chain(("mail", row.pk))] == ["mail.failed"]


def test_a_mail_waits_for_its_rung(smtp_server: SmtpServer):
    smtp_server.refuse = "451 try later"
    row = send(queued())
    smtp_server.refuse = ""
    assert send(row).state == "queued"
    assert smtp_server.messages == []
    due_again(row)
    assert send(row).state == "sent"


def test_a_final_no_is_not_repeated(smtp_server: SmtpServer):
    smtp_server.refuse = "550 no such user li@example.com"
    row = send(queued())
    assert (row.state, row.attempts) == ("failed", 1)
    assert "li@example.com" not in row.answer


def test_a_server_that_is_away_is_asked_again(settings: Any, free_port: int):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port
    row = send(queued())
    assert (row.state, row.attempts) == ("queued", 1)
    assert "refused" in row.answer.lower()


def test_a_mail_whose_worker_died_is_taken_up_by_the_sweep(smtp_server: SmtpServer):
    row = queued()
    claimed = actions.claim(outgoing_id=row.pk, by=BY, at=now())
    assert claimed is not None
    assert actions.claim(outgoing_id=row.pk, by=BY, at=now()) is None
    assert sweeps.resend_mail() == 0
    later = now() + rules.LEASE + timedelta(seconds=1)
    assert queries.due_ids(later) == [row.pk]
    due_again(row)
    assert sweeps.resend_mail() == 1
    assert Outgoing.objects.get(pk=row.pk).state == "sent"
    assert smtp_server.messages[0]["Message-ID"] == row.message_id


def test_one_mail_that_breaks_does_not_stop_the_others(smtp_server: SmtpServer, monkeypatch: pytest.MonkeyPatch):
    bad, good = queued(), queued()
    real = smtp.send

    def send_or_break(mail: smtp.Mail) -> str:
        if mail.message_id == bad.message_id:
            raise RuntimeError("a bug")
        return real(mail)

    monkeypatch.setattr(smtp, "send", send_or_break)
    assert sweeps.resend_mail() == 1
    assert Outgoing.objects.get(pk=good.pk).state == "sent"
    assert Outgoing.objects.get(pk=bad.pk).state == "queued"


@pytest.mark.usefixtures("own_blobs")
def test_a_lost_attachment_fails_visibly(smtp_server: SmtpServer):
    digest = blobs.store(b"%PDF letter")
    row = queued(attachments=[(digest, "a.pdf", "application/pdf")])
    blobs.remove(digest)
    row = send(row)
    assert row.state == "failed"
    assert "BlobMissing" in row.answer
    with pytest.raises(Refused):
        queued(attachments=[(digest, "a.pdf", "application/pdf")])


def test_what_was_given_up_can_be_sent_again_by_a_person(smtp_server: SmtpServer):
    smtp_server.refuse = "550 mailbox full"
    row = send(queued())
    smtp_server.refuse = ""
    row = actions.send_again(outgoing=row, by=BY, at=now())
    assert send(row).state == "sent"
    with pytest.raises(Refused) as refusal:
        actions.send_again(outgoing=row, by=BY, at=now())
    assert refusal.value.code == "mail.not_failed"
    kinds = [entry.kind for entry in ledger.chain(("mail", row.pk))]
    assert kinds == ["mail.failed", "mail.queued_again", "mail.sent"]


@pytest.mark.parametrize("address", ["", "li", "li@", "a b@c.cn", "a@b.cn\nBcc: x@y.cn"])
def test_what_cannot_be_an_address_is_refused_before_it_is_queued(address: str):
    with pytest.raises(BadInput):
        queued(address=address)


def test_a_subject_smuggles_in_no_header(smtp_server: SmtpServer):
    send(queued(subject="拒赔\r\nBcc: everybody@example.com"))
    (mail,) = smtp_server.messages
    assert mail["Bcc"] is None
    assert smtp_server.recipients == [["li@example.com"]]


def test_the_ladder_ends():
    at = datetime(2026, 3, 2, tzinfo=UTC)
    waits = [rules.next_try(attempt, at) for attempt in range(1, 6)]
    assert [wait - at if wait else None for wait in waits] == [*rules.LADDER, None]
