"""The decision letter: written beside the facts it needs, checked by its gate meanwhile, issued (令2020-3 art 19)."""

from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms as django_forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.complaints.actions import decision
from huiyin.complaints.models import Decision, Demand, Plan
from huiyin.complaints.models.complaint import Verdict
from huiyin.complaints.queries import letter, papers
from huiyin.complaints.rules import letter as rules
from huiyin.complaints.rules import terms
from huiyin.console.case import forms, words
from huiyin.console.case.asked import Line, StepPage
from huiyin.console.case.frame import Moment
from huiyin.console.case.steps import inquiry, shared

TEXTS = ("process", "facts", "grounds", "outcome", "follow_up")
REMEDY_NAMES = {
    "review": gettext_lazy("Review by the unit above"),
    "mediation": gettext_lazy("Mediation"),
    "arbitration": gettext_lazy("Arbitration"),
    "litigation": gettext_lazy("Court"),
}


class AnswerRow(forms.RowForm):
    """What the letter answers to one demand."""

    demand = django_forms.IntegerField(widget=django_forms.HiddenInput)
    result = forms.choice(gettext_lazy("Result"), required=False)
    amount = forms.money(gettext_lazy("Sum granted (yuan)"), required=False)
    text = forms.area(gettext_lazy("Answer"), required=False, rows=2, most=500)

    def prepare(self) -> None:
        """The three results."""
        forms.offer(self, "result", Verdict.choices, blank=_("Choose …"))

    @property
    def title(self) -> str:
        """The demand itself."""
        return str(self.initial.get("title", ""))


class LetterForm(forms.StepForm):
    """The whole letter. Everything may be unfinished: the gate speaks up when it is to be issued."""

    row_form = AnswerRow
    has_fixed_rows = True
    says_optional = False
    pairs = (("arbitration", "court"),)
    process = forms.area(gettext_lazy("How the matter was looked into"), required=False, rows=3)
    facts = forms.area(gettext_lazy("Verified facts"), required=False, rows=5)
    grounds = forms.area(
        gettext_lazy("Grounds and reasons"),
        required=False,
        rows=4,
        help_text=gettext_lazy("Cite the article of law or the clause of the contract."),
    )
    outcome = forms.area(gettext_lazy("What was decided"), required=False, rows=3)
    follow_up = forms.area(gettext_lazy("What follows, and by when"), required=False, rows=3)
    remedies = forms.choice(gettext_lazy("What they can do if they do not agree"), required=False, many=True)
    review_how = forms.line(gettext_lazy("Where to apply for the review"), required=False)
    mediators = forms.area(
        gettext_lazy("Mediation bodies"),
        required=False,
        rows=2,
        help_text=gettext_lazy("One a line: name | how to reach it"),
    )
    arbitration = forms.line(gettext_lazy("Arbitration body named in the contract"), required=False, most=120)
    court = forms.line(gettext_lazy("Court"), required=False, most=120)

    def prepare(self) -> None:
        """Begin with the draft; without one with what is on record."""
        case = self.moment.case
        self.unit = letter.deciding_unit(case, letter.approved_plan(case))
        self.by_branch = letter.is_branch(self.unit)
        self.begin = _begin(self.moment)
        names = [(code, name) for code, name in REMEDY_NAMES.items() if code != "review" or self.by_branch]
        forms.offer(self, "remedies", names)
        if not self.by_branch:
            del self.fields["review_how"]
        ways = self.begin["ways"]
        for name in (*TEXTS, "remedies"):
            self.fields[name].initial = self.begin[name]
        for name in ("arbitration", "court"):
            self.fields[name].initial = ways.get(name, "")
        if self.by_branch:
            self.fields["review_how"].initial = (ways.get("review") or {}).get("how", "")
        self.fields["mediators"].initial = "\n".join(
            f"{one['name']} | {one['value']}" for one in ways.get("mediators") or ()
        )

    def first_rows(self) -> list[dict[str, Any]]:
        """An answer for each demand."""
        given = {one["demand"]: one for one in self.begin["answers"]}
        demands = Demand.objects.filter(case_id=self.moment.case.pk).order_by("number")
        return [
            {
                "demand": demand.number,
                "title": _title(demand),
                **{name: given.get(demand.number, {}).get(name) for name in ("result", "amount", "text")},
            }
            for demand in demands
        ]

    @property
    def written(self) -> Decision:
        """The letter as it stands in the form, not saved: for the gate and the preview."""
        lang = papers.lang_of(self.moment.case)
        review: dict[str, str] = letter.review_way(self.unit, lang)
        if self.by_branch and review and self._said("review_how"):
            review = {**review, "how": self._said("review_how")}
        mediators = [{"name": name, "value": how} for name, how in _mediators(self._said("mediators"))]
        return Decision(
            case=self.moment.case,
            round=self.moment.facts.round,
            version=0,
            deciding_unit=self.unit,
            answers=self.answers,
            remedies=list(self["remedies"].value() or ()),
            ways={
                "review": review,
                "mediators": mediators or letter.default_mediators(self.moment.case, lang),
                "arbitration": self._said("arbitration"),
                "court": self._said("court"),
            },
            drafted_at=self.moment.at,
            **{name: self._said(name) for name in TEXTS},
        )

    def _said(self, name: str) -> str:
        return str(self[name].value() or "")

    @property
    def answers(self) -> list[dict[str, Any]]:
        """The answers as the form has them now, whether they fit or not."""
        assert self.rows is not None
        return [
            {
                "demand": int(row["demand"].value() or 0),
                "result": row["result"].value() or "",
                "amount": _plain_sum(row["amount"].value()),
                "text": row["text"].value() or "",
            }
            for row in self.rows
        ]


def _title(demand: Demand) -> str:
    asked = f"（{words.money(demand.amount)}）" if demand.amount is not None else ""
    return f"{demand.number}. {demand.text}{asked}"


def _plain_sum(value: Any) -> str | None:
    try:
        return f"{Decimal(str(value)):.2f}" if value not in (None, "") else None
    except InvalidOperation:
        return None


def _mediators(text: str) -> list[tuple[str, str]]:
    pairs = (line.replace("｜", "|").partition("|") for line in text.splitlines() if line.strip())
    return [(name.strip(), how.strip()) for name, _bar, how in pairs]


def _begin(moment: Moment) -> Mapping[str, Any]:
    draft = letter.draft_of(moment.case)
    if draft is None:
        return letter.suggestion(moment.case)
    return {name: getattr(draft, name) for name in (*TEXTS, "answers", "remedies", "ways")}


def _draft(moment: Moment, form: LetterForm) -> object:
    data = form.cleaned_data
    answers = [
        decision.AnswerDraft(demand=row["demand"], result=row["result"], text=row["text"], amount=row["amount"])
        for row in (one.cleaned_data for one in form.rows or ())
        if row
    ]
    return decision.draft(
        case=moment.case,
        letter_draft=decision.LetterDraft(
            **{name: data[name] for name in TEXTS},
            answers=answers,
            remedies=data["remedies"],
            mediators=_mediators(data["mediators"]),
            arbitration=data["arbitration"],
            court=data["court"],
            review_how=data.get("review_how") or "",
        ),
        by=moment.by,
        at=moment.at,
    )


def _gate(moment: Moment, form: LetterForm) -> Iterable[Line]:
    """What keeps the letter as it stands from being issued, and what reads badly."""
    seen, house = letter.gate(moment.case, form.written), terms.in_force(moment.case.rules_on).letter
    missing = rules.missing(seen, house)
    yield from (Line("x", _(sentence)) for sentence in missing)
    if not missing:
        yield Line("circle-check", _("The gate lets this letter pass."))
    yield from (_remark(moment, remark) for remark in rules.remarks(seen, house))


def _remark(moment: Moment, remark: rules.Remark) -> Line:
    """A remark with the part of the letter it is about, its words and what to write instead; those that keep the letter
    back say so."""
    say = remark.say_zh if moment.language.startswith("zh") else remark.say_en
    why = remark.reason.in_language(moment.language) if remark.reason else _(remark.sentence)
    part = part_name(remark.part)
    quote = " → ".join(piece for piece in (remark.words, say) if piece)
    return Line("x" if remark.refuses else "alert-triangle", f"{part}: {why}" if part else why, quote)


def part_name(part: str) -> str:
    """A part of the letter as its form calls it."""
    if part.startswith("answer "):
        return _("Answer to demand %(number)s") % {"number": part.removeprefix("answer ")}
    return {
        "process": _("How it was looked into"), "facts": _("Facts found"), "grounds": _("Grounds"),
        "outcome": _("Decision"), "follow_up": _("What follows"),
    }.get(part, "")  # fmt: skip


def _facts(moment: Moment, form: LetterForm) -> Mapping[str, Any]:
    plan = (
        Plan.objects.filter(case_id=moment.case.pk, round=moment.facts.round, state="approved")
        .order_by("-version")
        .first()
    )
    return {
        **inquiry.inquiry(moment),
        "plan": plan,
        "unit": form.unit,
        "by_branch": form.by_branch,
        "can_preview": True,
        "sum": words.money(plan.compensation) if plan else "",
    }


def _issues(moment: Moment, _form: Any) -> Iterable[Line]:
    row = letter.draft_of(moment.case)
    if row is None:
        return
    yield Line(
        "building",
        _("Decision of %(unit)s. Once issued the text never changes.") % {"unit": row.deciding_unit.name},
        row.outcome,
    )
    yield Line(
        "file-certificate",
        _(
            "The PDF enters the evidence register, and the complainant sees it on the portal. "
            "It is told in the next step."
        ),
    )
    for remark in letter.remarks(moment.case):
        yield _remark(moment, remark)


PAGES = (
    StepPage(
        code="draft_decision",
        form=LetterForm,
        act=_draft,
        before=_gate,
        facts=_facts,
        beside="console/case/steps/letter_facts.html",
        wide=True,
    ),
    StepPage(
        code="issue_decision",
        form=shared.EmptyForm,
        act=shared.act(decision.issue),
        before=_issues,
        facts=lambda _moment, _form: {"draft_pdf": True},
        beside="console/case/steps/draft_pdf.html",
    ),
)
