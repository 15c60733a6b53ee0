"""`customers/<id>/`: who it is, what they hold, what is open and was promised, and all contacts in one line of time."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.db.models import Q
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import get_language

from huiyin.cases.models import Direction
from huiyin.cases.queries import claims as claim_gate
from huiyin.cases.queries import customers as gate
from huiyin.cases.queries.queue import read_key, written
from huiyin.channels.queries.sms import stops_of
from huiyin.channels.rules.sms import is_mobile
from huiyin.complaints.queries.outlook import outlook
from huiyin.console.claims.listed import lines as claim_lines
from huiyin.console.customers import words
from huiyin.console.customers.door import MASKS, Opened, of_customer
from huiyin.console.customers.staged import task_line
from huiyin.console.rows import lines
from huiyin.core import masking
from huiyin.core.time import local_date
from huiyin.customers.actions import record
from huiyin.customers.models import ConsentPurpose, ConsentSource, Identity, PartRole, Party, PartyChange, TieKind
from huiyin.customers.queries import identity, stages
from huiyin.customers.queries import record as records
from huiyin.customers.queries.claims import claims_of_policies

SIZE = 20
MOST_HISTORY = 10
MOST_ENDED = 6
MOST_CLAIMS = 20


@of_customer()
def show(opened: Opened) -> HttpResponse:
    """Everything about one person; each look is a line of the access log."""
    visit, query = opened.visit, opened.visit.request.GET
    record.look(party_id=opened.party.pk, by=visit.by, at=visit.at)
    rows = gate.cases_of(visit.user, opened.ids).select_related("owner", "unit")
    found = list(rows.order_by("-is_open", "-received_at", "-id")[: gate.MOST_CASES])
    is_first = "before" not in query
    context = {
        "opened": opened,
        "party": opened.party,
        "name": MASKS["name"](opened.party.name),
        "open": lines([case for case in found if case.is_open]),
        "ended": lines([case for case in found if not case.is_open][:MOST_ENDED]),
        **_contacts(opened, {case.pk: case.number for case in found}),
        "is_first": is_first,
    }
    if is_first:
        context |= _stage(opened)
        context |= _person(opened) | _holdings(opened) | _same(opened)
        context["promises"] = [
            (one, next((case.number for case in found if case.pk == one.owner_id), ""), masking.text(one.text))
            for one in gate.promises([case.pk for case in found])[:SIZE]
        ]
    return visit.page("customers/page.html", context)


def _person(opened: Opened) -> dict[str, Any]:
    party, day, language = opened.party, local_date(opened.visit.at), get_language() or "zh-hans"
    fields = []
    for name, (label, what) in words.details().items():
        url = reverse("customer_reveal", args=[party.pk, name]) if opened.may_write else ""
        fields.append({"label": label, "masked": MASKS[name](getattr(party, name)), "url": url, "what": what})
    history = PartyChange.objects.filter(party=party).order_by("-at", "-id")[:MOST_HISTORY]
    return {
        "fields": fields,
        "care": [words.care(code, language) for code in records.care_of(party, day)],
        "history": [
            {
                "row": row,
                "label": words.label(row.field),
                "masked": f"{MASKS[row.field](row.before) or '—'} → {MASKS[row.field](row.after) or '—'}",
                "url": reverse("customer_was_reveal", args=[party.pk, row.pk]) if opened.may_write else "",
            }
            for row in history
        ],
    }


def _stage(opened: Opened) -> dict[str, Any]:
    rows = stages.stages_of(opened.party.pk)
    return {
        "stages": [{"row": row, "why": words.stage_why(row.because)} for row in rows],
        "outlook": words.outlook_of(outlook(opened.ids, opened.visit.at)),
        "todo": [task_line(task) for task in stages.tasks_of(opened.ids)],
    }


def _holdings(opened: Opened) -> dict[str, Any]:
    day = local_date(opened.visit.at)
    held = records.policies_of(opened.ids)
    people, ties = records.people_of(held), records.ties_of(opened.ids)
    claims = claims_of_policies([one.policy.pk for one in held], limit=MOST_CLAIMS)
    others = {one.party.pk for among in people.values() for one in among} | {other.pk for _tie, other in ties}
    opens = gate.opening(opened.visit.user, others - set(opened.ids), at=opened.visit.at)
    return {
        "policies": [
            {
                "policy": one.policy,
                "parts": [words.part(role) for role in one.parts],
                "people": [
                    {"role": words.part(each.role), "name": MASKS["name"](each.party.name), "row": each.row,
                     "url": reverse("customer", args=[each.party.pk]) if each.party.pk in opens else ""}
                    for each in people[one.policy.pk] if each.row or each.party.pk not in opened.ids
                ],
            }
            for one in held
        ],
        "claims": claim_lines(claims, claim_gate.opening(opened.visit.user, claims)),
        "ties": [
            {"row": tie, "name": MASKS["name"](other.name),
             "url": reverse("customer", args=[other.pk]) if other.pk in opens else ""}
            for tie, other in ties
        ],
        "part_roles": PartRole.choices,
        "tie_kinds": TieKind.choices,
        "consents": [
            {"purpose": one.purpose, "label": ConsentPurpose(one.purpose).label, "state": one.state,
             "words": words.standing(one.state), "row": one.consent}
            for one in records.consents_of(opened.ids, day)
        ],
        "sources": ConsentSource.choices,
        **_texting(opened),
    }  # fmt: skip


def _texting(opened: Opened) -> dict[str, Any]:
    """Whether the person wants text messages, of all numbers of their records; nothing where the house has none."""
    if not settings.SMS:
        return {"stops": [], "can_stop": False}
    phones = [one.phone for one in Party.objects.filter(pk__in=opened.ids).only("phone")]
    return {"stops": list(stops_of(phones).values()), "can_stop": any(is_mobile(one) for one in phones)}


def _same(opened: Opened) -> dict[str, Any]:
    """Records that may be of the same person, with the grounds; and what was judged."""
    rows = list(
        Identity.objects.filter(Q(party__in=opened.ids) | Q(other_id__in=opened.ids), undone_at=None).order_by("at")
    )
    others = {row.other_id if row.party_id in opened.ids else row.party_id for row in rows} | set(opened.ids)
    people = Party.objects.in_bulk(others) if rows else {}
    return {
        "candidates": [
            {
                "id": one.party.pk,
                "score": one.likeness.score,
                "grounds": [words.ground(code) for code in one.likeness.grounds],
                **_short(one.party),
            }
            for one in identity.candidates(opened.party)
        ],
        "judged": [{"row": row, **_short(people[_other(row, opened)])} for row in rows],
    }


def _other(row: Identity, opened: Opened) -> UUID:
    return row.other_id if row.party_id == opened.party.pk or row.party_id in opened.ids else row.party_id


def _short(party: Party) -> dict[str, str]:
    return {
        "name": MASKS["name"](party.name),
        "phone": MASKS["phone"](party.phone),
        "certificate": MASKS["certificate_no"](party.certificate_no),
    }


def _contacts(opened: Opened, numbers: dict[UUID, str]) -> dict[str, Any]:
    key = read_key(opened.visit.request.GET.get("before", ""))
    before = (key[0], key[1]) if key and key[0] else None
    rows = gate.contacts(list(numbers), before=before, size=SIZE + 1)
    shown = rows[:SIZE]
    older = urlencode({"before": written((shown[-1].at, shown[-1].pk))}) if len(rows) > SIZE else ""
    return {
        "contacts": [
            {
                "kind": "public_in" if row.direction == Direction.IN else "public_out",
                "who": numbers[row.case_id],
                "number": numbers[row.case_id],
                "channel": row.get_channel_display(),
                "at": row.at,
                "text": masking.text(row.text[:600]),
                "subject": masking.text(row.subject),
            }
            for row in shown
        ],
        "older_url": f"{reverse('customer', args=[opened.party.pk])}?{older}" if older else "",
    }
