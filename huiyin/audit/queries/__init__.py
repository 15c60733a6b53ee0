"""Reading and verifying the ledger, the access log, checkpoints, case files and proofs."""

from huiyin.audit.queries.ledger import (
    access_after,
    as_hashed,
    chain,
    last,
    last_of,
    verify,
    verify_access,
    verify_all,
    written_to_since,
)

__all__ = [
    "access_after",
    "as_hashed",
    "chain",
    "last",
    "last_of",
    "verify",
    "verify_access",
    "verify_all",
    "written_to_since",
]
