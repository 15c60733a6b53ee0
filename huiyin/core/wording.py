"""Time in words: how long is left, how long ago, the end of a limit. Pure apart from gettext: `now` is given."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huiyin.core.time import SHANGHAI

Tone = Literal["far", "warn", "late", "paused", "done", "off"]

_DAY = timedelta(days=1)
_HOUR = timedelta(hours=1)
_SOON_DAYS = timedelta(days=3)
_SOON_HOURS = timedelta(hours=4)


@dataclass(frozen=True)
class Badge:
    """A limit as it is shown: the tone gives the colour, icon and words say the same without colour."""

    tone: Tone
    icon: str
    words: str
    detail: str
    provisional: bool = False


def ends_at_midnight(due_at: datetime) -> bool:
    """Is this the limit of whole days? Then `due_at` is the first instant after the last day, Shanghai time."""
    local = due_at.astimezone(SHANGHAI)
    return (local.hour, local.minute, local.second, local.microsecond) == (0, 0, 0, 0)


def limit_text(due_at: datetime) -> str:
    """The end of a legal limit: `2026-02-15 24:00` for a limit of whole days, otherwise `2026-02-15 14:30`."""
    local = due_at.astimezone(SHANGHAI)
    if ends_at_midnight(due_at):
        return f"{local.date() - _DAY:%Y-%m-%d} 24:00"
    return f"{local:%Y-%m-%d %H:%M}"


def moment_text(at: datetime) -> str:
    """A point in time as it happened, Shanghai time: `2026-02-15 14:30`."""
    return f"{at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"


def span_text(span: timedelta) -> str:
    """A length of time to the precision one acts on: 3 days; 1 day 14 hours; 5 hours; 25 minutes. Rounds down."""
    minutes = max(int(span.total_seconds() // 60), 0)
    days, hours = minutes // 1440, minutes % 1440 // 60
    if days >= 3 or (days and not hours):
        return ngettext("%(count)d day", "%(count)d days", days) % {"count": days}
    if days:
        day_text = ngettext("%(count)d day", "%(count)d days", days) % {"count": days}
        hour_text = ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours}
        return _("%(days)s %(hours)s") % {"days": day_text, "hours": hour_text}
    if hours:
        return ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours}
    return ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes}


def jump_text(drift: timedelta) -> str:
    """What is wrong with the machine's clock: ahead (positive) or behind of what it was, and what to do."""
    words = {"span": span_text(abs(drift))}
    if drift > timedelta(0):
        return _("The clock of the machine jumped ahead by %(span)s: limits and sweeps wait. Set it right, or run "
                 "“huiyin clock --trust” if it is right now.") % words  # fmt: skip
    return _("The clock of the machine went back by %(span)s. Set it right, or run “huiyin clock --trust” if it is "
             "right now.") % words  # fmt: skip


def ago_text(at: datetime, now: datetime) -> str:
    """How long ago, in words: just now, 5 minutes ago, 3 days ago; the date itself after thirty days."""
    span = now - at
    if span < timedelta(0):
        return moment_text(at)
    if span < timedelta(minutes=1):
        return _("just now")
    if span >= timedelta(days=30):
        return f"{at.astimezone(SHANGHAI):%Y-%m-%d}"
    whole = span if span < _DAY else timedelta(days=span.days)
    return _("%(span)s ago") % {"span": span_text(whole)}


def weekday_text(day: date) -> str:
    """The name of a weekday in its short form: Mon, 周一."""
    names = (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun"))
    return names[day.weekday()]


def running(due_at: datetime, now: datetime, *, warned: bool = False, provisional: bool = False) -> Badge:
    """The badge of a limit that runs.

    Red when it is broken, or its last day (for a limit of hours: its last hour) has begun; amber when its warning
    point has passed (`warned`) or, where no warning point is known, in the last three days (hours: last four hours).
    """
    by_day = ends_at_midnight(due_at)
    left = due_at - now
    detail = _("Limit ends %(limit)s") % {"limit": limit_text(due_at)}
    if provisional:
        detail += " · " + _("provisional: the official calendar of that year is not published yet")
    # A limit of days is broken from the first instant after its last day; one of hours may be met in its last instant.
    if left < timedelta(0) or (by_day and not left):
        words = _("%(span)s overdue") % {"span": span_text(-left)}
        return Badge("late", "alert-circle", words, detail, provisional)
    if left <= (_DAY if by_day else _HOUR):
        words = _("Due today") if by_day else _("%(span)s left") % {"span": span_text(left)}
        return Badge("late", "clock-exclamation", words, detail, provisional)
    words = _("%(span)s left") % {"span": span_text(left)}
    if warned or left <= (_SOON_DAYS if by_day else _SOON_HOURS):
        return Badge("warn", "alert-triangle", words, detail, provisional)
    return Badge("far", "clock", words, detail, provisional)


def paused() -> Badge:
    """The badge of a limit that stands still: it has no end until it is resumed."""
    return Badge(
        "paused", "player-pause", _("Paused"), _("The limit stands still. Its end is set again when it resumes.")
    )


def met(due_at: datetime | None, met_at: datetime | None, *, late: bool) -> Badge:
    """The badge of a limit that has ended by being met, in time or late."""
    limit = _("Limit ended %(limit)s") % {"limit": limit_text(due_at)} if due_at else ""
    done = _("done %(moment)s") % {"moment": moment_text(met_at)} if met_at else ""
    detail = " · ".join(part for part in (limit, done) if part)
    if not late:
        return Badge("done", "circle-check", _("In time"), detail)
    words = _("Done late")
    if due_at and met_at:
        words = _("Done %(span)s late") % {"span": span_text(met_at - due_at)}
    return Badge("late", "alert-circle", words, detail)


def lapsed(due_at: datetime | None) -> Badge:
    """The badge of the complainant's own limit (say, to apply for a review) that ran out: nobody here is late."""
    detail = _("Limit ended %(limit)s") % {"limit": limit_text(due_at)} if due_at else ""
    return Badge("off", "hourglass", _("Run out"), detail)


def off() -> Badge:
    """The badge of a limit that no longer counts."""
    return Badge("off", "ban", _("No longer counts"), _("This limit was cancelled and no longer counts."))
