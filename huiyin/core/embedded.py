"""The embedded PostgreSQL: one server per data folder, shared by every process that needs it.

Layout of a data folder (default `/var/lib/huiyin` for root, otherwise `~/.local/share/huiyin`):

    db/        the cluster, readable by the database's own user only; its socket lies in it: no port is opened
    private/   0700: secret key, keysets, evidence files; never an ancestor of db/
    engine/    a copy of the server's programs, only where its user could not reach the installed ones

Every process that uses the server holds a shared lock on `db.lease`; a small guard waits for the exclusive one and
then stops the server. So the last one out stops it, also when all were killed. Knows no Django.
"""

import fcntl
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import psutil

from huiyin.core.embedded_folder import (
    DATABASE,
    ROLE,
    Cluster,
    EmbeddedError,
    engine,
    environment,
    init,
    options,
    owner_user,
    prepare_folders,
    run_as,
    socket_dir,
)

START_SECONDS = 60
STOP_SECONDS = 30


def url(cluster: Cluster, database: str = DATABASE) -> str:
    """The connection URL of a running server. Raises EmbeddedError when it does not run."""
    found = running(cluster)
    if found is None:
        raise EmbeddedError(f"The database of {cluster.data} is not running.")
    return f"postgresql://{ROLE}@/{database}?host={found[1]}"


def running(cluster: Cluster) -> tuple[int, str] | None:
    """(process id, socket folder) of the server of this folder, or None. A stale pid file counts as not running."""
    try:
        lines = (cluster.db / "postmaster.pid").read_text().splitlines()
        process = psutil.Process(int(lines[0]))
        ours = process.name().startswith("postgres") and Path(process.cwd()) == cluster.db.resolve()
        if ours and process.status() != psutil.STATUS_ZOMBIE and len(lines) >= 8 and lines[7].strip() == "ready":
            return process.pid, lines[4].strip()
    except (OSError, ValueError, IndexError, psutil.Error):
        return None
    return None


@contextmanager
def use(cluster: Cluster) -> Iterator[str]:
    """Start the server of this folder, or join the one that runs; yields the URL of its database.

    When the last user has left, the server stops: on the way out this waits for it.
    """
    prepare_folders(cluster)
    with _lock_file(cluster, "lease") as lease:
        fcntl.flock(lease, fcntl.LOCK_SH)
        start(cluster)
        _spawn_guard(cluster)
        try:
            yield url(cluster)
        finally:
            _leave(cluster, lease)


def start(cluster: Cluster) -> None:
    """Make sure that the server runs and has its database; does nothing when it does. Safe to call at once twice."""
    prepare_folders(cluster)
    with _lock_file(cluster, "start") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if running(cluster) is None:
            programs = engine(cluster)
            init(cluster, programs)
            _launch(cluster, programs)
            _make_database(cluster, programs)


def stop(cluster: Cluster) -> None:
    """Stop the server (open transactions are rolled back), wait for it; does nothing when it does not run."""
    found = running(cluster)
    if found is None:
        return
    try:
        process = psutil.Process(found[0])
        process.send_signal(signal.SIGINT)  # "fast": tell the clients to go, write a checkpoint, end
    except psutil.NoSuchProcess:
        return
    deadline = time.monotonic() + STOP_SECONDS
    while _lives(process):
        if time.monotonic() > deadline:
            raise EmbeddedError(f"The database did not stop within {STOP_SECONDS} s; see {log_file(cluster)}.")
        time.sleep(0.02)


def _lives(process: psutil.Process) -> bool:
    """A zombie has ended: only its parent, who may be waiting for us, has not looked yet."""
    try:
        return bool(process.is_running() and process.status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def log_file(cluster: Cluster) -> Path:
    """Where the server writes what it has to say (no statements, no values: they may hold personal data)."""
    return cluster.db / "server.log"


def _launch(cluster: Cluster, programs: Path) -> None:
    owner = owner_user()
    arguments: list[str | Path] = [programs / "postgres", "-D", cluster.db, "-k", socket_dir(cluster, owner)]
    for name, value in options(cluster).items():
        arguments += ["-c", f"{name}={value}"]
    _clear_stale_pid(cluster)
    log = log_file(cluster)
    if log.exists() and log.stat().st_size > 10 * 2**20:
        log.replace(log.with_suffix(".old.log"))
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        with open(log, "ab") as output:
            process = subprocess.Popen(
                arguments,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,  # Ctrl-C in a terminal is for us; we then stop the server in order
                cwd=cluster.db,
                env=environment(),
                **run_as(owner),
            )
        while process.poll() is None and time.monotonic() < deadline:
            if running(cluster):
                return
            time.sleep(0.02)
        # After a crash old server processes may still hold the shared memory for a moment: try again.
        time.sleep(0.5)
    tail = log.read_text(errors="replace").strip().splitlines()[-3:]
    raise EmbeddedError("The database did not start. It says:\n  " + "\n  ".join(tail) + f"\nAll of it: {log}")


def _clear_stale_pid(cluster: Cluster) -> None:
    """Remove a pid file left by a crash whose number now belongs to another program (else the server would refuse)."""
    path = cluster.db / "postmaster.pid"
    try:
        process = psutil.Process(int(path.read_text().splitlines()[0]))
        if process.name().startswith("postgres") and Path(process.cwd()) == cluster.db.resolve():
            return
    except (FileNotFoundError, ValueError, IndexError, psutil.Error):
        pass
    path.unlink(missing_ok=True)


def _make_database(cluster: Cluster, programs: Path) -> None:
    found = running(cluster)
    folder = found[1] if found else str(cluster.db)
    made = subprocess.run(
        [programs / "createdb", "--host", folder, "--username", ROLE, "--maintenance-db", "postgres", DATABASE],
        capture_output=True,
        text=True,
        env=environment(),
    )
    if made.returncode and "already exists" not in made.stderr:
        raise EmbeddedError(f"The database {DATABASE} could not be made: {made.stderr.strip()}")


def _lock_file(cluster: Cluster, name: str) -> IO[str]:
    return os.fdopen(os.open(cluster.data / f"db.{name}", os.O_RDWR | os.O_CREAT, 0o600), "r+")


def _spawn_guard(cluster: Cluster) -> None:
    """Start the guard; a second one beside the first ends by itself."""
    subprocess.Popen(
        [sys.executable, "-m", "huiyin.core.embedded", str(cluster.data)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        cwd="/",
        env={**environment(), "PYTHONPATH": str(Path(__file__).parents[2])},
    )


def _leave(cluster: Cluster, lease: IO[str]) -> None:
    """Give the lease back; the last one out stops the server, or waits for the guard that is doing it."""
    fcntl.flock(lease, fcntl.LOCK_UN)
    if _try_lock(lease, fcntl.LOCK_EX):
        stop(cluster)
    else:
        fcntl.flock(lease, fcntl.LOCK_SH)  # at once while others use it; after the stop when the guard was faster


def _try_lock(file: IO[str], kind: int) -> bool:
    try:
        fcntl.flock(file, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def guard(cluster: Cluster) -> None:
    """Wait until nobody uses the server any more, then stop it. One guard per data folder."""
    with _lock_file(cluster, "guard") as alone, _lock_file(cluster, "lease") as lease:
        if not _try_lock(alone, fcntl.LOCK_EX):
            return
        fcntl.flock(lease, fcntl.LOCK_EX)
        stop(cluster)
        fcntl.flock(alone, fcntl.LOCK_UN)  # before the lease: the next user's guard must find the place free


if __name__ == "__main__":
    guard(Cluster(Path(sys.argv[1])))
