"""What carries a complaint over its last steps: payments, telling, the question, the archive (3.4-1, 3.1-7, art 21)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from huiyin.cases.rules.limits import REASON_LEAST
from huiyin.core.noop import _
from huiyin.core.time import local_date

# The methods of telling (art 21): from which moment each counts, and the proof that it must leave.
# Being shown on the portal tells nobody, so it is not here.
MOMENTS = {
    "handed_over": _("the moment it was handed over"),
    "posted": _("the moment it was posted"),
    "email": _("the moment the mail server took it"),
    "sms": _("the moment the gateway took it"),
    "phone": _("the moment of dialling"),
}
PROOFS = {
    "handed_over": _("Attach the receipt with the signature."),
    "posted": _("Write down the number of the registered letter or parcel."),
    "sms": _("Write down the reference of the text message gateway."),
    "phone": _("Write down the number of the call record."),
}
# Methods whose proof is a number; the others need an evidence item (or, for mail, the server's answer).
NUMBERED = frozenset({"posted", "sms", "phone"})
_NUMBER_LEAST = 4


@dataclass(frozen=True)
class Paid:
    """One payment made for a plan."""

    amount: Decimal
    has_proof: bool


def payments_cover(planned: Decimal, paid: Iterable[Paid]) -> bool:
    """Do the proven payments add up to the planned compensation, in yuan (3.4-1)? Nothing planned is covered."""
    return sum((one.amount for one in paid if one.has_proof), Decimal(0)) >= planned


def payment_fault(amount: Decimal, *, planned: Decimal, paid: Decimal) -> str:
    """Why a payment of `amount` cannot be booked beside `paid` on a plan of `planned` yuan; empty when it can."""
    if not amount.is_finite() or amount <= 0 or amount != amount.quantize(Decimal("0.01")):
        return _("A payment is more than zero and has at most two decimals.")
    if not planned:
        return _("The approved plan has no compensation.")
    if paid + amount > planned:
        return _("The payments together would be more than the approved compensation: have a new plan approved first.")
    return ""


def proof_fault(method: str, *, reference: str, has_evidence: bool) -> str:
    """What is missing as proof of telling by `method` (art 21); empty when it is enough.

    E-mail needs nothing here: the mail server's answer is its proof.
    """
    if method == "email":
        return ""
    if method not in PROOFS:
        return _("Being shown on the portal does not count as telling: hand over, post, mail, text or call.")
    if method in NUMBERED:
        return "" if len(reference.strip()) >= _NUMBER_LEAST else PROOFS[method]
    return "" if has_evidence else PROOFS[method]


def is_unreachable(attempts: Sequence[datetime], least: int) -> bool:
    """Has nobody been reached in `least` attempts on different days, Shanghai time (art 21)?"""
    return len({local_date(at) for at in attempts}) >= least


def archive_due(ended_at: datetime, watch_days: int) -> date:
    """The first day on which an ended case may go to the archive: the day after the watch period, Shanghai time."""
    return local_date(ended_at) + timedelta(days=watch_days + 1)


def may_archive(ended_at: datetime, at: datetime, watch_days: int, *, rectification_open: bool) -> bool:
    """Is the watch period over (day of closing not counted) and every rectification verified (3.4-5, 3.3-6)?"""
    return not rectification_open and local_date(at) >= archive_due(ended_at, watch_days)


def owes_rectification(verdict: str) -> bool:
    """A complaint upheld in whole or part exposed a problem, and an exposed problem is rectified (3.3-6)."""
    return verdict in {"upheld", "partly"}


def verdict_of(verdicts: Iterable[str]) -> str:
    """The verdict on the whole complaint from those on the parties: upheld or not where all agree, else partly."""
    found = set(verdicts)
    return found.pop() if len(found) == 1 else "partly"


def parts_fault(parts_open: int, reason: str) -> str:
    """Why a case with open parts is not closed without a word; empty when it may be. The sentence is to be
    translated."""
    if parts_open and len(reason.strip()) < REASON_LEAST:
        return _("Parts of this case are still open: close them first, or say in the remark why it ends before them.")
    return ""
