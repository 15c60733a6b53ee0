"""What the filters typed into the search box mean: names and codes in both languages become a search."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import get_language, gettext_lazy, override
from django.utils.translation import gettext as _

from huiyin.accounts.models import Unit, User
from huiyin.accounts.queries import units_under
from huiyin.cases.models import Channel, Kind, Severity, State
from huiyin.cases.queries import search
from huiyin.cases.queries.search_page import Sought
from huiyin.cases.rules.finding import Box, Term, alternatives, days
from huiyin.catalog import rules as taxonomies
from huiyin.console.filters import DUE
from huiyin.console.rows import LISTED_FLAGS
from huiyin.console.visit import Visit
from huiyin.core.time import local_date
from huiyin.customers.queries import tidy_policy

LABELS = {
    "number": gettext_lazy("Number"),
    "kind": gettext_lazy("Kind of matter"),
    "state": gettext_lazy("State"),
    "owner": gettext_lazy("Owner"),
    "unit": gettext_lazy("Unit"),
    "code": gettext_lazy("Class"),
    "severity": gettext_lazy("Severity"),
    "channel": gettext_lazy("Channel"),
    "line": gettext_lazy("Line"),
    "flag": gettext_lazy("Flag"),
    "policy": gettext_lazy("Policy"),
    "customer": gettext_lazy("Customer"),
    "received": gettext_lazy("Received on"),
    "due": gettext_lazy("Limit"),
    "is": gettext_lazy("Matter"),
    "file": gettext_lazy("Attachments"),
}
OPENNESS = (("open", gettext_lazy("Open matters")), ("ended", gettext_lazy("Ended matters")))
# What people also say for a value, in either language.
ALSO = {
    "open": ("未结", "在办"), "ended": ("已结", "closed"), "broken": ("超期", "逾期"), "today": ("今天",),
    "warned": ("预警",), "paused": ("暂停", "中止"),
}  # fmt: skip
MINE = ("me", "我", "本人")
MOST_NAMED = 12
# A code and all the names it goes by.
Options = Sequence[tuple[str, tuple[str, ...]]]


@dataclass
class Meant:
    """What was typed as a search; `chips` are the filters that were understood (name, value, term), `problems`
    sentences about those that were not."""

    sought: Sought
    chips: list[tuple[str, str, Term]] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def meant(box: Box, visit: Visit) -> Meant:
    """The search that a box means. With problems nothing is to be looked for: half a filter finds too much."""
    found = Meant(Sought(words=box.words))
    for term in box.terms:
        shown = _take(found, term, visit) if term.value else None
        if shown:
            found.chips.append((str(LABELS[term.key]), shown, term))
        elif not term.value:
            found.problems.append(_("Write a value after “%(typed)s”.") % {"typed": term.typed})
    return found


def options(key: str) -> list[str]:
    """The values that a filter knows by name, in the language of the page; none where anything may be written."""
    return [names[0] for _code, names in OPTIONS[key]()] if key in OPTIONS else []


def _take(found: Meant, term: Term, visit: Visit) -> str | None:
    """Add one filter to the search; the value as it is to be shown, None when it means nothing (a problem tells)."""
    if term.key in OPTIONS:
        return _chosen(found, term)
    return TAKERS[term.key](found, term, visit)


def _chosen(found: Meant, term: Term) -> str | None:
    known = OPTIONS[term.key]()
    codes: list[str] = []
    # a name may hold a comma itself
    for value in [term.value] if _is_name(term.value, known) else alternatives(term.value):
        fits = _fitting(value, known)
        if not fits:
            names = _("; ").join(names[0] for _code, names in known[:MOST_NAMED])
            words = _("“%(value)s” is not known for “%(name)s”. Choose for example: %(names)s.")
            found.problems.append(words % {"value": value, "name": LABELS[term.key], "names": names})
            return None
        codes += [code for code in fits if code not in codes]
    _narrow(found, **FIELDS[term.key](codes))
    labels = {code: names[0] for code, names in known}
    return _(", ").join(labels[code] for code in codes[:3]) + ("…" if len(codes) > 3 else "")


def _is_name(value: str, known: Options) -> bool:
    low = value.casefold()
    return any(low == name.casefold() for _code, names in known for name in names)


def _fitting(value: str, known: Options) -> list[str]:
    """The codes that a value means: one whose name it is, else all whose name holds it."""
    low = value.casefold()
    same = [code for code, names in known if low in (code.casefold(), *(name.casefold() for name in names))]
    return same[:1] or [code for code, names in known if any(low in name.casefold() for name in names)]


def _narrow(found: Meant, **changes: Any) -> None:
    found.sought = replace(found.sought, wanted=replace(found.sought.wanted, **changes))


def _both(choices: Callable[[], Iterable[tuple[str, Any]]]) -> Options:
    """Choices with their names in the language of the page, Chinese and English."""
    here = {code: str(label) for code, label in choices()}
    names: dict[str, list[str]] = {code: [label] for code, label in here.items()}
    for language in ("zh-hans", "en"):
        with override(language):
            for code, label in choices():
                names[code].append(str(label))
    return [(code, (*found, *ALSO.get(code, ()))) for code, found in names.items()]


def _nodes(nodes: Iterable[Any]) -> Options:
    language = get_language() or "zh-hans"
    return [(node.code, (node.name.text(language), node.name.zh, node.name.en)) for node in nodes]


def _classes() -> Options:
    taxonomy = taxonomies.current()
    return _nodes([*taxonomy.classes.values(), *taxonomy.groups.values(), *taxonomy.reasons.values()])


OPTIONS: Mapping[str, Callable[[], Options]] = {
    "kind": lambda: _both(lambda: Kind.choices),
    "state": lambda: _both(lambda: State.choices),
    "severity": lambda: _both(lambda: Severity.choices),
    "channel": lambda: _both(lambda: Channel.choices),
    "flag": lambda: _both(lambda: [(flag.value, flag.label) for flag in LISTED_FLAGS]),
    "due": lambda: _both(lambda: DUE),
    "is": lambda: _both(lambda: OPENNESS),
    "line": lambda: _nodes(taxonomies.current().axes["line"].values()),
    "code": _classes,
}
FIELDS: Mapping[str, Callable[[list[str]], dict[str, Any]]] = {
    "kind": lambda codes: {"kinds": tuple(codes)},
    "state": lambda codes: {"states": tuple(codes)},
    "severity": lambda codes: {"severities": tuple(codes)},
    "channel": lambda codes: {"channels": tuple(codes)},
    "flag": lambda codes: {"flags": tuple(codes)},
    "due": lambda codes: {"due": codes[0], "is_open": True},
    "is": lambda codes: {"is_open": None if len(codes) > 1 else codes[0] == "open"},
    "line": lambda codes: {"lines": tuple(codes)},
    "code": lambda codes: {"code": min(codes, key=len)},
}


def _owner(found: Meant, term: Term, visit: Visit) -> str | None:
    if term.value.casefold() in MINE:
        _narrow(found, owner_id=visit.user.pk)
        return visit.user.name
    value = term.value.strip()
    people = list(User.objects.filter(Q(name__iexact=value) | Q(employee_no__iexact=value)).order_by("employee_no")[:3])
    if len(people) == 1:
        _narrow(found, owner_id=people[0].pk)
        return people[0].name
    words = _("Nobody here is called “%(value)s”. Write the whole name or the employee number.")
    if people:
        words = _("Several people are called “%(value)s”. Write the employee number.")
    found.problems.append(words % {"value": value})
    return None


def _unit(found: Meant, term: Term, visit: Visit) -> str | None:
    value = term.value.strip()
    same = list(Unit.objects.filter(Q(name__iexact=value) | Q(code__iexact=value)).order_by("path")[:1])
    units = same or list(Unit.objects.filter(name__icontains=value).order_by("path")[:20])
    if not units:
        words = _("No unit is called “%(value)s”. Write its name or code.")
        found.problems.append(words % {"value": value})
        return None
    _narrow(found, unit_ids=tuple(units_under(*(unit.path for unit in units))))
    return _(", ").join(unit.name for unit in units[:3]) + ("…" if len(units) > 3 else "")


def _received(found: Meant, term: Term, visit: Visit) -> str | None:
    span = days(term.value, local_date(visit.at))
    if span is None:
        words = _("“%(value)s” is no day. Write for example 2026-03-02, 2026-03, 2026-01..2026-03, >2026-03-01 or 7d.")
        found.problems.append(words % {"value": term.value})
        return None
    _narrow(found, received_from=span[0], received_to=span[1])
    return term.value


def _policy(found: Meant, term: Term, visit: Visit) -> str | None:
    found.sought = replace(found.sought, policy=tidy_policy(term.value))
    return found.sought.policy


def _number(found: Meant, term: Term, visit: Visit) -> str | None:
    condition = search.of_numbers(term.value)
    if not condition:
        found.problems.append(_too_little(term))
        return None
    found.sought = replace(found.sought, numbers=(*found.sought.numbers, condition))
    return term.value


def _customer(found: Meant, term: Term, visit: Visit) -> str | None:
    """By name, phone, certificate number or address of somebody in the case; or by the id of a customer on record."""
    try:
        found.sought = replace(found.sought, customer_id=UUID(term.value))
    except ValueError:
        condition = search.of_people(term.value)
        if not condition:
            found.problems.append(_too_little(term))
            return None
        found.sought = replace(found.sought, people=(*found.sought.people, condition))
        return term.value
    return _("this customer")


def _too_little(term: Term) -> str:
    words = _("“%(value)s” is too little to be found. Write a name of two characters or a whole number.")
    return words % {"value": term.value}


def _file(found: Meant, term: Term, visit: Visit) -> str | None:
    words = f"{found.sought.words} {term.value}".strip()
    if not search.in_files(term.value):
        found.problems.append(_too_little(term))
        return None
    found.sought = replace(found.sought, words=words, in_files=True)
    return term.value


TAKERS: Mapping[str, Callable[[Meant, Term, Visit], str | None]] = {
    "owner": _owner,
    "unit": _unit,
    "received": _received,
    "policy": _policy,
    "number": _number,
    "customer": _customer,
    "file": _file,
}
