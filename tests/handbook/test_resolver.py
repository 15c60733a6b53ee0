"""Which rule binds: the order of the principles, and what holds of every answer."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.clocks.rules.binding import bind
from huiyin.handbook import queries
from huiyin.handbook.rules.resolver import Binding, Candidate, Question, resolve
from huiyin.handbook.rules.terms import Rule

ON = date(2026, 11, 3)
START = datetime(2026, 11, 3, 2, tzinfo=UTC)
BASE = queries.in_force("complaint.decision", ON)
LAW = date(2020, 1, 1)


def rule(name: str, *, days: int = 15, pack: str = "p", breach: str = "law", applies: tuple[str, ...] = ()) -> Rule:
    return replace(
        BASE,
        code="test.duty",
        duty="test.duty",
        pack=pack,
        version=f"{pack}/{name}#{days}",
        breach=breach,  # type: ignore[arg-type]
        applies=dict.fromkeys(applies, (True,)),
        steps=(replace(BASE.steps[0], length=days),),
        effective_from=LAW,
        effective_to=None,
        yields=(),
    )


def question(**changes) -> Question:
    plain = Question(
        on=ON, unmet=lambda _: (), unknown=lambda _: (), due=lambda it: START + timedelta(days=it.steps[0].length)
    )
    return replace(plain, **changes)


def answer(*candidates: Candidate, **changes) -> Binding:
    (found,) = resolve(candidates, question(**changes))
    return found


def outcomes(found: Binding) -> dict[str, tuple[str, str]]:
    return {row.rule.version.partition("#")[0]: (row.outcome, row.reason) for row in found.rows}


def test_law_goes_before_the_house_whose_promise_runs_beside_it():
    found = answer(
        Candidate(rule("law", days=30), "cn", LAW), Candidate(rule("own", days=5, breach="house"), "cn", LAW)
    )
    assert outcomes(found) == {"p/law": ("binds", "only"), "p/own": ("beside", "house_beside")}
    assert [it.version for it in found.running] == ["p/law#30", "p/own#5"]


def test_the_special_goes_before_the_general_even_when_it_is_looser():
    special = Candidate(rule("special", days=40, applies=("line",)), "cn", LAW)
    assert outcomes(answer(Candidate(rule("general"), "cn", date(2025, 1, 1)), special)) == {
        "p/special": ("binds", "only"),
        "p/general": ("yields", "general"),
    }


def test_the_later_law_goes_before_the_earlier_of_the_same_jurisdiction_only():
    old, new = Candidate(rule("old", days=5), "cn", LAW), Candidate(rule("new", days=15), "cn", date(2024, 1, 1))
    assert outcomes(answer(old, new))["p/old"] == ("yields", "earlier_law")
    abroad = replace(new, jurisdiction="uk")
    assert outcomes(answer(old, abroad)) == {"p/old": ("binds", "strictest"), "p/new": ("yields", "looser")}


def test_an_express_provision_goes_before_everything_else():
    special = replace(rule("special", pack="old", applies=("line",), days=3), yields=("new",))
    found = answer(Candidate(special, "cn", date(2025, 1, 1)), Candidate(rule("general", pack="new"), "cn", LAW))
    assert outcomes(found) == {"new/general": ("binds", "only"), "old/special": ("yields", "express")}


def test_what_cannot_be_judged_is_out_and_says_what_is_missing():
    found = answer(Candidate(rule("a"), "cn", LAW), unknown=lambda _: ("line",))
    assert found.bound is None
    assert "line" in found.rows[0].words.en
    assert "line" in found.rows[0].words.zh
    assert outcomes(answer(Candidate(replace(rule("a"), optional=True), "cn", LAW)))["p/a"] == ("out", "switched_off")
    assert outcomes(answer(Candidate(replace(rule("a"), effective_from=date(2027, 1, 1)), "cn", LAW)))["p/a"] == (
        "out",
        "not_in_force",
    )
    assert outcomes(answer(Candidate(rule("a"), "cn", LAW), due=lambda _: None))["p/a"] == ("out", "no_date")


names = st.sampled_from("abcdefgh")
candidate = st.builds(
    lambda name, days, pack, breach, conditions, place, since: Candidate(
        rule(f"{name}-{place}-{since}-{''.join(sorted(conditions))}-{breach}", days=days, pack=pack, breach=breach,
             applies=tuple(sorted(conditions))),
        place, since,
    ),
    names, st.integers(1, 60), st.sampled_from(["p", "q"]), st.sampled_from(["law", "law", "house"]),
    st.sets(st.sampled_from(["line", "channel"])), st.sampled_from(["cn", "uk"]),
    st.sampled_from([date(2010, 1, 1), date(2020, 1, 1), date(2025, 1, 1)]),
)  # fmt: skip
sets = st.lists(candidate, min_size=1, max_size=7, unique_by=lambda it: it.rule.version)


@given(sets, st.randoms(use_true_random=False))
def test_the_order_of_the_candidates_plays_no_part(found, random):
    shuffled = list(found)
    random.shuffle(shuffled)
    assert resolve(found, question()) == resolve(shuffled, question())


@given(sets)
def test_every_candidate_stays_as_a_row_and_one_rule_binds(found):
    answered = answer(*found)
    assert sorted(row.rule.version for row in answered.rows) == sorted(it.rule.version for it in found)
    assert sum(row.outcome == "binds" for row in answered.rows) == 1
    assert all(row.words.zh and row.words.en for row in answered.rows)


@given(sets)
def test_the_strictest_is_really_the_earliest_of_those_that_competed(found):
    answered = answer(*found)
    competed = [
        row for row in answered.rows if row.reason in ("only", "house_alone", "strictest", "looser", "same_day")
    ]
    bound = answered.rows[0]
    assert bound.due_at == min(row.due_at for row in competed if row.due_at is not None)


@given(sets, st.integers(1, 100))
def test_a_looser_rule_of_the_same_kind_changes_nothing(found, more):
    before = answer(*found)
    bound = before.bound
    assert bound is not None
    same = next(it for it in found if it.rule.version == bound.version)
    days = bound.steps[0].length + more
    looser = replace(bound, version=f"{bound.version}-looser", steps=(replace(bound.steps[0], length=days),))
    after = answer(*found, replace(same, rule=looser))
    assert after.bound == bound


@given(sets, st.integers(1, 100))
def test_a_house_rule_never_moves_what_the_law_binds(found, days):
    before = answer(*found)
    if before.bound is None or before.bound.breach != "law":
        return
    assert answer(*found, Candidate(rule("promise", days=days, breach="house"), "cn", ON)).bound == before.bound


def bound_now(facts, packs=None, event="claim_proof_received", start=START, on=ON):
    found = bind(queries.candidates(packs, event=event), on=on, start=start, facts=facts)
    return {it.duty: it.bound.code if it.bound else None for it in found}


@pytest.mark.parametrize(
    "facts, code",
    [
        ({}, "claim.determination"),
        ({"line": "property"}, "claim.determination"),
        ({"line": "life"}, "claim.determination_life"),
        ({"line": "health", "complex": True}, "claim.determination_life_complex"),
        ({"line": "health", "complex": False}, "claim.determination_life"),
        ({"line": "motor", "cover": "compulsory"}, "claim.determination_motor"),
        ({"line": "motor", "cover": "voluntary"}, "claim.determination"),
    ],
)
def test_a_claim_is_bound_by_the_rule_of_its_line(facts, code):
    assert bound_now(facts)["claim.determination"] == code


def test_the_later_measures_go_before_the_older_service_rules_by_their_express_provision():
    facts = {"line": "life"}
    assert bound_now(facts, event="received")["complaint.decision"] == "complaint.decision"
    long_ago = datetime(2019, 6, 3, 2, tzinfo=UTC)
    old = bound_now(facts, event="received", start=long_ago, on=date(2019, 6, 3))
    assert old["complaint.decision"] == "complaint.answer_life"


def test_units_under_two_jurisdictions_keep_the_stricter_limit_of_this_very_case():
    packs = ("uk-fca-disp", "sg-mas")
    rows = bind(queries.candidates(packs, event="received"), on=ON, start=START, facts={})
    decision = next(it for it in rows if it.duty == "complaint.decision")
    assert decision.bound is not None
    assert decision.bound.pack == "sg-mas"
    assert {row.rule.pack: row.reason for row in decision.rows if row.outcome == "yields"} == {"uk-fca-disp": "looser"}


def test_home_complaints_start_the_clocks_they_always_did():
    rows = bind(queries.candidates(event="received"), on=ON, start=START, facts={"line": "life"})
    running = {it.code for found in rows for it in found.running}
    assert running == {"complaint.acceptance", "complaint.first_response", "complaint.decision"}
