"""Macros: shown before they run, all steps or none, each through its own gate, told in the ledger."""

from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from huiyin.accounts.models import Membership
from huiyin.audit import queries as ledger
from huiyin.cases.models import Case, Macro, Message, Note, TemplateUse
from huiyin.channels.models import Outgoing
from huiyin.clocks.models import Task
from huiyin.complaints.actions import macros, templates
from huiyin.complaints.queries import macros as queries
from huiyin.complaints.rules import macros as rules
from huiyin.core.errors import BadInput, Clash, Refused
from huiyin.core.time import local_date
from tests.cases.make import registered
from tests.people import AT, House

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
STEPS: list[dict[str, Any]] = [
    {"kind": "reply", "template": "got"},
    {"kind": "note", "text": "已答复 {case_number}，等材料"},
    {"kind": "remind", "text": "材料到了吗", "days": 3},
]


@pytest.fixture
def lead(house: House) -> House:
    Membership.objects.create(user=house["sam"], role="supervisor", unit=house.units["JS"])
    version = templates.begin(
        key="got", name="收到", purpose="reply", unit=house.units["JS"], text_zh="您的投诉 {case_number} 我们已收到。",
        text_en="We have your complaint {case_number}.", from_on=local_date(AT), by=house.by("sam"), at=AT,
    )  # fmt: skip
    templates.approve(version=version, by=house.by("max"), at=AT)
    return house


@pytest.fixture
def case(lead: House) -> Case:
    return registered(lead).case


def made(house: House, steps: list[dict[str, Any]] | None = None, **more: Any) -> Macro:
    values: dict[str, Any] = {"name": "收到并等材料", "unit": house.units["JS"], "by": house.by("sam"), "at": AT}
    return macros.begin(**(values | more), steps=STEPS if steps is None else steps)


def test_one_button_takes_all_steps_and_the_ledger_tells_the_macro(lead: House, case: Case):
    macro = made(lead)
    outcomes = macros.run(macro=macro, case=case, by=lead.by("tom"), at=AT + HOUR, seen=1)
    assert [one.state for one in outcomes] == ["done"] * 3
    assert Note.objects.get(case=case).text == f"已答复 {case.number}，等材料"
    assert Message.objects.filter(case=case, direction="out").count() == 1
    assert TemplateUse.objects.get().is_changed is False
    assert Task.objects.get(owner_id=case.pk).due_at == AT + HOUR + DAY * 3
    last = ledger.last(("case", case.pk))
    assert last is not None
    assert last.kind == "case.macro_run"
    assert (last.body["name"], last.body["version"], last.body["steps"]) == (macro.name, 1, ["reply", "note", "remind"])


def test_a_preview_tells_what_it_would_do_and_leaves_nothing(lead: House, case: Case):
    macro = made(lead)
    entries, mails = ledger.chain(("case", case.pk)).count(), Outgoing.objects.count()
    outcomes = macros.preview(macro=macro, case=case, by=lead.by("tom"), at=AT + HOUR)
    assert outcomes[0].words == f"您的投诉 {case.number} 我们已收到。"
    assert [one.state for one in outcomes] == ["done"] * 3
    assert ledger.chain(("case", case.pk)).count() == entries
    assert not Note.objects.filter(case=case).exists()
    assert not Task.objects.filter(owner_id=case.pk).exists()
    assert Outgoing.objects.count() == mails


def test_the_first_refusal_stops_it_and_nothing_was_done(lead: House, case: Case):
    steps = [*STEPS, {"kind": "hand_over", "to": "E014", "text": "换人"}]  # Zoe of the Guangdong branch
    macro = made(lead, steps)
    Case.objects.filter(pk=case.pk).update(state="assigned")
    entries = ledger.chain(("case", case.pk)).count()
    shown = macros.preview(macro=macro, case=case, by=lead.by("tom"), at=AT + HOUR)
    with pytest.raises(macros.Stopped) as stopped, transaction.atomic():
        macros.run(macro=macro, case=case, by=lead.by("tom"), at=AT + HOUR)
    assert [one.state for one in stopped.value.outcomes] == ["done", "done", "done", "refused"]
    assert [one.state for one in shown] == [one.state for one in stopped.value.outcomes]
    assert stopped.value.outcomes[3].why in stopped.value.message
    assert ledger.chain(("case", case.pk)).count() == entries
    assert not Note.objects.filter(case=case).exists()


def test_what_comes_after_a_refusal_is_not_tried(lead: House, case: Case):
    macro = made(lead, [{"kind": "reply", "template": "got"}, {"kind": "note", "text": "x"}])
    Case.objects.filter(pk=case.pk).update(state="closed", is_open=False, closed_at=AT)
    outcomes = macros.preview(macro=macro, case=case, by=lead.by("tom"), at=AT + HOUR)
    assert [one.state for one in outcomes] == ["refused", "untried"]


def test_each_step_asks_its_own_gate(lead: House, case: Case):
    macro = made(lead)
    for name in ("aud", "zoe", "ivy", "qin"):
        with pytest.raises(Refused):
            macros.run(macro=macro, case=case, by=lead.by(name), at=AT + HOUR)
    assert not Note.objects.filter(case=case).exists()


def test_a_macro_of_another_place_class_or_version_does_not_run(lead: House, case: Case):
    foreign = made(lead, unit=lead.units["GD"], by=lead.by("hua"))
    classed = made(lead, name="理赔", class_code="C4")
    old = made(lead, name="旧")
    macros.change(macro=old, name="旧", steps=STEPS[1:], seen=1, by=lead.by("sam"), at=AT)
    for macro, seen, code in (
        (foreign, None, "macro.foreign"),
        (classed, None, "macro.foreign"),
        (old, 1, "macro.changed"),
    ):
        with pytest.raises(Refused) as refusal:
            macros.run(macro=macro, case=case, by=lead.by("tom"), at=AT + HOUR, seen=seen)
        assert refusal.value.code == code
    assert [one.name for one in queries.for_case(case)] == ["旧"]
    macros.retire(macro=old, retired=True, by=lead.by("sam"), at=AT)
    assert queries.for_case(case) == []


def test_two_people_who_change_a_macro_do_not_lose_each_other(lead: House):
    macro = made(lead)
    macros.change(macro=macro, name="甲", steps=STEPS, seen=1, by=lead.by("sam"), at=AT)
    with pytest.raises(Refused) as refusal:
        macros.change(macro=macro, name="乙", steps=STEPS, seen=1, by=lead.by("max"), at=AT)
    assert refusal.value.code == "macro.changed"
    assert isinstance(refusal.value, Clash)
    assert (refusal.value.stands, refusal.value.version) == ({"name": "甲"}, 2)
    assert Macro.objects.get().name == "甲"


def test_of_two_who_change_different_things_of_a_macro_both_count(lead: House):
    macro = made(lead)
    macros.change(macro=macro, name="甲", steps=STEPS, seen=1, by=lead.by("sam"), at=AT)
    macros.retire(macro=macro, retired=True, by=lead.by("sam"), at=AT)
    mine = macros.change(macro=macro, name=macro.name, steps=STEPS[1:], seen=1, by=lead.by("max"), at=AT)
    assert (mine.name, len(mine.steps), mine.version, mine.retired_at) == ("甲", len(STEPS) - 1, 4, AT)
    with pytest.raises(Clash):
        macros.change(macro=macro, name="乙", steps=STEPS, seen=99, by=lead.by("max"), at=AT)


@pytest.mark.parametrize(
    ("steps", "field"),
    [
        ([], "steps"), ([{"kind": "note", "text": "x"}] * 9, "steps"), ([{"kind": "dance"}], "steps.1.kind"),
        ([{"kind": "note", "text": " "}], "steps.1.text"),
        ([{"kind": "remind", "text": "x", "days": 0}], "steps.1.days"),
        ([{"kind": "remind", "text": "x", "days": "drei"}], "steps.1.days"),
        ([{"kind": "reply", "template": "nothing"}], "steps.1.template"),
        ([{"kind": "hand_over", "to": "E999", "text": "x"}], "steps.1.to"),
        ([{"kind": "hand_over", "to": "E002", "text": "x"}, {"kind": "note", "text": "x"}], "steps.1.kind"),
        ([{"kind": "note", "text": "{nobody}"}], "steps.1.text"),
        ([{"kind": "task", "text": "长" * 201, "days": 1}], "steps.1.text"),
    ],
)  # fmt: skip
def test_a_wrong_step_is_named_with_its_field(lead: House, steps: list[dict[str, Any]], field: str):
    with pytest.raises(BadInput) as refusal:
        made(lead, steps)
    assert refusal.value.field == field


def test_only_who_leads_the_unit_makes_macros(lead: House):
    for name in ("tom", "aud", "adi", "zoe"):
        with pytest.raises(Refused):
            made(lead, by=lead.by(name))
    made(lead)
    with pytest.raises(BadInput) as refusal:
        made(lead)
    assert refusal.value.field == "name"


_JUNK = st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=5), lambda s: st.lists(s, max_size=2))


@given(
    st.lists(
        st.dictionaries(
            st.sampled_from(["kind", "text", "days", "to", "template"]), _JUNK | st.sampled_from(list(rules.KINDS))
        ),
        max_size=9,
    )
)
def test_no_data_breaks_the_reader(rows: list[dict[str, Any]]):
    with suppress(rules.StepError):
        steps = rules.read(rows)
        assert rules.read([step.as_data() for step in steps]) == steps
