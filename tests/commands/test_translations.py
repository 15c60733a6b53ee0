"""Translations: nothing missing, nothing lost, compiled without gettext."""

import gettext
import os
import shutil
from pathlib import Path

import pytest
from django.test import override_settings
from django.utils import translation
from django.utils.translation.reloader import translation_file_changed

from huiyin.commands import migrate, translations

HEAD = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\nPlural-Forms: nplurals=1; plural=0;\\n"\n\n'


@pytest.fixture
def catalogue(tmp_path: Path) -> Path:
    path = tmp_path / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True)
    path.write_text(
        HEAD + 'msgid "Complaint"\nmsgstr "投诉"\n\nmsgid "%d day"\nmsgid_plural "%d days"\nmsgstr[0] "%d 天"\n'
    )
    return path


def test_what_is_compiled_is_what_gettext_reads(catalogue: Path, tmp_path: Path) -> None:
    assert translations.compile_all(tmp_path) == [catalogue.with_suffix(".mo")]
    with catalogue.with_suffix(".mo").open("rb") as file:
        found = gettext.GNUTranslations(file)
    assert found.gettext("Complaint") == "投诉"
    assert found.ngettext("%d day", "%d days", 3) == "%d 天"


def test_only_what_changed_is_compiled_again(catalogue: Path, tmp_path: Path) -> None:
    translations.compile_all(tmp_path)
    assert translations.compile_all(tmp_path) == []
    later = catalogue.stat().st_mtime + 10
    os.utime(catalogue, (later, later))
    assert translations.compile_all(tmp_path) == [catalogue.with_suffix(".mo")]


def test_a_complete_catalogue_has_no_faults(catalogue: Path) -> None:
    assert translations.faults(catalogue) == []


@pytest.mark.parametrize(
    ("entry", "word"),
    [
        ('msgid "Case"\nmsgstr ""\n', "not translated"),
        ('#, fuzzy\nmsgid "Case"\nmsgstr "案件"\n', "fuzzy"),
        ('msgid "%d case"\nmsgid_plural "%d cases"\nmsgstr[0] ""\n', "not translated"),
    ],
)
def test_each_gap_is_named(catalogue: Path, entry: str, word: str) -> None:
    catalogue.write_text(catalogue.read_text() + "\n" + entry)
    (line,) = translations.faults(catalogue)
    assert word in line


def test_english_is_complete_by_nature(catalogue: Path, tmp_path: Path) -> None:
    english = tmp_path / "locale" / "en" / "LC_MESSAGES" / "django.po"
    english.parent.mkdir(parents=True)
    english.write_text(HEAD + 'msgid "Case"\nmsgstr ""\n')
    assert translations.faults(english) == []


@pytest.mark.skipif(
    shutil.which("xgettext") is None, reason="NOT RUN: gettext is not here (Debian: apt-get install gettext)"
)
def test_messages_of_the_sources_and_of_the_catalogue_are_compared(catalogue: Path, tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text('_("Complaint")\nngettext("%d day", "%d days", 2)\n')
    (tmp_path / "b.html").write_text("{% load i18n %}{% translate 'Complaint' %}")
    assert translations.new_messages(tmp_path) == []
    before = catalogue.read_text()
    (tmp_path / "b.html").write_text("{% load i18n %}{% blocktranslate with n=x %}Case {{ n }}{% endblocktranslate %}")
    (tmp_path / "a.py").write_text('_("Complaint")\n')
    lines = translations.new_messages(tmp_path)
    assert any("'Case %(n)s'" in line and "lacks it" in line for line in lines)
    assert any("'%d day'" in line and "any more" in line for line in lines)
    assert catalogue.read_text() == before


def test_a_first_start_speaks_chinese_at_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    folder = tmp_path / "locale" / "zh_Hans" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").write_text(HEAD + 'msgid "Only here"\nmsgstr "只在这里"\n')
    with override_settings(LOCALE_PATHS=[tmp_path / "locale"]), translation.override("zh-hans"):
        translation_file_changed(sender=None, file_path=Path("django.mo"))
        assert translation.gettext("Only here") == "Only here"
        monkeypatch.setattr(translations.compile_all, "__defaults__", (tmp_path,))
        migrate.use_translations()
        translation.activate("zh-hans")
        assert translation.gettext("Only here") == "只在这里"
    translation_file_changed(sender=None, file_path=Path("django.mo"))
