"""How assignment is told: how it came to somebody, why others were passed over, what a rule asks for."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from huiyin.accounts.models import User
from huiyin.complaints.rules.dispatch_choice import GROUNDS, WAYS
from huiyin.console.case import words


def way(code: str) -> str:
    """How it came to somebody."""
    return _(WAYS.get(code, WAYS["person"]))


def ground(code: str) -> str:
    """Why somebody was passed over; an interest in the matter is told by its own sentence."""
    kind, _colon, detail = code.partition(":")
    if kind == "conflict" and detail:
        return _(words.ground(detail))
    sentence = _(GROUNDS.get(kind, GROUNDS["conflict"]))
    return sentence % {"code": detail} if detail else sentence


def why(told: Mapping[str, Any], names: Mapping[UUID, User]) -> dict[str, Any]:
    """An answer as the ledger keeps it, with the people's names."""

    def name(key: str) -> str:
        user = names.get(UUID(key))
        return user.name if user else "—"

    def number(key: str) -> str:
        user = names.get(UUID(key))
        return user.employee_no if user else ""

    return {
        "way": way(str(told.get("way", "person"))),
        "rule": told.get("assign", ""),
        "edition": str(told.get("edition", "")).partition("#")[0],
        "skills": told.get("skills") or [],
        "qualifications": told.get("qualifications") or [],
        "until": told.get("until", ""),
        "instead_of": name(told["instead_of"]) if told.get("instead_of") else "",
        "weighed": [
            {"name": name(one["user"]), "number": number(one["user"]), "load": one["load"], "capacity": one["capacity"]}
            for one in told.get("weighed", ())
        ],
        "passed": [
            {"name": name(one["user"]), "number": number(one["user"]), "ground": ground(one["ground"])}
            for one in told.get("passed", ())
        ],
    }


def people_in(told: Mapping[str, Any]) -> set[UUID]:
    """Everybody whom an answer names."""
    found = {UUID(one["user"]) for part in ("weighed", "passed") for one in told.get(part, ())}
    return found | ({UUID(told["instead_of"])} if told.get("instead_of") else set())
