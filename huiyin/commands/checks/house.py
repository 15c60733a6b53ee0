"""Checks of the house's own settings: mail, addresses, sender, calendar."""

import smtplib
from collections.abc import Iterator
from email.utils import parseaddr

from django.conf import settings

from huiyin.commands.checks import Finding, fail, ok, warn
from huiyin.core import calendars
from huiyin.core.time import local_date, now

CALENDAR = "cn"
_ANNOUNCED_BY = 11  # the official notice for a year comes in November or December before it


def mail() -> Iterator[Finding]:
    """Does the mail server answer?"""
    place = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
    kind = smtplib.SMTP_SSL if settings.EMAIL_USE_SSL else smtplib.SMTP
    try:
        with kind(settings.EMAIL_HOST, settings.EMAIL_PORT, timeout=10) as server:
            server.noop()
    except OSError as error:
        mend = "Set HUIYIN_SMTP_HOST and HUIYIN_SMTP_PORT; until then receipts and notices wait and are sent later."
        yield fail("mail", f"{place} does not answer: {error}", mend)
    else:
        yield ok("mail", f"{place} answers")


def addresses() -> Iterator[Finding]:
    """Will links and letters carry the right sender and address?"""
    sender = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    if "@" not in sender or sender.endswith(("example.com", ".example", "localhost")):
        yield _set(f"letters are sent from {sender or 'nobody'}", "HUIYIN_MAIL_FROM (and HUIYIN_INSURER_*)")
    else:
        yield ok("sender", sender)
    if "127.0.0.1" in settings.PUBLIC_URL or "localhost" in settings.PUBLIC_URL:
        yield _set(f"links in letters point at {settings.PUBLIC_URL}", "HUIYIN_PUBLIC_URL and HUIYIN_HOSTS")
    elif not settings.PUBLIC_URL.startswith("https://"):
        yield fail(
            "host", f"{settings.PUBLIC_URL} is not encrypted", "Put TLS before it and set HUIYIN_PUBLIC_URL=https://…"
        )
    else:
        yield ok("host", settings.PUBLIC_URL)
    if settings.DEBUG:
        yield fail("debug", "HUIYIN_DEBUG is on: errors show internals", "Unset HUIYIN_DEBUG.")


def _set(what: str, name: str) -> Finding:
    check = "sender" if "sent from" in what else "host"
    if settings.DEMO:
        return ok(check, f"{what} (demo)")
    return warn(check, what, f"Set {name}.")


def calendar() -> Iterator[Finding]:
    """Is the official calendar of this year, and late in the year of the next, there?"""
    today = local_date(now())
    last = calendars.current(CALENDAR).last
    if last < today.year:
        yield fail(
            "calendar", f"it ends with {last}: limits in working days are provisional", _calendar_mend(today.year)
        )
    elif last == today.year and today.month >= _ANNOUNCED_BY:
        detail = f"{last + 1} is not in it yet: limits that reach into it are provisional"
        yield warn("calendar", detail, _calendar_mend(last + 1))
    else:
        yield ok("calendar", f"official days off are known to the end of {last}")


def _calendar_mend(year: int) -> str:
    return (
        f"When the State Council's notice for {year} is out, add its days as a file like "
        f"cn_holidays_2012_{year}.csv to the folder HUIYIN_CALENDAR_DIR points at."
    )
