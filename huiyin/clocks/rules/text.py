"""The derivation in words, Chinese or English: the text version of "why this time?" for print, API and command line.

These are whole sentences built from a derivation, so they live here as a table in both languages instead of in the
message catalogue: the engine and its command run without Django.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

Step = Mapping[str, Any]

UNITS = {
    "zh": {"hours": "小时", "natural_days": "日(自然日)", "working_days": "个工作日", "weeks": "周", "months": "个月"},
    "en": {
        "hours": "hours",
        "natural_days": "natural days",
        "working_days": "working days",
        "weeks": "weeks",
        "months": "months",
    },
}
EVENTS = {
    "zh": {"pause": "暂停", "resume": "恢复", "extend": "延长"},
    "en": {"pause": "pause", "resume": "resume", "extend": "extension"},
}
OFF = {"zh": {"weekend": "周末"}, "en": {"weekend": "weekend"}}
NOTES = {
    "zh": {
        "assumed": "未给出事实“{name}”，按适用计算。",
        "optional": "此规则为可选的更严要求，未启用时不计时。",
        "provisional": "{name}年的放假安排尚未公布，暂按周一至周五推算，公布后可能变动。",
        "next_notice": "年末几天可能因{name}年放假安排的公布而变动。",
        "date_stands": "已定的日期不因暂停而顺延。",
    },
    "en": {
        "assumed": "The fact “{name}” was not given; the rule is taken to apply.",
        "optional": "This rule is an optional stricter practice; it runs only where it is switched on.",
        "provisional": "The days off of {name} are not announced yet: Monday to Friday is assumed; this may change.",
        "next_notice": "The last days of December may still change with the notice for {name}.",
        "date_stands": "A date that was set is not moved by pauses.",
    },
}  # fmt: skip


def as_text(derivation: Sequence[Step], language: str) -> str:
    """The derivation as numbered lines; Chinese for any zh locale, else English."""
    key = "zh" if language.lower().startswith("zh") else "en"
    sayings = _ZH if key == "zh" else _EN
    met = derivation[-1]["met"]
    lines = [sayings[step["kind"]]({**step, "hour_clock": met == "at_or_before"}) for step in derivation]
    return "\n".join(f"{number}. {line}" for number, line in enumerate(lines, start=1))


def clock_time(value: str) -> str:
    """An instant of the derivation as people write it, seconds only where they are not zero."""
    day, _, rest = value.partition("T")
    time = rest[:8]
    return f"{day} {time[:5] if time.endswith(':00') else time}"


def _span(step: Step, join: str) -> str:
    shown = [clock_time(end) if "T" in end else end for end in (step["from"], step["to"] or "")]
    return shown[0] if shown[0] == shown[1] else f"{shown[0]}{join}{shown[1]}"


def _zh_start(step: Step) -> str:
    counted = "" if step["hour_clock"] else "，当日不计"
    if step["number"] is None:
        return f"{clock_time(step['at'])} 起{counted}。"
    return f"{clock_time(step['at'])} 起算{counted}；期限{step['number']}{UNITS['zh'][step['unit']]}。"


def _zh_counted(step: Step) -> str:
    if step["hour_clock"]:
        return f"{_span(step, ' 至 ')}：计{step['number']}小时，累计{step['total']}小时。"
    why = f"（{step['name']}调休上班）" if step["reason"] == "makeup" else ""
    if step["reason"] in ("agreed", "fixed"):
        return f"{_span(step, ' 至 ')}：至所定日期共{step['number']}日。"
    return f"{_span(step, ' 至 ')}{why}：计{step['number']}日，累计{step['total']}日。"


def _zh_left_out(step: Step) -> str:
    if step["to"] is None:
        return f"{_span({**step, 'to': step['from']}, '')} 起暂停，尚未恢复，不计。"
    unit = "小时" if step["hour_clock"] else "日"
    why = "暂停" if step["reason"] == "pause" else step["name"] or OFF["zh"][step["reason"]]
    return f"{_span(step, ' 至 ')}：{why}，扣除{step['number']}{unit}。"


def _zh_ignored(step: Step) -> str:
    event = EVENTS["zh"][step["event"]]
    if step["reason"] == "restarted":
        return f"{clock_time(step['at'])} 的{event}无效：对应的暂停已随重新计算失效。"
    return f"{clock_time(step['at'])} 的{event}无效：期限已于 {_end_of(step['limit'])} 届满。"


def _zh_agreed(step: Step) -> str:
    when = f"{clock_time(step['at'])} " if step["at"] else ""
    late = "（此前期限已届满）" if step["after_limit"] else ""
    return f"{when}双方约定期限至 {_until(step)}{late}。"


def _zh_end(step: Step) -> str:
    if step["due_at"] is None:
        return "暂停期间没有到期时间，恢复后再计算。"
    if step["hour_clock"]:
        return f"{clock_time(step['due_at'])} 到期，此刻完成仍为按时。"
    return f"{step['last_day']} 24:00 到期。"


def _en_start(step: Step) -> str:
    counted = "" if step["hour_clock"] else " That day itself is not counted."
    if step["number"] is None:
        return f"Starts {clock_time(step['at'])}.{counted}"
    return f"Starts {clock_time(step['at'])}; limit {step['number']} {UNITS['en'][step['unit']]}.{counted}"


def _en_counted(step: Step) -> str:
    if step["hour_clock"]:
        return f"{_span(step, ' to ')}: {step['number']} hours counted, {step['total']} in all."
    if step["reason"] in ("agreed", "fixed"):
        return f"{_span(step, ' to ')}: {step['number']} days to the date that was set."
    why = f" (make-up working day for {step['name']})" if step["reason"] == "makeup" else ""
    return f"{_span(step, ' to ')}{why}: {step['number']} counted, {step['total']} in all."


def _en_left_out(step: Step) -> str:
    if step["to"] is None:
        return f"Paused since {_span({**step, 'to': step['from']}, '')} and not resumed; not counted."
    unit = "hours" if step["hour_clock"] else "days"
    why = "pause" if step["reason"] == "pause" else step["name"] or OFF["en"][step["reason"]]
    return f"{_span(step, ' to ')}: {why}, {step['number']} {unit} left out."


def _en_ignored(step: Step) -> str:
    event = EVENTS["en"][step["event"]]
    if step["reason"] == "restarted":
        return f"The {event} of {clock_time(step['at'])} has no effect: its pause was dropped by the restart."
    return f"The {event} of {clock_time(step['at'])} has no effect: the limit had ended at {_end_of(step['limit'])}."


def _en_agreed(step: Step) -> str:
    when = f"On {clock_time(step['at'])} the" if step["at"] else "The"
    late = " (the earlier limit had already ended)" if step["after_limit"] else ""
    return f"{when} parties agreed on {_until(step)}{late}."


def _en_end(step: Step) -> str:
    if step["due_at"] is None:
        return "No due time while paused; it is computed on resuming."
    if step["hour_clock"]:
        return f"Due {clock_time(step['due_at'])}; done at that moment is still in time."
    return f"Due by {step['last_day']} 24:00."


def _until(step: Step) -> str:
    return clock_time(step["until"]) if step["hour_clock"] else f"{step['until'][:10]} 24:00"


def _end_of(limit: str) -> str:
    return clock_time(limit)


_ZH: dict[str, Callable[[Step], str]] = {
    "start": _zh_start,
    "restart": lambda step: (
        f"{clock_time(step['at'])} 收到新材料，重新计算，{clock_time(step['dropped'])} 起的计时作废。"
    ),
    "limit": lambda step: f"{step['number']}{UNITS['zh'][step['unit']]}，合{step['days']}日。",
    "extended": lambda step: f"{clock_time(step['at'])} 延长，自起算日共{step['number']}{UNITS['zh'][step['unit']]}。",
    "agreed": _zh_agreed,
    "fixed": lambda step: f"要求的日期为 {step['until']}。",
    "ignored": _zh_ignored,
    "counted": _zh_counted,
    "left_out": _zh_left_out,
    "rolled": lambda step: f"{step['from']} 不是工作日，顺延至 {step['to']}。",
    "note": lambda step: NOTES["zh"][step["code"]].format(name=step["name"]),
    "end": _zh_end,
}
_EN: dict[str, Callable[[Step], str]] = {
    "start": _en_start,
    "restart": lambda step: (
        f"Starts again {clock_time(step['at'])}; the run from {clock_time(step['dropped'])} is dropped."
    ),
    "limit": lambda step: f"{step['number']} {UNITS['en'][step['unit']]} are {step['days']} days.",
    "extended": lambda step: (
        f"Extended {clock_time(step['at'])} to {step['number']} {UNITS['en'][step['unit']]} in all."
    ),
    "agreed": _en_agreed,
    "fixed": lambda step: f"The date asked for is {step['until']}.",
    "ignored": _en_ignored,
    "counted": _en_counted,
    "left_out": _en_left_out,
    "rolled": lambda step: f"{step['from']} is no working day; the limit moves to {step['to']}.",
    "note": lambda step: NOTES["en"][step["code"]].format(name=step["name"]),
    "end": _en_end,
}
