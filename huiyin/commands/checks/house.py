"""Checks of the house's own settings: mail, virus scanner, addresses, sender, calendar."""

import smtplib
from collections.abc import Iterator
from email.utils import parseaddr

from django.conf import settings

from huiyin.cases.queries import files
from huiyin.cases.queries import mail as received
from huiyin.channels.gateways import clamd
from huiyin.channels.queries import inbound, sms
from huiyin.channels.rules.mailboxes import LATE
from huiyin.commands.checks import Finding, _, fail, ok, warn
from huiyin.core import calendars, jobs_state
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
        mend = _("Set HUIYIN_SMTP_HOST and HUIYIN_SMTP_PORT; until then receipts and notices wait and are sent later.")
        yield fail("mail", _("%(place)s does not answer: %(error)s") % {"place": place, "error": error}, mend)
    else:
        yield ok("mail", _("%(place)s answers") % {"place": place})


def inbound_mail() -> Iterator[Finding]:
    """Are the mailboxes read, is what came in sorted, and is every mail where it should be?"""
    boxes = list(inbound.mailboxes().exclude(host=""))
    for box in boxes:
        if box.is_on and box.failing_since is not None:
            told = {"name": box.name, "since": f"{box.failing_since:%Y-%m-%d %H:%M} UTC", "answer": box.answer}
            words = _("the mailbox %(name)s cannot be read since %(since)s: %(answer)s")
            yield fail(
                "mailbox", words % told, _("Correct it under Settings, Mailboxes; its mail waits at the server.")
            )
    since = inbound.mail_waiting_since()
    if since is not None and now() - since > LATE:
        words = _("mail has waited to be sorted since %(since)s")
        yield fail("mail in", words % {"since": f"{since:%Y-%m-%d %H:%M} UTC"}, _("Start the worker: huiyin worker"))
    missing = received.missing(local_date(now()))
    if missing:
        words = _("the ledger of mail does not balance: %(count)s mails are not where they should be")
        yield fail("mail ledger", words % {"count": missing}, _("Look at the page Mail; restore what was removed."))
    elif boxes and since is None:
        yield ok("mail in", _("%(count)s mailboxes, every mail is accounted for") % {"count": len(boxes)})


def texts() -> Iterator[Finding]:
    """Can text messages go out and come in, is what came in sorted, and is all of it where it should be?"""
    since = sms.sms_waiting_since()
    if since is not None and now() - since > LATE:
        words = _("text messages have waited to be sorted since %(since)s")
        told = {"since": f"{since:%Y-%m-%d %H:%M} UTC"}
        yield fail("text messages in", words % told, _("Start the worker: huiyin worker"))
    missing = sms.sms_missing(local_date(now()))
    if missing:
        words = _("the ledger of text messages does not balance: %(count)s are not where they should be")
        told = {"count": str(missing)}
        yield fail("text messages in", words % told, _("Look at the page Mail; restore what was removed."))
    if not settings.SMS:
        return
    if not settings.SMS.get("callback_key"):
        yield warn(
            "text messages in", _("the platform cannot call us: no answers, no stops, no reports of delivery"),
            _("Set HUIYIN_SMS_CALLBACK_KEY and enter the two addresses in the platform's console."),
        )  # fmt: skip
    elif not missing:
        yield ok("text messages", _("through %(name)s, in and out") % {"name": settings.SMS["provider"]})


def scanner() -> Iterator[Finding]:
    """Is what comes in checked for viruses, and does the scanner find what it has to?"""
    waiting = files.waiting_since()
    if waiting is not None and now() - waiting > jobs_state.LATE:
        words = _("files have waited for the virus scanner since %(since)s")
        since = {"since": f"{waiting:%Y-%m-%d %H:%M} UTC"}
        yield fail("waiting files", words % since, _("Start the scanner, or release them on the page Quarantine."))
    if not settings.CLAMD:
        yield _set("scanner", _("no virus scanner: files are given out without being checked"), "HUIYIN_CLAMD")
        return
    told: dict[str, object] = {"place": settings.CLAMD}
    try:
        at = clamd.address(settings.CLAMD)
        version = clamd.version(at, seconds=10)
        found = clamd.scan(at, [clamd.TEST_FILE], seconds=30)
    except clamd.WrongAddress:
        mend = _("Set HUIYIN_CLAMD to the path of its socket, or to host:port.")
        yield fail("scanner", _("%(place)s is no address") % told, mend)
    except clamd.NoAnswer as failure:
        mend = _("Start clamd, or correct HUIYIN_CLAMD; until then new files are held and nobody can open them.")
        yield fail("scanner", _("%(place)s does not answer: %(error)s") % (told | {"error": failure}), mend)
    else:
        if not found.signature:
            mend = _("Load its signatures (freshclam, or a mirror in the house).")
            yield fail("scanner", _("%(place)s does not find the test file") % told, mend)
        elif not at.is_near:
            mend = _("Let it run on this machine, or lead the connection through a tunnel.")
            yield warn("scanner", _("files travel to %(place)s unencrypted") % told, mend)
        else:
            yield ok("scanner", _("%(place)s answers: %(version)s") % (told | {"version": version}))


def addresses() -> Iterator[Finding]:
    """Will links and letters carry the right sender and address?"""
    sender = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    if "@" not in sender or sender.endswith(("example.com", ".example", "localhost")):
        told = _("letters are sent from %(sender)s") % {"sender": sender or _("nobody")}
        yield _set("sender", told, "HUIYIN_MAIL_FROM, HUIYIN_INSURER_*")
    else:
        yield ok("sender", sender)
    if "127.0.0.1" in settings.PUBLIC_URL or "localhost" in settings.PUBLIC_URL:
        told = _("links in letters point at %(address)s") % {"address": settings.PUBLIC_URL}
        yield _set("host", told, "HUIYIN_PUBLIC_URL, HUIYIN_HOSTS")
    elif not settings.PUBLIC_URL.startswith("https://"):
        told = _("%(address)s is not encrypted") % {"address": settings.PUBLIC_URL}
        yield fail("host", told, _("Put TLS before it and set HUIYIN_PUBLIC_URL=https://…"))
    else:
        yield ok("host", settings.PUBLIC_URL)
    if settings.DEBUG:
        yield fail("debug", _("HUIYIN_DEBUG is on: errors show internals"), _("Unset HUIYIN_DEBUG."))


def _set(check: str, what: str, names: str) -> Finding:
    if settings.DEMO:
        return ok(check, _("%(finding)s (demo)") % {"finding": what})
    return warn(check, what, _("Set %(names)s.") % {"names": names})


def calendar() -> Iterator[Finding]:
    """Is the official calendar of this year, and late in the year of the next, there?"""
    today = local_date(now())
    last = calendars.current(CALENDAR).last
    if last < today.year:
        told = _("it ends with %(year)d: limits in working days are provisional") % {"year": last}
        yield fail("calendar", told, _calendar_mend(today.year))
    elif last == today.year and today.month >= _ANNOUNCED_BY:
        detail = _("%(year)d is not in it yet: limits that reach into it are provisional") % {"year": last + 1}
        yield warn("calendar", detail, _calendar_mend(last + 1))
    else:
        yield ok("calendar", _("official days off are known to the end of %(year)d") % {"year": last})


def _calendar_mend(year: int) -> str:
    return _(
        "When the State Council's notice for %(year)d is out, add its days as a file like "
        "cn_holidays_2012_%(year)d.csv to the folder HUIYIN_CALENDAR_DIR points at."
    ) % {"year": year}
