"""What every test may ask for: a database, keys, a real mail server, a live site, a real browser."""

import gc
import os
import shutil
import socket
import tempfile
import time
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any, cast

import hypothesis
import pytest
from aiosmtpd.smtp import SMTP, Envelope, Session

from huiyin.core import embedded, mailsink
from tests import mailserver, scanner, tables
from tests.environment import CLUSTER, ELSEWHERE

# How long one example takes says nothing about what it proves, and this machine may be busy.
hypothesis.settings.register_profile("house", deadline=None)
hypothesis.settings.load_profile("house")

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
BROWSER_FIXTURES = {"browser", "page", "phone"}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Browser tests carry the marker; without Chromium they are named as not run, or fail where it is required. So are
    those that ask a virus scanner or an IMAP server, without one."""
    for item in items:
        if scanner.CLAMD is None and not scanner.REQUIRED and "scanner_at" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.skip(reason="NOT RUN: no clamd here (Debian: apt-get install clamav-daemon)"))
        asks_mail = "imap_server" in getattr(item, "fixturenames", ())
        if asks_mail and mailserver.DOVECOT is None and not mailserver.REQUIRED:
            item.add_marker(pytest.mark.skip(reason="NOT RUN: no dovecot here (Debian: apt-get install dovecot-imapd)"))
        if not BROWSER_FIXTURES & set(getattr(item, "fixturenames", ())):
            continue
        item.add_marker(pytest.mark.browser)
        if CHROMIUM is None and os.environ.get("HUIYIN_BROWSER") != "required":
            item.add_marker(pytest.mark.skip(reason="NOT RUN: no Chromium here (Debian: apt-get install chromium)"))


def pytest_collection_finish(session: pytest.Session) -> None:
    """What was imported and collected stays until the end: nobody looks for garbage among it after every test."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def ground() -> None:
    """Settings that only tests have, and keysets in a folder that goes away with the run."""
    from django.conf import settings  # noqa: PLC0415 - rules are tested without Django

    if not settings.configured:
        return
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    from huiyin.core import crypto, signing  # noqa: PLC0415
    from huiyin.core.time import now  # noqa: PLC0415

    crypto.make_keys(Path(settings.KEYS_DIR))
    signing.make_key(Path(settings.KEYS_DIR), now())


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> Iterator[None]:
    """The shared server runs while somebody tests with a database; the last one out stops it."""
    with nullcontext() if ELSEWHERE else embedded.use(CLUSTER):
        if not ELSEWHERE:
            tables.as_template(embedded.url(CLUSTER, "postgres"))
        yield


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder for a database of its own: unlike `tmp_path`, every user can pass to it (root's server is not root)."""
    folder = Path(tempfile.mkdtemp(prefix="huiyin-", dir="/var/tmp"))
    folder.chmod(0o755)
    yield folder
    for _ in range(50):  # a server that is ending may still take its files away
        shutil.rmtree(folder, ignore_errors=True)
        if not folder.exists():
            return
        time.sleep(0.1)
    raise AssertionError(f"{folder} could not be removed")


# What migrations and Django itself put there, and what nothing of a test refers to.
STAYS = {"django_migrations", "django_content_type", "auth_permission", "django_site"}


def _empty() -> None:
    """Take the rows out of the tables that have some: most tests fill a few, and TRUNCATE of all takes a second."""
    from django.db import connection  # noqa: PLC0415 - rules are tested without Django

    asked = " UNION ALL ".join(f"SELECT '{one}' WHERE EXISTS (SELECT FROM {one})" for one in _tables())
    with connection.cursor() as cursor:
        # The ledger's triggers refuse that anything goes, foreign keys want an order: both rest for this moment.
        cursor.execute("SET session_replication_role = replica")
        try:
            cursor.execute(asked)
            for (table,) in cursor.fetchall():
                cursor.execute(f"DELETE FROM {table}")
        finally:
            cursor.execute("SET session_replication_role = origin")


def _tables() -> list[str]:
    from django.db import connection  # noqa: PLC0415 - rules are tested without Django

    return sorted(set(connection.introspection.django_table_names(only_existing=True, include_views=False)) - STAYS)


@pytest.fixture
def new_tables(transactional_db: None) -> None:
    """Tables as after their migration, for who fills them at one go. One that was filled, emptied and vacuumed is empty
    for the planner however many rows come, until it is analysed; and a plan for no rows can take hours."""
    from django.db import connection  # noqa: PLC0415 - rules are tested without Django

    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(f"TRUNCATE {', '.join(_tables())}")
        cursor.execute("SET session_replication_role = origin")


@pytest.fixture(scope="session", autouse=True)
def emptied_between_tests() -> None:
    """Tests that commit leave nothing behind."""
    from django.conf import settings  # noqa: PLC0415 - rules are tested without Django

    if not settings.configured:
        return
    from django.db import OperationalError  # noqa: PLC0415
    from django.test import TransactionTestCase  # noqa: PLC0415

    def teardown(case: TransactionTestCase) -> None:
        """A page that has just been closed may still have a request at the site, which then waits for us."""
        for _again in range(5):
            try:
                return _empty()
            except OperationalError as error:
                if "deadlock" not in str(error):
                    raise
                time.sleep(0.5)
        return _empty()

    TransactionTestCase._fixture_teardown = teardown  # type: ignore[attr-defined]


def _publish_nothing() -> None:
    from django.conf import settings  # noqa: PLC0415 - rules are tested without Django

    if settings.configured:
        from huiyin.handbook.queries import published, shelf  # noqa: PLC0415

        kept = published.kept
        kept.until, kept.ids, kept.rules, kept.calendars = float("inf"), (), shelf.Published(), ()
        kept.unit_packs = ()


def pytest_collection() -> None:
    """Modules that read rules while they are collected ask no database."""
    _publish_nothing()


@pytest.fixture(autouse=True)
def nothing_published_yet() -> None:
    """Each test begins with the rules and calendars of the shipped files, and asks no database for others; a test that
    publishes asks again from then on (`published.forget`)."""
    _publish_nothing()


@pytest.fixture
def own_blobs(settings: Any, tmp_path: Path) -> Path:
    """A folder for the files of this test alone, to damage and remove: elsewhere equal bytes share one file."""
    settings.BLOBS_DIR = tmp_path / "blobs"
    settings.BLOBS_DIR.mkdir()
    return cast(Path, settings.BLOBS_DIR)


@dataclass
class SmtpServer:
    """A real SMTP server on loopback. `messages` are what it took, in order; `refuse` is its answer instead of yes."""

    port: int
    messages: list[EmailMessage] = field(default_factory=list)
    recipients: list[list[str]] = field(default_factory=list)
    refuse: str = ""

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self.refuse:
            return self.refuse
        raw = cast(bytes, envelope.original_content)
        self.messages.append(message_from_bytes(raw, policy=policy.default))
        self.recipients.append(list(envelope.rcpt_tos))
        return "250 OK"


@pytest.fixture
def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def smtp_server(settings: Any, free_port: int) -> Iterator[SmtpServer]:
    """Outgoing mail goes through real SMTP to this server."""
    server = SmtpServer(free_port)
    controller = mailsink.controller(server, free_port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    yield server
    controller.stop()


@pytest.fixture(scope="session")
def scanner_at() -> Iterator[str]:
    """The address of a real virus scanner, started once."""
    with scanner.running() as address:
        yield address


@pytest.fixture(scope="session")
def imap_server() -> Iterator[mailserver.Server]:
    """A real IMAP server, started once. Each test has a mailbox (a login) of its own."""
    with mailserver.running() as server:
        yield server


@pytest.fixture
def scanning(settings: Any, scanner_at: str) -> str:
    """Files are scanned: what comes in is held until the scanner has seen it."""
    settings.CLAMD = scanner_at
    return scanner_at


@pytest.fixture
def live(live_server: Any) -> str:
    """The address of a running site on the test database (committed data only: the test is not in a transaction)."""
    return str(live_server.url)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Debian's Chromium, started once."""
    assert CHROMIUM, "This run requires Chromium (Debian: apt-get install chromium)"
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - heavy, and only for browser tests

    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright keeps a loop in this thread
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"],
        )
        yield chromium
        chromium.close()
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


def _open(browser: Any, width: int, height: int, **options: Any) -> Iterator[Any]:
    context = browser.new_context(
        viewport={"width": width, "height": height}, locale="zh-CN", timezone_id="Asia/Shanghai", **options
    )
    context.set_default_timeout(10_000)
    wrong: list[str] = []
    page = context.new_page()
    page.on("pageerror", lambda error: wrong.append(f"script error: {error}"))
    page.on("request", lambda request: wrong.extend(_outside(request.url)))
    yield page
    context.close()
    assert not wrong, "\n".join(wrong)


def _outside(url: str) -> list[str]:
    inside = url.startswith(("http://localhost", "http://127.0.0.1", "data:", "blob:", "about:"))
    return [] if inside else [f"asked the network: {url}"]


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    """A page of a wide screen. The test fails when a script breaks or the page asks for anything from outside."""
    yield from _open(browser, 1440, 900)


@pytest.fixture
def phone(browser: Any) -> Iterator[Any]:
    """The same on a phone."""
    yield from _open(browser, 390, 844, has_touch=True, is_mobile=True)
