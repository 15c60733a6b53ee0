"""Translations: `.po` to `.mo` without gettext installed, and the check that nothing is missing.

English is the language of the sources, so its catalogue is complete by nature; zh_Hans must translate every message.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import polib

PACKAGE = Path(__file__).resolve().parents[1]
MUST_BE_COMPLETE = "zh_Hans"


def catalogues(root: Path = PACKAGE) -> Iterator[Path]:
    """Every `.po` file of the product."""
    yield from sorted(root.glob("**/locale/*/LC_MESSAGES/*.po"))


def compile_all(root: Path = PACKAGE) -> list[Path]:
    """Write each `.mo` that is older than its `.po` (whole or not at all); returns those written."""
    written = []
    for source in catalogues(root):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
            continue
        partial = target.with_name(f".{target.name}.partial")
        polib.pofile(str(source)).save_as_mofile(str(partial))
        partial.replace(target)
        written.append(target)
    return written


def faults(path: Path) -> list[str]:
    """What is wrong with one catalogue: fuzzy or missing translations, lost placeholders, each in a line."""
    language = path.parts[-3]
    found = []
    for entry in polib.pofile(str(path)):
        if entry.obsolete:
            continue
        where = f"{path.name} ({language}): {entry.msgid[:60]!r}"
        texts = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
        if entry.fuzzy:
            found.append(f"{where} is fuzzy")
        elif language == MUST_BE_COMPLETE and not all(texts):
            found.append(f"{where} is not translated")
    return found


def new_messages(root: Path = PACKAGE) -> list[str]:
    """Messages in the sources that a catalogue lacks, and those it has in vain. Needs gettext's own tools."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / PACKAGE.name
        shutil.copytree(root, copy, ignore=shutil.ignore_patterns("__pycache__", "fonts", "vendor", "*.mo"))
        command = [
            sys.executable,
            "-m",
            "django",
            "makemessages",
            "--all",
            "--no-location",
            "--no-wrap",
            "--verbosity=0",
        ]
        # Without settings makemessages reads and writes below the folder it runs in, and nowhere else.
        environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
        subprocess.run(command, cwd=copy, env=environment, check=True, capture_output=True, text=True)
        lines = []
        for path in catalogues(root):
            after = copy / path.relative_to(root)
            have, want = _ids(path), _ids(after)
            name = path.parts[-3]
            lines += [
                f"{name}: the sources have {msgid[:80]!r}, the catalogue lacks it" for msgid in sorted(want - have)
            ]
            lines += [f"{name}: nothing uses {msgid[:80]!r} any more" for msgid in sorted(have - want)]
        return lines


def _ids(path: Path) -> set[str]:
    return {f"{e.msgctxt}|{e.msgid}" if e.msgctxt else e.msgid for e in polib.pofile(str(path)) if not e.obsolete}


def main(argv: Sequence[str]) -> int:
    """Check all catalogues; exit code 1 with one line for each finding."""
    parser = argparse.ArgumentParser(prog="translations", description=__doc__)
    parser.add_argument("--compile", action="store_true", help="only compile")
    if parser.parse_args(argv).compile:
        print("\n".join(map(str, compile_all())) or "nothing to do")
        return 0
    paths = list(catalogues())
    if not {path.parts[-3] for path in paths} >= {MUST_BE_COMPLETE, "en"}:
        print("a catalogue is missing: both zh_Hans and en must be there", file=sys.stderr)
        return 1
    lines = [line for path in paths for line in faults(path)]
    if shutil.which("xgettext") and shutil.which("msgfmt"):
        for path in paths:
            result = subprocess.run(
                ["msgfmt", "--check", "-o", "/dev/null", path],
                capture_output=True,
                text=True,
            )
            lines += result.stderr.strip().splitlines() if result.returncode else []
        lines += new_messages()
    else:
        lines.append("gettext is not installed (Debian: apt-get install gettext): new messages were not looked for")
    print("\n".join(lines), file=sys.stderr)
    return 1 if lines else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
