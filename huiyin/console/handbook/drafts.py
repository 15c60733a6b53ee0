"""Drafts of rules on the desk: the list, a new one, one draft beside the version in force, its text as a typed form."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from huiyin.audit import queries as audit
from huiyin.clocks.actions import trials
from huiyin.console.entries import told
from huiyin.console.handbook import rule_form, wording
from huiyin.console.handbook.frame import tabs
from huiyin.console.visit import Visit, desk
from huiyin.core.errors import BadInput, Refused
from huiyin.core.time import local_date
from huiyin.handbook import queries as handbook
from huiyin.handbook.actions.approval import sentence
from huiyin.handbook.models import DraftState, RuleDraft
from huiyin.handbook.queries import drafts as reading
from huiyin.handbook.rules import approval
from huiyin.handbook.rules.leftovers import leftovers
from huiyin.handbook.rules.node import PackError
from huiyin.handbook.rules.writing import rule_of

SIZE = 50
WRITABLE = (DraftState.DRAFT, DraftState.REJECTED)


class NewForm(forms.Form):
    """Which rule is changed, and from when on."""

    rule = forms.ChoiceField(label=gettext_lazy("Rule"))
    effective_from = forms.DateField(label=gettext_lazy("In force from"))
    reason = forms.CharField(
        label=gettext_lazy("Why it is changed"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
    ends = forms.BooleanField(
        label=gettext_lazy("The rule ends on that day"), required=False,
        help_text=gettext_lazy("Limits that run by then go on to their end; no new one begins."),
    )  # fmt: skip

    def __init__(self, data: Any = None, *, initial: Mapping[str, Any]) -> None:
        super().__init__(data, initial=dict(initial))
        language = get_language() or "zh-hans"
        groups = []
        for code in handbook.pack_codes():
            pack = handbook.pack(code)
            newest = {rule.code: rule for rule in handbook.rules_of((code,))}
            rows = [
                (f"{code}/{rule.code}", f"{rule.title.in_language(language)} · {wording.length_of(rule)}")
                for rule in newest.values()
            ]
            groups += [(pack.title.in_language(language), rows)] if rows else []
        self.fields["rule"].choices = groups  # type: ignore[attr-defined]
        self.fields["effective_from"].widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


@desk("publishing")
def listed(visit: Visit) -> HttpResponse:
    """Drafts of rules, last changed first, page by key."""
    after = _key(visit.request.GET.get("after", ""))
    found = reading.drafts(after=after, limit=SIZE + 1)
    rows = [{"draft": one, **_named(one)} for one in found[:SIZE]]
    last = found[SIZE - 1] if len(found) > SIZE else None
    more = f"{reverse('rule_drafts')}?after={last.pk}" if last else ""
    context = {"rows": rows, "next_url": more, "may_write": may_write(visit), "tabs": tabs("rule_drafts", visit.by)}
    return visit.page("handbook/drafts/list.html", context)


@desk("publishing", "GET POST")
def new(visit: Visit) -> HttpResponse:
    """A draft that follows the newest version of a rule."""
    initial = {"rule": visit.request.GET.get("rule", ""), "effective_from": local_date(visit.at) + timedelta(days=7)}
    form = NewForm(visit.request.POST if visit.request.method == "POST" else None, initial=initial)
    if form.is_valid():
        pack, _slash, code = form.cleaned_data["rule"].partition("/")
        given = {name: form.cleaned_data[name] for name in ("effective_from", "reason", "ends")}
        try:
            draft = trials.draft_rule(code=code, pack=pack, **given, by=visit.by, at=visit.at)
        except Refused as refused:
            field = getattr(refused, "field", "")
            form.add_error(field if field in form.fields else None, refused.message)
        else:
            return redirect("rule_draft" if draft.ends else "rule_draft_text", draft.pk)
    context = {"form": form, "tabs": tabs("rule_drafts", visit.by)}
    return visit.page("handbook/drafts/new.html", context, status=422 if form.is_bound else 200)


@desk("publishing")
def one(visit: Visit, draft_id: UUID) -> HttpResponse:
    """One draft: in words beside the version it follows, what is missing, who did what."""
    draft = get(draft_id)
    before, after = reading.base_of(draft), reading.terms_of(draft)
    lines = wording.compared(before, after) if after else wording.in_words(before)
    standing = reading.standing(draft, visit.at)
    open_ = draft.state in (*WRITABLE, DraftState.SUBMITTED)
    is_second = approval.may_approve(visit.user.pk, draft.created_by_id, draft.editors)
    context = frame(visit, draft, "rule_draft") | {
        "lines": lines,
        "before": before,
        "leftovers": leftovers(before, after) if after else [],
        "lacks": [sentence(code) for code in approval.lacking(standing)] if open_ else [],
        "is_open": open_,
        "may_decide": draft.state == DraftState.SUBMITTED and is_second and may_write(visit),
        "is_own": not is_second,
        "entries": told(audit.chain(draft.key).order_by("-seq")[:30]),
        "editors": _people(draft),
        "version": getattr(draft, "published", None),
    }
    return visit.page("handbook/drafts/one.html", context)


@desk("publishing", "GET POST")
def text(visit: Visit, draft_id: UUID) -> HttpResponse:
    """The text of a draft as a typed form; a POST keeps it."""
    draft = get(draft_id)
    if draft.ends or draft.state not in WRITABLE:
        return redirect("rule_draft", draft.pk)
    form = _form(visit, draft)
    if form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("effective_from", "reason")}
        try:
            trials.edit_rule(draft=draft, seen=_seen(visit), body=form.body(), **given, by=visit.by, at=visit.at)
        except BadInput as error:
            form.blame(error.__cause__ if isinstance(error.__cause__, PackError) else error)
        else:
            messages.success(visit.request, _("The draft is kept; its examples were run on it."))
            return redirect("rule_draft_examples", draft.pk)
    context = (
        frame(visit, draft, "rule_draft_text") | {"form": form, "kinds": _kinds(form.kind)} | _preview(draft, form)
    )
    return visit.page("handbook/drafts/text.html", context, status=422 if form.is_bound else 200)


@desk("publishing", "POST")
def look(visit: Visit, draft_id: UUID) -> HttpResponse:
    """What the form says as it is typed: in words beside the version in force, with its faults. Nothing is kept."""
    draft = get(draft_id)
    form = _form(visit, draft)
    form.is_valid()
    return visit.page("handbook/drafts/_preview.html", {"draft": draft, "form": form} | _preview(draft, form))


def _form(visit: Visit, draft: RuleDraft) -> rule_form.RuleForm:
    kind = visit.request.POST.get("kind") or visit.request.GET.get("kind") or rule_form.kind_of(draft.body)
    data = visit.request.POST if visit.request.method == "POST" else None
    known = kind if kind in rule_form.KINDS else rule_form.kind_of(draft.body)
    return rule_form.RuleForm(data, kind=known, body=draft.body, initial=initial_of(draft))


def initial_of(draft: RuleDraft) -> dict[str, Any]:
    """What the form of a draft shows beside the rule's own body."""
    initial = {"effective_from": draft.effective_from, "reason": draft.reason}
    return initial | ({} if "status" in draft.body else {"status": handbook.pack(draft.pack).status})


def _preview(draft: RuleDraft, form: rule_form.RuleForm) -> dict[str, Any]:
    """The form's text in words beside the version in force; its faults, each with the name of its field."""
    before = reading.base_of(draft)
    rule = reading.terms_of(draft)
    if form.is_bound:
        rule = None
        if not form.errors:
            try:
                since = form.cleaned_data["effective_from"]
                rule = rule_of(form.body() | {"code": draft.code}, since, handbook.pack(draft.pack))
            except PackError as fault:
                form.blame(fault)
    faults = [
        (str(form.fields[name].label) if name in form.fields else "", f"id_{name}", " ".join(str(one) for one in said))
        for name, said in form.errors.items()
    ]
    lines = wording.compared(before, rule) if rule else []
    return {
        "faults": faults,
        "lines": lines,
        "changes": sum(line.is_changed for line in lines),
        "before": before,
        "leftovers": leftovers(before, rule) if rule else [],
    }


def _kinds(now: str) -> list[tuple[str, str, bool]]:
    labels = {"limit": _("One limit"), "ladder": _("A limit that can be extended"), "fixed": _("A date that is set")}
    return [(kind, label, kind == now) for kind, label in labels.items()]


def get(draft_id: UUID) -> RuleDraft:
    """A draft by its id; 404 when there is none."""
    return get_object_or_404(RuleDraft.objects.select_related("created_by", "decided_by", "published"), pk=draft_id)


def frame(visit: Visit, draft: RuleDraft, page: str) -> dict[str, Any]:
    """What the pages of a draft share: its name, its tabs, who may do what."""
    names = [("rule_draft", _("The draft")), ("rule_draft_text", _("Text")), ("rule_draft_examples", _("Examples")),
             ("rule_replay", _("What would change"))]  # fmt: skip
    hidden = {"rule_draft_text", "rule_draft_examples"} if draft.ends else set[str]()
    if draft.state not in WRITABLE or not may_write(visit):
        hidden |= {"rule_draft_text"}
    found = [
        {"label": label, "url": reverse(name, args=[draft.pk]), "active": name == page}
        for name, label in names
        if name not in hidden
    ]
    is_writable = draft.state in WRITABLE and may_write(visit)
    return {"draft": draft, **_named(draft), "tabs": found, "may_write": may_write(visit), "is_writable": is_writable}


def _named(draft: RuleDraft) -> dict[str, Any]:
    language = get_language() or "zh-hans"
    before = reading.base_of(draft)
    rule = reading.terms_of(draft)
    return {
        "title": (rule or before).title.in_language(language),
        "pack_title": handbook.pack(draft.pack).title.in_language(language),
        "length_before": wording.length_of(before),
        "length_after": wording.length_of(rule) if rule else _("ends"),
    }


def may_write(visit: Visit) -> bool:
    """Does the visitor write or approve rules?"""
    return visit.by.has_role(*approval.WRITERS)


def _people(draft: RuleDraft) -> list[str]:
    rows = type(draft.created_by).objects.filter(pk__in=draft.editors).order_by("employee_no")
    return [user.name for user in rows]


def _seen(visit: Visit) -> int:
    said = visit.request.POST.get("seen", "")
    return int(said) if said.isdecimal() else 0


def _key(said: str) -> Any:
    try:
        row = RuleDraft.objects.filter(pk=UUID(said)).first()
    except ValueError:
        return None
    return (row.changed_at, row.pk) if row else None
