"""Looking customers up, with the access log."""

from datetime import datetime

from django.utils.translation import gettext as _

from huiyin.audit import actions as audit
from huiyin.core.actions import action
from huiyin.core.actors import Actor
from huiyin.core.errors import BadInput
from huiyin.customers import queries


@action
def look_up(
    *,
    by: Actor,
    at: datetime,
    name: str = "",
    phone: str = "",
    certificate: str = "",
    email: str = "",
    policy_number: str = "",
) -> list[queries.Match]:
    """Find customers (see `queries.find`) and write who looked for what kind of thing and whom it showed.

    Raises BadInput(`customer.nothing_to_find`) when nothing was given.
    """
    given = {"name": name, "phone": phone, "certificate": certificate, "email": email, "policy_number": policy_number}
    asked = [field for field, value in given.items() if value.strip()]
    if not asked:
        raise BadInput(
            "customer.nothing_to_find", _("Give a name, a phone number, a certificate number or a policy number.")
        )
    found = queries.find(**given)
    if not found:
        audit.looked(kind="search", by=by, at=at, fields=asked)
    for match in found:
        audit.looked(kind="search", by=by, at=at, aggregate=("customer", match.party.pk), fields=asked)
    return found
