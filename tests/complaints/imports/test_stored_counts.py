"""The public records in the database: every count is that of the file."""

from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from huiyin.accounts.models import Unit
from huiyin.audit import queries as audit
from huiyin.cases.models import Case, Person
from huiyin.complaints.actions import importing
from huiyin.complaints.imports.record import Record
from huiyin.complaints.models import Complaint, Demand, Label
from huiyin.core.time import local_date
from tests.complaints.imports.files import CFPB, CONNECTICUT, NOW, TEXAS, grouped, planned, raw
from tests.complaints.imports.house import BY, make_desk, make_house

pytestmark = pytest.mark.django_db


def bring_in(records: list[Record]) -> None:
    outcomes = importing.import_batch(records=records, desk=make_desk(), by=BY, at=NOW)
    assert {kind for kind, _reason in outcomes} == {"created"}


@pytest.mark.parametrize("path", [TEXAS, CFPB], ids=["texas", "cfpb"])
def test_every_count_of_a_public_record_is_in_the_database(path: Path) -> None:
    make_house()
    rows = raw(path)
    records, _rejected = planned(path)
    closed = [record for record in records if record.state == "closed"]
    bring_in(closed)
    kept = [row for fields in Case.objects.values_list("source_fields", flat=True) for row in fields["rows"]]
    keys = {row["Complaint ID"] if path is CFPB else row["complaint_number"] for row in kept}
    wanted = [row for row in rows if (row.get("Complaint ID") or row.get("complaint_number")) in keys]
    assert len(kept) == len(wanted) == len(closed)
    for column in rows[0]:
        assert Counter(row[column] for row in kept) == Counter(row[column] for row in wanted), column


def test_texas_dates_findings_and_labels_are_in_the_database() -> None:
    make_house()
    rows = raw(TEXAS)
    records, _rejected = planned(TEXAS)
    bring_in(records)
    cases = Case.objects.all()
    assert Counter(str(local_date(at)) for at in cases.values_list("received_at", flat=True)) == Counter(
        row["received_date"] for row in rows
    )
    assert Counter(str(local_date(at)) for at in cases.values_list("closed_at", flat=True) if at) == Counter(
        row["closed_date"] for row in rows
    )
    assert Counter(Complaint.objects.values_list("verdict", flat=True)) == Counter(
        {"Confirmed": "upheld", "Not Confirmed": "not_upheld"}[row["finding_type"]] for row in rows
    )
    assert Label.objects.filter(is_primary=True).count() == len(rows)
    assert Person.objects.count() == sum("SENIOR CITIZEN" in row["keywords"] for row in rows)
    assert Unit.objects.get(code="HQ").id in set(cases.values_list("unit", flat=True))
    assert list(audit.verify_all()) == []


def test_connecticut_recovery_sums_once_in_the_database() -> None:
    make_house()
    cases = grouped(CONNECTICUT, "file_no")
    records, _rejected = planned(CONNECTICUT)
    bring_in(records)
    assert Case.objects.count() == len(cases)
    paid = sum(Decimal(f["amounts"]["paid_amount"]) for f in Case.objects.values_list("source_fields", flat=True))
    assert paid == sum(
        Decimal(amount)
        for rows in cases.values()
        for _company, amount in {(row["company"], row["recovery"]) for row in rows}
    )
    assert Demand.objects.count() == 0  # dollars are not booked as yuan
    whole = dict.fromkeys(("withdrawn", "not_proceeded", "rerouted"), 0)
    ends = {"Complaint Withdrawn": "withdrawn", "No Jurisdiction": "not_proceeded"}
    for rows in cases.values():
        dispositions = {row["disposition"] for row in rows}
        if len(dispositions) == 1 and (only := dispositions.pop()) in ends:
            whole[ends[only]] += 1
    states = Counter(Case.objects.values_list("state", flat=True))
    assert states["withdrawn"] == whole["withdrawn"] > 0
    assert states["not_proceeded"] == whole["not_proceeded"] > 0
