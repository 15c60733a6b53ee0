"""The limits: the arithmetic of each derivation again, against the rule, the calendar and the events in the file.

Days are dates in the rule's own time zone, as the derivation writes them. What is counted must be countable, what is
left out must have its reason, the sum must be the limit, and the end must follow.
"""

from __future__ import annotations

import calendar as months
import hashlib
from datetime import date, datetime, timedelta
from typing import Any, Dict, List, Optional, Tuple

from huiyin.audit.verifier.words import Report

ONE_DAY = timedelta(days=1)
Step = Dict[str, Any]


class Wrong(Exception):  # noqa: N818 - a finding on its way
    """A derivation that does not hold, with the reason."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.zh, self.en = zh, en


def instant(text: Any) -> datetime:
    """An ISO time with offset or Z."""
    found = datetime.fromisoformat(str(text).replace("Z", "+00:00"))
    if found.tzinfo is None:
        raise ValueError("a time without offset")
    return found


def day(text: Any) -> date:
    """The date that a text begins with."""
    return date.fromisoformat(str(text)[:10])


class Days:
    """The official calendar as it stands in the file."""

    def __init__(self, row: Dict[str, Any]) -> None:
        self.version = str(row["version"])
        self.off: Dict[date, bool] = {}
        text = []
        for on, name, is_off in row["days"]:
            self.off[date.fromisoformat(on)] = bool(is_off)
            text.append("%s,%s,%d" % (on, name, is_off))
        digest = hashlib.sha256("\n".join(text).encode("utf-8")).hexdigest()[:12]
        self.holds = self.version == "%s@%s-%s#%s" % (row["code"], row["first"], row["last"], digest)

    def works(self, on: date) -> bool:
        """Is it a working day?"""
        return not self.off[on] if on in self.off else on.weekday() < 5

    def between(self, begin: date, end: date) -> int:
        """Working days from `begin` up to, not including, `end`."""
        return sum(self.works(begin + n * ONE_DAY) for n in range((end - begin).days))


def check_clock(clock: Dict[str, Any], rule: Dict[str, Any], days: Days, report: Report) -> bool:
    """Check one limit; returns whether it holds."""
    name = str(clock.get("rule_code"))
    try:
        _check(clock, rule, days)
    except Wrong as wrong:
        report.bad("limit", "时限 %s：%s。" % (name, wrong.zh), "Limit %s: %s." % (name, wrong.en))
    except (KeyError, ValueError, TypeError, IndexError, OverflowError) as error:
        text = "%s: %s" % (type(error).__name__, error)
        report.bad(
            "limit",
            "时限 %s：推导无法阅读（%s）。" % (name, text),
            "Limit %s: its derivation cannot be read (%s)." % (name, text),
        )
    else:
        return True
    return False


def _check(clock: Dict[str, Any], rule: Dict[str, Any], days: Days) -> None:
    steps: List[Step] = clock["derivation"]
    start = next(step for step in steps if step["kind"] == "start")
    end = steps[-1]
    if end["kind"] != "end" or clock["rule_version"] != start["rule"] or clock["rule_version"] != rule["version"]:
        raise Wrong("规则版本不一致", "the versions of the rule differ")
    _check_start(clock, steps, start)
    is_day_rule = rule["unit"] != "hours"
    number = _length(clock, steps, start, rule)
    stretches = [step for step in steps if step["kind"] in ("counted", "left_out")]
    set_to = _set_date(steps, rule)
    spans = [] if set_to else _pauses(clock, steps, start)
    if is_day_rule:
        last = _walk_days(start, stretches, number, set_to, spans, rule, days)
        _check_day_end(steps, end, last, rule, days)
    else:
        last_instant = _walk_hours(start, stretches, number, set_to, spans)
        if last_instant is not None and instant(end["due_at"]) != last_instant:
            raise Wrong("到期时刻与推导不符", "the due time does not follow from the derivation")
    due = clock["due_at"]
    if (due is None) != (end["due_at"] is None) or (due is not None and instant(due) != instant(end["due_at"])):
        raise Wrong("存储的到期时间与推导不符", "the stored due time is not the derived one")
    if bool(clock["paused"]) != (due is None):
        raise Wrong("暂停状态不符", "paused and due time contradict each other")
    if clock["state"] == "met" and due is not None and clock["met_at"]:
        met, limit = instant(clock["met_at"]), instant(due)
        if not (met < limit if is_day_rule else met <= limit):
            raise Wrong("记为按时，实际已超期", "recorded as kept, but it was late")


def _check_start(clock: Dict[str, Any], steps: List[Step], start: Step) -> None:
    at = clock["started_at"]
    for step in (one for one in steps if one["kind"] == "restart"):
        if instant(step["dropped"]) != instant(at):
            raise Wrong("重新起算不衔接", "the restarts do not follow each other")
        at = step["at"]
        if not _happened(clock, "restart", at):
            raise Wrong("重新起算没有对应事件", "a restart has no event")
    if instant(start["at"]) != instant(at) or day(start["at"]) != day(start["day"]):
        raise Wrong("起算时间不符", "it does not start when it should")


def _happened(clock: Dict[str, Any], kind: str, at: Any) -> bool:
    return any(event["kind"] == kind and instant(event["at"]) == instant(at) for event in clock["events"])


def _length(clock: Dict[str, Any], steps: List[Step], start: Step, rule: Dict[str, Any]) -> int:
    """How many hours or days must be counted, from the rule's own numbers."""
    if rule["unit"] == "fixed":
        return 0
    rung, unit = 0, rule["unit"]
    if start["number"] != rule["steps"][0]["length"] or start["unit"] != unit:
        raise Wrong("时限数字与规则不符", "its number is not the rule's")
    for step in (one for one in steps if one["kind"] == "extended"):
        rung += 1
        if step["step"] != rung + 1 or step["number"] != rule["steps"][rung]["length"]:
            raise Wrong("延长的数字与规则不符", "an extension's number is not the rule's")
        if not _happened(clock, "extend", step["at"]):
            raise Wrong("延长没有对应事件", "an extension has no event")
    if rung != clock["step"]:
        raise Wrong("延长的级数不符", "the number of extensions differs")
    length = int(rule["steps"][rung]["length"])
    if unit == "weeks":
        return length * 7
    if unit == "months":
        first = day(start["day"])
        year, month = divmod(first.year * 12 + first.month - 1 + length, 12)
        return (date(year, month + 1, min(first.day, months.monthrange(year, month + 1)[1])) - first).days
    return length


def _set_date(steps: List[Step], rule: Dict[str, Any]) -> Optional[Any]:
    """The date that was set instead of counted: the last agreement, or a date from outside."""
    agreed = [step["until"] for step in steps if step["kind"] == "agreed"]
    if agreed:
        return agreed[-1]
    return next((step["until"] for step in steps if step["kind"] == "fixed"), None) if rule["unit"] == "fixed" else None


def _pauses(clock: Dict[str, Any], steps: List[Step], start: Step) -> List[Tuple[datetime, datetime]]:
    """The united pauses of the running limit that have ended, from the events; ignored ones do not count."""
    ignored = [(step["event"], instant(step["at"])) for step in steps if step["kind"] == "ignored"]
    zone = instant(start["at"]).tzinfo
    opened: List[str] = []
    since: Optional[datetime] = None
    found = []
    for event in clock["events"]:
        at = instant(event["at"]).astimezone(zone)
        if at < instant(start["at"]) or (event["kind"], at) in ignored:
            continue
        if event["kind"] == "pause":
            since = at if not opened else since
            opened.append(event["ref"])
        elif event["kind"] == "resume" and opened:
            opened.remove(event["ref"] if event["ref"] in opened else opened[0])
            if not opened and since is not None:
                found.append((since, at))
    return found


def _walk_days(
    start: Step,
    stretches: List[Step],
    number: int,
    set_to: Optional[Any],
    spans: List[Any],
    rule: Dict[str, Any],
    days: Days,
) -> Optional[date]:
    """The last day that follows; None while a pause is open."""
    here, used, working = day(start["day"]) + ONE_DAY, 0, rule["unit"] == "working_days"
    left = [
        (days.between(b.date(), e.date()) if working else (e.date() - b.date()).days, e.date())
        for b, e in spans
        if b.date() != e.date()
    ]
    for step in stretches:
        if day(step["from"]) != here:
            raise Wrong("推导有缺口", "the derivation has a gap at %s" % step["from"])
        if step["to"] is None:
            return None
        last = day(step["to"])
        length = (last - here).days + 1
        if length < 1:
            raise Wrong("推导的区间颠倒", "a stretch runs backwards")
        if step["kind"] == "counted":
            _check_counted(step, here, length, working and not set_to, days)
            used += length
            if step["total"] != used:
                raise Wrong("累计天数不符", "the running total is wrong at %s" % step["from"])
        elif step["reason"] == "pause":
            while left and left[0][0] == 0 and left[0][1] <= here:  # only days of rest that had passed: nothing to see
                left.pop(0)
            if set_to or not left or left.pop(0)[0] != step["number"] or (not working and step["number"] != length):
                raise Wrong("暂停天数与事件不符", "a pause is not what its events say")
        elif not working or any(days.works(here + n * ONE_DAY) for n in range(length)):
            raise Wrong("把工作日当作休息日", "a working day was left out")
        here = last + ONE_DAY
    if set_to:
        return day(set_to)
    if used != number or any(span[0] for span in left):
        raise Wrong("计入的天数不等于时限", "%d days are counted, the limit is %d" % (used, number))
    return here - ONE_DAY


def _check_counted(step: Step, first: date, length: int, working: bool, days: Days) -> None:
    if step["number"] != length or (working and not all(days.works(first + n * ONE_DAY) for n in range(length))):
        raise Wrong("计入的天数不符", "the days counted from %s are wrong" % step["from"])


def _check_day_end(steps: List[Step], end: Step, last: Optional[date], rule: Dict[str, Any], days: Days) -> None:
    if last is None:
        return
    if rule["roll"] == "next_working_day" and not any(step["kind"] == "agreed" for step in steps):
        while not days.works(last):
            last += ONE_DAY
    elif any(step["kind"] == "rolled" for step in steps):
        raise Wrong("不应顺延", "it is moved although its rule knows no such move")
    due = instant(end["due_at"])
    if end["last_day"] != last.isoformat() or due.date() != last + ONE_DAY or due.time() != datetime.min.time():
        raise Wrong("到期日与推导不符", "the last day does not follow from the derivation")


def _walk_hours(
    start: Step, stretches: List[Step], number: int, set_to: Optional[Any], spans: List[Any]
) -> Optional[datetime]:
    here, used, left = instant(start["at"]), timedelta(), [span for span in spans if span[1] > span[0]]
    for step in stretches:
        if instant(step["from"]) != here:
            raise Wrong("推导有缺口", "the derivation has a gap at %s" % step["from"])
        if step["to"] is None:
            return None
        last = instant(step["to"])
        length = last - here
        if length <= timedelta() or abs(float(step["number"]) - length / timedelta(hours=1)) > 0.0001:
            raise Wrong("小时数不符", "the hours from %s are wrong" % step["from"])
        if step["kind"] == "counted":
            used += length
        elif not left or left.pop(0) != (here, last):
            raise Wrong("暂停与事件不符", "a pause is not what its events say")
        here = last
    if set_to:
        return instant(set_to)
    if used != timedelta(hours=number) or left:
        raise Wrong("计入的小时数不等于时限", "%s are counted, the limit is %d hours" % (used, number))
    return here
