"""Checks that need neither Django nor a database: Python, packages, folders, disk."""

import importlib.metadata
import os
import re
import shutil
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

from huiyin.commands.checks import Finding, _, fail, ok, warn
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
        missing = _("%(file)s is not here; the versions were not compared") % {"file": lock.name}
        yield warn("packages", missing, _("Run from a full checkout."))
        return
    wrong = []
    for name, wanted in _PIN.findall(lock.read_text()):
        try:
            found = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            found = _("missing")
        if found != wanted:
            told = {"name": name, "found": found, "wanted": wanted}
            wrong.append(_("%(name)s %(found)s (locked %(wanted)s)") % told)
    if wrong:
        yield fail("packages", "; ".join(wrong), _("Run bin/huiyin: it installs the locked versions."))
    else:
        yield ok("packages", _("all packages are the locked ones"))


def folders() -> Iterator[Finding]:
    """Is what must stay private readable by us only, and is there room?"""
    data, private = config.data_dir(), config.private_dir()
    if not private.is_dir():
        yield fail("private folder", _("%(folder)s does not exist") % {"folder": private}, _("Run: huiyin migrate"))
    else:
        yield from _private(private)
    nearest = next(folder for folder in (data, *data.parents) if folder.exists())
    free = shutil.disk_usage(nearest).free
    room = _("%(size)s GiB free under %(folder)s") % {"size": f"{free / GIB:.1f}", "folder": nearest}
    if free < GIB:
        mend = _("Make room, or move the data folder; below 1 GiB new complaints may be refused.")
        yield fail("disk", room, mend)
    elif free < 5 * GIB:
        yield warn("disk", room, _("Make room soon."))
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
        told = {"folder": private}
        yield fail(
            "private folder",
            _("%(folder)s belongs to another user") % told,
            _("chown it to the user that runs Huiyin: %(folder)s") % told,
        )
    elif open_to_others:
        names = ", ".join(str(path) for path in open_to_others[:3])
        yield fail("private folder", _("others may read %(names)s") % {"names": names}, f"chmod -R go= {private}")
    else:
        yield ok("private folder", _("%(folder)s is readable by us only") % {"folder": private})


def _few(private: Path) -> Iterator[Path]:
    """The files that matter most: secret key and keysets (evidence and mail lie behind the folder's own lock)."""
    yield from private.glob("secret_key")
    yield from private.glob("keys/*.json")
