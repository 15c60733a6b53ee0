"""Rows of our own format: what they become, what is turned back, and with which reason."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.complaints.imports import values
from huiyin.complaints.imports.fields import FIELDS
from huiyin.complaints.imports.record import Record, Rejected
from tests.complaints.imports.files import NOW, planned

HEADER = (
    "原编号,收到时间,办结时间,状态,渠道,标题,投诉内容,诉求,诉求金额,责任认定,支付金额,投诉人,联系电话,电子邮箱,保单号,险种,"
    "销售渠道,投诉类别,特殊人群,备注"
)
GOOD = {
    "原编号": "TS-1",
    "收到时间": "2025-03-04 09:30",
    "办结时间": "2025年3月18日",
    "状态": "已办结",
    "渠道": "监管转办",
    "标题": "车损理赔金额过低",
    "投诉内容": "定损员只按旧件价格计算。",
    "诉求": "按实际维修费赔付",
    "诉求金额": "￥12,300.50",
    "责任认定": "部分有责",
    "支付金额": "8000元",
    "投诉人": "䶮某",
    "联系电话": "13800138000",
    "电子邮箱": "a@example.com",
    "保单号": "PDAA2025001",
    "险种": "车险",
    "销售渠道": "电销",
    "投诉类别": "C31;理赔时效（核定慢）;没有这一类",
    "特殊人群": "老年人",
    "备注": "客户多次来电",
}


def plan(tmp_path: Path, *rows: dict[str, str], as_new: bool = False) -> tuple[list[Record], list[Rejected]]:
    path = tmp_path / "list.csv"
    columns = HEADER.split(",")
    lines = [HEADER] + [",".join(f'"{row.get(column, "")}"' for column in columns) for row in rows]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return planned(path, as_new=as_new)


def changed(**parts: str) -> dict[str, str]:
    return {**GOOD, **parts}


def test_a_full_row_becomes_a_record(tmp_path: Path) -> None:
    (record,), rejected = plan(tmp_path, GOOD)
    assert rejected == []
    assert (record.source, record.external_key, record.state, record.channel) == ("own", "TS-1", "closed", "regulator")
    assert record.received_at == datetime(2025, 3, 4, 1, 30, tzinfo=UTC)
    assert record.closed_at == datetime(2025, 3, 17, 16, 0, tzinfo=UTC)
    assert record.amounts == {"demand_amount": Decimal("12300.50"), "paid_amount": Decimal("8000.00")}
    assert record.values == {
        "subject": "车损理赔金额过低",
        "content": "定损员只按旧件价格计算。",
        "demand": "按实际维修费赔付",
        "outcome": "partly",
        "complainant_name": "䶮某",
        "phone": "13800138000",
        "email": "a@example.com",
        "policy_number": "PDAA2025001",
        "line": "motor",
        "sales_channel": "telesales",
        "vulnerability": "elderly",
    }
    assert [(label.code, label.known) for label in record.labels] == [("C31", True), ("C41", True)]
    assert record.source_fields["unknown_words"] == ["没有这一类"]


def test_personal_data_and_long_texts_are_not_kept_a_second_time(tmp_path: Path) -> None:
    (record,), _rejected = plan(tmp_path, GOOD)
    kept = str(record.source_fields)
    for secret in ("䶮某", "13800138000", "a@example.com", "旧件价格", "客户多次来电"):
        assert secret not in kept
    assert record.source_fields["rows"][0]["险种"] == "车险"


def test_history_needs_no_more_than_number_and_date_and_channel(tmp_path: Path) -> None:
    (record,), rejected = plan(tmp_path, {"原编号": "1", "收到时间": "20250304", "渠道": "电话"})
    assert rejected == []
    assert (record.state, record.closed_at, record.labels[0].code) == ("open", None, "O99")


def test_the_state_follows_from_the_closing_date_when_it_is_not_given(tmp_path: Path) -> None:
    (record,), _rejected = plan(tmp_path, changed(状态=""))
    assert record.state == "closed"


def test_a_new_arrival_is_open_and_arrives_now_when_no_date_is_given(tmp_path: Path) -> None:
    (first, second), rejected = plan(tmp_path, GOOD, changed(原编号="2", 收到时间=""), as_new=True)
    assert rejected == []
    assert (first.state, first.closed_at, first.received_at) == ("open", None, datetime(2025, 3, 4, 1, 30, tzinfo=UTC))
    assert second.received_at == NOW


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (changed(原编号=""), "原编号"),
        (changed(原编号="9" * 81), "80"),
        (changed(收到时间=""), ""),
        (changed(收到时间="03/04/2025"), "收到时间"),
        (changed(收到时间="2025-02-30"), "2025-02-30"),
        (changed(收到时间="0202-03-04"), "0202-03-04"),
        (changed(收到时间="2026-11-23", 办结时间="", 状态="处理中"), ""),
        (changed(办结时间="2025-03-03"), ""),
        (changed(办结时间="2027-01-01"), ""),
        (changed(状态="处理中"), ""),
        (changed(状态="不知道"), "不知道"),
        (changed(渠道="飞鸽"), "飞鸽"),
        (changed(渠道=""), ""),
        (changed(诉求金额="很多"), "很多"),
        (changed(诉求金额="-5"), "-5"),
        (changed(支付金额="1.234"), "1.234"),
        (changed(支付金额="1,23"), "1,23"),
        (changed(险种="宠物险"), "宠物险"),
        (changed(电子邮箱="不是邮箱"), "电子邮箱"),
        (changed(联系电话="1.38001E+10"), "联系电话"),
        (changed(保单号="1" * 41), "40"),
        (changed(标题="零\x00字节"), "标题"),
    ],
)
def test_what_does_not_fit_is_turned_back_with_its_reason(tmp_path: Path, row: dict[str, str], words: str) -> None:
    records, rejected = plan(tmp_path, row, changed(原编号="TS-2"))
    assert [record.external_key for record in records] == ["TS-2"]
    ((turned_back, reason),) = rejected[0].rows
    assert turned_back.number == 2
    assert words in reason
    assert len(reason) > 5


def test_a_reason_never_quotes_personal_data(tmp_path: Path) -> None:
    _records, rejected = plan(tmp_path, changed(电子邮箱="zhangsan-at-example"), changed(原编号="2", 投诉人="长" * 300))
    assert len(rejected) == 2
    for each in rejected:
        assert "zhangsan" not in each.rows[0][1]
        assert "长长" not in each.rows[0][1]


def test_words_for_nothing_in_personal_columns_count_as_empty(tmp_path: Path) -> None:
    (record,), _rejected = plan(tmp_path, changed(电子邮箱="无", 联系电话="-", 投诉人="不详"))
    assert {"email", "phone", "complainant_name"} & set(record.values) == set()


def test_the_same_number_twice_is_turned_back_unless_the_row_is_the_same(tmp_path: Path) -> None:
    records, rejected = plan(tmp_path, GOOD, GOOD, changed(标题="别的"))
    assert len(records) == 1
    ((row, reason),) = rejected[0].rows
    assert row.number == 4
    assert "2" in reason


def test_one_bad_row_turns_its_whole_case_back(tmp_path: Path) -> None:
    path = tmp_path / "ct.csv"
    header = (
        "file_no,opened,closed,company,coverage,subcoverage,reason,subreason,disposition,conclusion,recovery,status"
    )
    path.write_text(
        f"{header}\n1,2025-01-02,2025-02-03,A,Travel,,,,,,10.5,Closed\n2,2025-01-02,2025-02-03,A,Travel,,,,,,1,Closed\n"
        "1,2025-01-02,2025-02-03,B,Travel,,,,,,oops,Closed\n3,2025-01-02,2025-02-03,A,Travel,,,,,,1,Closed\n"
        "3,2025-01-09,2025-02-03,A,Travel,,,,,,1,Closed\n4,2025-01-02,2025-02-03,A,Travel,,,,,,1,Closed\n"
        "4,2025-01-02,2025-02-03,A,Travel,,,,,,2,Closed\n"
    )
    records, rejected = planned(path)
    assert [record.external_key for record in records] == ["2"]
    assert [[row.number for row, _reason in each.rows] for each in rejected] == [[2, 4], [5, 6], [7, 8]]
    assert "oops" in rejected[0].rows[0][1]


@given(cents=st.integers(min_value=0, max_value=10**13))
def test_amounts_are_read_exactly(cents: int) -> None:
    amount = Decimal(cents) / 100
    for text in (f"{amount}", f"{amount:,}", f"¥{amount:,}", f"{amount}元"):
        assert values.money(text) == amount


@given(moment=st.datetimes(min_value=datetime(1950, 1, 2), max_value=datetime(2199, 1, 1)))  # noqa: DTZ001
def test_times_are_read_as_shanghai_time_to_the_second(moment: datetime) -> None:
    moment = moment.replace(microsecond=0)
    for pattern in ("%Y-%m-%d %H:%M:%S", "%Y/%m/%d %H:%M:%S", "%Y年%m月%d日 %H:%M:%S", "%Y-%m-%dT%H:%M:%S"):
        read = values.instant(moment.strftime(pattern), (), "Asia/Shanghai")
        assert read == values.instant(moment.isoformat(sep=" "), (), "Asia/Shanghai")
        assert abs(read.replace(tzinfo=None) + timedelta(hours=8) - moment) <= timedelta(hours=1)  # DST before 1992


def test_contradicting_findings_of_one_case_are_partly_upheld() -> None:
    kind = FIELDS["outcome"]
    assert values.combine(kind, ["upheld", "not_upheld"], 2) == "partly"
    assert values.combine(kind, ["upheld", "settled", "upheld"], 3) == "upheld"
    assert values.combine(kind, ["settled", "no_finding"], 2) == "settled"
    assert values.combine(kind, [], 2) is None
