"""The round that looks for urgent signs in what came in, along the feed of changes: nothing is read twice, and what
came while no worker ran is read as soon as one does."""

from datetime import datetime

from huiyin.audit.queries import feed
from huiyin.complaints.actions import signs
from huiyin.core.actors import system

BY = system("complaints.signs")
STRETCH, STRETCHES = 500, 20


def take_feed(at: datetime) -> int:
    """Tell of urgent signs in what is new; returns how many notifications were written."""
    position, made = signs.begin(end=feed.end(), by=BY, at=at), 0
    if feed.is_ahead():
        signs.begin_again(end=feed.end(), by=BY, at=at)
        return 0
    for _round in range(STRETCHES):
        changes = feed.after(position, STRETCH)
        if not changes:
            break
        made += signs.take_changes(before=position, changes=changes, by=BY, at=at)
        position = changes[-1].position
    return made
