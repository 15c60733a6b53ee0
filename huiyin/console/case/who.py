"""The left column: who complains, about what, and who works on it. Personal fields come masked."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.accounts.rules import arranges, visible_paths
from huiyin.cases.models import Flag, Person, State
from huiyin.cases.models.people import PersonRole
from huiyin.cases.rules import recusal
from huiyin.cases.rules.people import REPRESENTING
from huiyin.catalog.rules import Taxonomy, current, edition
from huiyin.channels.models import Call, CallDirection, SmsStop
from huiyin.channels.queries.sms import stops_of
from huiyin.complaints.models.complaint import Verdict
from huiyin.console.calls import listed as calls
from huiyin.console.case import words
from huiyin.console.case.dossier import Dossier
from huiyin.console.case.frame import Moment
from huiyin.console.customers.words import care_guide
from huiyin.core import masking
from huiyin.customers.models import ClaimStage

MASKS = {
    "name": masking.name,
    "phone": masking.phone,
    "email": masking.email,
    "certificate_no": masking.number,
    "address": masking.address,
}


def field_names() -> dict[str, tuple[str, str]]:
    """For each personal field its label, and its name in "Show …"."""
    return {
        "name": (_("Name"), _("the name")),
        "phone": (_("Phone"), _("the phone number")),
        "email": (_("E-mail"), _("the e-mail address")),
        "certificate_no": (_("Certificate"), _("the certificate number")),
        "address": (_("Address"), _("the address")),
    }


def read(moment: Moment, dossier: Dossier) -> dict[str, Any]:
    """What the left column shows. One statement: the people; one more where there are text messages."""
    people = list(Person.objects.filter(case_id=moment.case.pk).order_by("-is_contact", "id"))
    # Only where there are text messages does anybody ask for no more of them.
    stops = stops_of([person.phone for person in people]) if settings.SMS else {}
    return {
        "people": [_person(moment, person, stops) for person in people],
        "flags": flags(moment),
        "matter": _matter(moment, dossier),
        "policy": _policy(moment, dossier),
        "claims": [_claim(one) for one in dossier["claims"]],
        "calls": [_call(moment, one) for one in dossier["calls"]],
        "call_backs": dossier["call_backs"],
        "demands": [_demand(demand) for demand in dossier["demands"]],
        "labels": [_label(label, moment.language) for label in dossier["labels"]],
        "earlier": _earlier(dossier),
        "back_url": _back(moment, dossier),
        "staff": _staff(moment, dossier),
        "watching": any(one["user"] == str(moment.user.pk) for one in dossier["watchers"]),
        "recused": [
            {"name": one["name"], "why": _(recusal.GROUNDS.get(one["ground"], one["ground"])), "reason": one["reason"]}
            for one in dossier["recused"]
        ],
    }


def flags(moment: Moment) -> list[tuple[str, str]]:
    """The flags to show. Advice on organised complaints is for investigators only: it must not lower the service."""
    shown = [flag for flag in moment.case.flags if flag != Flag.AGENCY or moment.is_investigator]
    return [(flag, str(Flag(flag).label)) for flag in shown if flag in Flag.values]


def _person(moment: Moment, person: Person, stops: Mapping[str, SmsStop]) -> dict[str, Any]:
    labels = field_names()
    fields = [
        {
            "label": labels[name][0],
            "what": labels[name][1],
            "masked": MASKS[name](getattr(person, name)),
            "url": reverse("case_reveal", args=[moment.case.number, person.pk, name]),
        }
        for name in MASKS
        if getattr(person, name)
    ]
    taxonomy = current()
    return {
        "role": PersonRole(person.role).label,
        "fields": fields,
        "stop": stops.get(person.phone_blind),
        "is_contact": person.is_contact,
        "lacks_authority": person.role in REPRESENTING and not person.authority_evidence_id,
        "care": [
            (taxonomy.axis_label("vulnerability", code, moment.language), care_guide(code))
            for code in person.vulnerabilities
        ],
        "edit_url": reverse("case_person", args=[moment.case.number, person.pk]),
    }


def _matter(moment: Moment, dossier: Dossier) -> list[tuple[str, Any]]:
    case, taxonomy, language = moment.case, current(), moment.language
    complaint = getattr(case, "complaint", None)
    rows = [
        (_("Channel"), case.get_channel_display()),
        (_("External reference"), case.external_ref),
        (_("Line"), taxonomy.axis_label("line", case.line, language) if case.line else ""),
        (_("Unit"), case.unit.name),
        (_("Complained about"), (dossier["respondent"] or {}).get("name", "")),
    ]
    if complaint is not None:
        joint = _("%(count)d people") % {"count": complaint.joint_count} if complaint.joint_count > 1 else ""
        claimed = words.money(complaint.amount_claimed) if complaint.amount_claimed is not None else ""
        rows += [
            (_("Happened on"), complaint.happened_on or ""),
            (_("Joint complaint"), joint),
            (_("Sum claimed"), claimed),
            (_("Identity"), complaint.identity_check),
        ]
    return [(name, value) for name, value in rows if value]


def _policy(moment: Moment, dossier: Dossier) -> list[tuple[str, Any]]:
    held = dossier["policy"]
    if not held:
        return [(_("Policy"), moment.case.policy_number)] if moment.case.policy_number else []
    channel = current().axis_label("channel", held["channel"], moment.language) if held["channel"] else ""
    rows = [
        (_("Policy"), held["number"]),
        (_("Product"), held["product"]),
        (_("Term"), f"{held['starts']} – {held['ends'] or ''}"),
        (_("Sales channel"), channel),
        (_("Sold by"), " ".join(part for part in (held["seller"], held["seller_no"]) if part)),
    ]
    return [(name, value) for name, value in rows if value]


def _claim(one: dict[str, Any]) -> dict[str, Any]:
    stage = str(ClaimStage(one["stage"]).label) if one["stage"] else ""
    return one | {"stage": stage, "url": reverse("claim", args=[one["id"]])}


def _back(moment: Moment, dossier: Dossier) -> str:
    """Where it is asked who else may have met the same: once the complaint is found right, for who may look back."""
    complaint = getattr(moment.case, "complaint", None)
    if complaint is None or not arranges(moment.by.grants, moment.case.unit.path):
        return ""
    if dossier["lookback"]:
        return reverse("lookback", args=[dossier["lookback"]])
    found = complaint.verdict in (Verdict.UPHELD, Verdict.PARTLY)
    return reverse("lookback_new", args=[moment.case.number]) if found else ""


def _call(moment: Moment, one: dict[str, Any]) -> dict[str, Any]:
    """A call of this matter; its page only for who may open it (`calls.visible_to`)."""
    row = Call(began_at=one["began"], answered_at=one["answered"], ended_at=one["ended"], outcome=one["outcome"])
    opens = one["agent"] == str(moment.user.pk) or one["unit"].startswith(visible_paths(moment.by.grants) or ("\n",))
    return {
        "at": one["began"],
        "direction": CallDirection(one["direction"]).label,
        "agent": one["agent_name"] or "",
        "state": calls.state(row, moment.at),
        "spoken": calls.spoken(row.seconds),
        "url": reverse("call", args=[one["id"]]) if opens else "",
    }


def _demand(demand: dict[str, Any]) -> dict[str, Any]:
    result = str(Verdict(demand["result"]).label) if demand["result"] else ""
    asked = words.money(demand["amount"]) if demand["amount"] is not None else ""
    granted = words.money(demand["granted"]) if demand["granted"] is not None else ""
    return demand | {"text": masking.text(demand["text"]), "result": result, "asked": asked, "granted": granted}


def _label(label: dict[str, Any], language: str) -> dict[str, Any]:
    return label | {"name": _edition(label["version"]).label(label["code"], language)}


def _edition(version: str) -> Taxonomy:
    try:
        return edition(version)
    except KeyError:
        return current()


def _earlier(dossier: Dossier) -> list[dict[str, Any]]:
    return [
        {**one, "subject": masking.text(one["subject"]), "state": State(one["state"]).label}
        for one in dossier["earlier"]
    ]


def _staff(moment: Moment, dossier: Dossier) -> Iterable[dict[str, Any]]:
    owner = moment.case.owner
    yield {"name": owner.name, "part": _("Accountable"), "since": dossier["owner_since"], "is_owner": True}
    for one in dossier["staff"]:
        leave = reverse("case_participant_remove", args=[moment.case.number, one["id"]])
        yield {
            "name": one["name"],
            "part": words.part_name(one["role"]),
            "since": one["at"],
            "unit": one["unit"],
            "leave": leave,
        }
