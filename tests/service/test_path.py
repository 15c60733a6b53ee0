"""The table of requests: one chain for each kind, nothing before acceptance, in order, by those who may."""

from dataclasses import replace
from uuid import UUID

import pytest

from huiyin.core.actors import Actor
from huiyin.service.rules import entries, path, table
from huiyin.service.rules.path import Facts

TOM_ID, SAM_ID = UUID(int=1), UUID(int=2)
TOM = Actor(kind="staff", id=TOM_ID, label="Tom", grants=frozenset({("handler", "/HQ/JS/")}))
SAM = Actor(kind="staff", id=SAM_ID, label="Sam", grants=frozenset({("supervisor", "/HQ/JS/")}))
NEW = Facts(kind="policy_change", state="received", unit_path="/HQ/JS/JS-CP/")
READY = frozenset({"check_identity", "check_papers", "accept", "process"})


def test_every_kind_has_one_chain_of_known_steps_in_three_phases() -> None:
    order = [code for code, _name in table.PHASES]
    for kind, chain in table.CHAINS.items():
        steps = [table.BY_CODE[code] for code in chain]
        phases = [order.index(step.phase) for step in steps]
        assert phases == sorted(phases), kind
        assert set(phases) == {0, 1, 2}, kind
        assert all(not step.kinds or kind in step.kinds for step in steps), kind
        assert {"accept", "answer", "close", "archive"} <= set(chain)


def test_every_step_has_its_entry_and_leads_to_a_known_state() -> None:
    assert set(entries.ENTRIES) == set(table.BY_CODE)
    assert len(set(entries.ENTRIES.values())) == len(entries.ENTRIES)
    assert {step.to for step in table.STEPS if step.to} <= set(table.CASE_STATES)


@pytest.mark.parametrize("kind", sorted(table.CHAINS))
@pytest.mark.parametrize("state", table.BEFORE)
def test_nothing_is_handled_before_it_is_accepted(kind: str, state: str) -> None:
    facts = Facts(kind=kind, state=state, unit_path="/HQ/JS/", done=READY - {"accept"})
    for step in table.STEPS:
        if step.phase == "during" and step.code != "skip" and (not step.kinds or kind in step.kinds):
            assert path.why_not(step.code, facts, SAM) == [path.NOT_ACCEPTED], step.code


def test_steps_run_in_the_order_of_their_chain() -> None:
    assert len(path.why_not("accept", NEW, TOM)) == 2
    assert path.why_not("accept", replace(NEW, done=frozenset({"check_identity"})), TOM) != []
    assert path.why_not("accept", replace(NEW, done=frozenset({"check_identity", "check_papers"})), TOM) == []
    accepted = replace(NEW, state="accepted", done=READY - {"process"})
    assert path.why_not("answer", accepted, TOM) != []
    assert path.why_not("answer", replace(accepted, done=READY), TOM) == []


def test_a_step_of_another_kind_or_state_is_refused() -> None:
    assert path.why_not("sort", replace(NEW, state="accepted"), TOM) == [path.NOT_THIS_KIND]
    assert path.why_not("close", replace(NEW, state="accepted"), TOM) == [path.NOT_NOW]
    assert path.why_not("accept", replace(NEW, is_request=False), TOM) == [path.NOT_NOW]


def test_only_the_named_colleague_confirms_and_only_who_leads_leaves_out() -> None:
    routed = replace(NEW, state="routed", handed_to=SAM.id)
    assert path.why_not("take", routed, TOM) == [path.NOT_NAMED]
    assert path.why_not("take", routed, SAM) == []
    assert path.why_not("skip", NEW, TOM) == [path.NOT_YOURS]
    assert path.why_not("skip", NEW, SAM) == []
    assert path.to_skip(NEW) == ("check_identity", "check_papers")
    assert path.to_skip(replace(NEW, state="accepted", done=READY - {"process"})) == ("process",)


def test_who_is_elsewhere_acts_only_when_taking_part_and_never_when_recused() -> None:
    elsewhere = replace(NEW, unit_path="/HQ/GD/")
    assert path.why_not("respond", elsewhere, TOM) == [path.NOT_YOURS]
    assert path.why_not("respond", replace(elsewhere, taking_part=frozenset({TOM_ID})), TOM) == []
    assert path.why_not("respond", replace(NEW, barred=frozenset({TOM_ID})), TOM) == [path.RECUSED]


def test_offers_show_what_waits_for_acceptance_as_closed() -> None:
    offers = {offer.step.code: offer for offer in path.steps(NEW, TOM)}
    assert not offers["process"].ready
    assert offers["process"].missing == (path.NOT_ACCEPTED,)
    assert offers["check_identity"].ready
    assert "sort" not in offers
    assert "skip" not in offers
