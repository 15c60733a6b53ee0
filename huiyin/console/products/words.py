"""What pages say of showing and explaining terms."""

from django.utils.translation import gettext as _

from huiyin.customers.models import TermsShown


def standing_sentence(standing: str) -> str:
    """What can be proved of a contract, as a sentence (保险法 art 17)."""
    return {
        "proved": _("What is not covered was shown and explained before the contract, and the customer confirmed it."),
        "unconfirmed": _("It was shown and explained before the contract; the customer's confirmation is missing."),
        "unexplained": _("It was shown before the contract; nothing proves that it was explained."),
        "part": _("Only some of the clauses on what is not covered were shown before the contract."),
        "late": _("It was shown only after the contract was made."),
        "nothing": _("Nothing proves that what is not covered was shown and explained."),
    }[standing]


def shown_line(one: TermsShown) -> dict[str, object]:
    """One record as a line of a list."""
    return {
        "row": one,
        "kind": one.get_kind_display(),
        "method": one.get_method_display(),
        "understood": one.get_understood_display(),
        "is_confirmed": one.understood != "not",
        "paths": "、".join(one.paths),
        "proof": one.proof,
    }
