"""The dialogue: what the machine does with a line, from where the talk stands. Pure: it neither looks anything up nor
writes anything, so that every turn can be gone through again."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Literal

from huiyin.assistant.rules.intents import FOR_PEOPLE, intent

#: Named with every turn.
VERSION = "dialogue-2"
Flow = Literal["complaint", "call_back", "find"]
#: What is asked for in turn.
FLOWS: Mapping[str, tuple[str, ...]] = {
    "complaint": ("text", "name", "phone"),
    "call_back": ("about", "name", "phone"),
    "find": ("number", "code"),
}
CONFIRMED = frozenset({"complaint", "call_back"})
LONGEST = {"text": 2000, "about": 500, "name": 60, "phone": 40, "number": 40, "code": 40}
#: So many answers in vain, and a person is offered.
IN_VAIN = 2
_PHONE = re.compile(r"\+?\d[\d -]{5,18}\d")
_NUMERAL = {"1": 1, "一": 1, "第一": 1, "2": 2, "二": 2, "第二": 2, "3": 3, "三": 3, "第三": 3}


@dataclass(frozen=True)
class State:
    """Where a talk stands: the flow and what was given in it, what was offered to choose from, how often in vain."""

    flow: str = ""
    given: Mapping[str, str] = field(default_factory=dict)
    choices: Sequence[str] = ()
    in_vain: int = 0

    def as_json(self) -> dict[str, Any]:
        """Plain values, to be kept."""
        return asdict(self) | {"given": dict(self.given), "choices": list(self.choices)}

    @property
    def missing(self) -> str:
        """The next field of the flow; empty when all are there."""
        return next((name for name in FLOWS.get(self.flow, ()) if name not in self.given), "")


@dataclass(frozen=True)
class Move:
    """What to do with a line. `act`: say (a fixed sentence, `code`), look (search for an answer), show (the article
    chosen, `code` its id), or do (`code` is the flow whose fields are all there)."""

    act: Literal["say", "look", "show", "do"]
    code: str
    state: State
    intent: str


def read_state(kept: Mapping[str, Any]) -> State:
    """A state that was kept."""
    return State(
        str(kept.get("flow", "")),
        dict(kept.get("given", {})),
        list(kept.get("choices", [])),
        int(kept.get("in_vain", 0)),
    )


def move(state: State, said: str) -> Move:
    """What to do with a line."""
    wanted = intent(said)
    if state.flow:
        return _in_flow(state, said.strip(), wanted)
    picked = _picked(state, said)
    if picked:
        return Move("show", picked, State(), "pick")
    if wanted in FOR_PEOPLE:
        return Move("say", wanted, replace(state, choices=()), wanted)
    if wanted in ("complaint", "call_back", "status"):
        flow = "find" if wanted == "status" else wanted
        return Move("say", f"{flow}.{FLOWS[flow][0]}", State(flow=flow), wanted)
    if wanted in ("greet", "thanks"):
        return Move("say", wanted, State(), wanted)
    if wanted in ("stop", "yes", "no"):
        return Move("say", "other" if state.choices and wanted == "no" else "go_on", State(), wanted)
    return Move("look", "", state, wanted)


def found(state: State, verdict: str, ids: Sequence[str], asked: str = "") -> Move:
    """What to say once the search for `asked` is back. `product`: it is about a contract, and nobody knows which; what
    was asked is kept for the next line, which may name the product."""
    if verdict == "answer":
        return Move("show", ids[0], State(given={"asked": asked}), "question")
    if verdict == "ask":
        return Move("say", "ask_back", State(choices=list(ids)), "question")
    if verdict == "product":
        return Move("say", "which_product", State(given={"asked": asked}), "question")
    tries = state.in_vain + 1
    return Move("say", "unknown_again" if tries >= IN_VAIN else "unknown", State(in_vain=tries), "question")


def _in_flow(state: State, said: str, wanted: str) -> Move:
    if wanted == "stop":
        return Move("say", "stopped", State(), wanted)
    if wanted in ("person", "crisis"):
        return Move("say", wanted, State(), wanted)
    if not state.missing:  # everything is there: yes or no
        if wanted == "yes":
            return Move("do", state.flow, state, wanted)
        if wanted == "no":
            return Move("say", "stopped", State(), wanted)
        return Move("say", f"{state.flow}.confirm", state, wanted)
    name = state.missing
    fault = fault_of(name, said)
    if fault:
        return Move("say", fault, state, "field")
    going = replace(state, given={**state.given, name: said})
    if going.missing:
        return Move("say", f"{going.flow}.{going.missing}", going, "field")
    if going.flow in CONFIRMED:
        return Move("say", f"{going.flow}.confirm", going, "field")
    return Move("do", going.flow, going, "field")


def fault_of(name: str, said: str) -> str:
    """What is wrong with a field as it was typed: the code of a sentence, or empty."""
    if not said or len(said) > LONGEST[name] or "\x00" in said:
        return f"wrong.{name}"
    if name == "phone" and not _PHONE.fullmatch(said):
        return "wrong.phone"
    if name == "name" and (any(char.isdigit() for char in said) or not any(char.isalpha() for char in said)):
        return "wrong.name"
    if name in ("text", "about") and sum(char.isalnum() for char in said) < 4:
        return f"wrong.{name}"
    return ""


def _picked(state: State, said: str) -> str:
    """The article that was chosen: by its place or by its id (a button sends it)."""
    if said.strip() in state.choices:
        return said.strip()
    place = _NUMERAL.get(said.strip(" .。、个条第") or said.strip(), 0)
    return state.choices[place - 1] if 0 < place <= len(state.choices) else ""
