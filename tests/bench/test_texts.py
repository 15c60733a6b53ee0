"""The figures of texts are those of the textbook, and a run on small sets says them all."""

import json
from pathlib import Path
from typing import Any

import pytest

from huiyin.bench import texts
from huiyin.bench.__main__ import main


def test_figures_of_rankings() -> None:
    found = texts.figures([[True, False, True], [False, True], [False] * 12], [2, 1, 3])
    assert found["hit@1"] == pytest.approx(1 / 3)
    assert found["hit@5"] == pytest.approx(2 / 3)
    assert found["MRR@10"] == pytest.approx((1 + 1 / 2) / 3)
    assert found["MAP"] == pytest.approx(((1 + 2 / 3) / 2 + 1 / 2) / 3)


def test_macro_f1_counts_every_label_alike() -> None:
    assert texts.macro_f1(["a", "a", "b"], ["a", "b", "b"]) == pytest.approx((2 / 3 + 2 / 3) / 2)
    assert texts.macro_f1(["a", "a"], ["a", "c"]) == pytest.approx((2 / 3 + 0) / 2)


def test_folds_are_by_id_and_about_equal() -> None:
    folds = [texts.fold(f"x{number}") for number in range(1000)]
    assert folds == [texts.fold(f"x{number}") for number in range(1000)]
    assert all(150 < folds.count(part) < 250 for part in range(texts.FOLDS))


def test_a_run_measures_the_commands(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def put(name: str, rows: list[dict[str, Any]]) -> None:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")

    words = {"refund": "退保退费要求全额退还保费", "claim": "理赔拒赔材料齐全一直不赔"}
    rows = [
        {"id": f"{name}{n}", "text": f"{text}{n}", "label": name} for name, text in words.items() for n in range(30)
    ]
    put("complaint_zh/train_raw.jsonl.gz", rows)
    put("clause_zh/passages.jsonl.gz", rows)
    put("clause_zh/questions.jsonl", [{"id": "q", "text": "退还保费"}])
    put("clause_zh/gold.jsonl.gz", [{"id": "q", "answers": [row["id"] for row in rows[:30]]}])
    main(["text", "--data", str(tmp_path), "--only", "complaint class, 426", "--only", "clause"])
    said = capsys.readouterr().out
    assert "| complaint class, 426 raw: accuracy | 1.0000 | over 0.8 | yes |" in said
    assert "| clause: hit@1 | 1.0000 | over 0.467 | yes |" in said


def test_without_texts_it_says_what_to_do(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["text"])
    assert "--data FOLDER" in capsys.readouterr().err
