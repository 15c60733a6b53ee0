"""Tags, linked cases, checklists and fields on the page of a case."""

import dataclasses
import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from huiyin.audit.models import Access, Entry
from huiyin.cases.actions import checklists, fields, links, tags
from huiyin.cases.models import CaseLink, CaseTag, FieldValue, Recusal
from huiyin.cases.queries import fields as field_queries
from huiyin.cases.queries import tags as tag_queries
from huiyin.cases.rules.checklists import Draft, Line
from huiyin.cases.rules.fields import Field, Option
from huiyin.complaints.queries import facts
from tests.cases.make import registered
from tests.console.case.test_page import MOST_STATEMENTS
from tests.people import AT

LINES = (Line("看保单", "Look at the policy", clause="3.2-3"), Line("记语气", "Note the tone", mandatory=False))
HAS_AGENT = Field("has_agent", "yes_no", "有代理人", "Has an agent")
KIND = Field(
    "agent_kind", "choice", "代理类型", "Kind of agent", depends_on="has_agent", depends_values=frozenset({"yes"}),
    options=(Option("lawyer", "律师", "Lawyer"), Option("agency", "机构", "Agency")), place=1,
)  # fmt: skip
ACCOUNT = Field("account", "text", "银行账号", "Bank account", is_personal=True, place=2)
LOSS = Field("loss", "money", "损失", "Loss", place=3)


@pytest.fixture
def shaped(along):
    """Tags, a list at the stage the complaint comes to, and fields."""
    adi = along.by("adi")
    for name in ("代理退保", "等回执"):
        tags.add_tag(name=name, colour="violet", by=adi, at=AT)
    draft = Draft("inquiry", "调查中", "While investigating", "investigating", LINES)
    checklists.keep_list(draft=draft, by=adi, at=AT)
    for one in (HAS_AGENT, KIND, ACCOUNT, LOSS):
        fields.keep_field(draft=one, by=adi, at=AT)
    along.investigating()
    return along


def values(along) -> dict[str, Any]:
    return {key: field_queries.value_of(row) for key, row in field_queries.values_of(along.case_id).items()}


def test_all_of_it_is_read_in_the_statements_the_page_makes_anyway(shaped, enter, url):
    case, by = shaped.case, shaped.by("tom")
    for name in ("代理退保", "等回执"):
        tags.put_on_named(case=case, name=name, by=by, at=shaped.at)
    for _n in range(3):
        other = registered(shaped.house).case
        links.link(case=case, other=other, relation="parent_of", by=by, at=shaped.at)
    fields.fill(case=case, values={"has_agent": True, "agent_kind": "agency", "loss": "1234.5"}, by=by, at=shaped.at)
    browser = enter("tom")
    browser.get(url())
    with CaptureQueriesContext(connection) as seen:
        answer = browser.get(url())
    assert len(seen) <= MOST_STATEMENTS, "\n".join(one["sql"][:200] for one in seen)
    page = answer.content.decode()
    for words in ("代理退保", "等回执", "看保单", "机构", "¥1,234.50", other.number):
        assert words in page, words
    assert page.count("hy-tagged") == 2


def test_a_tag_is_put_on_by_name_and_taken_off(shaped, enter, url):
    browser = enter("tom")
    assert 'list="tag-names"' in browser.get(url("tag")).content.decode()
    assert browser.post(url("tag"), {"name": " 代理退保 "}).status_code == 302
    wrong = browser.post(url("tag"), {"name": "没有这个"})
    assert wrong.status_code == 409
    assert "没有这个" in wrong.content.decode()
    assert browser.post(url("tag"), {"name": ""}).status_code == 422
    [shown] = tag_queries.of_case(shaped.case_id)
    for _double_click in range(2):
        assert browser.post(url("tag_remove", shown.id)).status_code == 302
    assert not CaseTag.objects.exists()


def test_a_link_shows_at_both_ends_and_nothing_of_a_case_one_may_not_see(shaped, enter, url):
    other = registered(shaped.house, subject="子案件的标题").case
    browser = enter("tom")
    data = {"relation": "parent_of", "number": other.number, "reason": "同一事件"}
    assert browser.post(url("link"), data).status_code == 302
    assert "子案件的标题" in browser.get(url()).content.decode()
    back = browser.get(reverse("case", args=[other.number])).content.decode()
    assert shaped.case.number in back
    Recusal.objects.create(case=other, user=shaped.house["tia"], ground="declared", reason="x", at=AT, by_label="t")
    hidden = enter("tia").get(url()).content.decode()
    assert "子案件的标题" not in hidden
    assert other.number not in hidden
    loop = browser.post(url("link"), data | {"relation": "child_of"})
    assert loop.status_code == 409
    nobody = browser.post(url("link"), data | {"number": "TS1"})
    assert nobody.status_code == 422
    row = CaseLink.objects.get()
    assert browser.post(url("link_remove", row.pk)).status_code == 302
    assert browser.post(url("link_remove", shaped.case_id)).status_code == 422


def test_what_was_just_done_with_tags_and_links_can_be_undone(shaped, enter, url):
    browser, other = enter("tom"), registered(shaped.house).case

    def undo(answer) -> str:
        """Press the button that the next page offers."""
        found = re.search(
            r'action="([^"]+)" hx-post="[^"]+" hx-target="#step-place" data-undo', answer.content.decode()
        )
        assert found, "nothing to undo"
        return str(browser.post(found[1], follow=True).content.decode())

    put = browser.post(url("tag"), {"name": "代理退保"}, follow=True)
    assert "hy-tagged" not in undo(put)
    browser.post(url("tag"), {"name": "代理退保"}, follow=True)
    again = browser.post(url("tag"), {"name": "代理退保"}, follow=True).content.decode()
    assert "data-undo" not in again  # it was there already: nothing was done
    tag = CaseTag.objects.get().tag_id
    assert "hy-tagged" in undo(browser.post(url("tag_remove", tag), follow=True))
    linked = browser.post(url("link"), {"relation": "child_of", "number": other.number}, follow=True)
    row = CaseLink.objects.get()
    assert other.number not in undo(linked).split('id="case-links"')[1]
    CaseLink.objects.update(removed_at=None)
    assert other.number in undo(browser.post(url("link_remove", row.pk), follow=True)).split('id="case-links"')[1]
    assert enter("sam").post(url("tag_back", tag)).status_code == 302  # there already
    browser.post(url("tag_remove", tag))
    assert enter("sam").post(url("tag_back", tag)).status_code == 409  # one undoes what one did oneself


def test_a_step_says_which_lines_it_waits_for_and_goes_on_when_they_are_done(shaped, enter, url):
    browser, line = enter("tom"), LINES[0].key
    page = browser.get(url()).content.decode()
    assert "看保单" in page.split('id="case-course"')[1]
    assert facts(shaped.case).held_up
    assert browser.post(url("check", "inquiry", line, "waive"), {"reason": "否"}).status_code == 422
    assert browser.post(url("check", "inquiry", line, "waive"), {"reason": "保单已注销"}).status_code == 302
    assert facts(shaped.case).held_up == ()
    for state in ("open", "done", "done"):
        assert browser.post(url("check", "inquiry", line, state)).status_code == 302
    assert facts(shaped.case).checks[0].state == "done"
    assert browser.post(url("check", "inquiry", "nothing", "done")).status_code == 409
    assert browser.post(url("check", "inquiry", line, "burn")).status_code == 404
    assert Entry.objects.filter(aggregate_id=shaped.case_id, kind="case.check_done").count() == 1


def test_fields_are_filled_in_and_those_that_nothing_shows_are_left_out(shaped, enter, url):
    browser = enter("tom")
    form = browser.get(url("fields")).content.decode()
    assert 'data-when="f_has_agent=yes"' in form
    data = {"f_has_agent": "yes", "f_agent_kind": "lawyer", "f_account": "6222020200001", "f_loss": "12.5"}
    assert browser.post(url("fields"), data).status_code == 302
    assert values(shaped)["agent_kind"] == "lawyer"
    page = browser.get(url()).content.decode()
    assert "6222020200001" not in page
    # what was typed before is still in the form although the choice that showed it has changed
    stamps = {f"was_{key}": fields.stamp(row) for key, row in field_queries.values_of(shaped.case_id).items()}
    assert browser.post(url("fields"), data | stamps | {"f_has_agent": "no", "f_account": ""}).status_code == 302
    assert set(values(shaped)) == {"has_agent", "account", "loss"}
    wrong = browser.post(url("fields"), data | {"f_loss": "viel", "was_loss": stamps["was_loss"]})
    assert wrong.status_code == 422
    assert "viel" in wrong.content.decode()


def test_two_people_who_fill_in_different_fields_both_count(shaped, enter, url):
    fields.fill(case=shaped.case, values={"loss": "1"}, by=shaped.by("tom"), at=shaped.at)
    stamps = {f"was_{key}": fields.stamp(row) for key, row in field_queries.values_of(shaped.case_id).items()}
    sam, tom = enter("sam"), enter("tom")
    assert sam.post(url("fields"), stamps | {"f_loss": "2"}).status_code == 302
    late = tom.post(url("fields"), stamps | {"f_loss": "3", "f_has_agent": "no"})
    assert late.status_code == 409
    assert "Sam" in late.content.decode()
    assert 'value="3"' in late.content.decode()  # nothing typed is lost
    assert values(shaped) == {"loss": 2}
    again = {"was_loss": str(FieldValue.objects.get(key="loss").pk)}
    assert tom.post(url("fields"), again | {"f_loss": "2", "f_has_agent": "no"}).status_code == 302
    assert values(shaped) == {"loss": 2, "has_agent": False}


def test_a_personal_value_is_shown_for_a_reason_only(shaped, enter, url):
    fields.fill(case=shaped.case, values={"account": "6222020200001"}, by=shaped.by("tom"), at=shaped.at)
    browser = enter("tom")
    assert browser.post(url("field_reveal", "account"), {"reason": "x"}).status_code == 409
    shown = browser.post(url("field_reveal", "account"), {"reason": "核对账号"})
    assert "6222020200001" in shown.content.decode()
    assert Access.objects.get(kind="reveal").fields == ["field.account"]
    assert browser.post(url("field_reveal", "loss"), {"reason": "核对账号"}).status_code == 404
    assert enter("aud").post(url("field_reveal", "account"), {"reason": "核对账号"}).status_code == 409


def test_an_old_value_is_told_in_the_words_of_its_time(shaped, enter, url):
    case, by = shaped.case, shaped.by("tom")
    fields.fill(case=case, values={"has_agent": True, "agent_kind": "agency"}, by=by, at=shaped.at)
    fewer = (Option("lawyer", "律师", "Lawyer"), Option("friend", "亲友", "Friend"))
    fields.keep_field(draft=dataclasses.replace(KIND, options=fewer), by=shaped.by("adi"), at=shaped.at)
    assert "机构" in enter("tom").get(url()).content.decode()
    fields.retire_field(key="agent_kind", by=shaped.by("adi"), at=shaped.at)
    assert "机构" in enter("tom").get(url()).content.decode()


@pytest.mark.parametrize("name", ["zoe", "adi"])
def test_who_may_not_see_the_case_reaches_none_of_it(shaped, enter, url, name):
    browser, nobody = enter(name), shaped.case_id
    expected = {"zoe": 404, "adi": 403}[name]
    for place in (
        url("tag"), url("link"), url("fields"), url("tag_remove", nobody), url("link_remove", nobody),
        url("check", "inquiry", LINES[0].key, "done"), url("field_reveal", "account"),
    ):  # fmt: skip
        assert browser.post(place, {"reason": "看一看"}).status_code == expected, place


def test_who_only_reads_is_offered_nothing_and_changes_nothing(shaped, enter, url):
    browser = enter("aud")
    page = browser.get(url()).content.decode()
    assert reverse("case_tag", args=[shaped.case.number]) not in page
    assert "看保单" in page
    assert browser.post(url("tag"), {"name": "代理退保"}).status_code == 409
    assert browser.post(url("check", "inquiry", LINES[0].key, "done")).status_code == 409
    assert not CaseTag.objects.exists()
