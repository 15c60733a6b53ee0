"""What templates and macros are called on the pages."""

from django.utils.translation import get_language

from huiyin.cases.models import Macro, Template


def name_of(row: Template | Macro) -> str:
    """Its name in the language of the page."""
    return row.name_en if (get_language() or "").startswith("en") and row.name_en else row.name
