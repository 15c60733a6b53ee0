"""Finding policies by their numbers."""

from huiyin.customers.models import Policy


def policy_by_number(number: str) -> Policy | None:
    """The policy with this number, with its unit and holder."""
    return Policy.objects.filter(number=tidy_policy(number)).select_related("unit", "holder").first()


def tidy_policy(number: str) -> str:
    """A policy number as it is kept: capitals, without spaces."""
    return "".join(number.split()).upper()
