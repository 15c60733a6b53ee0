"""The model cases: one made-up complaint of each shape, played through the actions and taken back, kept as molds.

Its texts are marks, its sums, numbers, people and moments occur nowhere else, so that each value in the rows it leaves
can be told from every other. Between the steps the rows are read off: one play gives a mold for every state.
"""

from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db import transaction

from huiyin.cases.models import Case
from huiyin.clocks import queries as limits
from huiyin.clocks.models import Clock
from huiyin.clocks.rules.events import Event
from huiyin.customers.actions import PartyDraft, build_party
from huiyin.customers.models import Policy
from huiyin.demo import people
from huiyin.demo.chance import Chance
from huiyin.demo.house import House
from huiyin.demo.lines import Asked, Lines
from huiyin.demo.marking import ASKED, GRANTED, HAPPENED_ON, MODEL_BRANCH, POLICY, RECEIVED, REFERENCE, name_all, own
from huiyin.demo.mold import Mold, rows_of
from huiyin.demo.play import Play
from huiyin.demo.script import ASKS_BEFORE, END, MIDDLE, Shape, Step
from huiyin.demo.steps import WAYS
from huiyin.demo.stories import Story

Key = tuple[Shape, str]
# What is far enough from every other text, and long enough for every gate.
_FILL = "依据第一条甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥天地玄黄宇宙洪荒日月盈昃"
_SHORT = frozenset({"call", "reference"})
FIRST = ("register", "check_identity", "accept", "respond", "classify", "dispatch")
CAST = {
    "registrar": "lin.xiaowen", "desk": "he.miao", "duty": "shen.ruolan", "supervisor": "shen.ruolan",
    "investigator": "lu.wentao", "manager": "gu.jianping", "checker": "bai.jing", "head_cp": "yao.weimin",
    "executive": "han.liqun", "approver": "gu.jianping",
}  # fmt: skip
# Other ends, each tried after a step and taken back.
ENDS = {"respond": "decline", "start": "withdraw"}
LETTERS = ("acceptance", "decision")
LETTERS_LONG = ("acceptance", "extension", "decision")


@dataclass(frozen=True)
class Pattern:
    """A mold, the model's clocks with their events, and which letters it sent, in order."""

    mold: Mold
    clocks: tuple[tuple[Clock, tuple[Event, ...]], ...]
    letters: tuple[str, ...]


def step_names(shape: Shape) -> tuple[str, ...]:
    """All steps of a shape on the plain path."""
    middle = [name for name, _ in (*MIDDLE, *END)]
    left_out = {"pay"} if not shape.money else set()
    left_out |= {"rectify", "rectify_done", "rectify_verify"} if not shape.upheld else set()
    names = [name for name in middle if name not in left_out]
    if shape.extended:
        place = names.index(ASKS_BEFORE)
        names[place:place] = ["request_extension", "approve_extension"]
    return (*FIRST, *names, "archive")


def model_steps(shape: Shape) -> list[Step]:
    """The steps at moments that are all different, also to the minute, each limit kept."""
    found, at = [], RECEIVED
    for place, name in enumerate(step_names(shape)):
        gap = timedelta(hours=4, minutes=31) if place < len(FIRST) else timedelta(hours=7, minutes=43)
        at += timedelta(minutes=9) if name == "register" else timedelta(days=95) if name == "archive" else gap
        found.append(Step(name, at + timedelta(seconds=place)))
    return found


def model_words(names: frozenset[str]) -> dict[str, str]:
    """Marks in the place of texts."""
    return {
        name: f"〔{name}〕" if name in _SHORT or name.startswith(("title", "file", "task")) else f"〔{name}〕{_FILL}"
        for name in names
    }


def patterns(house: House, wanted: Mapping[Shape, frozenset[str]], names: frozenset[str]) -> dict[Key, Pattern]:
    """Play the models of the shapes and read their rows off after the stages wanted; nothing of them stays.

    Shapes that begin alike share the beginning: where they part, each goes on from a savepoint.
    """
    families: dict[tuple[bool, bool], dict[Shape, frozenset[str]]] = {}
    for shape, stages in wanted.items():
        families.setdefault((shape.mail, shape.head), {})[shape] = stages
    found: dict[Key, Pattern] = {}
    for family in families.values():
        with transaction.atomic():
            _grow(_stage(house, next(iter(family)), names), family, 0, found)
            transaction.set_rollback(True)
    return found


def _grow(play: Play, wanted: Mapping[Shape, frozenset[str]], place: int, found: dict[Key, Pattern]) -> None:
    """Play on from step `place` for all shapes of `wanted`, together as long as they go the same way."""
    while True:
        ways: dict[object, dict[Shape, frozenset[str]]] = {}
        for shape, stages in wanted.items():
            ways.setdefault(_way(shape, place), {})[shape] = stages
        if len(ways) > 1:
            for share in ways.values():
                with transaction.atomic():
                    _grow(_turned(play, next(iter(share))), share, place, found)
                    transaction.set_rollback(True)
            return
        steps = model_steps(next(iter(wanted)))
        if place >= len(steps):
            return
        _take(play, steps[: place + 1], wanted, found)
        place += 1


def _take(play: Play, steps: list[Step], wanted: Mapping[Shape, frozenset[str]], found: dict[Key, Pattern]) -> None:
    """Take the last of `steps`; read the rows off where they are wanted, and after another end that is tried here."""
    step = steps[-1]
    WAYS[step.name](play, step.at)
    play.post(step.at)
    asking = [shape for shape, stages in wanted.items() if step.name in stages]
    if asking:
        seen = _read(play, steps, LETTERS_LONG if asking[0].extended else LETTERS)
        found.update({(shape, step.name): seen for shape in asking})
    end = ENDS.get(step.name, "")
    ending = [shape for shape, stages in wanted.items() if end in stages]
    if ending:
        with transaction.atomic():
            last = Step(end, step.at + timedelta(hours=2, minutes=3))
            twin = _turned(play, play.shape)
            WAYS[end](twin, last.at)
            twin.post(last.at)
            seen = _read(twin, [*steps, last], ("acceptance", end))
            found.update({(shape, end): seen for shape in ending})
            transaction.set_rollback(True)


def _way(shape: Shape, place: int) -> object:
    """What a shape does at a step: the step and the sides of the shape that matter to it."""
    names = step_names(shape)
    name = names[place] if place < len(names) else ""
    sides = {
        "set_liability": (shape.upheld,),
        "propose_plan": (shape.upheld, shape.money),
        "answer": (shape.answer,),
    }
    return name, sides.get(name, ())


def _turned(play: Play, shape: Shape) -> Play:
    """The same play going on with another shape, apart from its twins."""
    twin = copy(play)
    twin.shape, twin.lines = shape, _lines(shape, play.lines.words)
    twin.cast, twin.kept = dict(play.cast), dict(play.kept)
    if place_taken := getattr(play, "case", None):
        twin.case = Case.objects.select_related("unit", "owner").get(pk=place_taken.pk)
    return twin


def _read(play: Play, steps: list[Step], sent: tuple[str, ...]) -> Pattern:
    """The rows as they are now, as a mold."""
    marks = name_all(play, steps)
    clocks = Clock.objects.filter(owner_kind="case", owner_id=play.case.pk).prefetch_related("events")
    held = tuple((clock, tuple(limits.events_of(clock))) for clock in clocks)
    return Pattern(Mold(rows_of(play.case.pk), marks), held, sent)


def _stage(house: House, shape: Shape, names: frozenset[str]) -> Play:
    """The model customer with a contract, and the play that is to begin."""
    chance = Chance("model")
    draft = PartyDraft(
        name="模甲乙",
        certificate_kind="id_card",
        certificate_no=people.id_number(date(1980, 2, 3), "m", chance),
        phone="15400000001",
        email="model@example.com" if shape.mail else "",
        address="模型市模型路1号",
        external_ref="MODEL",
    )
    party = build_party(draft=draft, at=RECEIVED)
    party.save(force_insert=True)
    unit = house.units[MODEL_BRANCH]
    policy = Policy.objects.create(
        number=own(POLICY),
        holder=party,
        insured_name=party.name,
        product_code="MODEL",
        product_name="模型产品",
        line="motor",
        sales_channel="broker",
        unit=unit,
        starts_on=date(2024, 5, 6),
    )
    story = _story(shape)
    return Play(house, story, shape, _lines(shape, model_words(names)), party, policy, dict(CAST))


def _lines(shape: Shape, words: Mapping[str, str]) -> Lines:
    """What is written in the model: the sum is asked for in all shapes, granted where money is paid."""
    verdict = "partly" if shape.upheld else "not_upheld"
    granted = GRANTED if shape.money else None
    asked = (
        Asked(words["asked1"], ASKED, verdict, words["answer1"], granted),
        Asked(words["asked2"], None, verdict, words["answer2"], None),
    )
    return Lines(words, asked, granted or Decimal(0), 4, "settled")


def _story(shape: Shape) -> Story:
    """A story that says only what the steps ask of it; its words are in the lines."""
    return Story(
        index=-1,
        received_at=RECEIVED,
        channel="media" if shape.head else "visit",
        external_ref=own(REFERENCE),
        code="C31",
        second_code="S12" if shape.mail else "",
        line="motor",
        tone="",
        subject="",
        text="",
        demands=(),
        customer=None,  # type: ignore[arg-type]
        policy=None,  # type: ignore[arg-type]
        happened_on=HAPPENED_ON,
        outcome=shape.outcome,
        words={},
    )
