"""What leaves the page: one mail, one WeCom message for everything of a person whose time has come. Nothing personal
of a customer is in them: numbers, names of limits, a masked subject, links."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from huiyin.accounts.models import User
from huiyin.cases.models import Notification, NotificationChoice
from huiyin.cases.queries import notification_words as words
from huiyin.cases.queries import notifications as queries
from huiyin.cases.queries.notifications import Told
from huiyin.channels import actions as channels
from huiyin.core.actions import action
from huiyin.core.actors import Actor

# So many lines in one mail, in one WeCom message; the rest stands on the page.
LINES = {"mail": 30, "wecom": 8}
KEPT = timedelta(days=90)


@action
def send_mail(*, user_id: UUID, by: Actor, at: datetime) -> int:
    """Put everything into one mail that is to leave to this person by `at`: what is unread, of cases that they may
    see now. Returns how many notifications it tells of; what is not told is taken off the list too."""
    user, told = _take(user_id, "mail_due_at", at)
    if user is None or not told:
        return 0
    with override(user.language):
        body = "\n\n".join(_paragraphs(told)) + "\n\n" + _foot()
        channels.queue_mail(
            owner=("user", user.pk), purpose="notification", address=user.email, subject=_subject(told), body=body,
            by=by, at=at,
        )  # fmt: skip
    return len(told)


@action
def send_wecom(*, user_id: UUID, by: Actor, at: datetime) -> int:
    """The same as a message of the house's application in WeCom, to the account name the person gave."""
    user, told = _take(user_id, "wecom_due_at", at)
    choice = NotificationChoice.objects.filter(user=user_id).exclude(wecom_id="").first()
    if user is None or not told or choice is None or not settings.WECOM:
        return 0
    with override(user.language):
        shown = [words.line(one) for one in told[: LINES["wecom"]]]
        channels.queue_wecom(
            owner=("user", user.pk), purpose="notification", account=choice.wecom_id,
            text="\n".join([*shown, *_more(told, "wecom"), _place(told)]), by=by, at=at,
        )  # fmt: skip
    return len(told)


@action
def forget(*, by: Actor, at: datetime, limit: int = 10_000) -> int:
    """Forget what is older than three months, at most `limit` rows; returns how many."""
    old = Notification.objects.filter(at__lt=at - KEPT).order_by("at").values_list("pk", flat=True)[:limit]
    return Notification.objects.filter(pk__in=list(old)).delete()[0]


def _take(user_id: UUID, column: str, at: datetime) -> tuple[User | None, list[Told]]:
    """The person and what is to be told, newest first, all of it taken off the list. Rows that another worker holds
    are left to it."""
    rows = Notification.objects.filter(user=user_id, **{f"{column}__lte": at}).order_by("-at", "-id")
    held = list(rows.select_for_update(skip_locked=True, of=("self",)))
    Notification.objects.filter(pk__in=[row.pk for row in held]).update(**{column: None})
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if user is None:
        return None, []
    return user, queries.visible_rows(user, [row for row in held if row.read_at is None])


def _subject(told: Sequence[Told]) -> str:
    if len(told) == 1:
        return words.line(told[0])
    return ngettext("%(count)s notification", "%(count)s notifications", len(told)) % {"count": len(told)}


def _paragraphs(told: Sequence[Told]) -> list[str]:
    shown = told[: LINES["mail"]]
    subjects = words.subjects([one.case for one in shown if one.case])
    made = []
    for one in shown:
        about = [subjects[one.case.pk]] if one.case else []
        made.append("\n".join([words.line(one), *about, _link(one)]))
    return [*made, *_more(told, "mail")]


def _more(told: Sequence[Told], way: str) -> list[str]:
    left = len(told) - LINES[way]
    return [ngettext("and %(count)s more", "and %(count)s more", left) % {"count": left}] if left > 0 else []


def _link(one: Told) -> str:
    return f"{settings.PUBLIC_URL}/desk/notifications/{one.row.pk}/"


def _place(told: Sequence[Told]) -> str:
    return _link(told[0]) if len(told) == 1 else f"{settings.PUBLIC_URL}/desk/notifications/"


def _foot() -> str:
    chosen = _("You chose to be told by mail. Change it here:")
    return f"--\n{chosen}\n{settings.PUBLIC_URL}/desk/me/notifications/\n"
