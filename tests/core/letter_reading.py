"""Reading a letter back from its PDF."""

import dataclasses
import io
import re
from functools import cache
from typing import Any

from pypdf import PdfReader

from huiyin.core.documents import Lang, render_letter
from huiyin.core.documents import letters as kinds
from tests.core.letter_samples import DECISION, SAMPLES


def reader(pdf: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(pdf))


def squeezed(text: str) -> str:
    """Without spaces and places where a line may break: what is left is what was said."""
    return re.sub(r"[\s\u200b\u2060-]+", "", text)


def said(pdf: bytes) -> str:
    """All text of the pages, squeezed."""
    return squeezed("".join(page.extract_text() for page in reader(pdf).pages))


def body(pdf: bytes, letter: kinds.Letter) -> str:
    """The text of the pages without the frame of each, so that a sentence runs on over the end of a page."""
    foot = rf"(电话|Tel){re.escape(squeezed(letter.sender.phone))}.{{0,400}}?(第\d+页共\d+页|Page\d+of\d+)$"
    head = rf"^{re.escape(squeezed(letter.sender.insurer))}.{{0,80}}?{re.escape(squeezed(letter.number))}"
    pages = [squeezed(page.extract_text()) for page in reader(pdf).pages]
    pages = [re.sub(foot, "", page) for page in pages]
    return pages[0] + "".join(re.sub(head, "", page) for page in pages[1:])


@cache
def sample(template: str, lang: Lang) -> bytes:
    return render_letter(next(one for one in SAMPLES if one.template == template), lang=lang)


def leaves(value: Any) -> list[str]:
    if isinstance(value, str):
        return [line for line in value.split("\n") if line]
    if isinstance(value, dict):
        return [leaf for key, item in value.items() if key not in ("outcome", "kind") for leaf in leaves(item)]
    return [leaf for item in value for leaf in leaves(item)] if isinstance(value, list) else []


def with_facts(*facts: str) -> kinds.DecisionLetter:
    return dataclasses.replace(DECISION, facts=facts)
