"""The customer's record with ten thousand contacts: how long the whole page takes."""

from datetime import timedelta

from django.db import connection
from django.urls import reverse

from huiyin.accounts import queries as who
from huiyin.accounts.models import Unit, User
from huiyin.bench import ground, load
from huiyin.bench.line import Line
from huiyin.bench.measures import arrival
from huiyin.cases.models import Message
from huiyin.complaints.actions import intake
from huiyin.core.ids import uuid7
from huiyin.core.time import local_date, now
from huiyin.customers import actions
from huiyin.customers.actions import PartyDraft
from huiyin.customers.models import Party

CONTACTS = 10_000
CASES = 40
ROUNDS = 60
GOAL_MS = 300


def measure_record(server: ground.Server, session: str, by: User) -> list[Line]:
    """Milliseconds of the whole page through the server, the 95th percentile, with 40 matters and 10,000 contacts."""
    party = _filled(by)
    path, headers = reverse("customer", args=[party.pk]), (("Cookie", f"sessionid={session}"),)
    requests = [load.Request("GET", path, headers=headers)] * ROUNDS
    load.times(server.port, requests[:4], right=_shows_contacts)
    found = sorted(load.times(server.port, requests, right=_shows_contacts))
    p95 = found[int(len(found) * 0.95) - 1]
    value = f"{p95:.0f} ms (median {found[len(found) // 2]:.0f} ms)"
    return [Line("a customer's record with 10,000 contacts, p95", value, "at most 300 ms", p95 <= GOAL_MS)]


def _filled(user: User) -> Party:
    by, at, unit = who.actor(user, where="bench"), now(), Unit.objects.get(parent=None)
    party = actions.register_party(
        draft=PartyDraft(name="李春梅", phone="19900000001", email="li1@example.com"), by=by, at=at
    )
    for serial in range(5):
        actions.register_policy(
            number=f"BENCH{serial:04d}", holder=party, unit=unit, product_code="HE01", product_name="百万医疗",
            line="health", starts_on=local_date(at), by=by, at=at,
        )  # fmt: skip
    cases = [
        intake.register(arrival=arrival(0, unit, policy_number=f"BENCH{serial % 5:04d}"), by=by, at=at).case
        for serial in range(CASES)
    ]
    Message.objects.bulk_create(
        [
            Message(
                id=uuid7(), case=cases[serial % CASES], direction="in", channel="phone", text=f"第{serial}次来电：" * 9,
                at=at - timedelta(minutes=serial),
            )
            for serial in range(CONTACTS)
        ],
        batch_size=1000,
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    return party


def _shows_contacts(status: int, body: bytes) -> bool:
    return status == 200 and body.count(b'class="hy-entry"') == 20
