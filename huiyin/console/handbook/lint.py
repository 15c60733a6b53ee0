"""The citation linter on the desk: a text pasted or a file, findings with place and mend, to be taken along as CSV."""

import csv
import io
from datetime import timedelta
from typing import Any

from django import forms
from django.core import signing
from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import get_language, gettext_lazy, pgettext
from django.utils.translation import gettext as _

from huiyin.console.handbook.frame import tabs
from huiyin.console.visit import Visit, desk
from huiyin.core import blobs, uploads
from huiyin.core.errors import BadInput
from huiyin.core.files import Stored
from huiyin.core.reading import ENDINGS, MOST_BYTES, Reading, UnreadableError, read_bytes
from huiyin.core.time import local_date
from huiyin.handbook.queries import citations
from huiyin.handbook.rules.citations.report import Row, rows

MOST_TEXT = 500_000
SHOWN = 500  # findings on the page; the CSV holds all
_SALT = "console.handbook.lint"
_KEPT = timedelta(hours=12)  # as long as the page may offer a file again for its CSV
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class LintForm(forms.Form):
    """A text or a file, and the day."""

    text = forms.CharField(
        label=gettext_lazy("Text"),
        required=False,
        max_length=MOST_TEXT,
        strip=False,
        widget=forms.Textarea({"rows": 8, "spellcheck": "false"}),
    )
    on = forms.DateField(
        label=gettext_lazy("As of"), required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    again = forms.CharField(required=False, max_length=2_000, widget=forms.HiddenInput)


@desk("desk", "GET POST")
def show(visit: Visit) -> HttpResponse:
    """The form; after a POST the findings below it, or all of them as CSV."""
    form = LintForm(visit.request.POST if visit.request.method == "POST" else None)
    context: dict[str, Any] = {
        "form": form,
        "tabs": tabs("handbook_lint", visit.by),
        "types": ",".join(f".{ending}" for ending in ENDINGS),
        "max_bytes": MOST_BYTES,
        "today": local_date(visit.at),
    }
    if not form.is_valid():
        return visit.page("handbook/lint.html", context, status=422 if form.is_bound else 200)
    try:
        file = _file(visit, form)
        reading = _reading(form.cleaned_data["text"], file)
    except UnreadableError as error:
        context["file_errors"] = [error.in_language(get_language() or "zh-hans")]
        return visit.page("handbook/lint.html", context, status=422)
    except BadInput as refused:
        context["file_errors"] = [refused.message]
        return visit.page("handbook/lint.html", context, status=422)
    on = form.cleaned_data["on"] or local_date(visit.at)
    found = rows(
        citations.check(reading.text, on),
        reading.text,
        get_language() or "zh-hans",
        unit=reading.unit,
        starts=reading.starts,
    )
    if visit.request.POST.get("as") == "csv":
        return _csv(found, file)
    alarms = sum(one.is_alarm for one in found)
    context |= {
        "checked": True,
        "rows": [(one, _kind(one)) for one in found[:SHOWN]],
        "shown": SHOWN,
        "more": max(0, len(found) - SHOWN),
        "alarms": alarms,
        "unchecked": len(found) - alarms,
        "name": file.name if file else "",
        "on": on,
        "again": signing.dumps([str(visit.user.pk), file.digest, file.size, file.name], salt=_SALT) if file else "",
    }
    return visit.page("handbook/lint.html", context)


def _file(visit: Visit, form: LintForm) -> Stored | None:
    """The file sent with the form, or the one of the page before."""
    sent = uploads.taken(visit.request.FILES.getlist("file"))
    if sent or not form.cleaned_data["again"]:
        return sent[0] if sent else None
    try:
        who, digest, size, name = signing.loads(form.cleaned_data["again"], salt=_SALT, max_age=_KEPT)
    except signing.BadSignature:
        who, digest, size, name = "", "", 0, ""
    if who != str(visit.user.pk) or not blobs.exists(digest):
        raise BadInput("lint.gone", _("The file is not there any more: choose it again."), field="file")
    return Stored(digest, size, name, "")


def _reading(text: str, file: Stored | None) -> Reading:
    if file is None:
        if not text.strip():
            raise BadInput("lint.what", _("Paste a text or choose a file."), field="text")
        return Reading(text, "line")
    if file.size > MOST_BYTES:
        raise UnreadableError("too_big", f"{MOST_BYTES // 2**20} MB")
    return read_bytes(blobs.read(file.digest), file.name)


def _kind(one: Row) -> dict[str, str]:
    """The kind as the page shows it: a word and a colour."""
    return {
        "wrong": {"state": "breached", "word": _("Wrong")},
        "superseded": {"state": "waiting", "word": _("Superseded")},
        "authority ended": {"state": "waiting", "word": _("Authority ended")},
        "not verifiable": {"state": "", "word": _("Not verifiable")},
    }[one.kind]


def _csv(found: list[Row], file: Stored | None) -> HttpResponse:
    """All findings as CSV that spreadsheets open as text: no cell begins a formula."""
    made = io.StringIO()
    writer = csv.writer(made)
    writer.writerow([pgettext("in a text", "Place"), _("Quote"), _("Kind"), _("Source"), _("Mend")])
    for one in found:
        cells = (one.place, one.quote, _kind(one)["word"], one.source, one.mend)
        writer.writerow([f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in cells])
    answer = HttpResponse("\ufeff" + made.getvalue(), content_type="text/csv; charset=utf-8")
    stem = (file.name.rpartition(".")[0] if file else "") or _("citations")
    name = f"{stem}-{_('citations')}.csv" if file else f"{stem}.csv"
    answer.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    return answer
