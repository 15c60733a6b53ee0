"""The living style page: every tag and part in use, in both languages and appearances."""

from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from huiyin.accounts import queries
from huiyin.console.keys import KEYS
from huiyin.core import time


class SampleForm(forms.Form):
    """One field of each shape."""

    name = forms.CharField(label="", max_length=60)
    phone = forms.CharField(label="", required=False)
    subject = forms.ChoiceField(label="")
    wish = forms.MultipleChoiceField(label="", widget=forms.CheckboxSelectMultiple)
    text = forms.CharField(label="", widget=forms.Textarea(attrs={"data-count": "#sample-count", "maxlength": "500"}))
    agree = forms.BooleanField(label="")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = {
            "name": _("Complainant"),
            "phone": _("Phone"),
            "subject": _("Subject"),
            "wish": _("What is wanted"),
            "text": _("What happened"),
            "agree": _("A representative acts for the complainant"),
        }
        for name, label in labels.items():
            self.fields[name].label = label
        self.fields["phone"].help_text = _("We call only about this complaint.")
        topics = [("C41", _("Claim takes too long")), ("P51", _("Dispute about surrender value"))]
        self.fields["subject"].choices = topics  # type: ignore[attr-defined]
        self.fields["wish"].choices = [("explain", _("An explanation")), ("pay", _("Payment"))]  # type: ignore[attr-defined]


def _clock(**fields: Any) -> SimpleNamespace:
    base = {"due_at": None, "state": "running", "paused": False, "warned": 0, "provisional": False, "met_at": None}
    return SimpleNamespace(**{**base, **fields})


def _clocks(now: datetime) -> list[tuple[str, SimpleNamespace]]:
    midnight = now.astimezone(time.SHANGHAI).replace(hour=0, minute=0, second=0, microsecond=0)

    def day(count: int) -> datetime:
        return midnight + timedelta(days=count)

    return [
        (_("far"), _clock(due_at=day(12))),
        (_("warned"), _clock(due_at=day(3), warned=1)),
        (_("due today"), _clock(due_at=day(1))),
        (_("hours"), _clock(due_at=now + timedelta(minutes=40))),
        (_("broken"), _clock(due_at=now - timedelta(hours=2, minutes=5))),
        (_("paused"), _clock(paused=True)),
        (_("provisional"), _clock(due_at=day(45), provisional=True)),
        (_("met"), _clock(state="met", due_at=day(2), met_at=now)),
        (_("met late"), _clock(state="late", due_at=day(-2), met_at=now)),
        (_("run out"), _clock(state="lapsed", due_at=day(-1))),
        (_("cancelled"), _clock(state="cancelled", due_at=day(2))),
    ]


def _rows(now: datetime) -> list[dict[str, Any]]:
    clocks = dict(_clocks(now))
    people = ["张*", "欧***", "L*********", "王**", "阿*******", "陈*"]
    subjects = [
        _("Claim for the car accident on Tianhe Road still not paid after 40 days"),
        _("Annual bonus far below what the seller promised"),
        _("Nobody answered three calls to the service line"),
        _("Surrender value lower than shown when the policy was bought"),
        _("Personal data passed on to another company"),
        _("Refusal of a medical claim during the waiting period"),
    ]
    states = [
        ("investigating", _("Under investigation")),
        ("plan_pending", _("Plan awaiting approval")),
        ("received", _("Received")),
        ("suspended", _("Suspended")),
        ("escalated", _("Escalated")),
        ("closed", _("Closed")),
    ]
    dues = [_("warned"), _("far"), _("due today"), _("paused"), _("broken"), _("met")]
    return [
        {
            "number": f"TS2026-{118 + n:06d}",
            "who": people[n],
            "subject": subjects[n],
            "state": states[n],
            "severity": f"L{n % 4 + 1}",
            "clock": clocks[dues[n]],
            "received": now - timedelta(hours=7 * n + 1, minutes=12),
        }
        for n in range(6)
    ]


def _timeline(now: datetime) -> list[dict[str, Any]]:
    ago = timedelta
    said = _("I sent all papers on 8 October. Since then nobody tells me anything. I want a date, and the money.")
    answer = _("We have received your complaint and registered it. You will hear our decision by the date below.")
    note = _("Surveyor's report is missing page 3. Asked the claims department, answer expected tomorrow.")
    files = [{"name": "invoice-2026-10.pdf", "url": "#", "size": 348_160}]
    return [
        {
            "kind": "public_in",
            "who": "张*",
            "at": now - ago(days=2),
            "channel": _("Web portal"),
            "text": said,
            "files": files,
        },
        {"kind": "system", "who": _("System"), "at": now - ago(days=2), "title": _("Dispatched to Guangzhou branch")},
        {"kind": "public_out", "who": "李敏", "at": now - ago(days=1, hours=3), "channel": _("E-mail"), "text": answer},
        {"kind": "note", "who": "李敏", "at": now - ago(hours=3), "text": note},
        {"kind": "evidence", "who": "周岩", "at": now - ago(hours=1), "title": _("Survey report"), "files": files},
        {"kind": "decision", "who": "陈立", "at": now - ago(minutes=4), "title": _("Liability: partly upheld")},
    ]


def _steps() -> list[dict[str, Any]]:
    return [
        {
            "label": _("Record the findings"),
            "url": "#",
            "icon": "checklist",
            "key": "f",
            "why": _("All three sources are done."),
            "clause": "3.2-3",
        },
        {"label": _("Ask for more material"), "url": "#", "icon": "mail"},
        {
            "label": _("Send the decision letter"),
            "needs": [_("the grounds of the decision"), _("the way to challenge it")],
            "clause": "令2020-3 §19",
        },
        {"label": _("Withdraw at the customer's request"), "url": "#sample-dialog", "method": "dialog", "danger": True},
    ]


def _days(now: datetime) -> list[dict[str, Any]]:
    first = time.local_date(now)
    states = [
        "start",
        *["counted"] * 3,
        "holiday",
        "weekend",
        "counted",
        *["paused"] * 3,
        "makeup",
        "counted",
        "counted",
    ]
    names = {4: _("National Day"), 7: _("outside appraisal")}
    days: list[dict[str, Any]] = []
    count = 0
    for place, state in enumerate(states):
        counted = state in ("counted", "makeup")
        count += counted
        day = (first + timedelta(days=place)).isoformat()
        number = count if counted else None
        last = place == len(states) - 1
        days.append({"date": day, "state": state, "number": number, "name": names.get(place, ""), "last": last})
    return days


def _rail() -> list[dict[str, Any]]:
    names = [
        (_("Home"), "home", "h", 4),
        (_("Queue"), "inbox", "q", 27),
        (_("Complaints"), "message-report", "c", None),
        (_("Customers"), "users", "u", None),
        (_("Handbook"), "book-2", "b", None),
        (_("Settings"), "settings", "s", None),
    ]
    lines = [
        {"label": label, "icon": icon, "key": key, "count": count, "url": "#", "active": key == "q"}
        for label, icon, key, count in names
    ]
    return [
        {"code": "work", "heading": _("My work"), "lines": lines[:4], "is_open": True},
        {"code": "house", "heading": _("The house"), "lines": lines[4:], "is_open": True},
    ]


def show(request: HttpRequest) -> HttpResponse:
    """`/_style`: while developing for everybody, otherwise for administrators; unknown to all others."""
    user = request.user
    allowed = settings.DEBUG or (user.is_authenticated and queries.actor(user).has_role("administrator"))
    if not allowed:
        raise Http404
    now = time.now()
    form = SampleForm({"name": "", "text": _("Text that was typed stays where it is.")})
    context = {
        "now": now,
        "rail": _rail(),
        "keys": KEYS,
        "search_url": "#",
        "new_complaint_url": "#",
        "bell_url": "#",
        "bell_count": 3,
        "person_name": "李敏",
        "person_role": _("Complaint handler"),
        "person_url": "#",
        "form": form,
        "clocks": _clocks(now),
        "rows": _rows(now),
        "timeline": _timeline(now),
        "steps": _steps(),
        "days": _days(now),
        "end": datetime.combine(time.local_date(now) + timedelta(days=13), datetime.min.time(), time.SHANGHAI),
        "tab_items": [
            {"label": _("Mine"), "url": "#", "active": True, "count": 12},
            {"label": _("My unit"), "url": "#", "count": 48},
            {"label": _("Waiting for me"), "url": "#", "count": 2},
        ],
        "chip_items": [
            {"name": _("State"), "value": _("Under investigation"), "remove_url": "#"},
            {"name": _("Severity"), "value": "L3", "remove_url": "#"},
        ],
        "facts_rows": [
            (_("Policy"), "GZ-2023-0045187"),
            (_("Product"), _("Household car insurance")),
            (_("Address"), ""),
        ],
    }
    return render(request, "style/portal.html" if "portal" in request.GET else "style/show.html", context)
