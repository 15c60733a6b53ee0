"""Static files are collected when something changed, and only then."""

from pathlib import Path
from typing import Any

from huiyin.commands import static


def test_only_a_change_collects_again(tmp_path: Path, settings: Any) -> None:
    source = tmp_path / "source"
    source.mkdir()
    (source / "a.css").write_text("a {}")
    settings.STATICFILES_DIRS = [source]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATIC_ROOT = tmp_path / "static"
    assert static.collect() is True
    assert (tmp_path / "static" / "a.css").read_text() == "a {}"
    assert static.collect() is False
    (source / "b.css").write_text("b {}")
    assert static.collect() is True
    assert (tmp_path / "static" / "b.css").exists()
