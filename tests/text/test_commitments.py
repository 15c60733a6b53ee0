"""Sentences that commit the house and sentences that do not, in Chinese and English."""

from datetime import date

import pytest

from huiyin.text.commitments import find

TODAY = date(2026, 3, 2)

COMMITS = [
    "我们将在3日内给您回电。",
    "我会在明天上午十点前联系您。",
    "赔款将在十日内支付到您的账户。",
    "我司会于3月8日前书面答复您。",
    "客服专员会在24小时内与您联系。",
    "我们会尽快回电给您。",
    "财务部门将在五个工作日内完成打款。",
    "我们承诺在本周五前告知您调查结果，届时会再次致电。",
    "结果出来后，我们会第一时间通知您。",
    "我保证下周一给您答复。",
    "退款预计7个工作日内到账。",
    "您的保单更正件将于2026年3月10日寄出。",
    "我们一定在两周内处理完并反馈。",
    "工作人员将于今天下午上门说明。",
    "我们会在15日内作出决定并告知您。",
    "理赔部将在三天内与您联系核实材料。",
    "我明天给您回复，会说明进展。",
    "我们将马上安排专人跟进。",
    "请放心，我们会在48小时内答复。",
    "请您耐心等候，我们将于两日内致电。",
    "公司将在月底前退还多收的保费，届时通知您。",
    "我会在今天下班前打电话告诉您结果。",
    "我们将立即为您补发电子发票，会以邮件通知。",
    "二十日内我们将完成复查。",
    "We will call you by Tuesday.",
    "We will pay the amount within ten working days.",
    "I'll send you the letter tomorrow.",
    "You will hear from us within 5 days.",
    "We will write to you by 8 March.",
    "The refund will be paid within 7 business days.",
    "Our claims team will contact you next week.",
    "I will get back to you as soon as possible.",
    "We promise to answer within two weeks.",
    "We shall return the premium by March 10, 2026.",
    "You will receive the corrected policy on Friday.",
    "We are going to call you this week.",
]

COMMITS_TO_NOTHING = [
    "您的投诉我们已经收到。",
    "我们已于3月1日给您回电。",
    "请您在10日内补充材料。",
    "您可以在30日内申请核查。",
    "麻烦您明天把病历寄给我们。",
    "根据合同第五条，等待期为90日。",
    "如果您对决定不满意，可以在30日内申请核查。",
    "您需在五个工作日内提供发票，以便办理。",
    "您是否希望我们明天给您回电？",
    "我们无法在3日内完成赔付。",
    "公司不会在本周支付该款项。",
    "我们已经在3日内支付了赔款。",
    "您若在7日内不回复，我们不能继续办理。",
    "感谢您的来信。",
    "您的保单于2025年6月1日生效。",
    "我们曾在1月8日联系过您。",
    "住院时间为三天以内的，按日给付津贴。",
    "逾期支付的，按日计算利息并通知您。",
    "经核实，您于2025年6月投保，2026年1月住院。",
    "我是负责您投诉的小王，电话12345。",
    "We have received your complaint.",
    "Please send us the invoice within 10 days.",
    "You may apply for a review within 30 days.",
    "We called you on Tuesday.",
    "If you do not answer by Friday, we will close the file.",
    "We will not pay within ten days.",
    "Would you like us to call you tomorrow?",
    "The policy began on 1 June 2025.",
    "The waiting period is 90 days.",
    "We won't call you this week.",
    "You will need to sign it by Monday.",
    "Thank you for your letter of 8 March.",
    "We will look into the matter.",
]


@pytest.mark.parametrize("sentence", COMMITS)
def test_a_commitment_is_found_as_it_stands(sentence: str):
    found = find(sentence, TODAY)
    assert len(found) == 1
    assert sentence[found[0].start :].startswith(found[0].quote)


@pytest.mark.parametrize("sentence", COMMITS_TO_NOTHING)
def test_what_commits_to_nothing_gives_no_hint(sentence: str):
    assert find(sentence, TODAY) == []


def test_there_are_enough_sentences_both_ways():
    assert len(COMMITS) >= 30
    assert len(COMMITS) + len(COMMITS_TO_NOTHING) >= 60


@pytest.mark.parametrize(
    "sentence, number, unit, day",
    [
        ("赔款将在十日内支付。", 10, "days", None),
        ("我们会在二十五个工作日内答复您。", 25, "working_days", None),
        ("我们将在24小时内与您联系。", 24, "hours", None),
        ("我们会在两周内答复您。", 2, "weeks", None),
        ("我会在明天联系您。", None, None, date(2026, 3, 3)),
        ("我们会于3月8日前书面答复您。", None, None, date(2026, 3, 8)),
        ("我们会于1月8日前书面答复您。", None, None, date(2027, 1, 8)),
        ("我们会于2月30日前书面答复您。", None, None, None),
        ("我们会尽快回电给您。", None, None, None),
        ("We will pay within ten working days.", 10, "working_days", None),
        ("We will write to you by 8 March.", None, None, date(2026, 3, 8)),
        ("We will call you tomorrow.", None, None, date(2026, 3, 3)),
        ("You will hear from us in a week.", 1, "weeks", None),
    ],
)
def test_the_time_is_read_where_it_is_said(sentence: str, number: int | None, unit: str | None, day: date | None):
    [found] = find(sentence, TODAY)
    assert (found.number, found.unit, found.day) == (number, unit, day)


def test_each_sentence_of_a_text_is_looked_at_by_itself():
    text = "您的来信收到。我们将在3日内给您回电。\n请您保持电话畅通。赔款会在十日内支付。"
    assert [one.quote for one in find(text, TODAY)] == ["我们将在3日内给您回电", "赔款会在十日内支付"]


def test_nothing_is_found_in_nothing():
    assert find("", TODAY) == []
