"""What `huiyin doctor` looks at. Each check answers with findings; a finding that is wrong names its mend."""

from dataclasses import asdict, dataclass
from typing import Literal

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


def ok(check: str, detail: str) -> Finding:
    """All is well."""
    return Finding(check, "ok", detail)


def warn(check: str, detail: str, mend: str) -> Finding:
    """It works, and somebody should look."""
    return Finding(check, "warn", detail, mend)


def fail(check: str, detail: str, mend: str) -> Finding:
    """It does not work, or not safely."""
    return Finding(check, "fail", detail, mend)
