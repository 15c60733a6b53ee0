"""Fields of the house's own: definitions in versions, typed values, dependencies, conditions for lists."""

import dataclasses
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.audit.models import Entry
from huiyin.cases.actions import fields
from huiyin.cases.models import Case, CaseSearch, FieldValue, FieldVersion
from huiyin.cases.queries import fields as queries
from huiyin.cases.rules import fields as rules
from huiyin.cases.rules.fields import Field, Option
from huiyin.core.errors import BadInput, Refused
from tests.cases.make import registered
from tests.people import AT, House

YES = Field("has_agent", "yes_no", "有代理人", "Has an agent")
AGENT = Field(
    "agent_kind", "choice", "代理类型", "Kind of agent", depends_on="has_agent", depends_values=frozenset({"yes"}),
    options=(Option("lawyer", "律师", "Lawyer"), Option("agency", "代理机构", "Agency")), place=1,
)  # fmt: skip
AGENCY = Field(
    "agency_name", "text", "机构名称", "Name of the agency", depends_on="agent_kind", is_searchable=True,
    depends_values=frozenset({"agency"}), place=2,
)  # fmt: skip
ACCOUNT = Field("bank_account", "text", "银行账号", "Bank account", is_personal=True, is_searchable=True)
LOSS = Field("loss", "money", "损失金额", "Loss", is_searchable=True)
EVENT = Field("event_day", "date", "出险日", "Day of the event")
TOPICS = Field(
    "topics", "multi", "涉及环节", "Parts of the business",
    options=(Option("sale", "销售", "Sale"), Option("claim", "理赔", "Claim"), Option("refund", "退保", "Refund")),
)  # fmt: skip
MEMO = Field("memo", "long", "备注", "Remark")
ALL = (YES, AGENT, AGENCY, ACCOUNT, LOSS, EVENT, TOPICS, MEMO)


@pytest.fixture
def shaped(house: House) -> House:
    for one in ALL:
        keep(house, one)
    return house


def keep(house: House, draft: Field, **changes: Any) -> FieldVersion:
    return fields.keep_field(draft=dataclasses.replace(draft, **changes), by=house.by("adi"), at=AT)


def fill(house: House, case: Case, name: str = "tom", was: dict[str, str] | None = None, **values: Any) -> Any:
    return fields.fill(case=case, values=values, was=was, by=house.by(name), at=AT)


def values(case: Case) -> dict[str, Any]:
    return {key: queries.value_of(row) for key, row in queries.values_of(case.pk).items()}


def code(change: Any) -> str:
    with pytest.raises((BadInput, Refused)) as found:
        change()
    return str(found.value.code)


def test_every_type_comes_back_as_it_went_in(shaped: House) -> None:
    case = registered(shaped).case
    fill(
        shaped, case, has_agent="yes", agent_kind="agency", agency_name="某某咨询", bank_account="6222 0202 0000 1234",
        loss="12,345.60", event_day="2026-02-01", topics=["refund", "sale"], memo="第一行\n第二行",
    )  # fmt: skip
    assert values(case) == {
        "has_agent": True, "agent_kind": "agency", "agency_name": "某某咨询", "bank_account": "6222 0202 0000 1234",
        "loss": Decimal("12345.60"), "event_day": date(2026, 2, 1), "topics": ("sale", "refund"),
        "memo": "第一行\n第二行",
    }  # fmt: skip
    row = FieldValue.objects.get(case=case, key="bank_account")
    assert row.is_sealed
    assert row.word is None


@pytest.mark.parametrize(
    ("key", "raw"),
    [
        ("loss", "12.345"), ("loss", "viel"), ("loss", "1e20"), ("loss", "NaN"), ("loss", True),
        ("event_day", "2026-02-30"),
        ("has_agent", "maybe"), ("topics", ["sale", "x"]), ("topics", {"sale": 1}), ("memo", "x" * 10_001),
        ("bank_account", "a\nb"), ("bank_account", "\x00"), ("bank_account", ["a"]), ("agent_kind", "friend"),
    ],
)  # fmt: skip
def test_what_the_field_cannot_hold_is_told_at_its_field(shaped: House, key: str, raw: Any) -> None:
    case = registered(shaped).case
    with pytest.raises(BadInput) as found:
        fill(shaped, case, **{key: raw})
    assert (found.value.code, found.value.field) == ("field.value", key)
    assert values(case) == {}


def test_a_field_is_asked_for_only_while_another_says_so(shaped: House) -> None:
    case = registered(shaped).case
    assert code(lambda: fill(shaped, case, agent_kind="lawyer")) == "field.hidden"
    fill(shaped, case, has_agent=True, agent_kind="agency", agency_name="某某咨询")
    done = fill(shaped, case, has_agent=False)
    assert done.cleared == ("agency_name", "agent_kind")  # the whole chain, told
    assert values(case) == {"has_agent": False}
    entry = Entry.objects.filter(aggregate_id=case.pk, kind="case.fields_filled").order_by("seq").last()
    assert entry is not None
    assert entry.body["cleared"] == ["agency_name", "agent_kind"]


def test_circles_and_dependencies_on_nothing_are_refused(shaped: House) -> None:
    circle = {"depends_on": "agent_kind", "depends_values": frozenset({"agency"})}
    assert code(lambda: keep(shaped, YES, **circle)) == "field.depends_on"
    for on, said in (
        ("has_agent", {"perhaps"}),
        ("has_agent", set()),
        ("memo", {"x"}),
        ("none", {"x"}),
        ("loss", {"1"}),
    ):
        changes = {"depends_on": on, "depends_values": frozenset(said)}
        assert code(lambda given=changes: keep(shaped, EVENT, **given)).startswith("field.depends")
    assert code(lambda: fields.retire_field(key="has_agent", by=shaped.by("adi"), at=AT)) == "field.decides"
    fewer = (Option("lawyer", "律师", "Lawyer"), Option("friend", "亲友", "Friend"))
    assert code(lambda: keep(shaped, AGENT, options=fewer)) == "field.options"


def test_a_changed_definition_spoils_no_old_value(shaped: House) -> None:
    case = registered(shaped).case
    fill(shaped, case, topics=["refund"], loss="5")
    renamed = (Option("sale", "销售", "Sale"), Option("claim", "理赔", "Claim"))
    assert keep(shaped, TOPICS, options=renamed, label_zh="业务环节").version == 2
    assert values(case)["topics"] == ("refund",)
    row = FieldValue.objects.select_related("definition").get(case=case, key="topics")
    assert row.definition.version == 1
    assert queries.definition(row.definition).option("refund", "zh") == "退保"
    assert code(lambda: fill(shaped, case, topics=["refund", "sale"])) == "field.value"
    assert code(lambda: keep(shaped, LOSS, type="number")) == "field.type"
    assert code(lambda: keep(shaped, ACCOUNT, is_personal=False)) == "field.type"
    fields.retire_field(key="loss", by=shaped.by("adi"), at=AT)
    assert values(case)["loss"] == Decimal(5)
    assert code(lambda: fill(shaped, case, loss="6")) == "field.unknown"


def test_two_people_in_different_fields_both_count_and_in_the_same_one_is_told(shaped: House) -> None:
    case = registered(shaped).case
    fill(shaped, case, loss="1", memo="a")
    was = {key: fields.stamp(row) for key, row in queries.values_of(case.pk).items()}
    fill(shaped, case, "sam", was, loss="2")
    fill(shaped, case, "tom", was, memo="b")
    assert (values(case)["loss"], values(case)["memo"]) == (Decimal(2), "b")
    with pytest.raises(Refused) as found:
        fill(shaped, case, "tom", was, loss="3")
    assert found.value.code == "field.changed"
    assert "Sam" in found.value.message
    assert values(case)["loss"] == Decimal(2)
    fill(shaped, case, "tom", was, loss="2")  # the same as there is: nothing to quarrel about


def test_the_same_again_writes_nothing_and_empty_takes_away(shaped: House) -> None:
    case = registered(shaped).case
    fill(shaped, case, loss="1.00")
    for raw in ("1", 1, Decimal("1.00")):
        assert fill(shaped, case, loss=raw).changed == ()
    assert Entry.objects.filter(aggregate_id=case.pk, kind="case.fields_filled").count() == 1
    assert fill(shaped, case, loss="").changed == ("loss",)
    assert values(case) == {}


def test_the_ledger_holds_no_text_and_nothing_personal_in_clear(shaped: House) -> None:
    case = registered(shaped).case
    fill(shaped, case, bank_account="622202020001", memo="张三住院", loss="7")
    body = str(Entry.objects.get(aggregate_id=case.pk, kind="case.fields_filled").body)
    assert "622202" not in body
    assert "张三" not in body
    assert "7.00" in body


def test_conditions_find_by_value_and_range(shaped: House) -> None:
    one, two = registered(shaped).case, registered(shaped).case
    fill(shaped, one, loss="100", event_day="2026-01-01", topics=["sale"], has_agent=True, bank_account="6222-1")
    fill(shaped, two, loss="200", event_day="2026-02-01", topics=["sale", "claim"], has_agent=False, memo="x")

    def found(key: str, **condition: Any) -> set[Case]:
        return set(Case.objects.filter(queries.having(key, **condition)))

    assert found("loss", at_least=Decimal(150)) == {two}
    assert found("loss", at_least=Decimal(100), at_most=Decimal(200)) == {one, two}
    assert found("loss", equals=Decimal("100.00")) == {one}
    assert found("event_day", at_most=date(2026, 1, 31)) == {one}
    assert found("topics", any_of=["claim", "refund"]) == {two}
    assert found("topics", equals=("sale", "claim")) == {two}
    assert found("has_agent", equals=True) == {one}
    assert found("bank_account", equals="6222-1") == {one}
    assert found("bank_account", equals="6222") == set()
    assert found("memo") == {two}


def test_a_searchable_text_is_found_a_personal_one_leaves_no_word(shaped: House) -> None:
    case = registered(shaped).case
    fill(shaped, case, has_agent=True, agent_kind="agency", agency_name="鑫鑫咨询", bank_account="鑫账")
    assert "鑫鑫" in str(CaseSearch.objects.get(case=case).vector)
    assert "鑫账" not in str(CaseSearch.objects.get(case=case).vector)


def test_only_who_works_on_the_case_fills_in_and_only_administrators_define(shaped: House) -> None:
    case = registered(shaped).case
    for name in ("zoe", "aud", "adi"):
        assert code(lambda who=name: fill(shaped, case, who, loss="1")) == "case.not_yours"
    assert code(lambda: fields.keep_field(draft=LOSS, by=shaped.by("hua"), at=AT)) == "shape.not_yours"
    assert code(lambda: fill(shaped, case, nothing="1")) == "field.unknown"


@pytest.mark.parametrize(
    "changes",
    [
        {"key": "X"}, {"type": "colour"}, {"label_en": ""}, {"required_at": "closed"},
        {"options": (Option("a1", "a", "a"),)},
        {"type": "choice"}, {"type": "choice", "options": (Option("a1", "a", "a"), Option("a1", "b", "b"))},
        {"type": "choice", "is_personal": True, "options": (Option("a1", "a", "a"), Option("b1", "b", "b"))},
    ],
)  # fmt: skip
def test_a_definition_that_cannot_be_kept_says_why(house: House, changes: dict[str, Any]) -> None:
    assert code(lambda: keep(house, LOSS, **changes)).startswith("field.")
    assert not FieldVersion.objects.exists()


_CHAIN = st.lists(st.sampled_from(["a1", "b1", "c1", "d1", ""]), min_size=4, max_size=4)


@given(_CHAIN, st.dictionaries(st.sampled_from(["a1", "b1", "c1", "d1"]), st.booleans()))
def test_whatever_depends_on_whatever_showing_ends_and_hidden_ones_are_never_missing(
    chain: list[str], given_: dict[str, bool]
) -> None:
    known = [
        Field(key, "yes_no", key, key, depends_on=on, depends_values=frozenset({"yes"}), required_at="received")
        for key, on in zip(("a1", "b1", "c1", "d1"), chain, strict=True)
    ]
    visible = rules.shown(known, given_)
    missing = {one.key for one in rules.missing(known, given_, "received")}
    assert missing == visible - set(given_)
    for one in known:
        assert (one.key in visible) <= (not one.depends_on or given_.get(one.depends_on, False))
