"""What may be committed: no machine's paths, no registry's host, no half-made lock."""

import re

import pytest

from tests.architecture.source import ROOT, tracked

TEXT = (".py", ".toml", ".txt", ".in", ".md", ".yaml", ".yml", ".html", ".css", ".js", ".po", ".sh", ".ini", "")
# written in pieces, so that this file itself holds none of them
MACHINE = re.compile(
    "|".join((r"/work" + r"/(main|shared|\.library)", r"/tmp/" + r"brief", r"/home/[a-z]+/", r"/root/[a-z.]"))
)
HOST = re.compile(r"(https?://|file:|--(extra-)?index-url|--find-links|--trusted-host)")
PIN = re.compile(r"^([A-Za-z0-9._-]+)==(\S+) \\\n((?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)", re.MULTILINE)


def _own_text_files() -> list[str]:
    skipped = ("/vendor/", "tests/data/", "LICENSE")
    return [
        name
        for name in tracked()
        if name.endswith(TEXT[:-1]) or name.startswith(("bin/", ".ci/"))
        if not any(part in f"/{name}" for part in skipped)
    ]


def test_no_path_of_a_machine_is_committed() -> None:
    wrong = []
    for name in _own_text_files():
        for number, line in enumerate((ROOT / name).read_text(encoding="utf-8").splitlines(), start=1):
            if MACHINE.search(line):
                wrong.append(f"{name}:{number}: {line.strip()[:100]}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("lock", ["base", "dev", "ocr"])
def test_lock_files_name_no_host_and_hash_every_pin(lock: str) -> None:
    text = (ROOT / "requirements" / f"{lock}.txt").read_text()
    code = "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("#"))
    assert not HOST.search(code)
    assert "/" not in re.sub(r"#.*", "", code), "a path or address stands in the lock"
    assert len(PIN.findall(text)) == len(re.findall(r"^[A-Za-z0-9].*==", text, re.MULTILINE)) > 10


@pytest.mark.parametrize("lock", ["base", "dev", "ocr"])
def test_lock_files_hold_everything_that_is_asked_for(lock: str) -> None:
    pinned = {
        name.lower().replace("_", "-")
        for name, _, _ in PIN.findall((ROOT / "requirements" / f"{lock}.txt").read_text())
    }
    asked = [
        re.split(r"[\[<>=;#\s]", line, maxsplit=1)[0].lower().replace("_", "-")
        for line in (ROOT / "requirements" / f"{lock}.in").read_text().splitlines()
        if line and not line.startswith(("#", "-"))
    ]
    assert asked
    assert set(asked) <= pinned


def test_both_locks_agree() -> None:
    base, dev = (
        {name: version for name, version, _ in PIN.findall((ROOT / "requirements" / f"{lock}.txt").read_text())}
        for lock in ("base", "dev")
    )
    assert base.items() <= dev.items()


def test_commands_can_be_run() -> None:
    names = [name for name in tracked() if name.startswith("bin/") and not name.startswith("bin/_")]
    assert {"bin/demo", "bin/test", "bin/ci", "bin/bench", "bin/huiyin"} <= set(names)
    for name in [*names, ".ci/run"]:
        assert (ROOT / name).stat().st_mode & 0o111, f"{name} is not executable"
        assert (ROOT / name).read_text().startswith("#!/usr/bin/env bash\n"), name
