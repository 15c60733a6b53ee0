"""Checks that need neither Django nor a database: Python, packages, folders, disk."""

import importlib.metadata
import os
import re
import shutil
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

from huiyin.commands.checks import Finding, fail, ok, warn
from huiyin.core import config

LOCK = Path(__file__).resolve().parents[3] / "requirements" / "base.txt"
_PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^ ;\\]+)", re.MULTILINE)
GIB = 2**30


def python() -> Iterator[Finding]:
    """Which Python this is (one that is too old does not get here: bin/huiyin refuses it)."""
    yield ok("python", f"Python {'.'.join(map(str, sys.version_info[:3]))}")


def packages(lock: Path = LOCK) -> Iterator[Finding]:
    """Are exactly the locked packages installed?"""
    if not lock.exists():
        yield warn("packages", f"{lock.name} is not here; the versions were not compared", "Run from a full checkout.")
        return
    wrong = []
    for name, wanted in _PIN.findall(lock.read_text()):
        try:
            found = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            found = "missing"
        if found != wanted:
            wrong.append(f"{name} {found} (locked {wanted})")
    if wrong:
        yield fail("packages", "; ".join(wrong), "Run bin/huiyin: it installs the locked versions.")
    else:
        yield ok("packages", "all packages are the locked ones")


def folders() -> Iterator[Finding]:
    """Is what must stay private readable by us only, and is there room?"""
    data, private = config.data_dir(), config.private_dir()
    if not private.is_dir():
        yield fail("private folder", f"{private} does not exist", "Run: huiyin migrate")
    else:
        yield from _private(private)
    nearest = next(folder for folder in (data, *data.parents) if folder.exists())
    free = shutil.disk_usage(nearest).free
    room = f"{free / GIB:.1f} GiB free under {nearest}"
    if free < GIB:
        yield fail("disk", room, "Make room, or move the data folder; below 1 GiB new complaints may be refused.")
    elif free < 5 * GIB:
        yield warn("disk", room, "Make room soon.")
    else:
        yield ok("disk", room)


def _private(private: Path) -> Iterator[Finding]:
    open_to_others = [
        path
        for path in (private, *_few(private))
        if not path.is_symlink() and stat.S_IMODE(path.stat().st_mode) & 0o077 and path.is_dir() == (path == private)
    ]
    foreign = private.stat().st_uid != os.geteuid()
    if foreign:
        yield fail(
            "private folder", f"{private} belongs to another user", f"chown it to the user that runs Huiyin: {private}"
        )
    elif open_to_others:
        names = ", ".join(str(path) for path in open_to_others[:3])
        yield fail("private folder", f"others may read {names}", f"chmod -R go= {private}")
    else:
        yield ok("private folder", f"{private} is readable by us only")


def _few(private: Path) -> Iterator[Path]:
    """The files that matter most: secret key and keysets (evidence and mail lie behind the folder's own lock)."""
    yield from private.glob("secret_key")
    yield from private.glob("keys/*.json")
