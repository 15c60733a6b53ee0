"""The search document of a case: kept with the change that brings a new text or name."""

from collections.abc import Iterable

from django.db import connection

from huiyin.cases.models import Case, Person
from huiyin.cases.rules.people import PersonDraft
from huiyin.core import blind
from huiyin.core.fields import TokensField
from huiyin.core.masking import without_personal_numbers
from huiyin.text.rules import tokens_of


def tokens(
    *, texts: Iterable[str] = (), numbers: Iterable[str] = (), people: Iterable[Person | PersonDraft] = ()
) -> set[str]:
    """What a case is found by: its texts without personal numbers, its own numbers, fingerprints of its people."""
    found = tokens_of([without_personal_numbers(text) for text in texts if text])
    found |= tokens_of([number for number in numbers if number])
    for person in people:
        found |= blind.name_tokens(person.name)
        found |= blind.number_tokens(
            phone_no=person.phone, certificate_no=person.certificate_no, email_address=person.email
        )
    return found


def add(case: Case, *, texts: Iterable[str] = (), numbers: Iterable[str] = (), people: Iterable[Person] = ()) -> None:
    """Add to the search document; what is there stays. The case row is locked."""
    found = tokens(texts=texts, numbers=numbers, people=people)
    if not found:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE cases_casesearch SET vector = vector || %s::tsvector WHERE case_id = %s",
            [TokensField().get_prep_value(found), case.pk],
        )


def remove(case: Case, found: set[str]) -> None:
    """Take tokens out of the search document: what brought them is no longer in the case. The case row is locked."""
    if not found:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE cases_casesearch SET vector = ts_delete(vector, %s::text[]) WHERE case_id = %s",
            [sorted(found), case.pk],
        )
