"""The picture of each step, from the sprite."""

STEPS = {
    "check_identity": "fingerprint", "accept": "circle-check", "decline": "ban", "reroute": "arrows-split",
    "respond": "send", "classify": "list-details", "grade": "chart-bar", "dispatch": "sitemap", "hand_over": "user",
    "recuse": "eye-off", "major_plan": "flame", "investigate": "search", "plan_sources": "checkup-list",
    "name_investigator": "user-circle", "finish_source": "square-check", "add_evidence": "paperclip",
    "record_finding": "clipboard-list", "review_finding": "eye", "set_liability": "scale",
    "reinvestigate": "rotate-clockwise", "assess_risk": "shield-check", "propose_plan": "edit",
    "approve_plan": "check", "send_back_plan": "arrow-back-up", "execute": "player-play", "add_task": "plus",
    "promise": "calendar-event", "keep_promise": "calendar-check", "change_promise": "calendar",
    "complete_task": "square-check", "cancel_task": "x", "draft_decision": "file-text",
    "issue_decision": "certificate", "notify": "mail", "tell_again": "mail", "record_attempt": "phone",
    "record_receipt": "receipt", "ask_satisfaction": "mood-smile", "answer_satisfaction": "star",
    "rectify": "refresh", "finish_rectification": "square-check", "verify_rectification": "shield-check",
    "close": "lock", "reopen": "history", "request_extension": "calendar-event",
    "approve_extension": "calendar-check", "refuse_extension": "calendar", "agree_date": "calendar-check",
    "suspend": "player-pause", "resume": "player-play", "withdraw": "door-exit",
    "drop_withdrawal": "arrow-forward-up", "merge": "git-merge", "unmerge": "arrows-split", "apply_review": "scale",
    "decide_review": "gavel", "refuse_review": "ban", "withdraw_review": "arrow-back-up",
    "start_mediation": "users", "agree_mediation": "check", "end_mediation": "users", "escalate": "arrow-up-circle",
    "answer_escalation": "arrow-forward-up",
}  # fmt: skip
