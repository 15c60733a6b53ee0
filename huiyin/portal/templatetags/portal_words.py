"""Words of the portal that templates need."""

import re

from django import template
from django.utils.translation import get_language
from django.utils.translation import gettext as _

register = template.Library()
_LAW = re.compile(r"令2020-3 art ([\d, ]+)")


@register.filter
def law(clause: str) -> str:
    """Where a rule comes from, as a customer reads it: the articles of the law, or our own standard of service."""
    if found := _LAW.search(clause):
        articles = [part.strip() for part in found[1].split(",") if part.strip()]
        comma = "、" if (get_language() or "").startswith("zh") else ", "
        return _("Measures for handling consumer complaints in banking and insurance, art. %(articles)s") % {
            "articles": comma.join(articles)
        }
    return _("our own standard of service")
