"""Reading requests."""

from huiyin.service.queries.facts import facts, open_hand_over, packs_of_case

__all__ = ["facts", "open_hand_over", "packs_of_case"]
