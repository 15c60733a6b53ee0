"""The one way to a customer on these pages: through the gate, or 404."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Concatenate, ParamSpec
from uuid import UUID

from django.http import Http404, HttpResponse

from huiyin.accounts.rules import may_take_part
from huiyin.cases.queries import customers as gate
from huiyin.console.visit import Visit, desk
from huiyin.core import masking
from huiyin.customers.models import Party

P = ParamSpec("P")
MASKS: dict[str, Callable[[str], str]] = {
    "name": masking.name, "certificate_no": masking.number, "phone": masking.phone, "email": masking.email,
    "address": masking.address, "born_on": lambda value: value[:4] + "-**-**" if value else "",
    "certificate_kind": str,
}  # fmt: skip


@dataclass(frozen=True)
class Opened:
    """A record that the visitor may open, with the ids of all records of the same person."""

    visit: Visit
    party: Party
    ids: list[UUID]

    @property
    def may_write(self) -> bool:
        """Do the visitor's roles change records?"""
        return may_take_part(self.visit.by.grants)


View = Callable[Concatenate[Opened, P], HttpResponse]


def of_customer(methods: str = "GET", *, keeps: bool = False) -> Callable[[View[P]], Callable[..., HttpResponse]]:
    """Guard a view of one customer; it gets an Opened. 404 for records that do not exist or do not open."""

    def guard(view: View[P]) -> Callable[..., HttpResponse]:
        @desk("cases", methods, keeps=keeps)
        def run(visit: Visit, /, party_id: UUID, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            try:
                party, ids = gate.customer(visit.user, party_id, at=visit.at)
            except Party.DoesNotExist:
                raise Http404 from None
            return view(Opened(visit, party, ids), *args, **kwargs)

        return run

    return guard
