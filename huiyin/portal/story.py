"""The story of a complaint for its customer: from the top to the bottom, in plain words.

It names desks, never members of staff; it knows no notes, flags or classes. Milestones come from the ledger, turns and
decisions from their rows.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from huiyin.audit import queries as ledger
from huiyin.cases.models import Case
from huiyin.complaints.models import Decision, Extension, Merge, Notice, Reopening, Reroute, Review, Suspension
from huiyin.core.wording import limit_text
from huiyin.portal.telling import MILESTONES


@dataclass(frozen=True)
class Chapter:
    """Something that happened: when, what, in a few words, with the papers that belong to it."""

    at: datetime
    title: str
    text: str = ""
    papers: tuple[UUID, ...] = field(default=())


def of(case: Case) -> list[Chapter]:
    """What has happened so far, oldest first."""
    found = [
        Chapter(
            case.received_at, _("We received your complaint"), _("Your number is %(number)s.") % {"number": case.number}
        )
    ]
    found += _milestones(case)
    found += _decisions(case)
    found += _extensions(case)
    found += _suspensions(case)
    found += _reviews(case)
    found += _other_ways(case)
    return sorted(found, key=lambda chapter: chapter.at)


def _milestones(case: Case) -> Iterator[Chapter]:
    """One chapter a milestone; of hand-overs between desks only the last."""
    rows = list(ledger.chain(("case", case.pk)).filter(kind__in=MILESTONES).values_list("kind", "at"))
    last = max((at for kind, at in rows if kind == "complaint.dispatched"), default=None)
    for kind, at in rows:
        if kind == "complaint.dispatched" and at != last:
            continue
        title, text = MILESTONES[kind]
        yield Chapter(at, _(title), _(text) if text else "")


def _decisions(case: Case) -> Iterator[Chapter]:
    """Decisions that were told, not those that were only written."""
    told: dict[UUID | None, datetime] = {}
    notices = Notice.objects.filter(case=case, kind="decision", sent_at__isnull=False).order_by("sent_at")
    for decision_id, sent_at in notices.values_list("decision_id", "sent_at"):
        if sent_at is not None:
            told.setdefault(decision_id, sent_at)
    for row in Decision.objects.filter(case=case, pk__in=[key for key in told if key]):
        papers = (row.letter_evidence_id,) if row.letter_evidence_id else ()
        yield Chapter(told[row.pk], _("We told you our decision"), row.outcome, papers)


def _extensions(case: Case) -> Iterator[Chapter]:
    for row in Extension.objects.filter(case=case, effective_at__isnull=False):
        text = _("Reason: %(reason)s") % {"reason": row.reason}
        if row.new_due_at is not None:
            until = _("The new limit ends %(limit)s.") % {"limit": limit_text(row.new_due_at)}
            text = f"{text}\n{until}"
        assert row.effective_at is not None
        yield Chapter(row.effective_at, _("We need more time"), text)


def _suspensions(case: Case) -> Iterator[Chapter]:
    for row in Suspension.objects.filter(case=case):
        text = _("%(body)s is at work on the matter (%(ground)s). Until its result is in, the days do not count.")
        yield Chapter(row.from_at, _("The limit rests"), text % {"body": row.body, "ground": row.get_ground_display()})
        if row.to_at is not None:
            yield Chapter(row.to_at, _("It goes on"), _("%(body)s has finished.") % {"body": row.body})


def _reviews(case: Case) -> Iterator[Chapter]:
    for row in Review.objects.filter(case=case).select_related("reviewing_unit"):
        unit = {"unit": row.reviewing_unit.name}
        text = _("%(unit)s looks at the decision anew: how it came about, whether it was in time, whether it is right.")
        yield Chapter(row.applied_at, _("You applied for a review"), text % unit)
        papers = (row.letter_evidence_id,) if row.letter_evidence_id else ()
        if row.state == "decided" and row.notified_at is not None:
            yield Chapter(row.notified_at, _("The review has ended"), row.get_verdict_display(), papers)
        elif row.state == "refused" and row.decided_at is not None:
            yield Chapter(row.decided_at, _("We could not review the decision"), row.refused_reason, papers)


def _other_ways(case: Case) -> Iterator[Chapter]:
    """Joined with another complaint, going on as something else, taken up again."""
    for merge in Merge.objects.filter(case=case, undone_at=None):
        yield Chapter(merge.at, _("It is handled together with another complaint about the same matter"))
    for reroute in Reroute.objects.filter(case=case):
        yield Chapter(reroute.at, _("It goes on in another way"), reroute.reason)
    for again in Reopening.objects.filter(case=case):
        yield Chapter(again.at, _("We took it up again"), _("The limit for our decision began anew."))


def files_of(chapters: Sequence[Chapter]) -> set[UUID]:
    """The papers that stand in the story."""
    return {paper for chapter in chapters for paper in chapter.papers}
