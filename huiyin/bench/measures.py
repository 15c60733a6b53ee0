"""The measures: each returns lines (what, measured, goal, kept?) for the report."""

import contextlib
import io
import json
import statistics
import tempfile
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

import psutil
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from huiyin.accounts import actions as accounts
from huiyin.accounts import queries as who
from huiyin.accounts.models import Unit, User
from huiyin.bench import ground, history, load, replay
from huiyin.bench.line import Line
from huiyin.cases.models import Case
from huiyin.cases.rules.people import PersonDraft
from huiyin.commands import import_complaints
from huiyin.complaints.actions import intake
from huiyin.complaints.rules.arrival import Arrival, DemandDraft
from huiyin.core.actors import Actor
from huiyin.core.time import local_date, now
from huiyin.demo import house, people

CONNECTIONS = 8
WORDS = {"common": history.COMMON, "medium": history.MEDIUM, "rare": history.RARE}


def settle() -> None:
    """Put the demo's organisation, staff and customers into the empty database."""
    at = now()
    house.build(people=people.customers(local_date(at)), by=house.SEEDER, at=at)


def person(role: str) -> User:
    """The first member of staff with `role`."""
    found = User.objects.filter(memberships__role=role).order_by("employee_no").first()
    assert found is not None, f"the house has nobody with role {role}"
    return found


def one_case(by: User) -> Case:
    """A complaint of head office, registered in the ordinary way."""
    made = intake.register(arrival=arrival(0, Unit.objects.get(parent=None)), by=who.actor(by, where="bench"), at=now())
    return made.case


def arrival(serial: int, unit: Unit, policy_number: str = "") -> Arrival:
    """An ordinary complaint: one person, one demand, about three hundred characters."""
    return Arrival(
        channel="api",
        received_at=now(),
        text=_text(serial),
        subject=f"医疗险拒赔 {serial}",
        people=(PersonDraft(name="李春梅", phone=f"199{serial:08d}", email=f"li{serial}@example.com"),),
        demands=(DemandDraft(text="按合同赔付"),),
        unit_id=unit.pk,
        policy_number=policy_number,
    )


def _text(serial: int) -> str:
    opening = f"本人于2024年投保医疗险,保单尾号{serial % 10000:04d},今年住院后申请理赔,公司以既往症为由拒赔。"
    return (
        opening
        + "我从未患过所说疾病,病历可以证明。客服多次答复不一,理赔人员要求反复补充同一份材料,至今没有书面说明。" * 4
    )


def measure_intake(server: ground.Server, url: str, count: int = 600) -> list[Line]:
    """The API's intake against psycopg alone writing the same rows, both with eight connections."""
    handler, unit = person("handler"), Unit.objects.get(parent=None)
    by = who.actor(handler, where="bench")
    intake.register(arrival=arrival(1, unit), by=by, at=now())
    with CaptureQueriesContext(connection) as captured, replay.written() as rows:
        intake.register(arrival=arrival(2, unit), by=by, at=now())
    own = frozenset([*Unit.objects.values_list("pk", flat=True), *User.objects.values_list("pk", flat=True)])
    copies = replay.copies(rows, own, count * 3)
    secret = _token(by)
    requests = [_create(serial, unit, secret) for serial in range(1000, 1000 + count * 3)]
    ours, bare = [], []
    load.send(server.port, requests[:40], connections=CONNECTIONS, right=_created)
    for part in range(3):
        share = slice(40 + part * (count - 20), 40 + (part + 1) * (count - 20))
        ours.append(load.send(server.port, requests[share], connections=CONNECTIONS, right=_created))
        bare.append(replay.rate(url, copies[part * count : (part + 1) * count], CONNECTIONS))
    ratio = statistics.median(o / b for o, b in zip(ours, bare, strict=True))
    return [
        Line("statements of one intake", str(len(captured.captured_queries))),
        Line("its rows, and the job of its receipt, that psycopg alone writes", str(len(rows))),
        Line("intake through the API, a second (median of 3)", f"{statistics.median(ours):.0f}"),
        Line("psycopg alone, the same rows, a second (median of 3)", f"{statistics.median(bare):.0f}"),
        Line("ratio", f"{ratio:.2f}", "at least 0.5", ratio >= 0.5),
    ]


def _token(by: Actor) -> str:
    user = User.objects.get(pk=str(by.id))
    scopes = ["complaints:read", "complaints:write", "complaints:act"]
    return accounts.create_token(user=user, name="bench", scopes=scopes, by=by, at=now())[1]


def _create(serial: int, unit: Unit, secret: str) -> load.Request:
    body = {
        "channel": "api",
        "received_at": (now() - timedelta(minutes=5)).isoformat(),
        "subject": f"医疗险拒赔 {serial}",
        "text": _text(serial),
        "people": [
            {"role": "complainant", "name": "李春梅", "phone": f"198{serial:08d}", "email": f"li{serial}@example.com"}
        ],
        "demands": [{"text": "按合同赔付"}],
        "unit": unit.code,
    }
    headers = (
        ("Authorization", f"Bearer {secret}"),
        ("Content-Type", "application/json"),
        ("Idempotency-Key", f"bench-{serial}"),
    )
    return load.Request("POST", "/api/v1/complaints", load.json_body(body), headers)


def _created(status: int, body: bytes) -> bool:
    return status == 201 and b"number" in body


def fill(count: int, first: int) -> tuple[float, float]:
    """Import `count` complaints more, seven in ten ended, three open; returns records a second of both kinds."""
    ended = count * 7 // 10
    rates = _import(ended, first, is_open=False), _import(count - ended, first + ended, is_open=True)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    return rates


def _import(count: int, first: int, *, is_open: bool) -> float:
    units = list(Unit.objects.exclude(kind="department").values_list("code", flat=True))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "history.csv"
        history.write(path, count, until=now(), units=units, first=first, is_open=is_open)
        told = io.StringIO()
        with contextlib.redirect_stdout(told):
            code = import_complaints.main([str(path), "--mapping", "huiyin", "--json"])
    report = json.loads(told.getvalue().strip().splitlines()[-1])
    assert code == 0, f"the import rejected rows: {report}"
    return float(count / report["seconds"])


def page_times(server: ground.Server, session: str, rounds: int = 25) -> dict[str, float]:
    """Milliseconds (median) of the whole page: the queue's first page and a search for each word."""
    headers = (("Cookie", f"sessionid={session}"),)
    paths = {"queue": reverse("queue")}
    paths |= {f"search, {kind} word": f"{reverse('find')}?q={quote(word)}" for kind, word in WORDS.items()}
    found = {}
    for name, path in paths.items():
        requests = [load.Request("GET", path, headers=headers)] * rounds
        right = _shows_hits if "?q=" in path else _shows_cases
        load.times(server.port, requests[:4], right=right)
        found[name] = statistics.median(load.times(server.port, requests, right=right))
    return found


def _shows_cases(status: int, body: bytes) -> bool:
    return status == 200 and b"data-row-open" in body


def _shows_hits(status: int, body: bytes) -> bool:
    return _shows_cases(status, body) and b"<mark" in body


def measure_pages(server: ground.Server, session: str) -> list[Line]:
    """Queue and search at 100,000 cases against 10,000, and the rate of the import that fills them."""
    fill(10_000, first=0)
    small = page_times(server, session)
    ended_rate, open_rate = fill(90_000, first=10_000)
    large = page_times(server, session)
    lines = [
        Line("import of 63,000 ended complaints, a second", f"{ended_rate:.0f}", "at least 2,000", ended_rate >= 2000),
        Line("import of 27,000 open ones, their limits running, a second", f"{open_rate:.0f}"),
    ]
    for name, before in small.items():
        ratio = large[name] / before
        value = f"{large[name]:.0f} ms / {before:.0f} ms = {ratio:.2f}"
        lines.append(Line(f"{name}: 100,000 against 10,000 cases", value, "at most 1.5", ratio <= 1.5))
    return lines


def measure_memory(server: ground.Server, worker: psutil.Process) -> list[Line]:
    """PSS of every process of web and worker after the load above, the database left out."""
    roots = [psutil.Process(server.process.pid), worker]
    processes = [p for root in roots for p in (root, *root.children(recursive=True))]
    total = sum(p.memory_full_info().pss for p in processes) / 1024 / 1024
    value = f"{total:.0f} MiB in {len(processes)} processes"
    return [Line("memory of web and worker (PSS)", value, "under 400 MiB", total < 400)]


def session_of(user: User) -> str:
    """A signed-in session, as the sign-in page would make it."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session["second_factor_known"] = True
    session.create()
    return str(session.session_key)
