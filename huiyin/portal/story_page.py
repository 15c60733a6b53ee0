"""Everything on the page where a customer follows a complaint."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.cases.models import Case, Direction, Evidence, EvidenceKind, Message, Scan
from huiyin.clocks import queries as clocks
from huiyin.clocks.rules.promises import standing
from huiyin.complaints.models import Decision
from huiyin.complaints.queries import facts as gather
from huiyin.complaints.rules import path
from huiyin.complaints.rules.facts import Facts
from huiyin.core import masking
from huiyin.core.actors import Actor
from huiyin.portal import joined, limits, papers, story, telling


@dataclass(frozen=True)
class Doable:
    """Something the customer can do now. `primary`: we asked for it."""

    label: str
    text: str
    url: str
    icon: str
    primary: bool = False


def context(case: Case, by: Actor, at: datetime) -> dict[str, Any]:
    """What the template needs; about twenty small queries, however long the story is."""
    facts = gather(case)
    messages = joined.messages_of(case)
    master = joined.master_of(case)
    # How far the complaint is into which this one was merged; words and papers of its people stay with them.
    leads, going = (master, gather(master)) if master is not None else (case, facts)
    items = {item.pk: item for item in papers.of_customer(case, messages)}
    chapters = story.of(case)
    running = limits.shown(leads, list(clocks.running(("case", leads.pk)).prefetch_related("events")), at=at)
    return {
        "chapters": [_chapter(case, chapter, items) for chapter in chapters],
        "doing": _doing(going),
        "ended": _ended(leads),
        "joined": _(telling.ENDED["merged"]) if master is not None else "",
        "near": _near(case, master),
        "coming": [_(line) for line in _coming(going)],
        "limits": [limit for limit in running if not _is_done(limit.code, going)],
        "desk": limits.desk(leads),
        "talk": talk_of(case, messages, items, limits.desk(leads)["name"]),
        "letters": [_file(case, item) for item in items.values() if item.kind == EvidenceKind.LETTER],
        "promises": promised(case, at),
        "can": doables(case, facts, by),
        "demands": list(case.demands.order_by("number")) if facts.notified_at else [],
    }


def promised(case: Case, at: datetime) -> list[dict[str, Any]]:
    """What we promised the customer, and how it stands, in plain words; who answers for it is the house's own."""
    words = {
        "open": _("We keep this by then."), "near": _("We keep this by then."),
        "broken": _("We have not kept this in time. We owe it to you still, or an explanation."),
        "kept": _("We kept this."), "late": _("We kept this, but later than promised."),
        "released": _("You released us from this."), "moved": _("We agreed on another date with you."),
    }  # fmt: skip
    found = []
    for row in clocks.promises_of(("case", case.pk)):
        how = standing(state=row.state, made_at=row.made_at, due_at=row.due_at, ended_at=row.ended_at, at=at)
        found.append({"text": row.text, "due": row.due_at, "how": how, "words": words[how]})
    return found


def _ended(case: Case) -> str:
    return _(telling.ENDED[case.state]) if case.state in telling.ENDED else ""


def _near(case: Case, master: Case | None) -> list[dict[str, str]]:
    """The pages of the same customer's complaints that are handled together with this one."""
    found = joined.own_merged(case) if master is None else [master] if joined.same_customer(case, master) else []
    return [{"number": one.number, "url": reverse("portal_story", args=[one.number])} for one in found]


def doables(case: Case, facts: Facts, by: Actor) -> list[Doable]:
    """What the rules let the customer do at this moment."""

    def url(name: str) -> str:
        return reverse(name, args=[case.number])

    def may(step: str) -> bool:
        return not path.why_not(step, facts, by)

    found = []
    if may("decline_mediation"):
        found.append(Doable(_("Answer the proposal of a mediation"), _("Agree or decline: both are your right."),
                            url("portal_mediation"), "users", primary=True))  # fmt: skip
    if may("answer_satisfaction"):
        found.append(Doable(_("Tell us how satisfied you are"), _("One question. You need not answer."),
                            url("portal_satisfaction"), "mood-smile", primary=True))  # fmt: skip
    if (joined.master_of(case) or case).state != "archived":
        found.append(Doable(_("Write to us or add material"), _("Photos, papers, recordings: whatever belongs to it."),
                            url("portal_message"), "paperclip"))  # fmt: skip
    if may("apply_review"):
        found.append(Doable(_("Apply for a review of the decision"),
                            _("The unit above looks at it anew. It costs nothing."),
                            url("portal_review"), "scale"))  # fmt: skip
    if may("withdraw_review"):
        found.append(Doable(_("Take back the application for a review"), _("The decision then stands as it is."),
                            url("portal_withdraw_review"), "arrow-back-up"))  # fmt: skip
    if may("withdraw") and not facts.withdrawal_held:
        found.append(Doable(_("Withdraw the complaint"), _("Nobody may press you to. Read first what follows."),
                            url("portal_withdrawal"), "ban"))  # fmt: skip
    return found


def _doing(facts: Facts) -> str:
    if facts.suspended:
        return _("The matter rests while others are at work on it. We go on as soon as they have finished.")
    if facts.review_open:
        return _("The unit above looks at the decision anew.")
    if facts.withdrawal_held:
        return _("A supervisor will speak with you about your withdrawal.")
    if facts.state == "executing" and facts.notified_at:
        return _(telling.NOW["decided_notified"])
    return _(telling.NOW[facts.state]) if facts.state in telling.NOW else ""


def _coming(facts: Facts) -> tuple[str, ...]:
    is_early = (
        facts.state == "executing" and not facts.notified_at
    )  # carrying out may begin before the decision is told
    return telling.NEXT["plan_approved" if is_early else facts.state] if facts.state in telling.NEXT else ()


def _is_done(code: str, facts: Facts) -> bool:
    """A limit of the first days that no longer tells the customer anything."""
    return code == "complaint.acceptance" and facts.state != "received"


def _chapter(case: Case, chapter: story.Chapter, items: Mapping[UUID, Evidence]) -> dict[str, Any]:
    files = [_file(case, items[paper]) for paper in chapter.papers if paper in items]
    return {"at": chapter.at, "title": chapter.title, "text": chapter.text, "files": files}


def talk_of(case: Case, messages: Sequence[Message], items: Mapping[UUID, Evidence], desk: str) -> list[dict[str, Any]]:
    """The conversation, newest first. What carries a decision letter is told by the story and the letter itself."""
    letters = Decision.objects.filter(case=case, letter_evidence_id__isnull=False)
    decided = set(letters.values_list("letter_evidence_id", flat=True))
    shown = []
    for message in reversed(messages):
        is_ours = message.direction == Direction.OUT
        files = [_file(case, items[paper]) for paper in message.evidence_ids if paper in items]
        tells = bool(decided & set(message.evidence_ids)) and is_ours
        shown.append(
            {
                "kind": "public_out" if is_ours else "public_in",
                "who": desk if is_ours else _("You"),
                "at": message.at,
                "title": message.subject if is_ours else "",
                "text": _said(message, tells=tells),
                "files": files,
            }
        )
    return shown


def _said(message: Message, *, tells: bool) -> str:
    if tells:
        return _("We sent you our decision. The letter holds it in full.")
    return message.text if message.direction == Direction.OUT else masking.text(message.text)


def _file(case: Case, item: Evidence) -> dict[str, Any]:
    url = reverse("portal_file", args=[case.number, item.pk])
    return {
        "name": item.title or item.file_name, "url": url, "size": item.size, "at": item.added_at,
        "withheld": _withheld(item),
    }  # fmt: skip


def _withheld(item: Evidence) -> str:
    """Why the customer cannot open what they sent us, and what to do about it."""
    if item.scan == Scan.HELD:
        return _("We are checking this file for viruses. You can open it in a few minutes; you need not do anything.")
    if item.scan == Scan.QUARANTINED:
        return _(
            "Our virus scanner does not let this file through, so nobody can open it here. Please send it again as a "
            "photo or PDF, or call us. Everything else you sent has arrived."
        )
    return ""
