"""Answers to the regulator: complete ones only, each once, again when they changed, and no cell is a formula."""

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from openpyxl import load_workbook

from huiyin.audit import queries as ledger
from huiyin.cases import queries as cases
from huiyin.cases.models import Case
from huiyin.complaints.actions import acceptance, hand_back
from huiyin.complaints.models import Complaint, Decision, HandBack, HandBackRow
from huiyin.complaints.queries import hand_back as queries
from huiyin.complaints.rules import hand_back as rules
from huiyin.core.errors import BadInput, Refused
from huiyin.core.time import local_date
from tests.cases.make import registered
from tests.people import AT, House

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
TODAY = local_date(AT)
LATER = AT + 20 * DAY


def transferred(house: House, ref: str, **changes: Any) -> Case:
    """A transferred complaint that was decided and told."""
    case = registered(house, channel="regulator", external_ref=ref).case
    values: dict[str, Any] = {
        "accepted_at": AT + DAY, "verdict": "upheld", "notified_at": AT + 9 * DAY,
    }  # fmt: skip
    Complaint.objects.filter(case=case).update(**(values | changes))
    Decision.objects.create(
        case=case, version=1, state="issued", deciding_unit=case.unit, drafted_at=AT, drafted_by_label="test",
        issued_at=AT + 8 * DAY, letter_evidence_id=case.pk,
    )  # fmt: skip
    return case


def given(house: House, **changes: Any) -> hand_back.Given:
    values: dict[str, Any] = {
        "rows": cases.visible_to(house["hua"]), "since": TODAY, "until": TODAY, "by": house.by("hua"), "at": LATER,
    }  # fmt: skip
    return hand_back.give_back(**(values | changes))


def test_what_is_complete_is_given_once_and_again_when_it_changed(house: House) -> None:
    case = transferred(house, "12378-1")
    open_one = registered(house, channel="regulator", external_ref="12378-2").case
    registered(house)
    done = given(house)
    assert [line.case for line in done.left_out] == [open_one]
    assert len(done.left_out[0].missing) == 4
    row = HandBackRow.objects.get()
    assert row.facts == {
        "external_ref": "12378-1", "number": case.number, "received_on": str(TODAY),
        "accepted_on": str(TODAY + DAY), "decided_on": str(TODAY + 8 * DAY), "told_on": str(TODAY + 9 * DAY),
        "outcome": "upheld", "settled": "", "extended_until": None, "days": 9,
    }  # fmt: skip
    last = ledger.last(("case", case.pk))
    assert last is not None
    assert (last.kind, last.actor_label) == ("case.given_back", house.by("hua").label)
    with pytest.raises(Refused) as refused:
        given(house)
    assert refused.value.code == "hand_back.nothing"
    Complaint.objects.filter(case=case).update(verdict="partly")
    [line] = [one for one in queries.of_period(cases.visible_to(house["hua"]), TODAY, TODAY) if not one.missing]
    assert line.changed
    given(house)
    assert HandBack.objects.count() == 2


def test_only_the_period_counts_and_only_the_liaison_gives(house: House) -> None:
    transferred(house, "12378-1")
    with pytest.raises(Refused) as refused:
        given(house, by=house.by("sam"))
    assert refused.value.code == "hand_back.not_yours"
    with pytest.raises(Refused) as refused:
        given(house, since=TODAY + DAY, until=TODAY + 2 * DAY)
    assert refused.value.code == "hand_back.nothing"
    for since, until in ((TODAY, TODAY - DAY), (TODAY - 401 * DAY, TODAY), (TODAY + 90 * DAY, TODAY + 91 * DAY)):
        with pytest.raises(BadInput) as fault:
            given(house, since=since, until=until)
        assert fault.value.code == "hand_back.period"
    assert queries.of_period(cases.visible_to(house["zoe"]), TODAY, TODAY) == []


def test_what_was_not_proceeded_with_needs_no_decision(house: House) -> None:
    case = registered(house, channel="regulator", external_ref="12378-3").case
    acceptance.decline(
        case=case, reason="not_ours", explanation="这件事不属于保险消费投诉，请向有关部门反映。",
        by=house.by("sam"), at=AT + DAY,
    )  # fmt: skip
    given(house)
    facts = HandBackRow.objects.get().facts
    assert (facts["outcome"], facts["settled"], facts["told_on"]) == ("not_proceeded", "no", str(TODAY + DAY))


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "\t"])
def test_no_cell_begins_a_formula(house: House, begin: str) -> None:
    transferred(house, f"{begin}HYPERLINK(1)")
    given(house)
    rows = [HandBackRow.objects.get().facts]
    read = list(csv.reader(io.StringIO(queries.as_csv(rows).decode("utf-8-sig"))))
    assert len(read[0]) == len(read[1]) == len(rules.COLUMNS)
    assert read[1][0] == f"'{begin}HYPERLINK(1)".replace("'\t", "")
    sheet = load_workbook(io.BytesIO(queries.as_xlsx(rows))).active
    assert sheet is not None
    assert sheet.cell(2, 1).data_type == "s"
    assert sheet.cell(2, 1).value == read[1][0]


@pytest.mark.parametrize(
    ("outcome", "code", "is_closed", "told"),
    [
        ("upheld", "", False, ""), ("upheld", "resolved", True, "yes"), ("not_upheld", "disagreed", True, "no"),
        ("withdrawn", "", False, "yes"), ("rerouted", "", False, "no"),
    ],
)  # fmt: skip
def test_settled_is_known_when_it_is_closed(outcome: str, code: str, is_closed: bool, told: str) -> None:
    assert rules.settled(outcome=outcome, close_code=code, is_closed=is_closed) == told


def test_many_cases_cost_no_more_statements(house: House, django_assert_max_num_queries: Any) -> None:
    for place in range(4):
        transferred(house, f"12378-{place}")
    with django_assert_max_num_queries(9):
        assert len(queries.of_period(cases.visible_to(house["hua"]), TODAY, TODAY)) == 4
