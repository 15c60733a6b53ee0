"""`huiyin import transfers`: each row of the regulator's list becomes one case, once, with the regulator's own date."""

import csv
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from openpyxl import Workbook

from huiyin.audit.models import Entry
from huiyin.cases.models import Case
from huiyin.clocks.models import Clock
from huiyin.commands import import_transfers
from huiyin.core.time import SHANGHAI, local_date, now
from tests.people import House, build

pytestmark = pytest.mark.django_db

HEAD = ["转办编号", "转办日期", "办结期限", "投诉人姓名", "联系电话", "投诉内容", "备注"]


@pytest.fixture
def house(db: None) -> House:
    return build()


@pytest.fixture
def listed(tmp_path: Path) -> Callable[..., Path]:
    def write(*rows: list[str], codec: str = "gb18030") -> Path:
        path = tmp_path / "list.csv"
        path.write_bytes("\n".join(",".join(row) for row in [HEAD, *rows]).encode(codec))
        return path

    return write


def day(back: int) -> str:
    return (local_date(now()) - timedelta(days=back)).isoformat()


def row(number: str, **other: str) -> list[str]:
    cells = {
        "转办编号": number,
        "转办日期": day(2),
        "办结期限": day(-10),
        "投诉人姓名": "李芳",
        "联系电话": "13800138000",
    }
    return [(cells | {"投诉内容": "理赔拖延，多次催办没有答复"} | other).get(name, "") for name in HEAD]


def test_a_transfer_becomes_a_case_once_with_its_own_date(
    house: House, listed: Callable[..., Path], capsys: pytest.CaptureFixture[str]
):
    path = listed(row("NFRA-1"), row("NFRA-2", 办结期限=""))
    assert import_transfers.main([str(path), "--dry-run"]) == 0
    assert not Case.objects.exists()
    assert not Entry.objects.exists()
    assert import_transfers.main([str(path)]) == 0
    entries = Entry.objects.count()
    assert import_transfers.main([str(path)]) == 0
    assert Case.objects.count() == 2
    assert Entry.objects.count() == entries
    first, second = Case.objects.order_by("external_ref")
    assert (first.channel, first.external_ref, first.complainant_name) == ("regulator", "NFRA-1", "李芳")
    assert "regulator_referred" in first.flags
    due = Clock.objects.get(owner_id=first.pk, rule_code="complaint.regulator_due").due_at
    wanted = datetime.combine(local_date(now()) + timedelta(days=11), datetime.min.time(), SHANGHAI)
    assert due == wanted
    assert not Clock.objects.filter(owner_id=second.pk, rule_code="complaint.regulator_due").exists()
    out = capsys.readouterr().out
    assert "13800138000" not in out


def test_what_cannot_be_registered_comes_back_with_its_reason_and_the_rest_is_in(
    house: House, listed: Callable[..., Path], tmp_path: Path
):
    assert import_transfers.main([str(listed(row("NFRA-1")))]) == 0
    rejects = tmp_path / "rejects.csv"
    bad = [
        row("NFRA-1", 办结期限=day(-3)),  # the date was changed: may not be lost
        row("NFRA-3", 转办日期="昨天"),
        row("NFRA-4", 联系电话=""),
        row(""),
        row("NFRA-5", 办结期限=day(9)),
        row("NFRA-6", 联系电话="1.38E+10"),
    ]
    path = listed(*bad, row("NFRA-7"), row("NFRA-7", 投诉内容="另一件事"))
    assert import_transfers.main([str(path), "--dry-run"]) == 1
    assert import_transfers.main([str(path), "--rejects", str(rejects)]) == 1
    assert sorted(Case.objects.values_list("external_ref", flat=True)) == ["NFRA-1", "NFRA-7"]
    with rejects.open(encoding="utf-8-sig", newline="") as file:
        back = list(csv.DictReader(file))
    assert [each["转办编号"] for each in back] == ["NFRA-1", "NFRA-3", "NFRA-4", "", "NFRA-5", "NFRA-6", "NFRA-7"]
    assert all(each["_reason"] for each in back)
    assert Case.objects.get(external_ref="NFRA-1").number in back[0]["_reason"]
    assert rejects.stat().st_mode & 0o077 == 0


def test_a_workbook_and_a_form_of_ones_own(house: House, tmp_path: Path):
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["单号", "日期", "谁", "电话", "何事"])
    sheet.append(["X-9", datetime.fromisoformat(day(1)), "王强", "13900139000", "保费被多扣"])
    book.save(tmp_path / "list.xlsx")
    assert import_transfers.main([str(tmp_path / "list.xlsx")]) == 2
    form = tmp_path / "form.yaml"
    form.write_text("columns: {external_ref: 单号, received_at: 日期, name: 谁, phone: 电话, text: [何事]}", "utf-8")
    assert import_transfers.main([str(tmp_path / "list.xlsx"), "--form", str(form)]) == 0
    assert Case.objects.get().external_ref == "X-9"
    form.write_text("columns: {colour: 色}", "utf-8")
    assert import_transfers.main([str(tmp_path / "list.xlsx"), "--form", str(form)]) == 2


def test_a_number_registered_by_hand_is_known_only_when_the_date_is_the_same(house: House, listed: Callable[..., Path]):
    assert import_transfers.main([str(listed(row("NFRA-1")))]) == 0
    Case.objects.update(source_fields={})
    assert import_transfers.main([str(listed(row("NFRA-1")))]) == 0
    assert import_transfers.main([str(listed(row("NFRA-1", 办结期限=day(-4))))]) == 1
    assert Case.objects.count() == 1
