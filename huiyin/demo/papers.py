"""The files of closed history. Its letters are kept as plain text, as a house that changed its system has them; the
letters of the cases played through the actions are the real PDFs.
"""

import hashlib
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor

from huiyin.accounts.models import Unit
from huiyin.core import blobs
from huiyin.demo import content
from huiyin.demo.lines import Lines
from huiyin.demo.stories import Story

# Each write waits for the disk; several wait together.
WRITERS = 12


def record(name: str, lines: Lines) -> str:
    """The text of a paper that is no letter."""
    return lines.words[f"paper_{name}"]


def letter(kind: str, story: Story, lines: Lines, number: str, unit: Unit) -> str:
    """An acceptance notice or a decision letter as plain text."""
    frame = content.path()["old_letters"][kind]
    demands = "\n".join(f"{place}. {one.text}：{one.answer}" for place, one in enumerate(lines.asked, start=1))
    words = lines.words
    return str(frame).format(
        unit=unit.name,
        name=story.customer.name,
        number=number,
        asked="；".join(one.text for one in lines.asked),
        demands=demands,
        process=words["letter_process"],
        facts=words["letter_facts"],
        grounds=words["letter_grounds"],
        outcome=words["letter_outcome"],
        follow=words["letter_follow"],
        phone=unit.phone,
        declined=words["declined"],
        extension=words["extension"],
    )


def blank(kind: str, unit: Unit) -> str:
    """A letter that says nothing of its case."""
    return f"{unit.name} {kind}\n"


def digest(data: bytes) -> str:
    """The name under which the bytes are kept."""
    return hashlib.sha256(data).hexdigest()


def store(files: Iterable[bytes]) -> None:
    """Keep all files, encrypted, several at a time."""
    with ThreadPoolExecutor(WRITERS) as pool:
        for _ in pool.map(blobs.store, files):
            pass
