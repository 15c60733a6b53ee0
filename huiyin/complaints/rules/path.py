"""The path of a complaint as one table: who may take which step, from which state, what it needs, where it leads.

Read it beside domain §2.1. Every action of `complaints.actions` names its step and asks `why_not` before it writes;
the case page asks `steps` and shows each one with what it still needs. Nothing else decides about the path.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from huiyin.complaints.rules.facts import Facts
from huiyin.core.actors import Actor
from huiyin.core.noop import _

BEFORE_ASSIGNMENT = ("received", "accepted")
WORKING = ("assigned", "investigating", "liability_set", "plan_pending", "plan_approved", "executing")
TOLD = ("decided_notified", "confirming")
OPEN = BEFORE_ASSIGNMENT + WORKING + TOLD
HANDLING = ("handler", "supervisor", "branch_manager", "head_office_cp")
LEADING = ("supervisor", "branch_manager", "head_office_cp")
# Approval levels and the roles that hold them; a higher level may approve for a lower one.
LEVELS = {
    "L1": ("supervisor", "branch_manager", "head_office_cp", "executive"),
    "L2": ("branch_manager", "head_office_cp", "executive"),
    "L3": ("head_office_cp", "executive"),
    "L4": ("executive",),
}


@dataclass(frozen=True)
class Need:
    """One condition: a sentence for the person who may not act yet, and the test."""

    sentence: str
    holds: Callable[[Facts], bool]
    clause: str = ""


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


@dataclass(frozen=True)
class Offer:
    """A step as shown to one person: ready, or what it still needs."""

    step: Step
    missing: tuple[str, ...]

    @property
    def ready(self) -> bool:
        return not self.missing


_contact = Need(_("Record who complains and how to reach them."), lambda f: f.has_contact, "3.1-7")
_demand = Need(_("Write down at least one demand."), lambda f: f.has_demand, "3.1-7")
_content = Need(_("Write down what happened."), lambda f: f.has_content, "3.1-7")
_identity = Need(_("Check the identity of the complainant."), lambda f: f.identity_checked, "1.2-7")
_authority = Need(
    _("Attach the authority of the agent or heir, or mark it as received."), lambda f: not f.authority_missing, "令2020-3 art 14"
)
_classified = Need(_("Give the complaint its primary class."), lambda f: f.classified, "3.1-3")
_investigator = Need(
    _("Name an investigator who has no interest in the matter."), lambda f: bool(f.investigator_ids), "3.2-1"
)
_sources_planned = Need(
    _("Plan all three kinds of sources: customer, internal systems, third parties."),
    lambda f: f.sources_planned >= {"customer_contact", "internal_system", "third_party"},
    "3.2-3",
)
_sources_done = Need(
    _("Finish every source or mark it as not applicable with the reason."), lambda f: not f.sources_open, "3.2-3"
)
_finding = Need(_("Record the findings: truth, cause and scope."), lambda f: f.has_finding, "3.2-5")
_finding_reviewed = Need(
    _("Have the findings reviewed by somebody other than their author."), lambda f: f.finding_reviewed, "3.2-1"
)
_liability = Need(_("Determine who is responsible and whether the complaint is upheld."), lambda f: f.has_liability, "3.2-6")
_shares = Need(_("The shares of responsibility add up to 100 percent."), lambda f: f.liability_shares == 100, "3.2-6")
_risk = Need(_("Decide on internal audit and on informing the regulator."), lambda f: f.has_risk, "3.2-7")
_plan_proposed = Need(_("Propose a plan first."), lambda f: f.plan_state == "proposed", "3.3-2")
_no_plan_waiting = Need(_("A plan is already waiting for approval."), lambda f: f.plan_state != "proposed", "3.3-2")
_plan_approved = Need(_("Have the plan approved first."), lambda f: f.plan_state == "approved", "3.3-2")
_draft = Need(_("Write the decision letter first."), lambda f: f.has_decision_draft, "令2020-3 art 19")
_letter_whole = Need(_("Complete the decision letter."), lambda f: not f.letter_missing, "令2020-3 art 19")
_issued = Need(_("Issue the decision letter first."), lambda f: f.decision_issued, "令2020-3 art 19")
_told = Need(_("Tell the complainant the decision and keep the proof."), lambda f: f.notified_at is not None, "令2020-3 art 21")
_not_told = Need(_("The complainant has already been told."), lambda f: f.notified_at is None, "令2020-3 art 18")
_tasks_done = Need(_("Finish every task of the plan, with proof."), lambda f: f.tasks_open == 0, "3.4-1")
_paid = Need(
    _("Prove that the compensation was paid."), lambda f: not f.payment_planned or f.payment_proven, "3.4-1"
)
_asked = Need(_("Ask the complainant about satisfaction."), lambda f: f.satisfaction_asked, "3.1-8")
_not_asked = Need(_("The question has been asked; it is asked only once."), lambda f: not f.satisfaction_asked, "3.1-8")
_answered = Need(
    _("Record the answer, the refusal, or that nobody could be reached."), lambda f: f.satisfaction_answered, "3.1-8"
)
_rectified = Need(
    _("Plan the rectification of the problem that came to light, with owner and due date."),
    lambda f: not f.rectification_owed or f.rectification_planned,
    "3.3-6",
)
_result = Need(_("Record the result of each demand."), lambda f: f.has_result_text, "3.1-7")
_no_turn = Need(
    _("End the open suspension, mediation or review first."),
    lambda f: not (f.suspended or f.mediation_open or f.review_open),
    "3.4-1",
)
_no_suspension = Need(_("The matter is already suspended."), lambda f: not f.suspended, "令2020-3 art 18")
_suspended = Need(_("The matter is not suspended."), lambda f: f.suspended, "令2020-3 art 18")
_no_extension = Need(_("An extension is already waiting for approval."), lambda f: not f.extension_pending, "令2020-3 art 18")
_extension = Need(_("Ask for an extension first."), lambda f: f.extension_pending, "令2020-3 art 18")
_branch_decision = Need(
    _("Only a branch's decision is reviewed; against a head-office decision mediation, arbitration and court are open."),
    lambda f: f.decided_by_branch,
    "令2020-3 art 20",
)
_no_review = Need(_("A review is already under way."), lambda f: not f.review_open, "令2020-3 art 20")
_review = Need(_("Nobody has applied for a review."), lambda f: f.review_open, "令2020-3 art 20")
_no_mediation = Need(_("A mediation is already under way."), lambda f: not f.mediation_open, "令2020-3 art 23")
_mediation = Need(_("No mediation is under way."), lambda f: f.mediation_open, "令2020-3 art 23")
_escalation = Need(_("No escalation is open."), lambda f: f.escalation_open, "domain 2.1")

STEPS: tuple[Step, ...] = (
    # — intake —
    Step("check_identity", _("Check identity"), ("received",), "", ("agent", *HANDLING), (_contact,), clause="1.2-7"),
    Step(
        "accept", _("Accept"), ("received",), "accepted", ("agent", *HANDLING),
        (_contact, _content, _demand, _identity, _authority), ("acceptance_notice",), "3.1-5",
    ),
    Step(
        "decline", _("Do not proceed"), ("received", "accepted", "assigned"), "not_proceeded", LEADING,
        (), ("not_proceeded_notice",), "令2020-3 art 18",
    ),
    Step(
        "reroute", _("Reroute"), ("received", "accepted", "assigned"), "rerouted", HANDLING, (), ("new_case", "notice"),
        "domain 2.1",
    ),
    Step("respond", _("Give a first response"), OPEN, "", ("agent", *HANDLING), (), ("message",), "6.3-1"),
    # — classification and dispatch —
    Step("classify", _("Classify"), OPEN, "", ("agent", *HANDLING), (), ("labels",), "3.1-3"),
    Step("grade", _("Change the grade"), OPEN, "", HANDLING, (), (), "3.1-2"),
    Step(
        "dispatch", _("Dispatch"), ("accepted", "assigned"), "assigned", HANDLING, (_classified,), ("handler",), "3.1-6"
    ),
    Step("hand_over", _("Hand over"), OPEN, "", HANDLING, (), ("ownership",), "1.1-7", while_suspended=True),
    Step("recuse", _("Recuse"), OPEN, "", ("agent", "investigator", "executive", *HANDLING), (), ("recusal",), "令2020-3 art 17",
         while_suspended=True),
    Step("major_plan", _("File the plan for a major matter"), OPEN, "", (*LEADING, "executive"), (), ("message",), "4.4-3",
         while_suspended=True),
    # — investigation —
    Step(
        "investigate", _("Start the investigation"), ("assigned",), "investigating", ("investigator", *HANDLING),
        (_investigator, _sources_planned), ("evidence_plan",), "3.2-3",
    ),
    Step("plan_sources", _("Plan the sources"), ("assigned", "investigating"), "", ("investigator", *HANDLING), (), (), "3.2-3"),
    Step("name_investigator", _("Name an investigator"), ("assigned", "investigating"), "", HANDLING, (), (), "3.2-1"),
    Step("finish_source", _("Finish a source"), ("investigating",), "", ("investigator", *HANDLING), (), (), "3.2-3",
         while_suspended=True),
    Step("add_evidence", _("Add evidence"), OPEN, "", ("agent", "investigator", *HANDLING), (), ("evidence",), "3.2-4",
         while_suspended=True),
    Step("record_finding", _("Record findings"), ("investigating",), "", ("investigator", *HANDLING), (_sources_done,), (), "3.2-5"),
    Step("review_finding", _("Review findings"), ("investigating",), "", LEADING, (_finding,), (), "3.2-1"),
    Step(
        "set_liability", _("Determine liability"), ("investigating",), "liability_set", ("investigator", *HANDLING),
        (_sources_done, _finding, _finding_reviewed), ("liability",), "3.2-6",
    ),
    Step("assess_risk", _("Assess risk"), ("liability_set", "plan_pending", "plan_approved"), "", HANDLING, (), (), "3.2-7"),
    # — plan —
    Step(
        "propose_plan", _("Propose a plan"), ("liability_set",), "plan_pending", HANDLING,
        (_liability, _shares, _risk, _no_plan_waiting), ("plan",), "3.3-2",
    ),
    Step("approve_plan", _("Approve the plan"), ("plan_pending",), "plan_approved", LEVELS["L1"], (_plan_proposed,), ("approval",),
         "3.3-2", while_suspended=True),
    Step("send_back_plan", _("Send the plan back"), ("plan_pending",), "liability_set", LEVELS["L1"], (_plan_proposed,),
         ("approval",), "3.3-2", while_suspended=True),
    # — execution and decision, in either order —
    Step("execute", _("Start carrying out"), ("plan_approved", "decided_notified"), "executing", HANDLING, (_plan_approved,),
         ("tasks",), "3.3-3"),
    Step("add_task", _("Add a task"), (*WORKING, *TOLD), "", HANDLING, (), (), "3.3-3", while_suspended=True),
    Step("complete_task", _("Complete a task"), (*WORKING, *TOLD), "", ("agent", "investigator", *HANDLING), (), (), "3.3-3",
         while_suspended=True),
    Step("draft_decision", _("Write the decision letter"), ("plan_approved", "executing", "decided_notified"), "", HANDLING,
         (_plan_approved,), ("decision",), "令2020-3 art 19"),
    Step("issue_decision", _("Issue the decision letter"), ("plan_approved", "executing"), "", LEADING,
         (_plan_approved, _draft, _letter_whole), ("letter",), "令2020-3 art 19"),
    Step("notify", _("Tell the complainant"), ("plan_approved", "executing"), "decided_notified", HANDLING,
         (_issued, _not_told), ("notice",), "令2020-3 art 21"),
    Step("record_attempt", _("Record an attempt to reach the complainant"), OPEN, "", ("agent", *HANDLING), (), ("notice",),
         "令2020-3 art 21", while_suspended=True),
    # — confirmation and closing —
    Step("ask_satisfaction", _("Ask about satisfaction"), ("decided_notified", "executing"), "confirming", ("agent", *HANDLING),
         (_told, _tasks_done, _not_asked), ("question",), "3.1-8"),
    Step("answer_satisfaction", _("Record the answer"), ("confirming",), "", ("agent", *HANDLING), (_asked,), (), "3.1-8",
         by_customer=True),
    Step("rectify", _("Plan a rectification"), (*WORKING, *TOLD, "closed"), "", HANDLING, (), (), "3.3-6"),
    Step("close", _("Close"), ("confirming",), "closed", LEADING,
         (_told, _tasks_done, _paid, _answered, _result, _rectified, _no_turn), ("close_code",), "3.4-1"),
    Step("archive", _("Archive"), ("closed", "withdrawn", "not_proceeded", "rerouted"), "archived", (), (), ("dossier",), "3.1-7"),
    Step("reopen", _("Reopen"), ("closed", "archived", "withdrawn"), "assigned", LEADING, (), ("clock",), "3.4-5"),
    # — turns —
    Step("request_extension", _("Ask for an extension"), (*BEFORE_ASSIGNMENT, *WORKING), "", HANDLING,
         (_not_told, _no_extension), (), "令2020-3 art 18"),
    Step("approve_extension", _("Approve the extension"), (*BEFORE_ASSIGNMENT, *WORKING), "", (*LEADING, "executive"),
         (_extension, _not_told), ("extension_notice",), "令2020-3 art 18"),
    Step("agree_date", _("Agree another date"), (*BEFORE_ASSIGNMENT, *WORKING), "", HANDLING, (_not_told,), ("proof",),
         "令2020-3 art 21"),
    Step("suspend", _("Suspend"), (*BEFORE_ASSIGNMENT, *WORKING), "", HANDLING, (_not_told, _no_suspension),
         ("suspension_notice",), "令2020-3 art 18"),
    Step("resume", _("Resume"), (*BEFORE_ASSIGNMENT, *WORKING), "", HANDLING, (_suspended,), ("resumption_notice",),
         "令2020-3 art 18", while_suspended=True),
    Step("withdraw", _("Record a withdrawal"), OPEN, "withdrawn", HANDLING, (), ("end_notice",), "令2020-3 art 15",
         by_customer=True, while_suspended=True),
    Step("merge", _("Merge into another complaint"), (*BEFORE_ASSIGNMENT, *WORKING), "merged", HANDLING, (_not_told, _no_suspension),
         ("notice",), "令2020-3 art 18"),
    Step("unmerge", _("Undo the merge"), ("merged",), "", HANDLING, (), (), "令2020-3 art 18"),
    Step("apply_review", _("Apply for review"), (*TOLD, "executing", "closed", "archived"), "", ("agent", *HANDLING),
         (_told, _branch_decision, _no_review), ("receipt",), "令2020-3 art 20", by_customer=True),
    Step("decide_review", _("Decide the review"), (*TOLD, "executing", "closed", "archived"), "", ("head_office_cp", "branch_manager",
         "executive"), (_review,), ("review_decision",), "令2020-3 art 20"),
    Step("start_mediation", _("Start a mediation"), OPEN, "", HANDLING, (_no_mediation,), (), "令2020-3 art 23", while_suspended=True),
    Step("end_mediation", _("End the mediation"), (*OPEN, "closed"), "", HANDLING, (_mediation,), (), "令2020-3 art 23",
         while_suspended=True),
    Step("escalate", _("Record an escalation"), (*OPEN, "closed", "archived"), "", HANDLING, (), (), "domain 2.1",
         while_suspended=True),
    Step("answer_escalation", _("Answer the escalation"), (*OPEN, "closed", "archived"), "", HANDLING, (_escalation,),
         ("answer",), "domain 2.1", while_suspended=True),
)  # fmt: skip
BY_CODE = {step.code: step for step in STEPS}
assert len(BY_CODE) == len(STEPS)

_not_yours = _("Your role does not take this step here.")
_recused = _("You are recused from this case.")
_not_now = _("The complaint is not at this point of its path.")
_resume_first = _("The matter is suspended: resume it first.")


def may_role(step: Step, facts: Facts, actor: Actor) -> bool:
    """Does the actor's role fit the step in this part of the tree? Customers and the system have their own doors."""
    if actor.kind == "system":
        return True
    if actor.kind == "customer":
        return step.by_customer
    if actor.id is not None and actor.id in facts.recused_ids:
        return False
    if actor.has_role(*step.roles, path=facts.unit_path):
        return True
    # An investigator or co-handler from another part of the tree acts by taking part in the case.
    return actor.id in (facts.participant_ids | facts.investigator_ids | {facts.owner_id}) and actor.has_role(*step.roles)


def why_not(code: str, facts: Facts, actor: Actor) -> list[str]:
    """Every reason why `actor` may not take step `code` now, as sentences to translate; empty when it may."""
    step = BY_CODE[code]
    if actor.id is not None and actor.id in facts.recused_ids and step.code != "recuse":
        return [_recused]
    if not may_role(step, facts, actor):
        return [_not_yours]
    if facts.kind != "complaint" or facts.state not in step.states:
        return [_not_now]
    reasons = [need.sentence for need in step.needs if not need.holds(facts)]
    if facts.suspended and step.to and not step.while_suspended and step.code != "suspend":
        reasons.insert(0, _resume_first)
    return reasons + [sentence for sentence in _personal(step, facts, actor)]


def _personal(step: Step, facts: Facts, actor: Actor) -> Iterable[str]:
    """Separation of duties: who did the one thing may not do the other (3.2-1, 3.3-2)."""
    if step.code == "review_finding" and actor.id is not None and actor.id == facts.finding_by:
        yield _("Somebody other than the author reviews the findings.")
    if step.code in {"approve_plan", "send_back_plan"}:
        if actor.id is not None and actor.id in {facts.plan_proposer, facts.finding_by}:
            yield _("Who proposed the plan or wrote the findings does not approve it.")
        if actor.kind != "system" and not actor.has_role(*LEVELS.get(facts.plan_level, ("executive",)), path=facts.unit_path):
            yield _("The amount or grade needs the approval of a higher level.")


def steps(facts: Facts, actor: Actor) -> list[Offer]:
    """The steps of this moment for `actor`, in the order of the path: those ready and those that still need something."""
    return [
        Offer(step, tuple(why_not(step.code, facts, actor)))
        for step in STEPS
        if step.roles and facts.state in step.states and may_role(step, facts, actor)
    ]


def next_state(code: str, facts: Facts) -> str:
    """The main state after step `code` from the state of `facts`."""
    return BY_CODE[code].to or facts.state


def outputs(code: str) -> tuple[str, ...]:
    """What the action of step `code` must leave behind."""
    return BY_CODE[code].outputs
