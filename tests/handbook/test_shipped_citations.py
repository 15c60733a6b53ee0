"""What ships cites rightly: letters, house terms, packs, clauses, help, examples of the demo."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from huiyin.handbook.queries import citations

ROOT = Path(__file__).parents[2]
ON = date(2026, 11, 22)
TEXTS = (
    "huiyin/core/documents/templates/**/*",
    "huiyin/complaints/packs/*.yaml",
    "huiyin/handbook/packs/*.yaml",
    "huiyin/handbook/examples/*.yaml",
    "huiyin/handbook/clauses/*.yaml",
    "huiyin/locale/*/LC_MESSAGES/*.po",
    "huiyin/*/templates/**/*.html",
    "huiyin/demo/content/**/*",
    "docs/*.md",
)
# These documents show what the linter finds, so they hold what is wrong.
SHOWING = {"docs/handbook.md", "docs/handbook.zh-CN.md"}


def shipped() -> Iterator[Path]:
    for pattern in TEXTS:
        for path in sorted(ROOT.glob(pattern)):
            if path.is_file() and path.suffix in {
                ".md",
                ".yaml",
                ".po",
                ".html",
                ".typ",
                ".txt",
                ".json",
                ".py",
                ".csv",
            }:
                yield path


FILES = [path for path in shipped() if str(path.relative_to(ROOT)) not in SHOWING]


def test_there_is_something_to_check() -> None:
    assert len({path.parent for path in FILES}) >= 6


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_shipped_text_cites_rightly(path: Path) -> None:
    text = path.read_text("utf-8")
    wrong = [
        f"{text.count(chr(10), 0, one.start) + 1}: {one.kind}: {one.quote}: {one.mend.en}"
        for one in citations.check(text, ON)
        if one.is_alarm
    ]
    assert not wrong, "\n".join(wrong)
