"""Why a complaint may not be proceeded with (令2020-3 art 18), and where the person turns instead. Pure."""

from huiyin.core.noop import _

REASONS: dict[str, str] = {
    "not_ours": _("The matter concerns no product or service of ours."),
    "impostor": _("The complaint was filed under somebody else's name without their authority."),
}
WHERE: dict[str, str] = {
    "not_ours": _("Please turn to the company whose product or service it is; its phone number is on your contract."),
    "impostor": _("The person concerned can complain themselves, or give somebody a written authority."),
}
