"""What the virus scanner says of files, and letting go what it withholds.

A file that came in while a scanner is set is held: `cases.queries.files` gives it to nobody until a verdict is here.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from huiyin.accounts.queries import holders_of
from huiyin.audit import actions as audit
from huiyin.cases.actions import notifications
from huiyin.cases.actions.base import record, said
from huiyin.cases.actions.notifications import News
from huiyin.cases.models import Case, Evidence, Participation, Quarantine, QuarantineCause, Scan
from huiyin.cases.rules import scanning as rules
from huiyin.core import jobs
from huiyin.core.actions import action
from huiyin.core.actors import Actor
from huiyin.core.errors import BadInput, Refused
from huiyin.core.files import Stored


def standing(file: Stored) -> str:
    """How a file that comes in stands: held when a scanner is set, unless it is known."""
    return rules.on_arrival(file.scan, is_on=bool(settings.CLAMD))


def follow_up(case: Case, scans: Collection[str]) -> None:
    """What happens after the change with new files that stand so: first the scanner, then they are read, so that they
    are found by their names and texts."""
    if rules.HELD in scans:
        jobs.defer("cases.scan_files", queue="files", case_id=str(case.pk))
    if set(scans) - rules.WITHHELD:
        jobs.defer("cases.read_files", case_id=str(case.pk))


@action
def keep_verdict(
    *,
    evidence: Evidence,
    by: Actor,
    at: datetime,
    signature: str = "",
    too_big: bool = False,
    scanner: str = "",
    again: bool = False,
) -> Evidence:
    """Write down what the scanner said: let a clean file go, put any other into quarantine and tell who handles the
    case, the privacy officers and the administrators. An item that does not wait any more is left as it is; with
    `again` one that was never scanned, or was clean, is judged too. What was released by hand stays so.
    """
    case, row = _locked(evidence)
    if row.scan not in (rules.TO_SCAN_AGAIN if again else {rules.HELD}):
        return row
    if row.scan == Scan.CLEAN and not signature and not too_big:
        return row
    body: dict[str, Any] = {
        "evidence": row.pk, "number": row.number, "sha256": row.sha256, "scanner": scanner[:120]
    }  # fmt: skip
    if not signature and not too_big:
        _stands(row, Scan.CLEAN)
        record(case, "file_clean", by=by, at=at, body=body)
        jobs.defer("cases.read_files", case_id=str(case.pk))
        return row
    cause = QuarantineCause.TOO_BIG if too_big else QuarantineCause.MALWARE
    Quarantine.objects.create(
        case=case, evidence=row, cause=cause, signature=signature[:200], scanner=scanner[:120], found_at=at
    )
    _stands(row, Scan.QUARANTINED)
    record(case, "file_quarantined", by=by, at=at, body=body | {"cause": cause.value, "signature": signature[:200]})
    _tell(case, row, signature[:200], too_big, by=by, at=at)
    return row


@action
def release(*, evidence: Evidence, reason: str, by: Actor, at: datetime) -> Evidence:
    """Let a withheld file go on one's own responsibility. The access log tells it too. Free already: unchanged.

    Raises Refused(`quarantine.not_yours`) for any but administrators and privacy officers in person, BadInput for a
    reason under four characters.
    """
    if by.kind != "staff" or not rules.may_release(by.roles):
        raise Refused(
            "quarantine.not_yours",
            _("Only the privacy officer and administrators release a file from quarantine."),
        )
    words = " ".join(said(reason, most=300, field="reason").split())
    if len(words) < rules.REASON_LEAST:
        raise BadInput(
            "quarantine.reason", _("Say in at least four characters why the file may be released."), field="reason"
        )
    case, row = _locked(evidence)
    if row.scan not in rules.WITHHELD:
        return row
    held = row.scan
    kept, _is_new = Quarantine.objects.get_or_create(
        evidence=row, defaults={"case": case, "cause": QuarantineCause.NOT_SCANNED, "found_at": at}
    )
    kept.released_at, kept.released_by_label, kept.reason = at, by.label, words
    kept.save(update_fields=["released_at", "released_by_label", "reason"])
    _stands(row, Scan.RELEASED)
    body = {"evidence": row.pk, "number": row.number, "sha256": row.sha256, "was": held, "signature": kept.signature}
    record(case, "file_released", by=by, at=at, body=body, personal={"reason": words})
    audit.looked(
        kind="released", by=by, at=at, aggregate=("case", case.pk), fields=[f"evidence {row.number}"], reason=words
    )
    jobs.defer("cases.read_files", case_id=str(case.pk))
    return row


def _locked(evidence: Evidence) -> tuple[Case, Evidence]:
    """The case and the item, locked: also in the archive, where nothing else of the case changes."""
    case = Case.objects.select_for_update().get(pk=evidence.case_id)
    return case, Evidence.objects.select_for_update().get(pk=evidence.pk, case=case)


def _stands(row: Evidence, scan: Scan) -> None:
    row.scan = scan
    row.save(update_fields=["scan"])


def _tell(case: Case, row: Evidence, signature: str, too_big: bool, *, by: Actor, at: datetime) -> None:
    parts = Participation.objects.filter(case=case, to_at=None, role__in=("investigator", "co_handler"))
    handling = {case.owner_id, *parts.values_list("user_id", flat=True)}
    keeping = {user.pk for user in holders_of(*sorted(rules.RELEASES))} - handling
    variant = "too_big" if too_big else ""
    house = "house_too_big" if too_big else "house"
    notifications.tell_all(
        news=[
            News("quarantined", handling, f"quarantine:{row.pk}", case.pk, {"variant": variant}, row.pk),
            News(
                "quarantined", keeping, f"quarantine:{row.pk}", None, {"variant": house, "signature": signature}, row.pk
            ),
        ],
        by=by,
        at=at,
    )
