"""Help: what each role does here, the keyboard, and which clause stands behind what."""

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from huiyin.accounts.models import Role
from huiyin.console.visit import Visit, desk

# Role → what its holder does here, and the clauses that ask for it.
DUTIES = {
    "agent": (
        _(
            "Takes complaints from every channel, finds the customer first, checks identity, accepts, "
            "answers, asks about satisfaction."
        ),
        "1.2-2, 1.2-7, 3.1-1, 3.1-5, 3.1-8",
    ),
    "handler": (
        _(
            "Answers for a complaint from acceptance to closing: classifies, dispatches, plans, writes the "
            "decision, tells the complainant."
        ),
        "1.1-7, 3.1-3, 3.1-6, 3.3-1 … 3.3-4",
    ),
    "investigator": (
        _(
            "Collects evidence from the customer, our systems and third parties; writes down truth, cause and "
            "scope. Has no interest in the matter."
        ),
        "3.2-1, 3.2-3 … 3.2-6",
    ),
    "supervisor": (
        _("Watches limits and load, reviews findings, approves plans up to L1, closes, decides not to proceed."),
        "3.1-2, 3.2-1, 3.3-2, 3.4-1",
    ),
    "branch_manager": (
        _("Approves plans up to L2 and extensions, answers for the branch, decides reviews of sub-branches."),
        "3.1-2; 令2020-3 art 18, 20",
    ),
    "head_office_cp": (
        _(
            "Handles major and head-office matters, approves up to L3, decides reviews of branches, answers "
            "the regulator."
        ),
        "3.1-2; 令2020-3 art 18, 20, 29",
    ),
    "executive": (
        _("Approves L4 and the last extension, sees the board of the whole house."),
        "3.1-2; 令2020-3 art 18",
    ),
    "quality": (
        _("Reads every case to judge how it was handled; changes none."),
        "1.4-4, 3.4-4",
    ),
    "knowledge_editor": (
        _("Keeps the standard answers; sees no case."),
        "1.1-3",
    ),
    "privacy_officer": (
        _("Watches who looked at what; sees the access log and the ledger, no case."),
        "1.3-4, 2.1-7",
    ),
    "administrator": (
        _("Keeps units, people, roles, tokens and the system running; sees no case."),
        "1.1-7",
    ),
    "auditor": (
        _("Reads every case, the access log and the ledger; changes nothing."),
        "1.1-7, 1.2-10",
    ),
}


@desk("desk")
def show(visit: Visit) -> HttpResponse:
    """The help page; the person's own roles come first."""
    roles = visit.by.roles
    rows = [(str(Role(code).label), words, clauses, code in roles) for code, (words, clauses) in DUTIES.items()]
    return visit.page("help.html", {"rows": sorted(rows, key=lambda row: not row[3])})
