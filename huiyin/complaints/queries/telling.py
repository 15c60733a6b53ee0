"""What the complainant reads when a decision is told or a question asked, in the language of the case."""

from django.utils.translation import gettext as _
from django.utils.translation import override

from huiyin.cases.models import Case
from huiyin.complaints.models import Decision
from huiyin.complaints.queries import papers


def _language(case: Case) -> str:
    return "en" if papers.lang_of(case) == "en" else "zh-hans"


def decision_words(case: Case, decision: Decision) -> tuple[str, str]:
    """Subject and text that carry the decision letter."""
    with override(_language(case)):
        subject = _("Decision on your complaint %(number)s") % {"number": case.number}
        text = _(
            "We have decided on your complaint %(number)s. The decision letter %(letter)s is attached. It says what we "
            "found, what we decided and why, and what you can do if you do not agree.\n\nIn short: %(outcome)s\n\n"
            "Questions? %(name)s, %(phone)s."
        ) % {
            "number": case.number,
            "letter": decision.number,
            "outcome": decision.outcome,
            "name": case.owner.name,
            "phone": papers.unit_phone(decision.deciding_unit),
        }
    return subject, text


def question_words(case: Case) -> tuple[str, str]:
    """Subject and text of the one question about satisfaction (3.1-8)."""
    with override(_language(case)):
        subject = _("How did we handle your complaint %(number)s?") % {"number": case.number}
        text = _(
            "Your complaint %(number)s has been decided and carried out. Please tell us how satisfied you are with the "
            "way we handled it, from 1 (not at all) to 5 (very much), on the page where you follow your complaint. "
            "We ask once; you need not answer, and your rights stay as they are."
        ) % {"number": case.number}
    return subject, text
