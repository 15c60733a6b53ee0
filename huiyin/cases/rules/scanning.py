"""Which files are withheld, and who lets them go. Pure."""

from collections.abc import Collection

# How a file stands with the virus scanner while nobody gets it: it waits, or something was found.
HELD, QUARANTINED = "held", "quarantined"
WITHHELD = frozenset({HELD, QUARANTINED})
# What may be asked about again: it came before there was a scanner, or before there was the signature.
TO_SCAN_AGAIN = frozenset({"", HELD, "clean"})
# Who keeps the machines and who keeps the data; not who works on the case and wants the file.
RELEASES = frozenset({"administrator", "privacy_officer"})
SEES = RELEASES | {"auditor"}
REASON_LEAST = 4


def may_release(roles: Collection[str]) -> bool:
    """May somebody with these roles let a withheld file go?"""
    return bool(RELEASES & set(roles))


def on_arrival(known: str | None, *, is_on: bool) -> str:
    """How a file begins: as it is `known` to stand, else held where a scanner is set."""
    if known is not None:
        return known
    return HELD if is_on else ""
