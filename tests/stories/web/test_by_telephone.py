"""An agent takes a complaint on the telephone; a sum that only the branch manager may approve is granted in the end."""

import pytest

from huiyin.cases.models import Evidence
from huiyin.clocks.models import Clock
from tests.stories.web import way
from tests.stories.web.hands import Stage, fill, paper

pytestmark = pytest.mark.django_db(transaction=True)

SUM = "30000.00"
TOLD = "我在电话里说过了：住院费用三万元，理赔被拒，请查清楚。"


def test_from_the_telephone_to_the_branch_managers_approval(stage: Stage) -> None:
    number, secret = _registered(stage)
    guest = stage.guest()
    guest.follow(number, secret)
    assert "理赔通知书.pdf" in guest.page.locator("main").inner_text()
    case = stage.case(number)
    assert (case.channel, case.registered_by) == ("phone", stage.house["ana"])
    for clock in Clock.objects.filter(owner_id=case.pk, state="running"):
        sam = stage.desk("sam").see(number)
        sam.course.locator(f'a[href*="{clock.pk}"]').click()
        sam.page.locator(".hy-derivation li").first.wait_for()
        assert clock.rule_version in sam.page.locator("main").inner_text(), "every limit says why"

    way.accepted(stage, number)
    way.investigated(stage, number)
    tom = stage.desk("tom").see(number)
    tom.take("propose_plan", way.PLAN, compensation=SUM)
    sam = stage.desk("sam").see(number)
    assert sam.button("approve_plan").count() == 0
    stage.desk("max").see(number).take("approve_plan", reason="责任清楚，同意赔付")
    way.decided(stage, number, amount=SUM)
    assert stage.case(number).state == "decided_notified"
    assert "撤销原拒赔决定" in guest.story(number)


def _registered(stage: Stage) -> tuple[str, str]:
    """The form asks the least, finds the customer, keeps the file when something is missing, and is checked once."""
    way.policy(stage)
    ana = stage.by_link("ana")
    ana.open("complaints/new/")
    form = ana.page.locator("#intake form")
    form.locator("[name=find]").fill("13812345678")
    form.locator("[name=do_find]").click()
    ana.page.locator(".hy-hits [name=do_choose]").first.click()
    ana.page.locator(".hy-picked").wait_for()
    fill(form, {"files": [paper("理赔通知书.pdf")]})
    form.locator("[name=do_check]").click()
    ana.page.locator("#intake .hy-problem").wait_for()
    assert "理赔通知书.pdf" in form.inner_text()
    fill(form, {"text": TOLD, "demands-0-text": "赔付住院费用", "demands-0-amount": SUM})
    form.locator("[name=do_check]").click()
    ana.page.locator("[name=do_register]").wait_for()
    assert TOLD in ana.page.locator("main").inner_text()
    ana.page.locator("[name=do_register]").dblclick()
    ana.page.wait_for_url("**/receipts/**")
    shown = ana.page.locator(".hy-receipt-number").all_inner_texts()
    assert [item.file_name for item in Evidence.objects.all()] == ["理赔通知书.pdf"]
    return shown[0].split()[0], shown[1].split()[0]
