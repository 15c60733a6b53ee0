"""What the ledger calls each step of the path, and the words a timeline shows for it. Pure."""

from huiyin.core.noop import _

REGISTERED = "complaint.registered"

# Step of the path → (kind of the ledger entry, title for the timeline).
ENTRIES: dict[str, tuple[str, str]] = {
    "check_identity": ("complaint.identity_checked", _("Identity checked")),
    "accept": ("complaint.accepted", _("Accepted")),
    "decline": ("complaint.not_proceeded", _("Not proceeded with")),
    "reroute": ("complaint.rerouted", _("Rerouted")),
    "respond": ("complaint.responded", _("Answered the complainant")),
    "classify": ("complaint.classified", _("Classified")),
    "grade": ("complaint.graded", _("Grade changed")),
    "dispatch": ("complaint.dispatched", _("Dispatched")),
    "hand_over": ("complaint.handed_over", _("Handed over")),
    "recuse": ("complaint.recused", _("Somebody was recused")),
    "major_plan": ("complaint.major_plan_filed", _("Plan for a major matter filed")),
    "investigate": ("complaint.investigation_started", _("Investigation started")),
    "plan_sources": ("complaint.sources_planned", _("Sources planned")),
    "name_investigator": ("complaint.investigator_named", _("Investigator named")),
    "finish_source": ("complaint.source_finished", _("Source finished")),
    "add_evidence": ("complaint.evidence_added", _("Evidence added")),
    "record_finding": ("complaint.findings_recorded", _("Findings recorded")),
    "review_finding": ("complaint.findings_reviewed", _("Findings reviewed")),
    "set_liability": ("complaint.liability_set", _("Liability determined")),
    "reinvestigate": ("complaint.investigation_reopened", _("Back to the investigation")),
    "assess_risk": ("complaint.risk_assessed", _("Risk assessed")),
    "propose_plan": ("complaint.plan_proposed", _("Plan proposed")),
    "approve_plan": ("complaint.plan_approved", _("Plan approved")),
    "send_back_plan": ("complaint.plan_sent_back", _("Plan sent back")),
    "execute": ("complaint.execution_started", _("Carrying out started")),
    "add_task": ("complaint.task_added", _("Task added")),
    "complete_task": ("complaint.task_completed", _("Task completed")),
    "cancel_task": ("complaint.task_cancelled", _("Task cancelled")),
    "promise": ("complaint.promise_made", _("Promise made")),
    "keep_promise": ("complaint.promise_kept", _("Promise kept")),
    "change_promise": ("complaint.promise_changed", _("Promise released, moved or kept for later")),
    "draft_decision": ("complaint.decision_drafted", _("Decision letter written")),
    "issue_decision": ("complaint.decision_issued", _("Decision letter issued")),
    "notify": ("complaint.notified", _("Decision told to the complainant")),
    "record_attempt": ("complaint.attempt_recorded", _("Attempt to reach the complainant")),
    "record_receipt": ("complaint.receipt_recorded", _("Receipt of the decision proven")),
    "ask_satisfaction": ("complaint.satisfaction_asked", _("Asked about satisfaction")),
    "answer_satisfaction": ("complaint.satisfaction_answered", _("Satisfaction answered")),
    "rectify": ("complaint.rectification_planned", _("Rectification planned")),
    "finish_rectification": ("complaint.rectification_done", _("Rectification done")),
    "verify_rectification": ("complaint.rectification_verified", _("Rectification verified")),
    "close": ("complaint.closed", _("Closed")),
    "archive": ("complaint.archived", _("Archived")),
    "reopen": ("complaint.reopened", _("Reopened")),
    "request_extension": ("complaint.extension_requested", _("Extension asked for")),
    "approve_extension": ("complaint.extension_approved", _("Extension approved")),
    "refuse_extension": ("complaint.extension_refused", _("Extension refused")),
    "agree_date": ("complaint.date_agreed", _("Another date agreed")),
    "suspend": ("complaint.suspended", _("Suspended")),
    "resume": ("complaint.resumed", _("Resumed")),
    "withdraw": ("complaint.withdrawn", _("Withdrawn by the complainant")),
    "drop_withdrawal": ("complaint.withdrawal_dropped", _("Not withdrawn after all")),
    "merge": ("complaint.merged", _("Merged into another complaint")),
    "unmerge": ("complaint.unmerged", _("Merge undone")),
    "apply_review": ("complaint.review_applied", _("Review applied for")),
    "decide_review": ("complaint.review_decided", _("Review decided")),
    "refuse_review": ("complaint.review_refused", _("Review not admitted")),
    "withdraw_review": ("complaint.review_withdrawn", _("Application for review withdrawn")),
    "start_mediation": ("complaint.mediation_started", _("Mediation started")),
    "agree_mediation": ("complaint.mediation_agreed", _("A side agreed to the mediation")),
    "decline_mediation": ("complaint.mediation_declined", _("The complainant declined the mediation")),
    "end_mediation": ("complaint.mediation_ended", _("Mediation ended")),
    "escalate": ("complaint.escalated", _("Escalated")),
    "answer_escalation": ("complaint.escalation_answered", _("Escalation answered")),
    "tell_again": ("complaint.told_again", _("Told by another way")),
}

# Entries that no step of the table writes: the beginning, what is shared by all cases, what the machine does.
OTHERS: dict[str, str] = {
    REGISTERED: _("Complaint received"),
    "case.note_added": _("Internal note"),
    "case.note_taken_back": _("Internal note taken back"),
    "case.reminder_set": _("Owner reminded"),
    "case.reminder_dropped": _("Reminder taken back"),
    "case.message_added": _("Message"),
    "case.evidence_added": _("Evidence added"),
    "case.custody_recorded": _("Custody of evidence"),
    "case.participant_added": _("Somebody takes part"),
    "case.participant_removed": _("Somebody no longer takes part"),
    "case.branched_off": _("Opened out of another case"),
    "case.kind_changed": _("Kind of the case changed"),
    "case.authority_attached": _("Proof of authority attached"),
    "complaint.notice_queued": _("Mail with the decision waits to be sent"),
    "complaint.notice_sent": _("Notice sent"),
    "complaint.notice_failed": _("A notice could not be sent"),
    "complaint.extension_effective": _("Extension in force"),
    "complaint.extension_lapsed": _("Extension came too late"),
    "complaint.extension_finding": _("The extension lacks something the house asks for"),
    "complaint.review_told": _("Outcome of the review told to the complainant"),
    "complaint.withdrawal_held": _("Withdrawal held: somebody may have pressed the complainant"),
    "complaint.merge_received": _("Another complaint was merged into this one"),
    "complaint.merge_released": _("A merged complaint was taken out again"),
    "complaint.merge_revived": _("Out of the archive again with the complaint it is merged into"),
    "case.reexamination_owed": _("Steps to be examined again"),
    "case.step_reexamined": _("A step was examined again"),
    "complaint.policy_linked": _("Policy linked"),
    "complaint.respondent_named": _("Staff complained about named"),
    "complaint.demand_added": _("Demand written down"),
    "complaint.imported": _("Imported from an earlier system"),
    "complaint.import_updated": _("Import corrected from its source"),
    "promise.near": _("A promise draws near"),
    "promise.broken": _("A promise was broken"),
    "clock.warned": _("A limit draws near"),
    "clock.breached": _("A limit was broken"),
}


def kind_of(step: str) -> str:
    """The ledger's name for a step of the path. KeyError for a step that the table does not hold."""
    return ENTRIES[step][0]


def title_of(kind: str) -> str:
    """The timeline's words for a ledger entry, to be translated; an unknown kind comes back as it is."""
    return _TITLES.get(kind, kind)


_TITLES = dict(ENTRIES.values()) | OTHERS
