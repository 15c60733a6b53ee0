"""Names called with @ in a note. Pure.

`@王芳` or `@Ana Lee`, or with the employee number where several have the name: `@王芳(E012)`. An @ inside a word, such
as that of an e-mail address, calls nobody.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

MOST = 10
LONGEST = 30
_CALL = re.compile(
    r"(?<![A-Za-z0-9_.%+\-@＠])[@＠](?P<run>[^\s@＠()（）,，。;；:：!！?？、\n][^@＠()（）\n]{0,29})(?:[(（](?P<number>\w{1,20})[)）])?"
)


@dataclass(frozen=True)
class Call:
    """One @: what follows it (a name, perhaps with more words behind it) and the employee number in brackets."""

    run: str
    number: str = ""

    def names(self) -> list[str]:
        """The names it could be, the longest first."""
        if self.number:
            return [self.run.strip()]
        return [self.run[:end].rstrip() for end in range(len(self.run), 0, -1)]


def calls(text: str) -> list[Call]:
    """Every @ of a text that may call somebody, each once, in order."""
    return list(dict.fromkeys(Call(one["run"], one["number"] or "") for one in _CALL.finditer(text)))


def prefixes(found: Collection[Call]) -> set[str]:
    """Every name that the calls could mean: what to look up at once."""
    return {name for call in found for name in call.names()}


@dataclass(frozen=True)
class Named:
    """A member of staff by name and number."""

    name: str
    number: str


def meant(call: Call, known: Mapping[str, Sequence[Named]]) -> Sequence[Named]:
    """Who is meant: nobody, one, or several of the same name (then the number has to say which). `known`: people by
    name."""
    if call.number:
        return [one for names in known.values() for one in names if one.number == call.number]
    return next((known[name] for name in call.names() if name in known and _ends(call.run, name)), ())


def _ends(run: str, name: str) -> bool:
    """A name of letters ends where a word ends: `@Ana` is not meant by `@Anabel`; a Chinese name may run on."""
    after = run[len(name) : len(name) + 1]
    return not (name[-1:].isascii() and name[-1:].isalnum() and after.isascii() and after.isalnum())


def handle(name: str, number: str, *, is_shared: bool) -> str:
    """How somebody is written so that they are meant: with the number where others have the same name."""
    return f"@{name}({number})" if is_shared else f"@{name}"


def numbers(found: Collection[Call]) -> Iterator[str]:
    """The employee numbers that the calls name."""
    return (call.number for call in found if call.number)
