"""The conditions of the path: each a sentence for the person who may not act yet, and its test on the facts."""

from collections.abc import Callable
from dataclasses import dataclass

from huiyin.complaints.rules.facts import Facts
from huiyin.core.noop import _


@dataclass(frozen=True)
class Need:
    """One condition: a sentence for the person who may not act yet, and the test."""

    sentence: str
    holds: Callable[[Facts], bool]
    clause: str = ""


contact = Need(_("Record who complains and how to reach them."), lambda f: f.has_contact, "3.1-7")
demand = Need(_("Write down at least one demand."), lambda f: f.has_demand, "3.1-7")
content = Need(_("Write down what happened."), lambda f: f.has_content, "3.1-7")
identity = Need(_("Check the identity of the complainant."), lambda f: f.identity_checked, "1.2-7")
authority = Need(
    _("Attach the authority of the agent or heir, or mark it as received."),
    lambda f: not f.authority_missing,
    "令2020-3 art 14",
)
classified = Need(_("Give the complaint its primary class."), lambda f: f.classified, "3.1-3")
investigator = Need(
    _("Name an investigator who has no interest in the matter."), lambda f: bool(f.investigator_ids), "3.2-1"
)
sources_planned = Need(
    _("Plan all three kinds of sources: customer, internal systems, third parties."),
    lambda f: f.sources_planned >= {"customer_contact", "internal_system", "third_party"},
    "3.2-3",
)
sources_done = Need(
    _("Finish every source or mark it as not applicable with the reason."), lambda f: not f.sources_open, "3.2-3"
)
finding = Need(_("Record the findings: truth, cause and scope."), lambda f: f.has_finding, "3.2-5")
finding_reviewed = Need(
    _("Have the findings reviewed by somebody other than their author."), lambda f: f.finding_reviewed, "3.2-1"
)
liability = Need(
    _("Determine who is responsible and whether the complaint is upheld."), lambda f: f.has_liability, "3.2-6"
)
shares = Need(_("The shares of responsibility add up to 100 percent."), lambda f: f.liability_shares == 100, "3.2-6")
risk = Need(_("Decide on internal audit and on informing the regulator."), lambda f: f.has_risk, "3.2-7")
plan_proposed = Need(_("Propose a plan first."), lambda f: f.plan_state == "proposed", "3.3-2")
no_plan_waiting = Need(_("A plan is already waiting for approval."), lambda f: f.plan_state != "proposed", "3.3-2")
plan_approved = Need(_("Have the plan approved first."), lambda f: f.plan_state == "approved", "3.3-2")
draft = Need(_("Write the decision letter first."), lambda f: f.has_decision_draft, "令2020-3 art 19")
letter_whole = Need(_("Complete the decision letter."), lambda f: not f.letter_missing, "令2020-3 art 19")
issued = Need(_("Issue the decision letter first."), lambda f: f.decision_issued, "令2020-3 art 19")
told = Need(
    _("Tell the complainant the decision and keep the proof."), lambda f: f.notified_at is not None, "令2020-3 art 21"
)
not_told = Need(_("The complainant has already been told."), lambda f: f.notified_at is None, "令2020-3 art 18")
tasks_done = Need(_("Finish every task of the plan, with proof."), lambda f: f.tasks_open == 0, "3.4-1")
risk_tasks_done = Need(
    _("See to what the risk assessment asks for: internal audit, regulator."), lambda f: f.risk_tasks_open == 0, "3.2-7"
)
parts_have_tasks = Need(
    _("Give every part of the plan its task: compensation, service, process."),
    lambda f: not f.parts_without_task,
    "3.4-1",
)
paid = Need(_("Prove that the compensation was paid."), lambda f: not f.payment_planned or f.payment_proven, "3.4-1")
asked = Need(_("Ask the complainant about satisfaction."), lambda f: f.satisfaction_asked, "3.1-8")
not_asked = Need(_("The question has been asked; it is asked only once."), lambda f: not f.satisfaction_asked, "3.1-8")
not_answered = Need(_("The answer is on record already."), lambda f: not f.satisfaction_answered, "3.1-8")
answered = Need(
    _("Record the answer, the refusal, or that nobody could be reached."), lambda f: f.satisfaction_answered, "3.1-8"
)
rectified = Need(
    _("Plan the rectification of the problem that came to light, with owner and due date."),
    lambda f: not f.rectification_owed or f.rectification_planned,
    "3.3-6",
)
rectification_planned = Need(_("Plan a rectification first."), lambda f: f.rectification_planned, "3.3-6")
rectification_done = Need(
    _("Finish and verify every rectification first."), lambda f: not f.rectification_open, "3.3-6"
)
result = Need(_("Record the result of each demand."), lambda f: f.has_result_text, "3.1-7")
no_turn = Need(
    _("End the open suspension, mediation or review first."),
    lambda f: not (f.suspended or f.mediation_open or f.review_open),
    "3.4-1",
)
no_suspension = Need(_("The matter is already suspended."), lambda f: not f.suspended, "令2020-3 art 18")
suspended = Need(_("The matter is not suspended."), lambda f: f.suspended, "令2020-3 art 18")
no_extension = Need(
    _("An extension is already waiting for approval."), lambda f: not f.extension_pending, "令2020-3 art 18"
)
extension = Need(_("Ask for an extension first."), lambda f: f.extension_pending, "令2020-3 art 18")
branch_decision = Need(
    _("Only a branch's decision is reviewed; against head office mediation, arbitration and court are open."),
    lambda f: f.decided_by_branch,
    "令2020-3 art 20",
)
no_review = Need(_("A review is already under way."), lambda f: not f.review_open, "令2020-3 art 20")
review = Need(_("Nobody has applied for a review."), lambda f: f.review_open, "令2020-3 art 20")
no_mediation = Need(_("A mediation is already under way."), lambda f: not f.mediation_open, "令2020-3 art 23")
mediation = Need(_("No mediation is under way."), lambda f: f.mediation_open, "令2020-3 art 23")
mediation_not_agreed = Need(
    _("The complainant has agreed to the mediation already."), lambda f: not f.mediation_agreed, "令2020-3 art 23"
)
withdrawal_held = Need(_("No withdrawal is held for a talk."), lambda f: f.withdrawal_held, "令2020-3 art 15")
escalation = Need(_("No escalation is open."), lambda f: f.escalation_open, "domain 2.1")
no_escalation = Need(_("Answer the open escalation first."), lambda f: not f.escalation_open, "domain 2.1")
no_mail_waiting = Need(
    _("A mail with the decision is on its way: wait until it is sent or has failed."),
    lambda f: not f.notice_waiting,
    "令2020-3 art 21",
)
promise = Need(_("There is no open promise."), lambda f: f.promises_open > 0, "6.3-2")
promises_kept = Need(
    _("Keep every promise first, or record that the complainant released you, or why it is kept after the end."),
    lambda f: f.promises_open <= f.promises_carried,
    "6.3-2",
)
