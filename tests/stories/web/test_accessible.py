"""Every page that a journey passes, in both languages, light and dark, wide and on a phone: no serious barrier."""

from typing import Any

import pytest

from huiyin.channels.actions import callers, calls
from huiyin.channels.rules.calls import Event
from huiyin.complaints.queries import turns
from huiyin.core.time import now
from huiyin.customers.actions import PartyDraft, register_party
from tests.axe import violations
from tests.stories.web import way
from tests.stories.web.hands import Stage

pytestmark = pytest.mark.django_db(transaction=True)

WIDE, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
LOOKS = [
    ("light", "zh-hans", WIDE),
    ("dark", "en", WIDE),
    ("dark", "zh-hans", PHONE),
    ("light", "en", PHONE),
]


def _faults(page: Any, path: str) -> list[str]:
    return [
        f"{path} {one['impact']} {one['id']}: {one['html']}"
        for one in violations(page) if one["impact"] in ("serious", "critical")
    ]  # fmt: skip


def _look(page: Any, live: str, paths: list[str], theme: str, language: str, size: dict[str, int]) -> list[str]:
    """What is wrong with the pages in this look."""
    cookies = {"theme": theme, "django_language": language}
    page.context.add_cookies([{"name": name, "value": value, "url": live} for name, value in cookies.items()])
    page.set_viewport_size(size)
    wrong = []
    for path in paths:
        answer = page.goto(live + path)
        assert answer.status == 200, path
        wrong += _faults(page, path)
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            wrong.append(f"{path} scrolls sideways at {size['width']}")
    return wrong


def _calls(one: Any) -> list[str]:
    """A call of somebody unknown, and one of the complainant, who was identified."""
    house, at = one.house, now()
    found = []
    ended = Event(kind="ended", at=at, agent=house["sam"].employee_no)
    calls.take_event(told=calls.Told(reference="c-0", event=ended, number="13700000000"), by=house.by("sam"), at=at)
    for reference in ("c-1", "c-2"):
        event = Event(kind="ringing", at=at, agent=house["sam"].employee_no)
        told = calls.Told(reference=reference, event=event, number="13912345678", queue="投诉")
        found.append(calls.take_event(told=told, by=house.by("sam"), at=at))
    party = register_party(draft=PartyDraft(name="欧阳春梅", certificate_no="P1234567"), by=house.by("sam"), at=at)
    one.case.__class__.objects.filter(pk=one.case.pk).update(customer_id=party.pk)
    said = {"certificate": "P1234567", "name": "欧阳春梅"}
    callers.identify(call_id=found[1].pk, said=said, by=house.by("sam"), at=at)
    return [f"/desk/calls/{call.pk}/" for call in found]


@pytest.mark.parametrize(("theme", "language", "size"), LOOKS)
def test_the_desk_has_no_serious_barrier(stage: Stage, theme: str, language: str, size: dict[str, int]) -> None:
    one = way.assigned(stage, days=3)
    one.approved()
    clock = turns.decision_clock(one.case)
    assert clock is not None
    case = f"/desk/complaints/{one.case.number}/"
    paths = [case, f"{case}steps/draft_decision/", f"{case}clocks/{clock.pk}/why/"]
    paths += [f"{case}steps/request_extension/", f"{case}ledger/", f"{case}evidence/", f"{case}evidence/1/"]
    paths += [f"{case}at/", f"{case}dossier/"]
    if (theme, size) in (("light", WIDE), ("dark", PHONE)):
        paths += [
            "/desk/",
            "/desk/queue/",
            "/desk/search/?q=医疗",
            "/desk/board/",
            "/desk/complaints/new/",
            "/desk/help/",
            "/desk/calls/",
            "/desk/calls/backs/",
            *_calls(one),
        ]
    assert _look(stage.desk("sam").page, stage.live, paths, theme, language, size) == []


@pytest.mark.parametrize(("theme", "language", "size"), LOOKS[1:3])
def test_the_portal_has_no_serious_barrier(stage: Stage, theme: str, language: str, size: dict[str, int]) -> None:
    one = way.assigned(stage, days=3)
    one.asked()
    number = one.case.number
    guest = stage.guest(wide=size is WIDE)
    guest.complain({"text": "理赔被拒，请查清楚。", "wish": "按合同赔付"}, {"name": "王芳"}, {"phone": "13900001111"})
    assert _look(guest.page, stage.live, ["/complain/receipt"], theme, language, size) == []
    guest.follow(number, stage.secret(number))
    story = f"/follow/{number}"
    paths = [
        "/",
        "/how",
        "/proof",
        "/complain/what",
        "/follow",
        f"{story}/story",
        f"{story}/message",
        f"{story}/satisfaction",
    ]
    paths += [f"{story}/review", f"{story}/withdrawal", "/desk/enter/any-secret", "/accounts/login/"]
    assert _look(guest.page, stage.live, paths, theme, language, size) == []
