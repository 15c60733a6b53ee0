"""Notifications in words, in the language that is active: for the list, for mails, for WeCom."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from huiyin.cases.models import Case, Person
from huiyin.cases.queries.notifications import Told
from huiyin.cases.rules import notifications as rules
from huiyin.core import masking, wording
from huiyin.handbook import queries as handbook


def line(told: Told) -> str:
    """One notification as a sentence. Only numbers, names of limits and of staff: nothing of the customer."""
    row, details = told.row, told.row.details
    variant = str(details.get("variant", "")) or ("" if row.by_label else "system")
    due = details.get("due")
    return _(rules.sentence(row.kind, variant)) % {
        "number": told.case.number if told.case else told.claim.number if told.claim else "",
        "who": _name_of(row.by_label),
        "rule": _rule(str(details.get("rule", ""))),
        "due": _moment(datetime.fromisoformat(due)) if due else "",
        "queue": details.get("queue", ""),
        "count": details.get("count", 0),
        "signature": details.get("signature", ""),
    }


def subjects(cases: Sequence[Case]) -> dict[object, str]:
    """The subject of each case with the names of its people and all personal numbers masked. One statement."""
    people = Person.objects.filter(case__in=[case.pk for case in cases]) if cases else ()
    names: dict[object, list[str]] = {}
    for person in people:
        names.setdefault(person.case_id, []).append(person.name)
    return {case.pk: _masked(case.subject, names.get(case.pk, [])) for case in cases}


def _masked(text: str, names: Sequence[str]) -> str:
    for name in sorted(filter(None, names), key=len, reverse=True):
        text = text.replace(name, masking.name(name))
    return masking.text(text)


def _name_of(label: str) -> str:
    """The label of an actor without the employee number that ends it."""
    return label.rpartition(" ")[0] or label


def _moment(at: datetime) -> str:
    return wording.limit_text(at)


def _rule(code: str) -> str:
    if not code:
        return ""
    try:
        return handbook.versions(code)[-1].title.in_language(get_language() or "zh-hans")
    except handbook.NoRuleError:
        return code
