"""What no single file can tell: whether packs, clauses and sources fit together. Every fault with its mend."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from huiyin.handbook.rules.clauses import ROLES, TIME_UNITS, Clause, ClauseFile, Number
from huiyin.handbook.rules.node import PackError
from huiyin.handbook.rules.sources import Source
from huiyin.handbook.rules.terms import ClauseRef, Figure, Pack, Principle, Rule

#: Makes the fault of a place from its problem and its mend.
Fault = Callable[[str, str], PackError]

_DAYS = {"natural_days": 1, "weeks": 7}


@dataclass(frozen=True)
class Register:
    """Everything that is checked together."""

    sources: tuple[Source, ...]
    clauses: tuple[ClauseFile, ...]
    packs: tuple[Pack, ...]


def check(register: Register) -> list[PackError]:
    """Every fault of the whole, by file and line."""
    known = {it.code: it for it in register.sources}
    clauses: dict[tuple[str, str], Clause] = {}
    rules: dict[str, list[Rule]] = {}
    for pack in register.packs:
        for rule in pack.rules:
            rules.setdefault(rule.code, []).append(rule)
    faults = list(_clauses(register.clauses, known, clauses))
    for file in register.clauses:
        actors = {name for other in register.clauses if other.source == file.source for name in other.actors}
        for clause in file.clauses:
            faults += _clause(clause, known, rules, actors)
    for pack in register.packs:
        faults += _pack(pack, known, clauses)
    return sorted(faults, key=lambda fault: (fault.file, fault.line, str(fault)))


def _clauses(
    files: Sequence[ClauseFile], known: dict[str, Source], found: dict[tuple[str, str], Clause]
) -> Iterator[PackError]:
    for file in files:
        if file.source not in known:
            yield PackError(file.file, 1, "source", f"there is no source {file.source!r}", "Add its file to sources/.")
        for clause in file.clauses:
            first = found.setdefault((clause.source, clause.id), clause)
            if first is not clause:
                mend = f"It stands in {first.file}, line {first.line}; keep one."
                yield PackError(clause.file, clause.line, clause.id, "is given twice", mend)


def _clause(
    clause: Clause, known: dict[str, Source], rules: dict[str, list[Rule]], actors: set[str]
) -> Iterator[PackError]:
    def fault(problem: str, mend: str) -> PackError:
        return PackError(clause.file, clause.line, clause.id, problem, mend)

    for code in clause.rules:
        if code not in rules:
            yield fault(f"there is no rule {code!r}", "Name a rule of a pack, or leave it out.")
    for ref in clause.law:
        yield from _article(ref.source, ref.article, known, fault)
    for name in (*clause.actor, *clause.responsible.everyone()):
        if name not in ROLES and name not in actors:
            yield fault(f"nobody is called {name!r}", f"Name a role ({', '.join(ROLES)}) or add it to actors.")
    limits = [number for number in clause.numbers if number.unit in TIME_UNITS and not number.benchmark]
    for code in clause.rules:
        counted = [rule for rule in rules.get(code, ()) if rule.steps]
        if limits and counted and not any(_agrees(number, rule) for number in limits for rule in counted):
            said = ", ".join(f"{number.value} {number.unit}" for number in limits)
            lengths = "; ".join(sorted({_lengths(rule) for rule in counted}))
            problem = f"its {said} agrees with no length of {code} ({lengths})"
            yield fault(problem, "Mend the number or the rule, or name the rule that counts it.")
    if clause.kind == "benchmark" and clause.rules:
        yield fault(
            "a benchmark makes no rule", "Leave out the rules: a benchmark is told as unverified, never counted."
        )


def _article(source: str, article: str, known: dict[str, Source], fault: Fault) -> Iterator[PackError]:
    found = known.get(source)
    if found is None:
        yield fault(f"there is no source {source!r}", "Add its file to sources/ or mend the code.")
        return
    number = article.partition("-")[0]
    if found.articles_total and number.isdecimal() and not 1 <= int(number) <= found.articles_total:
        yield fault(f"{source} has {found.articles_total} articles, not {number}", "Mend the number of the article.")


def _pack(pack: Pack, known: dict[str, Source], clauses: dict[tuple[str, str], Clause]) -> Iterator[PackError]:
    for rule in pack.rules:
        if not rule.clauses:
            mend = "Add clauses: [{source: …, clause: …}]."
            yield PackError(rule.file, rule.line, rule.code, "rests on no clause", mend)
        yield from _refs(pack, rule.code, rule.line, rule.clauses, known, clauses)
        stated = [found for ref in rule.clauses if (found := clauses.get((ref.source, ref.clause)))]
        if stated and all(found.kind == "benchmark" for found in stated):
            problem = "rests on a benchmark, which nobody has verified"
            yield PackError(rule.file, rule.line, rule.code, problem, "Seed it as a figure with `benchmark: true`.")
        yield from _numbers(rule, stated)
    beside: list[Figure | Principle] = [*pack.figures, *pack.principles]
    for it in beside:
        yield from _refs(pack, it.code, it.line, it.clauses, known, clauses)


def _numbers(rule: Rule, stated: Sequence[Clause]) -> Iterator[PackError]:
    numbers = [it for clause in stated for it in clause.numbers if it.unit in TIME_UNITS]
    if not rule.steps or not numbers or any(_agrees(number, rule) for number in numbers if not number.benchmark):
        return
    if all(number.benchmark for number in numbers):
        problem, mend = "its number is a benchmark, which nobody has verified", "Seed it as a figure, not as a rule."
    else:
        said = ", ".join(f"{number.value} {number.unit}" for number in numbers)
        problem = f"its {_lengths(rule)} agrees with no number of its clauses ({said})"
        mend = "Mend the length, or point to the clause that states it."
    yield PackError(rule.file, rule.line, rule.code, problem, mend)


def _refs(
    pack: Pack,
    code: str,
    line: int,
    refs: Sequence[ClauseRef],
    known: dict[str, Source],
    clauses: dict[tuple[str, str], Clause],
) -> Iterator[PackError]:
    for ref in refs:
        if ref.source not in known:
            problem, mend = f"there is no source {ref.source!r}", "Add its file to sources/ or mend the code."
            yield PackError(pack.file, line, code, problem, mend)
        elif (ref.source, ref.clause) not in clauses:
            problem = f"{ref.source} has no clause {ref.clause!r}"
            yield PackError(pack.file, line, code, problem, f"Add it to clauses/{ref.source}.yaml or mend the id.")


def _agrees(number: Number, rule: Rule) -> bool:
    for step in rule.steps:
        if rule.unit == number.unit and step.length == number.value:
            return True
        both_natural = rule.unit in _DAYS and number.unit in _DAYS
        if both_natural and step.length * _DAYS[rule.unit] == number.value * _DAYS[number.unit]:
            return True
    return False


def _lengths(rule: Rule) -> str:
    return f"{', '.join(str(step.length) for step in rule.steps) or 'fixed date'} {rule.unit}"
