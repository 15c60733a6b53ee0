"""What was known of a person at a moment, without saying it: for finding out who changed what at the same time."""

from collections.abc import Mapping

from huiyin.cases.models import Person
from huiyin.cases.rules.merging import merge
from huiyin.core import crypto

STAMPED = ("name", "phone", "email", "certificate_no", "address")


def stamp(value: str) -> str:
    """A keyed fingerprint of a value as it stands, signs and spaces included."""
    return crypto.blind("stamp", value.strip().encode().hex())


def stamps(person: Person) -> dict[str, str]:
    """The fingerprints of what we hold of somebody, by field."""
    return {name: stamp(getattr(person, name)) for name in STAMPED}


def clashing(person: Person, values: Mapping[str, str], was: Mapping[str, str]) -> tuple[str, ...]:
    """The fields of `values` that somebody else has changed to something different since `was`."""
    typed = {name: stamp(value) for name, value in values.items()}
    return merge(was=was, now=stamps(person), typed=typed).conflicts
