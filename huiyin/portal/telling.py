"""The words of the story: what each stage means for the customer, what we do now, what comes next."""

from huiyin.core.noop import _

# Entries of the ledger that are milestones for the customer too: (title, text). Everything else has a row of its own or
# is the house's own affair.
MILESTONES: dict[str, tuple[str, str]] = {
    "complaint.accepted": (
        _("We accepted your complaint"),
        _("It is ours to decide, and we have what we need to begin."),
    ),
    "complaint.dispatched": (_("It is with the desk that handles it"), ""),
    "complaint.investigation_started": (
        _("We began to check the facts"),
        _("We look into our own records, hear everybody concerned, and ask others where that is needed."),
    ),
    "complaint.date_agreed": (_("You and we agreed on another date"), ""),
    "complaint.mediation_started": (
        _("A mediator was asked"),
        _("An independent body tries to bring you and us together."),
    ),
    "complaint.mediation_ended": (_("The mediation ended"), ""),
    "complaint.withdrawal_held": (
        _("Your withdrawal waits for a talk"),
        _("You told us that somebody pressed you. Your complaint goes on; a supervisor will speak with you first."),
    ),
    "complaint.withdrawal_dropped": (_("Your complaint goes on"), _("After the talk it was not withdrawn.")),
    "complaint.withdrawn": (_("You withdrew your complaint"), _("It ended on that day.")),
    "complaint.unmerged": (_("Your complaint is handled on its own again"), ""),
    "complaint.review_withdrawn": (
        _("You took back the application for a review"),
        _("The decision then stands as it is."),
    ),
    "complaint.satisfaction_asked": (_("We asked how satisfied you are"), ""),
    "complaint.satisfaction_answered": (_("You told us how satisfied you are"), _("Thank you.")),
    "complaint.not_proceeded": (
        _("We cannot go on with this complaint"),
        _("The letter says why, and where you can turn."),
    ),
    "complaint.closed": (_("Your complaint is closed"), _("Everything that was decided has been carried out.")),
}

# State of the path → what we do now.
NOW: dict[str, str] = {
    "received": _("We check whether the complaint is ours to decide and whether anything is missing."),
    "accepted": _("We choose the desk that knows the matter best."),
    "assigned": _("The desk prepares the investigation."),
    "investigating": _("We check the facts: our records, everybody concerned, and others where that is needed."),
    "liability_set": _("The facts are checked. We weigh what follows from them."),
    "plan_pending": _("The facts are checked. What follows from them is being approved."),
    "plan_approved": _("We write our decision."),
    "executing": _("We carry out what has to be done, and write to you."),
    "decided_notified": _("You have our decision. We carry it out."),
    "confirming": _("Everything is carried out. We would like to know how satisfied you are."),
}
ENDED: dict[str, str] = {
    "closed": _("Your complaint has been decided, carried out and closed."),
    "archived": _("Your complaint has been closed and is in our archive."),
    "not_proceeded": _("We could not go on with this complaint. Our letter says why, and where you can turn."),
    "rerouted": _("What you told us goes on in another way. Our message says how, and under which number."),
    "withdrawn": _("You withdrew this complaint."),
    "merged": _("This complaint is handled together with another one about the same matter. You get one answer."),
}

# State → what comes next, one after the other.
_DECISION = _("You get our decision in writing, with its reasons and what you can do if you do not agree.")
_DONE = _("We carry out what was decided.")
_ASK = _("We ask you once how satisfied you are.")
NEXT: dict[str, tuple[str, ...]] = {
    "received": (_("We tell you whether we accept the complaint."), _("We check the facts."), _DECISION, _DONE),
    "accepted": (_("We check the facts."), _DECISION, _DONE),
    "assigned": (_("We check the facts."), _DECISION, _DONE),
    "investigating": (_DECISION, _DONE),
    "liability_set": (_DECISION, _DONE),
    "plan_pending": (_DECISION, _DONE),
    "plan_approved": (_DECISION, _DONE),
    "executing": (_ASK,),
    "decided_notified": (_ASK,),
    "confirming": (_("We close the complaint."),),
}

# Limits, in the order of the path. What is the house's own affair (plans, the regulator's date) is not among them.
TITLES = {
    "complaint.acceptance": _("We tell you whether we accept your complaint"),
    "complaint.first_response": _("Somebody gets in touch with you"),
    "complaint.progress": _("We tell you how far we are"),
    "complaint.decision": _("You have our decision"),
    "complaint.review_application": _("You can apply for a review of the decision"),
    "complaint.review_decision": _("You have the result of the review"),
}

# The same for service requests: their limits, and what each state means for the customer.
REQUEST_TITLES = {
    "request.response": _("You have a first answer"),
    "request.acceptance": _("We tell you whether we accept your request, or what is missing"),
    "service.acceptance": _("We accept your request, as the law asks"),
    "service.completion": _("Your request is done, as the law asks"),
}
REQUEST_NOW: dict[str, str] = {
    "received": _("We look at your request and tell you whether anything is missing."),
    "needs_papers": _("We wait for the papers below. That is the full list."),
    "accepted": _("We accepted your request and are working on it."),
    "routed": _("Your request is being handed to the desk that knows the matter best."),
    "answered": _("You have our answer. Tell us when it was not enough."),
    "closed": _("Your request is done."),
    "ended": _("We could not handle this request. Our message says why."),
    "archived": _("Your request is done and is in our archive."),
    "promoted": _("Your request goes on as a complaint."),
}
