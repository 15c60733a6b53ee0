"""Letters on paper: take one in, read what was recognised beside the pages, put the words right."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from huiyin.accounts.models import Unit
from huiyin.audit import actions as audit
from huiyin.cases import queries as cases
from huiyin.cases.actions import letters as actions
from huiyin.cases.models import Case, Kind, Letter, Wording
from huiyin.cases.queries import letters as queries
from huiyin.cases.rules import letters as rules
from huiyin.complaints.actions import triage
from huiyin.console import sending
from huiyin.console.case.looking import can_be_shown
from huiyin.console.letters.forms import NewLetter
from huiyin.console.visit import Visit, desk
from huiyin.core import masking, uploads
from huiyin.core.errors import BadInput
from huiyin.core.files import Stored
from huiyin.core.reading import scanned

SHOWN = 50
TYPES = ".pdf,.tif,.tiff,.jpg,.jpeg,.png,.bmp,.webp"


@desk("intake")
def listed(visit: Visit) -> HttpResponse:
    """`letters/`: the newest letters, paged by their key."""
    last = _uuid(visit.request.GET.get("before", ""))
    rows = list(queries.before(queries.seen_by(visit.user), last)[: SHOWN + 1])
    shown = [{"letter": row, "subject": masking.text(row.case.subject)} for row in rows[:SHOWN]]
    older = f"?before={rows[SHOWN - 1].pk}" if len(rows) > SHOWN else ""
    return visit.page("letters/list.html", {"rows": shown, "older": older})


@desk("intake", "GET POST", keeps=True)
def new(visit: Visit) -> HttpResponse:
    """`letters/new`: take one in, to be triaged or at once as a complaint."""
    if visit.request.method != "POST":
        return _form(visit, NewLetter(unit=visit.user.unit))
    data = visit.request.POST
    form = NewLetter(data)
    wrong: list[str] = []
    files: list[Stored] = []
    try:
        files = uploads.arrived(visit.request, "files", sending.owner(visit.user))
    except BadInput as fault:
        wrong = [fault.message]
    if not form.is_valid() or wrong:
        return _form(visit, form, wrong, status=422)
    try:
        done = actions.take_letter(coming=_coming(form, files, data), by=visit.by, at=visit.at)
    except BadInput as fault:
        needs = fault.needs or [fault.message]
        is_of_files = fault.field not in form.fields
        if not is_of_files:
            form.add_error(fault.field, " ".join(needs))
        return _form(visit, form, list(needs) if is_of_files else [], status=422)
    case = done.letter.case
    if "do_complaint" in data and done.created:
        triage.take_as_complaint(case=case, by=visit.by, at=visit.at)
    _tell(visit, done)
    seen = cases.visible_to(visit.user).filter(pk=case.pk).exists()
    return redirect("letter", case.number) if seen else redirect("letters")


def _coming(form: NewLetter, files: list[Stored], data: QueryDict) -> actions.Coming:
    given: dict[str, Any] = {name: value for name, value in form.cleaned_data.items() if name != "unit"}
    unit = Unit.objects.filter(code=form.cleaned_data["unit"]).first()
    key = str(data.get("idempotency_key", ""))
    return actions.Coming(**given, unit=unit, files=files, idempotency_key=key)


def _tell(visit: Visit, done: actions.Taken) -> None:
    number = done.letter.case.number
    if not done.created:
        messages.warning(visit.request, _("This was registered before as %(number)s.") % {"number": number})
        return
    messages.success(visit.request, _("Registered as %(number)s.") % {"number": number})
    same = [one.number for one in cases.named(visit.user, queries.same_files(done.letter))]
    if same:
        words = _("A page of this letter is in %(numbers)s already, byte for byte: is it the same letter?")
        messages.warning(visit.request, words % {"numbers": ", ".join(same)})


def _form(visit: Visit, form: NewLetter, wrong: Any = (), *, status: int = 200) -> HttpResponse:
    context = {
        "form": form, "file_errors": list(wrong), "max_bytes": settings.UPLOAD_MAX_BYTES,
        "max_files": min(settings.UPLOAD_MAX_FILES, rules.MOST_FILES), "types": TYPES,
        "is_installed": scanned.is_installed(),
    }  # fmt: skip
    return visit.page("letters/new.html", context, status)


@desk("intake")
def one(visit: Visit, number: str) -> HttpResponse:
    """`letters/<number>/`: the pages and their words, clear: whoever looks is in the access log."""
    letter = _letter(visit, number)
    audit.looked(kind="read", by=visit.by, at=visit.at, aggregate=("case", letter.pk), fields=["letter"])
    return visit.page("letters/one.html", _shown(letter))


@desk("intake", "POST")
def act(visit: Visit, number: str, step: str) -> HttpResponse:
    """confirm (the words of each page), again (read once more)."""
    letter = _letter(visit, number)
    if step == "again":
        actions.read_again(case=letter.case, by=visit.by, at=visit.at)
        messages.success(visit.request, _("The words are read once more; that takes some seconds a page."))
    elif step == "confirm":
        given = visit.request.POST
        texts = {row: given.get(f"page-{row}", "") for row in _numbers(letter) if f"page-{row}" in given}
        try:
            actions.confirm_words(case=letter.case, texts=texts, by=visit.by, at=visit.at)
        except BadInput as fault:
            context = _shown(letter, texts) | {"fault": fault.message}
            return visit.page("letters/one.html", context, 422)
        messages.success(visit.request, _("What the letter says is on the timeline, as you wrote it."))
    else:
        raise Http404
    return redirect("letter", letter.case.number)


def _letter(visit: Visit, number: str) -> Letter:
    try:
        case = cases.get(visit.user, number)
    except Case.DoesNotExist:
        raise Http404 from None
    letter = Letter.objects.filter(pk=case.pk).first()
    if letter is None:
        raise Http404
    letter.case = case
    return letter


def _numbers(letter: Letter) -> list[int]:
    return list(letter.pages.order_by("number").values_list("number", flat=True)) or [1]


def _shown(letter: Letter, typed: dict[int, str] | None = None) -> dict[str, Any]:
    pages = []
    for row in letter.pages.select_related("evidence").order_by("number"):
        lines = rules.lines_of(row.lines)
        text = (typed or {}).get(row.number, row.corrected or rules.text_of(lines))
        doubtful = [line or "□□□" for line, sure in lines if not line or sure < rules.SURE]
        pages.append(
            {
                "number": row.number, "text": text, "read": rules.text_of(lines), "doubtful": doubtful,
                "file": row.evidence, "rows": min(max(text.count("\n") + 2, 4), 30), "seconds": row.took / 100,
            }
        )  # fmt: skip
    if not pages and letter.state != Wording.WAITING:
        pages = [{"number": 1, "text": (typed or {}).get(1, ""), "read": "", "doubtful": [], "rows": 12, "seconds": 0}]
    files = [{"item": item, "can_be_shown": can_be_shown(item)} for item in queries.files_of(letter.pk)]
    return {
        "letter": letter, "case": letter.case, "pages": pages, "files": files,
        "untriaged": letter.case.kind == Kind.UNTRIAGED and letter.case.is_open,
        "is_installed": scanned.is_installed(), "package": "requirements/ocr.txt",
        "may_repeat": letter.state in (Wording.OFF, Wording.NONE, Wording.READ),
    }  # fmt: skip


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None
