"""The opinion book of an outlet: a month of it, taking an entry over, answering, the page to print (令2010-4 art 3)."""

from datetime import date
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import content_disposition_header, urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from huiyin.accounts.models import Unit
from huiyin.audit import actions as audit
from huiyin.cases import queries as cases
from huiyin.cases.actions import outlet as actions
from huiyin.cases.models import BookEntry, Case, Message, Person
from huiyin.cases.queries import outlet as queries
from huiyin.cases.rules import outlet as rules
from huiyin.console.outlets.forms import EntryForm
from huiyin.console.visit import Visit, desk
from huiyin.core import masking
from huiyin.core.documents import render
from huiyin.core.errors import BadInput
from huiyin.core.time import local_date
from huiyin.core.wording import moment_text


@desk("intake")
def book(visit: Visit) -> HttpResponse:
    """`outlets/`: the entries of an outlet and a month, and the form for the next one."""
    unit, first = _asked(visit, visit.request.GET)
    form = EntryForm(place=queries.next_place(unit), today=local_date(visit.at))
    return _page(visit, unit, first, form)


@desk("intake", "POST")
def enter(visit: Visit) -> HttpResponse:
    """`outlets/enter`: take an entry over."""
    given = visit.request.POST
    unit, first = _asked(visit, given)
    form = EntryForm(given)
    if not form.is_valid():
        return _page(visit, unit, first, form, status=422)
    try:
        done = actions.enter(written=actions.Written(unit=unit, **form.cleaned_data), by=visit.by, at=visit.at)
    except BadInput as fault:
        form.add_error(fault.field if fault.field in form.fields else None, fault.message)
        return _page(visit, unit, first, form, status=422)
    messages.success(visit.request, _("Registered as %(number)s.") % {"number": done.case.number})
    return _back(unit, done.written_on)


@desk("intake", "POST")
def answer(visit: Visit, number: str) -> HttpResponse:
    """`outlets/<number>/answer`: write the answer under an entry."""
    try:
        case = cases.get(visit.user, number)
    except Case.DoesNotExist:
        raise Http404 from None
    entry = actions.answer(case=case, text=visit.request.POST.get("text", ""), by=visit.by, at=visit.at)
    messages.success(visit.request, _("The answer stands in the book."))
    return _back(entry.unit, entry.written_on)


@desk("intake")
def paper(visit: Visit) -> HttpResponse:
    """`outlets/paper`: the month as a PDF for the outlet, names and numbers masked."""
    unit, first = _asked(visit, visit.request.GET)
    month = queries.month_of(visit.user, unit, first)
    lang = "en" if (get_language() or "").startswith("en") else "zh"
    data = {
        "title": _("Opinion book"),
        "insurer": settings.INSURER["name_en" if lang == "en" else "name"],
        "unit": unit.name_en if lang == "en" and unit.name_en else unit.name,
        "month": f"{first:%Y-%m}",
        "counted": str(len(month.entries)),
        "limit": _("%(days)d days") % {"days": rules.days_on(first)},
        "missing": _missing(month) or _("none"),
        "made_at": moment_text(visit.at),
        "entries": [
            {
                "place": row["place"], "day": str(row["entry"].written_on), "kind": row["entry"].get_kind_display(),
                "text": row["text"], "answer": row["answer"] or _("Not answered yet"), "due": str(row["entry"].due_on),
            }
            for row in _rows(month, local_date(visit.at))
        ],
    }  # fmt: skip
    audit.looked(kind="exported", by=visit.by, at=visit.at, aggregate=("unit", unit.pk), fields=["opinion book"])
    pdf = render("opinion_book", data, lang="en" if lang == "en" else "zh", at=visit.at)
    answer_ = HttpResponse(pdf, content_type="application/pdf")
    name = f"{_('Opinion book')}-{unit.code}-{first:%Y-%m}.pdf"
    answer_.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    return answer_


def _asked(visit: Visit, given: Any) -> tuple[Unit, date]:
    """(the outlet, the first day of the month); left out: one's own unit, this month. Raises BadInput, 404."""
    code = str(given.get("unit", ""))
    unit = Unit.objects.filter(code=code, is_active=True).first() if code else visit.user.unit
    if unit is None:
        raise Http404
    text = str(given.get("month", ""))
    try:
        first = date.fromisoformat(f"{text}-01") if text else local_date(visit.at).replace(day=1)
    except ValueError:
        raise BadInput("book.month", _("Write the month as year-month."), field="month") from None
    return unit, first


def _back(unit: Unit, day: date) -> HttpResponse:
    return redirect(f"{reverse('outlets')}?{urlencode({'unit': unit.code, 'month': f'{day:%Y-%m}'})}")


def _page(visit: Visit, unit: Unit, first: date, form: EntryForm, *, status: int = 200) -> HttpResponse:
    month = queries.month_of(visit.user, unit, first)
    context = {
        "unit": unit, "month": f"{first:%Y-%m}", "form": form, "rows": _rows(month, local_date(visit.at)),
        "missing": _missing(month), "days": rules.days_on(first), "most": rules.MOST_ANSWER,
        "units": Unit.objects.filter(is_active=True).order_by("path"),
    }  # fmt: skip
    return visit.page("outlets/book.html", context, status)


def _rows(month: queries.Month, today: date) -> list[dict[str, Any]]:
    """The entries with their words, masked. Three statements."""
    ids = [entry.pk for entry in month.entries]
    words: dict[Any, str] = {}
    for pk, text in (
        Message.objects.filter(case__in=ids, direction="in").order_by("at", "id").values_list("case_id", "text")
    ):
        words.setdefault(pk, text)
    names: dict[Any, list[str]] = {}
    for person in Person.objects.filter(case__in=ids):
        names.setdefault(person.case_id, []).append(person.name)
    return [_row(entry, words.get(entry.pk, ""), names.get(entry.pk, []), today) for entry in month.entries]


def _row(entry: BookEntry, text: str, names: list[str], today: date) -> dict[str, Any]:
    return {
        "entry": entry, "place": f"{entry.volume}-{entry.page}-{entry.line}", "text": masking.words(text, names),
        "answer": masking.words(entry.answer, names),
        "late": entry.answered_at is None and today > entry.due_on,
        "was_late": entry.answered_at is not None and local_date(entry.answered_at) > entry.due_on,
    }  # fmt: skip


def _missing(month: queries.Month) -> str:
    return "、".join(f"{volume}-{page}" for volume, page in month.missing)
