"""Answer templates: which ones a case may use, what they say there, and where a wording was used."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from huiyin.accounts.models import Unit
from huiyin.accounts.rules import upward
from huiyin.cases.models import Case, Template, TemplateUse, TemplateVersion, VersionState
from huiyin.complaints.queries import papers
from huiyin.complaints.rules import templates as rules
from huiyin.complaints.rules import wording
from huiyin.core import masking
from huiyin.core.time import local_date
from huiyin.core.wording import limit_text
from huiyin.handbook.queries import citations
from huiyin.handbook.rules.citations.plain import Places


@dataclass(frozen=True)
class Advice:
    """What a gate says of a text: `line` and `column` from 1, the words, what is wrong, what to write instead.
    `refuses`: the text is not saved with it."""

    language: str
    line: int
    column: int
    words: str
    problem: str
    mend: str = ""
    refuses: bool = False

    @property
    def place(self) -> str:
        """line:column."""
        return f"{self.line}:{self.column}"


def above(unit: Unit) -> list[str]:
    """The paths of the unit and of every unit above it: whose templates and macros hold for it."""
    return upward(unit.path)


def for_case(case: Case, at: datetime, *, purpose: str = "", key: str = "") -> list[TemplateVersion]:
    """The wordings in force on the day of `at` that a case may use, by key. One statement."""
    rows = in_force(local_date(at)).filter(template__unit__path__in=above(case.unit), template__retired_at=None)
    if purpose:
        rows = rows.filter(template__purpose=purpose)
    if key:
        rows = rows.filter(template__key=key)
    found = [row for row in rows if rules.fits_class(row.template.class_code, case.code)]
    return sorted(found, key=lambda row: row.template.key)


def in_force(on: date) -> QuerySet[TemplateVersion]:
    """Of each template the version that binds on a day: approved, begun, the latest."""
    rows = TemplateVersion.objects.filter(state=VersionState.APPROVED, from_on__lte=on)
    return rows.select_related("template__unit").order_by("template", "-from_on", "-number").distinct("template")


def usable(case: Case, ids: Iterable[UUID], at: datetime) -> list[TemplateVersion]:
    """Of the versions named those that the case may use: of its place and class, approved. One that was replaced while
    somebody wrote with it still counts."""
    wanted = list(dict.fromkeys(ids))
    rows = TemplateVersion.objects.filter(
        pk__in=wanted,
        state=VersionState.APPROVED,
        from_on__lte=local_date(at),
        template__unit__path__in=above(case.unit),
    ).select_related("template")
    by_id = {row.pk: row for row in rows if rules.fits_class(row.template.class_code, case.code)}
    return [by_id[pk] for pk in wanted if pk in by_id]


def values(case: Case, at: datetime, language: str = "") -> dict[str, str]:
    """What the variables stand for in a case, in its own language or the one given; empty where it has none."""
    lang = papers.lang_of(case) if not language else "en" if language.startswith("en") else "zh"
    return {
        "case_number": case.number,
        "salutation": rules.salutation(case.complainant_name, lang),
        "policy": masking.number(case.policy_number),
        "due_date": limit_text(case.next_due_at) if case.next_due_at else "",
        "unit_name": papers.unit_name(case.unit, lang),
        "unit_phone": papers.unit_phone(case.unit),
        "owner_name": case.owner.name,
        "today": f"{local_date(at):%Y-%m-%d}",
    }


def text(version: TemplateVersion, case: Case, at: datetime, language: str = "") -> str:
    """The wording as it is inserted: in the language of the case, or the one given, filled."""
    lang = papers.lang_of(case) if not language else "en" if language.startswith("en") else "zh"
    words = version.text_en if lang == "en" else version.text_zh
    return rules.fill(words, values(case, at, lang))


def examine(words: str, language: str, on: date) -> list[Advice]:
    """Everything that variables, plain language and citations have to say about a text, in its order."""
    bare, places = rules.blanked(words), Places(words)
    found = [
        Advice(language, one.line, one.column, one.words, _unknown(one), f"{{{one.mend}}}" if one.mend else "", True)
        for one in rules.faults(words)
    ]
    for one in wording.check(bare, wording.in_force(on)):
        problem = one.reason.in_language(_said()) if one.reason else _(one.sentence)
        mend = one.say.in_language(_said()) if one.say else ""
        found.append(Advice(language, *places.of(one.start), one.words, problem, mend, one.refuses))
    for amiss in citations.check(bare, on):
        problem, mend = amiss.source.in_language(_said()), amiss.mend.in_language(_said())
        found.append(Advice(language, *places.of(amiss.start), amiss.quote, problem, mend, amiss.is_alarm))
    return sorted(found, key=lambda one: (one.line, one.column, not one.refuses))


def _unknown(fault: rules.Fault) -> str:
    if fault.words in "{}":
        return _("A single brace: variables stand between { and }.")
    return _("There is no such variable.")


def _said() -> str:
    return get_language() or "zh-hans"


def uses(template: Template) -> QuerySet[TemplateUse]:
    """Where a template was used, newest first. The edge shows only those of cases that may be seen."""
    rows = TemplateUse.objects.filter(version__template=template).select_related("version")
    return rows.order_by("-at", "-id")


def shelf(*, retired: bool = False) -> QuerySet[Template]:
    """The templates of the house by key: those in use, or those that were retired."""
    return Template.objects.filter(retired_at__isnull=not retired).select_related("unit", "made_by").order_by("key")
