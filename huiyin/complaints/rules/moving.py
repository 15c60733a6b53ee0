"""Which messages can be moved to which complaint. Pure: sentences are translated by the action."""

from datetime import datetime

from huiyin.core.noop import _


def message_fault(*, is_inbound: bool, is_first: bool, was_moved: bool, holds_authority: bool) -> str:
    """Why a message stays where it is; empty when it can go."""
    if not is_inbound:
        return _("What was sent to the complainant stays here: it tells what they were told in this complaint.")
    if is_first:
        return _("The first statement is what this complaint is about. Merge the complaint or reroute it instead.")
    if was_moved:
        return _("This message was moved here. Take it back to where it came from first, then move it on.")
    if holds_authority:
        return _("The proof of authority of somebody who speaks here came with it, so it stays.")
    return ""


def into_fault(*, state: str, is_open: bool, received_at: datetime, said_at: datetime) -> str:
    """Why nothing is moved into a complaint; empty when it can be."""
    if state == "merged":
        return _("That complaint was merged into another one: move the message there.")
    if not is_open:
        return _("That complaint has ended. Reopen it first, or split the message off as a new complaint.")
    if said_at < received_at:
        return _(
            "The message came before that complaint was received, so its limits would begin too late. Split it off as "
            "a complaint of its own, then merge the two."
        )
    return ""
