"""What keeps a letter from being taken, and what its lines come to: without a database."""

from datetime import date, timedelta

import pytest

from huiyin.cases.rules import letters as rules

TODAY = date(2026, 11, 23)
PDF = "application/pdf"


@pytest.mark.parametrize(
    ("received", "posted", "confirmed", "kinds", "codes"),
    [
        (TODAY, None, False, [PDF], []),
        (TODAY, TODAY, False, ["image/tiff", "image/png"], []),
        (TODAY + timedelta(days=1), None, False, [PDF], ["future"]),
        (TODAY - timedelta(days=30), None, False, [PDF], []),
        (TODAY - timedelta(days=31), None, False, [PDF], ["long_ago"]),
        (TODAY - timedelta(days=31), None, True, [PDF], []),
        (TODAY, TODAY + timedelta(days=1), False, [PDF], ["postmark"]),
        (TODAY, None, False, [], ["files"]),
        (TODAY, None, False, ["text/plain"], ["kind"]),
        (TODAY, None, False, [PDF] * 21, ["many"]),
    ],
)
def test_a_letter_is_taken_with_the_day_of_the_stamp_and_its_pages(received, posted, confirmed, kinds, codes) -> None:
    found = rules.faults(
        received_on=received, posted_on=posted, today=TODAY, old_confirmed=confirmed, kinds=kinds
    )  # fmt: skip
    assert [fault.code for fault in found] == codes


def test_a_line_that_could_not_be_read_stays_as_a_gap_and_counts_as_unsure() -> None:
    lines = [("投诉信", 0.99), ("", 0.0), ("李春梅", 0.6)]
    assert rules.text_of(lines) == "投诉信\n□□□\n李春梅"
    assert rules.unsure(lines) == 2
    assert rules.lines_of(rules.kept_lines(lines)) == lines
    assert rules.lines_of("") == []
