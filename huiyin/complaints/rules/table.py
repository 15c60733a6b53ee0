"""The path of a complaint as one table: who may take which step, from which state, what it needs, where it leads.

Read it beside domain §2.1. `path` asks it; nothing else decides about the path.
"""

from dataclasses import dataclass

from huiyin.complaints.rules import needs
from huiyin.complaints.rules.needs import Need
from huiyin.core.noop import _

BEFORE_ASSIGNMENT = ("received", "accepted")
WORKING = ("assigned", "investigating", "liability_set", "plan_pending", "plan_approved", "executing")
TOLD = ("decided_notified", "confirming")
OPEN = BEFORE_ASSIGNMENT + WORKING + TOLD
# Where a regulator, a court or the media may still ask.
AFTERWARDS = ("closed", "archived", "withdrawn", "not_proceeded", "merged", "rerouted")
# A task stays somebody's until it is done or cancelled, whatever became of the complaint.
ANY = OPEN + AFTERWARDS
HANDLING = ("handler", "supervisor", "branch_manager", "head_office_cp")
LEADING = ("supervisor", "branch_manager", "head_office_cp")
# Who may decide a review; the action asks besides that they stand for the unit above the one that decided (art 20).
REVIEWING = ("branch_manager", "head_office_cp", "executive")
# Approval levels and the roles that hold them; a higher level may approve for a lower one.
LEVELS = {
    "L1": ("supervisor", "branch_manager", "head_office_cp", "executive"),
    "L2": ("branch_manager", "head_office_cp", "executive"),
    "L3": ("head_office_cp", "executive"),
    "L4": ("executive",),
}
# Levels at which head office decides: its decision is not reviewed; mediation, arbitration, court are open (art 20).
HEAD_OFFICE_LEVELS = ("L3", "L4")


@dataclass(frozen=True)
class Step:
    """One row of the table. `to` empty: the main state stays. `outputs` are what the action must leave behind."""

    code: str
    title: str
    states: tuple[str, ...]
    to: str
    roles: tuple[str, ...]
    needs: tuple[Need, ...] = ()
    outputs: tuple[str, ...] = ()
    clause: str = ""
    by_customer: bool = False
    while_suspended: bool = False


STEPS: tuple[Step, ...] = (
    # — intake —
    Step(
        "check_identity", _("Check identity"), ("received",), "", ("agent", *HANDLING), (needs.contact,),
        clause="1.2-7",
    ),
    Step(
        "accept", _("Accept"), ("received",), "accepted", ("agent", *HANDLING),
        (needs.contact, needs.content, needs.demand, needs.identity, needs.authority), ("acceptance_notice",),
        "3.1-5",
    ),
    Step(
        "decline", _("Do not proceed"), ("received", "accepted", "assigned"), "not_proceeded", LEADING, (),
        ("not_proceeded_notice",), "令2020-3 art 18",
    ),
    Step(
        "reroute", _("Reroute"), ("received", "accepted", "assigned"), "rerouted", HANDLING, (),
        ("new_case", "notice"), "domain 2.1",
    ),
    Step("respond", _("Give a first response"), OPEN, "", ("agent", *HANDLING), (), ("message",), "6.3-1"),
    # — classification and dispatch —
    Step("classify", _("Classify"), OPEN, "", ("agent", *HANDLING), (), ("labels",), "3.1-3"),
    Step("grade", _("Change the grade"), OPEN, "", HANDLING, (), (), "3.1-2"),
    Step(
        "dispatch", _("Dispatch"), ("accepted", "assigned"), "assigned", HANDLING, (needs.classified,), ("handler",),
        "3.1-6",
    ),
    Step("hand_over", _("Hand over"), OPEN, "", HANDLING, (), ("ownership",), "1.1-7", while_suspended=True),
    Step(
        "recuse", _("Recuse"), OPEN, "", ("agent", "investigator", "executive", *HANDLING), (), ("recusal",),
        "令2020-3 art 17", while_suspended=True,
    ),
    Step(
        "major_plan", _("File the plan for a major matter"), OPEN, "", (*LEADING, "executive"), (), ("message",),
        "4.4-3", while_suspended=True,
    ),
    # — investigation —
    Step(
        "investigate", _("Start the investigation"), ("assigned",), "investigating", ("investigator", *HANDLING),
        (needs.investigator, needs.sources_planned), ("evidence_plan",), "3.2-3",
    ),
    Step(
        "plan_sources", _("Plan the sources"), ("assigned", "investigating"), "", ("investigator", *HANDLING), (), (),
        "3.2-3",
    ),
    Step("name_investigator", _("Name an investigator"), ("assigned", "investigating"), "", HANDLING, (), (), "3.2-1"),
    Step(
        "finish_source", _("Finish a source"), ("investigating",), "", ("investigator", *HANDLING), (), (), "3.2-3",
        while_suspended=True,
    ),
    Step(
        "add_evidence", _("Add evidence"), OPEN, "", ("agent", "investigator", *HANDLING), (), ("evidence",), "3.2-4",
        while_suspended=True,
    ),
    Step(
        "record_finding", _("Record findings"), ("investigating",), "", ("investigator", *HANDLING),
        (needs.sources_done,), (), "3.2-5",
    ),
    Step("review_finding", _("Review findings"), ("investigating",), "", LEADING, (needs.finding,), (), "3.2-1"),
    Step(
        "set_liability", _("Determine liability"), ("investigating",), "liability_set", ("investigator", *HANDLING),
        (needs.sources_done, needs.finding, needs.finding_reviewed), ("liability",), "3.2-6",
    ),
    Step(
        "reinvestigate", _("Go back to the investigation"), ("liability_set",), "investigating", HANDLING,
        (needs.not_told,), (), "3.2-1",
    ),
    Step(
        "assess_risk", _("Assess risk"), ("liability_set", "plan_pending", "plan_approved"), "", HANDLING, (), (),
        "3.2-7",
    ),
    # — plan —
    Step(
        "propose_plan", _("Propose a plan"), ("liability_set",), "plan_pending", HANDLING,
        (needs.liability, needs.shares, needs.risk, needs.no_plan_waiting), ("plan",), "3.3-2",
    ),
    Step(
        "approve_plan", _("Approve the plan"), ("plan_pending",), "plan_approved", LEVELS["L1"],
        (needs.plan_proposed,), ("approval",), "3.3-2", while_suspended=True,
    ),
    Step(
        "send_back_plan", _("Send the plan back"), ("plan_pending",), "liability_set", LEVELS["L1"],
        (needs.plan_proposed,), ("approval",), "3.3-2", while_suspended=True,
    ),
    # — execution and decision, in either order —
    Step(
        "execute", _("Start carrying out"), ("plan_approved", "decided_notified"), "executing", HANDLING,
        (needs.plan_approved,), ("tasks",), "3.3-3",
    ),
    Step("add_task", _("Add a task"), (*WORKING, *TOLD), "", HANDLING, (), (), "3.3-3", while_suspended=True),
    Step(
        "complete_task", _("Complete a task"), ANY, "", ("agent", "investigator", "executive", *HANDLING), (), (),
        "3.3-3", while_suspended=True,
    ),
    Step("cancel_task", _("Cancel a task"), ANY, "", HANDLING, (), (), "3.3-3", while_suspended=True),
    Step(
        "promise", _("Record a promise"), (*OPEN, "closed"), "", ("agent", *HANDLING), (), ("promise",), "6.3-2",
        while_suspended=True,
    ),
    Step(
        "keep_promise", _("Report a promise as kept"), ANY, "", ("agent", "investigator", "executive", *HANDLING),
        (needs.promise,), ("promise",), "6.3-2", while_suspended=True,
    ),
    Step(
        "change_promise", _("Released or another date"), ANY, "", HANDLING, (needs.promise,), ("promise",), "6.3-2",
        while_suspended=True,
    ),
    Step(
        "draft_decision", _("Write the decision letter"), ("plan_approved", "executing"), "", HANDLING,
        (needs.plan_approved, needs.not_told), ("decision",), "令2020-3 art 19",
    ),
    Step(
        "issue_decision", _("Issue the decision letter"), ("plan_approved", "executing"), "", LEADING,
        (needs.plan_approved, needs.not_told, needs.draft, needs.letter_whole), ("letter",), "令2020-3 art 19",
    ),
    Step(
        "notify", _("Tell the complainant"), ("plan_approved", "executing"), "decided_notified", HANDLING,
        (needs.issued, needs.not_told), ("notice",), "令2020-3 art 21",
    ),
    Step(
        "record_attempt", _("Record an attempt to reach the complainant"), OPEN, "", ("agent", *HANDLING), (),
        ("notice",), "令2020-3 art 21", while_suspended=True,
    ),
    Step(
        "record_receipt", _("Record when the decision was received"), (*TOLD, "executing", "closed"), "",
        ("agent", *HANDLING), (needs.told,), ("proof",), "令2020-3 art 20", while_suspended=True,
    ),
    # — confirmation and closing —
    Step(
        "ask_satisfaction", _("Ask about satisfaction"), ("decided_notified", "executing"), "confirming",
        ("agent", *HANDLING), (needs.told, needs.parts_have_tasks, needs.tasks_done, needs.not_asked), ("question",),
        "3.1-8",
    ),
    Step(
        "answer_satisfaction", _("Record the answer"), ("confirming",), "", ("agent", *HANDLING),
        (needs.asked, needs.not_answered), ("answer",), "3.1-8", by_customer=True,
    ),
    Step(
        "rectify", _("Plan a rectification"), (*WORKING, *TOLD, "closed"), "", HANDLING, (), ("rectification",),
        "3.3-6", while_suspended=True,
    ),
    Step(
        "finish_rectification", _("Report a rectification as done"), (*WORKING, *TOLD, "closed"), "",
        ("agent", "investigator", "executive", *HANDLING), (needs.rectification_planned,), ("proof",), "3.3-6",
        while_suspended=True,
    ),
    Step(
        "verify_rectification", _("Verify a rectification"), (*WORKING, *TOLD, "closed"), "", LEADING,
        (needs.rectification_planned,), (), "3.3-6", while_suspended=True,
    ),
    Step(
        "close", _("Close"), ("confirming",), "closed", LEADING,
        (needs.contact, needs.content, needs.demand, needs.result, needs.classified, needs.told,
         needs.parts_have_tasks, needs.tasks_done, needs.risk_tasks_done, needs.paid, needs.answered, needs.rectified,
         needs.no_turn, needs.no_escalation, needs.promises_kept), ("close_code",), "3.4-1",
    ),
    Step(
        "archive", _("Archive"), ("closed", "withdrawn", "not_proceeded", "rerouted", "merged"), "archived", (),
        (needs.rectification_done, needs.no_turn, needs.no_escalation), ("dossier",), "3.1-7",
    ),
    Step("reopen", _("Reopen"), ("closed", "archived", "withdrawn"), "assigned", LEADING, (), ("clock",), "3.4-5"),
    # — turns —
    Step(
        "request_extension", _("Ask for an extension"), (*BEFORE_ASSIGNMENT, *WORKING), "", HANDLING,
        (needs.not_told, needs.no_extension), (), "令2020-3 art 18", while_suspended=True,
    ),
    Step(
        "approve_extension", _("Approve the extension"), (*BEFORE_ASSIGNMENT, *WORKING), "", (*LEADING, "executive"),
        (needs.extension, needs.not_told), ("approval",), "令2020-3 art 18", while_suspended=True,
    ),
    Step(
        "refuse_extension", _("Refuse the extension"), (*BEFORE_ASSIGNMENT, *WORKING), "", (*LEADING, "executive"),
        (needs.extension,), (), "令2020-3 art 18", while_suspended=True,
    ),
    Step(
        "agree_date", _("Agree another date"), (*BEFORE_ASSIGNMENT, *WORKING), "", HANDLING, (needs.not_told,),
        ("proof",), "令2020-3 art 21",
    ),
    Step(
        "suspend", _("Suspend"), (*BEFORE_ASSIGNMENT, *WORKING), "", HANDLING, (needs.not_told, needs.no_mail_waiting),
        ("suspension_notice",), "令2020-3 art 18", while_suspended=True,
    ),
    Step(
        "resume", _("Resume"), (*BEFORE_ASSIGNMENT, *WORKING), "", HANDLING, (needs.suspended,),
        ("resumption_notice",), "令2020-3 art 18", while_suspended=True,
    ),
    Step(
        "withdraw", _("Record a withdrawal"), OPEN, "withdrawn", HANDLING, (), ("end_notice",), "令2020-3 art 15",
        by_customer=True, while_suspended=True,
    ),
    Step(
        "drop_withdrawal", _("Go on with the complaint"), OPEN, "", LEADING, (needs.withdrawal_held,), (),
        "令2020-3 art 15", while_suspended=True,
    ),
    Step(
        "merge", _("Merge into another complaint"), (*BEFORE_ASSIGNMENT, *WORKING), "merged", HANDLING,
        (needs.not_told, needs.no_suspension, needs.no_mail_waiting), ("notice",), "令2020-3 art 18",
    ),
    Step("unmerge", _("Undo the merge"), ("merged",), "", HANDLING, (), (), "令2020-3 art 18"),
    Step(
        "apply_review", _("Apply for review"), (*TOLD, "executing", "closed", "archived"), "", ("agent", *HANDLING),
        (needs.told, needs.branch_decision, needs.no_review), ("receipt",), "令2020-3 art 20", by_customer=True,
    ),
    Step(
        "decide_review", _("Decide the review"), (*TOLD, "executing", "closed", "archived"), "",
        REVIEWING, (needs.review,), ("review_decision",), "令2020-3 art 20", while_suspended=True,
    ),
    Step(
        "refuse_review", _("Do not admit the review"), (*TOLD, "executing", "closed", "archived"), "", REVIEWING,
        (needs.review,), ("letter",), "令2020-3 art 20", while_suspended=True,
    ),
    Step(
        "withdraw_review", _("Withdraw the application for review"), (*TOLD, "executing", "closed", "archived"), "",
        HANDLING, (needs.review,), (), "令2020-3 art 20", by_customer=True, while_suspended=True,
    ),
    Step(
        "start_mediation", _("Start a mediation"), OPEN, "", HANDLING, (needs.no_mediation,), (), "令2020-3 art 23",
        while_suspended=True,
    ),
    Step(
        "agree_mediation", _("Record that a side agrees to the mediation"), OPEN, "", HANDLING, (needs.mediation,), (),
        "令2020-3 art 23", by_customer=True, while_suspended=True,
    ),
    Step(
        "decline_mediation", _("Decline the mediation"), OPEN, "", (), (needs.mediation, needs.mediation_not_agreed),
        (), "令2020-3 art 23", by_customer=True, while_suspended=True,
    ),
    Step(
        "end_mediation", _("End the mediation"), (*OPEN, "closed", "archived"), "", HANDLING, (needs.mediation,), (),
        "令2020-3 art 23", while_suspended=True,
    ),
    Step(
        "escalate", _("Record an escalation"), (*OPEN, *AFTERWARDS), "", HANDLING, (), (), "domain 2.1",
        while_suspended=True,
    ),
    Step(
        "answer_escalation", _("Answer the escalation"), (*OPEN, *AFTERWARDS), "", HANDLING,
        (needs.escalation,), ("answer",), "domain 2.1", while_suspended=True,
    ),
    Step(
        "tell_again", _("Tell by another way"), (*OPEN, *AFTERWARDS), "", ("agent", "executive", *HANDLING),
        (), ("notice",), "令2020-3 art 21", while_suspended=True,
    ),
)  # fmt: skip
BY_CODE = {step.code: step for step in STEPS}
assert len(BY_CODE) == len(STEPS)
