"""What somebody looked for lately."""

from huiyin.accounts.models import User
from huiyin.cases.models import RecentSearch

SHOWN = 10


def of(user: User) -> list[str]:
    """The person's own recent searches, the newest first. One statement."""
    return [row.text for row in RecentSearch.objects.filter(user=user).order_by("-at", "-pk")[:SHOWN]]
