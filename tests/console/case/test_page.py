"""The case on one page: who may open it, what it shows, what it costs, what it never shows."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiyin.accounts.models import Membership
from huiyin.audit.models import Access
from huiyin.cases.actions import talk
from huiyin.cases.models import Case, Message, Note
from huiyin.complaints.actions import decision
from huiyin.complaints.rules import path
from huiyin.console.case import timeline
from huiyin.console.case.steps import PAGES
from tests.cases import make
from tests.complaints.along import LETTER
from tests.people import AT

MOST_STATEMENTS = 17


def test_every_step_that_a_person_takes_has_its_page():
    assert {step.code for step in path.STEPS if step.roles} == set(PAGES)


def test_a_case_with_200_entries_opens_in_few_statements(along, enter, url):
    along.executing()
    case = along.case
    Message.objects.bulk_create(
        Message(case=case, direction="in", channel="portal", text=f"第 {n} 次来信", at=AT + timedelta(minutes=n))
        for n in range(100)
    )
    Note.objects.bulk_create(
        Note(case=case, text=f"备注 {n}", at=AT + timedelta(minutes=n), author_label="Tia E003") for n in range(100)
    )
    browser, address = enter("tom"), url()
    browser.get(address)
    cache.clear()
    with CaptureQueriesContext(connection) as seen:
        answer = browser.get(address)
    assert answer.status_code == 200
    assert len(seen) <= MOST_STATEMENTS, "\n".join(one["sql"][:260] for one in seen)
    assert len(answer.context["talk"].items) == timeline.AT_ONCE


def test_a_letter_in_the_making_costs_only_what_its_gate_reads(along, enter, url):
    along.approved()
    decision.draft(case=along.case, letter_draft=LETTER, by=along.by("tom"), at=along.later())
    browser, address = enter("tom"), url()
    browser.get(address)
    with CaptureQueriesContext(connection) as seen:
        assert browser.get(address).status_code == 200
    assert len(seen) <= MOST_STATEMENTS, "\n".join(one["sql"][:160] for one in seen)


def test_opening_a_case_is_written_to_the_access_log(along, enter, url):
    enter("sam").get(url())
    line = Access.objects.get(kind="read", aggregate_id=along.case_id)
    assert line.actor_label == "Sam E005"


def test_somebody_elses_case_looks_like_none(along, enter, url):
    assert enter("zoe").get(url()).status_code == 404
    assert enter("zoe").get(url("step", "grade")).status_code == 404
    assert not Access.objects.filter(aggregate_id=along.case_id).exists()


def test_whoever_is_not_signed_in_is_sent_to_sign_in(along, client, url):
    answer = client.get(url())
    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("name", ["kim", "adi", "pia"])
def test_roles_that_see_no_cases_are_refused(along, enter, url, name):
    assert enter(name).get(url()).status_code == 403


def test_personal_fields_come_masked_everywhere(along, enter, url):
    talk.hear(case=along.case, text="我的电话是13812345678，身份证320102198001010018", by=along.by("tom"), at=along.at)
    page = enter("tom").get(url()).content.decode()
    for clear in ("13812345678", "320102198001010018", "李春梅", "li@example.com"):
        assert clear not in page, clear
    assert "138****5678" in page
    assert "李**" in page


def test_the_conversation_is_in_order_and_filtered_by_kind(along, enter, url):
    talk.add_note(case=along.case, text="内部意见：先核对病历", by=along.by("tia"), at=along.later())
    talk.hear(case=along.case, text="补充一份病历", by=along.by("tom"), at=along.later())
    browser = enter("tom")
    items = browser.get(url()).context["talk"].items
    assert [item["at"] for item in items] == sorted(item["at"] for item in items)
    assert {item["kind"] for item in browser.get(url() + "?show=notes").context["talk"].items} == {"note"}
    assert {item["kind"] for item in browser.get(url() + "?show=talk").context["talk"].items} == {"public_in"}
    assert browser.get(url() + "?show=nonsense").context["show"] == "all"


@pytest.mark.parametrize("show", timeline.FILTERS)
def test_each_filter_has_its_own_address_and_part(along, enter, url, show):
    along.liable()
    browser = enter("tom")
    whole = browser.get(f"{url()}?show={show}")
    part = browser.get(f"{url('timeline')}?show={show}", headers={"HX-Request": "true"})
    assert whole.status_code == part.status_code == 200
    assert whole.context["talk"].items == part.context["talk"].items
    assert b"<html" not in part.content
    assert browser.get(f"{url('timeline')}?show={show}").status_code == 302


def test_a_long_conversation_is_paged_by_key_without_gaps(along, enter, url, monkeypatch):
    monkeypatch.setattr(timeline, "AT_ONCE", 7)
    Note.objects.bulk_create(
        Note(case=along.case, text=f"备注 {n}", at=AT + timedelta(minutes=n // 3), author_label="Tia")
        for n in range(30)
    )
    browser, before = enter("tom"), ""
    seen: list[str] = []
    while True:
        found = browser.get(url(), {"show": "notes", "before": before}).context["talk"]
        seen = [item["text"] for item in found.items] + seen
        if not found.older:
            break
        before = found.older
    assert len(seen) == len(set(seen)) == 30
    assert browser.get(url() + "?before=rubbish").status_code == 200


def test_advice_on_organised_complaints_is_seen_by_investigators_only(along, enter, url):
    Case.objects.filter(pk=along.case_id).update(flags=["surrender_agency", "repeat"])
    assert 'data-flag="surrender_agency"' not in enter("tom").get(url()).content.decode()
    assert 'data-flag="repeat"' in enter("tom").get(url()).content.decode()
    assert 'data-flag="surrender_agency"' in enter("ivy").get(url()).content.decode()


def test_every_step_is_there_as_a_button_or_with_what_it_needs(along, enter, url):
    answer = enter("tom").get(url())
    groups = {group["code"]: group for group in answer.context["course"]["groups"]}
    shown = {one["code"]: one["needs"] for group in groups.values() for one in (*group["ready"], *group["closed"])}
    assert shown["plan_sources"] == []
    assert shown["investigate"]
    assert groups["next"]["ready"][0]["code"] == "plan_sources"
    assert "complete_task" not in shown, "there is no task"


def test_next_leads_along_the_path(along, enter, url):
    browser = enter("sam")

    def first() -> str:
        groups = browser.get(url()).context["course"]["groups"]
        return next(str(group["ready"][0]["code"]) for group in groups if group["code"] == "next")

    assert first() == "plan_sources"
    along.investigating()
    assert first() == "finish_source"


def test_an_auditor_reads_and_is_offered_nothing(along, enter, url):
    answer = enter("aud").get(url())
    assert answer.status_code == 200
    assert answer.context["course"]["groups"] == []
    assert answer.context["composer"]["reply"] is None
    assert answer.context["composer"]["note"] is None


def test_the_archive_is_read_only(along, enter, url):
    Case.objects.filter(pk=along.case_id).update(state="archived", is_open=False, closed_at=AT)
    answer = enter("sam").get(url())
    codes = {one["code"] for group in answer.context["course"]["groups"] for one in group["ready"]}
    assert codes <= {"reopen", "escalate", "start_mediation", "tell_again"}
    assert answer.context["composer"]["note"] is None
    refused = enter("sam").post(url("note"), {"text": "还想写一句"})
    assert refused.status_code == 409
    assert "还想写一句" in refused.content.decode()


def test_a_person_who_may_not_see_an_earlier_case_is_not_shown_it(along, enter, url, house):
    Case.objects.filter(pk=along.case_id).update(policy_number="P-1")
    near = make.registered(house, policy_number="P-1").case
    far = make.registered(house, policy_number="P-1", unit_id=house.units["GD-CP"].pk, by=house.by("hua")).case
    numbers = {case["number"] for case in enter("tom").get(url()).context["who"]["earlier"]}
    assert near.number in numbers
    assert far.number not in numbers
    Membership.objects.create(user=house["tom"], role="handler", unit=house.units["HQ"])
    assert far.number in {case["number"] for case in enter("tom").get(url()).context["who"]["earlier"]}


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_page_speaks_both_languages(along, enter, url, language):
    along.executing()
    browser = enter("tom")
    browser.cookies["django_language"] = language
    answer = browser.get(url())
    assert answer.status_code == 200
    assert f'lang="{"en" if language == "en" else "zh-Hans"}"' in answer.content.decode()
