"""Two people at one case, each in a real browser: what one does the other sees, and nothing typed is lost.

The failings of others that must not happen here: a colleague's change deletes one's draft; two people answer the same
complaint; a page shows yesterday's state.
"""

import signal
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from huiyin.cases.actions import talk
from huiyin.cases.models import Draft, Message, Note, Person
from huiyin.complaints.actions import dispatch
from tests.complaints.along import Along, assigned
from tests.live.conftest import Listening, until
from tests.people import build
from tests.web.test_style import faults, sideways, wear

pytestmark = pytest.mark.django_db(transaction=True)
TEXT = "尊敬的李女士，关于您的投诉，我们正在核对病历，周五以前给您答复。"


@pytest.fixture
def along() -> Along:
    cache.clear()
    return assigned(build())


@pytest.fixture
def process(live: str, free_port: int, along: Along, settings: Any) -> Iterator[Listening]:
    settings.LIVE_PORT = free_port
    listening = Listening(free_port, live)
    listening.start()
    yield listening
    listening.stop()


@pytest.fixture
def address(live: str, along: Along) -> Callable[..., str]:
    def of(name: str = "", *args: object) -> str:
        return live + reverse(f"case_{name}" if name else "case", args=[along.case.number, *args])

    return of


@pytest.fixture
def desk(browser: Any, live: str, along: Along) -> Iterator[Callable[..., Any]]:
    """`desk("tom")`: a browser of Tom's own, signed in. Broken scripts fail the test."""
    contexts, wrong = [], []

    def opened(name: str, **options: Any) -> Any:
        client = Client()
        client.force_login(along.house[name])
        context = browser.new_context(
            **{"viewport": {"width": 1440, "height": 900}, "locale": "zh-CN", "timezone_id": "Asia/Shanghai"} | options
        )
        context.set_default_timeout(15_000)
        context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live}])
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(str(error)))
        return page

    yield opened
    for context in contexts:
        context.close()
    assert not wrong, "\n".join(wrong)


def hears(page: Any) -> None:
    page.wait_for_selector("html[data-live=stream]", state="attached")


def test_what_a_colleague_writes_appears_and_what_one_is_typing_stays(
    process: Listening, desk: Any, address: Any, along: Along
) -> None:
    tom = desk("tom")
    tom.goto(address())
    hears(tom)
    tom.fill("#composer-reply [name=text]", TEXT)
    talk.add_note(case=along.case, text="病历已核对，确有既往症记录", by=along.by("tia"), at=along.later())
    tom.wait_for_selector("#case-talk :text('病历已核对')")
    assert tom.input_value("#composer-reply [name=text]") == TEXT
    assert tom.evaluate("document.activeElement.name") == "text"
    assert tom.inner_text("#live-said") != ""


def test_an_open_form_is_not_taken_away_by_a_colleagues_change(
    process: Listening, desk: Any, address: Any, along: Along
) -> None:
    sam = desk("sam")
    sam.goto(address("step", "hand_over"))
    sam.goto(address())
    hears(sam)
    sam.click("a[hx-target='#step-place'] >> nth=0")
    sam.wait_for_selector("#step-place form")
    talk.add_note(case=along.case, text="另一位同事的备注", by=along.by("tia"), at=along.later())
    sam.wait_for_selector("#case-talk :text('另一位同事的备注')")
    assert sam.is_visible("#step-place form")


def test_two_people_see_each_other_and_who_writes(process: Listening, desk: Any, address: Any) -> None:
    tom, tia = desk("tom"), desk("tia")
    tom.goto(address())
    hears(tom)
    tia.goto(address())
    tom.wait_for_selector("#case-here :text('Tia')")
    tia.wait_for_selector("#case-here :text('Tom')")
    tia.locator("#composer-note [name=text]").press_sequentially("我来看看")
    tom.wait_for_selector("#case-here [data-writes]:has-text('Tia')")
    tia.goto("about:blank")
    tom.wait_for_selector("#case-here :text('Tia')", state="detached")


def test_the_queue_marks_a_case_that_somebody_is_at_and_shows_its_new_state(
    process: Listening, desk: Any, live: str, address: Any, along: Along
) -> None:
    sam, tom = desk("sam"), desk("tom")
    sam.goto(f"{live}/desk/queue/")
    hears(sam)
    row = f"[data-row][data-case='{along.case_id}']"
    tom.goto(address())
    sam.wait_for_selector(f"{row} .hy-here-mark[title*='Tom']")
    dispatch.hand_over(
        case=along.case, to=along.house["tia"], reason="工作量调整", by=along.by("sam"), at=along.later()
    )
    sam.wait_for_selector(f"{row}:has-text('Tia')")


def test_what_is_typed_survives_a_crash_of_the_browser(desk: Any, address: Any, along: Along) -> None:
    tom = desk("tom")
    tom.goto(address())
    tom.locator("#composer-reply [name=text]").fill(TEXT)
    tom.wait_for_selector("#composer-reply [data-draft-state]:not(:empty)")
    until(lambda: Draft.objects.filter(place="respond").exists())
    tom.context.close()
    again = desk("tom")
    again.goto(address())
    again.click("#composer-reply [data-draft-state] button >> nth=0")
    assert again.input_value("#composer-reply [name=text]") == TEXT
    until(lambda: Draft.objects.count() == 1)
    again.reload()
    until(lambda: again.input_value("#composer-reply [name=text]") == TEXT)
    with again.expect_popup() as duplicate:  # it begins with the storage of the first, yet is a window of its own
        again.evaluate("window.open(location.href)")
    duplicate.value.wait_for_selector("#composer-reply [data-draft-state] button")
    assert duplicate.value.input_value("#composer-reply [name=text]") == ""


def test_a_sent_message_leaves_no_draft_and_a_refused_one_keeps_it(desk: Any, address: Any, along: Along) -> None:
    tom = desk("tom")
    tom.goto(address())
    tom.locator("#composer-note [name=text]").fill("内部：先核对病历")
    until(lambda: Draft.objects.filter(place="note").exists())
    tom.click("#composer-note .hy-composer-send button")
    tom.wait_for_selector("#case-talk :text('先核对病历')")
    assert not Draft.objects.exists()
    assert tom.input_value("#composer-note [name=text]") == ""
    tom.wait_for_timeout(2500)
    assert not Draft.objects.exists()
    assert Note.objects.count() == 1


def test_an_owner_change_does_not_delete_the_draft(desk: Any, address: Any, along: Along) -> None:
    """Zammad #5953: the ticket changes hands and what one was writing is gone."""
    tom = desk("tom")
    tom.goto(address())
    tom.locator("#composer-reply [name=text]").fill(TEXT)
    until(lambda: Draft.objects.filter(place="respond").exists())
    dispatch.hand_over(
        case=along.case, to=along.house["tia"], reason="工作量调整", by=along.by("sam"), at=along.later()
    )
    tom.click("#composer-reply .hy-composer-send button")
    tom.wait_for_selector("#composer-reply .hy-trouble, #composer-reply [role=alert], #composer-reply .hy-problem")
    assert tom.input_value("#composer-reply [name=text]") == TEXT
    assert Draft.objects.filter(place="respond").exists()
    assert not Message.objects.filter(direction="out", text=TEXT).exists()


def test_a_form_with_rows_and_a_new_complaint_come_back_from_the_list_of_drafts(
    desk: Any, live: str, along: Along
) -> None:
    tom = desk("tom")
    tom.goto(f"{live}/desk/complaints/new/")
    tom.locator("[name=text]").fill("客户来电，称理赔被拒，要求说明理由。")
    tom.locator("[name=demands-0-text]").fill("说明拒赔理由")
    until(lambda: Draft.objects.filter(place="new_complaint").exists())
    tom.context.close()
    again = desk("tom")
    again.goto(f"{live}/desk/me/drafts/")
    assert faults(again) == []
    again.click(".hy-draft-acts a")
    assert again.input_value("[name=text]") == "客户来电，称理赔被拒，要求说明理由。"
    assert again.input_value("[name=demands-0-text]") == "说明拒赔理由"
    again.goto(f"{live}/desk/me/drafts/")
    until(lambda: Draft.objects.count() == 1)
    again.reload()
    again.click(".hy-draft-acts form button")
    until(lambda: not Draft.objects.exists())


def test_pages_ask_by_themselves_when_the_live_process_is_killed(
    process: Listening, desk: Any, address: Any, along: Along
) -> None:
    tom = desk("tom")
    tom.clock.install()
    tom.goto(address())
    hears(tom)
    process.stop(signal.SIGKILL)
    tom.wait_for_selector("html[data-live=poll]", state="attached")
    tom.clock.run_for(21_000)
    talk.add_note(case=along.case, text="没有推送也看得到", by=along.by("tia"), at=along.later())
    tom.clock.run_for(21_000)
    tom.wait_for_selector("#case-talk :text('没有推送也看得到')")
    process.start()
    tom.clock.resume()
    tom.wait_for_selector("html[data-live=stream]", state="attached", timeout=30_000)


def test_who_was_signed_out_hears_nothing_more_and_loses_nothing_typed(
    process: Listening, desk: Any, address: Any, along: Along
) -> None:
    tom = desk("tom")
    tom.goto(address())
    hears(tom)
    tom.locator("#composer-note [name=text]").fill("还没有写完")
    until(Draft.objects.exists)
    Session.objects.all().delete()
    talk.add_note(case=along.case, text="之后的备注", by=along.by("tia"), at=along.later())
    tom.wait_for_selector("html[data-live=ended]", state="attached")
    assert tom.locator("#case-talk :text('之后的备注')").count() == 0
    assert tom.input_value("#composer-note [name=text]") == "还没有写完"


@pytest.mark.parametrize(("theme", "language"), [("light", "zh-hans"), ("dark", "en")])
def test_who_is_here_and_drafts_are_accessible_and_fit_a_phone(
    desk: Any, live: str, address: Any, theme: str, language: str
) -> None:
    tia, tom = desk("tia"), desk("tom", viewport={"width": 390, "height": 844})
    tia.goto(address())
    tia.locator("#composer-note [name=text]").press_sequentially("一")
    wear(tom, live, theme, language)
    tom.goto(address())
    tom.wait_for_selector("#case-here [data-writes]")
    tom.locator("#composer-note [name=text]").fill("草稿")
    tom.wait_for_selector("#composer-note [data-draft-state]:not(:empty)")
    assert faults(tom) == []
    assert not sideways(tom)
    tom.goto(f"{live}/desk/me/drafts/")
    assert faults(tom) == []
    assert not sideways(tom)


def test_the_same_field_changed_by_two_people_is_decided_by_looking_at_both(
    desk: Any, address: Any, along: Along
) -> None:
    """Two browsers, one phone number: side by side, and only then written."""
    person = Person.objects.get(case_id=along.case_id)
    tom, tia = desk("tom"), desk("tia")
    for page in (tom, tia):
        page.goto(address("person", person.pk))
    tia.fill("[name=phone]", "13900001111")
    tia.fill("[name=reason]", "客户来电要求更正")
    tia.click(".hy-form-actions button.btn-primary")
    tia.wait_for_url(address())
    tom.fill("[name=phone]", "13700002222")
    tom.fill("[name=email]", "new@example.com")
    tom.fill("[name=reason]", "客户书面要求更正")
    tom.click(".hy-form-actions button.btn-primary")
    tom.wait_for_selector(".hy-conflict")
    assert faults(tom) == []
    assert tom.input_value("[name=email]") == "new@example.com"
    tom.check("[name=settle_phone][value=mine]")
    tom.click(".hy-form-actions button.btn-primary")
    tom.wait_for_url(address())
    person.refresh_from_db()
    assert (person.phone, person.email) == ("13700002222", "new@example.com")
