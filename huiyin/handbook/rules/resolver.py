"""Which of several rules on one duty binds a case, and why. Pure: dates come from the engine through the question.

In this order: what does not apply is out; a rule that gives way by express provision yields; law goes before house
rules, which run beside it as a promise of service; within one jurisdiction the special goes before the general and the
later law before the earlier; of what is left the strictest binds: the one that ends first in this very case.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from huiyin.core.words import Words
from huiyin.handbook.rules.terms import Rule

Outcome = Literal["binds", "beside", "yields", "out"]
Reason = Literal[
    "only", "strictest", "house_alone", "house_beside", "express", "general", "earlier_law", "looser", "same_day",
    "not_in_force", "not_law", "does_not_apply", "fact_unknown", "switched_off", "no_date",
]  # fmt: skip


@dataclass(frozen=True)
class Candidate:
    """A rule of one of the unit's packs, with the jurisdiction of its pack and the day its source came into force."""

    rule: Rule
    jurisdiction: str
    law_since: date


@dataclass(frozen=True)
class Question:
    """The case as the resolver sees it.

    `unmet` and `unknown` name the conditions of a rule that the facts contradict or do not tell; `due` computes the end
    of its limit in this case, None when it has no date; `switched_on` are the optional rules the house uses.
    """

    on: date
    unmet: Callable[[Rule], Sequence[str]]
    unknown: Callable[[Rule], Sequence[str]]
    due: Callable[[Rule], datetime | None]
    switched_on: Collection[str] = ()


@dataclass(frozen=True)
class Row:
    """What became of one candidate. `winner` is the rule that decided it, `names` the facts that did."""

    rule: Rule
    outcome: Outcome
    reason: Reason
    due_at: datetime | None = None
    winner: Rule | None = None
    names: tuple[str, ...] = ()

    @property
    def by(self) -> str:
        """The version of the rule that decided it, "" if none did."""
        return self.winner.version if self.winner else ""

    @property
    def words(self) -> Words:
        """Why, in a sentence."""
        zh, en = _WORDS[self.reason]
        fills = {
            "by_zh": self.winner.title.zh if self.winner else "",
            "by_en": self.winner.title.en if self.winner else "",
            "pack": self.winner.pack if self.winner else self.rule.pack,
            "code": self.rule.code,
            "since": self.rule.effective_from,
            "names_zh": "、".join(self.names),
            "names_en": ", ".join(self.names),
        }
        return Words(zh.format(**fills), en.format(**fills))


@dataclass(frozen=True)
class Binding:
    """One duty with all its candidates: what binds first, then what runs beside, what yields, what is out."""

    duty: str
    rows: tuple[Row, ...]

    @property
    def bound(self) -> Rule | None:
        """The rule that binds, None when none does."""
        return next((row.rule for row in self.rows if row.outcome == "binds"), None)

    @property
    def running(self) -> tuple[Rule, ...]:
        """The rules whose clocks run: the one that binds and those beside it."""
        return tuple(row.rule for row in self.rows if row.outcome in ("binds", "beside"))


_ORDER: dict[Outcome, int] = {"binds": 0, "beside": 1, "yields": 2, "out": 3}


def resolve(candidates: Sequence[Candidate], question: Question) -> tuple[Binding, ...]:
    """The binding of every duty that the candidates name, by duty; the order of the candidates plays no part."""
    duties: dict[str, list[Candidate]] = {}
    for candidate in sorted(candidates, key=lambda it: it.rule.version):
        duties.setdefault(candidate.rule.duty, []).append(candidate)
    return tuple(Binding(duty, _rows(found, question)) for duty, found in sorted(duties.items()))


def _rows(candidates: list[Candidate], question: Question) -> tuple[Row, ...]:
    rows: list[Row] = []
    left: list[Candidate] = []
    for candidate in candidates:
        out = _out(candidate.rule, question)
        if out is None:
            left.append(candidate)
        else:
            rows.append(out)
    dues = {it.rule.version: question.due(it.rule) for it in left}
    for candidate in [it for it in left if dues[it.rule.version] is None]:
        rows.append(_row(candidate.rule, "out", "no_date"))
        left.remove(candidate)
    left = _give_way(left, rows, dues, _express, "express")
    law = [it for it in left if it.rule.breach == "law"]
    house = [it for it in left if it.rule.breach != "law"]
    if law:
        rows += [_row(it.rule, "beside", "house_beside", dues, law[0].rule) for it in house]
    competing = law or house
    competing = _give_way(competing, rows, dues, _more_special, "general")
    competing = _give_way(competing, rows, dues, _later, "earlier_law")
    rows += _strictest(competing, dues, is_law=bool(law))
    return tuple(sorted(rows, key=lambda row: (_ORDER[row.outcome], row.due_at is None, row.due_at, row.rule.version)))


def _out(rule: Rule, question: Question) -> Row | None:
    if not rule.in_force_on(question.on):
        return _row(rule, "out", "not_in_force")
    if rule.status in ("draft", "repealed"):
        return _row(rule, "out", "not_law")
    unmet = question.unmet(rule)
    if unmet:
        return _row(rule, "out", "does_not_apply", names=unmet)
    if rule.optional and rule.code not in question.switched_on:
        return _row(rule, "out", "switched_off")
    unknown = question.unknown(rule)
    return _row(rule, "out", "fact_unknown", names=unknown) if unknown else None


Beats = Callable[[Candidate, Candidate], bool]
Dues = dict[str, datetime | None]


def _give_way(left: list[Candidate], rows: list[Row], dues: Dues, beats: Beats, reason: Reason) -> list[Candidate]:
    """Move to `rows` whatever is beaten by another that is still there; the beaten beat nobody else."""
    kept = []
    for one in left:
        winners = [other for other in left if other is not one and beats(other, one)]
        if winners:
            rows.append(_row(one.rule, "yields", reason, dues, winners[0].rule))
        else:
            kept.append(one)
    return kept


def _express(winner: Candidate, loser: Candidate) -> bool:
    return winner.rule.pack in loser.rule.yields and winner.rule.breach == "law"


def _more_special(winner: Candidate, loser: Candidate) -> bool:
    conditions = set(winner.rule.applies) > set(loser.rule.applies)
    return winner.jurisdiction == loser.jurisdiction and conditions


def _later(winner: Candidate, loser: Candidate) -> bool:
    """A later law of the same lawmaker on the same matter: its conditions are the same."""
    same = winner.jurisdiction == loser.jurisdiction and set(winner.rule.applies) == set(loser.rule.applies)
    return same and winner.law_since > loser.law_since


def _strictest(left: list[Candidate], dues: Dues, *, is_law: bool) -> list[Row]:
    ordered = sorted(left, key=lambda it: (dues[it.rule.version], it.rule.version))
    if not ordered:
        return []
    first = ordered[0].rule
    reason: Reason = "strictest" if len(ordered) > 1 else "only" if is_law else "house_alone"
    rows = [_row(first, "binds", reason, dues)]
    for other in ordered[1:]:
        same = dues[other.rule.version] == dues[first.version]
        rows.append(_row(other.rule, "yields", "same_day" if same else "looser", dues, first))
    return rows


def _row(
    rule: Rule,
    outcome: Outcome,
    reason: Reason,
    dues: Dues | None = None,
    by: Rule | None = None,
    names: Sequence[str] = (),
) -> Row:
    return Row(rule, outcome, reason, dues.get(rule.version) if dues else None, by, tuple(names))


_WORDS: dict[Reason, tuple[str, str]] = {
    "only": ("只有这一条法律规则适用。", "It is the only rule of law that applies."),
    "strictest": ("同时适用的几条规则中，本案以它到期最早。", "Of the rules that apply it ends first in this case."),
    "house_alone": ("法律没有期限，适用机构自定的期限。", "The law names no limit; that of the house applies."),
    "house_beside": (
        "法定期限（{by_zh}）优先；本规则作为服务承诺同时计时。",
        "The legal limit ({by_en}) goes first; this one runs beside it as a promise of service.",
    ),
    "express": (
        "与 {pack} 的“{by_zh}”不一致时，按后者的明文规定从其规定。",
        "Where it differs from “{by_en}” ({pack}), that one goes first by its express provision.",
    ),
    "general": ("{pack} 的“{by_zh}”是特别规定，优先适用。", "“{by_en}” ({pack}) is the special rule and goes first."),
    "earlier_law": ("{pack} 的“{by_zh}”是后法，优先适用。", "“{by_en}” ({pack}) is the later law and goes first."),
    "looser": ("“{by_zh}”（{pack}）在本案中到期更早。", "“{by_en}” ({pack}) ends earlier in this case."),
    "same_day": (
        "与“{by_zh}”（{pack}）同时到期，由后者计时。",
        "It ends together with “{by_en}” ({pack}), which is counted.",
    ),
    "not_in_force": (
        "收到之日不在施行期间（自 {since} 起施行）。",
        "It was not in force on that day (it began on {since}).",
    ),
    "not_law": ("尚未施行或者已经废止。", "It is a draft or was repealed."),
    "does_not_apply": ("本案不符合适用条件：{names_zh}", "Its conditions are not met: {names_en}"),
    "fact_unknown": ("尚不知道：{names_zh}。补充后再判断。", "Not known yet: {names_en}. It is judged when they are."),
    "switched_off": ("可选规则，未启用（{code}）。", "An optional rule that is not switched on ({code})."),
    "no_date": ("没有可计算的日期。", "It has no date that could be computed."),
}
