"""Writing history: it keeps its dates and its end, is found by search, starts no clock, sends nothing."""

from collections import Counter
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from threading import Thread

import pytest
from django.db import connection

from huiyin.accounts.models import User
from huiyin.audit import queries as audit
from huiyin.audit.actions import record
from huiyin.audit.models import Entry, Sealed
from huiyin.cases.models import Case, CaseSearch, Message, Ownership, Person, Registry, State
from huiyin.cases.rules import numbers
from huiyin.channels.models import Outgoing
from huiyin.clocks.models import Clock
from huiyin.complaints.actions import importing
from huiyin.complaints.imports.record import Record
from huiyin.complaints.models import Complaint, Demand, Label
from huiyin.complaints.queries import importing as queries
from huiyin.core.errors import Refused
from huiyin.text.rules import query
from tests.complaints.imports.files import CONNECTICUT, NOW, TEXAS, planned, raw
from tests.complaints.imports.house import BY, make_desk, make_house, written

pytestmark = pytest.mark.django_db

HEADER = (
    "原编号,收到时间,办结时间,渠道,标题,投诉内容,诉求,诉求金额,答复内容,答复时间,责任认定,支付金额,投诉人,"
    "联系电话,证件号码,投诉类别,特殊人群,机构\n"
)
ROW = (
    "TS-1,2025-03-04 09:30,2025-03-18,监管转办,车损理赔金额过低,定损员只按旧件价格计算，电话13800138000。,"
    "按实际维修费赔付,12300.50,同意补足差额。,2025-03-17 10:00,部分有责,8000,䶮某某,138 0013 8000,"
    "11010519491231002X,C31;C41,老年人,GD\n"
)


def bring_in(records: list[Record]) -> list[tuple[str, str]]:
    return [(kind, reason) for kind, reason in importing.import_batch(records=records, desk=make_desk(), by=BY, at=NOW)]


def own(tmp_path: Path, *rows: str) -> list[Record]:
    records, rejected = planned(written(tmp_path, HEADER + "".join(rows)))
    assert rejected == []
    return records


def search(words: str) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT number FROM cases_casesearch s JOIN cases_case c ON c.id = s.case_id WHERE vector @@ %s::tsquery",
            [query(words)],
        )
        return {number for (number,) in cursor.fetchall()}


def test_a_closed_complaint_keeps_everything_the_row_tells(tmp_path: Path) -> None:
    make_house()
    assert bring_in(own(tmp_path, ROW)) == [("created", "")]
    case = Case.objects.get()
    assert numbers.is_number(case.number)
    assert (case.state, case.is_open, case.is_imported) == (State.CLOSED, False, True)
    assert case.received_at == datetime(2025, 3, 4, 1, 30, tzinfo=UTC)
    assert case.closed_at == case.state_since == datetime(2025, 3, 17, 16, 0, tzinfo=UTC)
    assert case.recorded_at == NOW
    assert (case.channel, case.external_ref, case.code, str(case.rules_on)) == (
        "regulator",
        "TS-1",
        "C31",
        "2025-03-04",
    )
    assert (case.unit.code, case.owner.name) == ("GD", "安娜")
    assert set(case.flags) == {"regulator_referred", "vulnerable"}
    assert case.complainant_name == "䶮某某"
    complaint = Complaint.objects.get()
    assert (complaint.verdict, complaint.amount_claimed) == ("partly", Decimal("12300.50"))
    assert complaint.notified_at == datetime(2025, 3, 17, 2, 0, tzinfo=UTC)
    demand = Demand.objects.get()
    assert (demand.text, demand.amount, demand.amount_granted, demand.result) == (
        "按实际维修费赔付",
        Decimal("12300.50"),
        Decimal("8000.00"),
        "partly",
    )
    assert [(m.direction, m.text[:5]) for m in Message.objects.order_by("at")] == [
        ("in", "定损员只按"),
        ("out", "同意补足差"),
    ]
    assert {(row.code, row.is_primary, row.confidence) for row in Label.objects.all()} == {
        ("C31", True, 100),
        ("C41", False, 100),
    }
    person = Person.objects.get()
    assert (person.name, person.phone, person.vulnerabilities) == ("䶮某某", "138 0013 8000", ["elderly"])
    assert Ownership.objects.get().to_at is None


def test_history_starts_no_clock_and_sends_nothing(tmp_path: Path) -> None:
    make_house()
    bring_in(own(tmp_path, ROW))
    assert Clock.objects.count() == Outgoing.objects.count() == 0
    assert Case.objects.get().next_due_at is None
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs")
        assert cursor.fetchone() == (0,)


def test_it_is_found_by_words_numbers_and_name_but_not_by_numbers_in_its_text(tmp_path: Path) -> None:
    make_house()
    bring_in(own(tmp_path, ROW))
    number = Case.objects.get().number
    for words in ("定损", "旧件价格", "维修", "差额", "TS-1", number, "车损理赔"):
        assert search(words) == {number}, words
    assert search("13800138000") == search("宠物") == set()
    assert "䶮" not in str(CaseSearch.objects.values_list("vector").get())


def test_the_ledger_begins_with_the_import_and_holds_no_personal_data(tmp_path: Path) -> None:
    make_house()
    bring_in(own(tmp_path, ROW))
    case = Case.objects.get()
    entry = Entry.objects.get()
    assert (entry.kind, entry.seq, entry.at, entry.actor_label) == ("complaint.imported", 1, NOW, "import")
    assert entry.body["external_key"] == "TS-1"
    assert entry.body["mapping"] == "huiyin"
    assert set(entry.body["personal"]) == {"name", "phone", "certificate_no"}
    assert "某某" not in str(entry.body)
    assert "䶮某某" in Sealed.objects.get().values
    assert audit.verify(("case", case.id)) == []
    assert list(audit.verify_all()) == []


def test_a_second_run_changes_nothing(tmp_path: Path) -> None:
    make_house()
    records = own(tmp_path, ROW)
    bring_in(records)
    assert bring_in(records) == [("unchanged", "")]
    assert (Case.objects.count(), Entry.objects.count(), Registry.objects.count()) == (1, 1, 2)


def test_a_changed_row_replaces_what_nobody_has_touched_and_says_so_in_the_ledger(tmp_path: Path) -> None:
    make_house()
    bring_in(own(tmp_path, ROW))
    before = Case.objects.get()
    changed = ROW.replace("部分有责", "有责").replace("C31;C41", "C32").replace("同意补足差额", "全额赔付")
    assert bring_in(own(tmp_path, changed)) == [("updated", "")]
    case = Case.objects.get()
    assert (case.id, case.number, case.version, case.code) == (before.id, before.number, 2, "C32")
    assert Complaint.objects.get().verdict == "upheld"
    assert [row.code for row in Label.objects.all()] == ["C32"]
    assert (Message.objects.count(), Person.objects.count(), Demand.objects.count()) == (2, 1, 1)
    assert search("全额赔付") == {case.number}
    assert search("差额") == set()
    first, second = Entry.objects.order_by("seq")
    assert (second.kind, second.body["digest_before"]) == ("complaint.import_updated", first.body["digest"])
    assert audit.verify(("case", case.id)) == []
    assert bring_in(own(tmp_path, changed)) == [("unchanged", "")]


def test_a_changed_row_is_turned_back_once_people_have_worked_on_the_case(tmp_path: Path) -> None:
    make_house()
    bring_in(own(tmp_path, ROW))
    case = Case.objects.get()
    record(aggregate=("case", case.id), kind="case.note_added", by=BY, at=NOW)
    ((kind, reason),) = bring_in(own(tmp_path, ROW.replace("部分有责", "有责")))
    assert kind == "rejected"
    assert case.number in reason
    assert Complaint.objects.get().verdict == "partly"


def test_a_case_of_several_rows_is_not_replaced_by_fewer(tmp_path: Path) -> None:
    make_house()
    records, _rejected = planned(CONNECTICUT)
    whole = max(records, key=lambda record: len(record.rows))
    bring_in([whole])
    part = [row for row in raw(CONNECTICUT) if row["file_no"] == whole.external_key][:1]
    text = ",".join(part[0]) + "\n" + ",".join(f'"{cell}"' for cell in part[0].values()) + "\n"
    fewer, _rejected = planned(written(tmp_path, text))
    ((kind, reason),) = bring_in(fewer)
    assert kind == "rejected"
    assert str(len(whole.rows)) in reason


def test_an_unknown_unit_is_turned_back_and_the_rest_comes_in(tmp_path: Path) -> None:
    make_house()
    records = own(tmp_path, ROW, ROW.replace("TS-1", "TS-2").replace(",GD", ",火星分公司"))
    assert [kind for kind, _reason in bring_in(records)] == ["created", "rejected"]
    assert Case.objects.count() == 1


def test_a_unit_is_known_by_code_or_name_and_head_office_answers_for_the_rest(tmp_path: Path) -> None:
    make_house()
    bring_in(own(tmp_path, ROW.replace(",GD", ",广东分公司"), ROW.replace("TS-1", "TS-2").replace(",GD", ",")))
    owners = dict(Case.objects.values_list("external_ref", "owner__name"))
    assert owners == {"TS-1": "安娜", "TS-2": "汤姆"}


def test_without_an_organisation_or_anybody_to_answer_nothing_is_imported() -> None:
    with pytest.raises(Refused) as refusal:
        make_desk()
    assert refusal.value.code == "import.no_organisation"
    make_house()
    User.objects.update(is_active=False)
    with pytest.raises(Refused) as refusal:
        make_desk()
    assert refusal.value.code == "import.nobody_answers"
    with pytest.raises(Refused) as refusal:
        queries.desk(unit_code="XX", taxonomy_version="2025.1")
    assert refusal.value.code == "import.unit_unknown"


def test_a_subject_that_is_too_long_is_told_in_full_in_the_text(tmp_path: Path) -> None:
    make_house()
    title = "标" * 150 + "题" * 150
    bring_in(own(tmp_path, ROW.replace("车损理赔金额过低", title)))
    assert len(Case.objects.get().subject) == 200
    assert Message.objects.get(direction="in").text.startswith(title + "\n\n定损员")


@pytest.mark.django_db(transaction=True)
def test_two_runs_at_once_bring_a_row_in_once() -> None:
    make_house()
    records, _rejected = planned(TEXAS)
    desk = make_desk()
    outcomes: list[tuple[str, str]] = []

    def one_run() -> None:
        outcomes.extend(importing.import_batch(records=records[:100], desk=desk, by=BY, at=NOW))
        connection.close()

    runs = [Thread(target=one_run) for _number in range(3)]
    for thread in runs:
        thread.start()
    for thread in runs:
        thread.join()
    assert Counter(kind for kind, _reason in outcomes) == {"created": 100, "unchanged": 200}
    assert Case.objects.count() == Entry.objects.count() == 100
