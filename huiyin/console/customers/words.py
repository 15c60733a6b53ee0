"""Names of what a customer's record holds, in the language of the page."""

from typing import Any

from django.utils.translation import gettext as _

from huiyin.catalog.rules import current
from huiyin.complaints.queries.outlook import Outlook
from huiyin.customers.models import PartRole
from huiyin.customers.queries.record import APPLICANT


def details() -> dict[str, tuple[str, str]]:
    """For each personal detail its label, and its name in "Show …"."""
    return {
        "name": (_("Name"), _("the name")),
        "certificate_no": (_("Certificate"), _("the certificate number")),
        "phone": (_("Phone"), _("the phone number")),
        "email": (_("E-mail"), _("the e-mail address")),
        "address": (_("Address"), _("the address")),
        "born_on": (_("Born on"), _("the date of birth")),
    }


def label(name: str) -> str:
    """What a detail is called."""
    return _("Kind of certificate") if name == "certificate_kind" else details()[name][0]


def part(role: str) -> str:
    """A part in a policy."""
    return _("Applicant") if role == APPLICANT else str(PartRole(role).label)


def care(code: str, language: str) -> str:
    """Care that somebody needs."""
    node = current().axes["vulnerability"].get(code)
    return node.name.text(language) if node else code


def care_guide(code: str) -> str:
    """How to deal with somebody who needs this care; empty where nothing special holds."""
    return {
        "elderly": _("Call rather than write, and speak slowly; a web page alone is not enough. Large print on paper."),
        "disabled": _("Ask how they can be reached; offer a home visit, and let somebody they trust take part."),
        "ill": _("Ask for a good time to talk, ask for no paper twice, and nothing that we can get ourselves."),
        "minor": _("Speak with the parent or guardian; offers are out of the question."),
        "hardship": _("Look first whether the certain part can be paid in advance."),
    }.get(code, "")


def ground(code: str) -> str:
    """What speaks for or against two records being of one person (`rules.matching.WEIGHTS`)."""
    return {
        "certificate": _("same certificate number"),
        "certificate_typo": _("certificate number differs by one slip"),
        "certificate_other": _("two valid, different identity numbers"),
        "phone": _("same phone number"),
        "phone_typo": _("phone number differs by one slip"),
        "email": _("same e-mail address"),
        "name": _("same name"),
        "name_typo": _("name differs by one character"),
        "born": _("same date of birth"),
        "born_other": _("different dates of birth"),
        "policy": _("parts in the same policy"),
        "kind_other": _("a person and an organisation"),
    }[code]


def stage_why(code: str) -> str:
    """Why a customer is in a stage (`rules.stages.stage_of`)."""
    return {
        "no_policy": _("holds no policy of their own"),
        "signed": _("cover begins later"),
        "ended": _("no cover left"),
        "trouble": _("a complaint is open, or was found right lately"),
        "ending": _("cover ends soon, none after it"),
        "back": _("came back after a time without cover"),
        "first_policy": _("first policy begun lately"),
        "in_force": _("cover in force"),
    }.get(code, code)


def outlook_of(found: Outlook | None) -> dict[str, Any] | None:
    """What the page tells of how likely a customer is to leave; None: nothing may be told."""
    if found is None:
        return None
    names = {
        "years": _("short time with us"),
        "policies": _("few policies"),
        "ending": _("all cover ends within 90 days"),
        "complaint_open": _("a complaint is open"),
        "complaint_right": _("a complaint was found right within a year"),
        "claim_refused": _("a claim was refused within a year"),
        "claim_paid": _("no claim was paid within a year"),
    }
    return {
        "percent": round(100 * found.leaving),
        "reasons": [names.get(one, one) for one in found.reasons],
        "premiums": found.premiums,
        "said": f"{100 * found.bin.said:.0f}",
        "came": f"{100 * found.bin.came:.0f}",
        "count": found.bin.count,
        "name": found.model.name,
        "made": found.model.made,
    }


def principle(code: str) -> str:
    """What a principle of the records asks."""
    return {
        "complete": _("Name, certificate, phone, address and date of birth are there."),
        "correct": _("No value that cannot be right."),
        "current": _("Confirmed lately, or new."),
        "safe": _("Clear values were shown for a reason, and not too often."),
    }[code]


def fault(code: str) -> str:
    """What is wrong with a record (`rules.quality.faults`)."""
    kind, _colon, what = code.partition(":")
    if code == "correct:two_births":
        return _("Date of birth and certificate differ")
    if kind in ("current", "safe"):
        return {
            "current:old": _("Not confirmed for a year"),
            "safe:no_reason": _("Shown in clear without a reason"),
            "safe:often": _("Shown in clear very often"),
        }[code]
    words = _("%(detail)s is missing") if kind == "complete" else _("%(detail)s cannot be right")
    return words % {"detail": label(what)}


def standing(state: str) -> str:
    """How consent stands."""
    return {
        "given": _("given"),
        "withdrawn": _("withdrawn"),
        "expired": _("expired"),
        "never": _("never asked"),
    }[state]
