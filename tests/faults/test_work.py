"""The worker is killed in the middle of a job, the database is killed, the disk fills up: nothing is lost."""

import time
from collections.abc import Iterator

import psycopg
import pytest

from huiyin.core import embedded
from tests.conftest import SmtpServer
from tests.faults.site import Site, complaint, full, keys, until

pytestmark = pytest.mark.slow
_IN_HAND = "SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'channels.send_mail' AND status = 'doing'"
_LEFT = "SELECT count(*) FROM procrastinate_jobs WHERE queue_name <> 'sweeps' AND status IN ('doing', 'failed')"


@pytest.fixture
def working(site: Site) -> Iterator[Site]:
    """The site; its worker ends with the test."""
    yield site
    if site.worker is not None:
        site.worker.terminate()
        site.worker.wait(40)
        site.worker = None


def test_a_job_whose_worker_was_killed_is_done_once_by_the_next(working: Site, post_office: SmtpServer) -> None:
    site = working
    numbers = site.register_all(["killed-worker"], by=1)
    with psycopg.connect(embedded.url(site.cluster)) as holding:
        holding.execute("LOCK TABLE channels_outgoing IN ACCESS EXCLUSIVE MODE")
        site.start_worker("--single")
        until(lambda: site.number_of(_IN_HAND), 60)
        assert site.worker is not None
        site.worker.kill()
        site.worker.wait()
    assert site.number_of(_IN_HAND) >= 1
    assert _mails_to(post_office, "killed-worker@example.com") == 0
    site.start_worker()
    until(lambda: site.number_of(_LEFT) == 0 and _mails_to(post_office, "killed-worker@example.com"), 60)
    time.sleep(1)
    assert _mails_to(post_office, "killed-worker@example.com") == 1
    site.check_nothing_lost_or_doubled(["killed-worker"], numbers)


def _mails_to(post_office: SmtpServer, address: str) -> int:
    return sum(address in to for to in post_office.recipients)


def test_a_restarted_database_is_told_of_and_nothing_is_lost_or_doubled(working: Site, post_office: SmtpServer) -> None:
    site = working
    site.start_worker()
    answers: list[tuple[int, str, str]] = []

    def restart() -> None:
        embedded.stop(site.cluster)
        with site.client() as client:
            visiting = {"Cookie": "sessionid=abcdefghijklmnopqrstuvwxyz123456"}
            for path, headers in (("/follow/none", visiting), ("/api/v1/complaints?limit=1", {})):
                answer = client.get(path, headers=headers)
                answers.append((answer.status_code, answer.headers.get("Retry-After", ""), answer.text))

    sent = keys("restarted", 40)
    numbers = site.register_all(sent, during=restart)
    until(lambda: embedded.running(site.cluster), 60)  # all may have been answered before it stopped
    site.check_nothing_lost_or_doubled(sent, numbers)
    assert site.statuses <= {201, 503}
    page, machine = answers
    assert page[0] != 503 or ("系统正在恢复" in page[2] and page[1] == "5")
    assert machine[0] != 503 or ("database.busy" in machine[2] and machine[1] == "2")
    assert 500 not in {page[0], machine[0]}
    site.register_all(["after-restart"], by=1)
    until(lambda: _mails_to(post_office, "after-restart@example.com"), 60)
    assert site.worker is not None
    assert site.worker.poll() is None, site.told("worker")[-3000:]
    assert site.number_of("SELECT count(*) FROM procrastinate_jobs WHERE status = 'failed'") == 0


def test_a_full_disk_refuses_in_words_and_keeps_what_was_there(site: Site) -> None:
    if not site.has_own_disk:
        pytest.skip("NOT RUN: a disk of its own needs Linux and root")
    before = site.number_of("SELECT count(*) FROM cases_case")
    incoming = site.data / "private" / "blobs" / "incoming"
    paper = ("paper.pdf", b"%PDF-1.7 " + b"a page of evidence " * 400_000, "application/pdf")
    with site.client() as client, full(site.data.parent, 2048):
        refused = client.post("/api/v1/uploads", files={"files": paper})
        assert refused.status_code == 409
        assert refused.json()["code"] == "blobs.full"
        assert client.get("/how").status_code == 200
        assert not list(incoming.glob("*"))
    with site.client() as client:
        assert client.post("/api/v1/uploads", files={"files": paper}).status_code == 201
    assert site.number_of("SELECT count(*) FROM cases_case") == before


def test_a_database_without_room_says_so_and_goes_on_when_there_is_some(site: Site) -> None:
    if not site.has_own_disk:
        pytest.skip("NOT RUN: a disk of its own needs Linux and root")
    answered: list[str] = []
    statuses: set[int] = set()
    with site.client() as client, full(site.data.parent, 64):
        for key in keys("no-room", 400):
            answer = client.post("/api/v1/complaints", json=complaint(key), headers={"Idempotency-Key": key})
            statuses.add(answer.status_code)
            if answer.status_code != 201:
                assert answer.json()["code"] == "database.busy"
                break
            answered.append(answer.json()["number"])
    assert statuses - {201} == {503}, "the disk never filled"
    sent = keys("no-room", len(answered) + 5)
    numbers = site.register_all(sent)
    assert set(answered) <= set(numbers)
    site.check_nothing_lost_or_doubled(sent, numbers)
