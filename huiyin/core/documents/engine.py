"""Setting a document: plain data and a Typst template in, a PDF/A out. No network, no fonts of the machine.

Data travel as JSON in one input of the compiler, never as source text, so that `#eval(…)` in a complaint stays text.
"""

import json
import threading
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import typst

from huiyin.core.documents.coverage import FONTS, missing_characters, printable
from huiyin.core.documents.letters import Letter
from huiyin.core.documents.wording import Lang
from huiyin.core.time import SHANGHAI

TEMPLATES = Path(__file__).resolve().parent / "templates"

# A compiler keeps its fonts and its cache, and is not made for two threads at once.
_lock = threading.Lock()


class DocumentError(RuntimeError):
    """A template could not be set with the data it was given: a field is missing or the template is unknown."""


def template_names() -> tuple[str, ...]:
    """The templates that can be rendered."""
    return tuple(sorted(path.stem for path in TEMPLATES.glob("[a-z]*.typ")))


@cache
def _compiler() -> typst.Compiler:
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])
    return typst.Compiler(root=str(TEMPLATES), font_paths=fonts, ignore_system_fonts=True)


def _texts(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, Mapping):
        return "".join(map(_texts, value.values()))
    return "".join(map(_texts, value)) if isinstance(value, (list, tuple)) else ""


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, Mapping):
        return {str(key): _clean(item) for key, item in value.items()}
    return [_clean(item) for item in value] if isinstance(value, (list, tuple)) else value


def missing_in(data: Mapping[str, Any]) -> tuple[str, ...]:
    """The characters in `data` that no bundled font has, each once. The letter shows them as `[U+XXXXX]` with a note;
    whoever approves a letter should see this list first, above all when it touches a name.
    """
    return missing_characters(_texts(data))


def render(template: str, data: Mapping[str, Any], *, lang: Lang = "zh", at: datetime) -> bytes:
    """The PDF (PDF/A-2a, A4, tagged) of `template` with `data`: text, numbers, truth values, lists and mappings.

    `at` (aware) is written into the file as its time of making; the same arguments give the same bytes.
    Raises DocumentError naming the template and what it lacked, ValueError for a time without offset.
    """
    if template not in template_names():
        raise DocumentError(f"there is no template named {template!r}")
    if at.tzinfo is None:
        raise ValueError("the time of a document needs an offset")
    marks = [f"[U+{ord(char):04X}]" for char in missing_in(data)]
    inputs = {"lang": lang, "data": json.dumps(_clean(data) | {"missing": marks}, ensure_ascii=False, sort_keys=True)}
    try:
        with _lock:
            pdf = _compiler().compile(
                str(TEMPLATES / f"{template}.typ"),
                format="pdf",
                sys_inputs=inputs,
                pdf_standards="a-2a",
                timestamp=int(at.timestamp()),
            )
    except typst.TypstError as failure:
        raise DocumentError(f"template {template!r}: {failure.message}") from failure
    if not isinstance(pdf, bytes):
        raise DocumentError(f"template {template!r} gave no single file")
    return pdf


def render_letter(letter: Letter, *, lang: Lang = "zh") -> bytes:
    """The PDF of a letter; its time of making is the start of the day it is dated, Shanghai time."""
    at = datetime(letter.dated.year, letter.dated.month, letter.dated.day, tzinfo=SHANGHAI)
    return render(letter.template, letter.data(lang), lang=lang, at=at)
