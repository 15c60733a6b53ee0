"""Letters: the newest that somebody may see, one of them, those whose words wait to be read."""

from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from huiyin.accounts.models import User
from huiyin.cases.models import Evidence, Letter, Wording
from huiyin.cases.queries.access import visible_to
from huiyin.cases.rules.scanning import WITHHELD


def seen_by(user: User) -> QuerySet[Letter]:
    """The letters of cases that `user` may see, the newest first."""
    rows = Letter.objects.filter(case__in=visible_to(user)).select_related("case__unit", "case__owner")
    return rows.order_by("-pk")


def before(rows: QuerySet[Letter], last: UUID | None) -> QuerySet[Letter]:
    """Those behind the letter `last`, in the order of `seen_by`."""
    return rows.filter(pk__lt=last) if last is not None else rows


def waiting(most: int) -> list[UUID]:
    """The letters whose words wait to be read and whose files the virus scanner has let go."""
    held = Evidence.objects.filter(case=OuterRef("case"), scan__in=WITHHELD)
    rows = Letter.objects.filter(~Exists(held), state=Wording.WAITING)
    return list(rows.order_by("pk").values_list("pk", flat=True)[:most])


def files_of(case_id: UUID) -> list[Evidence]:
    """The files that the letter came in, in order: those that were there from the beginning."""
    letter = Letter.objects.select_related("case").get(pk=case_id)
    return list(Evidence.objects.filter(case=case_id, added_at=letter.case.recorded_at).order_by("number"))


def same_files(letter: Letter) -> list[str]:
    """Numbers of other cases that hold one of the same files: the letter may have been taken before."""
    digests = [one.sha256 for one in files_of(letter.pk)]
    rows = Evidence.objects.filter(sha256__in=digests).exclude(case=letter.pk)
    return sorted(set(rows.values_list("case__number", flat=True)[:20]))
