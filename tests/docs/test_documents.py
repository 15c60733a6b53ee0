"""The documents do not lie: commands, options, variables, addresses, rules, links and pictures named there exist."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.urls import resolve

from huiyin import cli
from huiyin.core.calendars import DATA
from huiyin.handbook import queries as handbook

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = sorted([*ROOT.glob("README*.md"), *(ROOT / "docs").rglob("*.md"), DATA / "README.md"])
PAIRS = [
    ("README.md", "README.zh-CN.md"),
    ("docs/user-guide.md", "docs/user-guide.zh-CN.md"),
    ("docs/operations.md", "docs/operations.zh-CN.md"),
    ("docs/api.md", "docs/api.zh-CN.md"),
    ("docs/proof.md", "docs/proof.zh-CN.md"),
    ("docs/handbook.md", "docs/handbook.zh-CN.md"),
]
VARIABLE = re.compile(r"\b(?:HUIYIN_[A-Z_]*[A-Z]|DATABASE_URL)\b")
# `bin/name` followed by the rest of the call, up to the end of the code or a comment.
CALL = re.compile(r"(?<![\w/])(?:bin/(?P<file>[a-z]+)|(?<=`)huiyin)(?P<rest>(?: [^`\n#&]+)?)")
WORDS_OF_TWO = {command.words[0] for command in cli.COMMANDS if len(command.words) > 1}

every_document = pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))


def _sources() -> str:
    files = [*(ROOT / "huiyin").rglob("*.py"), *(ROOT / "bin").iterdir()]
    return "\n".join(path.read_text(encoding="utf-8") for path in files if path.is_file())


SOURCES = _sources()


def _calls(text: str) -> Iterator[tuple[str, list[str]]]:
    """(file below bin/, words after it) of every call named in code."""
    code = re.findall(r"```\w*\n(.*?)```|(`[^`\n]+`)", text, re.DOTALL)
    for block, inline in code:
        for found in CALL.finditer(block or inline):
            rest = found["rest"].replace("…", "X")
            yield found["file"] or "huiyin", shlex.split(rest, comments=True) if rest.count('"') % 2 == 0 else []


@every_document
def test_every_command_exists_and_knows_its_options(path: Path) -> None:
    for file, words in _calls(path.read_text(encoding="utf-8")):
        assert (ROOT / "bin" / file).is_file(), f"bin/{file}"
        own = {"demo": "demo", "bench": "bench"}.get(file)
        if file == "huiyin":
            named = [word for word in words if re.fullmatch("[a-z]+", word)]
            if not named:  # bin/huiyin alone, --help, or a stand-in for any command
                continue
            length = 2 if named[0] in WORDS_OF_TWO else 1
            command = [one for one in cli.COMMANDS if one.words == tuple(named[:length])]
            assert command, f"huiyin {' '.join(words)}"
            own = command[0].module.rsplit(".", 1)[-1]
        if own is None:
            continue
        inside = "bench/__main__" if own == "bench" else f"commands/{own}"
        source = (ROOT / f"huiyin/{inside}.py").read_text(encoding="utf-8")
        for other in re.findall(r"^from huiyin\.commands import (\w+)$", source, re.MULTILINE):  # what it shares
            source += (ROOT / f"huiyin/commands/{other}.py").read_text(encoding="utf-8")
        for option in re.findall(r"(?<![\w-])--[a-z-]+", " ".join(words)):
            assert option in ("--help", "--data-dir") or f'"{option}"' in source, f"{file} {' '.join(words)}: {option}"


@every_document
def test_every_environment_variable_exists(path: Path) -> None:
    for name in set(VARIABLE.findall(path.read_text(encoding="utf-8"))):
        bare = name.removesuffix("_FILE") if name not in SOURCES else name
        assert re.search(rf"\b{bare}\b", SOURCES), name


@pytest.mark.parametrize("language", ["", ".zh-CN"])
def test_every_variable_of_the_settings_is_described(language: str) -> None:
    text = (ROOT / f"docs/operations{language}.md").read_text(encoding="utf-8")
    settings = (ROOT / "huiyin/settings.py").read_text() + (ROOT / "huiyin/core/config.py").read_text()
    asked = set(re.findall(r'"((?:HUIYIN_[A-Z_]+|DATABASE_URL))"', settings)) | {"HUIYIN_CALENDAR_DIR"}
    assert len(asked) > 25
    assert not asked - set(VARIABLE.findall(text))


@every_document
def test_links_and_pictures_lead_somewhere(path: Path) -> None:
    text = re.sub(r"```.*?```", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if target.startswith(("http://", "https://", "#")):
            continue
        file = path.parent / target.partition("#")[0]
        assert file.exists(), target
        if file.suffix == ".png":
            assert file.stat().st_size <= 200 * 1024, f"{target} is larger than 200 KB"


@every_document
def test_addresses_are_answered(path: Path) -> None:
    for address in set(re.findall(r"`(/(?:desk|api|accounts)/[^`…\s]*)`", path.read_text(encoding="utf-8"))):
        view = resolve(address if address != "/api/v1" else "/api/v1/docs")
        assert view.func.__name__ != "nowhere", address


@every_document
def test_rules_named_are_in_force(path: Path) -> None:
    named = set(re.findall(r"\b(?:complaint|claim)\.[a-z_]+\b", path.read_text(encoding="utf-8")))
    assert named <= set(handbook.codes())


@pytest.mark.parametrize(("english", "chinese"), PAIRS)
def test_both_languages_say_the_same(english: str, chinese: str) -> None:
    one, other = ((ROOT / name).read_text(encoding="utf-8") for name in (english, chinese))
    for what in (VARIABLE, re.compile(r"^#+ ", re.MULTILINE), re.compile(r"^\|", re.MULTILINE), re.compile("(?m)^- ")):
        assert len(set(what.findall(one))) == len(set(what.findall(other)))
        assert len(what.findall(one)) == len(what.findall(other)), what.pattern
    assert sorted({file for file, _ in _calls(one)}) == sorted({file for file, _ in _calls(other)})


def test_the_page_of_measures_can_be_filled() -> None:
    text = (ROOT / "docs/performance.md").read_text(encoding="utf-8")
    assert text.index("<!-- measured -->") < text.index("<!-- /measured -->")
    assert text.count("<!-- measured -->") == text.count("<!-- size -->") == text.count("<!-- /size -->") == 1


def test_every_decision_is_listed() -> None:
    folder = ROOT / "docs/decisions"
    listed = (folder / "README.md").read_text(encoding="utf-8")
    assert [file.name for file in sorted(folder.glob("[0-9]*.md"))] == re.findall(r"\]\((\d[^)]+\.md)\)", listed)
