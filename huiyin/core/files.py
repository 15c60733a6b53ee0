"""A file that is kept: what actions are handed by edges, and what letters become. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Stored:
    """`digest` names the content in `core.blobs`; `size` is that of the clear content in bytes."""

    digest: str
    size: int
    name: str
    content_type: str
