"""A customer complains on a phone, the house works, the customer is told, answers, and the loop is closed."""

from datetime import timedelta

import pytest

from huiyin.core.time import now
from tests.complaints.along import LETTER
from tests.stories.web import way
from tests.stories.web.hands import Stage, paper, say

pytestmark = pytest.mark.django_db(transaction=True)

WHAT = {"text": "我去年买的医疗险，住院后申请理赔被拒，可我从来没有得过这个病。", "wish": "按合同赔付住院费用"}
WHO = {"name": "李春梅", "certificate_no": way.CERTIFICATE}
REACH = {"phone": "138 1234 5678", "email": "li@example.com"}


def test_from_a_phone_to_the_closed_loop(stage: Stage) -> None:
    number_of_policy = way.policy(stage)
    li = stage.guest()
    li.open("complain")
    li.page.locator("details.hy-more summary").click()
    li.next(WHAT | {"policy_number": number_of_policy, "amount": "3200", "files": [paper("住院发票.pdf")]})
    li.page.wait_for_url("**/complain/who")
    li.next(WHO)
    li.page.wait_for_url("**/complain/reach")
    assert "住院发票.pdf" in li.page.locator("main").inner_text()
    li.next(REACH)
    li.page.wait_for_url("**/complain/receipt")
    number, secret = li.receipt()
    assert "24:00" in li.page.locator(".hy-limits").inner_text()
    stage.minute()
    assert stage.mailed(number) == 1, "the receipt came by mail"

    sam = stage.by_link("sam")
    sam.page.locator("main").get_by_text(number).first.wait_for()
    way.accepted(stage, number)
    stage.minute()
    li.follow(number, secret)
    assert "江苏分公司消保部" in li.story(number)
    li.way("Write to us or add material")
    li.next({"text": "补充出院小结。", "files": [paper("出院小结.pdf")]})
    li.page.wait_for_url("**/story")
    assert "出院小结.pdf" in stage.desk("tom").see(number).page.locator("#case-talk").inner_text()

    way.investigated(stage, number)
    way.planned(stage, number)
    assert LETTER.outcome not in li.story(number), "nothing is told before it is decided"
    way.decided(stage, number)
    story = li.story(number)
    assert "撤销原拒赔决定" in story
    with li.page.expect_download() as letter:
        li.page.locator(".hy-files a").last.click()
    assert letter.value.path().read_bytes().startswith(b"%PDF")

    way.carried_out(stage, number)
    stage.desk("tom").take("ask_satisfaction", method="email")
    stage.minute()
    li.story(number)
    li.way("Tell us how satisfied you are")
    li.next({"score": "5", "words": "问题解决了"})
    li.page.wait_for_url("**/story")
    _closed(stage, number)
    assert say("Your complaint has ended") in li.story(number) or stage.case(number).state == "closed"


def _closed(stage: Stage, number: str) -> None:
    """What was found is put right, the supervisor closes, and the ledger holds."""
    sam = stage.desk("sam").see(number)
    assert sam.button("close").count() == 0, "an upheld complaint is put right first"
    stage.desk("tom").see(number).take(
        "rectify", problem="体检报告误读", measure="培训并两人复核", responsible=stage.pk("tia"),
        unit=str(stage.house.units["JS-CP"].pk), due_on=(now() + timedelta(days=30)).date().isoformat(),
    )  # fmt: skip
    sam.see(number).take("close", close_code="resolved")
    case = stage.case(number)
    assert (case.state, case.is_open, case.complaint.verdict) == ("closed", False, "upheld")
    assert sam.course.locator(".hy-limit", has_text=say("Why this time?")).count() >= 3
    sam.open(f"complaints/{number}/ledger/")
    sam.page.get_by_role("button", name=say("Verify the chain")).click()
    sam.page.locator("#verified .hy-promise").wait_for()
    assert sam.page.locator("#verified .hy-problem").count() == 0
