"""Fetching mail from a real IMAP server: everything once, as it came, and honest about what does not come."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from huiyin.audit import queries as ledger
from huiyin.bench import nasty
from huiyin.channels import jobs, sweeps
from huiyin.channels.actions import mailboxes
from huiyin.channels.gateways import imap
from huiyin.channels.models import Mailbox, MailDay, RawMessage
from huiyin.channels.queries import inbound
from huiyin.core import blobs
from huiyin.core.actors import Actor, system
from huiyin.core.errors import BadInput, Refused
from huiyin.core.time import now
from tests import mailserver

BY = system("test")
TAKEN = datetime(2026, 3, 2, 2, tzinfo=UTC)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_blobs")]


def made(server: mailserver.Server, login: str, **changes: Any) -> Mailbox:
    values = {
        "name": login, "address": "tousu@hengze.example", "host": "localhost", "port": server.tls, "security": "tls",
        "login": login, "password": mailserver.PASSWORD, "folder": "INBOX", "is_on": True, "unit": None,
    }  # fmt: skip
    return mailboxes.save_mailbox(values=values | changes, by=BY, at=now())


def fetched(box: Mailbox) -> int:
    Mailbox.objects.filter(pk=box.pk).update(next_try_at=now())
    return jobs.fetch_mail(mailbox_id=str(box.pk))


@pytest.fixture
def server(imap_server: mailserver.Server, settings: Any) -> mailserver.Server:
    settings.MAIL_CA_FILE = imap_server.ca_file
    return imap_server


def test_what_is_new_comes_once_as_it_came_and_nothing_is_changed_there(server: mailserver.Server):
    raws = [nasty.gb18030(1), nasty.null_bytes(2).replace(b"\x00", b""), nasty.names(3), b"x" * (imap.PIECE + 10)]
    for raw in raws:
        server.put(raw, "one", TAKEN)
    box = made(server, "one")
    assert (fetched(box), fetched(box)) == (4, 0)
    server.put(nasty.plain(9), "one", TAKEN)
    assert fetched(box) == 1
    rows = list(RawMessage.objects.order_by("id"))
    assert [blobs.read(row.sha256) for row in rows[:3]] == [
        raw.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n") for raw in raws[:3]
    ]
    assert {row.received_at for row in rows} == {TAKEN}
    assert [row.size for row in rows] == [blobs_size(row) for row in rows]
    assert MailDay.objects.get().fetched == 5
    assert ProcrastinateJob.objects.filter(task_name="complaints.sort_mail").count() == 5
    box.refresh_from_db()
    assert (box.failures, box.missed) == (0, [])
    assert box.answered_at is not None
    with imap.opened(jobs.door_of(box)) as folder:
        assert len(folder.numbers(0)) == 5


def blobs_size(row: RawMessage) -> int:
    return len(blobs.read(row.sha256))


def test_a_server_that_numbers_anew_doubles_nothing_that_was_sorted(server: mailserver.Server):
    server.put(nasty.plain(1), "two", TAKEN)
    box = made(server, "two")
    fetched(box)
    RawMessage.objects.update(state="rejected", reason="list", settled_at=now(), next_try_at=None)
    Mailbox.objects.filter(pk=box.pk).update(uid_validity=1)
    RawMessage.objects.update(key="1:1")
    assert fetched(box) == 1
    again = RawMessage.objects.get(state="waiting")
    assert inbound.copy_of(again) is not None


def test_a_mail_that_the_server_does_not_give_stops_no_other_and_is_asked_for_again(
    server: mailserver.Server, monkeypatch: pytest.MonkeyPatch
):
    for number in (1, 2, 3):
        server.put(nasty.plain(number), "three", TAKEN)
    box, real = made(server, "three"), imap.Folder.mail

    def refuses(self: imap.Folder, number: int) -> Any:
        if number == 2:
            raise imap.NotGiven("no")
        return real(self, number)

    with monkeypatch.context() as patched:
        patched.setattr(imap.Folder, "mail", refuses)
        assert fetched(box) == 2
        box.refresh_from_db()
        assert box.missed == [2]
    assert fetched(box) == 1
    box.refresh_from_db()
    assert (box.missed, RawMessage.objects.count()) == ([], 3)


def test_a_mailbox_that_is_away_waits_ever_longer_and_says_so_without_its_secrets(
    server: mailserver.Server, settings: Any
):
    box = made(server, "four", password="wrong-secret")
    assert fetched(box) == 0
    box.refresh_from_db()
    assert (box.failures, box.failing_since is not None) == (1, True)
    assert "wrong-secret" not in box.answer
    assert box.answer
    wait = box.next_try_at - now() if box.next_try_at else timedelta(0)
    assert timedelta(seconds=50) < wait <= timedelta(minutes=1)
    assert jobs.fetch_mail(mailbox_id=str(box.pk)) == 0  # not yet
    assert inbound.mailboxes_away(now() + timedelta(minutes=11), timedelta(minutes=10)) == [box]
    box = mailboxes.save_mailbox(values={**vars_of(box), "password": mailserver.PASSWORD}, by=BY, at=now(), mailbox=box)
    assert fetched(box) == 0
    assert inbound.mailboxes_away(now() + timedelta(minutes=11), timedelta(minutes=10)) == []
    settings.MAIL_CA_FILE = ""
    fetched(box)
    box.refresh_from_db()
    assert "certificate" in box.answer.lower()


def vars_of(box: Mailbox) -> dict[str, Any]:
    names = ("name", "address", "host", "port", "security", "login", "folder", "is_on")
    return {name: getattr(box, name) for name in names}


def test_starttls_and_the_sweep(server: mailserver.Server):
    server.put(nasty.plain(1), "five", TAKEN)
    box = made(server, "five", port=server.plain, security="starttls")
    assert sweeps.fetch_mail_due() == 1
    assert ProcrastinateJob.objects.get(task_name="channels.fetch_mail").args == {"mailbox_id": str(box.pk)}
    assert fetched(box) == 1
    mailboxes.remove_mailbox(mailbox=box, by=BY, at=now())
    assert (fetched(box), sweeps.fetch_mail_due()) == (0, 0)


def test_mailboxes_are_set_up_by_administrators_and_their_secrets_lie_encrypted():
    values = {
        "name": "投诉", "address": "tousu@hengze.example", "host": "imap.example.com", "port": 993, "security": "tls",
        "login": "tousu", "password": "geheim", "folder": "INBOX", "is_on": True,
    }  # fmt: skip
    with pytest.raises(Refused):
        mailboxes.save_mailbox(values=values, by=Actor("staff", grants=frozenset({("handler", "/")})), at=now())
    with pytest.raises(BadInput):
        mailboxes.save_mailbox(values=values | {"host": ""}, by=BY, at=now())
    box = mailboxes.save_mailbox(values=values, by=BY, at=now())
    with pytest.raises(Refused):
        mailboxes.save_mailbox(values=values, by=BY, at=now())
    kept = mailboxes.save_mailbox(values=values | {"password": "", "name": "投诉2"}, by=BY, at=now(), mailbox=box)
    assert (kept.password, kept.name) == ("geheim", "投诉2")
    raw = Mailbox.objects.extra(select={"raw": "encode(password, 'escape')"}).values_list("raw", flat=True).get()
    assert "geheim" not in raw
    assert all("geheim" not in str(entry.body) for entry in ledger.chain(("mailbox", box.pk)))
