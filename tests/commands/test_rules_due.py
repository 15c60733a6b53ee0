"""`huiyin rules due` from the outside: arguments, lines in, lines out, exit codes, speed."""

import json
import os
import subprocess
import sys

import pytest

from huiyin.commands.rules_due import answer_lines, main
from huiyin.handbook import queries

DECISION = ("complaint.decision", "--from", "2026-11-01T10:00")


def run(capsys: pytest.CaptureFixture[str], *argv: str) -> tuple[int, str, str]:
    code = main(argv)
    out, err = capsys.readouterr()
    return code, out, err


def answers(*lines: object) -> list[dict]:
    raw = [line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines]
    return list(answer_lines(raw))


def test_one_question_gives_one_json_line(capsys):
    code, out, _ = run(capsys, *DECISION, "--json")
    assert code == 0
    assert out.count("\n") == 1
    found = json.loads(out)
    assert list(found) == [
        "rule", "pack", "rule_version", "calendar_version", "due_at", "provisional", "paused", "derivation",
    ]  # fmt: skip
    assert found["due_at"] == "2026-11-17T00:00:00+08:00"
    assert found["pack"] == "cn-complaints-2020"
    assert found["rule_version"].startswith("cn-complaints-2020/complaint.decision@2020-03-01#")
    assert found["calendar_version"].startswith("cn@2012-2026#")
    assert (found["provisional"], found["paused"]) == (False, False)


def test_events_and_facts_are_taken_from_options(capsys):
    _, out, _ = run(capsys, *DECISION, "--event", "extend@2026-11-10", "--event", "pause@2026-11-12", "--json")
    assert json.loads(out)["due_at"] is None
    assert json.loads(out)["paused"] is True
    _, out, _ = run(capsys, "complaint.regulator_due", "--from", "2026-11-01", "--fact", "due_on=2026-11-09", "--json")
    assert json.loads(out)["due_at"] == "2026-11-10T00:00:00+08:00"


def test_the_text_is_readable_in_both_languages(capsys):
    assert "2026-11-16 24:00 到期。" in run(capsys, *DECISION, "--lang", "zh")[1]
    assert "Due by 2026-11-16 24:00." in run(capsys, *DECISION, "--lang", "en")[1]


@pytest.mark.parametrize(
    "argv, said",
    [
        ((), "Name a rule and --from TIME"),
        (("complaint.decision",), "Name a rule and --from TIME"),
        (("complaint.desicion", "--from", "2026-11-01"), "There is no rule called 'complaint.desicion'"),
        (("complaint.decision", "--from", "2019-11-01"), "was in force on 2019-11-01"),
        (("complaint.acceptance", "--from", "2024-12-31"), "was in force on 2024-12-31"),
        (("complaint.decision", "--from", "yesterday"), "'yesterday' is not a time"),
        ((*DECISION, "--event", "pause"), "write KIND@TIME"),
        ((*DECISION, "--event", "stop@2026-11-02"), "Unknown event 'stop'"),
        ((*DECISION, "--event", "resume@2026-11-02"), "has no open pause"),
        ((*DECISION, "--event", "pause@2026-10-02"), "lies before the start"),
        ((*DECISION, "--fact", "major"), "write K=V"),
        ((*DECISION, "--fact", "a=1", "--fact", "a=2"), "given twice"),
        ((*DECISION, "--pack", "mars"), "There is no pack called 'mars'"),
        ((*DECISION, "--pack", "cn-handbook-2025"), "has no rule complaint.decision"),
        ((*DECISION, "--input", "-"), "stand in the lines"),
        (("--input", "/nowhere/at/all.jsonl"), "No such file"),
        ((*DECISION, "--jsn"), "unrecognized arguments"),
    ],
)
def test_a_wrong_question_is_exit_2_with_a_sentence(capsys, argv, said):
    code, out, err = run(capsys, *argv)
    assert code == 2
    assert out == ""
    assert said in err


def test_many_lines_are_answered_in_order_with_their_ids(capsys, tmp_path):
    path = tmp_path / "questions.jsonl"
    lines = [
        {"id": "a", "rule": "complaint.acceptance", "from": "2026-11-01T10:00"},
        {
            "id": 2,
            "rule": "complaint.decision",
            "from": "2026-11-01",
            "events": [{"kind": "extend", "at": "2026-11-02"}],
        },
        {"rule": "complaint.major_plan", "from": "2026-11-01", "facts": {"major": True}},
    ]
    path.write_text("\n".join(json.dumps(line) for line in lines), "utf-8")
    code, out, _ = run(capsys, "--input", str(path))
    found = [json.loads(line) for line in out.splitlines()]
    assert code == 0
    assert [line.get("id", "none") for line in found] == ["a", 2, "none"]
    assert [line["due_at"] for line in found] == [
        "2026-11-02T10:00:00+08:00", "2026-12-02T00:00:00+08:00", "2026-11-03T00:00:00+08:00",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "line, said",
    [
        (b"{not json", "Line 1 is not a JSON object"),
        (b"", "Line 1 is not a JSON object"),
        (b"\xff\xfe", "Line 1 is not a JSON object"),
        (b"[" * 100000, "Line 1 is not a JSON object"),
        ([1], "A line is a JSON object"),
        ({"rule": "complaint.decision"}, "needs 'from'"),
        ({"rule": 5, "from": "2026-11-01"}, "needs 'rule', a text"),
        ({"rule": "complaint.decision", "from": 20261101}, "needs 'from', a text"),
        ({"rule": "complaint.decision", "from": "2026-11-01", "event": []}, "has no 'event'"),
        ({"rule": "complaint.decision", "from": "2026-11-01", "events": {}}, "events are a list"),
        ({"rule": "complaint.decision", "from": "2026-11-01", "facts": []}, "facts are an object"),
        ({"rule": "complaint.decision", "from": "2026-11-01", "events": [5]}, "5 is not an event"),
        ({"rule": "complaint.decision", "from": "2020-02-29"}, "was in force"),
    ],
)
def test_a_wrong_line_is_answered_with_its_error_and_stops_nothing(line, said):
    good = {"id": "next", "rule": "complaint.decision", "from": "2026-11-01"}
    wrong, after = answers(line, good)
    assert set(wrong) == {"id", "error"}
    assert said in wrong["error"]
    assert after["id"] == "next"
    assert after["due_at"] == "2026-11-17T00:00:00+08:00"


def test_the_id_of_a_wrong_line_is_echoed():
    assert answers({"id": [1, "x"], "rule": "nothing.known", "from": "2026-11-01"})[0]["id"] == [1, "x"]


def test_the_command_needs_no_django_and_starts_quickly():
    program = (
        "import sys; from huiyin.commands.rules_due import main; "
        "code = main(sys.argv[1:]); "
        "assert not any(name.split('.')[0] == 'django' for name in sys.modules); sys.exit(code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, *DECISION, "--json"],
        capture_output=True,
        text=True,
        env=dict(os.environ),
        check=True,
    )
    assert json.loads(done.stdout)["due_at"] == "2026-11-17T00:00:00+08:00"


def test_ten_thousand_lines_read_the_packs_once():
    line = json.dumps({"id": 1, "rule": "claim.completion", "from": "2026-03-01", "events": []}).encode()
    before = queries.packs.cache_info().misses
    assert sum(1 for _ in answer_lines([line] * 10_000)) == 10_000
    assert queries.packs.cache_info().misses - before <= 1
