"""The archive: after the watch period a case can only be read; its dossier has one hash (3.1-7, 3.4-5)."""

from datetime import datetime

from django.utils.translation import gettext as _

from huiyin.audit import queries as audit
from huiyin.cases.models import Case, Evidence
from huiyin.complaints.actions.base import begin, finish
from huiyin.complaints.rules import closing, terms
from huiyin.core import canonical
from huiyin.core.actions import action
from huiyin.core.actors import Actor
from huiyin.core.errors import Refused


@action
def archive(*, case: Case, by: Actor, at: datetime) -> Case:
    """Put an ended case into the archive once its watch period is over. Only the system does this.

    Raises Refused(`archive.watch`) while it is watched; `step.archive` while a rectification, review, mediation or
    escalation is open, or the case is archived already.
    """
    case, facts = begin(case, "archive", by=by)
    house = terms.in_force(case.rules_on)
    ended_at = case.closed_at or case.state_since
    if not closing.may_archive(ended_at, at, house.watch_days, rectification_open=facts.rectification_open):
        day = closing.archive_due(ended_at, house.watch_days)
        message = _("The case is watched until %(day)s.") % {"day": day.isoformat()}
        raise Refused("archive.watch", message, clause="3.4-5")
    last = audit.last(("case", case.pk))
    items = Evidence.objects.filter(case=case).order_by("number").values_list("number", "sha256")
    dossier = canonical.digest(
        {
            "case": case.number,
            "entries": last.seq if last else 0,
            "last_entry": last.hash if last else "",
            "evidence": [[number, sha256] for number, sha256 in items],
        }
    )
    return finish(case, "archive", by=by, at=at, outputs={"dossier": dossier}, rule_versions=[house.version])
