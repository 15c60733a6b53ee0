"""The decision letter cites rightly, or it is not issued (令2020-3 art 19)."""

from dataclasses import replace
from typing import Any

import pytest

from huiyin.complaints.actions import decision
from huiyin.complaints.queries import letter
from huiyin.core.errors import Refused
from tests.complaints.along import LETTER, Along


def _draft(along: Along, **changes: Any) -> None:
    written = replace(LETTER, **changes)
    decision.draft(case=along.case, letter_draft=written, by=along.by("tom"), at=along.later())


def test_the_grounds_cite_no_wrong_article(along: Along) -> None:
    along.approved()
    _draft(along, grounds="根据《中华人民共和国保险法》第三十条，拒赔应当在三日内通知并说明理由，本次未按时通知。")
    with pytest.raises(Refused) as refusal:
        decision.issue(case=along.case, by=along.by("sam"), at=along.later())
    assert refusal.value.code == "step.issue_decision"
    (remark,) = [one for one in letter.remarks(along.case) if one.part == "grounds"]
    assert remark.words == "《中华人民共和国保险法》第三十条"
    assert "第二十四条" in remark.say_zh
    _draft(along, grounds="根据《中华人民共和国保险法》第二十四条，拒赔应当在三日内通知并说明理由，本次未按时通知。")
    decision.issue(case=along.case, by=along.by("sam"), at=along.later())


def test_an_ended_authority_elsewhere_is_only_remarked(along: Along) -> None:
    along.approved()
    _draft(along, follow_up="赔款十日内到账；如有异议，可以向银保监会反映。")
    assert "银保监会" in {one.words for one in letter.remarks(along.case)}
    assert letter.missing(along.case) == ()
