"""What came by mail and nobody knew becomes what it is, with its limits from when it came."""

from datetime import timedelta

import pytest

from huiyin.audit import queries as ledger
from huiyin.bench import nasty
from huiyin.cases.actions import kinds, mail_linking
from huiyin.cases.models import Case, CaseLink, Evidence
from huiyin.channels.actions import mailboxes
from huiyin.channels.models import Outgoing, RawMessage
from huiyin.clocks import queries as clocks
from huiyin.clocks.models import Clock
from huiyin.complaints.actions import triage
from huiyin.complaints.queries import facts, turns
from huiyin.complaints.rules import path
from huiyin.core.errors import BadInput, Refused
from huiyin.core.time import now
from tests.cases.make import registered
from tests.cases.test_mail_sorting import BY, HOUR, case_of, said, took, written
from tests.people import House, build

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_blobs")]


@pytest.fixture
def house(db: None) -> House:
    return build()


@pytest.fixture
def raw(house: House) -> RawMessage:
    return took(mailboxes.files_door(by=BY, at=now(), unit=house.units["JS-CP"]), nasty.names(1))


def waiting(raw: RawMessage) -> Case:
    return case_of(raw)


def test_it_is_a_complaint_with_all_limits_from_the_receipt_of_the_mail(raw: RawMessage, house: House):
    sam = house.by("sam")
    case = triage.take_as_complaint(case=waiting(raw), by=sam, at=now())
    limits = Clock.objects.filter(owner_id=case.pk, state="running")
    assert {"complaint.acceptance", "complaint.first_response", "complaint.decision"} <= {
        clock.rule_code for clock in limits
    }
    assert {clock.started_at for clock in limits} == {raw.received_at}
    assert limits.count() == len({clock.rule_code for clock in limits})
    case = Case.objects.select_related("complaint", "unit").get(pk=case.pk)
    assert (case.kind, case.complaint.round, case.received_at) == ("complaint", 1, raw.received_at)
    assert [one.code for one in [offer.step for offer in path.steps(facts(case), sam)]]
    kinds_told = [entry.kind for entry in ledger.chain(("case", case.pk))]
    assert kinds_told == ["case.opened_by_mail", "case.kind_changed", "complaint.registered"]
    assert Outgoing.objects.filter(owner_id=case.pk, purpose="receipt").count() == 1
    with pytest.raises(Refused) as refusal:
        triage.take_as_complaint(case=case, by=sam, at=now())
    assert refusal.value.code == "triage.done"


def test_only_who_may_work_on_it_says_what_it_is(raw: RawMessage, house: House):
    for name in ("zoe", "aud"):
        with pytest.raises(Refused):
            triage.take_as_complaint(case=waiting(raw), by=house.by(name), at=now())


def test_it_belongs_to_a_known_matter(raw: RawMessage, house: House):
    known, sam = registered(house).case, house.by("sam")
    shell = waiting(raw)
    mail_linking.put_to(case=shell, into=known, reason="客户补充材料", living=turns.master_of, by=sam, at=now())
    shell.refresh_from_db()
    assert (shell.state, shell.is_open, shell.next_due_at) == ("rerouted", False, None)
    assert CaseLink.objects.get(case=shell).other_id == known.pk
    raw.refresh_from_db()
    assert (raw.state, raw.reason, raw.case_id) == ("follow_up", "linked", known.pk)
    message = said(raw)
    assert (message.case_id, message.at, len(message.evidence_ids)) == (known.pk, raw.received_at, 4)
    assert Evidence.objects.filter(case=known).count() == 5
    assert not Clock.objects.filter(owner_id=shell.pk, state="running").exists()
    inside = nasty.names(1).split(b"Message-ID: ")[1].split(b"\r")[0].decode()
    again = took(raw.mailbox, written(extra=f"In-Reply-To: {inside}\r\n"))
    assert again.case_id == known.pk
    with pytest.raises(Refused):
        mail_linking.put_to(case=shell, into=known, reason="再来", living=turns.master_of, by=sam, at=now())


def test_it_can_be_something_else_or_nobodys(raw: RawMessage, house: House):
    sam, case = house.by("sam"), waiting(raw)
    with pytest.raises(BadInput):
        kinds.take_as(case=case, kind="complaint", reason="不对", by=sam, at=now())
    with pytest.raises(BadInput):
        mail_linking.put_to(case=case, into=case, reason="自己", living=turns.master_of, by=sam, at=now())
    taken = kinds.take_as(case=case, kind="inquiry", reason="只是询问", by=sam, at=now())
    assert (taken.kind, taken.next_due_at) == ("inquiry", None)
    other = waiting(took(raw.mailbox, written()))
    assert other.next_due_at == Clock.objects.get(owner_id=other.pk).due_at
    assert other.received_at <= now() - HOUR + timedelta(seconds=5)
    gone = kinds.put_away(case=other, reason="广告", by=sam, at=now())
    assert (gone.state, gone.is_open) == ("not_proceeded", False)


def test_what_was_taken_for_something_else_becomes_a_complaint_with_its_limits_from_then(raw: RawMessage, house: House):
    sam, case = house.by("sam"), waiting(raw)
    kinds.take_as(case=case, kind="inquiry", reason="只是询问", by=sam, at=now())
    petition = kinds.take_as(case=case, kind="petition", reason="其实是信访", by=sam, at=now())
    assert petition.kind == "petition"
    seq = petition.version
    assert kinds.take_as(case=case, kind="petition", reason="再说一次", by=sam, at=now()).version == seq
    triage.take_as_complaint(case=case, by=sam, at=now())
    running = Clock.objects.filter(owner_id=case.pk, state="running")
    assert {"complaint.acceptance", "complaint.first_response", "complaint.decision"} <= {
        clock.rule_code for clock in running
    }
    assert {clock.started_at for clock in running} == {raw.received_at}
    assert running.count() == len({clock.rule_code for clock in running})
    assert Case.objects.get(pk=case.pk).next_due_at == min(clock.due_at for clock in running if clock.due_at)
    assert list(clocks.verify_all()) == []


def test_a_matter_without_a_path_ends_with_its_result_and_only_then(raw: RawMessage, house: House):
    sam, case = house.by("sam"), waiting(raw)
    with pytest.raises(Refused) as early:
        kinds.settle(case=case, result="已答复", by=sam, at=now())
    assert early.value.code == "triage.open"
    kinds.take_as(case=case, kind="claim_filing", reason="报案", by=sam, at=now())
    with pytest.raises(BadInput):
        kinds.settle(case=case, result="  ", by=sam, at=now())
    with pytest.raises(Refused):
        kinds.settle(case=case, result="已赔付", by=house.by("aud"), at=now())
    ended = kinds.settle(case=case, result="已赔付 3,200 元", by=sam, at=now())
    assert (ended.state, ended.is_open, ended.next_due_at) == ("closed", False, None)
    clock = Clock.objects.get(owner_id=case.pk, rule_code="claim.completion")
    assert (clock.state, clock.met_at is not None) == ("met", True)
    told = list(ledger.chain(("case", case.pk)))[-1]
    assert told.kind == "case.settled"
    assert "3,200" not in str(told.body)
    with pytest.raises(Refused) as done:
        kinds.settle(case=case, result="再来", by=sam, at=now())
    assert done.value.code == "triage.done"
