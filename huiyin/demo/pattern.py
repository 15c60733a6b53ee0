"""The model cases: one made-up complaint of each shape, played through the actions and taken back, kept as molds.

Its texts are marks, its sums, numbers, people and moments occur nowhere else, so that each value in the rows it leaves
can be told from every other. Between the steps the rows are read off: one play gives a mold for every state.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from django.db import transaction

from huiyin.audit.models import Entry
from huiyin.cases import queries as cases
from huiyin.cases.models import Evidence
from huiyin.channels.models import Outgoing
from huiyin.clocks import queries as limits
from huiyin.clocks.models import Clock
from huiyin.clocks.rules.events import Event
from huiyin.core.canonical import plain
from huiyin.core.documents import wording as letters
from huiyin.core.time import local_date
from huiyin.core.wording import limit_text, moment_text
from huiyin.customers.actions import PartyDraft, build_party
from huiyin.customers.models import Policy
from huiyin.demo import people
from huiyin.demo.chance import Chance
from huiyin.demo.house import House
from huiyin.demo.lines import Asked, Lines
from huiyin.demo.mold import Marks, Mold, rows_of
from huiyin.demo.play import SECONDS, Play
from huiyin.demo.script import ASKS_BEFORE, END, MIDDLE, Shape, Step
from huiyin.demo.steps import WAYS
from huiyin.demo.stories import Story

RECEIVED = datetime(2025, 3, 3, 1, 7, 11, tzinfo=UTC)
ASKED, GRANTED = Decimal("23456.09"), Decimal("12345.06")
HAPPENED_ON = date(2025, 1, 9)
# What is far enough from every other text, and long enough for every gate.
_FILL = "依据第一条甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥天地玄黄宇宙洪荒日月盈昃"
_SHORT = frozenset({"call", "reference"})
DELTAS = {"": timedelta(0), "+sent": SECONDS, "+1d": timedelta(days=1), "+10d": timedelta(days=10)}
FIRST = ("register", "check_identity", "accept", "respond", "classify", "dispatch")
CAST = {
    "registrar": "lin.xiaowen", "desk": "he.miao", "duty": "shen.ruolan", "supervisor": "shen.ruolan",
    "investigator": "lu.wentao", "manager": "gu.jianping", "checker": "bai.jing", "head_cp": "yao.weimin",
    "executive": "han.liqun",
}  # fmt: skip
MODEL_BRANCH = "JS"
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


def patterns(house: House, shape: Shape, names: frozenset[str], stages: frozenset[str]) -> dict[str, Pattern]:
    """Play the model of a shape and read its rows off after each of `stages`; nothing of it stays."""
    found: dict[str, Pattern] = {}
    steps = model_steps(shape)
    with transaction.atomic():
        play = _stage(house, shape, names)
        for place, step in enumerate(steps):
            WAYS[step.name](play, step.at)
            play.post(step.at)
            if step.name in stages:
                found[step.name] = _read(play, steps[: place + 1], LETTERS_LONG if shape.extended else LETTERS)
            end = ENDS.get(step.name, "")
            if end in stages:
                with transaction.atomic():
                    last = Step(end, step.at + timedelta(hours=2, minutes=3))
                    WAYS[end](play, last.at)
                    play.post(last.at)
                    found[end] = _read(play, [*steps[: place + 1], last], ("acceptance", end))
                    transaction.set_rollback(True)
                play.case.refresh_from_db()
        transaction.set_rollback(True)
    return found


def _read(play: Play, steps: list[Step], sent: tuple[str, ...]) -> Pattern:
    """The rows as they are now, as a mold."""
    marks = _marks(play, steps)
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
        number="HZMODEL0001",
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
    amount, granted = (ASKED, GRANTED) if shape.money else (None, None)
    verdict = "partly" if shape.upheld else "not_upheld"
    words = model_words(names)
    asked = (
        Asked(words["asked1"], amount, verdict, words["answer1"], granted),
        Asked(words["asked2"], None, verdict, words["answer2"], None),
    )
    spoken = Lines(words, asked, granted or Decimal(0), 4, "settled")
    return Play(house, story, shape, spoken, party, policy, dict(CAST))


def _story(shape: Shape) -> Story:
    """A story that says only what the steps ask of it; its words are in the lines."""
    return Story(
        index=-1,
        received_at=RECEIVED,
        channel="media" if shape.head else "visit",
        external_ref="MODELREF01",
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


def _marks(play: Play, steps: list[Step]) -> Marks:
    """Every value of the model by its name."""
    marks = Marks()
    case = play.case
    case.refresh_from_db()
    for name, text in play.lines.words.items():
        marks.word(text, name)
    _mark_people(marks, play)
    _mark_units(marks, play)
    _mark_times(marks, play, steps)
    for text, name in (
        (case.number, "number"), ("MODELREF01", "reference_in"), (f"{case.channel}:MODELREF01", "key_in"),
        (play.policy.number, "policy_number"), (cases.secret_of(case), "secret"), (case.secret_hash, "secret_hash"),
        (".pdf", "letter.ending"), ("application/pdf", "letter.type"),
    ):  # fmt: skip
        marks.word(text, name)
    marks.exact |= {
        "motor": "line", "broker": "sales_channel", "C31": "code", "S12": "second_code", case.channel: "channel",
        "partly": "verdict", "settled": "close_code",
    }  # fmt: skip
    marks.sums |= {ASKED: "asked_sum", GRANTED: "granted_sum"}
    marks.exact |= {f"{ASKED}": "asked_text", f"{GRANTED}": "granted_text"}
    marks.columns |= {
        ("Case", "severity"): "severity", ("Case", "flags"): "flags", ("Plan", "level"): "level",
        ("Approval", "level"): "level", ("Satisfaction", "score"): "score",
        ("RiskAssessment", "internal_audit"): "internal_audit", ("Person", "vulnerabilities"): "vulnerabilities",
    }  # fmt: skip
    marks.keys |= {
        "level": "level", "level_because": "level_because", "score": "score", "internal_audit": "internal_audit",
    }  # fmt: skip
    return marks


def _mark_people(marks: Marks, play: Play) -> None:
    party = play.party
    for column in ("name", "phone", "email", "certificate_no", "address"):
        marks.word(getattr(party, column), f"party.{column}")
    for column in ("phone_blind", "email_blind", "certificate_blind"):
        marks.word(getattr(party, column), f"party.{column}")
    marks.ids |= {party.pk: "party.id", play.policy.pk: "policy.id"}
    for part, login in play.cast.items():
        user = play.house.staff[login]
        marks.ids.setdefault(user.pk, f"{part}.id")
        marks.word(play.house.actor(login).label, f"{part}.label")
        marks.word(user.name, f"{part}.name")
        if part == "investigator" and user.authorised_until:
            marks.word(user.authorised_until.isoformat(), "investigator.until")


def _mark_units(marks: Marks, play: Play) -> None:
    units = play.house.units
    desk = play.case.unit.code
    named = {"unit": MODEL_BRANCH, "desk": desk} if desk != MODEL_BRANCH else {"unit": MODEL_BRANCH}
    if play.shape.head:
        named["head"] = "HQ"
    for name, code in named.items():
        marks.ids.setdefault(units[code].pk, f"{name}_unit.id")
        marks.exact.setdefault(code, f"{name}_unit.code")
        marks.word(units[code].name, f"{name}_unit.name")
    entry = Entry.objects.filter(aggregate_id=play.case.pk, kind__endswith="dispatched").first()
    if entry is not None:
        marks.exact[entry.body["reason"]] = "route.reason"
        marks.word(entry.body["reason"], "route.reason")
        marks.keys["rule"] = "route.code"
        marks.exact[entry.rule_versions[0]] = "route.version"


def _mark_times(marks: Marks, play: Play, steps: list[Step]) -> None:
    moments = {"received": RECEIVED}
    moments |= {f"at:{step.name}{name}": step.at + delta for step in steps for name, delta in DELTAS.items()}
    for clock in Clock.objects.filter(owner_kind="case", owner_id=play.case.pk):
        first = limits.due_of(clock, ()).due_at
        for name, due in (("due", clock.due_at), ("first", first)):
            if due:
                moments.setdefault(f"{name}:{clock.rule_code}", due)
    for name, at in moments.items():
        marks.moments.setdefault(at, name)
        for form in FORMS:
            marks.word(form(at), name, form)
    for name, at in reversed(moments.items()):  # of several moments of a day a letter names the last
        marks.word(_day(at), name, _day)
    days = {"rules_on": local_date(RECEIVED), "happened_on": HAPPENED_ON}
    taken = {step.name: step.at for step in steps}
    if "rectify" in taken:
        days["rectify+30d"] = local_date(taken["rectify"]) + timedelta(days=30)
    for name, day in days.items():
        marks.days.setdefault(day, name)
        marks.word(day.isoformat(), name, date.isoformat)
    for place, item in enumerate(Evidence.objects.filter(case=play.case).order_by("number")):
        marks.files[item.sha256] = _file_name(item, place)
        marks.word(item.sha256, f"sha:{_file_name(item, place)}")
    for outgoing in Outgoing.objects.filter(owner_id=play.case.pk):
        marks.messages.add(outgoing.message_id)


def _day(at: datetime) -> str:
    return letters.day_text(local_date(at), "zh")


def _limit(at: datetime) -> str:
    return letters.limit_text(at, "zh")


def _moment(at: datetime) -> str:
    return letters.moment_text(at, "zh")


# How texts write a moment.
FORMS = (plain, limit_text, moment_text, _limit, _moment)


def _file_name(item: Evidence, place: int) -> str:
    """Which paper of the story an item is: the name of its text, or the place of a letter."""
    return item.file_name.strip("〔〕").removeprefix("file_") if item.file_name.startswith("〔") else f"letter{place}"
