"""Tags, links, checklists and fields in a real browser: every look, by keyboard, on a phone."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.urls import reverse

from huiyin.cases.actions import checklists, fields, links, tags
from huiyin.cases.queries import tags as tag_queries
from huiyin.cases.rules.checklists import Draft, Line
from huiyin.cases.rules.fields import Field, Option
from tests.cases.make import registered
from tests.complaints.along import Along, assigned
from tests.console.case.test_browser import LOOKS, sign_in
from tests.people import AT, build
from tests.web.test_style import faults, sideways, wear

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def along() -> Along:
    """Committed, with everything on it."""
    cache.clear()
    found = assigned(build())
    adi, tom = found.by("adi"), found.by("tom")
    lines = (Line("看保单", "Look at the policy", clause="3.2-3"), Line("记语气", "Note the tone", mandatory=False))
    for draft in (
        Draft("inquiry", "调查中", "While investigating", "investigating", lines),
        Draft("before", "受理前", "Before", "received", lines),
    ):
        checklists.keep_list(draft=draft, by=adi, at=AT)
    options = (Option("lawyer", "律师", "Lawyer"), Option("agency", "机构", "Agency"))
    shown = {"depends_on": "has_agent", "depends_values": frozenset({"yes"})}
    for one in (
        Field("has_agent", "yes_no", "有代理人", "Has an agent"),
        Field("agent_kind", "choice", "代理类型", "Kind of agent", options=options, place=1, **shown),  # type: ignore[arg-type]
        Field("account", "text", "银行账号", "Bank account", is_personal=True, place=2),
        Field("topics", "multi", "涉及环节", "Parts of the business", options=options, place=3),
    ):
        fields.keep_field(draft=one, by=adi, at=AT)
    found.investigating()
    for name in ("代理退保", "等回执"):
        tags.add_tag(name=name, colour="violet", by=adi, at=AT)
    tags.put_on_named(case=found.case, name="等回执", by=tom, at=found.at)
    links.link(case=found.case, other=registered(found.house).case, relation="parent_of", by=tom, at=found.at)
    fields.fill(case=found.case, values={"has_agent": True, "account": "622202020001"}, by=tom, at=found.at)
    return found


@pytest.fixture
def address(live: str, along: Along) -> Callable[..., str]:
    def of(name: str = "", *args: object) -> str:
        return live + reverse(f"case_{name}" if name else "case", args=[along.case.number, *args])

    return of


@pytest.mark.parametrize(("theme", "language"), LOOKS)
def test_every_page_is_accessible(
    page: Any, live: str, along: Along, address: Callable[..., str], theme: str, language: str
) -> None:
    wear(page, live, theme, language)
    sign_in(page, live, along, "tom")
    for url in (address(), address("tag"), address("link"), address("fields"), live + reverse("new_complaint")):
        page.goto(url)
        assert faults(page) == [], url
    sign_in(page, live, along, "adi")
    tag = tag_queries.named(["等回执"])[0]
    for name, place in (
        ("settings_tags", []), ("settings_tag", [tag.pk]), ("settings_checklists", []), ("settings_checklist_new", []),
        ("settings_checklist", ["inquiry"]), ("settings_fields", []), ("settings_field_new", []),
        ("settings_field", ["agent_kind"]),
    ):  # fmt: skip
        page.goto(live + reverse(name, args=place))
        assert faults(page) == [], name


def test_they_fit_a_phone(phone: Any, live: str, along: Along, address: Callable[..., str]) -> None:
    sign_in(phone, live, along, "tom")
    for url in (address(), address("fields")):
        phone.goto(url)
        assert not sideways(phone), url


def test_a_tag_a_tick_and_a_dependent_field_by_keyboard(
    page: Any, live: str, along: Along, address: Callable[..., str]
) -> None:
    sign_in(page, live, along, "tom")
    page.goto(address())
    page.keyboard.press("t")
    page.wait_for_selector("#step-place input[name=name]")
    page.fill("#step-place input[name=name]", "代理退保")
    page.keyboard.press("Enter")
    page.wait_for_selector(".hy-tagged:has-text('代理退保')")
    box = page.locator("[role=checkbox]").first
    assert box.get_attribute("aria-checked") == "false"
    box.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("[role=checkbox][aria-checked=true]")
    page.goto(address("fields"))
    assert page.is_visible("[name=f_agent_kind]")
    page.select_option("[name=f_has_agent]", "no")
    assert not page.is_visible("[name=f_agent_kind]")
    page.select_option("[name=f_has_agent]", "yes")
    page.select_option("[name=f_agent_kind]", "agency")
    page.click("main form button.btn-primary")
    page.wait_for_selector("#case-fields dd:has-text('机构'), #case-fields dd:has-text('Agency')")
