"""Review by the unit above (令2020-3 art 20): whose decision, in time or not, by whom, and what follows."""

import pytest
from django.utils.translation import gettext

from huiyin.accounts.models import Membership
from huiyin.cases.models import Notification
from huiyin.clocks.models import Task
from huiyin.complaints.actions import following, review, reviewing
from huiyin.complaints.actions.turning import Way
from huiyin.complaints.models import Decision, Notice, Plan
from huiyin.complaints.queries import facts
from huiyin.complaints.rules import needs, path
from huiyin.core import blobs
from huiyin.core.errors import Refused
from tests.complaints import turned
from tests.complaints.along import Along
from tests.complaints.reviewed import RULE, apply, decide, received
from tests.complaints.turned import by_phone, chain_holds, clock, entry, kinds, sh


@pytest.fixture
def told(along: Along) -> Along:
    return received(along)


def test_an_application_in_time_starts_thirty_days_for_the_unit_above(told: Along) -> None:
    assert clock(told.case, "complaint.review_application").due_at == sh("04-03 00:00")
    row = apply(told, "03-20 11:00")
    case = told.case
    assert (row.admission, row.reviewing_unit, row.state) == ("in_time", told.house.units["HQ"], "applied")
    assert clock(case, RULE).due_at == sh("04-20 00:00")
    assert (clock(case, "complaint.review_application").state, facts(case).review_open) == ("met", True)
    task = turned.task(row.task_id)
    assert (task.unit, task.due_at, task.state) == (told.house.units["HQ"], sh("04-20 00:00"), "open")
    receipt = Notice.objects.get(case=case, kind="review_applied")
    assert "2026年4月19日24时" in receipt.text
    assert entry(case, "complaint.review_applied").body["outputs"]["receipt"] == str(receipt.pk)
    assert "两项用品" not in str(entry(case, "complaint.review_applied").body)
    asked = Notification.objects.filter(kind="approval", case=case, ref_id=row.pk)
    assert [(one.user.name, one.details["variant"]) for one in asked] == [("Hua", "review")]


@pytest.mark.parametrize(("when", "admission"), [("04-02 23:59", "in_time"), ("04-03 00:00", "late")])
def test_the_thirtieth_day_counts_to_its_end(told: Along, when: str, admission: str) -> None:
    assert apply(told, when).admission == admission


def test_without_proof_of_receipt_nothing_is_late(along: Along) -> None:
    along.told()  # posted: nobody knows when it arrived
    row = apply(along, "09-20 11:00")
    assert (row.admission, row.decision_received_at) == ("no_proof", None)
    with pytest.raises(Refused) as refusal:
        reviewing.refuse(case=along.case, reason="逾期", by=along.by("hua"), at=sh("09-21 09:00"))
    assert refusal.value.code == "review.not_late"


def test_an_application_that_came_in_earlier_counts_from_its_receipt(told: Along) -> None:
    paper = told.file("核查申请书.pdf").pk
    row = review.apply(
        case=told.case, grounds="结果不当", applied_at=sh("03-18 09:00"), evidence_ids=[paper],
        **turned.at(told, "03-20 11:00"),
    )  # fmt: skip
    assert (clock(told.case, RULE).due_at, row.evidence_ids) == (sh("04-18 00:00"), [paper])


def test_a_late_one_is_for_a_person_to_refuse_with_reason_and_ways(told: Along) -> None:
    apply(told, "04-10 11:00")
    with pytest.raises(Refused) as refusal:
        reviewing.refuse(case=told.case, reason="逾期", by=told.by("max"), at=sh("04-11 09:00"))
    assert refusal.value.code == "review.reviewer"
    row = reviewing.refuse(
        case=told.case, reason="收到决定三十日之后才申请", by=told.by("hua"), at=sh("04-11 09:00"),
        way=by_phone(sh("04-11 09:00")),
    )  # fmt: skip
    assert (row.state, row.notified_at, clock(told.case, RULE).state) == ("refused", sh("04-11 09:00"), "met")
    letter = turned.item(row.letter_evidence_id)
    assert blobs.read(letter.sha256).startswith(b"%PDF")
    assert turned.task(row.task_id).state == "done"
    assert not facts(told.case).review_open


def test_a_late_one_may_be_admitted_all_the_same(told: Along) -> None:
    apply(told, "04-10 11:00")
    assert decide(told, "04-20 09:00").state == "decided"


def test_the_decision_of_head_office_is_not_reviewed(along: Along) -> None:
    along.issued()
    Decision.objects.filter(case=along.case).update(deciding_unit=along.house.units["HQ"])
    along.tell()
    with pytest.raises(Refused) as refusal:
        apply(along, "03-20 11:00")
    assert refusal.value.code == "step.apply_review"
    assert refusal.value.needs == [gettext(needs.branch_decision.sentence)]


def test_a_second_application_beside_an_open_one_is_refused(told: Along) -> None:
    apply(told, "03-20 11:00")
    with pytest.raises(Refused) as refusal:
        apply(told, "03-20 12:00")
    assert refusal.value.code == "step.apply_review"


def test_what_was_not_told_is_not_reviewed(along: Along) -> None:
    along.issued()
    with pytest.raises(Refused) as refusal:
        apply(along, "03-20 11:00")
    assert refusal.value.code == "step.apply_review"


def test_a_decision_is_reviewed_once(told: Along) -> None:
    apply(told, "03-10 11:00")
    decide(told, "03-15 09:00")
    with pytest.raises(Refused) as refusal:
        apply(told, "03-16 11:00")
    assert refusal.value.code == "review.twice"


def test_the_limit_stops_when_the_outcome_is_told_and_the_decision_stands(told: Along) -> None:
    apply(told, "03-20 11:00")
    row = decide(told, "04-01 09:00")
    case = told.case
    assert (row.state, row.reviewer, row.notified_at) == ("decided", told.house["hua"], sh("04-01 09:00"))
    assert (clock(case, RULE).state, clock(case, RULE).met_at) == ("met", sh("04-01 09:00"))
    assert (case.state, case.complaint.round) == ("decided_notified", 1)
    assert turned.task(row.task_id).state == "done"
    assert entry(case, "complaint.review_decided").body["outputs"]["review_decision"] == str(row.letter_evidence_id)
    assert chain_holds(case)


def test_a_mail_stops_the_limit_when_the_server_took_it(told: Along) -> None:
    apply(told, "03-20 11:00")
    row = decide(told, "04-01 09:00", "returned", way=Way())
    case = told.case
    assert (clock(case, RULE).state, row.notified_at, case.state) == ("running", None, "decided_notified")
    turned.mail_taken(turned.notice(row.notice_id), sh("04-01 09:03"))
    case = told.case
    assert (clock(case, RULE).met_at, case.state, case.complaint.round) == (sh("04-01 09:03"), "assigned", 2)
    reviewing.confirm(case=case, by=turned.SWEEP, at=sh("04-01 09:10"))
    assert (told.case.complaint.round, kinds(case).count("complaint.review_told")) == (2, 1)


def test_a_failed_mail_is_told_by_another_way(told: Along) -> None:
    apply(told, "03-20 11:00")
    row = decide(told, "04-01 09:00", way=Way())
    turned.mail_given_up(turned.notice(row.notice_id), sh("04-01 10:00"))
    assert clock(told.case, RULE).state == "running"
    assert row.notice_id is not None
    moment = sh("04-02 09:00")
    notice = following.tell_again(
        case=told.case, notice_id=row.notice_id, by=told.by("tom"), at=moment,
        way=Way(method="posted", told_at=moment, reference="EMS 987654321"),
    )  # fmt: skip
    row.refresh_from_db()
    assert (row.notice_id, row.notified_at, notice.letter_evidence_id) == (notice.pk, moment, row.letter_evidence_id)
    assert clock(told.case, RULE).met_at == moment
    assert not Task.objects.filter(owner_id=told.case_id, kind="notice", state="open").exists()
    with pytest.raises(Refused) as refusal:
        following.tell_again(
            case=told.case, notice_id=notice.pk, way=by_phone(), by=told.by("tom"), at=sh("04-02 10:00")
        )
    assert refusal.value.code == "notice.told"


def test_late_is_late_by_the_limit_of_the_review(told: Along) -> None:
    apply(told, "03-20 11:00")
    decide(told, "04-20 00:00")
    assert (clock(told.case, RULE).state, clock(told.case, RULE).breached_at) == ("late", sh("04-20 00:00"))


@pytest.mark.parametrize("who", ["tom", "sam", "max", "zoe", "aud"])
def test_neither_the_branch_nor_outsiders_review(told: Along, who: str) -> None:
    apply(told, "03-20 11:00")
    with pytest.raises(Refused):
        decide(told, "04-01 09:00", who=who)
    assert clock(told.case, RULE).state == "running"


def test_who_took_part_before_does_not_review(told: Along) -> None:
    Plan.objects.filter(case=told.case).update(proposed_by=told.house["hua"])
    apply(told, "03-20 11:00")
    with pytest.raises(Refused) as refusal:
        decide(told, "04-01 09:00")
    assert refusal.value.code == "review.reviewer"
    assert decide(told, "04-01 10:00", who="eve").reviewer == told.house["eve"]


def test_the_branch_manager_of_another_branch_is_not_above(told: Along) -> None:
    Membership.objects.create(user=told.house["zoe"], role="branch_manager", unit=told.house.units["GD"])
    apply(told, "03-20 11:00")
    with pytest.raises(Refused):
        decide(told, "04-01 09:00", who="zoe")


def test_an_application_can_be_withdrawn(told: Along) -> None:
    apply(told, "03-20 11:00")
    row = review.withdraw(case=told.case, by=turned.CUSTOMER, at=sh("03-21 09:00"))
    assert (row.state, clock(told.case, RULE).state) == ("withdrawn", "cancelled")
    assert turned.task(row.task_id).state == "cancelled"
    with pytest.raises(Refused):
        review.withdraw(case=told.case, by=turned.CUSTOMER, at=sh("03-21 10:00"))
    assert apply(told, "03-22 09:00").state == "applied"


def _needs(told: Along, step: str, who: str) -> tuple[str, ...] | None:
    """What the step still needs as it is offered to somebody; None when it is not offered."""
    offers = {offer.step.code: offer.missing for offer in path.steps(facts(told.case), told.by(who))}
    return offers.get(step)


def test_the_offer_says_before_anybody_tries_who_may_decide(told: Along) -> None:
    apply(told, "03-20 11:00")
    for step in ("decide_review", "refuse_review"):
        assert _needs(told, step, "hua") == ()
        assert _needs(told, step, "max") == (
            "A review is decided by the unit above the one that decided, not by that unit itself.",
        )
        assert _needs(told, step, "tom") is None
    told.case.participations.create(user=told.house["hua"], role="co_handler", from_at=told.at)
    assert _needs(told, "decide_review", "hua") == (
        "You took part in this complaint before, so somebody else reviews it.",
    )
