"""Looking customers up, with the access log."""

from datetime import datetime

from django.utils.translation import gettext as _

from huiyin.audit import actions as audit
from huiyin.core.actions import action
from huiyin.core.actors import Actor
from huiyin.core.errors import BadInput
from huiyin.customers import queries
from huiyin.customers.models import Party


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


@action
def name_one(*, number: str, by: Actor, at: datetime) -> Party:
    """The customer with this whole certificate number, or who holds the policy with this whole number: the only way to
    name another customer, written to the access log like every look-up. Of several records of one certificate the
    oldest.

    Raises BadInput(`customer.nobody`) when there is none.
    """
    for kind in ("certificate", "policy_number"):
        found = look_up(by=by, at=at, **{kind: number}) if number.strip() else []
        if found:
            return found[0].party
    raise BadInput(
        "customer.nobody", _("No customer has this whole certificate or policy number. Check its digits."),
        field="other",
    )  # fmt: skip
