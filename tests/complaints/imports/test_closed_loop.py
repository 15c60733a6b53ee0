"""Imported complaints go the whole way: from an open row of a file to the closed case."""

from datetime import timedelta
from pathlib import Path

import pytest

from huiyin.audit import queries as audit
from huiyin.cases.actions import people
from huiyin.cases.models import Case, Person, State
from huiyin.catalog.rules import current
from huiyin.complaints.actions import (
    acceptance,
    classification,
    closure,
    demands,
    dispatch,
    execution,
    importing,
    plan,
    rectification,
    satisfaction,
)
from huiyin.complaints.actions.classification import LabelDraft
from huiyin.complaints.imports.record import Record
from huiyin.complaints.queries import importing as queries
from tests.complaints.along import Along
from tests.complaints.imports.files import CFPB, CONNECTICUT, MESSAGES, TEXAS, planned
from tests.complaints.imports.house import BY, written
from tests.people import AT, House

pytestmark = pytest.mark.django_db

OWN = "原编号,收到时间,渠道,标题,投诉内容,诉求,投诉类别\nA-1,2026-02-27,电话,拒赔,住院后被拒赔。,按合同赔付,C21\n"


def bring_in(record: Record) -> Case:
    desk = queries.desk(unit_code="JS-CP", taxonomy_version=current().version, as_new=True)
    ((kind, reason),) = importing.import_batch(records=[record], desk=desk, by=BY, at=AT)
    assert (kind, reason) == ("created", "")
    return Case.objects.get()


def go_along(house: House, case: Case) -> Along:
    """Complete what the row lacks, then every step that a complaint takes."""
    along = Along(house, case.pk)
    tom, sam = house.by("tom"), house.by("sam")
    person = Person.objects.get(case=case)
    known = {"name": "王某", "phone": "13800138000", "email": "w@example.com"}
    people.correct(case=case, person_id=person.pk, values=known, reason="来电补充联系方式", by=sam, at=along.later())
    if not case.demands.exists():
        demands.add(case=along.case, text="按合同赔付", by=sam, at=along.later())
    acceptance.check_identity(case=along.case, how="回拨登记电话核对保单信息", by=sam, at=along.later())
    acceptance.accept(case=along.case, by=sam, at=along.later())
    acceptance.respond(case=along.case, text="您的投诉已受理，我们将尽快核实。", by=sam, at=along.later())
    labels = [LabelDraft(code="C21")]
    classification.classify(
        case=along.case, labels=labels, primary="C21", by=sam, at=along.later(), reason="按内容确认"
    )
    dispatch.dispatch(case=along.case, to=house["tom"], by=sam, at=along.later(), reason="熟悉本案")
    dispatch.name_investigator(case=along.case, user=house["ivy"], by=tom, at=along.later())
    return along


def first_of(path: Path) -> Record:
    records, _rejected = planned(path, as_new=True)
    return next(record for record in records if record.received_at and record.received_at < AT)


def to_the_end(house: House, record: Record) -> Case:
    along = go_along(house, bring_in(record))
    along.proposed()
    plan.approve(case=along.case, reason="同意", by=house.by("hua"), at=along.later())
    along.issue(by="hua")
    along.tell()
    along.start()
    along.pay()
    tia, tom, sam = house.by("tia"), house.by("tom"), house.by("sam")
    proof = along.file("录音.pdf").pk
    execution.complete_task(case=along.case, task=along.tasks[1], proof_evidence_id=proof, by=tia, at=along.later())
    satisfaction.ask(case=along.case, method="portal", by=tom, at=along.later())
    satisfaction.answer(case=along.case, score=4, by=tia, at=along.later(), words="处理得还可以")
    rectification.plan(
        case=along.case,
        problem="体检报告误读",
        measure="培训并增加复核",
        unit=house.units["JS-CP"],
        responsible=house["tia"],
        due_on=(along.at + timedelta(days=30)).date(),
        by=tom,
        at=along.later(),
    )
    closure.close(case=along.case, close_code="resolved", by=sam, at=along.later())
    return along.case


@pytest.mark.parametrize("path", [TEXAS, CONNECTICUT, CFPB], ids=["texas", "connecticut", "cfpb"])
def test_a_public_record_goes_to_the_closed_loop(house: House, path: Path) -> None:
    case = to_the_end(house, first_of(path))
    assert (case.state, case.is_open) == (State.CLOSED, False)
    assert list(audit.verify_all()) == []


def test_a_row_of_our_own_list_goes_to_the_closed_loop(house: House, tmp_path: Path) -> None:
    case = to_the_end(house, first_of(written(tmp_path, OWN)))
    assert (case.state, case.complaint.verdict) == (State.CLOSED, "upheld")
    assert case.external_ref == "A-1"


@pytest.mark.skipif(not MESSAGES.exists(), reason="not run: file absent (../shared/data/messages_zh/messages.jsonl.gz)")
def test_a_chinese_message_goes_to_the_closed_loop(house: House) -> None:
    assert to_the_end(house, first_of(MESSAGES)).state == State.CLOSED
