"""The register of metrics: each context lists its own, here they are found by name and by clause."""

from collections.abc import Mapping
from functools import lru_cache
from hashlib import sha256

from huiyin.audit import metrics as audit
from huiyin.cases import metrics as cases
from huiyin.clocks import metrics as clocks
from huiyin.complaints import metrics as complaints
from huiyin.core.metrics import Metric, Source
from huiyin.handbook import queries as handbook
from huiyin.handbook.rules.clauses import Clause
from huiyin.handbook.rules.terms import Rule
from huiyin.service import metrics as service

SOURCES: tuple[Source, ...] = (*audit.SOURCES, *clocks.SOURCES, *cases.SOURCES, *complaints.SOURCES, *service.SOURCES)


class NoMetricError(LookupError):
    """There is no metric of this name. The message is a sentence."""


def metrics() -> Mapping[str, Metric]:
    """All metrics by name. A rule that was published since has its metric too."""
    return _metrics(handbook.codes(handbook.pack_codes()))


@lru_cache(maxsize=4)
def _metrics(_codes: tuple[str, ...]) -> Mapping[str, Metric]:
    found: dict[str, Metric] = {}
    for source in SOURCES:
        for metric in source.metrics():
            assert metric.name not in found, f"two metrics are called {metric.name}"
            found[metric.name] = metric
    return found


def metric(name: str) -> Metric:
    """One metric. Raises NoMetricError."""
    found = metrics().get(name)
    if found is None:
        raise NoMetricError(f"There is no metric called {name!r}.")
    return found


def signature() -> str:
    """Names and versions of all metrics in one hash: figures made with another one are made again."""
    names = "\n".join(sorted(f"{one.name}@{one.version}" for one in metrics().values()))
    return sha256(names.encode()).hexdigest()


def of_clause(clause: Clause) -> list[Metric]:
    """The metrics that show whether a clause is kept: the one it names, those that name it, those of its rules."""
    known = metrics()
    names = [clause.metric] if clause.metric else []
    names += [one.name for one in known.values() if (clause.source, clause.id) in one.clauses]
    for rule in rules_of(clause):
        twin = clocks.NAMED.get(rule.code)
        if twin is None or twin.name not in names:
            names.append(clocks.metric_of(rule.code, rule.pack))
    return [known[name] for name in dict.fromkeys(names) if name in known]


def rules_of(clause: Clause) -> list[Rule]:
    """Every version of every rule that a clause makes, the newest first: those that rest on it, and those of the codes
    it names in packs of its own jurisdiction (a code may exist in several packs)."""
    land = handbook.source(clause.source).jurisdiction
    found = [
        rule
        for code in handbook.rules_of_clause(clause)
        for rule in handbook.versions(code, handbook.pack_codes())
        if any((ref.source, ref.clause) == (clause.source, clause.id) for ref in rule.clauses)
        or (code in clause.rules and handbook.pack(rule.pack).jurisdiction == land)
    ]
    return sorted(found, key=lambda rule: (rule.code, rule.pack, rule.effective_from), reverse=True)
