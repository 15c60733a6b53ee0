"""Imported closed history goes to the archive in batches, each case with its own entry and hash (3.1-7)."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiyin.audit import queries as ledger
from huiyin.audit.actions import record
from huiyin.audit.models import Entry
from huiyin.cases.models import Case
from huiyin.complaints import sweeps
from huiyin.complaints.actions import archive, importing
from huiyin.complaints.queries import due
from huiyin.core.actors import system
from tests.complaints.imports.files import NOW, planned
from tests.complaints.imports.house import BY, make_desk, make_house, written

pytestmark = pytest.mark.django_db

HEADER = "原编号,收到时间,办结时间,渠道,投诉内容,投诉人\n"
NIGHT = NOW + timedelta(days=1)


@pytest.fixture
def history(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Case]:
    """Twelve complaints of an earlier system, closed in 2025."""
    make_house()
    rows = "".join(f"TS-{n},2025-03-04 09:30,2025-03-18,电话,定损金额过低第{n}次,李某{n}\n" for n in range(12))
    records, rejected = planned(written(tmp_path, HEADER + rows))
    assert rejected == []
    importing.import_batch(records=records, desk=make_desk(), by=BY, at=NOW)
    monkeypatch.setattr(sweeps, "now", lambda: NIGHT)
    return list(Case.objects.order_by("id"))


def test_a_batch_costs_a_few_statements_and_leaves_every_chain_whole(history: list[Case]) -> None:
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert sweeps.archive_ended() == 12
    beside_locks = [one for one in seen.captured_queries if "advisory" not in one["sql"]]
    assert len(beside_locks) < 14
    for case in history:
        case.refresh_from_db()
        assert (case.state, case.is_open, case.version) == ("archived", False, 2)
        entry = Entry.objects.get(aggregate_id=case.pk, kind="complaint.archived")
        assert len(entry.body["outputs"]["dossier"]) == 64
        assert ledger.verify(("case", case.pk)) == []
    assert sweeps.archive_ended() == 0
    assert (
        archive.archive_imported(case_ids=[case.pk for case in history], by=system("complaints.archive"), at=NIGHT) == 0
    )


def test_what_people_have_worked_on_since_goes_its_own_way(history: list[Case]) -> None:
    touched = history[0]
    record(aggregate=("case", touched.pk), kind="case.note_added", by=BY, at=NOW)
    found = dict(due.cases_to_archive(NIGHT))
    assert [pk for pk, is_import in found.items() if not is_import] == [touched.pk]
    assert sweeps.archive_ended() == 12
    assert ledger.verify(("case", touched.pk)) == []
