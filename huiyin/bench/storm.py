"""Ten thousand nasty mails: does the ledger of mail balance to the last one, with a worker killed in the middle?"""

import subprocess
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

from huiyin.bench import nasty
from huiyin.bench.line import Line
from huiyin.cases.models import Message
from huiyin.cases.queries import mail
from huiyin.channels.models import RawMessage
from huiyin.channels.queries import inbound
from huiyin.commands import mail_take
from huiyin.core.time import local_date, now

MAILS = 10_000
PATIENCE = 1800.0  # seconds


def measure_storm() -> list[Line]:
    """Take the mails as files, through the door of fetched mail; sort them with a worker; count what became of each.
    Different mails come in once: every eleventh is a copy."""
    with tempfile.TemporaryDirectory(prefix="huiyin-storm-") as folder:
        nasty.write(Path(folder), MAILS)
        different = len({path.read_bytes() for path in Path(folder).iterdir()})
        began = time.monotonic()
        mail_take.main([folder])
        took = time.monotonic() - began
    began = time.monotonic()
    _sorted()
    sorting = time.monotonic() - began
    today = local_date(now())
    days = inbound.ledger(today - timedelta(days=1), today)
    fetched = sum(line.fetched for line in days)
    parts = [sum(getattr(line, name) for line in days) for name in ("cases", "follow_ups", "quarantined", "rejected")]
    rows, places = RawMessage.objects.count(), Message.objects.filter(channel="email", direction="in").count()
    missing = mail.missing(today)
    equation = f"{fetched} = {' + '.join(map(str, parts))}"
    return [
        Line("mails of the storm, and different ones among them", f"{MAILS} / {different}", "", None),
        Line("taken a second", f"{MAILS / took:.0f}", "", None),
        Line("sorted a second, one worker killed in the middle", f"{fetched / sorting:.0f}", "", None),
        Line(
            "fetched = cases + follow-ups + quarantined + rejected", equation, "balances",
            fetched == sum(parts) == rows == different,
        ),
        Line("mails that are not where the ledger says", f"{missing} of {places} in cases", "0", missing == 0),
    ]  # fmt: skip


def _sorted() -> None:
    """Sort all of them; the first worker is killed when half is done. Raises TimeoutError."""
    whole, worker, killed = _waiting(), _worker(), False
    ends = time.monotonic() + PATIENCE
    try:
        while (left := _waiting()) > 0:
            if time.monotonic() > ends:
                raise TimeoutError(f"{left} of {whole} mails still wait after {PATIENCE:.0f} s")
            if not killed and left < whole / 2:
                worker.kill()
                worker.wait()
                worker, killed = _worker(), True
            time.sleep(0.5)
    finally:
        worker.terminate()
        worker.wait(60)


def _waiting() -> int:
    return RawMessage.objects.filter(state="waiting").count()


def _worker() -> subprocess.Popen[bytes]:
    """One process that sorts, so that killing it kills what works."""
    command = [sys.executable, "-m", "huiyin", "worker", "--single"]
    return subprocess.Popen(command, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
