"""Following a case, and calling colleagues into its notes. Following is personal and leaves no ledger entry; whom a
note calls stands in the entry of the note."""

from datetime import datetime

from django.utils.translation import gettext as _

from huiyin.accounts.models import User
from huiyin.cases.actions import notifications
from huiyin.cases.models import Case, Mention, Note, Watch
from huiyin.cases.queries import following as queries
from huiyin.cases.queries import visible_to
from huiyin.cases.rules import mentions as rules
from huiyin.core.actions import action
from huiyin.core.actors import Actor
from huiyin.core.errors import BadInput, Refused


def called(case: Case, text: str) -> list[User]:
    """Whom the text of a note calls. Raises BadInput: `mention.unclear` (several have the name), `mention.many`,
    `mention.no_access` (somebody who may not see the case, with the reason)."""
    users, unclear = queries.called(text)
    if unclear:
        raise BadInput(
            "mention.unclear",
            _("Several people are called %(name)s. Choose one from the list that opens after @.")
            % {"name": unclear[0]},
            field="text",
        )
    if len(users) > rules.MOST:
        raise BadInput(
            "mention.many",
            _("At most %(count)d people can be mentioned in one note.") % {"count": rules.MOST},
            field="text",
        )
    for user in users:
        why = queries.why_not(case, user)
        if why:
            raise BadInput("mention.no_access", said(why) % {"name": user.name}, field="text")
    return users


def said(why: str) -> str:
    """Why somebody may not be mentioned, with a place for the name."""
    return {
        "inactive": _("%(name)s no longer works here."),
        "recused": _("%(name)s has to stay away from this case and cannot be mentioned."),
        "no_access": _("%(name)s may not see this case. Let them take part first, then mention them."),
    }[why]


def keep(case: Case, note: Note, users: list[User], *, by: Actor, at: datetime) -> None:
    """The rows of those whom a note calls, and word to them. The caller has locked the case and writes the entry."""
    if not users:
        return
    Mention.objects.bulk_create(Mention(note=note, case=case, user=user, at=at) for user in users)
    notifications.tell(kind="mentioned", to=users, case=case, by=by, at=at, key=f"mentioned:{note.pk}", ref_id=note.pk)


@action
def watch(*, case: Case, user: User, by: Actor, at: datetime) -> Watch:
    """Follow a case. Twice is once. Raises Refused(`watch.no_access`) for a case that one may not see."""
    _own(user, by)
    if not visible_to(user, looked_up=True).filter(pk=case.pk).exists():
        raise Refused("watch.no_access", _("You may not see this case."))
    row, _is_new = Watch.objects.get_or_create(case_id=case.pk, user=user, defaults={"at": at})
    return row


@action
def unwatch(*, case: Case, user: User, by: Actor, at: datetime) -> bool:
    """No longer follow a case. False when one did not."""
    _own(user, by)
    return Watch.objects.filter(case_id=case.pk, user=user).delete()[0] > 0


def _own(user: User, by: Actor) -> None:
    if by.id != user.pk:
        raise Refused("watch.not_yours", _("Everybody decides themselves what they follow."))
