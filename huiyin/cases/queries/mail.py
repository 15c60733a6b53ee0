"""What a mail belongs to, who may see what is withheld, whether what was sorted is really there."""

from collections.abc import Sequence
from datetime import date, timedelta
from hashlib import sha256
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from huiyin.accounts.models import Membership, Unit, User
from huiyin.accounts.queries import grants_of, unit_paths
from huiyin.accounts.rules import upward
from huiyin.cases.models import Case, Kind, Person, Registry
from huiyin.cases.queries.access import visible_to
from huiyin.cases.rules import mail as rules
from huiyin.cases.rules.mail import Facts
from huiyin.channels.models import RawMessage, SmsMessage
from huiyin.channels.queries import inbound
from huiyin.channels.rules.mail import Mail
from huiyin.core import blind

THREAD = "message_id"
READS = ("supervisor", "head_office_cp")
_ANSWERING = ("head_office_cp", "supervisor", "handler", "branch_manager")


def thread_key(message_id: str) -> str:
    """What the register of numbers holds of a message id (which may be of any length)."""
    return sha256(message_id.encode("utf-8", "replace")).hexdigest()


def facts_of(raw: RawMessage, mail: Mail) -> Facts:
    """Everything that decides what becomes of a mail. Up to nine small statements."""
    since = raw.fetched_at - rules.WHILE
    bounced = inbound.sent_as([mail.bounce.id]) if mail.bounce and mail.bounce.id else []
    sent = inbound.sent_as(mail.references)
    number, suspect = _named(mail)
    return Facts(
        machine=mail.machine,
        is_copy=inbound.copy_of(raw, mail.content_key) is not None,
        is_own=bool(mail.id and inbound.sent_as([mail.id])),
        from_us=mail.sender in _own_addresses(),
        bounced_case=_case_of(bounced[0].owner_id) if bounced and bounced[0].owner_kind == "case" else None,
        bounced_ours=bool(bounced),
        by_address=_case_of(inbound.case_in(mail.to)),
        by_reference=next((_case_of(one.owner_id) for one in sent if one.owner_kind == "case"), None),
        by_thread=_of_thread(mail.references),
        by_number=number,
        suspect=suspect,
        lately=inbound.lately_from(blind.email(mail.sender), since),
    )


def _own_addresses() -> set[str]:
    return {one.address.lower() for one in inbound.mailboxes() if one.address}


def _case_of(case_id: UUID | None) -> UUID | None:
    return Case.objects.filter(pk=case_id).values_list("pk", flat=True).first() if case_id else None


def _of_thread(references: Sequence[str]) -> UUID | None:
    """The case in which a mail with one of these ids stands, the newest id first."""
    keys = [thread_key(one) for one in reversed(references)]
    if not keys:
        return None
    rows = dict(Registry.objects.filter(kind=THREAD, key__in=keys).values_list("key", "case_id"))
    return next((rows[key] for key in keys if key in rows), None)


def _named(mail: Mail) -> tuple[UUID | None, UUID | None]:
    """(the case that the mail names and whose people its sender is one of, else one that it only names)."""
    found = rules.numbers_in(f"{mail.subject}\n{mail.text[:2000]}")
    if not found:
        return None, None
    ids = list(Case.objects.filter(number__in=found).order_by("-received_at").values_list("pk", flat=True)[:10])
    sender = blind.email(mail.sender)
    known = Person.objects.filter(case__in=ids, email_blind=sender).values_list("case", flat=True) if sender else ()
    mine = next((one for one in ids if one in set(known)), None)
    return mine, None if mine else next(iter(ids), None)


def place_of(unit: Unit | None) -> tuple[Unit, User] | None:
    """(where a matter that came by mail belongs, who answers for it): the unit of the mailbox, else consumer protection
    at head office; its duty person, that of the nearest unit above, or whoever leads complaints there. None when the
    house has nobody."""
    if unit is None:
        head = Q(parent__isnull=True) | Q(parent__parent__isnull=True, code__endswith="-CP")
        unit = max(Unit.objects.filter(head), key=lambda one: len(one.path), default=None)
    if unit is None:
        return None
    paths = upward(unit.path)
    chain = sorted(Unit.objects.filter(path__in=paths).select_related("duty_user"), key=lambda one: -len(one.path))
    for node in chain:
        if node.duty_user is not None and node.duty_user.is_active:
            return unit, node.duty_user
    held = Membership.objects.filter(role__in=_ANSWERING, unit__in=chain, user__is_active=True).select_related("user")
    first = min(held, key=lambda one: (-len(one.unit.path), one.user.employee_no), default=None)
    return (unit, first.user) if first else None


def readable_by(user: User) -> QuerySet[RawMessage]:
    """The mails that `user` may open: whoever leads complaints where their mailbox belongs. A mailbox of no unit is
    head office's. Those that joined a case are seen there, through its own gate."""
    grants = grants_of(user)
    paths = tuple(path for role, path in grants if role in READS)
    known = unit_paths()
    top = min(known.values(), key=len, default="")
    units = [unit for unit, path in known.items() if paths and path.startswith(paths)]
    seen = Q(mailbox__unit__in=units)
    if top and top.startswith(paths or ("\n",)):
        seen |= Q(mailbox__unit=None)
    return RawMessage.objects.filter(seen).select_related("mailbox")


def texts_readable_by(user: User) -> QuerySet[SmsMessage]:
    """The text messages that `user` may open before they belong to a case: whoever leads complaints at head office."""
    paths = tuple(path for role, path in grants_of(user) if role in READS)
    top = min(unit_paths().values(), key=len, default="")
    return SmsMessage.objects.all() if top and top.startswith(paths or ("\n",)) else SmsMessage.objects.none()


def untriaged(user: User) -> QuerySet[Case]:
    """The matters that nobody has said yet what they are, the most urgent first."""
    rows = visible_to(user).filter(kind=Kind.UNTRIAGED, is_open=True).select_related("unit", "owner")
    return rows.order_by("next_due_at", "id")


def lost(since: date) -> int:
    """How many mails of the last days are said to stand in a case and do not: the ledger of mail does not balance."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM channels_rawmessage raw WHERE raw.day >= %s AND raw.state IN ('case', 'follow_up') "
            "AND raw.reason <> 'bounce' AND NOT EXISTS "
            "(SELECT FROM cases_message message WHERE message.id = raw.message_id)",
            [since],
        )
        found: int = cursor.fetchone()[0]
    return found


def missing(today: date) -> int:
    """How many mails of today and yesterday are not where the ledger of mail says: let in and nowhere, or said to stand
    in a case that does not hold them. 0: it balances."""
    since = today - timedelta(days=1)
    gaps = sum(abs(line.fetched - line.sorted - line.waiting) for line in inbound.ledger(since, today))
    return gaps + lost(since)
