"""Who is meant by an @ in a note."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.cases.rules import mentions as rules
from huiyin.cases.rules.mentions import Call, Named

KNOWN = {
    "王芳": [Named("王芳", "E1"), Named("王芳", "E2")],
    "王芳华": [Named("王芳华", "E3")],
    "Ana": [Named("Ana", "E4")],
    "Ana Lee": [Named("Ana Lee", "E5")],
}


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("@王芳(E2) 请看", ["E2"]),
        ("请 @王芳华看一下", ["E3"]),
        ("请@Ana look", ["E4"]),
        ("＠Ana Lee：please", ["E5"]),
        ("@Anabel", []),
        ("write to li@Ana.example", []),
        ("@@Ana", []),
        ("@ Ana", []),
        ("@王芳（E1）和@Ana", ["E1", "E4"]),
    ],
)
def test_the_longest_name_is_meant_and_the_number_decides(text: str, numbers: list[str]):
    assert [one.number for call in rules.calls(text) for one in rules.meant(call, KNOWN)] == numbers


def test_several_of_one_name_are_told_apart_by_their_number():
    assert len(rules.meant(Call("王芳"), KNOWN)) == 2
    assert rules.handle("王芳", "E2", is_shared=True) == "@王芳(E2)"
    assert rules.handle("Ana", "E4", is_shared=False) == "@Ana"


@given(st.text(max_size=300))
def test_no_text_breaks_the_reader(text: str):
    found = rules.calls(text)
    assert all(0 < len(call.run) <= rules.LONGEST for call in found)
    assert all(name for name in rules.prefixes(found) if name) or not found
