"""What the desk can do to complaints, the interface can: the path's table and the desk's pages against the operations.

A page that is new on the desk fails here until its operations are named, or until it is said why there are none.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import URLPattern

from huiyin.api.steps.addresses import address_of
from huiyin.api.urls import api
from huiyin.complaints.rules.path import STEPS
from huiyin.console import urls

DOCUMENT = api.get_openapi_schema()
OPERATIONS = {one["operationId"] for methods in DOCUMENT["paths"].values() for one in methods.values()}
# Page of the desk → the operations that do or tell the same. The steps of the path are compared one by one below.
PAGES = {
    "queue": {"list_complaints"},
    "queue_act": {"bulk_steps"},
    "queue_bulk": {"bulk_steps"},
    "queue_bulk_act": {"bulk_steps"},
    "queue_next": {"list_complaints"},
    "queue_preview": {"read_complaint"},
    "find": {"list_complaints"},
    "new_complaint": {"register", "bulk_register"},
    "receipt": {"register"},
    "alarms": {"list_changes", "create_webhook"},
    "taxonomy": {"taxonomy"},
    "case": {"read_complaint"},
    "case_timeline": {"timeline"},
    "case_note": {"add_note", "list_notes"},
    "case_promised": {"promise", "keep_promise", "change_promise"},
    "case_independence": {"read_independence"},
    "case_letter_preview": {"draft_decision", "read_outcome"},
    "case_letter_draft": {"draft_decision", "read_outcome"},
    "case_person": {"list_people", "correct_person", "attach_authority"},
    "case_reveal": {"reveal"},
    "case_participant": {"add_participant", "case_staff"},
    "case_participant_remove": {"end_participation"},
    "case_evidence": {"list_evidence", "add_evidence", "upload"},
    "case_evidence_item": {"read_evidence", "record_custody"},
    "case_evidence_file": {"download_evidence"},
    "case_evidence_look": {"download_evidence"},
    "case_evidence_verify": {"verify_evidence"},
    "case_evidence_publish": {"publish_evidence"},
    "case_rules": {"list_rules"},
    "case_clock": {"list_clocks"},
    "case_ledger": {"ledger"},
    "case_owner": {"read_owner"},
    "pool": {"list_pool"},
    "pool_next": {"take_next"},
    "pool_take": {"take_from_pool"},
    "team": {"list_team"},
    "team_person": {"read_person"},
    "team_person_act": {"add_competence", "revoke_competence", "set_terms", "set_absence", "end_absence"},
    "team_matters": {"preview_matters", "bulk_steps"},
    "me_absences": {"set_absence", "read_person"},
    "me_absence_end": {"end_absence"},
    "me_back": {"bulk_steps"},
    "assignment": {"read_assignment"},
    "assignment_new": {"draft_assignment"},
    "assignment_draft": {"read_assignment_draft"},
    "assignment_rule": {"write_assignment"},
    "assignment_act": {
        "write_assignment",
        "submit_assignment",
        "approve_assignment",
        "reject_assignment",
        "withdraw_assignment",
    },
    "assignment_trials": {"start_assignment_trial"},
    "assignment_trial": {"read_assignment_trial"},
    "case_ledger_verify": {"verify_ledger"},
    "case_at": {"read_complaint_at"},
    "case_dossier": {"order_dossier", "list_dossiers"},
    "case_dossier_one": {"read_dossier"},
    "case_dossier_file": {"download_dossier"},
    "case_step": {"list_steps"},
    "case_tag": {"tag_complaint", "list_case_tags", "list_tags"},
    "case_tag_remove": {"untag_complaint"},
    "case_tag_back": {"tag_complaint"},
    "case_link": {"link_complaint", "list_links"},
    "case_link_remove": {"unlink_complaint"},
    "case_link_back": {"link_complaint"},
    "case_check": {"list_checks", "tick_check", "untick_check", "waive_check"},
    "case_fields": {"list_fields", "list_values", "fill_fields"},
    "case_field_reveal": {"reveal_field"},
    "case_templates": {"list_templates_here"},
    "case_template_text": {"list_templates_here"},
    "case_colleagues": {"list_colleagues"},
    "case_watch": {"watch", "unwatch", "list_watchers"},
    "case_macro": {"preview_macro", "run_macro"},
    "case_message_move": {"move_message"},
    "case_message_split": {"split_message"},
    "case_message_back": {"take_message_back"},
}
# Looks of the desk: parts of a page, paper and what only a person at a screen needs.
LOOKS = {
    "case_side", "case_step_look", "case_step_none", "case_reply_template", "case_clock_pdf", "case_summary",
    "alarms_seen", "find_forget", "case_here", "case_fresh",
}  # fmt: skip
# What only the desk can do, told honestly.
_A_VIEW = "A saved view is how a person looks at a screen: machines name the same filters to list_complaints."
_A_COUNT = "Groups are counted for a person who chooses on; machines read the figures and page through the list."
ONLY_DESK = {
    "queue_views": _A_VIEW,
    "queue_view_save": _A_VIEW,
    "queue_view_act": _A_VIEW,
    "queue_tally": _A_COUNT,
    "queue_tally_one": _A_COUNT,
    "case_reexamine": "To examine anew who is barred is done by a person who reads the ground on the page.",
    "case_reveal_text": "Numbers in running text are lifted one by one at the screen; machines get people's fields.",
}
RENAMED = {"reroute": "reroute_complaint", "dispatch": "dispatch_complaint"}


def desk_pages(patterns: list[Any]) -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            yield str(pattern.name)
        else:
            yield from desk_pages(pattern.url_patterns)


@pytest.mark.parametrize("code", [step.code for step in STEPS if step.roles])
def test_every_step_of_the_path_is_an_operation_at_its_address(code: str) -> None:
    address = address_of(code, "{number}").replace("rectification_id}", "").replace("notice_id}", "")
    found = {
        one["operationId"]
        for path, methods in DOCUMENT["paths"].items()
        for method, one in methods.items()
        if method == "post" and path.replace("rectification_id}", "").replace("notice_id}", "") == address
    }
    assert found == {RENAMED.get(code, code)}


def test_every_page_that_works_on_complaints_has_its_operations_or_a_reason() -> None:
    works = {
        name
        for name in desk_pages(urls.urlpatterns)
        if name.startswith(("case", "queue", "find", "alarms")) or name in PAGES
    }
    placed = set(PAGES) | LOOKS | set(ONLY_DESK)
    assert not works - placed, "Name the operations of these pages in PAGES, or why there are none"
    assert not placed - works, "These pages are no more"


def test_the_operations_named_are_there() -> None:
    assert not set().union(*PAGES.values()) - OPERATIONS
    assert all(len(reason.split()) > 5 for reason in ONLY_DESK.values())
