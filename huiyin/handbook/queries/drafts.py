"""Drafts of rules and calendars, to be read: what they say, against what, and what is missing before they go on."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from huiyin.core import calendars, canonical
from huiyin.core.time import local_date
from huiyin.handbook.models import CalendarVersion, DraftState, Replay, ReplayRow, ReplayState, RuleDraft
from huiyin.handbook.queries.rules import NoRuleError, by_version, pack, versions
from huiyin.handbook.rules.approval import Standing
from huiyin.handbook.rules.terms import Rule
from huiyin.handbook.rules.writing import rule_of

PATIENCE = timedelta(seconds=90)


def last_version(code: str, pack_code: str) -> Rule:
    """The newest version of a rule in one pack, in force or to come. Raises NoRuleError."""
    return versions(code, (pack_code,))[-1]


def base_of(draft: RuleDraft) -> Rule:
    """The version the draft was made from."""
    return by_version(draft.based_on)


def terms_of(draft: RuleDraft) -> Rule | None:
    """The draft as a typed rule; None for one that only ends a rule. Raises PackError where the text is wrong."""
    return None if draft.ends else rule_of(draft.body, draft.effective_from, pack(draft.pack))


def calendar_of(draft: RuleDraft) -> calendars.Calendar:
    """The calendar that the draft is counted with today."""
    return calendars.current(str(draft.body.get("calendar") or base_of(draft).calendar))


def ground(draft: RuleDraft) -> str:
    """What a replay of the draft compares: its text, the versions it follows and the calendar. Dates of the draft do
    not count: when it begins changes nothing in what it would have done."""
    return canonical.digest(
        {
            "body": draft.body,
            "ends": draft.ends,
            "versions": [rule.version for rule in versions(draft.code, (draft.pack,)) if not _is_own(rule, draft)],
            "calendar": calendar_of(draft).version,
        }
    )


def examples_ground(draft: RuleDraft) -> str:
    """Of what text, examples and calendar the kept result of the examples speaks."""
    return canonical.digest({"body": draft.body, "examples": draft.examples, "calendar": calendar_of(draft).version})


def differing(draft: RuleDraft) -> int | None:
    """How many examples say something else than expected; None when they were not run on this text."""
    if draft.ends:
        return 0
    return int(draft.checked["differing"]) if draft.checked.get("ground") == examples_ground(draft) else None


def latest_replay(draft: RuleDraft) -> Replay | None:
    """The newest replay."""
    return Replay.objects.filter(draft=draft).order_by("-created_at", "-id").first()


def stuck_replays(at: datetime) -> list[UUID]:
    """Unfinished replays that nobody has moved on for a while: their worker was lost, or their job."""
    rows = Replay.objects.filter(state__in=[ReplayState.QUEUED, ReplayState.RUNNING], beat_at__lt=at - PATIENCE)
    return list(rows.order_by("beat_at").values_list("id", flat=True)[:20])


def replay_standing(draft: RuleDraft, replay: Replay | None) -> str:
    """none, running, stopped, stale or fresh."""
    if replay is None:
        return "none"
    if not replay.is_finished:
        return "running"
    if replay.state != ReplayState.DONE:
        return "stopped"
    return "fresh" if replay.ground == ground(draft) else "stale"


def standing(draft: RuleDraft, at: datetime) -> Standing:
    """What is there of everything that approval asks for."""
    last = last_version(draft.code, draft.pack)
    return Standing(
        replay=replay_standing(draft, latest_replay(draft)),
        differing=differing(draft),
        effective_from=draft.effective_from,
        today=local_date(at),
        last_from=last.effective_from,
        is_based_on_last=last.version == draft.based_on,
    )


def drafts(after: tuple[datetime, UUID] | None = None, limit: int = 50) -> list[RuleDraft]:
    """Drafts of rules, last changed first; `after` is the key of the last one seen."""
    rows = RuleDraft.objects.select_related("created_by", "decided_by").order_by("-changed_at", "-id")
    if after:
        at, pk = after
        rows = rows.filter(changed_at__lte=at).exclude(changed_at=at, id__gte=pk)
    return list(rows[:limit])


def waiting_for(user_id: UUID, limit: int = 20) -> tuple[list[RuleDraft], list[CalendarVersion]]:
    """Drafts and notices that were laid before the second person, without those that this person wrote or edited;
    those that begin first stand first."""
    rules = RuleDraft.objects.filter(state=DraftState.SUBMITTED).exclude(created_by_id=user_id)
    years = CalendarVersion.objects.filter(state=DraftState.SUBMITTED).exclude(created_by_id=user_id)
    return (
        [one for one in rules.select_related("created_by").order_by("effective_from", "id")[:limit]
         if user_id not in one.editors],
        [one for one in years.select_related("created_by").order_by("year", "id")[:limit]
         if user_id not in one.editors],
    )  # fmt: skip


def calendar_drafts(limit: int = 50) -> list[CalendarVersion]:
    """Calendars published or in the making, last changed first."""
    return list(
        CalendarVersion.objects.select_related("created_by", "decided_by").order_by("-changed_at", "-id")[:limit]
    )


def replay_rows(
    replay: Replay, *, cases: Any, kind: str = "", after: UUID | None = None, limit: int = 50
) -> Sequence[ReplayRow]:
    """A page of the limits that would change, of the cases in `cases` (a subquery of what the reader may see), by id
    after an id. `kind`: broken (newly), kept (newly), else a value of Change, else all."""
    rows = ReplayRow.objects.filter(replay=replay, case_id__in=cases).order_by("id")
    if kind == "broken":
        rows = rows.filter(new_broken=True).exclude(old_broken=True)
    elif kind == "kept":
        rows = rows.filter(old_broken=True).exclude(new_broken=True)
    elif kind:
        rows = rows.filter(change=kind)
    return list((rows.filter(id__gt=after) if after else rows)[:limit])


def known_version(version: str) -> Rule:
    """A version by its name, for comparing two. Raises NoRuleError."""
    return by_version(version)


def _is_own(rule: Rule, draft: RuleDraft) -> bool:
    published = getattr(draft, "published", None)
    return published is not None and published.version == rule.version


__all__ = [
    "NoRuleError", "base_of", "calendar_drafts", "calendar_of", "differing", "drafts", "examples_ground", "ground",
    "known_version", "last_version", "latest_replay", "replay_rows", "replay_standing", "standing", "stuck_replays",
    "terms_of",
]  # fmt: skip
