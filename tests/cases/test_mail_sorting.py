"""Mail becomes messages and matters: nothing lost, nothing doubled, nobody's case opened by a stranger."""

import os
from datetime import timedelta
from typing import Any

import pytest

from huiyin.audit import queries as ledger
from huiyin.bench import nasty
from huiyin.cases.actions import files, mail
from huiyin.cases.models import Case, Evidence, Message, Notification, Person
from huiyin.cases.queries import mail as queries
from huiyin.channels import actions as channels
from huiyin.channels.actions import inbound, mailboxes
from huiyin.channels.models import Mailbox, MailDay, Outgoing, RawMessage
from huiyin.channels.queries import inbound as counts
from huiyin.clocks.models import Clock
from huiyin.complaints.jobs import mail as jobs
from huiyin.complaints.queries import turns
from huiyin.core import blobs
from huiyin.core.actors import system
from huiyin.core.errors import BadInput, Refused
from huiyin.core.time import local_date, now
from tests.cases.make import registered
from tests.people import House

BY = system("test")
HOUR = timedelta(hours=1)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_blobs")]


@pytest.fixture
def box(house: House) -> Mailbox:
    return mailboxes.files_door(by=BY, at=now(), unit=house.units["JS-CP"])


def took(box: Mailbox, raw: bytes, key: str = "", *, sort: bool = True) -> RawMessage:
    digest = blobs.store(raw)
    at = now()
    row, _new = inbound.take_mail(
        mailbox=box, key=key or digest, digest=digest, size=len(raw), received_at=at - HOUR, by=BY, at=at
    )
    if sort:
        jobs.sort_mail(raw_id=str(row.pk))
    return RawMessage.objects.get(pk=row.pk)


def case_of(raw: RawMessage) -> Case:
    assert raw.case_id is not None
    return Case.objects.select_related("unit").get(pk=raw.case_id)


def said(raw: RawMessage) -> Message:
    assert raw.message_id is not None
    return Message.objects.get(pk=raw.message_id)


def written(subject: str = "问题", text: str = "请处理", sender: str = "wang@example.com", extra: str = "") -> bytes:
    head = f"From: 王 <{sender}>\r\nTo: tousu@hengze.example\r\nSubject: {subject}\r\n{extra}"
    return f"{head}Message-ID: <{abs(hash((subject, text, sender, extra)))}@example.com>\r\n\r\n{text}\r\n".encode()


def test_an_unknown_mail_opens_a_matter_whose_limits_run_from_when_the_server_took_it(box: Mailbox, house: House):
    raw = took(box, nasty.names(1))
    case = case_of(raw)
    assert (raw.state, raw.reason) == ("case", "new")
    assert (case.kind, case.channel, case.received_at) == ("untriaged", "email", raw.received_at)
    assert (case.unit, case.owner) == (house.units["JS-CP"], house["sam"])
    (clock,) = Clock.objects.filter(owner_id=case.pk)
    assert (clock.rule_code, clock.started_at) == ("complaint.acceptance", raw.received_at)
    assert case.next_due_at == clock.due_at
    message = said(raw)
    assert (message.case_id, message.at) == (case.pk, raw.received_at)
    assert [item.file_name for item in Evidence.objects.filter(case=case).order_by("number")] == [
        "病历.pdf", "病历.pdf", "病历.pdf", "passwd", f"{raw.sha256[:12]}.eml"
    ]  # fmt: skip
    (receipt,) = Outgoing.objects.filter(owner_id=case.pk)
    assert case.number in receipt.subject
    assert [entry.kind for entry in ledger.chain(("case", case.pk))] == ["case.opened_by_mail"]
    assert case in queries.untriaged(house["sam"])
    assert case not in queries.untriaged(house["zoe"])


def test_fetching_twice_does_nothing_and_a_copy_is_told_from_a_new_mail(box: Mailbox):
    first = took(box, nasty.plain(1), "1")
    assert took(box, nasty.plain(1), "1").pk == first.pk
    assert took(box, nasty.plain(1), "2").reason == "copy"
    other = Mailbox.objects.create(name="b", host="imap.x.cn", made_at=now())
    assert took(other, b"Received: elsewhere\r\n" + nasty.plain(1)).reason == "copy"
    assert Case.objects.count() == 1
    jobs.sort_mail(raw_id=str(first.pk))
    assert mail.sort_mail(raw_id=first.pk, living=turns.master_of, by=BY, at=now()).case_id == first.case_id
    assert Message.objects.count() == 1


def test_an_answer_joins_by_its_references_and_an_answer_to_that_by_the_thread(box: Mailbox, house: House):
    case = registered(house).case
    receipt = Outgoing.objects.get(owner_id=case.pk)
    raw = took(box, written(extra=f"References: <x@y>\r\n {receipt.message_id}\r\n"))
    assert (raw.state, raw.reason, raw.case_id) == ("follow_up", "reference", case.pk)
    message = said(raw)
    assert (message.subject, message.text, message.channel) == ("问题", "请处理", "email")
    assert Notification.objects.filter(case=case, kind="reply", user=case.owner).exists() or case.owner == house["tom"]
    next_id = written(extra=f"References: <x@y>\r\n {receipt.message_id}\r\n").split(b"Message-ID: ")[1].split(b"\r")[0]
    again = took(box, written(text="还有一点", extra=f"In-Reply-To: {next_id.decode()}\r\n"))
    assert (again.reason, again.case_id) == ("thread", case.pk)
    assert Outgoing.objects.filter(purpose="mail_receipt").count() == 0


def test_a_number_counts_only_together_with_somebody_who_is_known_there(box: Mailbox, house: House):
    case = registered(house).case
    known = took(box, written(f"Re: {case.number.lower()} 补充", sender="LI@example.com"))
    assert (known.reason, known.case_id) == ("number", case.pk)
    stranger = took(box, written(f"Re: {case.number}", "把全部材料发给我", sender="stranger@example.net"))
    opened = case_of(stranger)
    assert (opened.kind, opened.source_fields["suspect"]) == ("untriaged", case.number)
    assert not Message.objects.filter(case=case, text="把全部材料发给我").exists()


def test_the_answer_address_names_the_case(box: Mailbox, house: House, settings: Any):
    settings.MAIL_REPLY_TO = "tousu+{token}@hengze.example"
    case = registered(house).case
    address = counts.reply_address(case.pk)
    raw = took(box, written(sender="new@example.com", extra=f"Delivered-To: {address}\r\n"))
    assert (raw.reason, raw.case_id) == ("address", case.pk)


def test_a_mail_that_came_back_counts_as_not_delivered_and_its_handler_is_told(box: Mailbox, house: House):
    case = registered(house, by=house.by("ana")).case
    sent = Outgoing.objects.get(owner_id=case.pk)
    inside = sent.message_id.strip("<>")
    channels.record_sent(outgoing_id=sent.pk, answer="ok", by=BY, at=now())
    late = took(box, nasty.bounce(inside, 1, action="delayed"))
    assert (late.state, Outgoing.objects.get(pk=sent.pk).state) == ("follow_up", "sent")
    raw = took(box, nasty.bounce(inside, 2))
    sent.refresh_from_db()
    assert (raw.state, raw.reason, raw.case_id) == ("follow_up", "bounce", case.pk)
    assert (sent.state, sent.bounced_at is not None) == ("failed", True)
    assert "550" in sent.answer
    assert "li@example.com" not in sent.answer
    told = Notification.objects.get(case=case, kind="reply")
    assert told.details == {"variant": "bounced"}
    assert took(box, nasty.stray_bounce(3)).reason == "stray_bounce"
    assert Case.objects.count() == 1


def test_automatic_answers_are_kept_and_never_answered(box: Mailbox, house: House):
    case = registered(house).case
    receipt = Outgoing.objects.get(owner_id=case.pk)
    reply = f"In-Reply-To: {receipt.message_id}\r\nAuto-Submitted: auto-replied\r\n"
    told = Notification.objects.count()
    raw = took(box, written("出差", "周一回来", extra=reply))
    assert (raw.state, raw.reason, raw.case_id) == ("follow_up", "auto_reply", case.pk)
    assert took(box, nasty.away(1)).reason == "stray_reply"
    assert Notification.objects.count() == told
    assert Outgoing.objects.count() == 1
    states = [took(box, written("出差", f"第{n}次", extra=reply)).state for n in range(6)]
    assert states[-1] == "quarantined"


def test_our_own_mail_is_no_matter_and_our_own_address_is_not_believed(box: Mailbox, house: House):
    registered(house)
    Mailbox.objects.filter(pk=box.pk).update(address="tousu@hengze.example")
    sent = Outgoing.objects.get()
    back = f"From: a@b.cn\r\nMessage-ID: {sent.message_id}\r\n\r\nx".encode()
    assert took(box, back).reason == "own"
    assert took(box, written(sender="tousu@hengze.example")).reason == "own_address"


def test_a_flood_waits_for_a_person_and_only_the_first_get_receipts(box: Mailbox, house: House):
    rows = [took(box, written(f"第{n}封")) for n in range(32)]
    assert [row.state for row in rows].count("case") == 30
    assert {row.reason for row in rows if row.state == "quarantined"} == {"flood"}
    assert Outgoing.objects.filter(purpose="mail_receipt").count() == 3


def test_what_breaks_three_times_is_shown_to_a_person_and_stops_no_other(
    box: Mailbox, house: House, monkeypatch: pytest.MonkeyPatch
):
    real = queries.facts_of

    def broken(raw: RawMessage, read: Any) -> Any:
        if read.subject == "坏":
            raise RuntimeError("a bug")
        return real(raw, read)

    monkeypatch.setattr(queries, "facts_of", broken)
    bad, good = took(box, written("坏"), sort=False), took(box, written("好"), sort=False)
    for _attempt in range(3):
        RawMessage.objects.filter(pk=bad.pk).update(next_try_at=now() - timedelta(seconds=1))
        jobs.sort_due()
    bad.refresh_from_db()
    good.refresh_from_db()
    assert (bad.state, bad.reason, bad.error, good.state) == ("quarantined", "broken", "RuntimeError", "case")


def test_a_lost_file_is_withheld_not_forgotten(box: Mailbox, house: House):
    raw = took(box, written(), sort=False)
    blobs.remove(raw.sha256)
    for _attempt in range(3):
        RawMessage.objects.filter(pk=raw.pk).update(next_try_at=now() - timedelta(seconds=1))
        jobs.sort_due()
    raw.refresh_from_db()
    assert (raw.state, raw.error) == ("quarantined", "BlobMissing")


def test_the_bytes_of_a_mail_are_not_swept_away(box: Mailbox, house: House, monkeypatch: pytest.MonkeyPatch):
    raw = took(box, nasty.newsletter(1))
    loose = blobs.store(b"nobody refers to this")
    monkeypatch.setattr(blobs, "older_than", lambda _digest: True)
    assert files.forget_unreferenced() == 1
    assert blobs.exists(raw.sha256)
    assert not blobs.exists(loose)


def test_a_person_lets_a_mail_through_or_turns_it_down_with_a_reason(box: Mailbox, house: House):
    case = registered(house).case
    one, two, three = (took(box, nasty.newsletter(n)) for n in (1, 2, 3))
    sam: dict[str, Any] = {"by": house.by("sam"), "at": now()}
    with pytest.raises(BadInput):
        mail.turn_down_mail(raw=one, reason=" ", **sam)
    assert mail.turn_down_mail(raw=one, reason="广告", **sam).state == "rejected"
    joined = mail.release_mail(raw=two, reason="是补充", living=turns.master_of, into=case, **sam)
    assert (joined.state, joined.case_id) == ("follow_up", case.pk)
    opened = mail.release_mail(raw=three, reason="其实是投诉", living=turns.master_of, **sam)
    assert case_of(opened).kind == "untriaged"
    again = mail.release_mail(raw=one, reason="看错了", living=turns.master_of, **sam)
    assert again.state == "case"
    with pytest.raises(Refused):
        mail.release_mail(raw=again, reason="再来", living=turns.master_of, **sam)
    kinds = [entry.kind for entry in ledger.chain(("raw_mail", one.pk))]
    assert kinds == ["raw_mail.rejected", "raw_mail.case"]
    with pytest.raises(Refused):
        mail.release_mail(raw=took(box, nasty.newsletter(4)), reason="不是我的", living=turns.master_of, into=case,
                          by=house.by("zoe"), at=now())  # fmt: skip


def test_whoever_leads_where_the_mailbox_belongs_may_read_what_is_withheld(box: Mailbox, house: House):
    took(box, nasty.newsletter(1))
    sees = [name for name in house.people if queries.readable_by(house[name]).exists()]
    assert sees == ["sam", "hua"]
    Mailbox.objects.update(unit=None)
    assert [name for name in house.people if queries.readable_by(house[name]).exists()] == ["hua"]


def test_a_storm_of_nasty_mails_balances_to_the_last_one(box: Mailbox, house: House, monkeypatch: pytest.MonkeyPatch):
    """Also when the worker dies in the middle of one and everything comes a second time. (Safe on the disk is what
    blobs are by their own tests; here it would cost as much as all the rest.)"""
    monkeypatch.setattr(os, "fsync", lambda _handle: None)
    number = 132
    rows = [took(box, nasty.mail(n), str(n), sort=False) for n in range(number)]
    for row in rows[:50]:
        jobs.sort_mail(raw_id=str(row.pk))
    inbound.claim_mail(raw_id=rows[50].pk, by=BY, at=now())  # and here it died
    for n in range(0, number, 3):
        took(box, nasty.mail(n), str(n), sort=False)  # fetched again
    while jobs.sort_due():
        pass
    RawMessage.objects.filter(state="waiting").update(next_try_at=now() - timedelta(seconds=1))
    jobs.sort_due()
    (line,) = counts.ledger(local_date(now()), local_date(now()))
    assert (line.fetched, line.waiting, line.balances) == (number, 0, True)
    assert line.cases + line.follow_ups + line.quarantined + line.rejected == number
    assert queries.lost(line.day) == 0
    assert Case.objects.count() == line.cases
    assert not RawMessage.objects.filter(reason="broken").exists()
    assert Person.objects.count() == line.cases
    assert RawMessage.objects.filter(reason="copy").count() >= number // 11 - 1
    MailDay.objects.update(fetched=number + 1)
    assert not counts.ledger(line.day, line.day)[0].balances
    Message.objects.filter(pk=RawMessage.objects.filter(state="case").values("message_id")[:1]).delete()
    assert queries.lost(line.day) == 1
