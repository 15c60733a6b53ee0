"""The tags that draw small things: what they say, that they escape, and that nothing needs the network."""

from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django import forms
from django.template import Context, Template, TemplateSyntaxError
from django.utils import translation

from huiyin.core.time import SHANGHAI

NOW = datetime(2026, 2, 10, 10, 0, tzinfo=SHANGHAI)


def draw(source: str, **context: Any) -> str:
    with translation.override("en"):
        return Template(source).render(Context({"now": NOW, **context}))


def clock(**fields: Any) -> SimpleNamespace:
    base = {"due_at": NOW + timedelta(days=9), "state": "running", "paused": False, "warned": 0, "provisional": False}
    return SimpleNamespace(**{**base, **fields})


class Contact(forms.Form):
    phone = forms.CharField(label="Phone <b>", help_text="Only about this", required=False)
    wish = forms.MultipleChoiceField(choices=[("a", "Answer"), ("b", "Money")], widget=forms.CheckboxSelectMultiple)


def test_the_badge_says_its_limit_in_words_and_keeps_the_exact_end_at_hand() -> None:
    drawn = draw("{% due clock %}", clock=clock(due_at=datetime(2026, 2, 16, tzinfo=SHANGHAI)))
    assert "5 days left" in drawn
    assert 'title="Limit ends 2026-02-15 24:00"' in drawn


@pytest.mark.parametrize(
    ("fields", "tone", "words"),
    [
        ({"due_at": None, "paused": True}, "paused", "Paused"),
        ({"state": "met", "met_at": NOW}, "done", "In time"),
        ({"state": "late", "due_at": NOW - timedelta(hours=1), "met_at": NOW}, "late", "Done 1 hour late"),
        ({"state": "lapsed", "due_at": datetime(2026, 2, 10, tzinfo=SHANGHAI)}, "off", "Run out"),
        ({"state": "cancelled"}, "off", "No longer counts"),
        ({"provisional": True}, "provisional", "provisional"),
    ],
)
def test_each_state_of_a_clock_has_its_own_look_and_word(fields: dict[str, Any], tone: str, words: str) -> None:
    drawn = draw("{% due clock %}", clock=clock(**fields))
    assert f"hy-due-{tone}" in drawn
    assert words in drawn
    assert "<svg" in drawn


def test_no_clock_draws_nothing() -> None:
    assert draw("{% due clock %}", clock=None) == ""


def test_a_time_without_now_is_a_mistake_of_the_page() -> None:
    with pytest.raises(TemplateSyntaxError, match="now"):
        Template("{% ago at %}").render(Context({"at": NOW}))


def test_labels_of_states_and_flags_are_escaped() -> None:
    drawn = draw("{% state_pill 'X' bad %}{% flag 'major' bad %}{% copy_button bad %}", bad="<script>'\"")
    assert "<script>" not in drawn
    assert drawn.count("&lt;script&gt;") >= 3


def test_a_bar_above_its_capacity_turns_red_and_never_overflows() -> None:
    drawn = draw("{% bar 23 20 %}")
    assert 'data-tone="late"' in drawn
    assert 'width="100.0%" height="6" rx="3"/></svg>' in drawn
    assert "23 / 20" in drawn


def test_a_bar_without_capacity_is_empty_instead_of_failing() -> None:
    assert 'width="0.0%"' in draw("{% bar 0 0 %}")


def test_every_idempotency_key_is_new() -> None:
    assert draw("{% idempotency_key %}") != draw("{% idempotency_key %}")


def test_a_field_has_its_label_above_and_its_help_and_error_wired_to_it() -> None:
    form = Contact({"phone": "", "wish": "c"})
    drawn = draw("{% field form.phone %}", form=form)
    assert "Phone &lt;b&gt;" in drawn
    assert 'aria-describedby="id_phone_help"' in drawn
    assert "optional" in drawn
    wrong = draw("{% field form.wish %}", form=form)
    assert "<fieldset" in wrong
    assert 'aria-describedby="id_wish_errors"' in wrong
    assert wrong.count('type="checkbox"') == 2


def test_a_step_that_is_not_permitted_says_what_it_needs_and_has_no_button() -> None:
    drawn = draw("{% step one %}", one={"label": "Send", "url": "/x", "needs": ["the grounds"], "clause": "3.3-2"})
    assert "the grounds" in drawn
    assert "3.3-2" in drawn
    assert "<button" not in drawn
    assert 'href="/x"' not in drawn


def test_a_step_that_posts_carries_the_key_that_makes_it_one_change() -> None:
    drawn = draw("{% step one %}", one={"label": "Accept", "url": "/x", "method": "post"}, csrf_token="token")
    assert 'name="idempotency_key"' in drawn
    assert 'name="csrfmiddlewaretoken" value="token"' in drawn


def test_an_internal_note_says_that_it_is_never_sent() -> None:
    item = {"kind": "note", "who": "Li", "at": NOW, "text": "<i>careful</i>"}
    drawn = draw("{% timeline_item item %}", item=item)
    assert "Internal note, never sent" in drawn
    assert "&lt;i&gt;careful" in drawn


def test_a_reveal_never_holds_the_clear_value_and_asks_for_a_reason() -> None:
    drawn = draw("{% reveal '138****5678' '/reveal' 'the phone' %}", csrf_token="token")
    assert 'name="reason"' in drawn
    assert "required" in drawn
    assert "access log" in drawn


def test_the_strip_shows_every_day_with_its_reason() -> None:
    days = [
        {"date": "2026-02-10", "state": "start", "number": None, "name": "", "last": False},
        {"date": "2026-02-11", "state": "counted", "number": 1, "name": "", "last": False},
        {"date": "2026-02-12", "state": "paused", "number": None, "name": "", "last": False},
        {"date": "2026-02-13", "state": "holiday", "number": None, "name": "Spring Festival", "last": False},
        {"date": "2026-02-14", "state": "makeup", "number": 2, "name": "", "last": True},
    ]
    drawn = draw("{% why days rule='decision' end=end %}", days=days, end=datetime(2026, 2, 15, tzinfo=SHANGHAI))
    for words in ("this day is not counted", "Paused", "Spring Festival", "Make-up working day", "until 24:00"):
        assert words in drawn
    assert "2026-02-14 24:00" in drawn


def test_an_upload_tells_its_limits_before_anything_is_chosen() -> None:
    drawn = draw("{% upload 'files' 20971520 '.pdf,.jpg' max_files=5 %}")
    assert "Up to 5 files, 20 MB each: PDF JPG" in drawn
    assert 'data-max-bytes="20971520"' in drawn


def test_a_dialog_is_native_and_named_by_its_title() -> None:
    drawn = draw("{% dialog id='end' title=title %}<p>{{ word }}</p>{% enddialog %}", title="End <it>", word="<b>")
    assert '<dialog class="hy-dialog" id="end" aria-labelledby="end-title">' in drawn
    assert "End &lt;it&gt;" in drawn
    assert "<p>&lt;b&gt;</p>" in drawn
