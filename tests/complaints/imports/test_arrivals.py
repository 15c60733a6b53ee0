"""Open rows are complaints like any other: limits run from receipt; a receipt goes out only for new arrivals."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from huiyin.audit import queries as audit
from huiyin.audit.models import Entry
from huiyin.cases.models import Case, Message, Ownership, Person, State
from huiyin.channels.models import Outgoing
from huiyin.clocks.models import Clock
from huiyin.complaints.actions import importing
from huiyin.complaints.imports.record import Record
from huiyin.complaints.models import Complaint, Demand, Label
from huiyin.core.time import local_date
from tests.complaints.imports.files import CFPB, CONNECTICUT, MESSAGES, NOW, TEXAS, planned
from tests.complaints.imports.house import BY, make_desk, make_house, written

pytestmark = pytest.mark.django_db

HEADER = "原编号,收到时间,渠道,标题,投诉内容,诉求,诉求金额,投诉人,联系电话,电子邮箱,投诉类别\n"
ROW = "A-1,2026-11-20 10:00,电话,退保被拖,已经申请两周没有到账。,全额退保,500,王某,13800138000,w@example.com,P53;S12\n"
RECEIVED = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)


def bring_in(records: list[Record], *, as_new: bool) -> list[tuple[str, str]]:
    outcomes = importing.import_batch(records=records, desk=make_desk(as_new=as_new), by=BY, at=NOW)
    return [(kind, reason) for kind, reason in outcomes]


def own(tmp_path: Path, text: str, *, as_new: bool) -> list[Record]:
    records, rejected = planned(written(tmp_path, HEADER + text), as_new=as_new)
    assert rejected == []
    return records


@pytest.mark.parametrize("as_new", [True, False])
def test_an_open_row_runs_its_limits_from_the_day_of_receipt(tmp_path: Path, as_new: bool) -> None:
    make_house()
    assert bring_in(own(tmp_path, ROW, as_new=as_new), as_new=as_new) == [("created", "")]
    case = Case.objects.get()
    assert (case.state, case.is_open, case.is_imported) == (State.RECEIVED, True, not as_new)
    assert (case.received_at, case.recorded_at, case.external_ref) == (RECEIVED, NOW, "A-1")
    clocks = {clock.rule_code: clock for clock in Clock.objects.all()}
    assert clocks["complaint.acceptance"].due_at == RECEIVED + timedelta(hours=24)
    assert clocks["complaint.decision"].due_at == datetime(2026, 12, 5, 16, 0, tzinfo=UTC)
    assert case.next_due_at == RECEIVED + timedelta(hours=24)
    assert Person.objects.get().name == "王某"
    assert Demand.objects.get().text == "全额退保"
    assert Message.objects.get().text == "已经申请两周没有到账。"
    assert {(label.code, label.is_primary) for label in Label.objects.all()} == {("P53", True), ("S12", False)}
    assert Ownership.objects.get().user_id == case.owner_id


def test_only_a_new_arrival_gets_a_receipt(tmp_path: Path) -> None:
    make_house()
    bring_in(own(tmp_path, ROW, as_new=False), as_new=False)
    assert Outgoing.objects.count() == 0
    bring_in(own(tmp_path, ROW.replace("A-1", "A-2"), as_new=True), as_new=True)
    receipt = Outgoing.objects.get()
    assert (receipt.purpose, receipt.address) == ("receipt", "w@example.com")
    assert Case.objects.get(external_ref="A-2").number in receipt.subject


def test_the_chain_says_that_it_was_registered_and_where_it_comes_from(tmp_path: Path) -> None:
    make_house()
    bring_in(own(tmp_path, ROW, as_new=True), as_new=True)
    first, second = Entry.objects.filter(aggregate_kind="case").order_by("seq")
    assert (first.kind, second.kind) == ("complaint.registered", "complaint.imported")
    assert second.body["external_key"] == "A-1"
    assert "王某" not in str(first.body) + str(second.body)
    assert list(audit.verify_all()) == []


def test_a_second_run_finds_it_and_a_changed_row_points_to_the_case(tmp_path: Path) -> None:
    make_house()
    bring_in(own(tmp_path, ROW, as_new=True), as_new=True)
    assert bring_in(own(tmp_path, ROW, as_new=True), as_new=True) == [("unchanged", "")]
    ((kind, reason),) = bring_in(own(tmp_path, ROW.replace("两周", "三周"), as_new=True), as_new=True)
    assert kind == "rejected"
    assert Case.objects.get().number in reason


def test_a_person_without_name_or_contact_is_completed_later(tmp_path: Path) -> None:
    make_house()
    row = "A-1,2026-11-20,电话,退保被拖,,,,,,,\n"
    assert bring_in(own(tmp_path, row, as_new=True), as_new=True) == [("created", "")]
    assert Person.objects.get().name == ""
    assert Message.objects.get().text == "退保被拖"
    assert Outgoing.objects.count() == 0


def test_one_refused_row_leaves_the_others_of_the_batch(tmp_path: Path) -> None:
    make_house()
    silent = "A-2,2026-11-20,电话,,,,,李某,,,\n"
    outcomes = bring_in(own(tmp_path, ROW + silent + ROW.replace("A-1", "A-3"), as_new=True), as_new=True)
    assert [kind for kind, _reason in outcomes] == ["created", "rejected", "created"]
    assert set(Case.objects.values_list("external_ref", flat=True)) == {"A-1", "A-3"}
    assert Complaint.objects.count() == 2


@pytest.mark.parametrize(
    ("received", "as_new", "rules_on"),
    [
        ("2022-05-06", False, "2022-05-06"),
        ("2022-05-06", True, "2026-11-22"),
        ("2012-05-06", False, "2026-11-22"),
    ],
)
def test_an_open_complaint_always_has_a_limit(tmp_path: Path, received: str, as_new: bool, rules_on: str) -> None:
    make_house()
    row = ROW.replace("2026-11-20 10:00", received)
    bring_in(own(tmp_path, row, as_new=as_new), as_new=as_new)
    assert str(Case.objects.get().rules_on) == rules_on
    assert str(local_date(Clock.objects.get(rule_code="complaint.decision").started_at)) == received


@pytest.mark.parametrize("path", [TEXAS, CONNECTICUT, CFPB], ids=["texas", "connecticut", "cfpb"])
def test_public_records_can_be_treated_as_new_arrivals(path: Path) -> None:
    make_house()
    records, _rejected = planned(path, as_new=True)
    assert {kind for kind, _reason in bring_in(records[:25], as_new=True)} == {"created"}
    assert Case.objects.filter(is_open=True).count() == 25
    assert Complaint.objects.filter(verdict="").count() == 25


@pytest.mark.skipif(not MESSAGES.exists(), reason="not run: file absent (../shared/data/messages_zh/messages.jsonl.gz)")
def test_chinese_messages_arrive_with_their_texts() -> None:
    make_house()
    records, _rejected = planned(MESSAGES)
    assert {kind for kind, _reason in bring_in(records[:40], as_new=False)} == {"created"}
    texts = dict(Message.objects.values_list("case__external_ref", "text"))
    assert texts == {record.external_key: record.text("content") for record in records[:40]}
