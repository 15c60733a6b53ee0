"""Writing the ledger and the access log; checkpoints, case files and nightly proofs."""

from huiyin.audit.actions.checkpoints import hold_checkpoints, make_checkpoint, rotate_key
from huiyin.audit.actions.dossiers import (
    expire_dossiers,
    fail_dossier,
    finish_dossier,
    hand_out_dossier,
    note_progress,
    order_dossier,
)
from huiyin.audit.actions.feed import carry_feed_on
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
from huiyin.audit.actions.proofs import begin_proof, end_proof, note_proof, told_of_proof

__all__ = [
    "Aggregate", "begin_proof", "carry_feed_on", "draft", "end_proof", "erase_sealed", "expire_dossiers",
    "fail_dossier", "finish_dossier", "hand_out_dossier", "hold", "hold_checkpoints", "looked", "make_checkpoint",
    "note_progress", "note_proof", "order_dossier", "record", "rotate_key", "seal_access", "told_of_proof",
    "try_hold",
]  # fmt: skip
