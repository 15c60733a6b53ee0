"""Plays a story through the actions of the house, step by step, each at its own past moment.

So receipts, limits, letters and the ledger are genuine. Mail is only marked as sent: nothing of the past leaves the
house. The steps themselves are in `huiyin.demo.steps`.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from huiyin.accounts.models import User
from huiyin.cases.actions import talk
from huiyin.cases.models import Case
from huiyin.cases.rules.people import PersonDraft
from huiyin.channels import actions as channels
from huiyin.channels.models import Outgoing
from huiyin.complaints.actions import material, notices
from huiyin.complaints.models import Notice
from huiyin.core import blobs
from huiyin.core.actors import Actor, customer
from huiyin.customers.models import Party, Policy
from huiyin.demo.house import SEEDER, House
from huiyin.demo.lines import Lines
from huiyin.demo.script import Shape, Step
from huiyin.demo.stories import Story

SECONDS = timedelta(seconds=20)


@dataclass(frozen=True)
class Joint:
    """A complaint of many: who speaks besides the first, how many complain, how many of them came in person."""

    speakers: tuple[PersonDraft, ...]
    count: int
    face_to_face: int


@dataclass
class Play:
    """One story on its way. `cast` names the logins that act, by their part."""

    house: House
    story: Story
    shape: Shape
    lines: Lines
    party: Party
    policy: Policy
    cast: dict[str, str]
    case: Case = field(init=False)
    kept: dict[str, UUID] = field(default_factory=dict)
    earlier: Case | None = None
    promised_at: datetime | None = None
    joint: Joint | None = None

    def perform(self, steps: Iterable[Step], ways: "Ways", until: datetime) -> Case | None:
        """Take every step up to `until`; the case, or None when even the first step lies later."""
        for step in steps:
            if step.at > until:
                break
            ways[step.name](self, step.at)
            self.post(step.at)
        return getattr(self, "case", None)

    def post(self, at: datetime) -> None:
        """Mark the mail of a step as sent, and let its notices know."""
        for outgoing in Outgoing.objects.filter(owner_kind="case", owner_id=self.case.pk, state="queued"):
            channels.record_sent(outgoing_id=outgoing.pk, answer="250 OK", by=SEEDER, at=at + SECONDS)
            for notice in Notice.objects.filter(outgoing_id=outgoing.pk):
                notices.confirm_sent(notice=notice, by=SEEDER, at=at + SECONDS)

    def actor(self, part: str) -> Actor:
        """Who plays a part."""
        return self.house.actor(self.cast[part])

    def user(self, part: str) -> User:
        """The account of who plays a part."""
        return self.house.staff[self.cast[part]]

    def complainant(self) -> Actor:
        """The person who complains, as the portal knows them."""
        person = talk.contact(self.case)
        return customer(person.pk if person else None)

    @property
    def key(self) -> str:
        """Under which the register knows the case."""
        return f"{self.story.channel}:{self.story.external_ref}"

    @property
    def words(self) -> dict[str, str]:
        """What is written, by name."""
        return dict(self.lines.words)

    def keep(self, name: str, *, kind: str, source: str, by: str, at: datetime) -> UUID:
        """Put a paper into the evidence register."""
        text = self.words[f"paper_{name}"].encode()
        file = blobs.keep(text, name=self.words[f"file_{name}"], content_type="text/plain")
        items = material.add_evidence(
            case=self.case,
            files=[file],
            source=source,
            kind=kind,
            titles=[self.words[f"title_{name}"]],
            by=self.actor(by),
            at=at,
        )
        self.kept[name] = items[0].pk
        return items[0].pk


def cast_for(house: House, story: Story) -> dict[str, str]:
    """Who acts for a story: the people of its branch, head office above them."""
    branch = story.branch
    chance = story.chance("cast")
    desk = chance.pick(house.holders("agent", "HQ"))
    return {
        "registrar": desk,
        "desk": desk,
        "duty": house.duty(branch),
        "supervisor": house.duty(branch),
        "investigator": chance.pick(house.holders("investigator", branch)),
        "manager": house.holders("branch_manager", branch)[0],
        "checker": house.holders("branch_manager", branch)[0],
        "head_cp": house.holders("head_office_cp", "HQ")[1],
        "executive": house.holders("executive", "HQ")[0],
    }


Ways = Mapping[str, Callable[[Play, datetime], None]]
