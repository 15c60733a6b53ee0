"""Who is calling? What a caller must say before anything is revealed. Pure.

A number on a display can be forged, and a phone is lent, lost and shared: it proves nothing. Whoever calls says two
things that the record holds, one of them a whole number that a stranger does not know (1.2-7, 7.2-3).
"""

from collections.abc import Mapping
from datetime import timedelta

WHOLE = ("certificate", "policy_number")
OTHERS = ("name", "born_on")
ASKED = (*WHOLE, *OTHERS)
# After so many wrong answers in one call nobody is identified in it any more: somebody is guessing.
MOST_WRONG = 3
# Who was identified stays so for what is still to be written down after the call.
AFTERWARDS = timedelta(hours=1)


def is_enough(said: Mapping[str, str]) -> bool:
    """Did the caller say two things, a whole certificate or policy number among them?"""
    given = {name for name in ASKED if said.get(name, "").strip()}
    return len(given) >= 2 and bool(given & set(WHOLE))
