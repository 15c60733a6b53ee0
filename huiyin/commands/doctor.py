"""`huiyin doctor`: is everything in order? Each finding with its mend; exit code 1 when something must be done."""

import argparse
import importlib
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial

from huiyin.commands import database
from huiyin.commands.checks import Finding, _, fail, machine, speak
from huiyin.core import embedded
from huiyin.core.embedded_folder import EmbeddedError

MARKS = {"ok": "✓", "warn": "!", "fail": "✗"}
Check = Callable[[], Iterable[Finding]]


def findings(*, full: bool) -> Iterator[Finding]:
    """Look at everything, from the ground up; what needs a database is left out when there is none."""
    for check in (machine.python, machine.packages, machine.folders):
        yield from _guarded(check)
    with _database() as problem:
        if problem is not None:
            yield problem
            return
        checks = importlib.import_module("huiyin.commands.checks.data")
        house = importlib.import_module("huiyin.commands.checks.house")
        yield from _guarded(checks.server)
        yield from _guarded(checks.clock)
        applied = list(_guarded(checks.migrations))
        yield from applied
        if all(found.level == "ok" for found in applied):
            for check in (
                checks.keys,
                checks.worker,
                partial(checks.ledger, full),
                partial(checks.stored_clocks, full),
                checks.proof,
                checks.checkpoint,
                checks.figures,
                house.scanner,
                house.inbound_mail,
                house.texts,
            ):
                yield from _guarded(check)
        for check in (house.mail, house.addresses, house.calendar):
            yield from _guarded(check)


@contextmanager
def _database() -> Iterator[Finding | None]:
    """Django with its database; yields what is wrong instead, when something is."""
    try:
        with database.running():
            surroundings = importlib.import_module("huiyin.commands.surroundings")
            surroundings.set_up_django()
            connection = importlib.import_module("django.db").connection
            try:
                connection.ensure_connection()
            except Exception as error:
                first = str(error).strip().splitlines()[0]
                told = _("it does not answer: %(error)s") % {"error": first}
                yield fail("database", told, _("Start it, or correct DATABASE_URL."))
                return
            yield None
            connection.close()
    except EmbeddedError as error:
        log = embedded.log_file(database.cluster())
        yield fail("database", str(error), _("Look at %(file)s.") % {"file": log})


def _guarded(check: Check) -> Iterator[Finding]:
    """A check that itself breaks is a finding, not the end of the visit."""
    name = getattr(check, "__name__", None) or getattr(check, "func").__name__  # noqa: B009 - a partial's
    try:
        yield from check()
    except Exception as error:
        told = _("this check broke: %(error)s") % {"error": f"{type(error).__name__}: {error}"}
        yield fail(name, told, _("Report it; the other checks went on."))


def main(argv: Sequence[str]) -> int:
    """Print the findings."""
    parser = argparse.ArgumentParser(prog="huiyin doctor", description=__doc__)
    parser.add_argument("--full", action="store_true", help="verify every chain and every limit, not a sample")
    parser.add_argument("--json", action="store_true", help="one JSON object")
    parser.add_argument("--lang", choices=("zh", "en"), help="language of the findings (else by LANG)")
    options = parser.parse_args(argv)
    speak(options.lang or _language())
    os.environ["HUIYIN_JOB_STATEMENT_TIMEOUT_MS"] = "0"
    found = []
    for finding in findings(full=options.full):
        found.append(finding)
        if not options.json:
            _show(finding)
    bad = [finding for finding in found if finding.level == "fail"]
    if options.json:
        json.dump({"ok": not bad, "findings": [finding.as_dict() for finding in found]}, sys.stdout, ensure_ascii=False)
        print()
    else:
        print(_sum_up(found))
    return 1 if bad else 0


def _language() -> str:
    """The language of the terminal; English where it names none."""
    spoken = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "zh" if spoken.startswith("zh") else "en"


def _names() -> dict[str, str]:
    """What is looked at, in the language of the visit; --json keeps the codes."""
    return {
        "python": _("python"),
        "packages": _("packages"),
        "private folder": _("private folder"),
        "disk": _("disk"),
        "database": _("database"),
        "migrations": _("migrations"),
        "keys": _("keys"),
        "worker": _("worker"),
        "jobs": _("jobs"),
        "ledger": _("ledger"),
        "clocks": _("clocks"),
        "proof": _("proof"),
        "checkpoint": _("checkpoint"),
        "figures": _("figures"),
        "mail": _("mail"),
        "sender": _("sender"),
        "host": _("host"),
        "debug": _("debug"),
        "calendar": _("calendar"),
    }


def _show(finding: Finding) -> None:
    name = _names().get(finding.check, finding.check)
    print(f"{MARKS[finding.level]} {name}: {finding.detail}", flush=True)
    if finding.mend:
        print(f"    → {finding.mend}", flush=True)


def _sum_up(found: Sequence[Finding]) -> str:
    count = {level: sum(finding.level == level for finding in found) for level in MARKS}
    if count["fail"]:
        return "\n" + _("%(fail)d to mend, %(warn)d to look at, %(ok)d in order.") % count
    return "\n" + _("All in order (%(ok)d checks, %(warn)d to look at).") % count
