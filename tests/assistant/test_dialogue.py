"""What the machine does with a line, by rules alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.assistant.rules import dialogue
from huiyin.assistant.rules.dialogue import FLOWS, State, found, move, read_state
from huiyin.assistant.rules.intents import intent


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ("转人工", "person"), ("人工", "person"), ("I want a human", "person"), ("你们人工客服几点下班", "question"),
        ("你们就是骗子", "anger"), ("我要曝光你们", "anger"), ("我要投诉", "complaint"), ("怎样投诉", "question"),
        ("I want to complain", "complaint"), ("我能赔多少", "money"), ("退我三千块", "money"),
        ("等待期多久", "question"),
        ("查一下我的投诉进度", "status"), ("Where is my complaint?", "status"), ("给我回电", "call_back"),
        ("你好", "greet"), ("好的，谢谢", "thanks"), ("取消", "stop"), ("是的", "yes"), ("不", "no"),
        ("我不想活了", "crisis"), ("自杀赔不赔", "question"), ("", "question"),
    ],
)  # fmt: skip
def test_what_a_line_wants(said: str, wanted: str) -> None:
    assert intent(said) == wanted


@pytest.mark.parametrize("said", ["转人工", "你们是骗子", "我能赔多少钱", "我不想活了"])
def test_what_is_for_people_is_never_looked_up(said: str) -> None:
    """Never ours: a machine that argues with somebody who is angry, or talks about their money."""
    made = move(State(), said)
    assert made.act == "say"
    assert made.code in ("person", "anger", "money", "crisis")


def test_a_question_is_looked_up_and_answered_asked_back_or_not_known() -> None:
    made = move(State(), "等待期多久")
    assert (made.act, made.intent) == ("look", "question")
    assert found(State(), "answer", ["a"]).code == "a"
    asked = found(State(), "ask", ["a", "b"])
    assert (asked.code, list(asked.state.choices)) == ("ask_back", ["a", "b"])
    assert found(State(), "unknown", []).code == "unknown"
    assert found(State(in_vain=1), "unknown", []).code == "unknown_again"


@pytest.mark.parametrize("said", ["2", "二", "第二个", "b", " 2. "])
def test_a_choice_is_made_by_its_place_or_its_id(said: str) -> None:
    made = move(State(choices=("a", "b")), said)
    assert (made.act, made.code) == ("show", "b")
    assert move(State(choices=("a",)), "2").act == "look"


def test_a_complaint_is_taken_field_by_field_and_confirmed() -> None:
    state = move(State(), "我要投诉").state
    for said, code in (
        ("理赔被拒，我要求重新核定", "complaint.name"),
        ("李春梅1", "wrong.name"),
        ("李春梅", "complaint.phone"),
        ("晚上打", "wrong.phone"),
        ("138 1234 5678", "complaint.confirm"),
        ("什么", "complaint.confirm"),
    ):
        made = move(state, said)
        assert made.code == code
        state = made.state
    done = move(state, "确认")
    assert (done.act, done.code) == ("do", "complaint")
    assert dict(done.state.given)["name"] == "李春梅"
    assert move(state, "不对").code == "stopped"


@pytest.mark.parametrize("flow", sorted(FLOWS))
def test_every_flow_is_left_by_a_word(flow: str) -> None:
    assert move(State(flow=flow), "取消").state == State()
    assert move(State(flow=flow), "转人工").code == "person"


LINES = st.lists(
    st.one_of(st.text(max_size=20), st.sampled_from(["我要投诉", "查进度", "给我回电", "是", "1", "取消"]))
)


@given(LINES)
def test_no_talk_leads_anywhere_undefined_and_every_state_is_kept_whole(lines: list[str]) -> None:
    state = State()
    for said in lines:
        made = move(state, said)
        if made.act == "look":
            made = found(made.state, "ask", ["a", "b"])
        assert made.act in ("say", "show", "do")
        state = State() if made.act == "do" else made.state
        assert read_state(state.as_json()) == read_state(read_state(state.as_json()).as_json())
        assert not state.flow or set(state.given) <= set(FLOWS[state.flow])


def test_the_version_is_named() -> None:
    assert dialogue.VERSION
