"""Alarms, the access log, the ledger, and the mails of the demo."""

from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiyin.accounts.models import User
from huiyin.audit import actions as audit
from huiyin.cases.models import Case
from huiyin.clocks import sweeps
from huiyin.clocks.models import Alarm
from huiyin.console import notices
from huiyin.core import time
from tests.cases.make import registered
from tests.people import House


def fired(house: House) -> Case:
    """A complaint of Tom's whose first limits are broken, with the alarms that fired."""
    at = time.now() - timedelta(days=3)
    case = registered(house, at=at, received_at=at).case
    sweeps.run_due()
    assert Alarm.objects.filter(owner_id=case.pk).exists()
    return case


def test_alarms_reach_the_owner_and_the_roles_of_the_ladder(enter, house: House) -> None:
    case = fired(house)
    for name, sees in (("tom", True), ("sam", True), ("max", True), ("tia", False), ("zoe", False), ("qin", False)):
        rows = enter(name).get("/desk/alarms/").context["rows"]
        assert bool(rows) is sees, name
        assert all(line.number == case.number for _alarm, line, _rule in rows)


def test_the_bell_counts_them_and_seeing_empties_it(enter, house: House) -> None:
    case = fired(house)
    client = enter("tom")
    count = client.get("/desk/").context["alarm_count"]()
    assert count > 0
    client.post("/desk/alarms/seen", {"case": case.number})
    assert client.get("/desk/").context["alarm_count"]() == 0
    assert set(Alarm.objects.values_list("seen_by", flat=True)) == {house["tom"].pk}


def test_each_rung_of_the_ladder_is_read_by_its_own_index_and_no_further_than_is_told(house: House) -> None:
    fired(house)
    sam = User.objects.get(pk=house["sam"].pk)
    with CaptureQueriesContext(connection) as asked:
        assert notices.unseen_count(sam, house.by("sam"), time.now()) > 0
    sql = next(one["sql"] for one in asked.captured_queries if "clocks_alarm" in one["sql"])
    assert sql.count(f"LIMIT {notices.MOST}") == 3  # as owner, as supervisor, of both together
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN {sql}")
        plan = "\n".join(str(row[0]) for row in cursor.fetchall())
    assert "Seq Scan on clocks_alarm" not in plan
    assert "Seq Scan on cases_case" not in plan


def test_a_foreign_case_cannot_be_marked_as_seen(enter, house: House) -> None:
    case = fired(house)
    enter("zoe").post("/desk/alarms/seen", {"case": case.number})
    assert not Alarm.objects.exclude(seen_at=None).exists()


def test_the_access_log_is_read_page_by_page_and_by_case(enter, house: House, monkeypatch: Any) -> None:
    case = registered(house).case
    for n in range(5):
        audit.looked(kind="read", by=house.by("tom"), at=time.now() - timedelta(minutes=n), aggregate=("case", case.pk))
    audit.looked(kind="reveal", by=house.by("sam"), at=time.now(), aggregate=("case", case.pk), reason="回电核实")
    client = enter("pia")
    monkeypatch.setattr("huiyin.console.house.log.SIZE", 4)
    first = client.get("/desk/records/access/")
    second = client.get(first.context["next_url"])
    ids = [row.pk for page in (first, second) for row, *_words in page.context["rows"]]
    assert len(ids) == len(set(ids)) == 6
    assert {number for _row, number, *_words in first.context["rows"]} == {case.number}
    assert len(client.get("/desk/records/access/?kind=reveal").context["rows"]) == 1
    assert client.get("/desk/records/access/?case=TS00000000000000").context["rows"] == []
    assert client.get("/desk/records/access/?after=nonsense").status_code == 200


def test_verifying_finds_an_entry_that_was_changed_behind_the_system(enter, house: House) -> None:
    registered(house)
    client = enter("aud")
    assert client.post("/desk/records/ledger/").context["chains"] == []
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("UPDATE audit_entry SET actor_label = 'somebody else'")
        cursor.execute("SET session_replication_role = origin")
    page = client.post("/desk/records/ledger/")
    assert page.context["chains"]
    assert "data-focus" in page.content.decode()


@pytest.fixture
def mail(settings: Any, tmp_path: Path) -> str:
    settings.DEMO, settings.MAIL_SINK_DIR = True, tmp_path
    letter = EmailMessage()
    letter["Subject"], letter["From"], letter["To"] = "受理通知", "kefu@house.example", "li@example.com"
    letter["X-Envelope-To"] = "li@example.com"
    letter.set_content("您好 <script>alert(1)</script>\nhttps://house.example/follow/TS1")
    letter.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf", filename="通知书.pdf")
    name = "20261122T101010000000-0123456789ab.eml"
    (tmp_path / name).write_bytes(bytes(letter))
    return name


def test_the_mails_of_the_demo_are_read_with_their_attachments(enter, mail: str, house: House) -> None:
    client = enter("tom")
    assert "受理通知" in client.get("/desk/mail/").content.decode()
    body = client.get(f"/desk/mail/{mail}/").content.decode()
    assert "<script>alert" not in body
    assert "通知书.pdf" in body
    file = client.get(f"/desk/mail/{mail}/files/0")
    assert file.content == b"%PDF-1.4"
    assert file["Content-Disposition"].startswith("attachment")
    assert file["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("name", ["../../secret_key", "x.eml", "..%2f..%2fsecret_key"])
def test_no_other_file_is_read_as_a_mail(enter, mail: str, house: House, name: str) -> None:
    assert enter("tom").get(f"/desk/mail/{name}/").status_code == 404


def test_what_was_revealed_is_named_in_words(enter, house: House) -> None:
    case = registered(house).case
    what = ["complainant.phone"]
    audit.looked(kind="reveal", by=house.by("sam"), at=time.now(), aggregate=("case", case.pk), fields=what)
    (row,) = enter("pia").get("/desk/records/access/?kind=reveal").context["rows"]
    assert row[4] not in ("", "complainant.phone")
