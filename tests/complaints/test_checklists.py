"""Checklists that gate stages: on the path, in the action, with what is ticked and waived."""

from datetime import datetime
from typing import Any

import pytest

from huiyin.audit.models import Entry
from huiyin.cases.actions import checklists as house_lists
from huiyin.cases.actions import links
from huiyin.cases.models import Case, CaseCheck, ChecklistVersion, Person
from huiyin.cases.rules import checklists as rules
from huiyin.cases.rules.checklists import Draft, Line
from huiyin.complaints.actions import acceptance, checklists, closure, withdrawal
from huiyin.complaints.queries import facts
from huiyin.complaints.rules import path
from huiyin.core.actors import customer, system
from huiyin.core.errors import BadInput, Refused
from tests.cases.make import registered
from tests.complaints.along import Along
from tests.people import AT, House

CALL = Line("回电核对联系方式", "Call back and check how to reach them", clause="3.1-5")
READ = Line("核对保单", "Look at the policy")
NICE = Line("记录语气", "Note the tone", mandatory=False)


def kept(house: House, *, lines: tuple[Line, ...] = (CALL, READ, NICE), **changes: Any) -> ChecklistVersion:
    values = {"code": "intake", "title_zh": "受理前", "title_en": "Before accepting", "stage": "received"}
    draft = Draft(**(values | changes), lines=lines)
    return house_lists.keep_list(draft=draft, by=house.by("adi"), at=AT)


def needs(along: Along, step: str, name: str = "tom") -> list[str]:
    return path.why_not(step, facts(along.case), along.by(name))


def tick(along: Along, line: Line, name: str = "tom") -> CaseCheck:
    return checklists.tick(case=along.case, list_code="intake", line=line.key, by=along.by(name), at=along.later())


def withdrawn(case: Case, at: datetime) -> None:
    person = Person.objects.get(case=case, is_contact=True)
    withdrawal.withdraw(case=case, pressure_denied=True, signed_name="李春梅", by=customer(person.pk), at=at)


@pytest.fixture
def begun(house: House) -> Along:
    """A complaint that came in while the list was in force."""
    kept(house)
    return Along(house, registered(house).case.pk)


def test_a_step_forward_waits_for_the_mandatory_lines_and_names_them(begun: Along) -> None:
    acceptance.check_identity(case=begun.case, how="回拨核对", by=begun.by("tom"), at=begun.later())
    assert [one.endswith(line.zh) for one, line in zip(needs(begun, "accept"), (CALL, READ), strict=True)] == [True] * 2
    with pytest.raises(Refused) as found:  # in the action, not only on the page
        acceptance.accept(case=begun.case, by=begun.by("tom"), at=begun.later())
    assert found.value.code == "step.accept"
    assert len(found.value.needs) == 2
    tick(begun, CALL)
    checklists.waive(
        case=begun.case, list_code="intake", line=READ.key, reason="没有保单", by=begun.by("tom"), at=begun.later()
    )
    assert needs(begun, "accept") == []
    acceptance.accept(case=begun.case, by=begun.by("tom"), at=begun.later())
    assert begun.case.state == "accepted"


def test_what_leads_aside_or_back_waits_for_no_list(begun: Along) -> None:
    assert not {*facts(begun.case).held_up} & {*needs(begun, "withdraw"), *needs(begun, "decline", "sam")}
    withdrawn(begun.case, begun.later())
    assert begun.case.state == "withdrawn"


def test_the_machine_tells_what_has_left_the_house_whatever_is_open(begun: Along) -> None:
    found = facts(begun.case)
    assert len(found.held_up) == 2
    assert not {*found.held_up} & {*path.why_not("accept", found, system("sweep"))}


def test_a_list_made_later_adds_no_work_to_what_is_under_way(house: House) -> None:
    along = Along(house, registered(house).case.pk)
    draft = Draft("late", "后来的", "Later", "received", (CALL,))
    house_lists.keep_list(draft=draft, by=house.by("adi"), at=along.later())
    assert facts(along.case).checks == ()


def test_a_new_version_leaves_the_lines_of_a_case_as_they_were(begun: Along) -> None:
    tick(begun, CALL)
    new = Line("录音存档", "Keep the recording")
    values = {"code": "intake", "title_zh": "受理前", "title_en": "Before accepting", "stage": "received"}
    version = house_lists.keep_list(draft=Draft(**values, lines=(CALL, new)), by=begun.by("adi"), at=begun.later())
    assert version.version == 2
    assert [(one.version, one.en, one.state) for one in facts(begun.case).checks] == [
        (1, CALL.en, "done"), (1, READ.en, ""), (1, NICE.en, ""),
    ]  # fmt: skip
    house_lists.retire_list(code="intake", by=begun.by("adi"), at=begun.later())
    assert len(facts(begun.case).checks) == 3
    assert facts(registered(begun.house, at=begun.later()).case).checks == ()


def test_the_same_words_again_make_no_new_version(house: House) -> None:
    assert kept(house).pk == kept(house).pk


def test_a_list_for_a_class_counts_for_what_lies_below_it(house: House) -> None:
    kept(house, class_code="c2")
    along = Along(house, registered(house).case.pk)
    assert facts(along.case).checks == ()
    for code, count in (("C2", 3), ("C201", 3), ("C1", 0)):
        case = along.case
        case.code = code
        case.save(update_fields=["code"])
        assert len(facts(along.case).checks) == count, code


def test_each_tick_waiver_and_undoing_is_in_the_ledger_once(begun: Along) -> None:
    by = begun.by("tom")
    for _twice in range(2):
        tick(begun, CALL)
        checklists.waive(case=begun.case, list_code="intake", line=READ.key, reason="没有保单", by=by, at=begun.later())
    for _twice in range(2):
        checklists.untick(case=begun.case, list_code="intake", line=CALL.key, by=by, at=begun.later())
    chain = Entry.objects.filter(aggregate_id=begun.case_id, kind__startswith="case.check").order_by("seq")
    assert [one.kind for one in chain] == ["case.check_done", "case.check_waived", "case.check_undone"]
    assert "没有保单" not in str([one.body for one in chain])
    assert CaseCheck.objects.get(case=begun.case_id).reason == "没有保单"


def test_a_line_of_another_stage_or_without_a_reason_is_refused(begun: Along) -> None:
    with pytest.raises(BadInput):
        checklists.waive(
            case=begun.case, list_code="intake", line=CALL.key, reason=" 否 ", by=begun.by("tom"), at=begun.later()
        )
    with pytest.raises(Refused) as found:
        checklists.tick(case=begun.case, list_code="other", line=CALL.key, by=begun.by("tom"), at=begun.later())
    assert found.value.code == "check.gone"
    with pytest.raises(Refused) as found:
        tick(begun, CALL, "zoe")
    assert found.value.code == "case.not_yours"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"code": "Ä"}, "code"), ({"title_en": " "}, "title_zh"), ({"stage": "closed"}, "stage"),
        ({"lines": ()}, "lines"),
        ({"lines": (CALL, CALL)}, "lines"), ({"lines": (Line("只有中文", ""),)}, "lines"),
        ({"lines": tuple(Line(str(n), str(n)) for n in range(41))}, "lines"),
    ],
)  # fmt: skip
def test_a_list_that_cannot_be_kept_says_why(house: House, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(BadInput) as found:
        kept(house, **changes)
    assert found.value.field == field
    with pytest.raises(Refused):
        house_lists.keep_list(draft=Draft("x1", "一", "One", "received", (CALL,)), by=house.by("sam"), at=AT)


def test_forward_is_along_the_path_only() -> None:
    for place, state in enumerate(rules.FORWARD):
        for other, to in enumerate(rules.FORWARD):
            assert rules.is_forward(state, to) is (other > place)
        assert not any(rules.is_forward(state, to) for to in ("", "withdrawn", "merged", "archived", "rerouted"))


def test_a_case_with_an_open_part_is_closed_only_with_a_reason(along: Along) -> None:
    part = registered(along.house).case
    links.link(case=along.case, other=part, relation="parent_of", by=along.by("tom"), at=along.at)
    along.rectified()
    with pytest.raises(Refused) as found:
        closure.close(case=along.case, close_code="resolved", by=along.by("sam"), at=along.later())
    assert len(found.value.needs) == 1
    assert along.case.state == "confirming"
    closure.close(case=along.case, close_code="resolved", reason="子件另行处理", by=along.by("sam"), at=along.later())
    assert along.case.state == "closed"


def test_a_case_whose_parts_have_ended_closes_without_a_word(along: Along) -> None:
    part = registered(along.house).case
    links.link(case=part, other=along.case, relation="child_of", by=along.by("tom"), at=along.at)
    along.rectified()
    withdrawn(part, along.later())
    closure.close(case=along.case, close_code="resolved", by=along.by("sam"), at=along.later())
    assert along.case.state == "closed"
