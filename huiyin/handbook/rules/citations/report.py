"""Findings as people and machines read them: with the place in the text, in one language."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from huiyin.handbook.rules.citations.plain import Places
from huiyin.handbook.rules.citations.terms import Finding, Kind


@dataclass(frozen=True, slots=True)
class Row:
    """One finding. `place` is line:column (from 1), after the page of a PDF; of a Word document paragraph:column."""

    place: str
    line: int
    column: int
    page: int | None
    paragraph: int | None
    quote: str
    kind: Kind
    source: str
    mend: str
    is_alarm: bool


def rows(
    findings: Iterable[Finding], text: str, language: str, *, unit: str = "line", starts: Sequence[int] = ()
) -> list[Row]:
    """Name the places. `unit` is line, page or paragraph; `starts` where the pages or paragraphs of `text` begin."""
    whole = Places(text)
    found = []
    for one in findings:
        part = bisect_right(starts, one.start) if starts else 0
        line, column = whole.of(one.start)
        page = paragraph = None
        place = f"{line}:{column}"
        if part and unit == "page":
            page = part
            line, column = Places(text[starts[part - 1] :]).of(one.start - starts[part - 1])
            place = f"page {page}, {line}:{column}"
        elif part and unit == "paragraph":
            paragraph, line, column = part, 1, one.start - starts[part - 1] + 1
            place = f"paragraph {paragraph}:{column}"
        found.append(
            Row(
                place=place,
                line=line,
                column=column,
                page=page,
                paragraph=paragraph,
                quote=one.quote,
                kind=one.kind,
                source=one.source.in_language(language),
                mend=one.mend.in_language(language),
                is_alarm=one.is_alarm,
            )
        )
    return found
