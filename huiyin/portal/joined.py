"""A complaint that was merged into another one: what its customer sees of the one that lives on (令2020-3 art 18).

The same person gets the whole page of the other complaint with the same number and code. Anybody else gets how far it
is, by when, and which desk answers: nothing that another complainant said, asked for or was told.
"""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Q

from huiyin.cases.actions import talk
from huiyin.cases.models import Case, Direction, Message, Person
from huiyin.complaints.queries import turns

_MARKS = ("phone_blind", "email_blind", "certificate_blind")


def master_of(case: Case) -> Case | None:
    """The complaint that `case` is merged into; None when it stands on its own."""
    master = turns.master_of(case)
    return master if master.pk != case.pk else None


def same_customer(case: Case, other: Case) -> bool:
    """Do letters of both go to the same person? A certificate or an e-mail address says so, or phone and name; two
    different certificates say no."""
    one, two = talk.contact(case), talk.contact(other)
    if one is None or two is None:
        return False
    if one.certificate_blind and two.certificate_blind:
        return one.certificate_blind == two.certificate_blind
    same_name = one.name == two.name
    return same_name and any(getattr(one, mark) and getattr(one, mark) == getattr(two, mark) for mark in _MARKS)


def opens(case: Case, number: str) -> Case | None:
    """The complaint with `number` as far as whoever opened `case` may see it: itself, the one it is merged into, or
    one that is merged into it, of the same customer each."""
    if case.number == number:
        return case
    master = master_of(case)
    near = [master] if master is not None else turns.merged_into(case)
    found = next((one for one in near if one.number == number), None)
    return found if found is not None and same_customer(case, found) else None


def own_merged(case: Case) -> list[Case]:
    """The complaints of the same customer that are merged into `case`, oldest first."""
    return [one for one in turns.merged_into(case) if same_customer(case, one)]


def messages_of(case: Case) -> list[Message]:
    """What was said with this customer, oldest first: what other complainants of merged complaints wrote, which lands
    on the one that lives on, is left out; what this customer wrote after the merge is there."""
    people = _people([case.pk, *(one.pk for one in own_merged(case))])
    theirs = Q(direction=Direction.IN, author_id__isnull=False) & ~Q(author_id__in=people)
    here = Q(case=case) & ~theirs
    master = master_of(case)
    if master is not None:
        here |= Q(case=master, direction=Direction.IN, author_id__in=people)
    return list(Message.objects.filter(here).order_by("at", "id"))


def _people(case_ids: Sequence[UUID]) -> list[UUID]:
    return list(Person.objects.filter(case_id__in=case_ids).values_list("id", flat=True))
