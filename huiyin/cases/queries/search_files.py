"""Which file of a case was found, and the words in their sentence: masked, like every other stretch of text."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from huiyin.cases.models import FileText
from huiyin.cases.queries import search, snippets
from huiyin.cases.queries.snippets import Snippet
from huiyin.core import masking

# Files read for one page of hits; texts are decrypted one by one.
MOST = 60


@dataclass(frozen=True)
class FileHit:
    """A file that was found: its number in the register, its name, and where its text holds the words, if it does."""

    number: int
    title: Snippet
    said: Snippet | None


def hits(case_ids: Sequence[UUID], words: str) -> dict[UUID, FileHit]:
    """For each case the first file that holds one of the words. One statement."""
    filed, wanted = search.in_files(words), snippets.words_of(words)
    if not filed or not case_ids:
        return {}
    rows = FileText.objects.filter(case__in=case_ids, vector__matches=" | ".join(filed)).select_related("evidence")
    found: dict[UUID, FileHit] = {}
    for row in rows.defer("vector").order_by("case", "evidence__number")[:MOST]:
        if row.case_id not in found:
            title = snippets.marked(masking.text(row.evidence.title), wanted)
            found[row.case_id] = FileHit(row.evidence.number, title, _said(row.text, wanted))
    return found


def _said(text: str, words: Sequence[str]) -> Snippet | None:
    low = text.casefold()
    places = [low.find(word) for word in words if word in low]
    if not places or len(low) != len(text):
        return None
    place = min(places)
    start = max(place - (snippets.AROUND + snippets.MARGIN), 0)
    window = text[start : start + snippets.LONGEST]
    return snippets.marked(snippets.cut(window, place + 1, words), words)
