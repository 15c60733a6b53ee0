"""A service request as it arrives, and what must be right about it before it is registered. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from huiyin.cases.rules.people import PersonDraft
from huiyin.core.noop import _
from huiyin.service.rules.table import CHAINS, TOPICS

SKEW = timedelta(minutes=2)
MOST_TEXT = 20_000


@dataclass(frozen=True, kw_only=True)
class Arrival:
    """Everything an edge may know of a new request. Kind, channel, receipt, text and one person are needed.

    `preliminary` is what was answered at once, or `no_preliminary` why nothing could be (1.2-4): staff give one of
    both. `topic` is what a consultation is about, when it is known already.
    """

    kind: str
    channel: str
    received_at: datetime
    text: str
    person: PersonDraft
    subject: str = ""
    policy_id: UUID | None = None
    policy_number: str = ""
    topic: str = ""
    preliminary: str = ""
    no_preliminary: str = ""
    language: str = "zh-hans"
    idempotency_key: str = ""


@dataclass(frozen=True)
class Fault:
    """What is wrong: a code, the field, and a sentence to translate."""

    code: str
    field: str
    sentence: str
    clause: str = ""


def faults(arrival: Arrival, *, at: datetime, by_staff: bool) -> Iterator[Fault]:
    """Everything that keeps the request from being registered at `at`, in the order of the form."""
    if arrival.kind not in CHAINS:
        yield Fault("kind", "kind", _("Choose what kind of request it is."), "1.2-5")
    if arrival.topic and arrival.topic not in TOPICS:
        yield Fault("topic", "topic", _("Choose what it is about."), "6.4-1")
    if arrival.received_at > at + SKEW:
        yield Fault("received_in_future", "received_at", _("The time of receipt lies in the future."))
    if not arrival.text.strip():
        yield Fault("text_missing", "text", _("Write down what the customer needs."), "1.2-4")
    if len(arrival.text) > MOST_TEXT:
        yield Fault("text_long", "text", _("The text is too long; attach it as a file."))
    if "\x00" in arrival.text + arrival.subject + arrival.preliminary + arrival.no_preliminary:
        yield Fault("text_wrong", "text", _("The text holds characters that cannot be kept."))
    if not arrival.person.name.strip():
        yield Fault("name_missing", "name", _("Give the name of the customer."))
    if not arrival.person.is_reachable:
        yield Fault(
            "contact_missing", "phone",
            _("Give a phone number, an e-mail address or a postal address: one is enough."),
        )  # fmt: skip
    if (
        arrival.kind in CHAINS
        and arrival.kind.startswith("policy_")
        and not (arrival.policy_id or arrival.policy_number.strip())
    ):
        yield Fault("policy_missing", "policy_number", _("Find the policy, or give its number."), "1.2-7")
    if by_staff and not arrival.preliminary.strip() and not arrival.no_preliminary.strip():
        yield Fault(
            "preliminary", "preliminary",
            _("Say what you answered at once, or why nothing could be answered yet."), "1.2-4",
        )  # fmt: skip


def title_of(arrival: Arrival) -> str:
    """The subject, or the first sentence of the text; one line."""
    given = " ".join(arrival.subject.split())
    if given:
        return given[:200]
    line = " ".join(arrival.text.split())
    for stop in "。！？!?；":
        line = line.split(stop, 1)[0]
    return line[:60]
