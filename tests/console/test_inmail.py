"""Incoming mail on the desk: the ledger, what is withheld, what waits to be triaged, the mailboxes."""

from datetime import timedelta

import pytest
from django.test import Client

from huiyin.audit.models import Access
from huiyin.bench import nasty
from huiyin.cases.actions import machinery
from huiyin.cases.models import Notification
from huiyin.channels.actions import mailboxes
from huiyin.channels.models import Mailbox, MailDay, RawMessage
from huiyin.commands.checks import house as checks
from huiyin.console.visit import AREAS
from huiyin.core.time import now
from tests.cases.make import registered
from tests.cases.test_mail_sorting import BY, case_of, took, written
from tests.people import CAST, House

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_blobs")]
PAGES = {
    "/desk/incoming/": "inmail", "/desk/incoming/mails/": "withheld", "/desk/incoming/texts/": "withheld",
    "/desk/triage/": "intake", "/desk/settings/mailboxes/": "settings", "/desk/settings/mailboxes/new": "settings",
}  # fmt: skip
BOX = {
    "name": "投诉", "address": "tousu@hengze.example", "host": "imap.example.com", "port": "993", "security": "tls",
    "login": "tousu", "password": "geheim", "folder": "INBOX", "unit": "", "is_on": "on",
}  # fmt: skip


@pytest.fixture
def box(house: House) -> Mailbox:
    return mailboxes.files_door(by=BY, at=now(), unit=house.units["JS-CP"])


@pytest.mark.parametrize("name", sorted(CAST))
def test_each_role_opens_its_part_and_no_other(enter, house: House, box: Mailbox, name: str):
    client, role = enter(name), CAST[name][0]
    raw = took(box, nasty.newsletter(1))
    for page, area in PAGES.items():
        assert client.get(page).status_code == (200 if role in AREAS[area] else 403), page
    sees = {True: 200 if name in ("sam", "hua") else 404, False: 403}[role in AREAS["withheld"]]
    assert client.get(f"/desk/incoming/mails/{raw.pk}/").status_code == sees
    if name != "sam":
        answer = client.post(f"/desk/incoming/mails/{raw.pk}/turn-down", {"reason": "广告邮件"})
        assert answer.status_code == (302 if name == "hua" else sees)


def test_the_ledger_shows_what_became_of_each_mail_and_a_banner_when_it_does_not_balance(
    enter, house: House, box: Mailbox, django_assert_max_num_queries
):
    for raw in (nasty.plain(1), nasty.newsletter(2), nasty.away(3), nasty.plain(1) + b" "):
        took(box, raw)
    client = enter("sam")
    with django_assert_max_num_queries(22):
        body = client.get("/desk/incoming/").content.decode()
    assert 'role="alert"' not in body
    assert body.count("hy-due-late") == 0
    MailDay.objects.update(fetched=5)
    body = client.get("/desk/incoming/").content.decode()
    assert 'role="alert"' in body
    assert "hy-due-late" in body


def test_administrators_are_told_once_an_hour_and_by_doctor(house: House, box: Mailbox):
    raw = took(box, nasty.plain(1), sort=False)
    at = now()
    assert [found.level for found in checks.inbound_mail()] == []
    RawMessage.objects.update(fetched_at=at - timedelta(minutes=11))
    Mailbox.objects.create(
        name="weg", host="imap.example.com", made_at=at, failing_since=at - timedelta(hours=1), answer="timed out"
    )
    MailDay.objects.update(fetched=3)
    for _again in range(2):
        machinery.tell_lateness(by=BY, at=at)
    told = {row.details.get("variant") for row in Notification.objects.filter(user=house["adi"], kind="jobs")}
    assert told >= {"mail_late", "mailbox", "mail_ledger"}
    assert Notification.objects.filter(details__variant="mail_late").count() == 1
    assert [found.level for found in checks.inbound_mail()] == ["fail", "fail", "fail"]
    assert raw.state == "waiting"


def test_a_withheld_mail_is_read_in_masked_words_and_let_through(enter, house: House, box: Mailbox):
    secret = "电话 13812345678 <script>alert(1)</script>"
    raw = took(box, written("优惠", secret, extra="List-Id: <x.y.z>\r\n"))
    client = enter("sam")
    assert "wang@example.com" not in client.get("/desk/incoming/mails/").content.decode()
    body = client.get(f"/desk/incoming/mails/{raw.pk}/").content.decode()
    assert "13812345678" not in body
    assert "<script>alert" not in body
    assert Access.objects.filter(aggregate_kind="raw_mail", aggregate_id=raw.pk, kind="read").exists()
    answer = client.post(f"/desk/incoming/mails/{raw.pk}/release", {"reason": " "})
    assert answer.status_code == 422
    answer = client.post(f"/desk/incoming/mails/{raw.pk}/release", {"reason": "是客户", "number": "TS1"})
    assert answer.status_code == 422
    answer = client.post(f"/desk/incoming/mails/{raw.pk}/release", {"reason": "是客户"})
    raw.refresh_from_db()
    case = case_of(raw)
    assert answer["Location"] == f"/desk/triage/{case.number}/"
    assert client.get(f"/desk/incoming/mails/{raw.pk}/").status_code == 404


def test_a_matter_is_triaged_on_its_page(enter, house: House, box: Mailbox):
    known = registered(house).case
    rows = [took(box, written(f"Re: {known.number} {n}", "请回复", "fremd@example.net")) for n in range(4)]
    numbers = [case_of(row).number for row in rows]
    client = enter("sam")
    listed = client.get("/desk/triage/").content.decode()
    assert all(number in listed for number in numbers)
    page = f"/desk/triage/{numbers[0]}/"
    body = client.get(page).content.decode()
    assert known.number in body
    assert "fremd@example.net" not in body
    assert client.get(f"/desk/complaints/{numbers[0]}/").status_code == 200  # the case itself can be read too
    assert client.post(f"{page}kind", {"kind": "inquiry", "reason": ""}).status_code == 422
    assert client.post(f"{page}link", {"number": "TS1", "reason": "同一事项"}).status_code == 422
    assert client.post(f"{page}complaint").status_code == 302
    assert client.post(f"{page}complaint").status_code == 409
    assert client.get(page).status_code == 302
    assert client.get(f"/desk/complaints/{numbers[0]}/").status_code == 200
    assert client.post(f"/desk/triage/{numbers[1]}/kind", {"kind": "petition", "reason": "来信"}).status_code == 302
    end = f"/desk/triage/{numbers[1]}/"
    assert end in client.get(f"/desk/complaints/{numbers[1]}/").content.decode()
    assert "settle-reason" in client.get(end).content.decode()
    assert client.post(f"{end}settle", {"reason": " "}).status_code == 422
    assert client.post(f"{end}settle", {"reason": "已转信访部门"})["Location"].endswith(f"{numbers[1]}/")
    assert client.get(end).status_code == 302
    linked = client.post(f"/desk/triage/{numbers[2]}/link", {"number": known.number, "reason": "同一事项"})
    assert linked["Location"] == f"/desk/complaints/{known.number}/"
    assert client.post(f"/desk/triage/{numbers[3]}/away", {"reason": "广告"}).status_code == 302
    assert client.get("/desk/triage/").content.decode().count(f"/desk/triage/{numbers[3]}") == 0
    stranger = Client()
    stranger.force_login(house["zoe"])
    assert stranger.get(f"/desk/triage/{numbers[3]}/").status_code == 404
    assert stranger.post(f"/desk/triage/{numbers[3]}/away", {"reason": "x"}).status_code == 404


def test_a_mailbox_is_set_up_changed_and_removed_and_its_password_never_shown(enter, house: House):
    client = enter("adi")
    assert client.post("/desk/settings/mailboxes/new", BOX | {"host": ""}).status_code == 422
    refused = client.post("/desk/settings/mailboxes/new", BOX | {"security": "none"})
    assert refused.status_code == 422
    made = client.post("/desk/settings/mailboxes/new", BOX)
    box = Mailbox.objects.get()
    assert made["Location"] == f"/desk/settings/mailboxes/{box.pk}/"
    page = f"/desk/settings/mailboxes/{box.pk}/"
    assert "geheim" not in client.get(page).content.decode()
    assert client.post(page, BOX | {"name": "投诉二", "password": ""}).status_code == 302
    box.refresh_from_db()
    assert (box.name, box.password) == ("投诉二", "geheim")
    assert client.post(f"{page}read").status_code == 302
    assert client.post(f"{page}nonsense").status_code == 404
    assert client.post(f"{page}remove").status_code == 302
    assert client.get(page).status_code == 404
