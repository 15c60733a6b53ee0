"""From which cases somebody must stay away, asked of the database from the side of the person: few index look-ups for
any number of cases. `staff.conflict_of` asks the same from the side of the case.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists, Q, QuerySet

from huiyin.accounts.models import User
from huiyin.accounts.queries import ties_of
from huiyin.accounts.rules import Tie
from huiyin.cases.models import Case, Participation, Person, Recusal
from huiyin.cases.queries.staff import OPEN_LINE
from huiyin.core import blind
from huiyin.core.time import SHANGHAI
from huiyin.customers.models import Policy


def barred(user: User) -> QuerySet[Any, Any]:
    """Ids of the cases that `user` may not see, handle or decide: recused, or with a ground that is found by rule
    (`rules.recusal.FOUND`). A query to be used inside another; its own cost does not grow with the number of cases.
    """
    ties = ties_of(user)
    parts = [Recusal.objects.filter(user=user.pk, lifted_at=None).values("case_id"), *_about_staff(user, ties)]
    outside = _outside(user, ties)
    if outside:
        parts.append(Person.objects.filter(outside).order_by().values("case_id"))
    return parts[0].union(*parts[1:], all=True)


def named_in(user: User) -> QuerySet[Case]:
    """The cases that `user` answers for or takes part in, whether or not they may see them: for sweeps."""
    taking_part = Participation.objects.filter(user=user.pk, to_at=None).values("case_id")
    return Case.objects.filter(Q(owner=user.pk) | Q(pk__in=taking_part))


def working_people() -> QuerySet[User]:
    """Everybody who answers for or takes part in an open case."""
    owners = Case.objects.filter(is_open=True).order_by().values("owner")
    others = Participation.objects.filter(to_at=None, case__is_open=True).order_by().values("user")
    return User.objects.filter(Q(pk__in=owners) | Q(pk__in=others)).order_by("pk")


def _about_staff(user: User, ties: Iterable[Tie]) -> list[QuerySet[Any, Any]]:
    """Complaints about, and policies sold by, the person, those whom they direct or directed, and their relatives.

    Whoever is known by number stands in the condition by number, and the staff of a unit that is led in a part of its
    own: with "or" between the two the database reads every complaint and every policy there is.
    """
    named = [tie for tie in ties if tie.kind in ("manages", "relative")]
    now = sorted({user.employee_no, *(tie.value for tie in named if tie.until is None)} - {""})
    about, sold = Q(complaint__respondent_staff_no__in=now), Q(seller_no__in=now)
    for tie in named:
        if tie.until is not None:
            about |= Q(complaint__respondent_staff_no=tie.value) & _happened(tie.since, tie.until)
            sold |= Q(seller_no=tie.value) & _signed(tie.since, tie.until)
    known = sorted({*now, *(tie.value for tie in named)} - {""})
    parts = _of(about & Q(complaint__respondent_staff_no__in=known), sold & Q(seller_no__in=known))
    if led := [tie.value for tie in ties if tie.kind == "leads"]:
        staff = (
            User.objects.filter(~Exists(OPEN_LINE), unit__path__in=led).exclude(employee_no="").values("employee_no")
        )
        parts += _of(Q(complaint__respondent_staff_no__in=staff), Q(seller_no__in=staff))
    return parts


def _of(about: Q, sold: Q) -> list[QuerySet[Any, Any]]:
    policies = Policy.objects.filter(sold).order_by().values("pk")
    return [
        Case.objects.filter(about).order_by().values("pk"),
        Case.objects.filter(policy_id__in=policies).values("pk"),
    ]


def _happened(since: date | None, until: date) -> Q:
    day = Q(complaint__happened_on__lte=until)
    unknown = Q(complaint__happened_on=None, received_at__lt=_midnight(until + timedelta(days=1)))
    if since is not None:
        day &= Q(complaint__happened_on__gte=since)
        unknown &= Q(received_at__gte=_midnight(since))
    return day | unknown


def _signed(since: date | None, until: date) -> Q:
    signed, starts = Q(signed_on__lte=until), Q(signed_on=None, starts_on__lte=until)
    if since is not None:
        signed, starts = signed & Q(signed_on__gte=since), starts & Q(starts_on__gte=since)
    return signed | starts


def _outside(user: User, ties: Iterable[Tie]) -> Q:
    """People on the complainant's side: with the person's own e-mail address, or declared relatives."""
    email = blind.email(user.email)
    found = Q(email_blind=email) if email else Q()
    for kind in ("certificate", "phone"):
        held = [tie for tie in ties if tie.kind == kind and tie.value]
        if now := [tie.value for tie in held if tie.until is None]:
            found |= Q(**{f"{kind}_blind__in": now})
        for tie in held:
            if tie.until is not None:
                day = Q(case__received_at__lt=_midnight(tie.until + timedelta(days=1)))
                if tie.since is not None:
                    day &= Q(case__received_at__gte=_midnight(tie.since))
                found |= Q(**{f"{kind}_blind": tie.value}) & day
    return found


def _midnight(day: date) -> datetime:
    return datetime.combine(day, datetime.min.time(), SHANGHAI)
