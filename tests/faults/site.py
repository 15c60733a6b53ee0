"""A whole site in processes of its own, which the tests kill, starve and fill up: web, worker, database, mail server.

It lies on a small file system of its own where we may make one (Linux, root), so that the disk can really be full.
"""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zlib import crc32

import httpx
import psutil
import psycopg

from huiyin.core import embedded
from huiyin.core.embedded_folder import Cluster

ROOT = Path(__file__).resolve().parents[2]
AGAIN_SECONDS = 45.0
ROOM = 1024  # MB of the file system


@dataclass
class Site:
    """What runs, and how to talk to it. `statuses` are all answers that `register` ever got."""

    data: Path
    port: int
    mail_port: int
    has_own_disk: bool
    token: str = ""
    link: str = ""
    web: subprocess.Popen[bytes] | None = None
    worker: subprocess.Popen[bytes] | None = None
    statuses: set[int] = field(default_factory=set)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def cluster(self) -> Cluster:
        return Cluster(self.data)

    def environment(self) -> dict[str, str]:
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("HUIYIN_", "DATABASE_URL"))}
        return kept | {
            "DJANGO_SETTINGS_MODULE": "huiyin.settings",
            "PYTHONPATH": str(ROOT),
            "HUIYIN_DATA_DIR": str(self.data),
            "HUIYIN_PUBLIC_URL": self.url,
            "HUIYIN_SMTP_HOST": "127.0.0.1",
            "HUIYIN_SMTP_PORT": str(self.mail_port),
            "HUIYIN_API_PER_MINUTE": "0",
        }

    def prepare(self) -> None:
        """Tables, people, a token."""
        done = subprocess.run(
            [sys.executable, "-m", "tests.faults.prepare"],
            cwd=ROOT, env=self.environment(), stdout=subprocess.PIPE, text=True, check=True,
        )  # fmt: skip
        found = json.loads(done.stdout.strip().splitlines()[-1])
        self.token, self.link = found["token"], found["link"]

    def start(self, *words: str) -> subprocess.Popen[bytes]:
        with (self.data.parent / f"{words[0]}.log").open("ab") as output:
            return subprocess.Popen(
                [sys.executable, "-m", "huiyin", *words],
                cwd=ROOT, env=self.environment(), stdout=output, stderr=output, start_new_session=True,
            )  # fmt: skip

    def start_web(self) -> None:
        self.web = self.start("serve", "--port", str(self.port), "--workers", "2")
        until(self.answers, 150)

    def start_worker(self, *options: str) -> None:
        newest = "SELECT coalesce(max(id), 0) FROM procrastinate_workers"
        before = self.number_of(newest)
        self.worker = self.start("worker", *options)
        until(lambda: self.number_of(newest) > before, 60)

    def stop(self) -> None:
        for process in (self.web, self.worker):
            if process is not None and process.poll() is None:
                process.send_signal(signal.SIGTERM)
        for process in (self.web, self.worker):
            if process is not None:
                process.wait(40)

    def told(self, name: str) -> str:
        return (self.data.parent / f"{name}.log").read_text(errors="replace")

    def web_processes(self) -> tuple[psutil.Process, list[psutil.Process]]:
        """(the server's parent, the processes that serve)."""
        assert self.web is not None
        (parent,) = [
            child for child in psutil.Process(self.web.pid).children() if any("granian" in w for w in child.cmdline())
        ]
        return parent, parent.children()

    def answers(self) -> bool:
        try:
            return httpx.get(f"{self.url}/how", timeout=5).status_code == 200
        except httpx.TransportError:
            return False

    def client(self, **options: Any) -> httpx.Client:
        headers = {"Authorization": f"Bearer {self.token}", "Accept-Language": "zh-CN"}
        return httpx.Client(base_url=self.url, headers=headers, timeout=30, **options)

    def rows(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        with psycopg.connect(embedded.url(self.cluster)) as connection:
            return connection.execute(statement.encode(), values).fetchall()

    def number_of(self, statement: str, *values: object) -> int:
        return int(self.rows(statement, *values)[0][0])

    def register(self, client: httpx.Client, key: str) -> str:
        """Register a complaint as a careful machine does: again with the same key until it has an answer."""
        deadline = time.monotonic() + AGAIN_SECONDS
        while True:
            try:
                answer = client.post("/api/v1/complaints", json=complaint(key), headers={"Idempotency-Key": key})
            except httpx.TransportError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.2)
                continue
            self.statuses.add(answer.status_code)
            if answer.status_code == 201:
                return str(answer.json()["number"])
            assert answer.status_code == 503, answer.text + self.told("serve")[-3000:]
            assert "database.busy" in answer.text, answer.text
            assert int(answer.headers["Retry-After"]) > 0
            assert time.monotonic() < deadline, answer.text
            time.sleep(0.2)

    def register_all(self, keys: list[str], *, by: int = 8, during: Callable[[], object] = lambda: None) -> list[str]:
        """Register one complaint for each key from `by` clients at once, while `during` happens in their midst."""

        def some(mine: list[str]) -> list[str]:
            with self.client() as client:
                return [self.register(client, key) for key in mine]

        with ThreadPoolExecutor(by) as pool:
            waiting = [pool.submit(some, keys[start::by]) for start in range(by)]
            time.sleep(0.3)
            during()
            return [number for one in waiting for number in one.result()]

    def check_nothing_lost_or_doubled(self, keys: list[str], numbers: list[str]) -> None:
        """One complaint for each key, each with its beginning once, and no chain of the ledger has a gap or a fork."""
        assert len(set(numbers)) == len(keys) == len(numbers)
        found = self.rows("SELECT number, id FROM cases_case WHERE number = ANY(%s)", numbers)
        assert len(found) == len(keys)
        mine = [case_id for _number, case_id in found]
        registered = self.rows(
            "SELECT aggregate_id, count(*) FROM audit_entry WHERE aggregate_kind = 'case' AND seq = 1 "
            "AND aggregate_id = ANY(%s) GROUP BY 1",
            mine,
        )
        assert {count for _case, count in registered} == {1}
        assert len(registered) == len(keys)
        messages = self.rows("SELECT case_id, count(*) FROM cases_message WHERE case_id = ANY(%s) GROUP BY 1", mine)
        assert [count for _case, count in messages] == [1] * len(keys)
        gaps = self.rows(
            "SELECT aggregate_kind, aggregate_id FROM audit_entry GROUP BY 1, 2 "
            "HAVING count(*) <> max(seq) OR count(DISTINCT hash) <> count(*)"
        )
        assert gaps == []


def complaint(key: str) -> dict[str, Any]:
    """An ordinary complaint, unlike every other."""
    return {
        "channel": "api",
        "text": f"我去年买的医疗险，住院后申请理赔被拒。来信编号 {key}，请查清楚。",
        "people": [{"name": "李春梅", "phone": f"138{crc32(key.encode()) % 10**8:08d}", "email": f"{key}@example.com"}],
        "demands": [{"text": "按合同赔付", "amount": "3200.00"}],
        "unit": "JS-CP",
    }


def keys(name: str, count: int) -> list[str]:
    """Idempotency keys of one test."""
    return [f"{name}-{number:03d}" for number in range(count)]


def until(condition: Callable[[], object], seconds: float = 30) -> None:
    """Wait for something that another process does."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.1)


@contextmanager
def disk(folder: Path) -> Iterator[bool]:
    """A file system of its own in `folder`, if we may make one; yields whether we might."""
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={ROOM}m,mode=0755", "huiyin-faults", folder], capture_output=True
    ) if sys.platform == "linux" and os.geteuid() == 0 else None  # fmt: skip
    try:
        yield made is not None and made.returncode == 0
    finally:
        if made is not None and made.returncode == 0:
            subprocess.run(["umount", "-l", folder], check=True)


@contextmanager
def full(folder: Path, spare: int) -> Iterator[None]:
    """The disk of the site has no more than `spare` KB left meanwhile."""
    found = os.statvfs(folder)
    used = (found.f_blocks - found.f_bfree) * found.f_frsize // 1024
    subprocess.run(["mount", "-o", f"remount,size={used + spare}k", folder], check=True)
    try:
        yield
    finally:
        subprocess.run(["mount", "-o", f"remount,size={ROOM}m", folder], check=True)
