"""The public records become complaints without loss: every count is compared with a plain reading of the file."""

import gzip
import json
from collections import Counter
from datetime import date
from decimal import Decimal

import pytest

from huiyin.catalog.rules import current
from huiyin.complaints.imports.record import Record
from huiyin.core.time import SHANGHAI, local_date
from tests.complaints.imports.files import CFPB, CONNECTICUT, MESSAGES, TEXAS, grouped, planned, raw


def originals(records: list[Record]) -> list[dict[str, str]]:
    return [row for record in records for row in record.source_fields["rows"]]


def count_values(rows: list[dict[str, str]]) -> dict[str, Counter[str]]:
    return {column: Counter(row[column] for row in rows) for column in rows[0]}


def iso(text: str) -> date:
    return date.fromisoformat("-".join(part.zfill(2) for part in text.replace("/", "-").split("-")))


@pytest.mark.parametrize("path", [TEXAS, CONNECTICUT, CFPB], ids=["texas", "connecticut", "cfpb"])
def test_every_cell_of_every_row_is_kept(path: object) -> None:
    records, rejected = planned(path)  # type: ignore[arg-type]
    assert rejected == []
    assert count_values(originals(records)) == count_values(raw(path))  # type: ignore[arg-type]


def test_texas_dates_findings_and_complainants_count_the_same() -> None:
    rows = raw(TEXAS)
    records, _rejected = planned(TEXAS)
    assert len(records) == len(rows) == len({record.external_key for record in records})
    assert Counter(local_date(r.received_at) for r in records if r.received_at) == Counter(
        iso(row["received_date"]) for row in rows
    )
    assert Counter(local_date(r.closed_at) for r in records if r.closed_at) == Counter(
        iso(row["closed_date"]) for row in rows
    )
    confirmed = Counter(row["finding_type"] for row in rows)
    assert Counter(r.text("outcome") for r in records) == {
        "upheld": confirmed["Confirmed"],
        "not_upheld": confirmed["Not Confirmed"],
    }
    kinds = Counter(row["complainant_type"] for row in rows)
    assert Counter(r.text("complainant_kind") for r in records) == {
        "person": kinds["INDV"],
        "organisation": kinds["ORG"],
    }
    assert Counter(r.text("complainant_relation") for r in records) == Counter(
        row["complaint_filed_by"] for row in rows
    )
    elderly = sum("SENIOR CITIZEN" in row["keywords"] for row in rows)
    assert sum(r.text("vulnerability") == "elderly" for r in records) == elderly > 0
    assert {r.state for r in records} == {"closed"}
    assert {r.channel for r in records} == {"regulator"}


def test_texas_keywords_become_codes_only_where_they_name_a_reason() -> None:
    records, _rejected = planned(TEXAS)
    by_number = {record.external_key: record for record in records}
    for row in raw(TEXAS):
        record = by_number[row["complaint_number"]]
        words = {word.strip() for word in row["keywords"].split(";")} - {""}
        codes = {label.code for label in record.labels}
        assert ("C31" in codes) == bool(
            words
            & {
                "ACV",
                "DAMAGE DISPUTE",
                "DEPRECIATION",
                "DIMINISHED VALUE",
                "OVERHEAD AND PROFIT",
                "LABOR RATE",
                "BETTERMENT",
                "AFTERMARKET PARTS",
                "SUPPLEMENTARY PAYMENT",
                "APPRAISAL",
            }
        )
        assert ("P34" in codes) == ("RESCISSION" in words)
        if words == {"GR-Claim Evaluation"}:
            assert [(label.code, label.word, label.known) for label in record.labels] == [
                ("O99", "GR-Claim Evaluation", False)
            ]
        if not words:
            assert [(label.code, label.word) for label in record.labels] == [("O99", "")]
        assert set(record.source_fields.get("unknown_words", [])) <= words


def test_texas_lines_are_those_of_the_coverage() -> None:
    records, _rejected = planned(TEXAS)
    by_number = {record.external_key: record.text("line") for record in records}
    wanted = {"Automobile": {"motor"}, "Homeowners": {"property"}, "Accident and Health": {"health", ""}, "": {""}}
    for row in raw(TEXAS):
        if row["coverage_type"] in wanted:
            assert by_number[row["complaint_number"]] in wanted[row["coverage_type"]], row


def test_connecticut_rows_of_one_file_are_one_case_with_its_dates() -> None:
    cases = grouped(CONNECTICUT, "file_no")
    records, _rejected = planned(CONNECTICUT)
    assert {r.external_key: len(r.rows) for r in records} == {key: len(rows) for key, rows in cases.items()}
    for record in records:
        rows = cases[record.external_key]
        assert record.received_at
        assert local_date(record.received_at) == iso(rows[0]["opened"])
        assert record.closed_at
        assert local_date(record.closed_at) == iso(rows[0]["closed"])


def test_connecticut_recovery_counts_once_for_each_company_of_a_case() -> None:
    cases = grouped(CONNECTICUT, "file_no")
    once = {
        key: sum((Decimal(amount) for _company, amount in {(r["company"], r["recovery"]) for r in rows}), Decimal())
        for key, rows in cases.items()
    }
    records, _rejected = planned(CONNECTICUT)
    assert {r.external_key: r.amounts["paid_amount"] for r in records} == once
    assert sum(once.values()) < sum(Decimal(r["recovery"]) for rows in cases.values() for r in rows)
    assert any(len({r["recovery"] for r in rows}) > 1 for rows in cases.values())
    assert {r.currency for r in records} == {"USD"}


def test_connecticut_dispositions_become_findings_only_where_they_are_findings() -> None:
    findings = {
        "Company Position Overturned": "upheld",
        "Company Position Substantiated": "not_upheld",
        "Compromised Settlement/Resolution": "partly",
    }
    records, _rejected = planned(CONNECTICUT)
    cases = grouped(CONNECTICUT, "file_no")
    seen = Counter[str]()
    for record in records:
        found = {findings[row["disposition"]] for row in cases[record.external_key] if row["disposition"] in findings}
        outcome = record.text("outcome")
        if len(found) > 1:
            assert outcome == "partly"
        elif found:
            assert {outcome} == found
        else:
            assert outcome in ("", "settled", "no_finding")
        seen[outcome] += 1
        withdrawn = {row["disposition"] for row in cases[record.external_key]} == {"Complaint Withdrawn"}
        assert (record.text("closing") == "withdrawn") == withdrawn
    assert seen["partly"]
    assert seen["upheld"]
    assert seen["not_upheld"]
    assert seen[""]
    assert seen["settled"]


def test_connecticut_reasons_go_through_the_naic_column_of_the_taxonomy() -> None:
    taxonomy = current()
    cases = grouped(CONNECTICUT, "file_no")
    records, _rejected = planned(CONNECTICUT)
    mapped = unmapped = 0
    for record in records:
        codes = {label.code for label in record.labels}
        for row in cases[record.external_key]:
            reason = taxonomy.from_naic(row["reason"], row["subreason"]) if row["reason"] else None
            if reason:
                assert reason.code in codes
                mapped += 1
            elif row["subreason"] == "Adjuster Handling":
                assert "Claim Handling: Adjuster Handling" in record.source_fields["unknown_words"]
                unmapped += 1
        assert record.primary in codes
        assert ("O99" in codes) == (not any(label.known for label in record.labels))
    assert mapped > 100
    assert unmapped > 5


def test_cfpb_states_channels_and_dates_count_the_same() -> None:
    rows = raw(CFPB)
    records, _rejected = planned(CFPB)
    assert len(records) == len(rows)
    open_ones = sum(row["Company response to consumer"] == "In progress" for row in rows)
    assert Counter(r.state for r in records) == {"open": open_ones, "closed": len(rows) - open_ones}
    assert open_ones >= 5
    assert Counter(local_date(r.received_at) for r in records if r.received_at) == Counter(
        iso(row["Date received"]) for row in rows
    )
    via = Counter(row["Submitted via"] for row in rows)
    assert Counter(r.channel for r in records) == {
        "portal": via["Web"],
        "regulator": via["Referral"],
        "phone": via["Phone"],
        "letter": via["Postal mail"] + via["Fax"],
        "email": via["Email"],
    }
    assert sum(r.text("vulnerability") == "elderly" for r in records) == sum(
        "Older American" in r["Tags"] for r in rows
    )
    assert {r.primary for r in records} == {"O99"}


def test_a_closing_date_that_the_source_does_not_give_stays_unknown() -> None:
    records, _rejected = planned(CFPB)
    closed = [record for record in records if record.state == "closed"]
    assert {record.closed_at for record in closed} == {None}
    assert {record.source_fields["closed_at"] for record in closed} == {"unknown"}


@pytest.mark.skipif(not MESSAGES.exists(), reason="not run: file absent (../shared/data/messages_zh/messages.jsonl.gz)")
def test_chinese_messages_keep_title_text_and_time() -> None:
    with gzip.open(MESSAGES, "rt", encoding="utf-8") as lines:
        wanted = {row["id"]: row for row in map(json.loads, lines)}
    records, rejected = planned(MESSAGES)
    assert (len(records), rejected) == (len(wanted), [])
    for record in records:
        row = wanted[record.external_key]
        assert record.text("subject") == row["title"].strip()
        assert record.text("content") == row["text"].strip()
        assert record.received_at
        assert f"{record.received_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}" == row["time"]
    assert Counter(f"{local_date(r.received_at)}" for r in records if r.received_at) == Counter(
        row["time"][:10] for row in wanted.values()
    )
    assert {record.state for record in records} == {"open"}
    assert {record.channel for record in records} == {"portal"}
