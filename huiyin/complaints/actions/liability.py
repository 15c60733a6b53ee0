"""Who is responsible, to what share, on what ground; and with that whether the complaint is upheld (3.2-6)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max
from django.utils.translation import gettext as _

from huiyin.cases.models import Case
from huiyin.complaints.actions import checks
from huiyin.complaints.actions.base import begin, finish
from huiyin.complaints.models import Liability
from huiyin.complaints.models.complaint import Verdict
from huiyin.complaints.rules import closing
from huiyin.core.actions import action
from huiyin.core.actors import Actor
from huiyin.core.errors import BadInput

PARTY_KINDS = ("insurer", "unit", "staff", "intermediary", "partner", "customer", "third_party")


@dataclass(frozen=True, kw_only=True)
class Party:
    """One responsible party. `share` in whole percent; `within_insurer`: has the insurer to answer for it?"""

    party: str
    kind: str
    share: int
    verdict: str
    within_insurer: bool
    legal_ground: str
    contract_ground: str = ""
    clause: str = ""


@action
def determine(*, case: Case, parties: Sequence[Party], by: Actor, at: datetime) -> list[Liability]:
    """Determine who is responsible (3.2-6): the shares add up to 100, each verdict has its legal ground.

    What is upheld against a party falls within the insurer's responsibility; the verdict on the whole follows from
    those on the parties. Returns the rows of the new version; earlier versions stay.
    """
    case, facts = begin(case, "set_liability", by=by)
    for party in parties:
        _check(party)
    total = sum(party.share for party in parties)
    if total != 100:
        message = _("The shares of responsibility add up to %(total)d percent; they have to be 100.") % {"total": total}
        raise BadInput("liability.shares", message, field="share")
    newest = Liability.objects.filter(case=case).aggregate(n=Max("version"))["n"] or 0
    rows = Liability.objects.bulk_create(
        Liability(
            case=case,
            round=facts.round,
            version=newest + 1,
            party=party.party.strip(),
            party_kind=party.kind,
            share=party.share,
            verdict=party.verdict,
            within_insurer=party.within_insurer,
            clause=party.clause.strip(),
            legal_ground=party.legal_ground.strip(),
            contract_ground=party.contract_ground.strip(),
            at=at,
            by_id=by.id,
            by_label=by.label,
        )
        for party in parties
    )
    verdict = closing.verdict_of(party.verdict for party in parties)
    case.complaint.verdict = verdict
    case.complaint.save(update_fields=["verdict"])
    finish(
        case,
        "set_liability",
        by=by,
        at=at,
        body={
            "verdict": verdict,
            "liability_version": newest + 1,
            "parties": [[row.party_kind, row.share, row.verdict, row.within_insurer, row.clause] for row in rows],
        },
        personal={f"party {number}": row.party for number, row in enumerate(rows, start=1)},
        outputs={"liability": [row.pk for row in rows]},
    )
    return rows


def _check(party: Party) -> None:
    checks.text(party.party, "party", _("Name the responsible party."), most=120)
    checks.text(party.legal_ground, "legal_ground", _("Give the legal ground of the responsibility."), least=4)
    checks.short(party.clause, "clause", most=300)
    if party.kind not in PARTY_KINDS:
        raise BadInput("liability.kind", _("Choose what kind of party this is."), field="kind")
    if party.verdict not in Verdict.values:
        raise BadInput("liability.verdict", _("Choose: upheld, partly upheld or not upheld."), field="verdict")
    if not 0 <= party.share <= 100:
        raise BadInput("liability.share", _("A share lies between 0 and 100 percent."), field="share")
    if closing.owes_rectification(party.verdict) and not party.within_insurer:
        message = _("What is upheld falls within the insurer's responsibility: mark it so, or do not uphold it.")
        raise BadInput("liability.within_insurer", message, field="within_insurer")
