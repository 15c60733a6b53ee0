"""A letter with a hole in it cannot be made."""

import dataclasses
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest

from huiyin.core.documents import (
    IncompleteLetterError,
    parts,
    render_letter,
)
from huiyin.core.documents import letters as kinds
from tests.core.letter_reading import said, with_facts
from tests.core.letter_samples import DECISION, REMEDIES, SAMPLES


@pytest.mark.parametrize("by_branch", [True, False])
def test_a_decision_with_the_wrong_remedy_cannot_be_written(by_branch: bool) -> None:
    review = None if by_branch else REMEDIES.review
    with pytest.raises(IncompleteLetterError, match=r"DecisionLetter\.remedies\.review"):
        dataclasses.replace(DECISION, by_branch=by_branch, remedies=dataclasses.replace(REMEDIES, review=review))


@pytest.mark.parametrize(
    "letter", [one for one in SAMPLES if isinstance(one, kinds.CaseLetter)], ids=lambda one: one.template
)
def test_a_letter_with_a_hole_names_the_hole(letter: kinds.CaseLetter) -> None:
    for spec in dataclasses.fields(letter):
        if spec.default is not dataclasses.MISSING:
            continue
        value: Any = getattr(letter, spec.name)
        empty: Any
        for empty in ("", " \n") if isinstance(value, str) else ((),) if isinstance(value, tuple) else (None,):
            with pytest.raises(IncompleteLetterError) as raised:
                dataclasses.replace(letter, **{spec.name: empty})
            assert raised.value.fields == (f"{type(letter).__name__}.{spec.name}",)


def test_a_time_without_offset_a_negative_sum_and_a_blank_line_are_refused() -> None:
    with pytest.raises(IncompleteLetterError, match="received_at"):
        parts.CaseRef(number="1", received_at=datetime(2026, 2, 1))  # noqa: DTZ001 - that is the point
    for amount in ("-1", "0.001", "NaN", "1e16"):
        with pytest.raises(IncompleteLetterError, match="amount"):
            parts.Demand(text="a", outcome="partly", answer="b", amount=Decimal(amount))
    with pytest.raises(IncompleteLetterError, match="facts"):
        with_facts("一", " ")


def test_an_extension_must_lie_after_the_old_limit_and_be_approved_before_it_ends() -> None:
    notice = next(one for one in SAMPLES if isinstance(one, kinds.ExtensionNotice))
    with pytest.raises(IncompleteLetterError, match="new_limit"):
        dataclasses.replace(notice, new_limit=notice.old_limit)
    with pytest.raises(IncompleteLetterError, match="approved_at"):
        dataclasses.replace(notice, approved_at=notice.old_limit)


def test_a_review_offers_no_second_review_and_a_changed_decision_says_what_it_is() -> None:
    decision = next(one for one in SAMPLES if isinstance(one, kinds.ReviewDecision))
    with pytest.raises(IncompleteLetterError, match="review"):
        dataclasses.replace(decision, remedies=REMEDIES)
    with pytest.raises(IncompleteLetterError, match="demands"):
        dataclasses.replace(decision, demands=())


def test_a_paused_derivation_has_no_limit_and_a_running_one_has() -> None:
    running = next(one for one in SAMPLES if isinstance(one, kinds.Derivation))
    with pytest.raises(IncompleteLetterError, match="due_at"):
        dataclasses.replace(running, paused=True)
    paused = dataclasses.replace(running, paused=True, due_at=None, provisional=True)
    text = said(render_letter(paused))
    assert "中止中，恢复后另行推算" in text
    assert "本期限为暂定" in text
