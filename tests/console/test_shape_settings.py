"""Settings of tags, checklists and fields: for administrators only, with every fault at its place."""

from typing import Any

import pytest

from huiyin.cases.actions import tags
from huiyin.cases.models import ChecklistVersion, FieldVersion, Tag, TagFreedom
from huiyin.console.house import shape_urls
from tests.people import AT, CAST, House

BASE = "/desk/settings"
LINES = {
    "lines-TOTAL_FORMS": "3", "lines-INITIAL_FORMS": "0", "lines-0-zh": "看保单", "lines-0-en": "Look at the policy",
    "lines-0-mandatory": "on", "lines-0-clause": "3.1-5", "lines-1-zh": "记语气", "lines-1-en": "Note the tone",
}  # fmt: skip
LIST = {"code": "intake", "title_zh": "受理前", "title_en": "Before accepting", "stage": "received"} | LINES
OPTIONS = {
    "options-TOTAL_FORMS": "2", "options-INITIAL_FORMS": "0", "options-0-code": "lawyer", "options-0-zh": "律师",
    "options-0-en": "Lawyer", "options-1-code": "agency", "options-1-zh": "机构", "options-1-en": "Agency",
}  # fmt: skip
FIELD = {"key": "agent_kind", "type": "choice", "label_zh": "代理类型", "label_en": "Kind of agent", "place": "0"}


@pytest.mark.parametrize("name", sorted(CAST))
def test_only_administrators_come_in(enter, house: House, name: str) -> None:
    browser = enter(name)
    for page in ("tags/", "checklists/", "checklists/new", "fields/", "fields/new"):
        assert browser.get(f"{BASE}/{page}").status_code == (200 if name == "adi" else 403), page
    nobody = "0192f000-0000-7000-8000-000000000000"
    for step in (f"tags/{nobody}/retire", "tags/free", "checklists/x1/retire", "fields/x1/retire"):
        assert browser.get(f"{BASE}/{step}").status_code == 405, step
        assert (browser.post(f"{BASE}/{step}").status_code == 403) is (name != "adi"), step


def test_every_address_is_tried_here() -> None:
    assert {one.name for one in shape_urls.urlpatterns} == {
        "settings_tags", "settings_tags_free", "settings_tag", "settings_tag_act", "settings_checklists",
        "settings_checklist_new", "settings_checklist", "settings_checklist_retire", "settings_fields",
        "settings_field_new", "settings_field", "settings_field_retire",
    }  # fmt: skip


def test_a_tag_is_added_renamed_merged_retired_and_back(enter, house: House) -> None:
    browser = enter("adi")
    for name in ("退保代理", "代理退保"):
        assert browser.post(f"{BASE}/tags/", {"name": name, "colour": "red"}).status_code == 302
    again = browser.post(f"{BASE}/tags/", {"name": "代理退保", "colour": "red"})
    assert again.status_code == 422
    old, new = Tag.objects.get(name="退保代理"), Tag.objects.get(name="代理退保")
    assert browser.post(f"{BASE}/tags/{old.pk}/", {"name": "退保代办", "colour": "blue"}).status_code == 302
    assert browser.post(f"{BASE}/tags/{old.pk}/merge", {"into": ""}).status_code == 422
    assert browser.post(f"{BASE}/tags/{old.pk}/merge", {"into": str(new.pk)}).status_code == 302
    assert "代理退保" in browser.get(f"{BASE}/tags/{old.pk}/").content.decode()
    assert "退保代办" in browser.get(f"{BASE}/tags/{new.pk}/").content.decode()
    for step in ("unmerge", "retire", "revive"):
        assert browser.post(f"{BASE}/tags/{old.pk}/{step}").status_code == 302
    assert browser.post(f"{BASE}/tags/{old.pk}/burn").status_code == 404
    old.refresh_from_db()
    assert (old.name, old.merged_into_id, old.retired_at) == ("退保代办", None, None)


def test_many_tags_are_paged_by_key(enter, house: House) -> None:
    for number in range(120):
        tags.add_tag(name=f"标签{number:03}", colour="grey", by=house.by("adi"), at=AT)
    first = enter("adi").get(f"{BASE}/tags/").content.decode()
    assert "标签099" in first
    assert "标签100</a>" not in first
    assert "标签119" in enter("adi").get(f"{BASE}/tags/?after=标签100").content.decode()


def test_free_tags_are_allowed_for_a_unit(enter, house: House) -> None:
    unit = house.units["JS"]
    assert enter("adi").post(f"{BASE}/tags/free", {"unit": str(unit.pk), "allowed": "yes"}).status_code == 302
    assert TagFreedom.objects.get().allowed
    assert enter("adi").post(f"{BASE}/tags/free", {"unit": str(unit.pk), "allowed": ""}).status_code == 302
    assert not TagFreedom.objects.exists()


def test_a_checklist_is_kept_in_versions(enter, house: House) -> None:
    browser = enter("adi")
    assert browser.post(f"{BASE}/checklists/new", LIST).status_code == 302
    row = ChecklistVersion.objects.get()
    assert [(one["zh"], one["mandatory"], one["clause"]) for one in row.lines] == [
        ("看保单", True, "3.1-5"), ("记语气", False, ""),
    ]  # fmt: skip
    taken = browser.post(f"{BASE}/checklists/new", LIST)
    assert taken.status_code == 422
    assert browser.post(f"{BASE}/checklists/intake/", LIST | {"title_zh": "受理之前"}).status_code == 302
    assert ChecklistVersion.objects.get(until_at=None).version == 2
    late = browser.post(f"{BASE}/checklists/intake/", LIST | {"title_zh": "另一个人的", "seen": "1"})
    assert late.status_code == 409
    assert "另一个人的" in late.content.decode()
    assert ChecklistVersion.objects.get(until_at=None).version == 2
    again = browser.post(f"{BASE}/checklists/intake/", LIST | {"title_zh": "受理之前", "seen": "1"})
    assert again.status_code == 302, "the same words again are no change"
    half = browser.post(f"{BASE}/checklists/intake/", LIST | {"lines-1-en": ""})
    assert half.status_code == 422
    assert "记语气" in half.content.decode()
    assert browser.post(f"{BASE}/checklists/intake/retire").status_code == 302
    assert not ChecklistVersion.objects.filter(until_at=None).exists()
    assert browser.get(f"{BASE}/checklists/none/").status_code == 404


def test_a_field_is_kept_in_versions(enter, house: House) -> None:
    browser = enter("adi")
    yes: dict[str, Any] = {"key": "has_agent", "type": "yes_no", "label_zh": "代理", "label_en": "Agent", "place": "0"}
    nothing = {"options-TOTAL_FORMS": "0", "options-INITIAL_FORMS": "0"}
    assert browser.post(f"{BASE}/fields/new", yes | nothing).status_code == 302
    shown = {"depends_on": "has_agent", "depends_values": "yes", "required_at": "received"}
    assert browser.post(f"{BASE}/fields/new", FIELD | OPTIONS | shown).status_code == 302
    assert browser.post(f"{BASE}/fields/agent_kind/", FIELD | OPTIONS | {"label_zh": "类型"}).status_code == 302
    row = FieldVersion.objects.get(key="agent_kind", until_at=None)
    assert (row.version, row.depends_on, len(row.options)) == (2, "", 2)
    late = browser.post(f"{BASE}/fields/agent_kind/", FIELD | OPTIONS | {"label_zh": "另一种", "seen": "1"})
    assert late.status_code == 409
    wrong = browser.post(f"{BASE}/fields/agent_kind/", FIELD | OPTIONS | shown | {"depends_values": "perhaps"})
    assert wrong.status_code == 422
    assert browser.post(f"{BASE}/fields/has_agent/retire").status_code == 302
    assert browser.get(f"{BASE}/fields/none/").status_code == 404
    assert "代理" in browser.get(f"{BASE}/fields/").content.decode()
