"""What a client needs to know of the house: units, taxonomy, rules in force."""

from datetime import date
from typing import Annotated, Any

from django.utils.translation import get_language
from ninja import Query, Router, Schema
from pydantic import Field, StringConstraints

from huiyin.accounts.models import Unit
from huiyin.api.access import Request
from huiyin.api.fields import Body, Day
from huiyin.api.operations import operation
from huiyin.api.problems import Problem
from huiyin.catalog import rules as catalog
from huiyin.complaints.rules import terms
from huiyin.core.time import local_date, now
from huiyin.handbook import queries as handbook
from huiyin.handbook.rules.terms import Rule

router = Router(tags=["Reference"])


class UnitOut(Schema):
    """A node of the organisation."""

    code: str
    name: str
    name_en: str
    kind: str = Field(description="head_office, branch, sub_branch, department")
    parent: str = Field(description="Code of the unit above; empty for head office")
    path: str = Field(description="Codes from the root, e.g. `/HQ/JS/JS-CP/`")
    is_active: bool


class UnitList(Schema):
    """The organisation, from the top."""

    items: list[UnitOut]


@operation(router, "GET", "/units", scope="complaints:read", response=UnitList)
def list_units(request: Request) -> UnitList:
    """List the units"""
    rows = Unit.objects.select_related("parent").order_by("path")
    return UnitList(
        items=[
            UnitOut(
                code=row.code, name=row.name, name_en=row.name_en, kind=row.kind,
                parent=row.parent.code if row.parent else "", path=row.path, is_active=row.is_active,
            )
            for row in rows
        ]
    )  # fmt: skip


class NodeOut(Schema):
    """A coded name."""

    code: str
    zh: str
    en: str
    parent: str = Field(description="Code above; empty at the top")


class ReasonOut(NodeOut):
    """A reason for complaint: what `code` of a complaint may be."""

    class_code: str
    subclass: str
    reg: str = Field(description="Bucket of the regulator's bulletin")


class TaxonomyOut(Schema):
    """An edition of the complaint taxonomy (3.1-3)."""

    version: str
    effective_from: date
    effective_to: date | None
    classes: list[NodeOut]
    groups: list[NodeOut]
    reasons: list[ReasonOut]
    axes: dict[str, list[NodeOut]] = Field(description="line, channel, source, harm, vulnerability, legality")


class OnDay(Body):
    """Of which day."""

    on: Day | None = Field(None, description="Today in Shanghai, when left out")


class TaxonomyQuery(OnDay):
    """Of which day, or which edition."""

    version: Annotated[str, StringConstraints(max_length=40)] = Field("", description="An edition by its version")


@operation(router, "GET", "/taxonomy", scope="taxonomy:read", response=TaxonomyOut)
def taxonomy(request: Request, query: Query[TaxonomyQuery]) -> TaxonomyOut:
    """Read the taxonomy

    The edition that binds a day, or one by its version.
    """
    try:
        found = catalog.edition(query.version) if query.version else catalog.in_force(query.on or local_date(now()))
    except KeyError:
        raise Problem("not-found", "taxonomy.not_found") from None
    return TaxonomyOut(
        version=found.version,
        effective_from=found.effective_from,
        effective_to=found.effective_to,
        classes=[_node(node) for node in found.classes.values()],
        groups=[_node(node) for node in found.groups.values()],
        reasons=[
            ReasonOut(
                code=one.code, zh=one.name.zh, en=one.name.en, parent=one.group, class_code=one.class_code,
                subclass=one.subclass, reg=one.reg,
            )
            for one in found.reasons.values()
        ],
        axes={name: [_node(node) for node in nodes.values()] for name, nodes in found.axes.items()},
    )  # fmt: skip


def _node(node: catalog.Node) -> NodeOut:
    return NodeOut(code=node.code, zh=node.name.zh, en=node.name.en, parent=node.parent)


class RuleStepOut(Schema):
    """One rung of the extension ladder."""

    length: int = Field(description="Total length from the start, in the unit of the rule")
    needs: dict[str, str] = Field(description="reason, approver, notice → `law` or `house`")
    approvers: list[str]


class RuleOut(Schema):
    """A time rule in force."""

    code: str
    pack: str
    version: str = Field(description="Pack, rule, date and hash of its content")
    title: str
    clause: str
    note: str
    unit: str = Field(description="hours, natural_days, working_days, weeks, months, fixed")
    steps: list[RuleStepOut]
    calendar: str
    zone: str
    breach: str = Field(description="`law` or `house`")
    obliges: str = Field(description="insurer or complainant")
    optional: bool = Field(description="Runs only where the house has switched it on")
    effective_from: date
    effective_to: date | None


class CloseCodeOut(Schema):
    """How a complaint may end."""

    code: str
    name: str


class RulesOut(Schema):
    """What binds what arrives on a day."""

    on: date
    items: list[RuleOut]
    house_terms: str = Field(description="Version of the terms for deciding, telling and closing")
    close_codes: list[CloseCodeOut]


@operation(router, "GET", "/rules", scope="taxonomy:read", response=RulesOut, clause="8.1-1")
def rules(request: Request, query: Query[OnDay]) -> RulesOut:
    """List the rules in force

    Time rules of all packs with clause and version, and the house terms for closing.
    """
    day, language = query.on or local_date(now()), get_language() or "zh-hans"
    found = [rule for code in handbook.codes() if (rule := handbook.find(code, day))]
    house = terms.in_force(day)
    return RulesOut(
        on=day,
        items=[_rule(rule, language) for rule in found],
        house_terms=house.version,
        close_codes=[CloseCodeOut(code=one.code, name=one.name.in_language(language)) for one in house.close_codes],
    )


def _rule(rule: Rule, language: str) -> RuleOut:
    plain: dict[str, Any] = {
        name: getattr(rule, name)
        for name in (
            "code", "pack", "version", "clause", "unit", "calendar", "breach", "obliges", "optional",
            "effective_from", "effective_to",
        )
    }  # fmt: skip
    return RuleOut(
        **plain,
        title=rule.title.in_language(language),
        note=rule.note.in_language(language),
        zone=str(rule.zone),
        steps=[
            RuleStepOut(
                length=one.length, needs={k: str(v) for k, v in one.needs.items()}, approvers=list(one.approvers)
            )
            for one in rule.steps
        ],
    )
