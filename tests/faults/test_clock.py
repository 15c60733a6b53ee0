"""The machine's clock jumps by an hour or a year, ahead and back: nothing fires too early or twice, and it is told."""

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest

from huiyin.core import embedded
from tests.faults.site import ROOT, Site, complaint, keys, until

pytestmark = pytest.mark.slow
HOUR, YEAR = 3600, 365 * 86400
# What may be written while the clock is wrong: that it is wrong, and by whom.
_MAY_GROW = {"cases_notification", "audit_entry"}


def shifted(site: Site, seconds: int, *words: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.faults.shifted", str(seconds), *words], cwd=ROOT,
        env=site.environment() | {"DATABASE_URL": embedded.url(site.cluster)}, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip


def rounds(site: Site, seconds: int) -> dict[str, Any]:
    """Everything that runs by the clock, once, at another time."""
    told, _nothing = shifted(site, seconds, "rounds").communicate(timeout=300)
    found: dict[str, Any] = json.loads(told.strip().splitlines()[-1])
    return found


def written(site: Site) -> dict[str, tuple[int, int]]:
    """How many rows each table of ours has, and a sum that another version of any row changes."""
    names = site.rows(
        "SELECT relname FROM pg_stat_user_tables WHERE relname NOT LIKE 'procrastinate%%' ORDER BY relname"
    )
    return {
        name: site.rows(f'SELECT count(*), coalesce(sum(xmin::text::bigint), 0) FROM "{name}"')[0]
        for (name,) in names
        if name not in _MAY_GROW
    }


def alarms(site: Site) -> int:
    return site.number_of("SELECT count(*) FROM clocks_alarm")


def check_ledger(site: Site) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "huiyin", "doctor", "--json"], cwd=ROOT, env=site.environment(), capture_output=True,
        text=True, check=False,
    )  # fmt: skip
    assert done.stdout.startswith("{"), done.stderr[-3000:]
    found = {one["check"]: one for one in json.loads(done.stdout)["findings"]}
    assert found["ledger"]["level"] == "ok", found["ledger"]
    assert found["clocks"]["level"] == "ok", found["clocks"]


@contextmanager
def another_time(site: Site, seconds: int) -> Iterator[Site]:
    """The same site, served by a process whose clock is wrong."""
    port = site.port + 7
    process = shifted(site, seconds, "web", str(port))
    other = replace(site, port=port)
    try:
        until(other.answers, 150)
        yield other
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(40)


def test_a_year_ahead_fires_nothing_deletes_nothing_and_is_told_and_then_all_goes_on(site: Site) -> None:
    site.register_all(keys("ahead", 3), by=1)
    assert rounds(site, 0)["drift"] == 0
    before, fired = written(site), alarms(site)
    for seconds in (YEAR, HOUR):
        done = rounds(site, seconds)
        assert done["drift"] == pytest.approx(seconds, abs=5)
        assert {"clocks.fire_due", "cases.forget_files", "cases.tidy_desks"} <= set(done["rounds"])
    assert written(site) == before
    assert alarms(site) == fired
    told = "SELECT count(*) FROM cases_notification WHERE details->>'variant' = 'clock_ahead'"
    assert site.number_of(told) >= 2
    assert site.number_of("SELECT count(*) FROM audit_entry WHERE kind = 'clock.ahead'") >= 2
    assert rounds(site, 0)["drift"] == 0
    assert alarms(site) == fired
    _back_fires_nothing_twice_and_breaks_no_chain(site)


def _back_fires_nothing_twice_and_breaks_no_chain(site: Site) -> None:
    site.register_all(keys("back", 3), by=1)
    rounds(site, 0)
    fired = alarms(site)
    for seconds in (-HOUR, -YEAR):
        assert rounds(site, seconds)["drift"] == pytest.approx(seconds, abs=5)
    told = "SELECT count(*) FROM cases_notification WHERE details->>'variant' = 'clock_behind'"
    assert site.number_of(told) >= 2
    rounds(site, 0)
    assert alarms(site) == fired
    check_ledger(site)


@pytest.mark.parametrize("seconds", [HOUR, -HOUR])
def test_work_begun_in_another_hour_goes_on_in_the_right_one(site: Site, seconds: int) -> None:
    key = f"hour{seconds:+d}"
    with another_time(site, seconds) as other:
        (number,) = other.register_all([key], by=1)
        with other.client() as client:
            assert client.get(f"/api/v1/complaints/{number}").status_code == 200
            noted = client.post(
                f"/api/v1/complaints/{number}/notes",
                json={"text": "记在错的时间里"},
                headers={"Idempotency-Key": f"{key}-wrong"},
            )
            assert noted.status_code == 201, noted.text
    with site.client() as client:
        again = client.post("/api/v1/complaints", json=complaint(key), headers={"Idempotency-Key": key})
        assert (again.status_code, again.json()["number"]) == (201, number), "sent again, it is still one"
        path = f"/api/v1/complaints/{number}"
        assert client.get(path).status_code == 200
        steps: list[tuple[str, dict[str, Any]]] = [
            ("notes", {"text": "时间已校正"}),
            ("accept", {}),
            ("withdraw", {"reason": "客户撤回"}),
        ]
        for step, body in steps:
            answer = client.post(f"{path}/{step}", json=body, headers={"Idempotency-Key": f"{key}-{step}"})
            assert answer.status_code in (200, 201, 409, 412, 422), answer.text
            assert "internal" not in answer.text
    rounds(site, 0)
    check_ledger(site)
    site.check_nothing_lost_or_doubled([key], [number])
