"""`huiyin text rank`: what is likest stands first, a query does not find itself, wrong files are told."""

import gzip
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.commands import text_rank
from huiyin.text.records import Record
from huiyin.text.search import BEST, Pool

TEXTS = {
    "refuse": ("医疗险拒赔", "住院后申请理赔被拒，理由是既往症，可我从来没有得过这个病。"),
    "delay": ("车险定损拖延", "车险定损拖了一个月，客服总说在走流程，要求尽快赔付修车的费用。"),
    "sale": ("存单变保单", "去银行存款，柜员推荐了一份产品，后来才知道买的是两全保险。"),
    "renew": ("自动续费", "没有经过我同意就扣了第二年的保费，要求退还并取消自动续费。"),
    "english": ("", "The claim for my car was refused without any reason being given."),
}
POOL = [Record(name, title, body) for name, (title, body) in TEXTS.items()]


def ranked(query: Record, pool: list[Record] = POOL) -> list[str | int]:
    held = Pool(pool)
    [(_query, found)] = list(held.search([query]))
    assert len(found.places) == len(found.scores)
    assert found.scores == sorted(found.scores, reverse=True)
    return [held.ids[place] for place in found.places]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("住院理赔被拒，说是既往症", "refuse"),
        ("修车定损一个月没结果", "delay"),
        ("存款变成了保险", "sale"),
        ("扣了第二年保费", "renew"),
        ("my car claim was refused", "english"),
        ("MY CAR　CLAIM", "english"),
    ],
)
def test_the_likest_stands_first(text: str, first: str) -> None:
    assert ranked(Record("q", "", text))[0] == first


def test_a_rare_word_weighs_more_than_what_all_say() -> None:
    pool = [
        Record(place, "", f"我要投诉贵公司的服务，请尽快处理，事由{word}") for place, word in enumerate("甲乙丙丁戊")
    ]
    assert ranked(Record("q", "", "请尽快处理我的投诉，丙"), pool)[0] == 2


def test_a_query_of_the_pool_does_not_find_itself_one_of_the_same_id_with_other_words_does() -> None:
    own = POOL[0]
    assert own.id not in ranked(own)
    other = Record("refuse", "", "住院理赔被拒，说是既往症")
    assert ranked(other)[0] == "refuse"
    twice = [*POOL, Record("refuse", *TEXTS["refuse"])]
    assert "refuse" not in ranked(own, twice)


def test_what_shares_nothing_is_not_named_and_sixty_are_the_most() -> None:
    assert ranked(Record("q", "", "zzz")) == []
    assert ranked(Record("q", "", "")) == []
    many = [Record(place, "", f"退保 {place}") for place in range(100)]
    assert len(ranked(Record("q", "", "退保"), many)) == BEST


def test_words_given_as_words_are_found_as_text_is() -> None:
    assert ranked(Record("q", "", "住院 理赔 被拒 既往症", is_tokens=True))[0] == "refuse"


@given(st.lists(st.text(max_size=30), min_size=1, max_size=8), st.text(max_size=30))
def test_any_text_can_be_searched(texts: list[str], query: str) -> None:
    held = Pool([Record(place, "", text) for place, text in enumerate(texts)])
    [(_query, found)] = list(held.search([Record("q", "", query)]))
    assert len(set(found.places)) == len(found.places)
    assert all(0 <= place < len(texts) for place in found.places)
    assert np.isfinite(found.scores).all()


def test_an_empty_pool_finds_nothing() -> None:
    assert [found.places for _query, found in Pool([]).search([POOL[0]])] == [[]]


def write(path: Path, rows: list[Any]) -> Path:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
    return path


def test_the_command_writes_a_line_for_each_query(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [{"id": name, "title": title, "text": body} for name, (title, body) in TEXTS.items()]
    pool = write(tmp_path / "pool.jsonl", rows)
    queries = write(tmp_path / "queries.jsonl", [{"id": 7, "text": "住院理赔被拒"}, rows[1]])
    out = tmp_path / "out.jsonl.gz"
    options = ["--pool", str(pool), "--queries", str(queries), "--output", str(out)]
    assert text_rank.main(options) == 0
    assert "2 rankings of 5 texts" in capsys.readouterr().out
    first, second = (json.loads(line) for line in gzip.decompress(out.read_bytes()).splitlines())
    assert (first["id"], first["ranked"][0], set(first)) == (7, "refuse", {"id", "ranked", "scores"})
    assert (second["id"], "delay" in second["ranked"]) == ("delay", False)


def test_what_cannot_be_read_is_told_and_nothing_is_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good, out = write(tmp_path / "good.jsonl", [{"id": 1, "text": "退保"}]), tmp_path / "out.jsonl"
    bad = write(tmp_path / "bad.jsonl", [{"id": 1, "text": "退保"}, {"id": 2}])
    for pool, queries, said in (
        (bad, good, "bad.jsonl line 2"), (good, bad, "bad.jsonl line 2"), (tmp_path / "none", good, "none"),
        (write(tmp_path / "empty.jsonl", []), good, "holds no text"),
    ):  # fmt: skip
        options = ["--pool", str(pool), "--queries", str(queries), "--output", str(out)]
        assert text_rank.main(options) == 2
        assert said in capsys.readouterr().err
        assert not out.exists()
    assert text_rank.main(["--pool", str(good)]) == 2
