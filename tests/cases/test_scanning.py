"""Files and the virus scanner: held until a verdict, quarantined, released with a reason, asked about again."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from huiyin.audit import queries as ledger
from huiyin.audit.models import Access, Entry
from huiyin.cases.actions import evidence, machinery, scanning
from huiyin.cases.jobs import reading
from huiyin.cases.jobs import scanning as scanner
from huiyin.cases.models import Case, Evidence, FileText, Notification, Quarantine, Scan
from huiyin.cases.queries import files
from huiyin.complaints.actions import dossier, moving
from huiyin.complaints.jobs import making
from huiyin.complaints.queries.dossier import Choices
from huiyin.core import blobs
from huiyin.core.actors import system
from huiyin.core.errors import BadInput, Refused
from huiyin.core.files import Stored
from tests.cases.make import registered
from tests.people import AT, House
from tests.scanner import EICAR, SIGNATURE

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_blobs")]
LATER = AT + timedelta(hours=1)
BY = system("test")
FOUND = f"{SIGNATURE}.UNOFFICIAL"


@pytest.fixture
def case(house: House) -> Case:
    return registered(house).case


@pytest.fixture
def add(house: House, case: Case) -> Callable[..., Evidence]:
    def added(content: bytes = b"a discharge summary", **changes: Any) -> Evidence:
        file = Stored(blobs.store(content), len(content), "出院小结.txt", "text/plain", **changes)
        return evidence.add(case=case, files=[file], by=house.by("tom"), at=LATER)[0]

    return added


@pytest.fixture
def on(settings: Any, tmp_path: Any) -> None:
    """A scanner is set, but nobody is there."""
    settings.CLAMD = str(tmp_path / "nobody.sock")


def jobs_of(case: Case) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT task_name FROM procrastinate_jobs WHERE args->>'case_id' = %s ORDER BY id", [str(case.pk)]
        )
        return [name for (name,) in cursor.fetchall() if name.startswith(("cases.scan", "cases.read"))]


def refusal_of(work: Callable[[], Any]) -> str:
    with pytest.raises(Refused) as refused:
        work()
    return refused.value.code


def test_without_a_scanner_files_are_given_out_as_ever(case: Case, add: Any):
    item = add()
    assert item.scan == Scan.NONE
    assert b"".join(files.opened(item)) == b"a discharge summary"
    assert jobs_of(case) == ["cases.read_files"]


@pytest.mark.usefixtures("on")
def test_a_new_file_is_held_and_its_job_waits_with_the_change(house: House, case: Case, add: Any):
    item = add()
    assert item.scan == Scan.HELD
    assert jobs_of(case) == ["cases.scan_files"]
    assert refusal_of(lambda: files.opened(item)) == "evidence.held"
    assert refusal_of(lambda: evidence.read(evidence=item, by=house.by("tom"), at=LATER)) == "evidence.held"
    assert not Access.objects.filter(kind="read", fields=["evidence 1"]).exists()


@pytest.mark.usefixtures("scanning")
def test_files_that_come_with_a_complaint_are_held_too(house: House):
    content = b"a photograph"
    file = Stored(blobs.store(content), len(content), "a.txt", "text/plain")
    case = registered(house, evidence=(file,)).case
    item = Evidence.objects.get(case=case)
    assert (item.scan, jobs_of(case)) == (Scan.HELD, ["cases.scan_files"])
    assert scanner.scan_files(str(case.pk)) == 1
    assert jobs_of(case) == ["cases.scan_files", "cases.read_files"]


@pytest.mark.usefixtures("scanning")
def test_a_clean_file_is_let_go_and_read(case: Case, add: Any):
    item = add()
    assert reading.read_files(str(case.pk)) == 0  # nothing of ours opens what nobody has checked
    assert scanner.scan_files(str(case.pk)) == 1
    item.refresh_from_db()
    assert item.scan == Scan.CLEAN
    assert b"".join(files.opened(item)) == b"a discharge summary"
    entry = ledger.last(("case", case.pk))
    assert entry is not None
    assert (entry.kind, entry.body["sha256"]) == ("case.file_clean", item.sha256)
    assert entry.body["scanner"].startswith("ClamAV ")
    assert reading.read_files(str(case.pk)) == 1
    assert scanner.scan_files(str(case.pk)) == 0


@pytest.mark.usefixtures("scanning")
def test_a_harmful_file_goes_into_quarantine_and_everybody_concerned_is_told(house: House, case: Case, add: Any):
    item = add(EICAR)
    clean = add()
    assert scanner.scan_files(str(case.pk)) == 2
    item.refresh_from_db()
    clean.refresh_from_db()
    assert (item.scan, clean.scan) == (Scan.QUARANTINED, Scan.CLEAN)
    assert refusal_of(lambda: files.opened(item)) == "evidence.quarantined"
    assert reading.read_files(str(case.pk)) == 1
    assert not FileText.objects.filter(evidence=item).exists()
    row = Quarantine.objects.get(evidence=item)
    assert (row.cause, row.signature, row.released_at) == ("malware", FOUND, None)
    entry = Entry.objects.get(kind="case.file_quarantined")
    assert (entry.body["signature"], entry.body["evidence"]) == (FOUND, str(item.pk))
    told = {row.user_id: row for row in Notification.objects.filter(kind="quarantined")}
    assert set(told) == {case.owner_id, house["pia"].pk, house["adi"].pk}
    assert told[case.owner_id].case_id == case.pk
    assert told[house["adi"].pk].case_id is None  # whoever keeps the machines need not see the case
    assert all(one.mail_due_at is not None for one in told.values())
    assert not ledger.verify(("case", case.pk))


def test_a_verdict_that_comes_twice_counts_once(case: Case, add: Any):
    item = add(scan="held")
    for _time in range(2):
        scanning.keep_verdict(evidence=item, signature="Eicar", by=BY, at=LATER)
    scanning.keep_verdict(evidence=item, by=BY, at=LATER)  # too late: it is in quarantine
    assert Quarantine.objects.count() == 1
    assert Entry.objects.filter(kind__startswith="case.file_").count() == 1
    item.refresh_from_db()
    assert item.scan == Scan.QUARANTINED


@pytest.mark.usefixtures("scanning")
def test_a_file_too_large_for_the_scanner_is_not_let_through(settings: Any, case: Case, add: Any):
    settings.CLAMD_MAX_BYTES = 10
    item = add()
    scanner.scan_files(str(case.pk))
    assert Quarantine.objects.get(evidence=item).cause == "too_big"


@pytest.mark.usefixtures("on")
def test_while_the_scanner_is_down_files_wait_and_the_administrator_is_told(
    house: House, settings: Any, case: Case, add: Any, scanner_at: str
):
    first, second = add(), add(b"another")
    assert scanner.scan_files(str(case.pk)) == 0
    assert scanner.scan_held(LATER) == 0
    assert {item.scan for item in Evidence.objects.all()} == {Scan.HELD}
    for minutes, told in ((2, 0), (4, 1), (5, 1), (65, 2)):  # once an hour
        machinery.tell_lateness(by=BY, at=LATER + timedelta(minutes=minutes))
        assert Notification.objects.filter(user=house["adi"], details__variant="scanner").count() == told
    settings.CLAMD = scanner_at
    assert scanner.scan_held(LATER) == 2
    assert {item.scan for item in Evidence.objects.filter(pk__in=[first.pk, second.pk])} == {Scan.CLEAN}
    assert files.waiting_since() is None


@pytest.mark.usefixtures("scanning")
def test_a_damaged_file_does_not_hold_up_the_others(case: Case, add: Any):
    broken, whole = add(b"broken soon"), add(b"whole")
    blobs.path_of(broken.sha256).write_bytes(b"nothing of it")
    assert scanner.scan_held(LATER) == 1
    broken.refresh_from_db()
    whole.refresh_from_db()
    assert (broken.scan, whole.scan) == (Scan.HELD, Scan.CLEAN)


def test_only_keepers_release_and_only_with_a_reason(house: House, case: Case, add: Any):
    item = add(scan="held")
    scanning.keep_verdict(evidence=item, signature="Eicar", by=BY, at=LATER)
    for name in ("tom", "sam", "hua", "eve", "aud"):
        work = lambda name=name: scanning.release(  # noqa: E731
            evidence=item, reason="是误报，已核对", by=house.by(name), at=LATER
        )
        assert refusal_of(work) == "quarantine.not_yours"
    with pytest.raises(BadInput):
        scanning.release(evidence=item, reason="嗯", by=house.by("pia"), at=LATER)
    for _time in range(2):
        scanning.release(evidence=item, reason="是误报，已与科技部核对", by=house.by("pia"), at=LATER)
    item.refresh_from_db()
    assert item.scan == Scan.RELEASED
    assert b"".join(files.opened(item)) == b"a discharge summary"
    row = Quarantine.objects.get(evidence=item)
    assert (row.released_at, row.reason) == (LATER, "是误报，已与科技部核对")
    entry = Entry.objects.get(kind="case.file_released")
    assert "误报" not in str(entry.body)  # sealed
    look = Access.objects.get(kind="released")
    assert (look.reason, look.aggregate_id) == ("是误报，已与科技部核对", case.pk)


def test_a_file_that_waits_for_a_scanner_that_is_gone_can_be_released(house: House, add: Any):
    item = add(scan="held")
    scanning.release(evidence=item, reason="扫描服务已停用", by=house.by("adi"), at=LATER)
    assert Quarantine.objects.get(evidence=item).cause == "not_scanned"


@pytest.mark.usefixtures("on")
def test_papers_of_our_own_wait_for_nobody(house: House, case: Case):
    file = blobs.keep(b"%PDF-1.7 our letter", name="函.pdf", content_type="application/pdf")
    item = evidence.add(case=case, files=[file], by=house.by("tom"), at=LATER)[0]
    assert item.scan == Scan.NONE
    assert jobs_of(case) == ["cases.read_files"]


def test_a_moved_file_keeps_its_standing_and_a_withheld_one_is_asked_about_again(case: Case, add: Any):
    stands = {"": "", "clean": "clean", "released": "released", "held": "held", "quarantined": "held"}
    for before, after in stands.items():
        assert moving._stored(Evidence(case=case, sha256="0" * 64, size=1, scan=before)).scan == after


def test_a_case_file_holds_nothing_that_is_withheld(house: House, case: Case, add: Any):
    item = add(scan="held")
    sam = house.by("sam")
    reason = "法院调取证据"
    for code in ("evidence.held", "evidence.quarantined"):
        work = lambda: dossier.order(case=case, reason=reason, choices=Choices(), by=sam, at=LATER)  # noqa: E731
        assert refusal_of(work) == code
        scanning.keep_verdict(evidence=item, signature="Eicar", by=BY, at=LATER)
    without = Choices(evidence=frozenset([item.pk]))
    row = dossier.order(case=case, reason=reason, choices=without, by=sam, at=LATER)
    assert making.make(row, by=BY, at=LATER).size > 0
    item.refresh_from_db()
    row.choices = Choices().as_json()  # an order from before the verdict
    assert refusal_of(lambda: making.make(row, by=BY, at=LATER)) == "evidence.quarantined"


@pytest.mark.usefixtures("scanning")
def test_a_round_takes_up_one_worker_at_most_and_not_for_long(case: Case, add: Any, monkeypatch: pytest.MonkeyPatch):
    for number in range(3):
        add(b"file %d" % number)
    asked = connection.copy()  # another worker, in the middle of its round
    with asked.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(hashtextextended('cases.scan_files', 0))")
        assert (scanner.scan_files(str(case.pk)), scanner.scan_held(LATER)) == (0, 0)
    asked.close()
    moments = iter([0.0, 1.0, 19.0, 21.0, 22.0, 23.0, 24.0])  # the clock of a slow scanner
    monkeypatch.setattr(scanner, "monotonic", lambda: next(moments))
    assert scanner.scan_files(str(case.pk)) == 2
    monkeypatch.undo()
    assert Evidence.objects.filter(scan=Scan.HELD).count() == 1


@pytest.mark.usefixtures("scanning")
def test_who_asks_sees_to_the_files_of_other_cases_too(house: House, case: Case, add: Any):
    add()
    other = registered(house, text="另一件投诉，理赔拖了三个月。", external_ref="X-2").case
    assert scanner.scan_files(str(other.pk)) == 1
