"""What follows once the fate of a turn's notice is known, and telling by another way where a notice has told nobody."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from huiyin.cases.models import Case, Evidence
from huiyin.clocks.models import Task
from huiyin.complaints.actions import extension, methods, reviewing, turning
from huiyin.complaints.actions.base import begin, finish
from huiyin.complaints.actions.turning import Way
from huiyin.complaints.models import Extension, Merge, Notice, Reroute, Review, Suspension, Withdrawal
from huiyin.complaints.queries.turn_words import Words
from huiyin.core.actions import action
from huiyin.core.actors import Actor
from huiyin.core.errors import BadInput, Refused

# Notices that have ways of their own to be told again.
OWN_WAYS = ("decision", "satisfaction", "other")


def follow(case: Case, notice: Notice, *, by: Actor, at: datetime) -> None:
    """Let the turn take notice of what became of its mail: an extension takes effect or lapses, a review's limit stops.

    Called under the lock of the case. Doing it twice changes nothing.
    """
    if notice.kind == "extension":
        extension.confirm(case=case, by=by, at=at)
    elif notice.kind in ("review", "review_refused"):
        reviewing.confirm(case=case, by=by, at=at)


@action
def tell_again(*, case: Case, notice_id: UUID, way: Way, by: Actor, at: datetime) -> Notice:
    """Tell by another way what a failed mail or a text shown only on the portal has not told (令2020-3 art 21): the
    same letter, a new notice with its own moment and proof. Whatever waited for it follows.

    Raises Refused(`notice.told`) where the person has been told or the mail is still on its way, BadInput without a
    way.
    """
    case, _facts = begin(case, "tell_again", by=by)
    old = Notice.objects.select_for_update().filter(case=case, pk=notice_id).exclude(kind__in=OWN_WAYS).first()
    if old is None:
        raise BadInput("notice.unknown", _("Choose the notice that has told nobody."), field="notice_id")
    on_its_way = old.outgoing_id is not None and old.failed_at is None
    replaced = Notice.objects.filter(case=case, kind=old.kind, created_at__gt=old.created_at, failed_at=None)
    if old.sent_at is not None or on_its_way or replaced.filter(letter_evidence_id=old.letter_evidence_id).exists():
        raise Refused("notice.told", _("This has been told, or is on its way."), clause="令2020-3 art 21")
    if not way.method or (way.method == "email" and not methods.address_for(case, "email")):
        raise BadInput("notice.method", _("Choose how the person is told."), field="method")
    letter = Evidence.objects.filter(pk=old.letter_evidence_id).first() if old.letter_evidence_id else None
    notice = turning.give(
        case,
        kind=old.kind,
        words=Words(
            letter.title if letter else _("About your complaint %(number)s") % {"number": case.number}, old.text
        ),
        letter=letter,
        way=way,
        since=old.created_at,
        by=by,
        at=at,
    )
    _take_place(case, old, notice)
    for task in Task.objects.filter(owner_kind="case", owner_id=case.pk, ref_id=old.pk, state="open"):
        turning.finish_task(task.pk, by=by, at=at)
    finish(
        case,
        "tell_again",
        by=by,
        at=at,
        body={
            "notice": notice.pk,
            "instead_of": old.pk,
            "notice_kind": notice.kind,
            "method": notice.method,
            "sent_at": notice.sent_at,
        },
        personal={"address": notice.address},
        outputs={"notice": notice.pk},
    )
    follow(case, notice, by=by, at=at)
    return notice


def _take_place(case: Case, old: Notice, new: Notice) -> None:
    """The rows that named the old notice name the new one."""
    for model in (Extension, Withdrawal, Merge, Reroute, Review):
        model._default_manager.filter(case=case, notice_id=old.pk).update(notice_id=new.pk)
    Suspension.objects.filter(case=case, pause_notice_id=old.pk).update(pause_notice_id=new.pk)
    Suspension.objects.filter(case=case, resume_notice_id=old.pk).update(resume_notice_id=new.pk)
