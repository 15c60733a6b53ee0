"""Calls of the last days at the phone desk: spoken to, missed and owed, one that has just ended and one that rings.
Told by the telephone system as any call."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from huiyin.accounts.models import User
from huiyin.accounts.queries import actor
from huiyin.cases.models import Case
from huiyin.channels.actions import callbacks, callers, calls
from huiyin.channels.models import Call
from huiyin.channels.rules.calls import Event
from huiyin.clocks.models import Promise
from huiyin.core.actors import system
from huiyin.customers.models import Party

BY = system("demo.calls")
AGENTS = ("lin.xiaowen", "he.miao", "zeng.yifan", "pan.yue")
SOME = 14


def ring(now: datetime) -> None:
    """All at once or not at all; a second time changes nothing."""
    if Call.objects.exists():
        return
    staff = {user.email.partition("@")[0]: user for user in User.objects.filter(is_active=True).select_related("unit")}
    agents = [staff[name] for name in AGENTS if name in staff]
    people = _callers()
    if not agents or not people:
        return
    with transaction.atomic():
        for place in range(SOME):
            at = now - timedelta(hours=5 * (SOME - place), minutes=7 * place)
            _spoken(f"demo-{place}", people[place % len(people)].phone, agents[place % len(agents)], at, place % 5)
        for place, hours in enumerate((27, 6, 1)):  # numbers that nobody has on record
            at = now - timedelta(hours=hours)
            rang, ended = ("ringing", at), ("ended", at + timedelta(seconds=40))
            _told(f"demo-missed-{place}", f"1540000{place:04d}", agents[place % len(agents)], rang, ended)
        _now(people, agents[0], now)


def _now(people: list[Party], lin: User, now: datetime) -> None:
    """One who has just hung up and wants to hear from us tomorrow, and one whose telephone rings at this moment."""
    call = _spoken("demo-spoken", people[0].phone, lin, now - timedelta(minutes=12), 4)
    said = {"policy_number": people[0].policies.all()[0].number, "name": people[0].name}
    at = now - timedelta(minutes=5)
    callers.identify(call_id=call.pk, said=said, by=actor(lin), at=at)
    wish = now + timedelta(days=1, hours=2)
    callbacks.ask(call_id=call.pk, about="想知道补交的发票是否收到", wish=wish, by=actor(lin), at=at)
    _told("demo-rings", people[-1].phone, lin, ("ringing", now - timedelta(seconds=8)))


def _callers() -> list[Party]:
    """Customers with a policy and an open complaint, those first to whom something was promised."""
    cases = Case.objects.filter(is_open=True, kind="complaint", customer_id__isnull=False).order_by(
        "-received_at", "id"
    )
    found: dict[UUID, UUID | None] = dict(cases.values_list("pk", "customer_id")[:80])
    promised = Promise.objects.filter(owner_kind="case", owner_id__in=found, state="open").order_by("due_at", "id")
    first = [found[case_id] for case_id in promised.values_list("owner_id", flat=True)]
    wanted = list(dict.fromkeys(one for one in [*first, *found.values()] if one is not None))
    parties = (
        Party.objects.filter(pk__in=wanted, kind="person", policies__isnull=False).exclude(phone_blind="").distinct()
    )
    return sorted(parties.prefetch_related("policies"), key=lambda party: wanted.index(party.pk))[:6]


def _spoken(reference: str, number: str, agent: User, at: datetime, minutes: int) -> Call:
    answered = at + timedelta(seconds=9)
    ended = answered + timedelta(minutes=2 + minutes, seconds=17)
    return _told(reference, number, agent, ("ringing", at), ("answered", answered), ("ended", ended))


def _told(reference: str, number: str, agent: User, *events: tuple[str, datetime]) -> Call:
    for kind, at in events:
        told = calls.Told(
            reference=reference, event=Event(kind=kind, at=at, agent=agent.employee_no), direction="in",
            number=number, line="4008009999", queue="投诉专线",
        )  # fmt: skip
        call = calls.take_event(told=told, by=BY, at=at)
    return call
