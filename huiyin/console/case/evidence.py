"""The evidence register: every item with its hash and custody; its bytes only through the gate, streaming."""

from urllib.parse import quote

from django.contrib import messages
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from huiyin.cases.actions import evidence as register
from huiyin.cases.models import Evidence, Quarantine, Scan
from huiyin.cases.rules.scanning import WITHHELD
from huiyin.console.case import forms, looking, taking
from huiyin.console.case.frame import Moment, of_case, page
from huiyin.console.case.page import problem
from huiyin.core.errors import BadInput, Refused

AT_ONCE = 50


@require_GET
@of_case
def listed(moment: Moment) -> HttpResponse:
    """`evidence/`: the register, newest first, paged by number."""
    before = moment.request.GET.get("before", "")
    rows = Evidence.objects.filter(case_id=moment.case.pk).order_by("-number")
    if before.isdecimal():
        rows = rows.filter(number__lt=int(before[:9]))
    found = list(rows[: AT_ONCE + 1])
    older = f"?before={found[AT_ONCE - 1].number}" if len(found) > AT_ONCE else ""
    return page(moment, "console/case/evidence.html", {"rows": found[:AT_ONCE], "older": older})


class CustodyForm(forms.StepForm):
    """What was done with an item."""

    pairs = (("kind", "note"),)
    kind = forms.choice(gettext_lazy("What was done"))
    note = forms.line(gettext_lazy("By whom, to whom, why"), required=False)

    def prepare(self) -> None:
        """What a person can do with an item."""
        names = custody_names()
        forms.offer(self, "kind", ((code, names[code]) for code in ("inspected", "copied", "handed_over", "returned")))


class PublishForm(forms.StepForm):
    """Why the complainant may see an item."""

    reason = forms.line(gettext_lazy("Why the complainant may see it"))


def custody_names() -> dict[str, str]:
    """The kinds of custody entries as people read them."""
    return {
        "received": _("Received"),
        "handed_over": _("Handed on"),
        "copied": _("Copied"),
        "returned": _("Returned"),
        "verified": _("Verified"),
        "inspected": _("Inspected"),
    }


def _item(moment: Moment, number: int) -> Evidence:
    item = Evidence.objects.filter(case_id=moment.case.pk, number=number).first()
    if item is None:
        raise Http404
    return item


@require_http_methods(["GET", "POST"])
@of_case
def one(moment: Moment, place: int) -> HttpResponse:
    """`evidence/<number>/`: an item with its custody chain; POST adds a line to it."""
    item = _item(moment, place)
    form = CustodyForm(moment, moment.request.POST or None)
    status = 200 if moment.request.method == "GET" else 422
    if moment.request.method == "POST" and form.is_valid():
        try:
            register.record_custody(
                evidence=item,
                by=moment.by,
                at=moment.at,
                kind=form.cleaned_data["kind"],
                note=form.cleaned_data["note"],
            )
            form, status = CustodyForm(moment), 200
            messages.success(moment.request, _("Written into the custody chain."))
        except Refused as refusal:
            form.trouble, status = taking.refusal_words(refusal), 409
    return _show(moment, item, form, status)


def _show(moment: Moment, item: Evidence, form: CustodyForm, status: int = 200) -> HttpResponse:
    names = custody_names()
    chain = [(names.get(row.kind, row.kind), row) for row in item.custody.order_by("at", "id")]
    shown = looking.can_be_shown(item)
    withheld = item.scan if item.scan in WITHHELD else ""
    quarantine = Quarantine.objects.filter(evidence=item).first() if item.scan not in (Scan.NONE, Scan.CLEAN) else None
    context = {
        "item": item, "can_be_shown": shown, "custody": chain, "form": form, "publish": PublishForm(moment),
        "withheld": withheld, "quarantine": quarantine,
    }  # fmt: skip
    return page(moment, "console/case/evidence_item.html", context, status=status)


@require_POST
@of_case
def verify(moment: Moment, place: int) -> HttpResponse:
    """`evidence/<number>/verify`: compare the kept bytes with the hash in the register."""
    item = _item(moment, place)
    try:
        register.verify(evidence=item, by=moment.by, at=moment.at)
    except Refused as refusal:
        return problem(moment, taking.refusal_words(refusal), 409)
    messages.success(moment.request, _("The file is exactly what was taken in: its SHA-256 is the same."))
    return _show(moment, item, CustodyForm(moment))


@require_POST
@of_case
def publish(moment: Moment, place: int) -> HttpResponse:
    """`evidence/<number>/publish`: let the complainant see the item."""
    item = _item(moment, place)
    try:
        reason = moment.request.POST.get("reason", "")
        item = register.publish(evidence=item, reason=reason, by=moment.by, at=moment.at)
    except Refused as refusal:
        return problem(moment, taking.refusal_words(refusal), 422 if isinstance(refusal, BadInput) else 409)
    messages.success(moment.request, _("The complainant sees it on the portal now."))
    return _show(moment, item, CustodyForm(moment))


@require_GET
@of_case
def file(moment: Moment, place: int) -> HttpResponse | StreamingHttpResponse:
    """`evidence/<number>/file`: the clear bytes as a download, decrypted while they travel; the access log says who."""
    item = _item(moment, place)
    try:
        pieces = register.read(evidence=item, by=moment.by, at=moment.at)
    except Refused as refusal:
        return problem(moment, taking.refusal_words(refusal), 409)
    response = StreamingHttpResponse(pieces, content_type="application/octet-stream")
    response["Content-Disposition"] = (
        f"attachment; filename=\"evidence-{item.number}\"; filename*=UTF-8''{quote(item.file_name, safe='')}"
    )
    response["Content-Length"] = str(item.size)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
