"""When two people change the same field: what each wants, side by side, and the choice."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core import signing
from django.utils.translation import gettext as _

from huiyin.audit import queries as audit
from huiyin.audit.models import Entry
from huiyin.console.case.frame import Moment
from huiyin.console.case.timeline import person
from huiyin.core.errors import BadInput

_SALT = "huiyin.console.conflicts"
CHOICE = "settle_"


@dataclass(frozen=True)
class Conflict:
    """One field: what a colleague wrote meanwhile, when, and what this person typed."""

    name: str
    label: str
    theirs: str
    mine: str
    who: str
    at: datetime | None

    @property
    def choice(self) -> str:
        """The name of the control that decides it."""
        return CHOICE + self.name


def sealed(moment: Moment, what: str, was: Mapping[str, Any], shown: Mapping[str, Any] | None = None) -> str:
    """What stood there when the form was opened, for a hidden field: signed, so that nobody makes it up. `shown`: what
    a colleague wrote since, in the fields that are to be decided."""
    return signing.dumps({"was": dict(was), "shown": dict(shown or {})}, salt=f"{_SALT}.{what}.{moment.case.pk}")


def opened(moment: Moment, what: str) -> dict[str, Any]:
    """What stood there when the form was opened; for a field of which one's own value was chosen, what the colleague
    wrote: that one may be written over. Nothing when the form does not say."""
    text, salt = moment.request.POST.get("base", ""), f"{_SALT}.{what}.{moment.case.pk}"
    if not text:
        return {}
    try:
        found: dict[str, dict[str, Any]] = signing.loads(text, salt=salt)
    except signing.BadSignature as error:
        wrong = _("The page sent something that cannot be read. Load it again.")
        raise BadInput("form.wrong", wrong) from error
    chosen = {name: value for name, value in found["shown"].items() if _choice(moment, name) == "mine"}
    return found["was"] | chosen


def _choice(moment: Moment, name: str) -> str:
    return str(moment.request.POST.get(CHOICE + name, ""))


def theirs(moment: Moment, names: Sequence[str]) -> frozenset[str]:
    """The fields for which the colleague's value was chosen."""
    return frozenset(name for name in names if _choice(moment, name) == "theirs")


def last_writer(moment: Moment, kind: str, field: str) -> tuple[str, datetime | None]:
    """Who wrote a field last, and when, by the ledger. `kind` is that of the entries whose body lists `fields`."""
    rows = audit.chain(moment.owner).filter(kind=kind, body__fields__contains=[field]).order_by("-seq")
    entry: Entry | None = rows.first()
    return (person(entry.actor_label), entry.at) if entry else ("", None)


def words() -> dict[str, Any]:
    """What is told above the form."""
    return {
        "title": _("Somebody changed the same at the same time. Nothing was done."),
        "text": _("Choose for each field what shall hold, then send it again. All that you typed is still here."),
    }
