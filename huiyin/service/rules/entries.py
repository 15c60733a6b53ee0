"""What the ledger calls each step of a request, and its words. Pure."""

from huiyin.service.rules.table import STEPS

REGISTERED = "service.registered"
_PAST = {
    "respond": "responded", "check_identity": "identity_checked", "ask_papers": "papers_asked",
    "check_papers": "papers_complete", "accept": "accepted", "sort": "sorted", "route": "routed", "take": "taken",
    "give_back": "given_back", "process": "processed", "answer": "answered", "go_on": "gone_on", "close": "closed",
    "archive": "archived", "skip": "step_skipped", "end": "ended",
    "promote": "promoted",
}  # fmt: skip
ENTRIES = {step.code: f"service.{_PAST[step.code]}" for step in STEPS}
