"""Who looked at what, and whether the ledger holds: for the privacy officer and the auditor."""

from collections.abc import Mapping
from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Q
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.audit import queries as audit
from huiyin.audit.models import Access, AccessBatch, Entry
from huiyin.cases import queries as cases
from huiyin.cases.models import PersonRole
from huiyin.cases.queries.queue import numbers_of, read_key
from huiyin.console.visit import Visit, desk

SIZE = 100
SAMPLE = 20_000


@desk("records")
def access(visit: Visit) -> HttpResponse:
    """The access log, newest first, page by key; narrowed to a kind of look or to one case."""
    query = visit.request.GET
    kind, number = query.get("kind", ""), query.get("case", "").strip()
    rows = Access.objects.order_by("-at", "-id")
    if kind:
        rows = rows.filter(kind=kind)
    if number:
        case = cases.find(number)
        rows = rows.filter(aggregate_kind="case", aggregate_id=case.pk) if case else rows.none()
    key = read_key(query.get("after", ""))
    if key is not None and key[0] is not None:
        rows = rows.filter(Q(at__lt=key[0]) | Q(at=key[0], id__lt=key[1]), at__lte=key[0])
    found = list(rows[: SIZE + 1])
    more = _address(kind, number, found[SIZE - 1].at, found[SIZE - 1].pk) if len(found) > SIZE else ""
    named = numbers_of(row.aggregate_id for row in found if row.aggregate_kind == "case" and row.aggregate_id)
    context = {
        "rows": [_row(row, named) for row in found[:SIZE]],
        "next_url": more,
        "kind": kind,
        "number": number,
        "kinds": kinds(),
    }
    return visit.page("access_log.html", context)


def kinds() -> dict[str, str]:
    """The kinds of looks in words."""
    return {
        "read": _("Case opened"),
        "reveal": _("Mask lifted"),
        "search": _("Customer looked up"),
        "download": _("File taken"),
        "export": _("Exported"),
        "released": _("File released from quarantine"),
        "sign_in": _("Signed in"),
        "sessions_ended": _("Sessions ended"),
        "code_again": _("Code of a second factor that was used before"),
        "policy": _("Sign-in policy changed"),
        "erase": _("Erased"),
    }


def _row(row: Access, named: Mapping[UUID, str]) -> tuple[Access, str, str, str, str, str]:
    """(row, number of the case, kind, what it is of, fields, reason) in words."""
    things = {"case": _("Complaint"), "customer": _("Customer"), "user": _("Account")}
    number = named.get(row.aggregate_id, "") if row.aggregate_id else ""
    ways = {
        "password": _("Password"),
        "link": _("One-time link"),
        "mfa": _("Second factor"),
        "socialaccount": _("Single sign-on"),
    }
    is_entry = row.kind == "sign_in"
    reason = " + ".join(ways.get(way, way) for way in row.reason.split("+")) if is_entry else row.reason
    what = things.get(row.aggregate_kind, row.aggregate_kind)
    return row, number, kinds().get(row.kind, row.kind), what, _fields(row), reason


def _fields(row: Access) -> str:
    """What was looked at, in words: `complainant.phone` is the phone of the complainant."""
    names = {
        "name": _("Name"),
        "phone": _("Phone"),
        "email": _("E-mail"),
        "certificate": _("Certificate number"),
        "certificate_no": _("Certificate number"),
        "address": _("Postal address"),
        "policy_number": _("Policy number"),
        "people": _("Holder and insured"),
    }
    roles = dict(PersonRole.choices)
    pairs = [field.rpartition(".") for field in row.fields]
    return ", ".join(
        " ".join(filter(None, (str(roles.get(who, "")), names.get(name, name)))) for who, _dot, name in pairs
    )


def _address(kind: str, number: str, at: datetime, pk: UUID) -> str:
    return f"{reverse('access_log')}?{urlencode({'kind': kind, 'case': number, 'after': f'{at.isoformat()}~{pk}'})}"


@desk("records", "GET POST")
def ledger(visit: Visit) -> HttpResponse:
    """The newest entries of all chains; a POST verifies chains and the access log's batches anew."""
    context: dict[str, object] = {
        "entries": Entry.objects.order_by("-written_at")[:SIZE],
        "batches": AccessBatch.objects.order_by("-seq")[:1],
        "sample": SAMPLE,
    }
    if visit.request.method == "POST":
        chains = list(audit.verify_all(limit=SAMPLE))[:SIZE]
        context |= {"verified": True, "chains": chains, "batch_faults": audit.verify_access()}
    return visit.page("ledger.html", context)
