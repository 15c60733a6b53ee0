"""Sources, findings and their review (3.2)."""

import pytest

from huiyin.audit.models import Entry
from huiyin.complaints.actions import investigation
from huiyin.complaints.models import Finding, SourceCheck
from huiyin.core.errors import BadInput, Refused
from tests.complaints.along import SOURCES, Along, assigned
from tests.people import House


def _finding(along: Along, name: str = "ivy", **changes: object) -> Finding:
    values = {"truth": "投诉属实，没有既往症。", "cause": "审核人员误读", "scope": "仅本案客户"} | changes
    return investigation.record_finding(case=along.case, by=along.by(name), at=along.later(), **values)  # type: ignore[arg-type]


def test_it_starts_only_when_all_three_kinds_of_sources_are_planned(along: Along) -> None:
    two = {kind: SOURCES[kind] for kind in ("customer_contact", "internal_system")}
    investigation.plan_sources(case=along.case, plans=two, by=along.by("ivy"), at=along.later())
    with pytest.raises(Refused) as refusal:
        investigation.start(case=along.case, by=along.by("ivy"), at=along.later())
    assert refusal.value.code == "step.investigate"
    assert along.case.state == "assigned"
    third = {"third_party": SOURCES["third_party"]}
    investigation.plan_sources(case=along.case, plans=third, by=along.by("ivy"), at=along.later())
    investigation.start(case=along.case, by=along.by("ivy"), at=along.later())
    assert along.case.state == "investigating"
    entry = Entry.objects.filter(aggregate_id=along.case_id).latest("seq")
    assert entry.kind == "complaint.investigation_started"
    assert len(entry.body["outputs"]["evidence_plan"]) == 3


def test_it_needs_an_investigator(along: Along) -> None:
    along.case.participations.all().delete()
    investigation.plan_sources(case=along.case, plans=SOURCES, by=along.by("tom"), at=along.later())
    with pytest.raises(Refused) as refusal:
        investigation.start(case=along.case, by=along.by("tom"), at=along.later())
    assert len(refusal.value.needs) == 1


def test_starting_twice_is_refused_and_changes_nothing(along: Along) -> None:
    along.investigating()
    before = along.case.version
    with pytest.raises(Refused):
        investigation.start(case=along.case, by=along.by("ivy"), at=along.later())
    assert along.case.version == before


@pytest.mark.parametrize("plans", [{}, {"elsewhere": "去别处查"}, {"third_party": "  "}, {"third_party": "查" * 501}])
def test_a_plan_that_says_nothing_is_refused(along: Along, plans: dict[str, str]) -> None:
    with pytest.raises(BadInput):
        investigation.plan_sources(case=along.case, plans=plans, by=along.by("ivy"), at=along.later())


def test_a_plan_may_be_changed_while_its_source_is_open_and_not_after(along: Along) -> None:
    along.investigating()
    changed = {"third_party": "改向体检机构查询"}
    investigation.plan_sources(case=along.case, plans=changed, by=along.by("ivy"), at=along.later())
    assert SourceCheck.objects.get(case=along.case_id, source="third_party").plan == "改向体检机构查询"
    investigation.finish_source(
        case=along.case, source="third_party", result="体检机构已答复", by=along.by("ivy"), at=along.later()
    )
    with pytest.raises(Refused) as refusal:
        investigation.plan_sources(case=along.case, plans=changed, by=along.by("ivy"), at=along.later())
    assert refusal.value.code == "source.finished"


def test_a_source_is_done_with_evidence_or_not_applicable_with_its_reason(along: Along) -> None:
    along.investigating()
    proof = along.file("病历.pdf")
    done = investigation.finish_source(
        case=along.case,
        source="third_party",
        result="医院出具病历",
        evidence_ids=[proof.pk],
        by=along.by("ivy"),
        at=along.later(),
    )
    assert (done.state, done.evidence_ids, done.finished_at) == ("done", [proof.pk], along.at)
    left_out = investigation.finish_source(
        case=along.case,
        source="internal_system",
        result="系统无相关记录",
        not_applicable=True,
        by=along.by("ivy"),
        at=along.later(),
    )
    assert left_out.state == "not_applicable"
    for source, code in (("third_party", "source.finished"), ("unknown", "source.unplanned")):
        with pytest.raises(Refused) as refusal:
            investigation.finish_source(
                case=along.case, source=source, result="再写一次", by=along.by("ivy"), at=along.later()
            )
        assert refusal.value.code == code
    with pytest.raises(BadInput):
        investigation.finish_source(
            case=along.case,
            source="customer_contact",
            result="",
            not_applicable=True,
            by=along.by("ivy"),
            at=along.later(),
        )


def test_evidence_of_another_case_is_refused(along: Along, house: House) -> None:
    along.investigating()
    other = assigned(house, external_ref="other").file()
    with pytest.raises(BadInput) as refusal:
        investigation.finish_source(
            case=along.case,
            source="third_party",
            result="医院出具病历",
            evidence_ids=[other.pk],
            by=along.by("ivy"),
            at=along.later(),
        )
    assert refusal.value.code == "input.evidence_ids"


def test_findings_wait_until_every_source_is_finished(along: Along) -> None:
    along.investigating()
    with pytest.raises(Refused) as refusal:
        _finding(along)
    assert refusal.value.code == "step.record_finding"


@pytest.mark.parametrize("field", ["truth", "cause", "scope"])
def test_findings_state_truth_cause_and_scope(along: Along, field: str) -> None:
    along.found()
    with pytest.raises(BadInput) as refusal:
        _finding(along, **{field: "无"})
    assert refusal.value.field == field


def test_a_new_version_takes_the_place_of_the_last_and_is_reviewed_anew(along: Along) -> None:
    along.reviewed()
    second = _finding(along, truth="补充核实后，投诉仍然属实。")
    assert second.version == 2
    assert Finding.objects.filter(case=along.case_id).count() == 2
    assert second.reviewed_at is None
    investigation.review_finding(case=along.case, approved=True, by=along.by("sam"), at=along.later())
    with pytest.raises(Refused) as refusal:
        investigation.review_finding(case=along.case, approved=True, by=along.by("sam"), at=along.later())
    assert refusal.value.code == "finding.reviewed"


def test_the_author_does_not_review_the_findings(along: Along) -> None:
    along.found()
    _finding(along, "sam")
    with pytest.raises(Refused) as refusal:
        investigation.review_finding(case=along.case, approved=True, by=along.by("sam"), at=along.later())
    assert refusal.value.code == "step.review_finding"
    investigation.review_finding(case=along.case, approved=True, by=along.by("max"), at=along.later())


def test_findings_sent_back_need_their_reason_and_a_new_version(along: Along) -> None:
    along.found()
    with pytest.raises(BadInput):
        investigation.review_finding(case=along.case, approved=False, by=along.by("sam"), at=along.later())
    row = investigation.review_finding(
        case=along.case, approved=False, note="缺少病历核对过程", by=along.by("sam"), at=along.later()
    )
    assert row.sent_back_at == along.at
    assert row.reviewed_at is None
    with pytest.raises(Refused):
        investigation.review_finding(case=along.case, approved=True, by=along.by("sam"), at=along.later())
    _finding(along, truth="已逐页核对病历，投诉属实。")
    investigation.review_finding(case=along.case, approved=True, by=along.by("sam"), at=along.later())


def test_going_back_opens_the_named_sources_and_keeps_what_they_gave(along: Along) -> None:
    along.liable()
    investigation.reinvestigate(
        case=along.case, reason="投诉人补交了门诊病历", sources=["third_party"], by=along.by("tom"), at=along.later()
    )
    assert along.case.state == "investigating"
    row = investigation.finish_source(
        case=along.case, source="third_party", result="门诊病历一致", by=along.by("ivy"), at=along.later()
    )
    assert row.result.splitlines() == ["已核对，记录齐全。", "门诊病历一致"]
    with pytest.raises(Refused):
        investigation.finish_source(
            case=along.case, source="customer_contact", result="再写一次", by=along.by("ivy"), at=along.later()
        )


def test_somebody_of_another_branch_or_a_reader_may_do_none_of_it(along: Along) -> None:
    for name in ("zoe", "aud", "qin", "ana"):
        with pytest.raises(Refused):
            investigation.plan_sources(case=along.case, plans=SOURCES, by=along.by(name), at=along.later())


def test_the_ledger_holds_no_words_of_the_findings(along: Along) -> None:
    along.found()
    entry = Entry.objects.get(aggregate_id=along.case_id, kind="complaint.findings_recorded")
    assert "既往症" not in str(entry.body)
    assert set(entry.body["personal"]) == {"truth", "cause", "scope"}
