"""The live process with a real database, a real site and real connections."""

import os
import signal
import socket
import time
from collections.abc import Callable

import httpx
import psutil
import pytest
from django.contrib.sessions.models import Session
from django.db import connection, transaction

from huiyin.accounts.models import Membership
from huiyin.audit.models import Entry
from huiyin.cases.actions import presence, talk
from huiyin.channels.actions import calls
from huiyin.channels.rules.calls import Event
from huiyin.core import live as lives
from huiyin.core.time import now
from tests.cases import make
from tests.complaints.along import Along
from tests.live.conftest import Listening, until

pytestmark = pytest.mark.django_db(transaction=True)
Sign = Callable[[str], str]


def _streams(process: Listening) -> int:
    return int(httpx.get(f"{process.url}/live/health").json()["streams"])


def write(along: Along, text: str = "先核对病历") -> None:
    talk.add_note(case=along.case, text=text, by=along.by("tia"), at=along.later())


def test_a_page_hears_of_a_change_of_its_case_at_once(process: Listening, session: Sign, along: Along) -> None:
    heard = process.listen(session("tom"), along.case_id)
    write(along)
    written = time.monotonic()
    name, data, mark = heard.next()
    assert time.monotonic() - written < 5, "a page that hears nothing asks by itself only later"
    assert (name, data) == ("case", {"id": str(along.case_id), "kinds": ["case.note_added"]})
    assert mark


def test_whose_telephone_rings_hears_of_it_on_every_page_and_nobody_else(
    process: Listening, session: Sign, along: Along
) -> None:
    of_tom, of_tia = process.listen(session("tom")), process.listen(session("tia"), along.case_id)
    event = Event(kind="ringing", at=now(), agent=along.house["tom"].employee_no)
    calls.take_event(told=calls.Told(reference="c-1", event=event, number="13912345678"), by=along.by("tia"), at=now())
    assert of_tom.next()[:2] == ("call", {"id": str(along.house["tom"].pk), "kinds": []})
    assert of_tia.hears_nothing()


def test_what_is_rolled_back_is_told_to_nobody(process: Listening, session: Sign, along: Along) -> None:
    heard = process.listen(session("tom"), along.case_id)
    with transaction.atomic():
        write(along)
        transaction.set_rollback(True)
    assert heard.hears_nothing()
    write(along)
    assert heard.next()[0] == "case"


def test_nothing_is_lost_while_the_process_is_awake(process: Listening, session: Sign, along: Along) -> None:
    """Writers do not notify then; every one of them is told all the same, also one whose transaction took long."""
    heard = process.listen(session("tom"), along.case_id)
    for number in range(12):
        with transaction.atomic():
            write(along, f"第 {number} 条")
            time.sleep(0.5 if number == 5 else 0.07)
    write(along, "最后一条")
    last = Entry.objects.filter(aggregate_id=along.case_id, kind="case.note_added").count()
    assert last == 13
    time.sleep(1.5)
    told = 0
    while not heard.events.empty():
        told += heard.events.get()[0] == "case"
    assert 3 <= told <= 13
    write(along, "睡着以后")
    assert heard.next()[0] == "case"


def test_a_sleeping_process_is_woken_and_an_awake_one_is_not(process: Listening, along: Along) -> None:
    """Notifying is dear, so a burst of writers does it once."""
    with connection.cursor() as cursor:
        cursor.execute("LISTEN huiyin_live")
    until(_holds_the_lock)
    for number in range(10):
        write(along, f"第 {number} 条")
        time.sleep(0.02)
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    raw = connection.connection
    assert 1 <= len(list(raw.notifies(timeout=0.2))) <= 4
    connection.close()


def _holds_the_lock() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock_shared(7246395001)")
        return not cursor.fetchone()[0]


def test_only_who_may_see_the_case_hears_of_it(process: Listening, session: Sign, along: Along) -> None:
    stranger = process.listen(session("zoe"), along.case_id, news=1)
    nobody = process.listen(session("adi"), along.case_id)
    write(along)
    assert stranger.hears_nothing()
    assert nobody.hears_nothing(0.1)


def test_who_loses_the_right_to_see_a_case_hears_no_more_of_it(process: Listening, session: Sign, along: Along) -> None:
    heard = process.listen(session("tia"), along.case_id)
    write(along)
    assert heard.next()[0] == "case"
    Membership.objects.filter(user=along.house["tia"]).delete()
    lives.tell("here", along.case_id)
    assert heard.hears_nothing()


def test_without_a_session_nobody_listens_and_an_ended_one_ends_its_stream(
    process: Listening, session: Sign, along: Along
) -> None:
    assert process.get("", along.case_id).status_code == 401
    assert process.get("made-up", along.case_id).status_code == 401
    heard = process.listen(session("tom"), along.case_id)
    Session.objects.all().delete()
    write(along)
    assert heard.next()[0] == "end"
    until(heard.ended.is_set)


def test_pages_of_other_sites_are_refused(process: Listening, session: Sign, along: Along) -> None:
    tom = session("tom")
    assert process.get(tom, along.case_id, headers={"Origin": "https://evil.example"}).status_code == 403
    assert process.get(tom, along.case_id, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    ours = process.get(tom, along.case_id, headers={"Origin": process.web})
    assert ours.headers["access-control-allow-origin"] == process.web
    assert ours.headers["access-control-allow-credentials"] == "true"


def test_a_list_hears_of_a_new_case_that_its_reader_may_see(process: Listening, session: Sign, along: Along) -> None:
    tom, zoe = process.listen(session("tom"), news=1), process.listen(session("zoe"), news=1)
    made = make.registered(along.house)
    name, data, _mark = tom.next()
    assert (name, data["id"]) == ("case", str(made.case.pk))
    assert zoe.hears_nothing()


def test_presence_and_notifications_are_passed_on_at_once(process: Listening, session: Sign, along: Along) -> None:
    tom, tia = process.listen(session("tom"), along.case_id), process.listen(session("tia"))
    presence.here(case=along.case, slot="abc", doing="writes", by=along.by("tia"), at=along.at)
    lives.tell("told", along.house["tia"].pk)
    assert tom.next()[:2] == ("here", {"id": str(along.case_id), "kinds": []})
    assert tia.next()[:2] == ("told", {"id": str(along.house["tia"].pk), "kinds": []})
    assert tom.hears_nothing(0.5)


def test_what_was_missed_between_two_streams_is_told(process: Listening, session: Sign, along: Along) -> None:
    tom = session("tom")
    heard = process.listen(tom, along.case_id)
    write(along)
    mark = heard.next()[2]
    heard.response.close()
    write(along)
    time.sleep(1)
    again = process.listen(tom, along.case_id, headers={"Last-Event-ID": mark})
    assert again.next()[0] == "case"
    assert process.listen(tom, along.case_id, after="another-7").next()[0] == "again"


def test_a_reader_that_takes_nothing_holds_up_nobody_and_its_connection_ends(
    process: Listening, session: Sign, along: Along
) -> None:
    tom = session("tom")
    with socket.create_connection(("127.0.0.1", process.port)) as slow:
        slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1024)
        lines = (
            f"GET /live/stream?case={along.case_id} HTTP/1.1",
            "Host: 127.0.0.1",
            f"Cookie: sessionid={tom}",
            "",
            "",
        )
        slow.sendall("\r\n".join(lines).encode())
        heard = process.listen(tom, along.case_id)
        for _ in range(3):
            write(along)
            assert heard.next()[0] == "case"
    until(lambda: _streams(process) == 1)


def test_the_process_survives_the_loss_of_its_database_connection(
    process: Listening, session: Sign, along: Along
) -> None:
    heard = process.listen(session("tom"), along.case_id)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE application_name = 'huiyin live' AND datname = current_database()"
        )
        assert cursor.rowcount == 1
    write(along)
    assert heard.next(seconds=15)[0] in ("again", "case")
    until(process.is_connected)
    write(along)
    assert heard.next()[0] == "case"


def test_the_process_is_small_and_loads_no_django(process: Listening) -> None:
    assert process.process is not None
    running = psutil.Process(process.process.pid)
    assert running.memory_info().rss < 60 * 2**20
    maps = {mapped.path for mapped in running.memory_maps()}
    assert not [path for path in maps if "tink" in path or "pydantic" in path]
    assert running.children() == []


def test_it_ends_at_once_when_asked(process: Listening, session: Sign, along: Along) -> None:
    heard = process.listen(session("tom"), along.case_id)
    assert process.process is not None
    began = time.monotonic()
    os.kill(process.process.pid, signal.SIGTERM)
    process.process.wait(10)
    assert time.monotonic() - began < 8
    until(heard.ended.is_set)
