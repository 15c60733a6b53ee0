"""A file that is kept: what actions are handed by edges, and what letters become. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Stored:
    """`digest` names the content in `core.blobs`; `size` is that of the clear content in bytes.

    `scan` says how it stands with the virus scanner when that is known: empty for a paper that we made ourselves, the
    state of the item of the register that it is a copy of; None for whatever came from outside.
    """

    digest: str
    size: int
    name: str
    content_type: str
    scan: str | None = None
