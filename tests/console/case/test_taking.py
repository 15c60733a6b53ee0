"""Taking a step: in place and as a page; refused, malformed, stale, doubled; nothing typed is lost."""

import pytest
from django.urls import reverse

from huiyin.audit.models import Entry
from huiyin.cases.actions import talk
from huiyin.cases.models import Case, Ownership
from huiyin.complaints.actions import classification
from huiyin.complaints.rules import path
from huiyin.console.case.steps import PAGES
from tests.cases import make

HTMX = {"HX-Request": "true"}
STAGES = [
    "", "investigating", "found", "reviewed", "liable", "proposed", "approved", "issued", "told", "executing",
    "carried_out", "asked", "answered", "rectified",
]  # fmt: skip


@pytest.mark.parametrize("stage", STAGES)
def test_every_form_opens_in_place_and_as_a_page_at_every_stage(along, enter, url, stage):
    if stage:
        getattr(along, stage)()
    seen: set[str] = set()
    for name in ("tom", "sam", "ivy", "max", "hua", "eve"):
        browser = enter(name)
        groups = browser.get(url()).context["course"]["groups"]
        ready = {one["code"] for group in groups for one in group["ready"]}
        new = (ready | {one["code"] for group in groups for one in group["closed"]}) - seen
        for code in sorted(new):  # once for each: who else may take a step sees the same form
            part = browser.get(url("step", code), headers=HTMX)
            assert part.status_code == 200, code
            assert b"<html" not in part.content
            whole = browser.get(url("step", code))
            assert whole.status_code == 200, code
            assert b"<html" in whole.content
        seen |= new
    assert len(seen) > 10


def test_a_step_that_is_not_possible_shows_what_it_needs_and_no_form(along, enter, url):
    answer = enter("tom").get(url("step", "investigate"), headers=HTMX)
    assert answer.context["missing"]
    assert b"<form" not in answer.content


def test_an_unknown_step_is_not_found(along, enter, url):
    assert enter("tom").get(url("step", "fly")).status_code == 404
    assert enter("tom").get(url("step", "archive")).status_code == 404
    assert enter("tom").post(url("step_look", "fly")).status_code == 404


def test_a_step_is_taken_and_the_parts_of_the_page_come_back(along, enter, url):
    browser = enter("tom")
    seen = browser.get(url()).context["dossier"]["seen"]
    data = {"seen": seen, "severity": "L2", "reason": "金额较大"}
    answer = browser.post(url("step", "grade"), data, headers=HTMX)
    assert answer.status_code == 200
    assert answer["HX-Reswap"] == "none"
    text = answer.content.decode()
    for place in ("case-head", "case-who", "case-talk", "case-course", "flash"):
        assert f'id="{place}"' in text, place
    assert 'id="composer-reply"' not in text, "what is being written stays"
    assert along.case.severity == "L2"


def test_without_a_script_the_step_leads_back_to_the_case(along, enter, url):
    browser = enter("tom")
    answer = browser.post(
        url("step", "grade"),
        {"seen": browser.get(url()).context["dossier"]["seen"], "severity": "L2", "reason": "金额较大"},
    )
    assert answer.status_code == 302
    assert answer["Location"] == url()


def test_malformed_input_comes_back_with_its_faults_and_everything_typed(along, enter, url):
    answer = enter("tom").post(url("step", "grade"), {"severity": "L9", "reason": "写了半天的理由"}, headers=HTMX)
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "写了半天的理由" in text
    assert 'aria-invalid="true"' in text or "hy-error" in text
    assert along.case.severity == "L1"


def test_bad_input_found_by_the_action_stands_at_its_field(along, enter, url):
    answer = enter("tom").post(url("step", "grade"), {"severity": "L2", "reason": "。。。"}, headers=HTMX)
    assert answer.status_code == 422
    assert answer.context["form"].errors["reason"]


def test_a_refusal_is_a_sentence_and_keeps_what_was_typed(along, enter, url):
    answer = enter("tom").post(url("step", "grade"), {"severity": "L1", "reason": "没有变化的理由"}, headers=HTMX)
    assert answer.status_code == 409
    assert "没有变化的理由" in answer.content.decode()
    assert answer.context["form"].trouble["title"]


def test_a_refusal_names_everything_that_is_still_needed(house, enter):
    case = make.registered(house).case
    case.people.update(email=b"", phone=b"", phone_blind="", email_blind="", address=b"")
    answer = enter("tom").post(reverse("case_step", args=[case.number, "accept"]), {"note": ""}, headers=HTMX)
    assert answer.status_code == 409
    assert len(answer.context["form"].trouble["needs"]) == 2
    assert Case.objects.get(pk=case.pk).state == "received"


def test_a_form_from_before_somebody_elses_change_is_stopped_with_what_changed(along, enter, url):
    tom = enter("tom")
    seen = tom.get(url()).context["dossier"]["seen"]
    classification.grade(case=along.case, severity="L3", reason="涉及媒体", by=along.by("sam"), at=along.later())
    data = {"seen": seen, "severity": "L2", "reason": "我的理由还在"}
    answer = tom.post(url("step", "grade"), data, headers=HTMX)
    assert answer.status_code == 409
    text = answer.content.decode()
    assert "Sam" in text
    assert "我的理由还在" in text
    assert along.case.severity == "L3"
    again = tom.post(url("step", "grade"), data | {"seen": answer.context["form"]["seen"].value()}, headers=HTMX)
    assert again.status_code == 200, "sent again knowingly it goes through"
    assert along.case.severity == "L2"


def test_a_note_of_a_colleague_makes_no_form_stale(along, enter, url):
    tom = enter("tom")
    seen = tom.get(url()).context["dossier"]["seen"]
    talk.add_note(case=along.case, text="仅供参考", by=along.by("tia"), at=along.later())
    data = {"seen": seen, "severity": "L2", "reason": "金额较大"}
    assert tom.post(url("step", "grade"), data, headers=HTMX).status_code == 200


def test_a_double_click_changes_once(along, enter, url):
    tom = enter("tom")
    seen = tom.get(url()).context["dossier"]["seen"]
    data = {"seen": seen, "kind": "other", "title": "补打电话", "who": f"user:{along.house['tom'].pk}", "due_at": ""}
    first = tom.post(url("step", "add_task"), data, headers=HTMX)
    second = tom.post(url("step", "add_task"), data, headers=HTMX)
    assert first.status_code == second.status_code == 200
    assert Entry.objects.filter(aggregate_id=along.case_id, kind="complaint.task_added").count() == 1


def test_whoever_recuses_themselves_is_led_away(along, enter, url):
    ivy = enter("ivy")
    data = {
        "seen": ivy.get(url()).context["dossier"]["seen"], "user": str(along.house["ivy"].pk), "ground": "declared",
        "reason": "与当事人认识",
    }  # fmt: skip
    answer = ivy.post(url("step", "recuse"), data, headers=HTMX)
    assert answer["HX-Redirect"] == "/desk/"
    assert ivy.get(url()).status_code == 404


def test_what_a_step_does_is_said_before_it_is_done(along, enter, url):
    tom = enter("tom")
    shown = tom.get(url("step", "decline"), headers=HTMX)
    assert shown.status_code == 200
    sam = enter("sam")
    sam_shown = sam.get(url("step", "decline"), headers=HTMX)
    lines = " ".join(line.text for line in sam_shown.context["lines"])
    assert "l*@example.com" in lines
    looked = sam.post(url("step_look", "decline"), {"explanation": "您反映的产品不是我公司的。"}, headers=HTMX)
    assert "您反映的产品不是我公司的。" in looked.content.decode()
    assert along.case.state == "assigned"
    assert not Entry.objects.filter(aggregate_id=along.case_id, kind="complaint.not_proceeded").exists()


def test_the_new_limit_of_an_extension_is_shown_before(along, enter, url):
    lines = enter("tom").get(url("step", "request_extension"), headers=HTMX).context["lines"]
    text = " ".join(line.text for line in lines)
    assert "2026-03-17 24:00" in text
    assert "2026-04-01 24:00" in text


def test_an_agreed_date_is_previewed_while_it_is_typed(along, enter, url):
    answer = enter("tom").post(url("step_look", "agree_date"), {"until": "2099-05-05"}, headers=HTMX)
    assert "2099-05-05 24:00" in answer.content.decode()


def test_another_row_keeps_what_was_typed_and_accuses_nobody(along, enter, url):
    along.reviewed()
    data = {
        "more": "1", "rows-TOTAL_FORMS": "1", "rows-INITIAL_FORMS": "0", "rows-0-party": "理赔部", "rows-0-share": "60",
    }  # fmt: skip
    answer = enter("tom").post(url("step", "set_liability"), data)
    assert answer.status_code == 200
    form = answer.context["form"]
    assert form.rows.total_form_count() == 2
    assert "理赔部" in answer.content.decode()
    assert 'hy-error" id' not in answer.content.decode()


def test_handing_over_moves_the_case_to_the_colleague(along, enter, url):
    tom = enter("tom")
    data = {"seen": tom.get(url()).context["dossier"]["seen"], "to": str(along.house["tia"].pk), "reason": "休假"}
    assert tom.post(url("step", "hand_over"), data, headers=HTMX).status_code == 200
    assert Ownership.objects.get(case_id=along.case_id, to_at=None).user == along.house["tia"]


def test_pages_and_table_name_the_same_steps():
    assert set(PAGES) <= set(path.BY_CODE)
