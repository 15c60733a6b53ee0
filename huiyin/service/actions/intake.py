"""Registering a request: number, people, limits, owner, first answer, ledger entry and receipt in one transaction."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from huiyin.accounts.models import Unit, User
from huiyin.accounts.rules import may_write, upward
from huiyin.audit import actions as audit
from huiyin.cases import queries as cases
from huiyin.cases.actions import due, links, people, search, talk
from huiyin.cases.actions.base import text_hash
from huiyin.cases.actions.branching import next_number
from huiyin.cases.models import (
    Case,
    CaseSearch,
    Channel,
    Direction,
    Flag,
    Kind,
    Message,
    Ownership,
    Person,
    Registry,
    State,
)
from huiyin.cases.queries.mail import place_of
from huiyin.cases.rules.secrets import follow_url
from huiyin.channels import actions as channels
from huiyin.clocks.models import Clock
from huiyin.core.actions import action
from huiyin.core.actors import Actor, system
from huiyin.core.errors import BadInput, Refused
from huiyin.core.time import local_date
from huiyin.core.wording import limit_text, moment_text
from huiyin.customers.models import Policy
from huiyin.customers.queries import tidy_policy
from huiyin.service.actions.base import start, stop
from huiyin.service.models import Request
from huiyin.service.queries.arriving import known_person, policy_of
from huiyin.service.queries.repeats import repeated
from huiyin.service.rules import arrival as rules
from huiyin.service.rules import entries
from huiyin.service.rules.arrival import Arrival
from huiyin.service.rules.table import POLICY_SERVICE

REPEATS = system("service.repeats")


@dataclass(frozen=True)
class Registered:
    """`secret` lets the customer follow the request. `created` is False when the same was registered before."""

    case: Case
    secret: str
    created: bool


@action
def register(*, arrival: Arrival, by: Actor, at: datetime) -> Registered:
    """Register a request. Who registers it answers for it, as far as staff; else the duty person of the unit of the
    policy. The same idempotency key of the same sender is answered with the case that is there.

    Raises BadInput naming every fault, Refused(`intake.not_yours`) for roles that only read, Refused(`intake.nobody`).
    """
    is_staff = by.kind in ("staff", "api")
    if is_staff and not may_write(by.grants):
        raise Refused("intake.not_yours", _("Your role only reads cases."))
    if at < arrival.received_at <= at + rules.SKEW:
        arrival = replace(arrival, received_at=at)
    policy = policy_of(arrival)
    arrival = replace(arrival, person=known_person(arrival.person))
    _check(arrival, at, is_staff)
    unit, owner, why = _place(policy, by)
    case, person = _rows(arrival, policy, unit, owner, by=by, at=at)
    earlier = _claim(case, arrival.idempotency_key.strip(), by)
    if earlier is not None:
        return Registered(earlier, cases.secret_of(earlier), created=False)
    case.save(force_insert=True)
    person.save(force_insert=True)
    if is_staff and cases.conflict_of(case, owner):
        owner = _somebody_else(case, unit, owner)
        case.owner, why = owner, "conflict"
    Registry.objects.create(kind="number", key=case.number, case_id=case.pk)
    Ownership.objects.create(case=case, user=owner, from_at=at, reason=why)
    request = Request.objects.create(
        case=case, kind=arrival.kind, topic=arrival.topic, no_preliminary=arrival.no_preliminary.strip()[:300]
    )
    message = Message.objects.create(
        case=case, direction=Direction.IN, channel=case.channel, subject=arrival.subject.strip()[:200],
        text=arrival.text.strip(), at=case.received_at, author_label="" if by.kind == "customer" else by.label,
    )  # fmt: skip
    tokens = search.tokens(
        texts=[case.subject, message.text], numbers=[case.number, case.policy_number], people=[person]
    )
    CaseSearch.objects.create(case=case, received_at=case.received_at, vector=tokens)
    begun = _begin(case, request, by=by)
    _record(case, request, message, person, begun, why, by=by, at=at)
    answered = _preliminary(case, request, arrival, by=by, at=at)
    case.save(update_fields=[*due.copy(case), "owner"])
    if earlier := repeated(case, person, request):
        links.link(case=case, other=earlier, relation="follow_up", by=REPEATS, at=at)
    secret = cases.secret_for(case.pk)
    _receipt(case, person, secret, [one for one in begun if one not in answered], by=by, at=at)
    return Registered(case, secret, created=True)


def _check(arrival: Arrival, at: datetime, by_staff: bool) -> None:
    found = list(rules.faults(arrival, at=at, by_staff=by_staff))
    if arrival.channel not in Channel.values:
        found.insert(0, rules.Fault("channel", "channel", _("Choose how it reached us.")))
    if found:
        sentences = [_(fault.sentence) for fault in found]
        error = BadInput(f"intake.{found[0].code}", " ".join(sentences), field=found[0].field)
        error.needs, error.clause = sentences, found[0].clause
        raise error
    people.check([arrival.person])


def _place(policy: Policy | None, by: Actor) -> tuple[Unit, User, str]:
    """Where the request belongs and who answers for it from its first moment (1.1-7)."""
    if by.kind in ("staff", "api") and by.id is not None:
        me = User.objects.select_related("unit").get(pk=by.id)
        return me.unit, me, "registered"
    found = place_of(policy.unit if policy else None)
    if found is None:
        raise _nobody()
    return (*found, "duty")


def _somebody_else(case: Case, unit: Unit, but: User) -> User:
    """The duty person of the unit, or of the nearest one above, whom no interest keeps away."""
    chain = Unit.objects.filter(path__in=upward(unit.path), duty_user__is_active=True).select_related("duty_user")
    for node in sorted(chain, key=lambda one: -len(one.path)):
        user = node.duty_user
        if user is not None and user.pk != but.pk and not cases.conflict_of(case, user):
            return user
    raise _nobody()


def _nobody() -> Refused:
    message = _("Nobody could answer for this request. Ask the administrator to name the duty person of head office.")
    return Refused("intake.nobody", message, clause="1.1-7")


def _rows(
    arrival: Arrival, policy: Policy | None, unit: Unit, owner: User, *, by: Actor, at: datetime
) -> tuple[Case, Person]:
    case = Case(
        number=next_number(at), kind=Kind.REQUEST, state=State.RECEIVED, state_since=at, channel=arrival.channel,
        received_at=arrival.received_at, recorded_at=at, subject=rules.title_of(arrival),
        line=policy.line if policy else "", sales_channel=policy.sales_channel if policy else "", unit=unit,
        owner=owner, registered_by_id=by.id if by.kind in ("staff", "api") else None,
        customer_id=arrival.person.party_id or (policy.holder_id if policy else None),
        policy_id=policy.pk if policy else None,
        policy_number=policy.number if policy else tidy_policy(arrival.policy_number),
        complainant_name=arrival.person.name.strip(), language=arrival.language,
        rules_on=local_date(arrival.received_at),
    )  # fmt: skip
    case.secret_hash = cases.secret_hash(cases.secret_for(case.pk))
    [person] = people.rows(case, [replace(arrival.person, is_contact=True)], day=local_date(at))
    if person.vulnerabilities:
        case.flags = [Flag.VULNERABLE.value]
    return case, person


def _claim(case: Case, key: str, by: Actor) -> Case | None:
    """Write the idempotency key; the case that holds it when somebody was quicker."""
    if not key:
        return None
    key = f"request:{by.id or by.kind}:{key}"[:200]
    Registry.objects.bulk_create([Registry(kind="idempotency", key=key, case_id=case.pk)], ignore_conflicts=True)
    held = Registry.objects.get(kind="idempotency", key=key)
    return None if held.case_id == case.pk else Case.objects.select_related("unit", "owner").get(pk=held.case_id)


def _begin(case: Case, request: Request, *, by: Actor) -> list[Clock]:
    """The limits that run from the receipt: the house's for every request, the law's for changes of a policy."""
    begun = start(case, "request_received", by=by, at=case.received_at)
    if request.kind in POLICY_SERVICE:
        begun += start(case, "service_requested", by=by, at=case.received_at)
    return begun


def _preliminary(case: Case, request: Request, arrival: Arrival, *, by: Actor, at: datetime) -> list[Clock]:
    """What was answered at once is the first answer: it was given with the receipt of the words (6.3-1)."""
    words = arrival.preliminary.strip()
    if not words or by.kind not in ("staff", "api"):
        return []
    talk.tell(case, text=words, by=by, at=at, purpose="response", channel=case.channel, mail=False)
    request.responded_at = at
    request.save(update_fields=["responded_at"])
    ended = stop(case, "request_responded", by=by, at=at)
    audit.record(
        aggregate=("case", case.pk), kind=entries.ENTRIES["respond"], by=by, at=at,
        body={"at_once": True, "ended": {clock.rule_code: clock.state for clock in ended}},
        rule_versions=[clock.rule_version for clock in ended],
    )  # fmt: skip
    return ended


def _record(
    case: Case, request: Request, message: Message, person: Person, begun: list[Clock], why: str, *, by: Actor,
    at: datetime,
) -> None:  # fmt: skip
    audit.record(
        aggregate=("case", case.pk),
        kind=entries.REGISTERED,
        by=by,
        at=at,
        body={
            "number": case.number, "kind": request.kind, "topic": request.topic, "channel": case.channel,
            "received_at": case.received_at, "unit": case.unit.code, "owner": case.owner_id, "owner_by": why,
            "customer": case.customer_id, "policy": case.policy_id, "flags": case.flags,
            "text": text_hash(message.pk, message.text),
            "clocks": {clock.rule_code: clock.due_at for clock in begun},
        },
        personal=people.personal([person]),
        rule_versions=[clock.rule_version for clock in begun],
        first=True,
    )  # fmt: skip


def _receipt(case: Case, person: Person, secret: str, running: list[Clock], *, by: Actor, at: datetime) -> None:
    if not person.email:
        return
    with override(case.language):
        subject = _("We have received your request %(number)s") % {"number": case.number}
        ends = [clock.due_at for clock in running if clock.due_at is not None and clock.state == "running"]
        lines = [
            _("Dear %(name)s,") % {"name": person.name},
            "",
            _("we received your request on %(moment)s.") % {"moment": moment_text(case.received_at)},
            *([_("You hear from us by %(limit)s.") % {"limit": limit_text(min(ends))}] if ends else []),
            "",
            _("Number: %(number)s") % {"number": case.number},
            _("Code to follow it: %(secret)s (please keep it to yourself)") % {"secret": secret},
            _("Follow it here: %(url)s") % {"url": follow_url(settings.PUBLIC_URL, case.number, secret)},
            "",
            _("Questions: %(phone)s, %(email)s")
            % {"phone": settings.INSURER["phone"], "email": settings.INSURER["email"]},
            settings.INSURER["name_en" if case.language.startswith("en") else "name"],
        ]
    channels.queue_mail(
        owner=("case", case.pk), purpose="receipt", address=person.email, subject=subject,
        body="\n".join(lines) + "\n", at=at, by=by,
    )  # fmt: skip
