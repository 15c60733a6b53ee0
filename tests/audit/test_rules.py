"""The hash chain, without a database."""

from copy import deepcopy
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.audit import rules
from huiyin.core import canonical


def make_chain(length: int) -> list[dict[str, Any]]:
    chain: list[dict[str, Any]] = []
    previous = rules.GENESIS
    for seq in range(1, length + 1):
        entry = {
            "aggregate_kind": "case",
            "aggregate_id": "0190",
            "seq": seq,
            "kind": "complaint.accepted",
            "at": datetime(2026, 1, seq, tzinfo=UTC),
            "written_at": datetime(2026, 1, seq, 1, tzinfo=UTC),
            "actor_kind": "staff",
            "actor_id": None,
            "actor_label": "王敏",
            "where": "127.0.0.1",
            "rule_versions": ["pack/rule@2025-01-01"],
            "body": {"n": seq, "text": "受理"},
            "prev_hash": previous,
        }
        entry["hash"] = previous = rules.entry_hash(entry)
        chain.append(entry)
    return chain


def test_a_whole_chain_has_no_faults():
    assert rules.faults(make_chain(5)) == []


@pytest.mark.parametrize("name", rules.HASHED)
def test_a_change_of_any_hashed_field_is_found(name: str):
    chain = make_chain(3)
    chain[1][name] = {"n": 2, "text": "受里"} if name == "body" else 7 if name == "seq" else "x"
    assert rules.faults(chain)


@given(st.integers(1, 6), st.data())
def test_a_missing_entry_is_found_unless_it_is_the_tail(length: int, data: st.DataObject):
    chain = make_chain(length)
    gone = data.draw(st.integers(0, length - 1))
    left = chain[:gone] + chain[gone + 1 :]
    assert bool(rules.faults(left)) == (gone < length - 1)


@given(st.integers(2, 5), st.data())
def test_swapped_entries_are_found(length: int, data: st.DataObject):
    chain = make_chain(length)
    i = data.draw(st.integers(0, length - 2))
    chain[i], chain[i + 1] = deepcopy(chain[i + 1]), deepcopy(chain[i])
    assert rules.faults(chain)


def test_personal_values_leave_only_salted_hashes():
    hashes, kept = rules.seal({"name": "张三", "phone": ""})
    assert set(hashes) == {"name"}
    assert "张三" not in str(hashes)
    salt, value = kept["name"]
    assert value == "张三"
    assert rules.salted(value, salt) == hashes["name"]


def test_equal_values_have_different_hashes_because_salts_differ():
    assert rules.seal({"a": "张三"})[0] != rules.seal({"a": "张三"})[0]


def test_canonical_json_refuses_floats_and_naive_times():
    with pytest.raises(TypeError):
        canonical.dumps({"amount": 0.1})
    with pytest.raises(TypeError):
        canonical.dumps(datetime(2026, 1, 1))  # noqa: DTZ001


def test_canonical_json_sorts_keys_and_keeps_chinese():
    assert canonical.dumps({"b": 1, "a": "回音"}) == '{"a":"回音","b":1}'.encode()
