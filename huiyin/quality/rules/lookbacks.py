"""Looking back from one upheld complaint at the customers who did not complain (3.2-9, 3.4): who may have met it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

# Whoever is worked through in one project stands on its list; more belong into several.
MOST = 20_000
LONGEST = timedelta(days=366 * 10)
# A policy signed so near to the one complained about is proposed.
AROUND = timedelta(days=365)
TRIES = 3


def _(text: str) -> str:
    """Marks for translation; translated by whoever shows it."""
    return text


@dataclass(frozen=True, kw_only=True)
class Reach:
    """Which policies the cause may have reached: sold by one person or of one product, signed in a time. Empty: any."""

    signed_from: date
    signed_to: date
    seller_no: str = ""
    product_code: str = ""
    line: str = ""
    sales_channel: str = ""


def proposed(
    *, seller_no: str, product_code: str, line: str, sales_channel: str, signed_on: date, today: date
) -> Reach:
    """What is proposed from the policy complained about: the same seller and product, a year around its signing."""
    return Reach(
        seller_no=seller_no, product_code=product_code, line=line, sales_channel=sales_channel,
        signed_from=signed_on - AROUND, signed_to=min(signed_on + AROUND, max(today, signed_on)),
    )  # fmt: skip


def faults(reach: Reach) -> Iterator[tuple[str, str]]:
    """(field, sentence) of what is wrong with it."""
    if not reach.seller_no and not reach.product_code:
        yield "product_code", _("Name the product or who sold it: all policies of a time are no one cause.")
    if reach.signed_to < reach.signed_from:
        yield "signed_to", _("The time ends before it begins.")
    elif reach.signed_to - reach.signed_from > LONGEST:
        yield "signed_from", _("At most ten years at once.")


# What became of somebody on the list, and what each must say.
OUTCOMES = ("remedied", "explained", "not_affected", "declined", "unreachable", "complained")


def wrong_outcome(outcome: str, *, note: str, amount: Decimal | None, tried: int, case: bool) -> tuple[str, str] | None:
    """(field, sentence) of what is missing for this outcome; None when nothing is."""
    if outcome not in OUTCOMES:
        return "outcome", _("Choose what became of it.")
    if amount is not None and (amount < 0 or outcome != "remedied"):
        return "amount", _("Only who is compensated gets a sum, of 0 or more.")
    if outcome == "remedied" and amount is None:
        return "amount", _("Say how much was given; 0 when it was put right without money.")
    if outcome == "unreachable" and tried < TRIES:
        return "outcome", _("Try three times before you give up: by phone, message or letter, on different days.")
    if outcome == "complained":
        return None if case else ("case", _("Name the number of the complaint that came of it."))
    if not note.strip():
        return "note", _("Say in a sentence how you know.")
    return None
