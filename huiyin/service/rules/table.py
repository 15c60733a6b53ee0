"""The path of a service request as one table: kinds, phases, steps, their order, who takes them (1.2, 6.4). Pure.

Read it beside domain §2.2. `path` asks it; nothing else decides about the path.
"""

from dataclasses import dataclass

from huiyin.core.noop import _

# Before acceptance, while it is handled, afterwards (1.2-1).
PHASES = (("before", _("Before acceptance")), ("during", _("While it is handled")), ("after", _("Afterwards")))

RECEIVED, NEEDS_PAPERS, ACCEPTED, ROUTED = "received", "needs_papers", "accepted", "routed"
ANSWERED, CLOSED, ENDED, ARCHIVED, PROMOTED = "answered", "closed", "ended", "archived", "promoted"
BEFORE = (RECEIVED, NEEDS_PAPERS)
OPEN = (*BEFORE, ACCEPTED, ROUTED, ANSWERED)

DESK = ("agent", "handler", "supervisor", "branch_manager", "head_office_cp")
LEADING = ("supervisor", "branch_manager", "head_office_cp")

# Kind of request (1.2-5) → the steps every request of the kind goes through, in this order.
CHAINS: dict[str, tuple[str, ...]] = {
    "consultation": ("accept", "sort", "answer", "close", "archive"),
    "claims_help": ("check_identity", "check_papers", "accept", "process", "answer", "close", "archive"),
    "policy_management": ("check_identity", "accept", "process", "answer", "close", "archive"),
    "policy_change": ("check_identity", "check_papers", "accept", "process", "answer", "close", "archive"),
}
# What art 19 and 20 of order 2010 no. 4 call 保全: their limits run for these kinds only.
POLICY_SERVICE = ("policy_management", "policy_change")
# Steps that an authorised person may leave out, with a reason (1.2-7). Accepting and answering are never left out.
SKIPPABLE = ("check_identity", "check_papers", "sort", "process")
# What a consultation is about (6.4-1).
TOPICS = ("product", "cover", "claims", "surrender", "benefits", "other")
OUTCOMES = ("solved", "unsolved", "no_word")


@dataclass(frozen=True)
class Step:
    """One row of the table. `to` empty: the state stays. `kinds` empty: every kind."""

    code: str
    title: str
    phase: str
    states: tuple[str, ...]
    to: str
    roles: tuple[str, ...]
    clause: str = ""
    kinds: tuple[str, ...] = ()


_PAPERS = ("claims_help", "policy_change")

STEPS: tuple[Step, ...] = (
    Step("respond", _("Give a first answer"), "before", (*BEFORE, ACCEPTED, ROUTED), "", DESK, "1.2-3, 6.3-1"),
    Step(
        "check_identity", _("Check identity and policy"), "before", BEFORE, "", DESK, "1.2-7",
        ("claims_help", "policy_management", "policy_change"),
    ),
    Step("ask_papers", _("List what is missing"), "before", BEFORE, NEEDS_PAPERS, DESK, "令2010-4 art 19", _PAPERS),
    Step("check_papers", _("Papers are complete"), "before", BEFORE, RECEIVED, DESK, "令2010-4 art 19", _PAPERS),
    Step("accept", _("Accept the request"), "before", (RECEIVED,), ACCEPTED, DESK, "1.2-6"),
    Step("sort", _("Say what it is about"), "during", (ACCEPTED,), "", DESK, "6.4-2", ("consultation",)),
    Step("route", _("Hand to somebody else"), "during", (ACCEPTED,), ROUTED, DESK, "1.2-4"),
    Step("take", _("Confirm the hand-over"), "during", (ROUTED,), ACCEPTED, DESK, "1.2-4"),
    Step("give_back", _("Give it back"), "during", (ROUTED,), ACCEPTED, DESK, "1.2-4"),
    Step(
        "process", _("Note what was done"), "during", (ACCEPTED,), "", DESK, "1.2-6",
        ("claims_help", "policy_management", "policy_change"),
    ),
    Step("answer", _("Answer the customer"), "during", (ACCEPTED,), ANSWERED, DESK, "6.4-2"),
    Step("go_on", _("The answer was not enough"), "after", (ANSWERED,), ACCEPTED, DESK, "1.2-9"),
    Step("close", _("Close the request"), "after", (ANSWERED,), CLOSED, DESK, "1.2-8"),
    Step("archive", _("Put into the archive"), "after", (CLOSED, ENDED), ARCHIVED, LEADING, "1.2-10"),
    Step("skip", _("Leave out a step"), "during", (RECEIVED, NEEDS_PAPERS, ACCEPTED), "", LEADING, "1.2-7"),
    Step("promote", _("It is a complaint"), "after", OPEN, PROMOTED, DESK, "1.2-9"),
    Step("end", _("End without handling"), "after", (*BEFORE, ACCEPTED, ROUTED), ENDED, DESK, "1.2-3"),
)  # fmt: skip
BY_CODE = {step.code: step for step in STEPS}
# State of a request → state of the shared case, which lists and indexes read.
CASE_STATES = {
    RECEIVED: "received", NEEDS_PAPERS: "received", ACCEPTED: "accepted", ROUTED: "assigned", ANSWERED: "confirming",
    CLOSED: "closed", ENDED: "not_proceeded", ARCHIVED: "archived", PROMOTED: "received",
}  # fmt: skip


def chain(kind: str) -> tuple[str, ...]:
    """The steps that every request of `kind` goes through. KeyError for an unknown kind."""
    return CHAINS[kind]
