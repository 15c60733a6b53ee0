"""The living handbook: chapters, clauses with their light, figures with their cases, paper; each sees their own."""

import io
import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader

from huiyin.cases.models import Recusal
from huiyin.clocks.models import Clock
from huiyin.console.handbook import charts, words
from huiyin.core.actors import system
from huiyin.core.time import local_date, now
from huiyin.handbook import queries as handbook
from huiyin.handbook.actions import set_unit_packs
from huiyin.handbook.queries import published
from huiyin.insights import sweeps
from huiyin.insights.queries import figures, registry
from huiyin.insights.rules import Sums
from tests.cases.make import registered
from tests.people import House

HOUR = timedelta(hours=1)


def late(house: House, **changes: Any) -> str:
    """A complaint of today whose limit for accepting it was broken an hour ago."""
    case = registered(house, at=now() - 30 * HOUR, received_at=now() - 30 * HOUR, **changes).case
    rows = Clock.objects.filter(owner_id=case.pk, rule_code="complaint.acceptance")
    rows.update(due_at=now() - HOUR, breached_at=now() - HOUR)
    return case.number


def page(client: Client, name: str, *args: str, status: int = 200, **query: str) -> str:
    answer = client.get(reverse(name, args=args), query)
    assert answer.status_code == status, f"{name} {answer.status_code}"
    return answer.content.decode()


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text))


@pytest.fixture
def two(house: House) -> tuple[str, str]:
    """A late complaint in Jiangsu and one in Guangdong, in the figures."""
    numbers = late(house), late(house, unit_id=house.units["GD-CP"].pk, text="广东的另一件投诉，内容完全不同。")
    sweeps.rebuild()
    return numbers


def test_every_clause_of_every_source_has_its_page(enter, house: House) -> None:
    client = enter("hua")
    for one in handbook.all_clauses():
        answer = client.get(
            reverse("handbook_clause", args=[one.source, one.id]), headers={"accept-language": "zh-hans"}
        )
        assert answer.status_code == 200, one.id
        assert str(one.ask.zh)[:20] in answer.content.decode().replace("&#x27;", "'"), one.id


def test_the_contents_lead_to_every_chapter_and_source(enter, house: House) -> None:
    client = enter("hua")
    text = page(client, "handbook")
    for chapter in "12345678":
        assert f"/desk/handbook/chapters/{chapter}/" in text
    sources = {one.source for one in handbook.all_clauses()} - {handbook.HANDBOOK}
    for source in sources:
        assert f"/desk/handbook/sources/{source}/" in text
        assert page(client, "handbook_source", source)
    for one in handbook.clauses_of("3"):
        assert f">{one.id}</a>" in page(client, "handbook_chapter", "3")


def test_a_broken_duty_is_red_with_its_fraction_and_opens_the_very_case(
    enter, house: House, two: tuple[str, str]
) -> None:
    client = enter("tom")
    text = page(client, "handbook_clause", handbook.HANDBOOK, "3.1-5")
    assert 'data-light="broken"' in text
    assert "0.0 %" in plain(text)
    cases = page(client, "handbook_cases", "accepted_in_time", verdict="broken")
    assert two[0] in cases
    assert two[1] not in cases  # of another branch


def test_figures_are_those_of_the_own_part_of_the_house(enter, house: House, two: tuple[str, str]) -> None:
    unit_ids = [one.pk for one in figures.units(house["tom"])]
    assert {one.code for one in figures.units(house["tom"])} == {"JS-CP"}
    assert {one.code for one in figures.units(house["ana"])} == {"HQ-CS"}  # sees no subtree: her own unit
    assert {one.code for one in figures.units(house["hua"])} >= {"HQ", "JS", "GD-CP"}
    metric = registry.metric("accepted_in_time")
    assert figures.readings([metric], unit_ids, now())[0].sums == Sums(broken=1)
    everywhere = [one.pk for one in figures.units(house["hua"])]
    assert figures.readings([metric], everywhere, now())[0].sums == Sums(broken=2)
    client = enter("hua")
    assert two[1] in page(client, "handbook_cases", "accepted_in_time", unit="GD")
    assert two[0] not in page(client, "handbook_cases", "accepted_in_time", unit="GD")
    assert page(enter("tom"), "handbook", unit="GD", status=404)


def test_who_opens_no_cases_reads_figures_but_no_list(enter, house: House, two: tuple[str, str]) -> None:
    client = enter("kim")
    text = page(client, "handbook_metric", "accepted_in_time")
    assert two[0] not in text
    assert "/cases/" not in text
    page(client, "handbook_cases", "accepted_in_time", status=403)


def test_what_may_not_be_seen_is_counted_and_said(enter, house: House, two: tuple[str, str]) -> None:
    case = registered(house, text="第三件投诉").case
    sweeps.rebuild()
    Recusal.objects.create(case=case, user=house["tom"], ground="declared", reason="x", at=now(), by_label="test")
    text = page(enter("tom"), "handbook_cases", "received", verdict="kept", months="12")
    assert case.number not in text
    assert two[0] in text


def test_a_list_is_paged_by_key_and_narrowed_to_a_month(enter, house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    numbers = {
        registered(house, text=f"第{place}件投诉的内容", at=now(), received_at=now()).case.number for place in range(5)
    }
    sweeps.rebuild()
    monkeypatch.setattr("huiyin.console.handbook.figures.SIZE", 2)
    client, seen = enter("tom"), set()
    address = reverse("handbook_cases", args=["received"]) + "?verdict=kept"
    while address:
        text = client.get(address).content.decode()
        seen |= {number for number in numbers if number in text}
        found = re.search(r'rel="next" href="([^"]+)"', text)
        address = found[1].replace("&amp;", "&") if found else ""
    assert seen == numbers
    month = f"{local_date(now()):%Y-%m}"
    assert any(number in page(client, "handbook_cases", "received", verdict="kept", month=month) for number in numbers)
    assert "TS" not in plain(page(client, "handbook_cases", "received", verdict="kept", month="2019-01"))


@pytest.mark.parametrize(
    ("name", "args", "query"),
    [
        ("handbook_chapter", ("9",), {}),
        ("handbook_chapter", ("3.1",), {}),
        ("handbook_source", ("cn-nothing",), {}),
        ("handbook_clause", (handbook.HANDBOOK, "9.9-9"), {}),
        ("handbook_clause", ("cn-nothing", "art 1"), {}),
        ("handbook_metric", ("nothing",), {}),
        ("handbook_cases", ("received",), {"verdict": "perhaps"}),
        ("handbook_cases", ("received",), {"month": "2026-13"}),
        ("handbook_coverage", (), {"source": "cn-nothing"}),
        ("handbook_coverage", (), {"chapter": "9"}),
        ("handbook_coverage", (), {"state": "perhaps"}),
        ("handbook_pdf", (), {"chapter": "99"}),
        ("handbook_pdf", (), {"source": "cn-nothing"}),
    ],
)
def test_what_is_not_there_is_not_found(enter, house: House, name: str, args: tuple[str, ...], query: dict) -> None:
    page(enter("tom"), name, *args, status=404, **query)


@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("handbook_clause", (handbook.HANDBOOK, "3.1-5")),
        ("handbook_clause", ("cn-order-2020-3", "art 18")),
        ("handbook_chapter", ("3",)),
        ("handbook", ()),
        ("handbook_metrics", ()),
        ("handbook_coverage", ()),
        ("handbook_cases", ("received",)),
    ],
)
def test_a_page_needs_few_statements_however_many_cases_there_are(
    enter, house: House, two: tuple[str, str], name: str, args: tuple[str, ...]
) -> None:
    client = enter("hua")
    page(client, name, *args)
    cache.clear()
    with CaptureQueriesContext(connection) as asked:
        page(client, name, *args)
    assert len(asked) <= 14, "\n".join(one["sql"][:120] for one in asked)
    counts = [one["sql"] for one in asked if "COUNT(*)" in one["sql"].upper() and "LIMIT" not in one["sql"]]
    assert not counts


def test_the_page_of_a_clause_says_what_is_not_covered(enter, house: House) -> None:
    client = enter("hua")
    for one in handbook.all_clauses():
        if one.gap is not None and one.source == handbook.HANDBOOK and one.id.startswith("2.4"):
            assert one.gap.zh[:12] in page(client, "handbook_clause", one.source, one.id)


def test_the_coverage_page_shows_every_clause_once_chapter_by_chapter_and_state_by_state(enter, house: House) -> None:
    client, address = enter("aud"), reverse("handbook_coverage")
    every = handbook.clauses_of()
    chapters = [one.id for one in handbook.chapters() if "." not in one.id]
    rows = [row for id_ in chapters for row in client.get(address, {"chapter": id_}).context["rows"]]
    assert [row["clause"] for row in rows] == list(every)
    whole = client.get(address).context["sums"][-1]
    assert (whole["all"], sum(cell["count"] for cell in whole["cells"])) == (len(every), len(every))
    for cell in whole["cells"]:
        found, url = [], cell["url"]
        while url:
            context = client.get(url).context
            assert len(context["rows"]) <= 40
            found += [row["clause"].id for row in context["rows"]]
            assert {row["state"] for row in context["rows"]} == {cell["state"]}
            url = context["next_url"]
        assert len(found) == len(set(found)) == cell["count"]


def test_only_what_binds_a_unit_has_lights_and_counts(enter, house: House, two: tuple[str, str]) -> None:
    client, address = enter("hua"), reverse("handbook")
    published.forget()

    def bound(**query: str) -> set[str]:
        context = client.get(address, query).context
        assert all("lights" not in row for row in context["known"])
        return {row["source"].code for place in context["places"] for row in place["sources"]}

    assert "uk-fca-disp" not in bound()
    assert client.get(reverse("handbook_source", args=["uk-fca-disp"])).context["is_bound"] is False
    set_unit_packs(unit=house.units["GD"], packs=["uk-fca-disp"], since=date(2026, 1, 1), by=system("t"), at=now())
    assert {"uk-fca-disp", "cn-order-2020-3"} <= bound()
    assert bound(unit="GD") == {"uk-fca-disp"}
    assert "uk-fca-disp" not in bound(unit="JS")


@pytest.mark.parametrize(("language", "said"), [("zh-hans", "范围"), ("en", "Part of the house")])
def test_the_handbook_goes_to_paper_with_figures_and_date(
    enter, house: House, two: tuple[str, str], language: str, said: str
) -> None:
    client = enter("hua")
    client.cookies["django_language"] = language
    answer = client.get(reverse("handbook_pdf"), {"chapter": "3"})
    assert answer["Content-Type"] == "application/pdf"
    text = "".join(part.extract_text() for part in PdfReader(io.BytesIO(answer.content)).pages)
    assert said in text
    assert "3.1-5" in text
    assert "3.4-6" in text
    assert "4.1-1" not in text
    assert f"{now():%Y}" in text
    assert answer["Content-Disposition"].startswith("inline; filename*=UTF-8''")


def test_the_whole_handbook_goes_to_paper(enter, house: House) -> None:
    answer = enter("hua").get(reverse("handbook_pdf"))
    text = "".join(part.extract_text() for part in PdfReader(io.BytesIO(answer.content)).pages)
    assert not [one.id for one in handbook.clauses_of() if one.id not in text]


def test_a_line_leaves_a_gap_where_nothing_was_judged() -> None:
    assert charts._path([(0, 1.0), (1, 2.0), (2, None), (3, 4.0)]) == "M0 1.0L1 2.0M3 4.0h0.1"
    assert charts._path([(0, None)]) == ""


def test_only_all_is_called_a_hundred_percent() -> None:
    assert words.percent(figures.share(registry.metric("told_with_proof"), Sums(kept=9999, broken=1))) == "99.9 %"
    assert words.percent(figures.share(registry.metric("told_with_proof"), Sums(kept=10000))) == "100 %"
    assert words.percent(figures.share(registry.metric("told_with_proof"), Sums(open=3))) == "—"
    assert words.percent(figures.share(registry.metric("repeat_share"), Sums(kept=3, broken=1))) == "25.0 %"


def test_every_screen_that_a_clause_names_has_words() -> None:
    named = {name for one in handbook.all_clauses() for name in one.screens}
    assert named <= set(words.SCREENS)


def test_every_metric_that_a_clause_names_is_there() -> None:
    named = {one.metric for one in handbook.all_clauses() if one.metric}
    assert named <= set(registry.metrics())
