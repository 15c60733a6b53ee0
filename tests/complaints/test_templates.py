"""Answer templates: versions that never change, gates when saving, a second person, what was sent with which one."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from huiyin.accounts.models import Membership, Unit
from huiyin.audit import queries as ledger
from huiyin.cases.actions import talk
from huiyin.cases.models import Template, TemplateUse, TemplateVersion
from huiyin.complaints.actions import acceptance, templates
from huiyin.complaints.queries import templates as queries
from huiyin.core.errors import BadInput, Clash, Refused
from huiyin.core.time import local_date
from tests.cases.make import registered
from tests.people import AT, House

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
ZH = "{salutation}，您的投诉 {case_number} 我们已收到。有问题请致电 {unit_phone}，{owner_name}。"
EN = "{salutation}, we have your complaint {case_number}. Call {unit_phone}, {owner_name}."


def made(house: House, by: str = "sam", *, approved: str = "max", unit: str = "JS", **changes: Any) -> TemplateVersion:
    values: dict[str, Any] = {
        "key": "got", "name": "收到投诉", "name_en": "Received", "purpose": "reply", "unit": house.units[unit],
        "text_zh": ZH, "text_en": EN, "from_on": local_date(AT),
    }  # fmt: skip
    version = templates.begin(**(values | changes), by=house.by(by), at=AT)
    if approved and version.state == "submitted":
        version = templates.approve(version=version, by=house.by(approved), at=AT + HOUR)
    return version


@pytest.fixture
def js_lead(house: House) -> House:
    """Sam leads the whole branch, not the department only."""
    Membership.objects.create(user=house["sam"], role="supervisor", unit=house.units["JS"])
    return house


def test_a_wording_for_customers_needs_a_second_person(js_lead: House):
    version = made(js_lead, approved="")
    assert version.state == "submitted"
    case = registered(js_lead).case
    assert queries.for_case(case, AT) == []
    with pytest.raises(Refused) as refusal:
        templates.approve(version=version, by=js_lead.by("sam"), at=AT)
    assert refusal.value.code == "template.own"
    templates.approve(version=version, by=js_lead.by("max"), at=AT)
    assert [one.pk for one in queries.for_case(case, AT)] == [version.pk]
    again = templates.approve(version=version, by=js_lead.by("max"), at=AT + HOUR)
    assert again.decided_at == AT


def test_a_wording_for_notes_holds_at_once(js_lead: House):
    assert made(js_lead, approved="", purpose="note").state == "approved"


def test_only_who_leads_the_unit_writes_what_holds_there(house: House):
    for name, unit in (("tom", "JS-CP"), ("max", "HQ"), ("sam", "GD"), ("aud", "HQ"), ("adi", "HQ"), ("zoe", "GD-CP")):
        with pytest.raises(Refused) as refusal:
            made(house, name, unit=unit, approved="")
        assert refusal.value.code == "template.role"
    assert made(house, "hua", unit="HQ", approved="").state == "submitted"


def test_an_unknown_variable_is_refused_with_place_and_mend(js_lead: House):
    with pytest.raises(BadInput) as refusal:
        made(js_lead, text_zh="您好，\n编号 {case_nummer}。")
    assert refusal.value.field == "text_zh"
    assert "{case_number}" in refusal.value.message
    assert "2" in refusal.value.needs[0]
    assert not Template.objects.filter(versions__isnull=False).exists()


def test_a_wrong_citation_is_refused_and_hard_language_is_advice(js_lead: House):
    with pytest.raises(BadInput) as refusal:
        made(
            js_lead, text_zh="根据《银行业保险业消费投诉处理管理办法》（银保监会令2020年第3号）第九十九条，我们已收到。"
        )
    assert refusal.value.field == "text_zh"
    long = "我们会" + "认真核查您反映的每一个问题" * 12 + "。"
    version = made(js_lead, key="long", text_zh=long)
    assert any(one["language"] == "zh" and not one["refuses"] for one in version.advice)


def test_versions_never_change_and_follow_each_other_by_their_day(js_lead: House):
    first = made(js_lead)
    second = templates.write(
        template=first.template, text_zh=ZH + "祝好。", text_en=EN + " Regards.", from_on=local_date(AT + DAY * 3),
        seen=1, by=js_lead.by("sam"), at=AT + HOUR,
    )  # fmt: skip
    templates.approve(version=second, by=js_lead.by("max"), at=AT + HOUR)
    case = registered(js_lead).case
    assert [one.number for one in queries.for_case(case, AT + DAY)] == [1]
    assert [one.number for one in queries.for_case(case, AT + DAY * 4)] == [2]
    for change in ({"text_zh": "x"}, {"from_on": local_date(AT + DAY)}, {"number": 9}):
        with pytest.raises(IntegrityError), transaction.atomic():
            TemplateVersion.objects.filter(pk=first.pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        TemplateVersion.objects.filter(pk=second.pk).delete()


def test_two_people_who_write_at_once_do_not_step_on_each_other(js_lead: House):
    first = made(js_lead)
    common: dict[str, Any] = {"template": first.template, "text_en": EN + "!", "from_on": local_date(AT), "at": AT}
    templates.write(**common, text_zh=ZH + "甲", seen=1, by=js_lead.by("sam"))
    with pytest.raises(Refused) as refusal:
        templates.write(**common, text_zh=ZH + "乙", seen=1, by=js_lead.by("max"))
    assert refusal.value.code == "template.changed"
    assert isinstance(refusal.value, Clash)
    assert (refusal.value.stands, refusal.value.version) == ({"text_zh": ZH + "甲"}, 2)
    with pytest.raises(Refused) as refusal:
        templates.write(**common, text_zh=ZH + "乙", seen=2, by=js_lead.by("max"))
    assert refusal.value.code == "template.waiting"


def test_of_two_who_write_different_languages_both_count(js_lead: House):
    first = made(js_lead, purpose="note", approved="")
    common: dict[str, Any] = {"template": first.template, "from_on": local_date(AT), "at": AT, "seen": 1}
    templates.write(**common, text_zh=ZH + "甲", text_en=EN, by=js_lead.by("sam"))
    both = templates.write(**common, text_zh=ZH, text_en=EN + "!", by=js_lead.by("max"))
    assert (both.number, both.text_zh, both.text_en) == (3, ZH + "甲", EN + "!")


def test_what_was_taken_back_is_merged_into_nothing(js_lead: House):
    first = made(js_lead)
    common: dict[str, Any] = {"template": first.template, "from_on": local_date(AT), "at": AT, "seen": 1}
    gone = templates.write(**common, text_zh=ZH + "甲", text_en=EN, by=js_lead.by("sam"))
    templates.withdraw(version=gone, by=js_lead.by("sam"), at=AT)
    mine = templates.write(**common, text_zh=ZH, text_en=EN + "!", by=js_lead.by("max"))
    assert (mine.text_zh, mine.text_en) == (ZH, EN + "!")


def test_a_version_is_sent_back_with_a_reason_or_withdrawn_by_its_writer(js_lead: House):
    version = made(js_lead, approved="")
    with pytest.raises(BadInput):
        templates.reject(version=version, reason=" ", by=js_lead.by("max"), at=AT)
    with pytest.raises(Refused):
        templates.withdraw(version=version, by=js_lead.by("max"), at=AT)
    assert templates.withdraw(version=version, by=js_lead.by("sam"), at=AT).state == "withdrawn"
    with pytest.raises(Refused) as refusal:
        templates.approve(version=version, by=js_lead.by("max"), at=AT)
    assert refusal.value.code == "template.decided"
    common: dict[str, Any] = {"template": version.template, "text_en": EN, "text_zh": ZH, "from_on": local_date(AT)}
    second = templates.write(**common, by=js_lead.by("sam"), at=AT)
    assert templates.reject(version=second, reason="请更简短", by=js_lead.by("max"), at=AT).reason == "请更简短"


def test_it_holds_for_its_unit_and_class_only(js_lead: House):
    made(js_lead, class_code="C", key="claims")
    made(js_lead, key="everybody")
    made(js_lead, "hua", unit="HQ", approved="eve", key="house")
    case = registered(js_lead).case
    assert [one.template.key for one in queries.for_case(case, AT)] == ["everybody", "house"]
    case.code = "C41"
    assert [one.template.key for one in queries.for_case(case, AT)] == ["claims", "everybody", "house"]
    case.unit = Unit.objects.get(code="GD-CP")
    assert [one.template.key for one in queries.for_case(case, AT)] == ["house"]


def test_the_templates_of_a_case_are_read_in_one_statement(js_lead: House, django_assert_num_queries: Any):
    for number in range(12):
        made(js_lead, key=f"t{number}")
    case = registered(js_lead).case
    with django_assert_num_queries(1):
        assert len(queries.for_case(case, AT)) == 12


def test_a_message_tells_with_which_wording_it_was_written(js_lead: House):
    version = made(js_lead)
    case = registered(js_lead).case
    text = queries.text(version, case, AT)
    assert text == f"李女士/先生，您的投诉 {case.number} 我们已收到。有问题请致电 025-8000000，Tom。"
    message = acceptance.respond(
        case=case, text=text, templates=[version.pk, version.pk], by=js_lead.by("tom"), at=AT + HOUR
    )
    use = TemplateUse.objects.get()
    assert (use.version, use.message, use.is_changed) == (version, message, False)
    entry = ledger.last(("case", case.pk))
    assert entry is not None
    assert entry.body["templates"] == [{"template": "got", "version": 1}]
    acceptance.respond(case=case, text="另外：" + text[:20], templates=[version.pk], by=js_lead.by("tom"), at=AT + HOUR)
    assert list(queries.uses(version.template).values_list("is_changed", flat=True)) == [True, False]


def test_no_customer_reads_a_brace(js_lead: House):
    case = registered(js_lead).case
    with pytest.raises(BadInput) as refusal:
        acceptance.respond(case=case, text="您的保单 {policy} 有效。", by=js_lead.by("tom"), at=AT + HOUR)
    assert refusal.value.code == "template.unfilled"
    assert "{policy}" in refusal.value.message


def test_a_template_of_another_branch_is_refused_when_sending(js_lead: House):
    version = made(js_lead, "hua", unit="GD", approved="eve")
    case = registered(js_lead).case
    with pytest.raises(BadInput) as refusal:
        acceptance.respond(case=case, text="您好", templates=[version.pk], by=js_lead.by("tom"), at=AT + HOUR)
    assert refusal.value.code == "template.foreign"


def test_a_retired_template_is_offered_no_more_and_may_come_back(js_lead: House):
    version = made(js_lead)
    case = registered(js_lead).case
    row = templates.retire(template=version.template, retired=True, by=js_lead.by("sam"), at=AT + HOUR)
    assert templates.retire(template=row, retired=True, by=js_lead.by("sam"), at=AT + HOUR * 2).retired_at == AT + HOUR
    assert queries.for_case(case, AT) == []
    with pytest.raises(Refused) as refusal:
        templates.write(
            template=row, text_zh=ZH + "。", text_en=EN, from_on=local_date(AT), by=js_lead.by("sam"), at=AT + HOUR
        )
    assert refusal.value.code == "template.retired"
    templates.retire(template=row, retired=False, by=js_lead.by("sam"), at=AT + HOUR)
    assert len(queries.for_case(case, AT)) == 1


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"key": "Ünser"}, "key"), ({"name": " "}, "name"), ({"purpose": "poem"}, "purpose"),
        ({"class_code": "ZZ"}, "class_code"), ({"text_en": " "}, "text_en"), ({"text_zh": "长" * 5001}, "text_zh"),
        ({"text_zh": "a\x00b"}, "text_zh"), ({"from_on": local_date(AT - DAY)}, "from_on"),
    ],
)  # fmt: skip
def test_bad_input_is_said_at_its_field(js_lead: House, change: dict[str, Any], field: str):
    with pytest.raises(BadInput) as refusal:
        made(js_lead, **change)
    assert refusal.value.field == field


def test_a_key_is_given_once(js_lead: House):
    made(js_lead)
    with pytest.raises(BadInput) as refusal:
        made(js_lead, key=" GOT ")
    assert refusal.value.code == "template.key_taken"


def test_every_change_stands_in_the_ledger(js_lead: House):
    version = made(js_lead)
    kinds = list(ledger.chain(("template", version.template_id)).values_list("kind", flat=True))
    assert kinds == ["template.made", "template.version_written", "template.version_approved"]


def test_a_note_is_kept_without_template_and_tells_nobody(js_lead: House):
    case = registered(js_lead).case
    talk.add_note(case=case, text="无", by=js_lead.by("tom"), at=AT + HOUR)
    assert not TemplateUse.objects.exists()
