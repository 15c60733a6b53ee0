"""All operations of the interface. Written by generate.py from the OpenAPI document; do not edit."""

from huiyin_client.operations.assignment import Assignment
from huiyin_client.operations.calls import Calls
from huiyin_client.operations.changes import Changes
from huiyin_client.operations.chats import Chats
from huiyin_client.operations.checklists import Checklists
from huiyin_client.operations.claims import Claims
from huiyin_client.operations.close_ties import CloseTies
from huiyin_client.operations.complaints import Complaints
from huiyin_client.operations.core_systems import CoreSystems
from huiyin_client.operations.customers import Customers
from huiyin_client.operations.evidence import Evidence
from huiyin_client.operations.fairness import Fairness
from huiyin_client.operations.fields import Fields
from huiyin_client.operations.handbook import Handbook
from huiyin_client.operations.handling import Handling
from huiyin_client.operations.incoming_mail import IncomingMail
from huiyin_client.operations.knowledge import Knowledge
from huiyin_client.operations.letters import Letters
from huiyin_client.operations.likeness import Likeness
from huiyin_client.operations.limits_and_ledger import LimitsAndLedger
from huiyin_client.operations.links import Links
from huiyin_client.operations.looking_back import LookingBack
from huiyin_client.operations.many_at_once import ManyAtOnce
from huiyin_client.operations.messages_and_notes import MessagesAndNotes
from huiyin_client.operations.notifications import Notifications
from huiyin_client.operations.opinion_books import OpinionBooks
from huiyin_client.operations.organised_complaints import OrganisedComplaints
from huiyin_client.operations.people import People
from huiyin_client.operations.products import Products
from huiyin_client.operations.proof import Proof
from huiyin_client.operations.publishing import Publishing
from huiyin_client.operations.reference import Reference
from huiyin_client.operations.requests import Requests
from huiyin_client.operations.saved_views import SavedViews
from huiyin_client.operations.steps_closing import StepsClosing
from huiyin_client.operations.steps_decision import StepsDecision
from huiyin_client.operations.steps_intake import StepsIntake
from huiyin_client.operations.steps_investigation import StepsInvestigation
from huiyin_client.operations.steps_plan_and_execution import StepsPlanAndExecution
from huiyin_client.operations.steps_review_mediation_escalation import StepsReviewMediationEscalation
from huiyin_client.operations.steps_turns import StepsTurns
from huiyin_client.operations.steps_who_handles_it import StepsWhoHandlesIt
from huiyin_client.operations.tags import Tags
from huiyin_client.operations.templates_and_macros import TemplatesAndMacros
from huiyin_client.operations.transfers import Transfers
from huiyin_client.operations.triage import Triage
from huiyin_client.operations.webhooks import Webhooks


class Operations(
    Assignment,
    Calls,
    Changes,
    Chats,
    Checklists,
    Claims,
    CloseTies,
    Complaints,
    CoreSystems,
    Customers,
    Evidence,
    Fairness,
    Fields,
    Handbook,
    Handling,
    IncomingMail,
    Knowledge,
    Letters,
    Likeness,
    LimitsAndLedger,
    Links,
    LookingBack,
    ManyAtOnce,
    MessagesAndNotes,
    Notifications,
    OpinionBooks,
    OrganisedComplaints,
    People,
    Products,
    Proof,
    Publishing,
    Reference,
    Requests,
    SavedViews,
    StepsClosing,
    StepsDecision,
    StepsIntake,
    StepsInvestigation,
    StepsPlanAndExecution,
    StepsReviewMediationEscalation,
    StepsTurns,
    StepsWhoHandlesIt,
    Tags,
    TemplatesAndMacros,
    Transfers,
    Triage,
    Webhooks,
):
    """Every operation as a method."""
