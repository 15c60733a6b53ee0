"""What `huiyin doctor` looks at. Each check answers with findings; a finding that is wrong names its mend.

Findings speak Chinese or English. The first checks run before there are settings, so the catalogue is read without
Django.
"""

import gettext
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

_LOCALE = Path(__file__).resolve().parents[2] / "locale"
_CATALOGUES = {"zh": "zh_Hans"}
_spoken: gettext.NullTranslations = gettext.NullTranslations()

Level = Literal["ok", "warn", "fail"]


@dataclass(frozen=True)
class Finding:
    """What a check found. `mend` says what to do, empty when nothing is."""

    check: str
    level: Level
    detail: str
    mend: str = ""

    def as_dict(self) -> dict[str, str]:
        return asdict(self)


def speak(language: str) -> None:
    """From now on findings are in `language`, zh or en; without a compiled catalogue they are in English."""
    global _spoken  # noqa: PLW0603 - one visit, one language
    name = _CATALOGUES.get(language)
    _spoken = gettext.translation("django", str(_LOCALE), [name], fallback=True) if name else gettext.NullTranslations()


def _(text: str) -> str:
    """A sentence of a finding in the language of this visit."""
    return _spoken.gettext(text)


def ok(check: str, detail: str) -> Finding:
    """All is well."""
    return Finding(check, "ok", detail)


def warn(check: str, detail: str, mend: str) -> Finding:
    """It works, and somebody should look."""
    return Finding(check, "warn", detail, mend)


def fail(check: str, detail: str, mend: str) -> Finding:
    """It does not work, or not safely."""
    return Finding(check, "fail", detail, mend)
