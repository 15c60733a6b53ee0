"""What goes wrong in a browser: refused in words, with everything typed and attached still there."""

from typing import Any

import pytest
from django.contrib.sessions.models import Session

from huiyin.accounts import actions as accounts
from huiyin.audit.models import Entry
from huiyin.cases.models import Case, Evidence
from huiyin.core.actors import system
from huiyin.core.time import now
from tests.stories.web import way
from tests.stories.web.hands import Stage, fill, paper, say

pytestmark = pytest.mark.django_db(transaction=True)

WHAT = {"text": "我去年买的医疗险，住院后申请理赔被拒。", "wish": "按合同赔付住院费用"}
WHO = {"name": "李春梅"}
REACH = {"phone": "13812345678"}


def _entries(case: Case, kind: str) -> int:
    return Entry.objects.filter(aggregate_id=case.pk, kind=kind).count()


def test_a_wrong_code_and_somebody_elses_case_are_answered_in_words(stage: Stage) -> None:
    number = way.received(stage).case.number
    guest = stage.guest()
    guest.open("follow")
    guest.next({"number": number, "secret": "AAAAA-AAAAA"})
    assert guest.page.locator(".hy-problem, .hy-error").first.is_visible()
    assert guest.page.locator("[name=number]").input_value() == number
    assert "李" not in guest.page.locator("main").inner_text()
    guest.open(f"follow/{number}/story")
    assert guest.form.locator("[name=secret]").is_visible(), "the story asks for the code"

    zoe = stage.desk("zoe")
    for path in (f"complaints/{number}/", f"complaints/{number}/steps/accept/", f"complaints/{number}/ledger/"):
        assert zoe.open(path).status == 404
    assert zoe.page.locator("h1").is_visible()
    assert number not in zoe.page.locator("body").inner_text()
    zoe.open("queue/")
    assert number not in zoe.page.locator("main").inner_text()


def test_a_double_click_takes_a_step_once(stage: Stage) -> None:
    one = way.received(stage)
    tom = stage.desk("tom").see(one.case.number)
    other = stage.second_desk("tom").see(one.case.number)
    form = tom.begin("check_identity")
    late = other.begin("check_identity")
    fill(form, {"how": "回拨保单登记的电话"})
    fill(late, {"how": "回拨保单登记的电话"})
    form.evaluate("f => { const b = f.querySelector('.hy-form-actions button'); b.click(); b.click(); b.click(); }")
    form.wait_for(state="detached")
    assert other.send(late) == 200, "the same step again, from a second window, is answered as done"
    assert _entries(one.case, "complaint.identity_checked") == 1


def test_a_form_that_grew_old_says_what_others_did_and_keeps_its_text(stage: Stage) -> None:
    one = way.received(stage)
    number = one.case.number
    sam, tom = stage.desk("sam").see(number), stage.desk("tom").see(number)
    form = tom.begin("grade")
    fill(form, {"severity": "L2", "reason": "涉及多名客户，需要升级"})
    sam.take("classify", {"rows-0-code": "C21", "rows-0-confidence": "90"})
    assert tom.send(form) == 409
    place = tom.page.locator("#step-grade")
    place.locator("[role=alert]").wait_for()
    assert "Sam" in place.inner_text()
    assert place.locator("[name=reason]").input_value() == "涉及多名客户，需要升级"
    assert one.case.severity != "L2"
    assert tom.send(place) == 200
    place.wait_for(state="detached")
    assert one.case.severity == "L2"


def test_a_file_that_cannot_be_taken_is_named_and_nothing_else_is_lost(stage: Stage, settings: Any) -> None:
    settings.UPLOAD_MAX_BYTES = 4096
    guest = stage.guest()
    guest.open("complain")
    guest.form.locator("[name=files]").set_input_files(
        [paper("大图.pdf", b"%PDF-1.7" + b"x" * 9000), paper("程序.exe", b"MZ\x00\x01", "application/pdf")]
    )
    rows = guest.page.locator("[data-upload-list] .hy-error")
    assert rows.count() == 2, "both are named before they travel"
    fill(guest.form, WHAT)
    guest.press()
    guest.page.locator("main .hy-error:visible").first.wait_for()
    said = guest.page.locator("main").inner_text()
    assert "大图.pdf" in said
    assert guest.page.locator("[name=text]").input_value() == WHAT["text"]
    assert not Evidence.objects.exists()

    one = way.received(stage)
    tom = stage.desk("tom").see(one.case.number)
    said = tom.refused(
        "add_evidence", 422, kind="attachment", source="third_party", note="医院寄来",
        files=[paper("网页.html", b"<html><script>1</script></html>", "text/html")],
    )  # fmt: skip
    assert "网页.html" in said
    assert tom.page.locator("#step-add_evidence [name=note]").input_value() == "医院寄来"


def test_a_file_stays_when_something_else_is_wrong(stage: Stage) -> None:
    guest = stage.guest()
    guest.open("complain")
    guest.next({"text": WHAT["text"], "files": [paper("发票.pdf")]})
    guest.page.locator("main .hy-error").first.wait_for()
    assert "发票.pdf" in guest.page.locator("main").inner_text()
    guest.next({"wish": WHAT["wish"]})
    guest.page.wait_for_url("**/complain/who")
    guest.next(WHO)
    guest.page.wait_for_url("**/complain/reach")
    guest.next(REACH)
    guest.page.wait_for_url("**/complain/receipt")
    assert [item.file_name for item in Evidence.objects.all()] == ["发票.pdf"]

    one = way.received(stage)
    tom = stage.desk("tom").see(one.case.number)
    said = tom.refused(
        "add_evidence", 422, captured_at="2999-01-01T10:00", files=[paper("病历.pdf")], kind="attachment",
        source="third_party",
    )  # fmt: skip
    assert "病历.pdf" in said
    form = tom.page.locator("#step-add_evidence")
    form.locator("[name=captured_at]").fill("")
    assert tom.send(form) == 200
    assert Evidence.objects.get(case=one.case_id).file_name == "病历.pdf"


def test_a_session_that_ended_loses_nothing_that_was_typed(stage: Stage) -> None:
    one = way.received(stage)
    tom = stage.desk("tom").see(one.case.number)
    form = tom.begin("check_identity")
    fill(form, {"how": "回拨保单登记的电话核对身份"})
    Session.objects.all().delete()
    accounts.end_sessions(user=stage.house["tom"], by=system("test"), at=now())
    form.locator(".hy-form-actions button").first.click()
    way_in = tom.page.locator("#flash [role=alert] a")
    way_in.wait_for()
    assert one.case.complaint.identity_checked_at is None
    assert form.locator("[name=how]").input_value() == "回拨保单登记的电话核对身份"
    assert way_in.get_attribute("href") == "/accounts/login/"
    secret = accounts.issue_sign_in_link(user=stage.house["tom"], by=system("test"), at=now())
    other = tom.page.context.new_page()
    other.goto(f"{stage.live}/desk/enter/{secret}")
    other.get_by_role("button", name=say("Go to my desk")).click()
    other.wait_for_url("**/desk/")
    assert tom.send(form) == 200, "the same form, sent once more"
    form.wait_for(state="detached")
    assert one.case.complaint.identity_checked_at is not None


def test_a_story_that_was_closed_meanwhile_keeps_the_message(stage: Stage) -> None:
    number = way.received(stage).case.number
    guest = stage.guest()
    guest.follow(number, stage.secret(number))
    guest.way("Write to us or add material")
    fill(guest.form, {"text": "这段话很长，不能丢。"})
    Session.objects.all().delete()
    guest.press()
    guest.page.locator("#flash [role=alert] a").wait_for()
    assert guest.page.locator("[name=text]").input_value() == "这段话很长，不能丢。"


def test_from_head_office_a_complaint_reaches_the_branch(stage: Stage) -> None:
    """A complaint of the portal without a policy number comes to head office, which knows where it belongs."""
    number, _secret = stage.guest().complain(WHAT, WHO, REACH)
    hua = stage.desk("hua").see(number)
    hua.take("check_identity", how="回拨电话核对")
    hua.take("accept")
    hua.take("classify", {"rows-0-code": "C21", "rows-0-confidence": "100"})
    hua.take("dispatch", to=stage.pk("tom"), reason="客户在江苏投保")
    case = stage.case(number)
    assert (case.owner, case.unit.code) == (stage.house["tom"], "JS-CP")
    assert stage.desk("tom").see(number).button("name_investigator").count() == 1


def test_without_scripts_a_complaint_goes_in_and_is_accepted(stage: Stage) -> None:
    guest = stage.guest(java_script_enabled=False)
    number, secret = guest.complain({**WHAT, "files": [paper("发票.pdf")]}, WHO, REACH)
    guest.follow(number, secret)
    guest.way("Write to us or add material")
    guest.next({"text": "补充一句。"})
    guest.page.wait_for_url("**/story")
    assert "补充一句。" in guest.story(number)

    hua = stage.second_desk("hua", java_script_enabled=False)
    for step, fields in (("check_identity", {"how": "回拨电话核对"}), ("accept", {"note": "我们已经受理。"})):
        hua.see(number)
        hua.button(step).click()
        form = hua.page.locator(f"#step-{step}")
        fill(form, fields)
        form.locator(".hy-form-actions button").first.click()
        hua.page.wait_for_url(f"**/complaints/{number}/")
    assert stage.case(number).state == "accepted"


def test_pressed_twice_and_come_back_to_it_is_one_complaint(stage: Stage) -> None:
    guest = stage.guest()
    guest.open("complain")
    guest.next(WHAT)
    guest.page.wait_for_url("**/complain/who")
    guest.next(WHO)
    guest.page.wait_for_url("**/complain/reach")
    fill(guest.form, REACH)
    guest.form.locator(".hy-form-actions button").first.dblclick()
    guest.page.wait_for_url("**/complain/receipt")
    first = guest.receipt()
    guest.page.go_back()
    guest.page.wait_for_load_state("networkidle")
    guest.open("complain/receipt")
    assert guest.receipt() == first
    assert Case.objects.count() == 1
