"""Grade, dispatch, hand-over, recusal, investigators (3.1-3, 3.1-6, 1.1-7, 3.2-1)."""

from collections.abc import Iterable
from typing import Any

from django import forms as django_forms
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.accounts.models import Membership
from huiyin.cases import queries as cases
from huiyin.cases.models import Flag, Recusal, Severity
from huiyin.cases.rules import recusal
from huiyin.complaints.actions import classification, dispatch
from huiyin.complaints.queries.routing import route
from huiyin.complaints.rules.table import BEFORE_ASSIGNMENT, HANDLING
from huiyin.console.case import forms, words
from huiyin.console.case.asked import Line, StepPage
from huiyin.console.case.frame import Moment
from huiyin.console.case.steps import shared


class GradeForm(forms.StepForm):
    """Grade, whether the matter is major, and what marks it."""

    severity = forms.choice(gettext_lazy("Grade"), radio=True)
    major = django_forms.BooleanField(label=gettext_lazy("A major matter (its 48-hour limit runs)"), required=False)
    reason = forms.line(gettext_lazy("Why"))

    def prepare(self) -> None:
        """What holds now."""
        forms.offer(self, "severity", Severity.choices)
        self.fields["severity"].initial = self.moment.case.severity
        self.fields["major"].initial = Flag.MAJOR in self.moment.case.flags


def _by_rules(moment: Moment, _form: GradeForm) -> Iterable[Line]:
    found = classification.by_rules(moment.case)
    yield Line(
        "book-2",
        _("By the house rules: %(grade)s. %(reason)s")
        % {
            "grade": Severity(found.severity).label,
            "reason": found.reason("zh" if moment.language.startswith("zh") else "en"),
        },
    )


_FURTHER = 200


def _further(moment: Moment) -> list[tuple[str, str]]:
    """Handlers elsewhere in the part of the tree that this person handles: head office sends to a branch, a branch to
    its department. Only those who may take it where they sit, and have no interest in the matter."""
    places = [path for role, path in moment.by.grants if role in HANDLING]
    below = Q(pk__in=())
    for place in places:
        below |= Q(unit__path__startswith=place)
    away = Recusal.objects.filter(case=moment.case, lifted_at=None).values("user")
    held = (
        Membership.objects.filter(below, role__in=("handler", "supervisor"), user__is_active=True, user__is_away=False)
        .exclude(user__in=away)
        .select_related("user__unit", "unit")
        .order_by("unit__path", "role", "user__employee_no")[:_FURTHER]
    )
    here = moment.case.unit.path  # those who handle for this unit are looked at one by one already
    rows = [one for one in held if not here.startswith(one.unit.path) and one.user.unit.path.startswith(one.unit.path)]
    grounds = cases.conflicts_of(moment.case, [one.user for one in rows])
    return [(str(one.user_id), f"{one.unit.name} · {one.user.name}") for one in rows if not grounds[one.user_id]]


class DispatchForm(forms.StepForm):
    """By the rules, or to somebody with a reason."""

    to = forms.choice(gettext_lazy("To whom"), required=False)
    reason = forms.line(gettext_lazy("Why not as the rules say"), required=False)

    def prepare(self) -> None:
        """Handlers near the case, then those elsewhere; the suggestion first."""
        near, self.closed = shared.staff_of(self.moment, *HANDLING)
        options = dict(near)
        for pk, name in _further(self.moment):
            options.setdefault(pk, name)
        self.route = route(self.moment.case, self.moment.at)
        name = self.route.user.name if self.route.user else _("nobody is free")
        forms.offer(self, "to", options.items(), blank=_("As the rules say: %(name)s") % {"name": name})


def _routes(moment: Moment, form: DispatchForm) -> Iterable[Line]:
    rule = form.route.rule
    language = "zh" if moment.language.startswith("zh") else "en"
    yield Line(
        "book-2",
        _("The rules say %(unit)s: %(reason)s")
        % {"unit": form.route.unit.name, "reason": rule.reason.in_language(language)},
    )
    for user, ground in form.route.passed_over:
        yield Line(
            "eye-off",
            _("%(name)s was passed over: %(reason)s") % {"name": user.name, "reason": _(words.ground(ground))},
        )
    for sentence in form.closed:
        yield Line("eye-off", _("Cannot be chosen: %(sentence)s") % {"sentence": sentence})


def _dispatch(moment: Moment, form: DispatchForm) -> object:
    to = form.cleaned_data["to"]
    return dispatch.dispatch(
        case=moment.case,
        to=shared.user(to) if to else None,
        reason=form.cleaned_data["reason"],
        by=moment.by,
        at=moment.at,
    )


class HandOverForm(forms.StepForm):
    """To whom and why."""

    to = forms.choice(gettext_lazy("To whom"))
    reason = forms.line(gettext_lazy("Why"))

    def prepare(self) -> None:
        """Colleagues who handle complaints here (before dispatch also agents), but not who has it already."""
        keeps = ("agent",) if self.moment.case.state in BEFORE_ASSIGNMENT else ()
        options, self.closed = shared.staff_of(self.moment, *HANDLING, *keeps)
        forms.offer(
            self, "to", (one for one in options if one[0] != str(self.moment.case.owner_id)), blank=_("Choose …")
        )


def _closed(_moment: Moment, form: Any) -> Iterable[Line]:
    for sentence in form.closed:
        yield Line("eye-off", _("Cannot be chosen: %(sentence)s") % {"sentence": sentence})


class RecuseForm(forms.StepForm):
    """Who stays away, on which ground."""

    user = forms.choice(gettext_lazy("Who stays away"))
    ground = forms.choice(gettext_lazy("Ground"))
    reason = forms.line(gettext_lazy("What the interest in the matter is"))

    def prepare(self) -> None:
        """Oneself, and who has to do with the case."""
        case = self.moment.case
        known = {str(self.moment.user.pk): _("%(name)s (you)") % {"name": self.moment.user.name}}
        known.setdefault(str(case.owner_id), case.owner.name)
        parts = case.participations.filter(to_at=None).select_related("user")
        known |= {str(part.user_id): part.user.name for part in parts if str(part.user_id) not in known}
        forms.offer(self, "user", known.items())
        forms.offer(self, "ground", ((code, _(recusal.GROUNDS[code])) for code in recusal.SAID), blank=_("Choose …"))


def _recuses(moment: Moment, form: RecuseForm) -> Iterable[Line]:
    yield Line("eye-off", _("Who is recused no longer sees the case. It cannot be undone by themselves."))
    if str(form["user"].value() or moment.user.pk) == str(moment.case.owner_id):
        yield Line("user", _("The complaint moves on by the routing rules, so that it always has an owner."))


def _recuse(moment: Moment, form: RecuseForm) -> object:
    data = form.cleaned_data
    return dispatch.recuse(
        case=moment.case,
        user=shared.user(data["user"]),
        ground=data["ground"],
        reason=data["reason"],
        by=moment.by,
        at=moment.at,
    )


class InvestigatorForm(forms.StepForm):
    """Who investigates."""

    user = forms.choice(gettext_lazy("Investigator"))

    def prepare(self) -> None:
        """Authorised investigators of the unit, of the units above it and of their departments."""
        options, self.closed = shared.staff_of(self.moment, "investigator", beside=True)
        forms.offer(self, "user", options, blank=_("Choose …"))


def _name(moment: Moment, form: InvestigatorForm) -> object:
    return dispatch.name_investigator(
        case=moment.case, user=shared.user(form.cleaned_data["user"]), by=moment.by, at=moment.at
    )


def _hand_over(moment: Moment, form: HandOverForm) -> object:
    data = form.cleaned_data
    return dispatch.hand_over(
        case=moment.case, to=shared.user(data["to"]), reason=data["reason"], by=moment.by, at=moment.at
    )


PAGES = (
    StepPage(code="grade", form=GradeForm, act=shared.act(classification.grade), before=_by_rules),
    StepPage(code="dispatch", form=DispatchForm, act=_dispatch, before=_routes),
    StepPage(code="hand_over", form=HandOverForm, act=_hand_over, before=_closed),
    StepPage(code="recuse", form=RecuseForm, act=_recuse, before=_recuses),
    StepPage(code="name_investigator", form=InvestigatorForm, act=_name, before=_closed),
)
