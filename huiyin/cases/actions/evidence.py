"""The evidence register: taking items in, their custody, reading them (3.2-4)."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Max
from django.utils.translation import gettext as _

from huiyin.audit import actions as audit
from huiyin.cases.actions import scanning
from huiyin.cases.actions.base import lock, record, said
from huiyin.cases.models import Case, Custody, Evidence, EvidenceKind, EvidenceSource
from huiyin.cases.queries import files as register
from huiyin.cases.rules import limits
from huiyin.core import blobs
from huiyin.core.actions import action
from huiyin.core.actors import Actor
from huiyin.core.errors import BadInput, Refused
from huiyin.core.files import Stored

CUSTODY_KINDS = ("received", "handed_over", "copied", "returned", "verified", "inspected")


def keep(
    case: Case,
    files: Sequence[Stored],
    *,
    kind: str,
    source: str,
    by: Actor,
    at: datetime,
    titles: Sequence[str] = (),
    captured_at: datetime | None = None,
    is_public: bool = False,
    note: str = "",
) -> list[Evidence]:
    """Put files into the register of a case that the caller has locked and whose ledger entry the caller writes.

    `captured_at` is when the item came into being. Raises Refused(`evidence.file_missing`) when a file is gone,
    BadInput for an unknown kind or source.
    """
    if not files:
        return []
    newest = Evidence.objects.filter(case=case).aggregate(last=Max("number"))["last"] or 0
    items, custody = draft(
        case, files, kind=kind, source=source, by=by, at=at, titles=titles, captured_at=captured_at,
        is_public=is_public, note=note, start=newest,
    )  # fmt: skip
    Evidence.objects.bulk_create(items)
    Custody.objects.bulk_create(custody)
    scanning.follow_up(case, [item.scan for item in items])
    return items


def draft(
    case: Case,
    files: Sequence[Stored],
    *,
    kind: str,
    source: str,
    by: Actor,
    at: datetime,
    start: int,
    titles: Sequence[str] = (),
    captured_at: datetime | None = None,
    is_public: bool = False,
    note: str = "",
) -> tuple[list[Evidence], list[Custody]]:
    """The rows of items numbered after `start`, not yet written: for writers of many rows at once."""
    if kind not in EvidenceKind.values or source not in EvidenceSource.values:
        raise BadInput("evidence.kind", _("Choose what kind of evidence it is and where it comes from."), field="kind")
    if start + len(files) > limits.EVIDENCE_PER_CASE:
        raise Refused("evidence.too_many", _("This case holds as many files as it may."))
    items = [
        Evidence(
            case=case,
            number=start + place + 1,
            kind=kind,
            source=source,
            title=(titles[place] if place < len(titles) else "")[:200] or file.name,
            file_name=file.name,
            media_type=file.content_type[:100],
            size=file.size,
            sha256=_present(file).digest,
            captured_at=captured_at or at,
            added_at=at,
            added_by_id=by.id,
            added_by_label=by.label,
            is_public=is_public,
            scan=scanning.standing(file),
        )
        for place, file in enumerate(files)
    ]
    custody = [
        Custody(evidence=item, case_id=case.pk, kind="received", at=at, by_label=by.label, note=note[:300])
        for item in items
    ]
    return items, custody


def as_body(items: Sequence[Evidence]) -> list[dict[str, object]]:
    """What a ledger entry says of items: number, hash, size, kind; never names (they may be personal)."""
    return [
        {"id": item.pk, "number": item.number, "sha256": item.sha256, "size": item.size, "kind": item.kind}
        for item in items
    ]


def _present(file: Stored) -> Stored:
    try:
        blobs.touch(file.digest)
    except (blobs.BlobMissing, ValueError):
        raise Refused(
            "evidence.file_missing", _("“%(name)s” is no longer there. Upload it again.") % {"name": file.name}
        ) from None
    return file


@action
def add(
    *,
    case: Case,
    files: Sequence[Stored],
    by: Actor,
    at: datetime,
    kind: str = EvidenceKind.ATTACHMENT,
    source: str = EvidenceSource.CUSTOMER,
    titles: Sequence[str] = (),
    captured_at: datetime | None = None,
    is_public: bool = False,
) -> list[Evidence]:
    """Add files to any case that is not in the archive; a customer's files are seen by the customer.

    Adding the same bytes again makes another item: who brought what and when is evidence too.
    """
    case = lock(case, by=by)
    if not files:
        raise BadInput("evidence.none", _("Choose at least one file."), field="files")
    items = keep(
        case, files, kind=kind, source=source, by=by, at=at, titles=titles, captured_at=captured_at,
        is_public=is_public or by.kind == "customer",
    )  # fmt: skip
    record(case, "evidence_added", by=by, at=at, body={"evidence": as_body(items)})
    return items


@action
def record_custody(*, evidence: Evidence, kind: str, by: Actor, at: datetime, note: str = "") -> Custody:
    """Write down who had an item in hand and why: handed_over, copied, returned, verified, inspected."""
    if kind not in CUSTODY_KINDS:
        raise BadInput("custody.kind", _("Choose what was done with the item."), field="kind")
    case = lock(Case(pk=evidence.case_id), by=by, staff_only=True)
    row = Custody.objects.create(
        evidence=evidence, case_id=case.pk, kind=kind, at=at, by_label=by.label, note=note.strip()[:300]
    )
    record(case, "custody_recorded", by=by, at=at, body={"evidence": evidence.pk, "kind": kind})
    return row


@action
def verify(*, evidence: Evidence, by: Actor, at: datetime) -> Custody:
    """Compare the kept bytes with the hash in the register and write the result into the custody chain.

    Raises Refused(`evidence.damaged`) when they differ or are gone: the register itself is never changed.
    """
    try:
        blobs.verify(evidence.sha256)
    except (blobs.BlobMissing, blobs.BlobDamaged):
        raise Refused(
            "evidence.damaged", _("The kept file is missing or no longer what it was. Tell the administrator.")
        ) from None
    return record_custody(evidence=evidence, kind="verified", by=by, at=at, note=f"SHA-256 {evidence.sha256}")


@action
def read(*, evidence: Evidence, by: Actor, at: datetime, way: str = "") -> Iterator[bytes]:
    """The clear bytes of an item, piece by piece; the access log says who opened it, and which `way` when it was not a
    download (`preview`). The edge has checked visibility.

    Raises Refused: `evidence.held`, `evidence.quarantined`, `evidence.damaged` (the file is gone).
    """
    pieces = register.opened(evidence)
    told = f"evidence {evidence.number} {way}".rstrip()
    audit.looked(kind="read", by=by, at=at, aggregate=("case", evidence.case_id), fields=[told])
    return pieces


@action
def publish(*, evidence: Evidence, reason: str, by: Actor, at: datetime) -> Evidence:
    """Let the complainant see an item on the portal (令2020-3 art 13: what is relied on is shown). Done already:
    unchanged.
    """
    case = lock(Case(pk=evidence.case_id), by=by, staff_only=True)
    words = said(reason, most=300, field="reason")
    row = Evidence.objects.select_for_update().get(pk=evidence.pk)
    if row.is_public:
        return row
    row.is_public = True
    row.save(update_fields=["is_public"])
    record(case, "evidence_published", by=by, at=at, body={"evidence": row.pk, "reason": words})
    return row


def of_case(case: Case, ids: Sequence[UUID]) -> list[Evidence]:
    """The items with these ids, all of them of this case. Raises BadInput(`evidence.foreign`) otherwise."""
    found = list(Evidence.objects.filter(case=case, pk__in=ids).order_by("number"))
    if len(found) != len(set(ids)):
        raise BadInput("evidence.foreign", _("This evidence item does not belong to the case."), field="evidence")
    return found
