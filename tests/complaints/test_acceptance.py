"""Checking identity, accepting, not proceeding, the first answer."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils.translation import gettext, override

from huiyin.audit import queries as ledger
from huiyin.cases.models import Case, Evidence, Message
from huiyin.cases.rules.people import PersonDraft
from huiyin.channels import jobs
from huiyin.channels.models import Outgoing
from huiyin.clocks.models import Clock, Task
from huiyin.complaints.actions import acceptance, classification, dispatch
from huiyin.complaints.actions.classification import LabelDraft
from huiyin.complaints.models import Notice
from huiyin.core import blobs
from huiyin.core.actors import customer, system
from huiyin.core.errors import BadInput, Refused
from tests.cases.make import registered
from tests.conftest import SmtpServer
from tests.people import AT, House

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(hours=2)


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> None:
    settings.BLOBS_DIR = tmp_path / "blobs"


@pytest.fixture
def case(house: House) -> Case:
    return registered(house).case


def checked(house: House, case: Case) -> Case:
    return acceptance.check_identity(case=case, how="回拨保单所留电话核对", by=house.by("tom"), at=LATER)


def accepted(house: House, case: Case, **more: Any) -> Case:
    values: dict[str, Any] = {"by": house.by("tom"), "at": LATER}
    return acceptance.accept(case=checked(house, case), **(values | more))


def limit(case: Case, rule: str) -> Clock:
    return Clock.objects.get(owner_id=case.pk, rule_code=rule)


def test_accepting_ends_the_limit_and_tells_the_complainant_by_letter(
    house: House, case: Case, smtp_server: SmtpServer
):
    case = accepted(house, case)
    assert (case.state, case.complaint.accepted_at) == ("accepted", LATER)
    assert limit(case, "complaint.acceptance").state == "met"
    assert limit(case, "complaint.decision").state == "running"
    letter = Evidence.objects.get(case=case)
    assert (letter.kind, letter.is_public, letter.media_type) == ("letter", True, "application/pdf")
    assert blobs.read(letter.sha256).startswith(b"%PDF")
    notice = Notice.objects.get(case=case)
    assert (notice.kind, notice.method, notice.sent_at) == ("acceptance", "email", None)
    jobs.send_mail(outgoing_id=str(notice.outgoing_id))
    (attached,) = smtp_server.messages[0].iter_attachments()
    assert attached.get_content_type() == "application/pdf"
    entry = ledger.last(("case", case.pk))
    assert entry is not None
    assert (entry.kind, entry.body["outputs"]) == ("complaint.accepted", {"acceptance_notice": str(notice.pk)})


def test_accepting_shows_the_next_limit_in_the_queue(house: House, case: Case):
    case = accepted(house, case)
    acceptance.respond(case=case, text="您好，我是负责人。", by=house.by("tom"), at=LATER)
    case.refresh_from_db()
    assert case.next_due_rule == "complaint.decision"


def test_accepting_twice_is_refused(house: House, case: Case):
    case = accepted(house, case)
    with pytest.raises(Refused) as refusal:
        acceptance.accept(case=case, by=house.by("tom"), at=LATER)
    assert refusal.value.code == "step.accept"
    assert Notice.objects.filter(case=case).count() == 1


def test_late_acceptance_is_possible_and_stays_visible_as_late(house: House, case: Case):
    late = AT + timedelta(hours=24, seconds=1)
    case = accepted(house, case, at=late)
    clock = limit(case, "complaint.acceptance")
    assert (clock.state, clock.breached_at) == ("late", AT + timedelta(hours=24))


def test_acceptance_in_the_last_instant_is_in_time(house: House, case: Case):
    assert limit(accepted(house, case, at=AT + timedelta(hours=24)), "complaint.acceptance").state == "met"


@pytest.mark.parametrize(
    "changes, words",
    [
        ({"demands": ()}, 1),
        ({"people": (PersonDraft(name="李"), PersonDraft(name="王", role="agent", phone="1"))}, 1),
    ],
)
def test_what_is_missing_is_named_before_acceptance(house: House, changes: dict[str, Any], words: int):
    case = registered(house, **changes).case
    with pytest.raises(Refused) as refusal:
        acceptance.accept(case=case, by=house.by("tom"), at=LATER)
    assert len(refusal.value.needs) == 1 + words  # and the identity
    with pytest.raises(Refused) as refusal:
        acceptance.accept(case=checked(house, case), by=house.by("tom"), at=LATER)
    assert len(refusal.value.needs) == words
    assert Case.objects.get(pk=case.pk).state == "received"


@pytest.mark.parametrize("name", ["zoe", "aud", "eve", "ivy"])
def test_others_do_not_accept(house: House, case: Case, name: str):
    case = checked(house, case)
    with pytest.raises(Refused):
        acceptance.accept(case=case, by=house.by(name), at=LATER)


def test_the_agent_who_registered_it_may_accept(house: House):
    case = registered(house, by=house.by("ana")).case  # about another part of the tree
    assert accepted(house, case, by=house.by("ana")).state == "accepted"
    classified = classification.classify(
        case=case, labels=[LabelDraft(code="C21")], primary="C21", by=house.by("ana"), at=LATER
    )
    assert classified
    dispatch.dispatch(case=case, by=house.by("sam"), at=LATER)
    with pytest.raises(Refused):
        acceptance.respond(case=case, text="您好", by=house.by("ana"), at=LATER)


def test_a_complainant_without_mail_is_called_or_written_to(house: House):
    case = accepted(house, registered(house, people=(PersonDraft(name="李", phone="1390000"),)).case)
    notice = Notice.objects.get(case=case)
    assert (notice.method, notice.sent_at) == ("portal", LATER)
    task = Task.objects.get(owner_id=case.pk)
    assert (task.assignee, task.state) == (case.owner, "open")
    assert not Outgoing.objects.exists()


def test_without_an_address_of_the_house_the_letter_says_what_it_lacks(house: House, case: Case, settings: Any):
    settings.INSURER = settings.INSURER | {"address": ""}
    unit = house.units["JS-CP"]
    unit.address = ""
    unit.save()
    with pytest.raises(Refused) as refusal:
        accepted(house, case)
    assert refusal.value.code == "letter.incomplete"
    assert "address" in refusal.value.message


def test_a_complaint_older_than_the_limits_is_accepted_and_the_notice_says_so(house: House):
    case = registered(house, received_at=datetime(2019, 5, 6, 2, tzinfo=UTC), old_confirmed=True).case
    assert not Clock.objects.filter(owner_id=case.pk, state="running").exists()
    case = accepted(house, case)
    assert (case.state, case.next_due_at) == ("accepted", None)
    notice = Notice.objects.get(case=case)
    with override("zh-hans"):
        sentence = gettext("It is older than today's time limits, so none applies; we answer it all the same.")
    assert sentence in notice.text
    assert notice.letter_evidence_id is not None


def test_how_the_identity_was_checked_is_kept_sealed(house: House, case: Case):
    checked(house, case)
    entry = ledger.last(("case", case.pk))
    assert entry is not None
    assert "回拨" not in str(entry.body)
    with pytest.raises(BadInput):
        acceptance.check_identity(case=case, how=" ", by=house.by("tom"), at=LATER)


def declined(house: House, case: Case, **more: Any) -> Case:
    values: dict[str, Any] = {
        "reason": "not_ours", "explanation": "您投诉的保单不是我公司签发的。", "by": house.by("sam"), "at": LATER,
    }  # fmt: skip
    return acceptance.decline(case=case, **(values | more))


def test_not_proceeding_ends_the_case_all_limits_and_tells_why(house: House, case: Case):
    case = declined(house, case)
    assert (case.state, case.is_open, case.closed_at) == ("not_proceeded", False, LATER)
    assert case.complaint.close_code == "not_ours"
    assert not Clock.objects.filter(owner_id=case.pk, state="running").exists()
    assert (case.next_due_at, case.next_due_rule) == (None, "")
    assert Notice.objects.get(case=case).kind == "not_proceeded"
    assert Evidence.objects.get(case=case).kind == "letter"


@pytest.mark.parametrize("reason, explanation", [("no_time", "您投诉的保单不是我公司签发的。"), ("impostor", "不行")])
def test_not_proceeding_needs_a_lawful_reason_in_plain_words(house: House, case: Case, reason: str, explanation: str):
    with pytest.raises(BadInput):
        declined(house, case, reason=reason, explanation=explanation)


def test_only_who_leads_decides_not_to_proceed(house: House, case: Case):
    with pytest.raises(Refused):
        declined(house, case, by=house.by("tom"))
    declined(house, case)
    with pytest.raises(Refused) as refusal:
        declined(house, case)
    assert refusal.value.code == "step.decline"


def test_the_first_answer_ends_the_limit_and_later_ones_do_not_move_it(house: House, case: Case):
    first = acceptance.respond(case=case, text="您好，我们正在核实。", by=house.by("tom"), at=LATER)
    clock = limit(case, "complaint.first_response")
    assert (clock.state, clock.met_at) == ("met", LATER)
    assert (first.direction, first.channel) == ("out", "email")
    acceptance.respond(case=case, text="进展如下。", by=house.by("tom"), at=LATER + timedelta(days=1))
    assert limit(case, "complaint.first_response").met_at == LATER
    assert Message.objects.filter(case=case, direction="out").count() == 2


def test_an_answer_on_the_phone_sends_no_mail(house: House, case: Case):
    before = Outgoing.objects.count()
    message = acceptance.respond(case=case, text="电话说明了流程。", channel="phone", by=house.by("tom"), at=LATER)
    assert message.channel == "phone"
    assert Outgoing.objects.count() == before


def test_a_machine_or_a_customer_gives_no_first_answer(house: House, case: Case):
    for by in (system("bot"), customer(case.people.get().pk)):
        with pytest.raises(Refused):
            acceptance.respond(case=case, text="自动回复", by=by, at=LATER)
    assert limit(case, "complaint.first_response").state == "running"


def test_evidence_sent_with_an_answer_becomes_visible_to_the_customer(house: House, case: Case):
    accepted(house, case)
    item = Evidence.objects.get(case=case)
    Evidence.objects.filter(pk=item.pk).update(is_public=False)
    acceptance.respond(case=case, text="见附件。", evidence_ids=[item.pk], by=house.by("tom"), at=LATER)
    item.refresh_from_db()
    assert item.is_public


def test_the_plan_for_a_major_matter_ends_its_limit(house: House):
    case = registered(house, ground="accident").case
    text = "一、先行垫付；二、专人对接；三、防止扩散；四、报告监管部门。"
    with pytest.raises(Refused):
        acceptance.file_major_plan(case=case, text=text, by=house.by("tom"), at=LATER)
    acceptance.file_major_plan(case=case, text=text, by=house.by("max"), at=LATER)
    assert limit(case, "complaint.major_plan").state == "met"
    ordinary = registered(house, text="另一件事。").case
    with pytest.raises(Refused) as refusal:
        acceptance.file_major_plan(case=ordinary, text=text, by=house.by("max"), at=LATER)
    assert refusal.value.code == "major.not"
