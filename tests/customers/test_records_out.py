"""Records taken out as files: what opens, masked unless there is the right and a reason, told in the access log."""

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiyin.audit.models import Access
from huiyin.cases.actions.records_out import take_out
from huiyin.cases.queries import records_out as queries
from huiyin.commands import export_claims, export_customers
from huiyin.core.errors import BadInput, Refused
from huiyin.customers.actions.claims import ClaimDraft, mirror_claims
from huiyin.customers.models import Party, Policy
from tests.customers.conftest import AT, BY, ID
from tests.people import House

WHY = "监管现场检查"


def taken(house: House, name: str, record: str, **more: Any) -> list[dict[str, str]]:
    asked: dict[str, Any] = {"kind": "csv", "clear": False, "reason": WHY} | more
    pieces = take_out(record=record, user=house[name], by=house.by(name), at=AT, **asked)
    return list(csv.DictReader(io.StringIO(b"".join(pieces).decode("utf-8-sig"), newline="")))


@pytest.fixture
def claim(policy: Policy) -> None:
    mirror_claims(
        drafts=[ClaimDraft(source="core", number="CL-1", policy_number=policy.number, sent_at=AT)], by=BY, at=AT
    )


def test_what_opens_is_taken_out_masked(house: House, policy: Policy, claim: None) -> None:
    (row,) = taken(house, "sam", "customers")
    assert (row["name"], row["phone"], row["email"]) == ("欧***", "86138****5678", "L*@Example.com")
    assert ID not in row["certificate_no"]
    assert row["born_on"] == "1949-**-**"
    (row,) = taken(house, "sam", "policies")
    assert (row["unit"], row["product_name"], row["holder_id"]) == ("JS-CP", "百万医疗", str(policy.holder_id))
    (row,) = taken(house, "sam", "claims")
    assert (row["number"], row["is_open"]) == ("CL-1", "True")
    assert policy.number not in row["policy_number"]
    log = list(Access.objects.filter(kind="export", actor_id=house["sam"].pk).order_by("id"))
    assert [(one.fields, one.reason) for one in log] == [
        ([record, "csv", "masked"], WHY) for record in ("customers", "policies", "claims")
    ]


def test_clear_data_goes_to_head_office_with_a_reason_and_to_nobody_else(house: House, li: Party) -> None:
    (row,) = taken(house, "hua", "customers", clear=True)
    assert (row["name"], row["certificate_no"], row["phone"]) == ("欧阳春梅", ID, "'+86 138 1234 5678")
    assert "certificate_no" in Access.objects.get(kind="export").fields
    for name, asked, code in (
        ("sam", {"clear": True}, "export.clear_not_yours"), ("tom", {}, "export.not_yours"),
        ("aud", {}, "export.not_yours"), ("hua", {"reason": " 无 "}, "export.reason"),
        ("hua", {"kind": "pdf"}, "export.kind"),
    ):  # fmt: skip
        with pytest.raises((Refused, BadInput)) as no:
            taken(house, name, "customers", **asked)
        assert no.value.code == code
    assert Access.objects.filter(kind="export").count() == 1


def test_pages_cost_the_same_and_every_record_comes_once(house: House, li: Party, monkeypatch: Any) -> None:
    monkeypatch.setattr(queries, "PAGE", 10)
    Party.objects.bulk_create([Party(name=f"客户{place}", created_at=AT) for place in range(34)])
    with CaptureQueriesContext(connection) as few:
        rows = taken(house, "hua", "customers")
    assert sorted(row["id"] for row in rows) == sorted(str(pk) for pk in Party.objects.values_list("pk", flat=True))
    assert len(few) <= 2 + 5 * 6, [one["sql"] for one in few]


def test_the_command_writes_a_private_file_and_none_without_a_reason(
    house: House, li: Party, claim: None, tmp_path: Path, capsys: Any
) -> None:  # fmt: skip
    made = tmp_path / "客户.csv"
    assert export_customers.main([str(made), "--reason", WHY, "--clear"]) == 0
    assert "欧阳春梅" in made.read_text(encoding="utf-8-sig")
    assert made.stat().st_mode & 0o077 == 0
    assert Access.objects.get(kind="export").actor_label == "export"
    assert export_customers.main([str(made), "--reason", WHY]) == 2, "a file that is there stays"
    assert "欧阳春梅" in made.read_text(encoding="utf-8-sig")
    assert export_claims.main([str(tmp_path / "x.pdf"), "--reason", WHY]) == 2
    assert export_claims.main([str(tmp_path / "x.csv"), "--reason", "无"]) == 2
    assert not (tmp_path / "x.csv").exists()
    assert export_claims.main([str(tmp_path / "x.xlsx"), "--reason", WHY]) == 0
    assert (tmp_path / "x.xlsx").read_bytes()[:2] == b"PK"
