"""Who chats and who waits; the window's door by its key; what waits for a member of staff."""

import hmac
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID, uuid5

from django.db.models import Q, QuerySet

from huiyin.accounts.models import Membership, User
from huiyin.accounts.queries import grants_of, unit_paths
from huiyin.accounts.rules import SEES_OWN, upward
from huiyin.cases.models import Case, Channel, Chat, ChatSite, ChatState, Message
from huiyin.cases.queries.access import visible_to
from huiyin.cases.queries.barred import barred
from huiyin.cases.rules import chat as rules

# The place in a line is told up to here.
MOST_PLACES = 99
# Two lines written at once may become seen in the other order: what is a little older is asked once more.
OVERLAP = timedelta(seconds=10)


def key_hash(key: str) -> str:
    """What is kept of the key of a window."""
    return sha256(key.encode()).hexdigest()


def site_of(key: str) -> ChatSite | None:
    """The site with this key, while it may show the window."""
    return ChatSite.objects.filter(key=key, is_on=True, removed_at=None).first()


def own_site() -> ChatSite | None:
    """The site of the portal itself: the oldest that nobody else may show."""
    return ChatSite.objects.filter(origins=[], is_on=True, removed_at=None).order_by("made_at").first()


def sites() -> QuerySet[ChatSite]:
    """The sites of the house, by name."""
    return ChatSite.objects.filter(removed_at=None).select_related("unit").order_by("name", "id")


def opened_by(case_id: UUID, key: str) -> Chat | None:
    """The chat that a window with this key opened; None for any other key."""
    chat = Chat.objects.filter(pk=case_id).select_related("case", "agent").first()
    return chat if chat is not None and hmac.compare_digest(chat.key_hash, key_hash(key)) else None


def said_since(chat: Chat, since: datetime | None, limit: int = 200) -> list[Message]:
    """What was said in the chat, the oldest first; with `since` what came later (and a little before)."""
    rows = Message.objects.filter(case_id=chat.pk, channel=Channel.CHAT)
    return list((rows.filter(at__gte=since - OVERLAP) if since else rows).order_by("at", "id")[:limit])


def machine_line(case_id: UUID, line: str) -> UUID:
    """The id of what the machine says to a line of the visitor: said twice, it stands there once."""
    return uuid5(case_id, f"machine:{line}")


def place_in_line(chat: Chat) -> int:
    """1 for the next to be taken; 0 for one that does not wait; at most MOST_PLACES + 1. Reads only what waits."""
    if chat.state != ChatState.WAITING:
        return 0
    earlier = Q(waiting_since__lt=chat.waiting_since) | Q(waiting_since=chat.waiting_since, pk__lt=chat.pk)
    before = Chat.objects.filter(earlier, state=ChatState.WAITING, case__unit=chat.case.unit_id)
    return len(before.values_list("pk")[:MOST_PLACES]) + 1


def waiting_for(user: User) -> QuerySet[Chat]:
    """The chats that wait for somebody like `user`, the longest first; never one from which they must stay away. Of
    these nothing is told but that they wait."""
    grants = grants_of(user)
    units = [unit for unit, path in unit_paths().items() if rules.may_take(grants, path)]
    rows = Chat.objects.filter(state=ChatState.WAITING, case__unit__in=units).exclude(case__in=barred(user))
    return rows.select_related("case__unit", "site").order_by("waiting_since", "pk")


def talking_with(user: User) -> QuerySet[Chat]:
    """The chats that `user` leads now, who spoke last at the end."""
    rows = Chat.objects.filter(state=ChatState.TALKING, agent=user).select_related("case", "site")
    return rows.order_by("said_at", "pk")


def led_by_others(user: User) -> QuerySet[Chat]:
    """The chats that colleagues lead now and `user` may see, the newest first."""
    rows = Chat.objects.filter(state=ChatState.TALKING, case__in=visible_to(user)).exclude(agent=user)
    return rows.select_related("case", "site", "agent").order_by("-taken_at", "pk")


def ended_of(user: User, since: datetime) -> QuerySet[Chat]:
    """What `user` led and has ended since then, the newest first."""
    rows = Chat.objects.filter(state=ChatState.ENDED, agent=user, ended_at__gte=since)
    return rows.select_related("case", "site").order_by("-ended_at", "pk")


def seen_by(user: User) -> QuerySet[Chat]:
    """The chats of cases that `user` may see."""
    return Chat.objects.filter(case__in=visible_to(user)).select_related("case__unit", "site", "agent")


def who_takes(case: Case) -> list[UUID]:
    """Whose pages hear that a chat waits: staff at work whose grants cover it (`rules.may_take`); at most 500."""
    path = case.unit.path
    near = Q(unit__path__in=upward(path)) | Q(unit__path__startswith=path)
    held = Membership.objects.filter(near, role__in=SEES_OWN, user__is_active=True, user__is_away=False)
    return list(held.order_by("user").distinct("user").values_list("user", flat=True)[:500])


def silent(at: datetime, limit: int = 200) -> list[UUID]:
    """Open chats whose window is gone and in which nobody has said anything for long, the oldest first."""
    before = at - rules.SILENT
    rows = Chat.objects.filter(seen_at__lt=before, said_at__lt=before).exclude(state=ChatState.ENDED)
    return list(rows.order_by("seen_at").values_list("pk", flat=True)[:limit])


def waiting_for_named(user: User, number: str) -> Chat | None:
    """The chat of this number, when it waits for `user` or they may see its case."""
    waits = waiting_for(user).filter(case__number=number).first()
    return waits or seen_by(user).filter(case__number=number).first()
