"""What is told of a call, in any order; how its messages are signed."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.channels import rules as webhooks
from huiyin.channels.rules.calls import EVENTS, TOLD, Course, Event, after, outcome, signature_fault

AT = datetime(2026, 3, 2, 2, tzinfo=UTC)
SECRET = webhooks.secret_of(b"k" * 32)
EVENT = st.builds(
    Event,
    kind=st.sampled_from(EVENTS),
    at=st.integers(0, 20).map(lambda seconds: AT + timedelta(seconds=seconds)),
    agent=st.sampled_from(("", "E001", "E002")),
    outcome=st.sampled_from(("", *TOLD)),
    recording=st.sampled_from(("https://pbx.example/1", "https://pbx.example/2")),
)


def course(*events: Event) -> Course:
    found = Course()
    for one in events:
        found = after(found, one)
    return found


@given(st.lists(EVENT, max_size=8), st.randoms(use_true_random=False))
def test_order_and_repetition_of_what_is_told_change_nothing(events: list[Event], dice) -> None:
    mixed = [*events, *events[:3]]
    dice.shuffle(mixed)
    assert course(*mixed) == course(*events)


@pytest.mark.parametrize(
    "events, is_in, result",
    [
        (("ringing",), True, ""),
        (("ringing", "answered"), True, ""),
        (("ended", "answered", "ringing"), True, "answered"),
        (("ringing", "ended"), True, "missed"),
        (("ringing", "ended"), False, "unreached"),
        (("recorded",), True, ""),
    ],
)
def test_the_outcome_follows_from_what_happened(events: tuple[str, ...], is_in: bool, result: str) -> None:
    assert outcome(course(*(Event(kind=kind, at=AT) for kind in events)), is_in=is_in) == result


def test_a_voice_message_is_no_conversation_and_a_known_word_of_the_telephone_system_counts() -> None:
    answered, said = Event(kind="answered", at=AT), Event(kind="ended", at=AT, outcome="voicemail")
    assert outcome(course(answered, said), is_in=True) == "voicemail"
    assert outcome(course(Event(kind="ended", at=AT, outcome="busy")), is_in=False) == "busy"
    assert outcome(course(Event(kind="ended", at=AT, outcome="whatever")), is_in=True) == "missed"


def fault(secrets: list[str], *, at: datetime = AT, body: bytes = b"{}", **changed: str) -> str:
    stamp = int(AT.timestamp())
    sent = {"message_id": "m1", "timestamp": str(stamp), "given": webhooks.signature([SECRET], "m1", stamp, b"{}")}
    return signature_fault(secrets, body=body, at=at, **(sent | changed))


def test_only_what_is_signed_with_our_secret_and_lately_is_taken() -> None:
    other = webhooks.secret_of(b"o" * 32)
    assert fault([SECRET]) == ""
    assert fault([other, SECRET]) == "", "the old secret beside the new one"
    assert fault([other]) == "wrong"
    assert fault([SECRET], body=b"{ }") == "wrong"
    assert fault([SECRET], message_id="m2") == "wrong"
    assert fault([SECRET], given="") == "missing"
    assert fault([SECRET], given="v1,é v1, v2,x") == "wrong"
    assert fault([SECRET], timestamp="soon") == "wrong"
    assert fault([SECRET], at=AT + timedelta(minutes=6)) == "old"
    assert fault([SECRET], at=AT - timedelta(minutes=6)) == "old"
