"""A model learns from labelled lines, tells how sure it is, why, and is refused when changed."""

import random
from pathlib import Path
from typing import Any

import orjson
import pytest

from huiyin import cli
from huiyin.text import features

WORDS = {
    "退保": ["退保", "损失", "现金价值", "犹豫期"],
    "理赔": ["理赔", "拒赔", "住院", "发票"],
    "claims": ["claim", "denied", "hospital", "invoice"],
}


def _lines(count: int, seed: int, *, several: bool = False) -> list[dict[str, Any]]:
    pick = random.Random(seed)
    lines: list[dict[str, Any]] = []
    for number in range(count):
        label = pick.choice(sorted(WORDS))
        words = [*pick.sample(WORDS[label], 2), pick.choice(["今天", "please", "我想问"]), str(pick.randint(1, 999))]
        line: dict[str, Any] = {"id": f"{seed}-{number}", "text": " ".join(words), "label": label}
        if several:
            other = pick.choice(sorted(WORDS))
            line |= {"text": f"{line['text']} {WORDS[other][0]}", "labels": list(dict.fromkeys([label, other]))}
        lines.append(line)
    return lines


def _put(path: Path, lines: list[dict[str, Any]]) -> str:
    path.write_bytes(b"\n".join(orjson.dumps(line) for line in lines))
    return str(path)


def _train(folder: Path, lines: list[dict[str, Any]], models: str = "models") -> Path:
    file = _put(folder / "train.jsonl", lines)
    argv = ["text", "train", "toy", "--train", file, "--model", str(folder / models), "--at", "2026-11-23T10:00+08:00"]
    assert cli.main(argv) == 0
    return folder / models / "toy"


def _predict(folder: Path, lines: list[dict[str, Any]], *more: str) -> list[dict[str, Any]]:
    out = folder / "out.jsonl"
    file = _put(folder / "in.jsonl", lines)
    models = str(folder / "models")
    assert cli.main(["text", "predict", "toy", "--input", file, "--output", str(out), "--model", models, *more]) == 0
    return [orjson.loads(line) for line in out.read_bytes().splitlines()]


def test_what_is_learnt_holds_for_lines_not_seen_whatever_their_form(tmp_path: Path) -> None:
    _train(tmp_path, _lines(90, 1))
    unseen = _lines(40, 2)
    raw = [{**line, "text": f"{line['text'].replace(' ', '，')}！", "title": "来信"} for line in unseen]
    tokens = [{"id": line["id"], "tokens": line["text"].split(), "label": line["label"]} for line in unseen]
    for lines in (unseen, raw, tokens):
        said = _predict(tmp_path, lines)
        assert [one["id"] for one in said] == [line["id"] for line in lines]
        right = [one["label"] == line["label"] for one, line in zip(said, lines, strict=True)]
        assert sum(right) >= 38
        for one in said:
            assert one["labels"][0] == [one["label"], one["confidence"]]
            assert sum(p for _, p in one["labels"]) == pytest.approx(1, abs=0.01)


def test_a_text_of_nothing_known_is_labelled_with_doubt(tmp_path: Path) -> None:
    _train(tmp_path, _lines(90, 1))
    empty, strange = _predict(tmp_path, [{"id": 1, "text": ""}, {"id": 2, "text": "𠮷野家 ??? Ωmega"}])
    assert empty["label"] in WORDS
    assert empty["confidence"] < 0.8
    assert strange["label"] in WORDS


def test_the_words_that_spoke_for_a_label_are_named(tmp_path: Path) -> None:
    _train(tmp_path, _lines(90, 1))
    said = _predict(
        tmp_path, [{"id": "a", "text": "我想问 拒赔 住院"}, {"id": "b", "text": "claim denied"}], "--explain"
    )
    assert any("拒赔" in word or "住院" in word for word, _ in said[0]["because"])
    assert any("claim" in word or "denied" in word for word, _ in said[1]["because"])


def test_several_labels_each_have_their_own_likelihood(tmp_path: Path) -> None:
    _train(tmp_path, _lines(150, 3, several=True))
    [said] = _predict(tmp_path, [{"id": "a", "text": "退保 损失 理赔 拒赔"}])
    likely = dict(said["labels"])
    assert likely["退保"] > likely["claims"]
    assert likely["理赔"] > likely["claims"]
    assert said["label"] in {"退保", "理赔"}


def test_same_lines_make_the_same_bytes(tmp_path: Path) -> None:
    one = _train(tmp_path, _lines(60, 1))
    other = _train(tmp_path, _lines(60, 1), "others")
    assert {p.name: p.read_bytes() for p in one.iterdir()} == {p.name: p.read_bytes() for p in other.iterdir()}


def test_the_card_tells_what_from_and_how_good(tmp_path: Path) -> None:
    place = _train(tmp_path, _lines(60, 1))
    card = orjson.loads((place / "card.json").read_bytes())
    assert card["data"]["lines"] == 60
    assert sum(card["data"]["labels"].values()) == 60
    assert card["unseen"]["texts"] == 60
    assert set(card["unseen"]["labels"]) == set(WORDS)
    assert card["trained_at"] == "2026-11-23T10:00:00+08:00"


@pytest.mark.parametrize("what", ["card", "arrays"])
def test_a_model_changed_afterwards_is_refused(what: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = _train(tmp_path, _lines(60, 1))
    [path] = place.glob(f"{what}*")
    raw = path.read_bytes()
    path.write_bytes(raw.replace(b"trained_at", b"trained_At") if what == "card" else raw[:-30] + b"x" + raw[-29:])
    file, out = _put(tmp_path / "in.jsonl", _lines(3, 2)), tmp_path / "never"
    argv = ["text", "predict", "toy", "--input", file, "--output", str(out), "--model", str(tmp_path / "models")]
    assert cli.main(argv) == 2
    assert "changed" in capsys.readouterr().err
    assert not out.exists()


def test_what_cannot_be_learnt_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = _put(tmp_path / "one.jsonl", [{"id": "a", "text": "b", "label": "x"}])
    for name, word in (("toy", "two labels"), ("../toy", "no name")):
        assert cli.main(["text", "train", name, "--train", file, "--model", str(tmp_path)]) == 2
        assert word in capsys.readouterr().err


def test_evaluation_counts_what_is_mixed_up(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _train(tmp_path, _lines(90, 1))
    lines = _lines(20, 2)
    lines[0]["label"] = next(label for label in WORDS if label != lines[0]["label"])
    capsys.readouterr()
    file = _put(tmp_path / "in.jsonl", lines)
    assert cli.main(["text", "evaluate", "toy", "--input", file, "--model", str(tmp_path / "models")]) == 0
    told = capsys.readouterr().out
    assert "accuracy              0.9" in told
    assert "->" in told


def test_features_say_where_they_stood() -> None:
    text = features.plain("退保，Money back")
    found = features.grams([text])
    words = {text[begin:end] for begin, end in zip(found.starts.tolist(), found.ends.tolist(), strict=True)}
    assert {"退", "保", "退保", "money", "money back", "ney"} <= words
