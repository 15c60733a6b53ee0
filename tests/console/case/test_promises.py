"""Promises on the desk: in the composer, by the step, kept and changed; and what an interest in the matter hides."""

from datetime import timedelta

from django.urls import reverse

from huiyin.accounts import actions as accounts
from huiyin.clocks.models import Promise
from huiyin.complaints.actions import promises
from huiyin.complaints.actions.promises import PromiseDraft
from tests.cases.make import LI
from tests.complaints.along import Along

TYPED = "%Y-%m-%dT%H:%M"


def typed(along: Along, days: int) -> str:
    return (along.at + timedelta(days=days)).strftime(TYPED)


def made(along: Along) -> Promise:
    draft = PromiseDraft(text="周五前回电", due_at=along.at + timedelta(days=3))
    return promises.make(case=along.case, draft=draft, source="call", by=along.by("tom"), at=along.later())


def test_a_message_is_sent_with_what_it_promises(along, take) -> None:
    take(
        "tom",
        "respond",
        text="我们会在三日内给您回电。",
        channel="portal",
        promise_text="三日内回电",
        promise_due=typed(along, 3),
    )
    row = Promise.objects.get()
    assert (row.text, row.source, row.state) == ("三日内回电", "message", "open")


def test_a_message_without_a_promise_makes_none(along, take) -> None:
    take("tom", "respond", text="已收到您的来信。", channel="portal")
    assert not Promise.objects.exists()


def test_words_without_a_time_are_asked_for_it(along, enter) -> None:
    url = reverse("case_step", args=[along.case.number, "respond"])
    answer = enter("tom").post(url, {"text": "回电", "channel": "portal", "promise_text": "三日内回电"})
    assert answer.status_code == 422
    assert not Promise.objects.exists()


def test_words_of_commitment_give_a_hint_and_nothing_more(along, enter) -> None:
    url = reverse("case_promised", args=[along.case.number])
    hint = enter("tom").post(url, {"text": "您好。我们会在三日内给您回电。"}).content.decode()
    assert "三日内给您回电" in hint
    assert "我们" not in enter("tom").post(url, {"text": "您的来信已收到。"}).content.decode()
    assert not Promise.objects.exists()


def test_a_promise_is_recorded_moved_and_kept_by_steps(along, take) -> None:
    who = f"user:{along.house['tom'].pk}"
    take("tom", "promise", text="周五前回电", due_at=typed(along, 2), who=who, source="call")
    row = Promise.objects.get()
    take("tom", "change_promise", promise=str(row.pk), way="moved", due_at=typed(along, 5), word="电话中同意改期")
    new = Promise.objects.get(follows=row)
    take("tom", "keep_promise", promise=str(new.pk), note="已通话说明")
    new.refresh_from_db()
    assert new.state == "kept"


def test_the_case_shows_its_promises_and_who_decided(along, enter) -> None:
    made(along)
    along.reviewed()
    page = enter("tom").get(reverse("case", args=[along.case.number])).content.decode()
    assert "周五前回电" in page
    steps = enter("tom").get(reverse("case_independence", args=[along.case.number]))
    assert steps.status_code == 200
    assert {line["row"].kind for line in steps.context["lines"]} >= {"investigate", "review_finding"}
    assert all(line["is_examined"] for line in steps.context["lines"])


def test_who_declared_a_tie_finds_no_trace_of_the_case(along, enter) -> None:
    tia, case = along.house["tia"], along.case
    assert enter("tia").get(reverse("case", args=[case.number])).status_code == 200
    accounts.declare_relation(
        user=tia,
        kind="sibling",
        from_on=along.at.date(),
        certificate_no=LI.certificate_no,
        by=along.by("tia"),
        at=along.at,
    )
    client = enter("tia")
    for name in ("case", "case_independence", "case_ledger", "case_dossier", "case_evidence"):
        assert client.get(reverse(name, args=[case.number])).status_code == 404
    for address in ("queue", "alarms", "home"):
        assert case.number not in client.get(reverse(address)).content.decode()


def test_a_tie_is_declared_and_its_end_confirmed_by_head_office(along, enter) -> None:
    client = enter("tom")
    day = along.at.date().isoformat()
    answer = client.post(
        reverse("relations"), {"kind": "spouse", "from_on": day, "employee_no": along.house["zoe"].employee_no}
    )
    assert answer.status_code == 302
    [row] = along.house["tom"].relations.all()
    assert client.post(reverse("relations"), {"kind": "spouse", "from_on": day}).status_code == 422
    assert client.post(reverse("relation_end", args=[row.pk]), {"on": day, "reason": "已经离婚"}).status_code == 302
    for name, status in (("tom", 404), ("zoe", 404), ("sam", 404), ("hua", 302)):
        answer = enter(name).post(reverse("relation_confirm", args=[row.pk]), {"over": "yes"})
        assert answer.status_code == status, name
    row.refresh_from_db()
    assert row.ended_by == along.house["hua"]
    assert enter("sam").get(reverse("relations")).context["waiting"] == []
