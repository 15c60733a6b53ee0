"""Writing the ledger and the access log; checkpoints, case files and nightly proofs."""

from huiyin.audit.actions.ledger import (
    Aggregate,
    draft,
    erase_sealed,
    hold,
    looked,
    record,
    seal_access,
    try_hold,
)

__all__ = ["Aggregate", "draft", "erase_sealed", "hold", "looked", "record", "seal_access", "try_hold"]
