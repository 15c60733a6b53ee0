"""The panel of what the words tell: signs with their words, the likely class, filled in when somebody classifies."""

import re
from collections.abc import Callable
from typing import Any

from django.urls import reverse

from huiyin.complaints.actions import acceptance
from huiyin.complaints.models import Suggestion, TextModel
from tests.api.conftest import Machine, machine
from tests.cases.make import registered
from tests.people import AT, House

__all__ = ["machine"]  # fixture
HTMX = {"HX-Request": "true"}


def said(case: Any, **changes: Any) -> Suggestion:
    model, _new = TextModel.objects.get_or_create(
        name="complaint-class", version="v1", defaults={"card": {}, "made_at": AT, "place": "x"}
    )
    values = {
        "case": case, "model": model, "code": "C21", "codes": [["C21", 0.91], ["C22", 0.05]],
        "because": [["既往症", 1.2]], "abstained": False, "made_at": AT,
    }  # fmt: skip
    return Suggestion.objects.create(**(values | changes))


def test_the_page_asks_for_the_panel_and_the_panel_says_what_was_found(
    enter: Any, house: House, django_assert_max_num_queries: Any
) -> None:
    case = registered(house, text="拒赔说是既往症，再不处理我就不想活了").case
    said(case)
    tom, address = enter("tom"), reverse("case_signs", args=[case.number])
    assert address in tom.get(reverse("case", args=[case.number])).content.decode()
    with django_assert_max_num_queries(20):
        page = tom.get(address, headers=HTMX)
    assert [one["code"] for one in page.context["signs"]] == ["self_harm"]
    assert [one["code"] for one in page.context["likely"]] == ["C21", "C22"]
    text = page.content.decode()
    assert "不想活" in text
    assert "既往症" in text
    assert "<html" not in text
    assert "<html" in tom.get(address).content.decode()
    assert enter("zoe").get(address).status_code == 404


def test_nothing_found_is_an_empty_panel(enter: Any, house: House) -> None:
    case = registered(house, text="请寄一份保单").case
    address = reverse("case_signs", args=[case.number])
    assert enter("tom").get(address, headers=HTMX).content.decode().strip() == ""
    assert enter("tom").get(address).status_code == 200


def test_the_likely_class_is_filled_in_and_a_guess_is_not(enter: Any, house: House) -> None:
    for abstained, expected in ((False, ["C21"]), (True, [])):
        case = registered(house, external_ref=f"x{abstained}").case
        acceptance.check_identity(case=case, how="回拨核对", by=house.by("tom"), at=AT)
        acceptance.accept(case=case, by=house.by("sam"), at=AT)
        said(case, abstained=abstained)
        sam = enter("sam")
        form = sam.get(reverse("case_step", args=[case.number, "classify"])).content.decode()
        assert re.findall(r'name="rows-\d+-code" value="(\w+) ', form) == expected
        case.refresh_from_db()
        assert case.code == ""


def test_by_machine(machine: Callable[..., Machine], house: House) -> None:
    case = registered(house, text="我要找记者").case
    told = machine("tom").get(f"/complaints/{case.number}/signs").json()
    assert [(one["code"], one["words"]) for one in told["signs"]] == [("media", ["记者"])]
    assert (told["likely"], told["abstained"], told["model"]) == ([], True, "")
    said(case)
    told = machine("tom").get(f"/complaints/{case.number}/signs").json()
    assert (told["likely"][0], told["because"], told["model"]) == (
        {"code": "C21", "likelihood": 0.91}, ["既往症"], "v1",
    )  # fmt: skip
    assert machine("zoe").get(f"/complaints/{case.number}/signs").status_code == 404
