"""Drafting a rule on the desk: the typed form, live words and faults, examples, replay, two people."""

import re
from datetime import timedelta
from typing import Any

import pytest

from huiyin.cases.jobs import replay as job
from huiyin.console.handbook import draft_urls, wording
from huiyin.console.handbook.drafts import initial_of
from huiyin.console.handbook.rule_form import RuleForm, kind_of
from huiyin.core import time
from huiyin.handbook import actions
from huiyin.handbook.models import CalendarVersion, DraftState, Replay, RuleDraft, RuleVersion
from huiyin.handbook.queries import published
from tests.people import CAST, House

SEES = {"hua", "eve", "qin", "aud"}
CODE, PACK = "complaint.first_response", "cn-handbook-2025"


def base(draft: RuleDraft) -> str:
    return f"/desk/handbook/drafts/{draft.pk}/"


def typed(client: Any, draft: RuleDraft, **changes: Any) -> dict[str, Any]:
    """What the browser would send: the form as it is shown, with changes."""
    return filled(client.get(base(draft) + "text").context["form"], draft, **changes)


def filled(form: RuleForm, draft: RuleDraft, **changes: Any) -> dict[str, Any]:
    """The same of a form that is at hand."""
    data: dict[str, Any] = {"kind": form.kind, "seen": draft.version}
    for name in form.fields:
        value = form.initial.get(name, form.fields[name].initial)
        if value not in (None, "", False, []):
            data[name] = value
    return data | changes


def test_every_page_of_drafts_opens_for_its_roles_only(enter, house: House, played: RuleDraft) -> None:
    row = Replay.objects.get()
    values = {
        "draft_id": played.pk,
        "replay_id": row.pk,
        "pack": PACK,
        "code": CODE,
        "calendar_id": row.pk,
        "step": "x",
    }
    posts = {"rule_draft_look", "rule_draft_example", "rule_draft_act", "calendar_act", "rule_replay_cancel"}
    nowhere = {"calendar_version"}
    for name in sorted(CAST):
        client = enter(name)
        for pattern in draft_urls.urlpatterns:
            route = "/desk/handbook/" + re.sub(r"<\w+:(\w+)>", lambda hit: str(values[hit[1]]), str(pattern.pattern))
            answer = client.get(route)
            if pattern.name in posts:
                assert answer.status_code == 405, route
                continue
            open_ = name in SEES or pattern.name == "rule_versions"
            expected = (404 if pattern.name in nowhere else 200) if open_ else 403
            if pattern.name == "rule_replay_progress" and open_:
                assert answer.headers["HX-Refresh"] == "true"
            assert answer.status_code == expected, f"{name} {route} {answer.status_code}"


@pytest.mark.parametrize("name", ["qin", "aud", "tom"])
def test_who_only_reads_changes_nothing(enter, house: House, played: RuleDraft, name: str) -> None:
    client = enter(name)
    before = RuleDraft.objects.values().get()
    for path in ("text", "replay", "decide/submit", "decide/withdraw", "examples/add", "replay/cancel"):
        answer = client.post(base(played) + path, {"seen": played.version, "reason": "x", "months": 3})
        assert answer.status_code in (403, 409, 422, 302), path
    assert client.post("/desk/handbook/drafts/new", {}).status_code in (403, 422)
    assert RuleDraft.objects.values().get() == before
    assert Replay.objects.count() == 1


def test_a_draft_is_begun_typed_and_kept(enter, house: House) -> None:
    client = enter("hua")
    day = time.local_date(time.now()) + timedelta(days=3)
    answer = client.post(
        "/desk/handbook/drafts/new", {"rule": f"{PACK}/{CODE}", "effective_from": day, "reason": "Faster"}
    )
    draft = RuleDraft.objects.get()
    assert answer["Location"] == base(draft) + "text"
    kept = client.post(base(draft) + "text", typed(client, draft, length=12))
    assert kept["Location"] == base(draft) + "examples"
    assert RuleDraft.objects.get().body["length"] == 12


def test_an_explanation_that_still_says_the_old_length_is_pointed_at(enter, house: House) -> None:
    client = enter("hua")
    day = time.local_date(time.now()) + timedelta(days=3)
    client.post("/desk/handbook/drafts/new", {"rule": f"{PACK}/{CODE}", "effective_from": day, "reason": "Faster"})
    draft = RuleDraft.objects.get()
    words = {"note_zh": "收到后二十四小时内联系投诉人。", "note_en": "Contact the complainant within 24 hours."}
    looked = client.post(base(draft) + "look", typed(client, draft, length=12, **words))
    assert [one.quote for one in looked.context["leftovers"]] == ["二十四小时", "24 hours"]
    client.post(base(draft) + "text", typed(client, draft, length=12, **words))
    assert "二十四小时" in client.get(base(draft)).content.decode()
    said = {"note_zh": "收到后十二小时内联系投诉人。", "note_en": "Contact the complainant within 12 hours."}
    assert client.post(base(draft) + "look", typed(client, draft, length=12, **said)).context["leftovers"] == []


def test_the_form_says_every_rule_as_it_is(enter, house: House) -> None:
    """Typed back unchanged, no rule changes by a word. The page of a form takes longer than all else: every tenth."""
    client = enter("hua")
    day = time.local_date(time.now()) + timedelta(days=3)
    page = client.get("/desk/handbook/drafts/new")
    rules = [value for _group, rows in page.context["form"].fields["rule"].choices for value, _label in rows]
    assert len(rules) > 20
    for place, rule in enumerate(rules):
        answer = client.post("/desk/handbook/drafts/new", {"rule": rule, "effective_from": day, "reason": "x"})
        if answer.status_code != 302:
            raise AssertionError(f"{rule}: {answer.context['form'].errors}")
        draft = RuleDraft.objects.latest("created_at", "id")
        form = RuleForm(None, kind=kind_of(draft.body), body=draft.body, initial=initial_of(draft))
        data = filled(form, draft, reason="Same")
        assert place % 10 or data == typed(client, draft, reason="Same"), rule
        sent = client.post(base(draft) + "text", data)
        assert sent.status_code == 302, f"{rule}: {sent.context['form'].errors}"
        kept = RuleDraft.objects.get(pk=draft.pk)
        assert kept.body == draft.body, rule


@pytest.mark.parametrize(
    "changes, field",
    [
        ({"length": "0"}, "length"),
        ({"length": ""}, "length"),
        ({"stop": []}, "stop"),
        ({"stop": ["received"]}, "stop"),
        ({"pause": ["mediation_started"]}, "pause"),
        ({"alarm1_tell": ""}, "alarm0_number"),
        ({"alarm0_number": "0"}, "alarm0_number"),
        ({"unit": "hours", "roll": "next_working_day", "title_en": ""}, "title_en"),
        ({"effective_from": "2020-01-01"}, "effective_from"),
    ],
)
def test_a_fault_is_named_at_its_field_while_typing_and_when_kept(
    enter, house: House, draft: RuleDraft, changes: dict[str, Any], field: str
) -> None:
    client = enter("hua")
    data = typed(client, draft, **changes)
    answer = client.post(base(draft) + "text", data)
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    if field != "effective_from":
        looked = client.post(base(draft) + "look", data, headers={"HX-Request": "true"})
        assert f"id_{field}" in [place for _label, place, _said in looked.context["faults"]]
    assert RuleDraft.objects.get().version == draft.version


def test_the_words_beside_the_version_in_force_mark_what_differs(enter, house: House, draft: RuleDraft) -> None:
    client = enter("hua")
    looked = client.post(base(draft) + "look", typed(client, draft, length=6))
    changed = {line.label: (line.before, line.after) for line in looked.context["lines"] if line.is_changed}
    assert set(changed) == {str(wording.LABELS["steps"]), str(wording.LABELS["alarms"])}
    assert changed[str(wording.LABELS["steps"])] == (wording.span_of("hours", 24), wording.span_of("hours", 6))


def test_two_editors_on_the_page(enter, house: House, draft: RuleDraft) -> None:
    client = enter("hua")
    data = typed(client, draft, reason="Mine")
    assert client.post(base(draft) + "text", data).status_code == 302
    assert client.post(base(draft) + "text", data | {"reason": "Late"}).status_code == 409


def test_examples_are_confirmed_added_and_taken_out(enter, house: House, draft: RuleDraft) -> None:
    client = enter("hua")
    page = client.get(base(draft) + "examples")
    assert page.context["differing"] == len(draft.examples)
    first = draft.examples[0]["id"]
    client.post(base(draft) + "examples/confirm", {"seen": draft.version, "example": first})
    assert client.get(base(draft) + "examples").context["differing"] == len(draft.examples) - 1
    version = RuleDraft.objects.get().version
    own = {"seen": version, "says": "夜里", "start": "2026-11-01T23:00", "due_at": "2026-11-02T11:00"}
    assert client.post(base(draft) + "examples/add", own).status_code == 302
    assert RuleDraft.objects.get().examples[-1]["expected"] == {"due_at": "2026-11-02T11:00+0800"}
    bad = own | {"seen": version + 1, "event0_kind": "pause"}
    assert client.post(base(draft) + "examples/add", bad).status_code == 302  # half an event is none
    assert client.post(base(draft) + "examples/add", {"seen": version + 2}).status_code == 422
    last = RuleDraft.objects.get()
    client.post(base(draft) + "examples/remove", {"seen": last.version, "example": last.examples[-1]["id"]})
    assert len(RuleDraft.objects.get().examples) == len(last.examples) - 1


def test_what_would_change_is_shown_with_its_cases(
    enter, house: House, draft: RuleDraft, django_assert_max_num_queries
) -> None:
    client = enter("hua")
    assert client.post(base(draft) + "replay", {"months": "6", "window": "all"}).status_code == 302
    row = Replay.objects.get()
    waiting = client.get(base(draft) + "replay/progress")
    assert "HX-Refresh" not in waiting.headers
    assert 'hx-trigger="every 1s"' in waiting.content.decode()
    job.replay(str(row.pk))
    assert client.get(base(draft) + "replay/progress").headers["HX-Refresh"] == "true"
    with django_assert_max_num_queries(14):
        page = client.get(base(draft) + "replay")
    assert page.context["totals"]["changed"] == 3
    listed = client.get(f"{base(draft)}replay/{row.pk}/cases?kind=broken")
    assert len(listed.context["rows"]) == page.context["totals"]["newly_broken"] == 1
    assert client.get(f"{base(draft)}replay/{row.pk}/cases?kind=nothing").status_code == 404
    assert client.get(f"{base(draft)}replay/{row.pk}/cases?after=x").status_code == 404


def test_a_second_person_publishes_on_the_page(enter, house: House, played: RuleDraft) -> None:
    client = enter("hua")
    assert client.post(base(played) + "decide/submit", {"seen": played.version}).status_code == 302
    own = client.post(base(played) + "decide/approve", {"seen": played.version + 1})
    assert own.status_code == 409
    client = enter("eve")
    assert client.get(base(played)).context["may_decide"]
    assert client.post(base(played) + "decide/nothing").status_code == 404
    answer = client.post(base(played) + "decide/approve", {"seen": played.version + 1})
    assert answer.status_code == 302
    assert RuleVersion.objects.count() == 1
    published.forget()
    page = client.get(f"/desk/handbook/versions/{PACK}/{CODE}")
    assert page.context["changes"] == 2
    assert client.get(f"/desk/handbook/versions/{PACK}/complaint.nothing").status_code == 404


def test_sent_back_and_given_up_on_the_page(enter, house: House, played: RuleDraft) -> None:
    enter("hua").post(base(played) + "decide/submit", {"seen": played.version})
    client = enter("eve")
    assert client.post(base(played) + "decide/reject", {"seen": played.version + 1, "reason": ""}).status_code == 422
    client.post(base(played) + "decide/reject", {"seen": played.version + 1, "reason": "Too short"})
    assert RuleDraft.objects.get().state == DraftState.REJECTED
    client = enter("hua")
    client.post(base(played) + "decide/withdraw", {"seen": played.version + 2, "reason": "Never mind"})
    assert RuleDraft.objects.get().state == DraftState.WITHDRAWN
    assert client.get(base(played)).status_code == 200


def test_an_end_is_shown_and_has_no_text(enter, house: House) -> None:
    client = enter("hua")
    day = time.local_date(time.now()) + timedelta(days=3)
    client.post(
        "/desk/handbook/drafts/new", {"rule": f"{PACK}/{CODE}", "effective_from": day, "reason": "x", "ends": "on"}
    )
    draft = RuleDraft.objects.get()
    assert client.get(base(draft)).status_code == 200
    assert client.get(base(draft) + "text").status_code == 302
    assert client.get(base(draft) + "examples").status_code == 404


def test_a_calendar_goes_the_same_way(enter, house: House) -> None:
    client = enter("hua")
    assert client.get("/desk/handbook/calendars/new").status_code == 200
    data = {
        "code": "cn",
        "year": 2027,
        "source": "国办发明电",
        "days": "2027-01-01 ~ 2027-01-03 元旦 off\n2027-01-09 元旦 work",
    }
    wrong = client.post("/desk/handbook/calendars/new", data | {"days": "soon"})
    assert (wrong.status_code, "days" in wrong.context["form"].errors) == (422, True)
    assert client.post("/desk/handbook/calendars/new", data | {"year": 2031}).status_code == 422
    client.post("/desk/handbook/calendars/new", data)
    row = CalendarVersion.objects.get()
    here = f"/desk/handbook/calendars/{row.pk}/"
    page = client.get(here)
    assert page.context["form"].initial["days"] == data["days"]
    assert client.post(here, {"seen": 1, "source": "国办", "days": data["days"]}).status_code == 302
    assert client.post(here + "decide/submit", {"seen": 2}).status_code == 302
    assert client.post(here + "decide/approve", {"seen": 3}).status_code == 409
    client = enter("eve")
    assert client.post(here + "decide/approve", {"seen": 3}).status_code == 302
    assert CalendarVersion.objects.get().calendar_version.startswith("cn@2012-2027#")
    assert client.get("/desk/handbook/calendars/").status_code == 200


def test_another_order_of_events_is_no_change(enter, house: House, draft: RuleDraft) -> None:
    client = enter("hua")
    form = client.get(f"{base(draft)}text").context["form"]
    was = list(draft.body["events"]["stop"])
    sent = typed(client, draft, stop=list(reversed(was)))
    assert client.post(f"{base(draft)}text", sent).status_code == 302
    draft.refresh_from_db()
    assert draft.body["events"]["stop"] == was
    assert {one["field"].name for one in form.moments()} == {"start", "stop", "pause", "resume", "restart", "agree"}


def test_a_draft_that_waits_stands_on_the_first_page_of_who_may_approve_it(
    enter, house: House, played: RuleDraft
) -> None:
    assert enter("eve").get("/desk/").context["proposals"] == []
    actions.submit(draft=played, seen=played.version, by=house.by("hua"), at=time.now())
    assert [one["url"] for one in enter("eve").get("/desk/").context["proposals"]] == [base(played)]
    assert enter("hua").get("/desk/").context["proposals"] == []
    assert enter("tom").get("/desk/").context["proposals"] == []
