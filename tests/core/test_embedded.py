"""The embedded PostgreSQL: shared by all who need it, stopped by the last, safe after a crash, closed to others."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import psycopg
import pytest

from huiyin.core import embedded
from huiyin.core.embedded_folder import Cluster, EmbeddedError, options, prepare_folders

ROOT = Path(__file__).resolve().parents[2]
USER = """
import sys, time
from pathlib import Path
from huiyin.core import embedded
from huiyin.core.embedded_folder import Cluster
with embedded.use(Cluster(Path(sys.argv[1]), durable=False)):
    print("in", flush=True)
    sys.stdin.readline()
"""


@pytest.fixture
def cluster(open_folder: Path) -> Cluster:
    return Cluster(open_folder / "data", durable=False)


def _other_user(cluster: Cluster) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", USER, str(cluster.data)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "in\n"
    return process


def _wait(condition: Callable[[], bool], seconds: float = 10) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_data_outlives_the_server(cluster: Cluster) -> None:
    with embedded.use(cluster) as url, psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 'x' AS word")
    assert embedded.running(cluster) is None
    with embedded.use(cluster) as url, psycopg.connect(url) as connection:
        assert connection.execute("SELECT word FROM kept").fetchone() == ("x",)


def test_the_last_one_out_stops_it(cluster: Cluster) -> None:
    other = _other_user(cluster)
    with embedded.use(cluster) as url:
        first = embedded.running(cluster)
        other.communicate("\n")
        with psycopg.connect(url) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
        assert embedded.running(cluster) == first
    assert embedded.running(cluster) is None


def test_it_stops_also_when_its_only_user_is_killed(cluster: Cluster) -> None:
    other = _other_user(cluster)
    assert embedded.running(cluster)
    other.kill()
    other.wait()
    _wait(lambda: embedded.running(cluster) is None)


def test_stopping_does_not_wait_for_the_parent_that_waits_for_it(cluster: Cluster) -> None:
    other = _other_user(cluster)  # the server is its child, and it looks after nothing while it sits there
    began = time.monotonic()
    embedded.stop(cluster)
    assert time.monotonic() - began < embedded.STOP_SECONDS / 2
    other.communicate("\n")


def test_it_starts_after_a_crash_even_when_its_number_now_belongs_to_another(cluster: Cluster) -> None:
    with embedded.use(cluster):
        found = embedded.running(cluster)
        assert found
        os.kill(found[0], signal.SIGKILL)
        _wait(lambda: embedded.running(cluster) is None)
        path = cluster.db / "postmaster.pid"
        lines = path.read_text().splitlines()
        path.write_text("\n".join([str(os.getpid()), *lines[1:]]) + "\n")
        _wait(lambda: not psutil.pid_exists(found[0]) or psutil.Process(found[0]).status() == "zombie")
        embedded.start(cluster)
        assert embedded.running(cluster)


def test_nobody_else_can_read_keys_or_reach_the_socket(cluster: Cluster) -> None:
    with embedded.use(cluster) as url:
        assert cluster.private.stat().st_mode & 0o777 == 0o700
        assert cluster.db.stat().st_mode & 0o777 == 0o700
        assert str(cluster.db) in url
        with psycopg.connect(url) as connection:
            assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
            assert connection.execute("SHOW log_min_error_statement").fetchone() == ("panic",)


def test_a_folder_of_another_version_is_refused_and_left_alone(cluster: Cluster) -> None:
    prepare_folders(cluster)
    (cluster.db / "PG_VERSION").write_text("12\n")
    with pytest.raises(EmbeddedError, match="PostgreSQL 12"):
        embedded.start(cluster)
    assert (cluster.db / "PG_VERSION").read_text() == "12\n"


def test_a_long_path_still_gets_a_private_socket(open_folder: Path) -> None:
    cluster = Cluster(open_folder / ("long" * 25), durable=False)
    with embedded.use(cluster) as url, psycopg.connect(url) as connection:
        assert connection.execute("SELECT current_database()").fetchone() == ("huiyin",)
        folder = Path(url.partition("host=")[2])
        assert folder.stat().st_mode & 0o777 == 0o700


@pytest.mark.skipif(os.geteuid() != 0, reason="NOT RUN: only root's server has a user of its own")
def test_closed_folders_of_others_are_not_opened(open_folder: Path) -> None:
    closed = open_folder / "closed"
    closed.mkdir(mode=0o700)
    with pytest.raises(EmbeddedError, match="Choose a data folder"):
        prepare_folders(Cluster(closed / "data"))
    assert closed.stat().st_mode & 0o777 == 0o700


def test_safety_is_given_up_for_tests_only() -> None:
    assert "fsync" not in options(Cluster(Path("x")))
    assert options(Cluster(Path("x"), durable=False))["fsync"] == "off"
