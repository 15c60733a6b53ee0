"""Writing imported complaints in batches; a batch commits with the registry rows that let a second run skip it."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from zlib import crc32

from django.db import connection, models

from huiyin.audit import actions as audit
from huiyin.audit.models import Entry, Sealed
from huiyin.cases.models import Case, CaseSearch, Message, Ownership, Person, Registry
from huiyin.cases.rules import numbers
from huiyin.complaints.actions.imported_arrivals import Row, arrive
from huiyin.complaints.actions.imported_rows import Past, Place, build
from huiyin.complaints.imports.record import Record
from huiyin.complaints.models import Complaint, Demand, Label
from huiyin.complaints.queries import importing as queries
from huiyin.complaints.queries.importing import Desk, Judgement, Kind
from huiyin.core import bulk
from huiyin.core.actions import action
from huiyin.core.actors import Actor
from huiyin.core.bulk import copy_in, draft
from huiyin.core.time import local_date

# Order matters: a row may refer only to what is written before it.
CHILDREN: tuple[type[models.Model], ...] = (Complaint, CaseSearch, Ownership, Label, Person, Demand, Message)
REPLACED = tuple(model for model in CHILDREN if model is not Ownership)
SHARES = 4
KEPT_COLUMNS = ("id", "number", "recorded_at", "version", "owner_id", "is_open", "is_imported")


def share_of(record: Record) -> int:
    """To which of the SHARES of its source a record belongs: what two writers at once must not both have."""
    return crc32(record.external_key.encode()) % SHARES


@action
def import_batch(*, records: Sequence[Record], desk: Desk, by: Actor, at: datetime) -> list[tuple[Kind, str]]:
    """Write one batch: (created | updated | unchanged | rejected, reason) for each record, in order.

    Complaints of the past keep their dates and their end: no clock starts, nothing is sent. Open ones are registered
    one by one, with limits from the day of receipt. Two runs at once wait for each other where they bring the same
    shares of a source, so that a row comes in once; done twice, the second finds everything unchanged.
    """
    with connection.cursor() as cursor:
        for source, share in sorted({(record.source, share_of(record)) for record in records}):
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"import:{source}:{share}"])
    judged = queries.judge(records, desk)
    pairs = list(zip(records, judged, strict=True))
    new = [pair for pair in pairs if pair[1].kind == "created"]
    past = [pair for pair in new if pair[0].state == "closed"]
    coming = [pair for pair in new if pair[0].state == "open"]
    _write_past(past, desk, by=by, at=at)
    rows = [Row(*pair, number) for pair, number in zip(coming, _numbers(len(coming), at), strict=True)]
    arrived = iter(arrive(rows, desk=desk, by=by, at=at))
    outcomes: list[tuple[Kind, str]] = []
    for record, judgement in pairs:
        if judgement.kind == "updated":
            outcomes.append(update_imported(record=record, judgement=judgement, desk=desk, by=by, at=at))
        elif judgement.kind == "created" and record.state == "open":
            outcomes.append(next(arrived))
        else:
            outcomes.append((judgement.kind, judgement.reason))
    return outcomes


def _write_past(pairs: Sequence[tuple[Record, Judgement]], desk: Desk, *, by: Actor, at: datetime) -> None:
    pasts = [
        build(
            record,
            place=_place(judgement, desk),
            number=number,
            digest=judgement.digest,
            at=at,
            label=by.label,
        )
        for (record, judgement), number in zip(pairs, _numbers(len(pairs), at), strict=True)
    ]
    drafts = [_entry(past, record, by=by, at=at) for past, (record, _judgement) in zip(pasts, pairs, strict=True)]
    copy_in(Case, [past.case for past in pasts])
    copy_in(Registry, list(_registry(pasts, pairs)))
    for model in CHILDREN:
        copy_in(model, [row for past in pasts for row in past.rows[model]])
    copy_in(Entry, [entry for entry, _sealed in drafts])
    copy_in(Sealed, [sealed for _entry, sealed in drafts if sealed])


def _place(judgement: Judgement, desk: Desk) -> Place:
    assert judgement.unit is not None
    owner = desk.owners.get(judgement.unit.id, desk.owners[desk.unit.id])
    return Place(judgement.unit, owner, judgement.policy, desk.taxonomy_version, desk.language)


def _numbers(count: int, at: datetime) -> list[str]:
    """The next `count` case numbers in one statement."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('cases_number_seq') FROM generate_series(1, %s)", [count])
        return [numbers.number(local_date(at), sequence) for (sequence,) in cursor.fetchall()]


def _registry(pasts: Iterable[Past], pairs: Iterable[tuple[Record, Judgement]]) -> Iterable[bulk.Row]:
    for past, (record, _judgement) in zip(pasts, pairs, strict=True):
        case = past.case
        yield draft(Registry, kind=queries.REGISTRY, key=queries.key_of(record), case_id=case["id"])
        yield draft(Registry, kind="number", key=case["number"], case_id=case["id"])


def _entry(past: Past, record: Record, *, by: Actor, at: datetime) -> tuple[Entry, Sealed | None]:
    return audit.draft(
        aggregate=("case", past.case["id"]),
        kind=queries.IMPORTED,
        by=by,
        at=at,
        body=_told(past, record),
        personal=past.personal,
    )


def _told(past: Past, record: Record) -> dict[str, object]:
    """What the ledger says of an import: where the row comes from and what it became. No personal data."""
    case = past.case
    return {
        "source": record.source,
        "external_key": record.external_key,
        "mapping": record.source_fields["mapping"],
        "mapping_version": record.source_fields["mapping_version"],
        "digest": case["source_fields"]["digest"],
        "rows": len(record.rows),
        "number": case["number"],
        "state": case["state"],
        "channel": case["channel"],
        "received_at": case["received_at"],
        "closed_at": case["closed_at"],
        "unit": case["unit_id"],
        "codes": [label.code for label in record.labels],
        "taxonomy": past.rows[Complaint][0]["taxonomy_version"],
    }


@action
def update_imported(*, record: Record, judgement: Judgement, desk: Desk, by: Actor, at: datetime) -> tuple[Kind, str]:
    """Replace what an earlier run imported by what the file says now; the ledger keeps both fingerprints.

    Only closed history that nobody has worked on, asked again under the lock: otherwise ("rejected", reason). Number,
    accountable owner and chain stay.
    """
    assert judgement.found is not None
    case = Case.objects.select_for_update().get(pk=judgement.found.id)
    found = queries.stands(judgement.found)
    if reason := queries.why_not_update(record, found):
        return "rejected", reason
    past = build(
        record, place=_place(judgement, desk), number=case.number, digest=judgement.digest, at=at, label=by.label
    )
    changed = [field.attname for field in Case._meta.concrete_fields if field.attname not in KEPT_COLUMNS]
    for name in changed:
        setattr(case, name, past.case[name])
    case.version += 1
    case.save(update_fields=[*changed, "version"])
    _replace_parts(case, past)
    told = _told(past, record) | {"version": case.version, "digest_before": found.digest}
    audit.record(aggregate=("case", case.id), kind=queries.UPDATED, by=by, at=at, body=told, personal=past.personal)
    return "updated", ""


def _replace_parts(case: Case, past: Past) -> None:
    for model in REPLACED:
        model._default_manager.filter(case=case).delete()
        copy_in(model, [row | {"case_id": case.id} for row in past.rows[model]])
