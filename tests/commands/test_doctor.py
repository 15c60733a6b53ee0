"""`huiyin doctor`: each finding with its mend; one broken check never hides the others."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import polib
import pytest
from django.db import connection

from huiyin.commands import checks, createadmin, doctor
from huiyin.commands.checks import Finding, data, house, machine, ok
from huiyin.core import calendars
from huiyin.core.actors import system
from huiyin.core.time import now
from huiyin.insights import sweeps
from huiyin.insights.models import Progress
from tests.conftest import SmtpServer

ROOT = Path(__file__).resolve().parents[2]


def _one(found: Iterator[Finding]) -> Finding:
    (finding,) = found
    assert finding.level == "ok" or finding.mend
    return finding


def test_a_package_that_differs_from_the_lock_is_named(tmp_path: Path) -> None:
    lock = tmp_path / "base.txt"
    lock.write_text("django==1.0 \\\n    --hash=sha256:00\nnot-there==2 \\\n")
    finding = _one(machine.packages(lock))
    assert finding.level == "fail"
    assert "(locked 1.0)" in finding.detail
    assert "not-there missing" in finding.detail


def test_these_packages_are_the_locked_ones() -> None:
    assert _one(machine.packages()).level == "ok"


def test_keys_that_others_can_read_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUIYIN_DATA_DIR", str(tmp_path))
    keys = tmp_path / "private" / "keys"
    keys.mkdir(parents=True)
    (tmp_path / "private").chmod(0o700)
    (keys / "fields.json").write_text("{}")
    (keys / "fields.json").chmod(0o644)
    first = next(iter(machine.folders()))
    assert (first.check, first.level) == ("private folder", "fail")
    assert "fields.json" in first.detail
    (keys / "fields.json").chmod(0o600)
    assert next(iter(machine.folders())).level == "ok"


def test_a_missing_private_folder_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUIYIN_DATA_DIR", str(tmp_path / "none"))
    assert next(iter(machine.folders())).mend == "Run: huiyin migrate"


@pytest.mark.django_db
def test_a_fitting_database_is_in_order() -> None:
    assert _one(data.migrations()).level == "ok"
    assert _one(data.keys()).level == "ok"
    assert _one(data.ledger(False)).level == "ok"
    assert _one(data.stored_clocks(False)).level == "ok"


@pytest.mark.django_db
def test_no_worker_and_a_silent_worker_are_failures() -> None:
    assert _one(data.worker()).level == "fail"
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '1 hour')")
        assert _one(data.worker()).level == "fail"
        cursor.execute("UPDATE procrastinate_workers SET last_heartbeat = now()")
    assert _one(data.worker()).level == "ok"


@pytest.mark.django_db(transaction=True)
def test_a_changed_entry_of_the_ledger_is_found() -> None:
    createadmin.make(email="a@huiyin.example", name="管理员", employee_no="a", by=system("test"), at=now())
    assert _one(data.ledger(True)).level == "ok"
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")  # an intruder who switches the trigger off
        cursor.execute("UPDATE audit_entry SET kind = 'user.other' WHERE kind = 'user.added'")
        cursor.execute("SET session_replication_role = origin")
    finding = _one(data.ledger(True))
    assert finding.level == "fail"
    assert "1 chains do not hold" in finding.detail


@pytest.mark.django_db
def test_missing_keysets_are_named(settings: Any, tmp_path: Path) -> None:
    settings.KEYS_DIR = tmp_path
    finding = _one(data.keys())
    assert (finding.level, "fields" in finding.detail) == ("fail", True)


def test_a_mail_server_that_answers_is_in_order(smtp_server: SmtpServer) -> None:
    assert _one(house.mail()).level == "ok"


def test_a_mail_server_that_does_not_answer_is_a_failure(settings: Any, free_port: int) -> None:
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port
    assert _one(house.mail()).level == "fail"


def test_an_example_sender_and_a_local_address_are_told(settings: Any) -> None:
    settings.DEBUG = False
    settings.DEFAULT_FROM_EMAIL, settings.PUBLIC_URL = "x@example.com", "http://127.0.0.1:8000"
    assert [finding.level for finding in house.addresses()] == ["warn", "warn"]
    settings.DEFAULT_FROM_EMAIL, settings.PUBLIC_URL = "tousu@insurer.cn", "https://tousu.insurer.cn"
    assert [finding.level for finding in house.addresses()] == ["ok", "ok"]
    settings.PUBLIC_URL = "http://tousu.insurer.cn"
    assert [finding.level for finding in house.addresses()] == ["ok", "fail"]


@pytest.mark.parametrize(
    ("today", "level"),
    [(date(2026, 10, 31), "ok"), (date(2026, 11, 1), "warn"), (date(2027, 1, 1), "fail")],
)
def test_the_calendar_is_asked_for_in_time(today: date, level: str, monkeypatch: pytest.MonkeyPatch) -> None:
    class Known:
        last = 2026

    monkeypatch.setattr(calendars, "current", lambda _code: Known)
    monkeypatch.setattr(house, "local_date", lambda _at: today)
    assert _one(house.calendar()).level == level


def test_a_check_that_breaks_is_a_finding() -> None:
    def broken() -> Iterator[Finding]:
        yield ok("first", "fine")
        raise ZeroDivisionError("x")

    first, second = doctor._guarded(broken)
    assert first.level == "ok"
    assert (second.check, second.level) == ("broken", "fail")


def test_from_nothing_it_says_what_to_do_first(open_folder: Path) -> None:
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("HUIYIN_", "DATABASE_URL"))}
    done = subprocess.run(
        [sys.executable, "-m", "huiyin", "--data-dir", str(open_folder / "new"), "doctor", "--json"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1, done.stderr
    answer = json.loads(done.stdout)
    assert answer["ok"] is False
    mends = {finding["check"]: finding["mend"] for finding in answer["findings"] if finding["level"] == "fail"}
    assert mends["migrations"] == "Run: huiyin migrate"
    assert all(mends.values())


def test_it_speaks_chinese_where_the_terminal_does_or_when_asked(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    for lang, language in (("zh_CN.UTF-8", "zh"), ("en_GB.UTF-8", "en"), ("C", "en")):
        monkeypatch.setenv("LANG", lang)
        assert doctor._language() == language
    sources = tmp_path / "zh_Hans" / "LC_MESSAGES"
    sources.mkdir(parents=True)
    catalogue = polib.POFile()
    catalogue.metadata = {"Content-Type": "text/plain; charset=utf-8"}
    catalogue.append(polib.POEntry(msgid="Run: huiyin migrate", msgstr="请运行：huiyin migrate"))
    catalogue.append(polib.POEntry(msgid="private folder", msgstr="私密文件夹"))
    catalogue.save_as_mofile(str(sources / "django.mo"))
    monkeypatch.setattr(checks, "_LOCALE", tmp_path)
    monkeypatch.setenv("HUIYIN_DATA_DIR", str(tmp_path / "none"))
    try:
        checks.speak("zh")
        finding = next(iter(machine.folders()))
        assert finding.mend == "请运行：huiyin migrate"
        doctor._show(finding)
        assert "私密文件夹" in capsys.readouterr().out
    finally:
        checks.speak("en")
    assert next(iter(machine.folders())).mend == "Run: huiyin migrate"


@pytest.mark.django_db
def test_whether_files_are_checked_is_told_plainly(settings: Any, scanner_at: str, tmp_path: Path) -> None:
    settings.DEMO, settings.CLAMD = False, ""
    assert _one(house.scanner()).level == "warn"
    assert "HUIYIN_CLAMD" in _one(house.scanner()).mend
    settings.CLAMD = "host:smtp"
    assert _one(house.scanner()).level == "fail"
    settings.CLAMD = str(tmp_path / "nobody.sock")
    assert "nobody.sock" in _one(house.scanner()).detail
    settings.CLAMD = scanner_at
    found = _one(house.scanner())
    assert (found.level, "ClamAV" in found.detail) == ("ok", True)


@pytest.mark.django_db
def test_figures_that_nobody_keeps_up_are_told() -> None:
    assert _one(data.figures()).level == "warn"
    sweeps.rebuild()
    assert _one(data.figures()).level == "ok"
    Progress.objects.update(seen_until=now() - timedelta(hours=1))
    found = _one(data.figures())
    assert (found.level, "insights.keep" in found.mend) == ("warn", True)
