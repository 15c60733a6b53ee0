"""The turns of a complaint, clicked: declined, extended, suspended, merged, reviewed, withdrawn; limits say why."""

from datetime import datetime, timedelta

import pytest
from django.utils.translation import override

from huiyin.audit import queries as audit
from huiyin.complaints.models import Extension
from huiyin.complaints.queries import turns
from huiyin.core.time import SHANGHAI, local_date, now
from huiyin.core.wording import limit_text
from tests.stories.web import way
from tests.stories.web.hands import Guest, Stage, moment, say
from tests.stories.web.way import Today

pytestmark = pytest.mark.django_db(transaction=True)

DAY = timedelta(days=1)
REVIEWED = {
    "process_finding": "调查人员与本案无利害关系，三类来源均已取证。",
    "timing_finding": "未超过法定期限。",
    "outcome_finding": "护具属于医嘱要求的必要费用。",
    "verdict": "returned",
    "conclusion": "退回重新处理，补充核定护具费用。",
    "grounds": "医疗保险条款第五条。",
}


def _ends(one: Today, days: int) -> datetime:
    """The first instant after a limit of `days` natural days: the day of receipt is not counted."""
    return datetime.combine(local_date(one.case.received_at) + (days + 1) * DAY, datetime.min.time(), SHANGHAI)


def _words(at: datetime) -> str:
    """The end of a limit as pages write it: `2026-12-07 24:00`."""
    with override("zh-hans"):
        return limit_text(at)


def _due(one: Today) -> datetime | None:
    found = turns.decision_clock(one.case)
    return found.due_at if found else None


def _why(stage: Stage, one: Today, name: str = "tom") -> str:
    """What the page of the decision limit says to somebody."""
    clock = turns.decision_clock(one.case)
    assert clock is not None
    desk = stage.desk(name)
    desk.see(one.case.number)
    desk.course.locator(f'a[href*="{clock.pk}"]').click()
    desk.page.locator(".hy-derivation").wait_for()
    return str(desk.page.locator("main").inner_text())


def _customer(stage: Stage, one: Today) -> Guest:
    guest = stage.guest()
    guest.follow(one.case.number, stage.secret(one.case.number))
    return guest


def test_declined_with_a_reason_that_the_customer_reads(stage: Stage) -> None:
    one = way.received(stage)
    number = one.case.number
    assert stage.desk("tom").see(number).button("decline").count() == 0, "who leads declines"
    sam = stage.desk("sam").see(number)
    sam.refused("decline", 422, explanation="与我们的产品无关")
    assert sam.page.locator("[name=explanation]").input_value() == "与我们的产品无关", "what was typed stays"
    sam.see(number).take("decline", reason="not_ours", explanation="保单由另一家公司承保，请向该公司反映。")
    stage.minute()
    assert one.case.state == "not_proceeded"
    assert stage.mailed("保单由另一家公司承保") == 1
    assert "保单由另一家公司承保" in _customer(stage, one).story(number)
    assert audit.verify(("case", one.case_id)) == []


def test_extended_to_30_and_to_60_days_as_the_law_asks(stage: Stage) -> None:
    one = way.assigned(stage, days=10)
    number, tom = one.case.number, stage.desk("tom")
    assert _words(_ends(one, 15)) in _why(stage, one)
    tom.see(number).take("request_extension", reason="医院病历需调取")
    assert tom.button("approve_extension").count() == 0, "nobody approves their own request"
    stage.desk("sam").see(number).take("approve_extension")
    stage.minute()
    assert _due(one) == _ends(one, 30)
    assert _words(_ends(one, 30)) in _why(stage, one)

    tom.see(number).take("request_extension", reason="鉴定机构排期")
    sam = stage.desk("sam").see(number)
    assert sam.button("approve_extension").count() == 0
    only = "Only the upper unit or a head-office executive approves this extension."
    assert say(only) in sam.needs("Approve the extension"), "it says who may, before anybody tries"
    stage.desk("hua").see(number).take("approve_extension")
    assert _due(one) == _ends(one, 30), "not before the complainant was told"
    stage.minute()
    assert _due(one) == _ends(one, 60)
    assert all(row.house_findings == [] for row in Extension.objects.all())
    assert _words(_ends(one, 60)) in _why(stage, one)
    assert tom.see(number).page.locator("#case-course").get_by_text(_words(_ends(one, 60))).count()
    assert _words(_ends(one, 60)) in _customer(stage, one).story(number)


def test_suspended_and_resumed_with_the_pause_in_the_derivation(stage: Stage) -> None:
    one = way.assigned(stage, days=10)
    number, tom = one.case.number, stage.desk("tom")
    since = now() - 4 * DAY
    tom.see(number).take(
        "suspend", ground="appraisal", body="江苏某司法鉴定所", requested_at=moment(since), why="伤残等级有争议"
    )
    assert (_due(one), one.case.is_paused) == (None, True)
    assert say("Paused: the limit has no end until it is resumed.") in _why(stage, one)
    stage.minute()
    guest = _customer(stage, one)
    assert "江苏某司法鉴定所" in guest.story(number)
    tom.see(number).take("resume", resumed_at=moment(now()), result="鉴定为十级伤残")
    assert (_due(one), one.case.is_paused) == (_ends(one, 19), False)
    told = _why(stage, one)
    assert _words(_ends(one, 19)) in told
    assert tom.page.locator('.hy-why-strip [data-state="paused"]').count() >= 3
    assert _words(_ends(one, 19)) in guest.story(number)


def test_two_merged_and_parted_again(stage: Stage) -> None:
    master = way.assigned(stage, days=3, subject="医疗险拒赔")
    child = way.assigned(stage, days=1, subject="医疗险拒赔，再次来电")
    first, second = master.case.number, child.case.number
    tom = stage.desk("tom").see(second)
    form = tom.begin("merge")
    form.locator('[name="into"]').fill("TS99999999999999")
    assert tom.send(form) in (409, 422)
    assert form.locator('[name="into"]').input_value() == "TS99999999999999"
    form.locator('[name="into"]').fill(first)
    form.locator('[name="reason"]').fill("同一保单、同一次住院")
    assert tom.send(form) == 200
    stage.minute()
    assert (child.case.state, _due(child), _due(master)) == ("merged", None, _ends(master, 15))
    guest = _customer(stage, child)
    guest.story(second)
    guest.way("Write to us or add material")
    guest.next({"text": "这是合并之后写来的话。"})
    guest.page.wait_for_url("**/story")
    assert "这是合并之后写来的话" in tom.see(first).page.locator("#case-talk").inner_text()

    tom.see(second).take("unmerge", reason="两次住院，不是同一件事")
    assert (child.case.state, _due(child)) == ("assigned", _ends(child, 15))
    assert _words(_ends(child, 15)) in _why(stage, child)
    for one in (master, child):
        assert audit.verify(("case", one.case_id)) == []


def test_a_branchs_decision_is_reviewed_by_head_office(stage: Stage) -> None:
    one = way.assigned(stage, days=5)
    one.told()
    number = one.case.number
    guest = _customer(stage, one)
    guest.way("Apply for a review of the decision")
    guest.next({"grounds": "决定没有考虑护具费用。"})
    guest.page.wait_for_url("**/story")
    assert say("The unit above looks at the decision anew.") in guest.story(number)
    branch = stage.desk("max").see(number)
    assert branch.button("decide_review").count() == 0, "the branch does not decide about itself"
    why = "A review is decided by the unit above the one that decided, not by that unit itself."
    assert say(why) in branch.needs("Decide the review")
    stage.desk("hua").see(number).take("decide_review", REVIEWED)
    stage.minute()
    assert one.case.state == "assigned", "the branch decides again"
    assert stage.mailed("退回重新处理") >= 1 or "退回重新处理" in guest.story(number)
    assert audit.verify(("case", one.case_id)) == []


def test_withdrawn_on_the_portal_only_of_ones_own_will(stage: Stage) -> None:
    one = way.assigned(stage)
    number, guest = one.case.number, _customer(stage, one)
    guest.way("Withdraw the complaint")
    guest.next({"pressed": "no", "signed_name": "王某"})
    assert guest.page.locator(".hy-problem, .hy-error").count()
    assert guest.page.locator("[name=signed_name]").input_value() == "王某"
    guest.next({"pressed": "yes", "pressure_words": "业务员说撤诉就给礼品", "signed_name": "李春梅"})
    guest.page.wait_for_url("**/story")
    assert one.case.state == "assigned", "it goes on, and a supervisor asks"
    assert guest.page.locator(".hy-way", has_text=say("Withdraw the complaint")).count() == 0
    stage.desk("sam").see(number).take("drop_withdrawal", reason="已与客户谈话，客户要求继续处理")
    guest.story(number)
    guest.way("Withdraw the complaint")
    guest.next({"pressed": "no", "signed_name": "李春梅", "reason": "已经和解"})
    guest.page.wait_for_url("**/story")
    stage.minute()
    assert (one.case.state, _due(one)) == ("withdrawn", None)
    assert say("You withdrew your complaint.") in str(guest.page.locator("body").inner_text())
    assert (
        stage.desk("tom")
        .see(number)
        .page.locator("#case-talk")
        .get_by_text(say("Withdrawal signed on the portal"))
        .count()
    )
