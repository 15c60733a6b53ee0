"""What a telephone system tells of a call, in whatever order it arrives, and how its messages are signed. Pure."""

import hmac
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from huiyin.channels.rules import signature

# Events of a call, and the outcomes that a telephone system may name; without one it follows from what happened.
EVENTS = ("ringing", "answered", "ended", "recorded")
TOLD = ("missed", "abandoned", "busy", "voicemail", "failed")
# A message signed longer ago (or further ahead) is not taken: somebody may be playing it again (Standard Webhooks).
TOLERANCE = timedelta(minutes=5)
# A call that rings or is talked on for longer than this has ended without our hearing of it.
LONGEST = timedelta(hours=2)


@dataclass(frozen=True, kw_only=True)
class Event:
    """One thing that happened to a call. `at` is when it happened, not when it was told."""

    kind: str
    at: datetime
    agent: str = ""
    outcome: str = ""
    recording: str = ""


@dataclass(frozen=True, kw_only=True)
class Course:
    """How a call went, as far as it was told. `agent` is the employee number of who has it, told `agent_at`."""

    rang_at: datetime | None = None
    answered_at: datetime | None = None
    ended_at: datetime | None = None
    recorded_at: datetime | None = None
    agent: str = ""
    agent_at: datetime | None = None
    told: str = ""
    recording: str = ""

    @property
    def began_at(self) -> datetime | None:
        """The first moment known of it."""
        known = [one for one in (self.rang_at, self.answered_at, self.ended_at, self.recorded_at) if one is not None]
        return min(known, default=None)


def after(course: Course, event: Event) -> Course:
    """The course once `event` is known too. The order in which events are told, and telling them again, change nothing:
    the first ringing, the first answer and the last end count, and the agent and recording that were named last."""
    if event.agent and (course.agent_at is None or (event.at, event.agent) > (course.agent_at, course.agent)):
        course = replace(course, agent=event.agent, agent_at=event.at)
    if event.kind == "ringing":
        return replace(course, rang_at=_earlier(course.rang_at, event.at))
    if event.kind == "answered":
        return replace(course, answered_at=_earlier(course.answered_at, event.at))
    if event.kind == "ended":
        told = event.outcome if event.outcome in TOLD else ""
        if course.ended_at is not None and (event.at, told) < (course.ended_at, course.told):
            return course
        return replace(course, ended_at=event.at, told=told)
    if course.recorded_at is not None and (event.at, event.recording) < (course.recorded_at, course.recording):
        return course
    return replace(course, recorded_at=event.at, recording=event.recording)


def outcome(course: Course, *, is_in: bool) -> str:
    """What became of it: empty while it goes on, else `answered`, `missed` (nobody of ours took it), `unreached` (the
    other side did not), or what the telephone system said. Who was spoken to was answered, whatever was said."""
    if course.ended_at is None:
        return ""
    if course.answered_at is not None and course.told != "voicemail":
        return "answered"
    return course.told or ("missed" if is_in else "unreached")


def signature_fault(
    secrets: Sequence[str], *, message_id: str, timestamp: str, given: str, body: bytes, at: datetime
) -> str:
    """Why a message is not taken as one of the telephone system's: `missing`, `old`, `wrong`; empty for a good one."""
    if not message_id or not timestamp or not given:
        return "missing"
    if not (timestamp.isascii() and timestamp.isdecimal() and len(timestamp) <= 12):
        return "wrong"
    if abs(at.timestamp() - int(timestamp)) > TOLERANCE.total_seconds():
        return "old"
    offered = [one.encode() for one in given.split() if one.startswith("v1,")]
    wanted = [one.encode() for one in signature(secrets, message_id, int(timestamp), body).split(" ") if one]
    fits = False
    for one in wanted:  # never ended early: how long it takes tells nothing
        for other in offered[:10]:
            fits |= hmac.compare_digest(one, other)
    return "" if fits else "wrong"


def _earlier(one: datetime | None, other: datetime) -> datetime:
    return other if one is None else min(one, other)
