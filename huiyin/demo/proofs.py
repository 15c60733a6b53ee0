"""The proof of independence in the ledger of a cast case: that of its model, said of its own policy."""

from collections.abc import Mapping
from typing import Any

from huiyin.complaints.rules import independence

# What can be examined only where somebody is known to have sold the policy.
OF_A_SELLER = ("seller", "seller_superior", "relative_staff")


def anew(body: Mapping[str, Any], seller_known: bool) -> Mapping[str, Any]:
    """The body of an entry, its proof (if it has one) told for a policy with a seller, or without one.

    Nobody who takes part in the stories sells policies, so that no seller is ever a conflict.
    """
    proof = body.get("independence")
    if not proof:
        return body
    seen = {**proof["seen"], "seller_known": seller_known}
    result = "clear" if seller_known else "unknown"
    examined = {
        ground: result
        if ground in OF_A_SELLER and not (ground == "relative_staff" and seen["respondent_known"])
        else found
        for ground, found in proof["examined"].items()
    }
    seen["version"] = independence.fingerprint(seen, examined)
    return {**body, "independence": {**proof, "seen": seen, "examined": examined}}
