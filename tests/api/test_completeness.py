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
from tests.api.pages_of_desk import PAGES

DOCUMENT = api.get_openapi_schema()
OPERATIONS = {one["operationId"] for methods in DOCUMENT["paths"].values() for one in methods.values()}
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
