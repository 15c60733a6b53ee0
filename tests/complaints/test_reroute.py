"""Rerouting (domain 2.1): a case of its own with the same receipt, the link kept, the person told."""

from typing import Any

import pytest

from huiyin.cases import queries
from huiyin.cases.models import Case, Message, Ownership, Person, Recusal, Registry
from huiyin.clocks.models import Clock
from huiyin.complaints.actions import reroute
from huiyin.complaints.models import Complaint, Reroute
from huiyin.core.errors import BadInput, Refused
from tests.complaints import turned
from tests.complaints.along import Along
from tests.complaints.turned import by_phone, chain_holds, clock, entry, sh


def _reroute(along: Along, to_kind: str = "violation_report", **more: Any) -> Reroute:
    values: dict[str, Any] = {"reason": "您反映的是业务员代客签名，属于违规举报", "way": by_phone()}
    return reroute.reroute(
        case=along.case,
        to_kind=to_kind,
        **turned.at(along, "03-02 16:00"),
        **(values | more),
    )


@pytest.mark.parametrize("to_kind", ["violation_report", "petition", "inquiry", "claim_filing"])
def test_the_matter_goes_on_as_a_case_of_its_own(along: Along, to_kind: str) -> None:
    row = _reroute(along, to_kind)
    old, new = along.case, Case.objects.get(pk=row.to_case_id)
    assert (new.kind, new.state, new.is_open) == (to_kind, "received", True)
    assert (new.received_at, new.rules_on, new.unit, new.owner) == (old.received_at, old.rules_on, old.unit, old.owner)
    assert new.number != old.number
    assert Registry.objects.get(kind="number", key=new.number).case_id == new.pk
    assert not Complaint.objects.filter(pk=new.pk).exists()
    assert Ownership.objects.filter(case=new, to_at=None).count() == 1
    assert sorted(p.name for p in Person.objects.filter(case=new)) == sorted(
        p.name for p in Person.objects.filter(case=old)
    )
    assert Message.objects.get(case=new).text == Message.objects.filter(case=old, direction="in").get().text
    assert entry(new, "case.branched_off").body["from"] == old.number
    assert queries.get(along.house["tom"], new.number) == new
    assert "李春梅" not in str(entry(new, "case.branched_off").body)
    assert chain_holds(new)
    assert chain_holds(old)


def test_the_complaint_ends_with_its_limits_and_the_person_is_told(along: Along) -> None:
    row = _reroute(along)
    case = along.case
    assert (case.state, case.is_open, case.closed_at) == ("rerouted", False, sh("03-02 16:00"))
    assert not Clock.objects.filter(owner_id=case.pk, state="running").exists()
    assert clock(case).state == "cancelled"
    assert clock(case, "complaint.acceptance").state == "met"  # it was triaged within the day
    notice = turned.notice(row.notice_id)
    assert (notice.kind, notice.sent_at) == ("reroute", sh("03-02 16:00"))
    told = entry(case, "complaint.rerouted")
    new = Case.objects.get(pk=row.to_case_id)
    assert (told.body["to"], told.body["outputs"]) == (new.number, {"new_case": str(new.pk), "notice": str(notice.pk)})


def test_a_claim_filing_starts_the_limit_of_claims(along: Along) -> None:
    new = Case.objects.get(pk=_reroute(along, "claim_filing").to_case_id)
    # 20 working days after Monday 2 March; no holidays in March 2026: until 30 March, 24:00.
    assert (clock(new, "claim.completion").due_at, new.next_due_at) == (sh("03-31 00:00"), sh("03-31 00:00"))


def test_who_had_to_stay_away_still_has_to(along: Along) -> None:
    Recusal.objects.create(
        case=along.case,
        user=along.house["tia"],
        ground="respondent",
        reason="被投诉人",
        at=sh("03-02 12:00"),
        by_label="x",
    )
    new = Case.objects.get(pk=_reroute(along).to_case_id)
    assert list(new.recusals.values_list("user__name", flat=True)) == ["Tia"]
    with pytest.raises(Case.DoesNotExist):
        queries.get(along.house["tia"], new.number)


@pytest.mark.parametrize(
    ("changes", "code"), [({"to_kind": "complaint"}, "reroute.kind"), ({"reason": ""}, "input.reason")]
)
def test_what_cannot_be_is_refused(along: Along, changes: dict[str, str], code: str) -> None:
    with pytest.raises(BadInput) as refusal:
        _reroute(along, **changes)
    assert refusal.value.code == code
    assert Case.objects.count() == 1


def test_it_is_rerouted_once_and_only_before_the_investigation(along: Along) -> None:
    _reroute(along)
    with pytest.raises(Refused) as refusal:
        _reroute(along)
    assert refusal.value.code == "step.reroute"
    assert Case.objects.count() == 2


def test_an_investigation_that_began_stays_a_complaint(along: Along) -> None:
    along.investigating()
    with pytest.raises(Refused):
        _reroute(along)
    with pytest.raises(Refused):
        reroute.reroute(case=along.case, to_kind="inquiry", reason="咨询条款", by=along.by("zoe"), at=along.at)
