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
from tests.api.only_desk import ONLY_DESK

DOCUMENT = api.get_openapi_schema()
OPERATIONS = {one["operationId"] for methods in DOCUMENT["paths"].values() for one in methods.values()}
# Page of the desk → the operations that do or tell the same. The steps of the path are compared one by one below.
PAGES = {
    "queue": {"list_complaints"},
    "queue_act": {"draft_many", "bulk_steps"},
    "queue_bulk": {"read_many"},
    "queue_bulk_act": {"confirm_many", "undo_many"},
    "queue_next": {"list_complaints"},
    "queue_rows": {"list_groups", "list_complaints"},
    "queue_preview": {"read_complaint"},
    "find": {"list_complaints"},
    "new_complaint": {"register", "bulk_register"},
    "receipt": {"register"},
    "alarms": {"list_notifications", "list_changes", "create_webhook"},
    "taxonomy": {"taxonomy"},
    "case": {"read_complaint"},
    "case_timeline": {"timeline"},
    "case_note": {"add_note", "list_notes"},
    "case_promised": {"promise", "keep_promise", "change_promise"},
    "case_independence": {"read_independence"},
    "case_reexamine": {"reexamine"},
    "case_reveal_text": {"reveal_text"},
    "inmail": {"read_mail_ledger"},
    "inmail_list": {"list_withheld_mail"},
    "inmail_one": {"read_withheld_mail"},
    "inmail_act": {"release_mail", "turn_down_mail"},
    "requests": {"list_complaints"},
    "visits": {"list_visits"},
    "visit": {"list_visits"},
    "visit_act": {"record_visit"},
    "request": {"read_request"},
    "request_new": {"register_request"},
    "request_act": {"take_request_step"},
    "chats": {"list_chats"},
    "chat": {"read_chat"},
    "chat_act": {"take_chat", "answer_chat", "give_back_chat", "end_chat", "settle_chat"},
    "triage": {"list_untriaged"},
    "triage_one": {"list_untriaged", "read_complaint"},
    "triage_act": {"triage_as_complaint", "triage_as_kind", "triage_to_case", "triage_away", "settle_matter"},
    "queue_views": {"list_views", "read_view", "list_view"},
    "queue_view_save": {"keep_view", "change_view"},
    "queue_view_act": {"change_view", "remove_view", "order_views"},
    "queue_tally": {"list_groups", "order_count"},
    "queue_tally_one": {"read_count"},
    "uploads": {"begin_upload"},
    "upload": {"read_upload", "send_part", "drop_upload"},
    "relations": {"list_relations", "declare_relation", "list_relations_to_confirm"},
    "relation_end": {"end_relation"},
    "relation_confirm": {"answer_relation"},
    "alarms_seen": {"read_notifications"},
    "notifications": {"list_notifications"},
    "notifications_read": {"read_notifications"},
    "notification": {"list_notifications"},
    "my_notifications": {"read_notification_choice", "keep_notification_choice"},
    "followed": {"list_watched", "list_mentions"},
    "board": {"read_load"},
    "board_promises": {"list_promises_due"},
    "templates": {"list_templates"},
    "template_new": {"add_template"},
    "template": {"read_template", "list_template_uses"},
    "template_write": {"write_template"},
    "template_decide": {"approve_template", "reject_template", "withdraw_template"},
    "template_act": {"retire_template", "restore_template"},
    "macros": {"list_macros"},
    "macro_new": {"add_macro"},
    "macro": {"read_macro", "change_macro"},
    "macro_act": {"retire_macro", "restore_macro"},
    "handbook": {"list_sources", "list_clauses"},
    "handbook_chapter": {"list_clauses"},
    "handbook_source": {"list_clauses"},
    "handbook_clause": {"read_clause"},
    "handbook_coverage": {"list_clauses"},
    "handbook_metrics": {"list_metrics"},
    "handbook_metric": {"read_figures"},
    "handbook_cases": {"list_cases_behind"},
    "handbook_lint": {"lint"},
    "rules": {"rules"},
    "rule_drafts": {"list_drafts"},
    "rule_draft_new": {"create_draft"},
    "rule_draft": {"get_draft"},
    "rule_draft_text": {"edit_draft"},
    "rule_draft_examples": {"get_draft", "add_draft_example"},
    "rule_draft_example": {"confirm_draft_example", "remove_draft_example"},
    "rule_replay": {"start_replay"},
    "rule_replay_progress": {"get_draft"},
    "rule_replay_cancel": {"cancel_replay"},
    "rule_replay_cases": {"list_changed"},
    "rule_draft_act": {"submit_draft", "approve_draft", "reject_draft", "withdraw_draft"},
    "rule_versions": {"list_versions", "diff_versions"},
    "calendar_versions": {"list_calendars"},
    "calendar_new": {"create_calendar"},
    "calendar_version": {"get_calendar", "edit_calendar"},
    "calendar_act": {"submit_calendar", "approve_calendar", "reject_calendar", "withdraw_calendar"},
    "settings_units": {"list_units"},
    "settings_unit_packs": {"read_unit_packs", "choose_unit_packs"},
    "settings_tags": {"list_tags", "add_tag"},
    "settings_tag": {"list_tags"},
    "settings_tag_act": {"change_tag", "merge_tag", "unmerge_tag", "retire_tag", "revive_tag"},
    "settings_checklists": {"list_checklists"},
    "settings_checklist_new": {"keep_checklist"},
    "settings_checklist": {"list_checklists", "keep_checklist"},
    "settings_checklist_retire": {"retire_checklist"},
    "settings_fields": {"list_fields"},
    "settings_field_new": {"keep_field"},
    "settings_field": {"list_fields", "keep_field"},
    "settings_field_retire": {"retire_field"},
    "settings_webhooks": {"list_webhooks", "create_webhook"},
    "settings_webhook": {"read_webhook", "list_webhook_messages"},
    "settings_webhook_act": {
        "switch_webhook_on",
        "switch_webhook_off",
        "rotate_webhook",
        "remove_webhook",
        "test_webhook",
    },
    "settings_webhook_again": {"send_webhook_message_again"},
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
    "calls": {"list_calls"},
    "call": {"read_call", "read_caller", "attach_call"},
    "call_identify": {"identify_caller"},
    "call_say": {"say_on_call"},
    "call_backs": {"list_call_backs"},
    "call_back_act": {"take_call_back", "try_call_back", "show_call_back_number"},
    "call_back_ask": {"ask_call_back"},
    "claims": {"list_claims"},
    "claim": {"read_claim"},
    "claim_seen": {"see_claim_alarms"},
    "customers": {"find_customers"},
    "customer": {"read_customer", "list_contacts", "list_customer_changes", "list_duplicates"},
    "customers_quality": {"customers_quality", "list_broken_records"},
    "customers_tasks": {"list_customer_stages"},
    "customer_task_end": {"end_customer_task"},
    "customer_change": {"change_customer"},
    "customer_reveal": {"reveal_customer"},
    "customer_was_reveal": {"reveal_customer_change"},
    "customer_consent": {"give_consent", "withdraw_consent"},
    "customer_part": {"add_customer_part"},
    "customer_part_end": {"end_customer_part"},
    "customer_tie": {"tie_customer"},
    "customer_tie_end": {"end_customer_tie"},
    "customer_judge": {"judge_customer"},
    "customer_judge_back": {"take_judgement_back"},
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
    "find_forget", "case_here", "case_fresh", "home", "help", "palette", "live_gate", "live_poll", "live_around",
    "live_numbers", "call_now", "rule_draft_look", "handbook_pdf", "demo_mail", "demo_mail_one", "demo_mail_file",
}  # fmt: skip
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


def test_every_page_of_the_desk_has_its_operations_or_a_reason() -> None:
    works = set(desk_pages(urls.urlpatterns))
    placed = set(PAGES) | LOOKS | set(ONLY_DESK)
    assert not works - placed, "Name the operations of these pages in PAGES, or why there are none"
    assert not placed - works, "These pages are no more"


def test_the_operations_named_are_there() -> None:
    assert not set().union(*PAGES.values()) - OPERATIONS
    assert all(len(reason.split()) > 5 for reason in ONLY_DESK.values())
