"""Who must stay away from a case (令2020-3 art 17; 3.2-1). Pure.

A conflict found by rule keeps somebody from being named; a declared one is recorded and removes access as well.
"""

from dataclasses import dataclass

from huiyin.core.noop import _

# Ground → the sentence for people. `declared` and `requested` come from a person, the others are found.
GROUNDS: dict[str, str] = {
    "respondent": _("The complaint is about this person."),
    "seller": _("This person sold the policy."),
    "same_person": _("This person has the same e-mail address as somebody on the complainant's side."),
    "superior": _("This person directly leads the staff complained about."),
    "declared": _("This person declared an interest in the matter."),
    "requested": _("The complainant asked that this person stay away."),
    "family": _("A close relative of this person is concerned."),
    "other": _("Another reason to doubt impartiality."),
}
# Grounds that a person may give; the others are for the machine.
SAID = ("declared", "requested", "family", "other")


@dataclass(frozen=True)
class Candidate:
    """A member of staff, as far as conflicts need them. `leads` are the paths of the units they lead themselves."""

    employee_no: str
    email_blind: str
    leads: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Interests:
    """Whom a case concerns: staff numbers, fingerprints of e-mail addresses, and where the respondent works."""

    respondent_no: str = ""
    respondent_path: str = ""
    seller_no: str = ""
    email_blinds: frozenset[str] = frozenset()


def conflict(candidate: Candidate, interests: Interests) -> str:
    """The ground on which the candidate may not be named, empty when there is none.

    Leading counts only for the very unit in which the respondent works: a branch manager is not everyone's superior
    here, the level above is for approval and review.
    """
    number = candidate.employee_no.strip()
    if number and number == interests.respondent_no:
        return "respondent"
    if number and number == interests.seller_no:
        return "seller"
    if candidate.email_blind and candidate.email_blind in interests.email_blinds:
        return "same_person"
    if interests.respondent_path and interests.respondent_path in candidate.leads:
        return "superior"
    return ""
