"""Was the customer shown, and told the meaning of, what the contract does not cover, before it was made? Pure.

Where nobody can prove it, the clause has no effect (保险法 art 17): whoever decides a complaint sees that first.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

LONGEST_WORDS, LONGEST_PROOF = 1000, 200
# proved: shown and explained in time and confirmed; unconfirmed: shown and explained, without the customer's word;
# unexplained: shown, not explained; part: some exclusions only; late: only after the contract; nothing: no record.
Standing = Literal["proved", "unconfirmed", "unexplained", "part", "late", "nothing"]


@dataclass(frozen=True)
class Seen:
    """One showing or explaining: which clauses, on which day, whether the customer confirmed it."""

    kind: str
    paths: Sequence[str]
    on: date
    is_confirmed: bool


def standing(seen: Sequence[Seen], exclusions: Sequence[str], signed_on: date | None) -> Standing:
    """What can be proved of a contract that was signed on a day (None: not yet) under terms with these exclusions
    (6.2-2, 6.2-4; 保险法 art 17). Terms without exclusions need no proof."""
    needed = set(exclusions)
    if not needed:
        return "proved"
    if not seen:
        return "nothing"
    in_time = [one for one in seen if signed_on is None or one.on <= signed_on]
    if not in_time:
        return "late"
    # To explain a clause is to show it as well.
    shown = {path for one in in_time for path in one.paths}
    if not needed <= shown:
        return "part"
    if not needed <= {path for one in in_time if one.kind == "explained" for path in one.paths}:
        return "unexplained"
    confirmed = {path for one in in_time if one.is_confirmed for path in one.paths}
    return "proved" if needed <= confirmed else "unconfirmed"


def fault(
    *, paths: Sequence[str], known: Sequence[str], shown_at: datetime, now: datetime, understood: str,
    understood_at: datetime | None, policy_number: str, application_no: str, words: str, proof: str, proof_hash: str,
) -> str:  # fmt: skip
    """What is wrong with a record before it is kept: `nobody`, `future`, `paths`, `none`, `understood`, `early`,
    `words`, `proof`, `hash`; empty when nothing is. `known`: the numbers of all clauses of the version."""
    if not (policy_number or application_no):
        return "nobody"
    if shown_at > now or (understood_at is not None and understood_at > now):
        return "future"
    if not paths:
        return "none"
    if not set(paths) <= set(known):
        return "paths"
    if (understood == "not") != (understood_at is None):
        return "understood"
    if understood_at is not None and understood_at < shown_at:
        return "early"
    if len(words) > LONGEST_WORDS or "\x00" in words:
        return "words"
    if len(proof) > LONGEST_PROOF or "\x00" in proof:
        return "proof"
    if proof_hash and not (len(proof_hash) == 64 and all(char in "0123456789abcdef" for char in proof_hash)):
        return "hash"
    return ""
