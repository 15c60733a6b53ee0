"""The archive: after the watch period a case can only be read; its dossier has one hash (3.1-7, 3.4-5).

What was merged into a complaint goes to the archive with it, and comes out of it with it.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F
from django.utils.translation import gettext as _

from huiyin.audit import actions as audit
from huiyin.audit import queries as ledger
from huiyin.audit.models import Entry
from huiyin.cases.models import Case, Evidence, State
from huiyin.complaints.actions import turning
from huiyin.complaints.actions.base import begin, finish, lock, move
from huiyin.complaints.actions.merging import lock_family
from huiyin.complaints.models import Merge
from huiyin.complaints.queries import due
from huiyin.complaints.rules import closing, entries, terms
from huiyin.core import canonical
from huiyin.core.actions import action
from huiyin.core.actors import Actor
from huiyin.core.bulk import copy_in
from huiyin.core.errors import Refused


@action
def archive(*, case: Case, by: Actor, at: datetime) -> Case:
    """Put an ended case, with those merged into it, into the archive once its watch period is over. Only the system
    does this.

    Raises Refused(`archive.watch`) while it is watched; `archive.merged` for a merged case, which goes with the one it
    is merged into; `step.archive` while a rectification, review, mediation or escalation is open, or the case is
    archived already.
    """
    lock_family(case)
    case, facts = begin(case, "archive", by=by)
    if case.state == State.MERGED:
        message = _("It goes to the archive together with the complaint that it is merged into.")
        raise Refused("archive.merged", message, clause="3.1-7")
    house = terms.in_force(case.rules_on)
    ended_at = case.closed_at or case.state_since
    if not closing.may_archive(ended_at, at, house.watch_days, rectification_open=facts.rectification_open):
        day = closing.archive_due(ended_at, house.watch_days)
        message = _("The case is watched until %(day)s.") % {"day": day.isoformat()}
        raise Refused("archive.watch", message, clause="3.4-5")
    for child_id in _merged_into(case, State.MERGED):
        child, _facts = begin(Case(pk=child_id), "archive", by=by)
        _put_away(child, house.version, by=by, at=at)
    return _put_away(case, house.version, by=by, at=at)


@action
def archive_imported(*, case_ids: Sequence[UUID], by: Actor, at: datetime) -> int:
    """Put imported closed history into the archive, many at once; returns how many went.

    Asked again under the lock: what is watched, open beside the path, merged with others or no import any more is left
    out. Doing it twice changes nothing.
    """
    rows = list(due.imported_to_archive(case_ids).select_for_update(of=("self",)))
    ready = [case for case in rows if _is_over(case, at)]
    ids = [case.pk for case in ready]
    for case in ready:
        audit.hold(("case", case.pk))
    last, items = ledger.last_of("case", ids), _evidence_of(ids)
    Case.objects.filter(pk__in=ids).update(state=State.ARCHIVED, state_since=at, version=F("version") + 1)
    written = [
        audit.draft(
            aggregate=("case", case.pk),
            kind=entries.kind_of("archive"),
            by=by,
            at=at,
            body={
                "state": State.ARCHIVED.value,
                "version": case.version + 1,
                "outputs": {"dossier": _dossier(case, last.get(case.pk), items.get(case.pk, []))},
            },
            rule_versions=[terms.in_force(case.rules_on).version],
            last=last.get(case.pk),
        )[0]
        for case in ready
    ]
    return copy_in(Entry, written)


def revive_merged(master: Case, *, by: Actor, at: datetime) -> None:
    """Take what is merged into `master` out of the archive when the matter is taken up again; `lock_family` has locked
    them."""
    for child_id in _merged_into(master, State.ARCHIVED):
        child = lock(Case(pk=child_id))
        child.save(update_fields=move(child, State.MERGED, at=at))
        turning.note(child, "complaint.merge_revived", by=by, at=at, body={"into": master.number})


def _put_away(case: Case, version: str, *, by: Actor, at: datetime) -> Case:
    newest = ledger.last(("case", case.pk))
    seen = (newest.seq, newest.hash) if newest else None
    dossier = _dossier(case, seen, _evidence_of([case.pk]).get(case.pk, []))
    return finish(case, "archive", by=by, at=at, outputs={"dossier": dossier}, rule_versions=[version])


def _dossier(case: Case, last: tuple[int, str] | None, items: Sequence[list[Any]]) -> str:
    """One hash over the whole chain so far and all evidence."""
    seq, newest = last or (0, "")
    return canonical.digest({"case": case.number, "entries": seq, "last_entry": newest, "evidence": list(items)})


def _evidence_of(case_ids: Sequence[UUID]) -> Mapping[UUID, list[list[Any]]]:
    found: dict[UUID, list[list[Any]]] = {}
    rows = Evidence.objects.filter(case__in=case_ids).order_by("case", "number")
    for case_id, number, sha256 in rows.values_list("case_id", "number", "sha256"):
        found.setdefault(case_id, []).append([number, sha256])
    return found


def _merged_into(master: Case, state: str) -> list[UUID]:
    merges = Merge.objects.filter(into_case_id=master.pk, undone_at=None).values("case")
    return list(Case.objects.filter(pk__in=merges, state=state).order_by("id").values_list("id", flat=True))


def _is_over(case: Case, at: datetime) -> bool:
    watch = terms.in_force(case.rules_on).watch_days
    return closing.may_archive(case.closed_at or case.state_since, at, watch, rectification_open=False)
