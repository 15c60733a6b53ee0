"""Refusals: a typed "no" with a code for machines and a sentence for people."""

from collections.abc import Mapping, Sequence
from typing import Any


class Refused(Exception):  # noqa: N818 - a refusal is an answer, not an error
    """An action declines to act. Nothing was changed.

    `code` is stable and machine-readable (`plan.approval_missing`); `message` says in the user's language what to do;
    `needs` lists what is still missing, each a sentence; `clause` names the clause or law behind the refusal.
    Edges answer 409 (portal and console show the sentence, the API renders RFC 9457 problem details).
    """

    def __init__(self, code: str, message: str, *, needs: Sequence[str] = (), clause: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.message = str(message)
        self.needs = [str(need) for need in needs]
        self.clause = clause


class Clash(Refused):
    """Two people changed the same. `stands` tells by field what the other one wrote, `version` which version has it:
    whoever sends theirs again upon that one has decided."""

    def __init__(self, code: str, message: str, *, stands: Mapping[str, Any], version: int) -> None:
        super().__init__(code, message)
        self.stands = dict(stands)
        self.version = version


class BadInput(Refused):
    """The input itself cannot be used (edges answer 422). `field` names the offending field when one is to blame."""

    def __init__(self, code: str, message: str, *, field: str = "") -> None:
        super().__init__(code, message)
        self.field = field
