"""What somebody looked for lately: theirs alone, encrypted, the newest few. No ledger: nothing of a case changes."""

from datetime import datetime

from huiyin.accounts.models import User
from huiyin.cases.models import RecentSearch
from huiyin.core import crypto
from huiyin.core.actions import action
from huiyin.core.actors import Actor

MOST = 10
LONGEST = 200


@action
def remember(*, user: User, text: str, by: Actor, at: datetime) -> None:
    """Put a search on top of the person's recent ones; one they made before moves up. At most MOST are kept."""
    text = " ".join(text.split())[:LONGEST]
    if not text:
        return
    # as typed: the fingerprint of the house leaves signs out, and here they tell searches apart
    mark = crypto.blind("recent", text.encode().hex())
    row, is_new = RecentSearch.objects.get_or_create(user=user, text_blind=mark, defaults={"text": text, "at": at})
    if not is_new:
        RecentSearch.objects.filter(pk=row.pk).update(at=at)
        return
    kept = RecentSearch.objects.filter(user=user).order_by("-at", "-pk").values_list("pk", flat=True)[:MOST]
    RecentSearch.objects.filter(user=user).exclude(pk__in=list(kept)).delete()


@action
def forget(*, user: User, by: Actor, at: datetime) -> int:
    """Forget what the person looked for; returns how many searches were."""
    return RecentSearch.objects.filter(user=user).delete()[0]
