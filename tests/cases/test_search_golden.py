"""Golden queries: each finds exactly what it should, of cases registered through the real door."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.cache import cache

from huiyin.cases.actions import talk
from huiyin.cases.jobs import reading
from huiyin.cases.models import CaseSearch, FileText
from huiyin.cases.queries import search_page
from huiyin.cases.queries.search_page import Sought
from huiyin.cases.rules.people import PersonDraft
from huiyin.core import blobs
from tests.cases.make import registered
from tests.people import AT, House, build

GOLDEN = yaml.safe_load((Path(__file__).parent / "golden_search.yaml").read_text())


class Made:
    """The house with the golden cases: their names by number."""

    def __init__(self) -> None:
        cache.clear()
        self.house: House = build()
        self.names: dict[str, str] = {}
        for name, given in GOLDEN["cases"].items():
            self.names[self._case(given).number] = name

    def _case(self, given: dict[str, Any]) -> Any:
        people = tuple(PersonDraft(**person) for person in given["people"])
        file = given.get("file")
        stored = [blobs.keep(file["text"].encode(), name=file["name"], content_type="text/plain")] if file else []
        case = registered(
            self.house, subject=given["subject"], text=given["text"], people=people, demands=(), evidence=tuple(stored),
            policy_number=given.get("policy_number", ""), external_ref=given.get("external_ref", ""),
        ).case  # fmt: skip
        by = self.house.by("tom")
        if "note" in given:
            talk.add_note(case=case, text=given["note"], by=by, at=AT)
        if "later" in given:
            talk.hear(case=case, text=given["later"], by=by, at=AT, channel="phone")
        reading.read_files(str(case.pk))
        return case

    def found(self, words: str, who: str = "tom", **more: Any) -> list[str]:
        page = search_page.page(self.house[who], Sought(words=words, **more), at=AT)
        return sorted(self.names[case.number] for case in page.rows)


@pytest.fixture
def made(db: None) -> Made:
    return Made()


def test_there_are_enough_golden_queries() -> None:
    queries = GOLDEN["queries"]
    assert len(queries) >= 120
    assert sum(not hits for hits in queries.values()) >= 20


def test_each_golden_query_finds_exactly_what_it_should(made: Made) -> None:
    wrong = []
    for words, expected in GOLDEN["queries"].items():
        found = made.found(str(words))
        if found != sorted(expected):
            wrong.append(f"{words}: {found} instead of {sorted(expected)}")
    assert not wrong, "\n".join(wrong)


def test_whoever_may_not_see_the_case_finds_it_by_nothing(made: Made) -> None:
    for words in ("理赔", "阑尾炎", "13912340001", "王芳", "P202588990012"):
        assert made.found(words) != []
        assert made.found(words, "zoe") == []
        assert search_page.exact(made.house["zoe"], words) == []
        facets = search_page.facets(made.house["zoe"], Sought(words=words), at=AT)
        assert (facets.total, facets.values["state"]) == (0, [])


def test_only_files_are_asked_when_that_is_wanted(made: Made) -> None:
    assert made.found("小结", in_files=True) == ["paper"]
    assert made.found("评定", in_files=True) == []


def test_neither_names_nor_what_files_say_are_kept_in_clear(made: Made) -> None:
    said = CaseSearch.objects.extra(select={"text": "vector::text"}).values_list("text", flat=True)
    filed = FileText.objects.extra(select={"text": "vector::text"}).values_list("text", flat=True)
    for clear in ("欧阳", "建国", "赵龘", "13912340001", "ouyang"):
        assert not any(clear in text for text in said), clear
    for clear in ("阑尾", "小结", "13855556666"):
        assert not any(clear in text for text in filed), clear
    assert not any("阑尾" in text for text in said)
