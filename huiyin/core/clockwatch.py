"""Does the machine's clock tell the truth? Legal limits stand and fall with it.

The clock on the wall is compared with the one that counts since the machine was started and that nobody can set. Where
both stood is kept in a small file, so that a process that starts later knows it too. Ahead by more than `LIMIT`: what
runs by the clock (limits, deletions, reminders) waits, because what it would do cannot be undone, until the time is
right again or somebody says that it is right now (`huiyin clock --trust`). Behind: nothing would happen too early, so
all goes on. Either way the administrators are told.
"""

import json
import os
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from huiyin.core.time import now

LIMIT = timedelta(minutes=5)
# Starts of machines that are remembered, the newest ones.
_KEPT = 8
_BOOT = Path("/proc/sys/kernel/random/boot_id")
_STEADY = getattr(time, "CLOCK_BOOTTIME", None)


@dataclass(frozen=True)
class Reading:
    """Both clocks at one moment: `steady` in seconds since the start `boot` of the machine ("": none can be read)."""

    boot: str
    wall: datetime
    steady: float


def reading() -> Reading:
    """Both clocks, now."""
    boot = ""
    with suppress(OSError):
        boot = _BOOT.read_text().strip()
    return Reading(boot, now(), time.clock_gettime(_STEADY) if _STEADY is not None and boot else 0.0)


def apart(marks: list[Reading], seen: Reading) -> timedelta:
    """How far the clock is ahead (positive) or behind (negative) of what the marks let expect; 0 within `LIMIT`.

    Without a mark of this start of the machine only a time before the newest mark tells something.
    """
    mine = next((mark for mark in marks if mark.boot and mark.boot == seen.boot and mark.steady <= seen.steady), None)
    if mine is not None:
        found = seen.wall - mine.wall - timedelta(seconds=seen.steady - mine.steady)
    else:
        found = min([timedelta(0), *(seen.wall - mark.wall for mark in marks)])
    return found if abs(found) > LIMIT else timedelta(0)


def drift() -> timedelta:
    """How far the clock is ahead or behind by now; 0 when it may be trusted. Reads one small file."""
    return apart(_marks(), reading())


def holds_back() -> bool:
    """Must what runs by the clock wait?"""
    return drift() > timedelta(0)


def watch() -> timedelta:
    """Note where the clocks stand, if they agree; the drift. The worker does it a few times a minute."""
    marks, seen = _marks(), reading()
    found = apart(marks, seen)
    if not found:
        _keep([seen, *(mark for mark in marks if mark.boot != seen.boot)])
    return found


def trust() -> timedelta:
    """The clock is right now, somebody has looked: forget what was before; the drift that is accepted."""
    found = drift()
    _keep([reading()])
    return found


def _file() -> Path:
    return Path(settings.PRIVATE_DIR) / "clock.json"


def _marks() -> list[Reading]:
    """The newest first; none where nothing was noted yet or the file is no longer whole."""
    try:
        rows = json.loads(_file().read_text())
        return [Reading(boot, datetime.fromisoformat(wall), float(steady)) for boot, wall, steady in rows]
    except (OSError, ValueError, TypeError):
        return []


def _keep(marks: list[Reading]) -> None:
    """All or nothing; a full disk changes nothing."""
    rows = [[mark.boot, mark.wall.isoformat(), mark.steady] for mark in marks[:_KEPT]]
    beside = _file().with_name(f"clock.{os.getpid()}.tmp")
    with suppress(OSError):
        beside.write_text(json.dumps(rows))
        beside.replace(_file())
