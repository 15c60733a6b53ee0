"""Names every value of a model case: what in its rows stands for which word, person, sum, moment of a story."""

import os
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from huiyin.audit.models import Entry
from huiyin.cases import queries as cases
from huiyin.cases.models import Evidence
from huiyin.channels.models import Outgoing
from huiyin.clocks import queries as limits
from huiyin.clocks.models import Clock
from huiyin.core.canonical import plain
from huiyin.core.documents import wording as letters
from huiyin.core.time import local_date
from huiyin.core.wording import limit_text, moment_text
from huiyin.demo.mold import Marks
from huiyin.demo.play import SECONDS, Play
from huiyin.demo.script import Step

RECEIVED = datetime(2025, 3, 3, 1, 7, 11, tzinfo=UTC)
ASKED, GRANTED = Decimal("23456.09"), Decimal("12345.06")
HAPPENED_ON = date(2025, 1, 9)
REFERENCE, POLICY = "MODELREF", "HZMODEL"
MODEL_BRANCH = "JS"
DELTAS = {"": timedelta(0), "+sent": SECONDS, "+1d": timedelta(days=1), "+10d": timedelta(days=10)}


def own(prefix: str) -> str:
    """A number of the model that is this process's own: several play models at once, and numbers are unique."""
    return f"{prefix}{os.getpid():07d}"


def name_all(play: Play, steps: list[Step]) -> Marks:
    """Every value of the model by its name."""
    marks = Marks()
    case, reference = play.case, own(REFERENCE)
    case.refresh_from_db()
    for name, text in play.lines.words.items():
        marks.word(text, name)
    _mark_people(marks, play)
    _mark_units(marks, play)
    _mark_times(marks, play, steps)
    for text, name in (
        (case.number, "number"), (reference, "reference_in"), (f"{case.channel}:{reference}", "key_in"),
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
        ("Person", "vulnerabilities"): "vulnerabilities",
    }  # fmt: skip
    marks.keys |= {"level": "level", "level_because": "level_because", "score": "score"}
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
        marks.keys["weighed"] = "weighed"
        rules_of_people = f"{entry.body['why']['edition']}/"  # the same in every story
        (version,) = (one for one in entry.rule_versions if not one.startswith(rules_of_people))
        marks.exact[version] = "route.version"


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
