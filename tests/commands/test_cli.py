"""The command line: finds commands, prepares what they need, says clearly what is wrong."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from huiyin import cli

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def _own_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "environ", os.environ.copy())


def test_without_a_command_it_tells_what_there_is(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main([]) == 2
    told = capsys.readouterr().out
    assert all(" ".join(command.words) in told for command in cli.COMMANDS if command.summary)
    assert "prepare-demo" not in told


def test_help_is_no_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--help"]) == 0
    assert "usage: huiyin" in capsys.readouterr().out


def test_an_unknown_command_is_named_with_the_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["mirgate"]) == 2
    told = capsys.readouterr().err
    assert "'mirgate'" in told
    assert "usage: huiyin" in told


def test_half_a_command_says_the_other_half(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["rules"]) == 2
    assert "rules due" in capsys.readouterr().err


@pytest.mark.parametrize(
    "words", [["--data-dir", "D", "rules"], ["rules", "--data-dir=D"], ["rules", "--data-dir", "D"]]
)
def test_the_data_folder_may_stand_anywhere(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(words) == 2
    assert os.environ["HUIYIN_DATA_DIR"] == str(Path("D").absolute())


def test_a_data_folder_without_a_name_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["serve", "--data-dir"]) == 2
    assert "--data-dir needs a folder" in capsys.readouterr().err


def test_a_database_that_does_not_answer_is_told_in_a_line(free_port: int) -> None:
    environment = {**os.environ, "DATABASE_URL": f"postgresql://x@127.0.0.1:{free_port}/x"}
    done = subprocess.run(
        [sys.executable, "-m", "huiyin", "migrate"], cwd=ROOT, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 2
    assert "The database does not answer" in done.stderr
    assert "Traceback" not in done.stderr


def test_another_kind_of_database_is_refused() -> None:
    environment = {**os.environ, "DATABASE_URL": "mysql://x@127.0.0.1/x"}
    done = subprocess.run(
        [sys.executable, "-m", "huiyin", "migrate"], cwd=ROOT, env=environment, capture_output=True, text=True
    )
    assert done.returncode != 0
    assert "PostgreSQL" in done.stderr


@pytest.mark.parametrize("command", ["serve", "worker"])
def test_a_site_whose_database_does_not_answer_is_not_started(command: str, free_port: int) -> None:
    environment = {**os.environ, "DATABASE_URL": f"postgresql://x@127.0.0.1:{free_port}/x"}
    done = subprocess.run(
        [sys.executable, "-m", "huiyin", command], cwd=ROOT, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 2
    assert "The database does not answer" in done.stderr
    assert "Serving" not in done.stderr


def test_what_looks_after_other_processes_loads_no_framework() -> None:
    code = "import sys, huiyin.commands.serve, huiyin.commands.worker; print('django' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
