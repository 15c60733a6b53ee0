"""Words for what clauses, sources and figures hold as codes."""

from collections.abc import Iterable

from django.urls import NoReverseMatch, reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from huiyin.accounts.models import Role
from huiyin.handbook import queries as handbook
from huiyin.handbook.rules.clauses import Number
from huiyin.insights.queries.figures import Reading

KINDS = {
    "duty": pgettext_lazy("clause", "Duty"),
    "method": pgettext_lazy("clause", "Method"),
    "principle": pgettext_lazy("clause", "Principle"),
    "benchmark": pgettext_lazy("clause", "Benchmark"),
    "definition": pgettext_lazy("clause", "Definition"),
}
STATUSES = {
    "in_force": pgettext_lazy("clause", "In force"),
    "unverifiable": pgettext_lazy("clause", "Not verifiable"),
    "superseded": pgettext_lazy("clause", "Superseded"),
    "wrong": pgettext_lazy("clause", "Wrong citation"),
    "repealed": pgettext_lazy("clause", "Repealed"),
    "draft": pgettext_lazy("clause", "Draft law"),
}
# light → (words, picture)
LIGHTS = {
    "kept": (pgettext_lazy("light", "Kept"), "circle-check"),
    "broken": (pgettext_lazy("light", "Broken"), "alert-circle"),
    "open": (pgettext_lazy("light", "Not yet judged"), "circle-dashed"),
    "watch": (pgettext_lazy("light", "Watched"), "eye"),
    "none": (pgettext_lazy("light", "No figure"), "circle-dot"),
}
COVERED = {
    "covered": pgettext_lazy("clause", "Covered"),
    "partly": pgettext_lazy("clause", "Partly covered"),
    "none": pgettext_lazy("clause", "Not covered yet"),
}
JURISDICTIONS = {
    "cn": gettext_lazy("Mainland China"),
    "uk": gettext_lazy("United Kingdom"),
    "us": gettext_lazy("United States"),
    "us-ny": gettext_lazy("New York"),
    "eu": gettext_lazy("European Union"),
    "hk": gettext_lazy("Hong Kong"),
    "sg": gettext_lazy("Singapore"),
    "au": gettext_lazy("Australia"),
    "int": gettext_lazy("International standards"),
}
# Pages that serve clauses, by the name of their view.
SCREENS = {
    "home": gettext_lazy("Home"),
    "queue": gettext_lazy("Queue"),
    "find": gettext_lazy("Search"),
    "board": gettext_lazy("Board"),
    "articles": gettext_lazy("Knowledge"),
    "portal_ask": gettext_lazy("Ask a question"),
    "portal_help": gettext_lazy("Questions and answers"),
    "article_gaps": gettext_lazy("Not known yet"),
    "alarms": gettext_lazy("Alarms"),
    "help": gettext_lazy("Help"),
    "rules": gettext_lazy("Rules in force"),
    "taxonomy": gettext_lazy("Classes"),
    "handbook": gettext_lazy("Handbook"),
    "handbook_chapter": gettext_lazy("Chapter of the handbook"),
    "handbook_source": gettext_lazy("Source of law in the handbook"),
    "handbook_clause": gettext_lazy("Page of a clause"),
    "handbook_coverage": gettext_lazy("Coverage of the handbook"),
    "handbook_metrics": gettext_lazy("Figures of the handbook"),
    "handbook_metric": gettext_lazy("Page of a figure"),
    "handbook_cases": gettext_lazy("Cases behind a figure"),
    "handbook_lint": gettext_lazy("Citations checked"),
    "handbook_proof": pgettext_lazy("handbook", "Proof"),
    "rule_drafts": gettext_lazy("Drafts of rules"),
    "rule_draft": gettext_lazy("Draft of a rule"),
    "rule_replay": gettext_lazy("What would change"),
    "rule_versions": gettext_lazy("Versions side by side"),
    "calendar_versions": gettext_lazy("Calendars"),
    "handbook_pdf": gettext_lazy("Handbook on paper (PDF)"),
    "new_complaint": gettext_lazy("New complaint"),
    "receipt": gettext_lazy("Receipt of a complaint"),
    "case": gettext_lazy("Page of the case"),
    "case_step": gettext_lazy("Steps of the case"),
    "case_clock": gettext_lazy("Why this time?"),
    "case_timeline": gettext_lazy("Timeline of the case"),
    "case_ledger": gettext_lazy("Ledger of the case"),
    "case_ledger_verify": gettext_lazy("Check of the ledger"),
    "case_summary": gettext_lazy("Summary of the case (PDF)"),
    "case_participant": gettext_lazy("People of the case"),
    "case_person": gettext_lazy("Person in the case"),
    "case_reveal": gettext_lazy("Showing personal data with a reason"),
    "case_evidence": gettext_lazy("Evidence of the case"),
    "case_evidence_item": gettext_lazy("Item of evidence"),
    "case_letter_preview": gettext_lazy("Decision letter"),
    "case_reply_template": gettext_lazy("Reply to the customer"),
    "template_scenarios": gettext_lazy("Situations and their templates"),
    "inmail": gettext_lazy("Incoming mail"),
    "triage": gettext_lazy("To be triaged"),
    "chats": gettext_lazy("Chats"),
    "letters": pgettext_lazy("post", "Letters"),
    "outlets": gettext_lazy("Opinion book"),
    "team_replies": gettext_lazy("How replies are written"),
    "transfers": gettext_lazy("Answers to the regulator"),
    "letter": pgettext_lazy("post", "Letter"),
    "calls": gettext_lazy("Calls"),
    "call_backs": gettext_lazy("Calls that we owe"),
    "lookbacks": gettext_lazy("Looking back"),
    "requests": gettext_lazy("Service requests"),
    "request": gettext_lazy("A service request"),
    "request_new": gettext_lazy("New request"),
    "visits": gettext_lazy("Return visits"),
    "visit": gettext_lazy("A return visit"),
    "customers": gettext_lazy("Customers"),
    "claims": gettext_lazy("Claims"),
    "products": gettext_lazy("Products"),
    "product": gettext_lazy("A product"),
    "products_compare": gettext_lazy("Products side by side"),
    "terms": gettext_lazy("Version of the terms"),
    "terms_compare": gettext_lazy("Versions side by side"),
    "customers_quality": gettext_lazy("Quality of the records"),
    "customers_tasks": gettext_lazy("To do for customers"),
    "customer_task_end": gettext_lazy("Ending a task for a customer"),
    "customer_consent": gettext_lazy("Consents of a customer"),
    "customer": gettext_lazy("Record of a customer"),
    "customer_change": gettext_lazy("Changing a customer's details"),
    "customer_judge": gettext_lazy("Records of the same person"),
    "customer_judge_back": gettext_lazy("Taking back that two records are one"),
    "access_log": gettext_lazy("Access log"),
    "ledger": gettext_lazy("Ledger"),
    "system": gettext_lazy("System"),
    "settings_people": gettext_lazy("People of the house"),
    "settings_units": gettext_lazy("Units"),
    "settings_roles": gettext_lazy("Roles"),
    "portal_home": gettext_lazy("Customer's portal: beginning"),
    "portal_how": gettext_lazy("Customer's portal: how we handle complaints"),
    "portal_begin": gettext_lazy("Customer's portal: complain"),
    "portal_complain": gettext_lazy("Customer's portal: complain"),
    "portal_receipt": gettext_lazy("Customer's portal: receipt"),
    "portal_open": gettext_lazy("Customer's portal: follow a complaint"),
    "portal_story": gettext_lazy("Customer's portal: how it stands"),
    "portal_message": gettext_lazy("Customer's portal: add something"),
    "portal_satisfaction": gettext_lazy("Customer's portal: satisfaction"),
    "portal_review": gettext_lazy("Customer's portal: ask for a review"),
    "portal_withdrawal": gettext_lazy("Customer's portal: withdraw"),
}


def screens(names: Iterable[str]) -> list[tuple[str, str]]:
    """(words, address) of pages; the address is empty for pages of a single case, which are opened from there."""
    found = []
    for name in names:
        try:
            url = reverse(name)
        except NoReverseMatch:
            url = ""
        found.append((str(SCREENS.get(name, name)), url))
    return list(dict.fromkeys(found))


def people(names: Iterable[str], source: str, language: str) -> list[str]:
    """Roles of the organisation, and actors of the source, in words."""
    actors = handbook.actors(source)
    return [
        str(Role(name).label) if name in Role.values else actors[name].in_language(language) if name in actors else name
        for name in names
    ]


def number(one: Number) -> str:
    """A figure of a clause with its unit."""
    value = number_format(one.value, force_grouping=True)
    whole = int(one.value)
    words = {
        "seconds": ngettext("%(value)s second", "%(value)s seconds", whole),
        "minutes": ngettext("%(value)s minute", "%(value)s minutes", whole),
        "hours": ngettext("%(value)s hour", "%(value)s hours", whole),
        "natural_days": ngettext("%(value)s natural day", "%(value)s natural days", whole),
        "working_days": ngettext("%(value)s working day", "%(value)s working days", whole),
        "weeks": ngettext("%(value)s week", "%(value)s weeks", whole),
        "months": ngettext("%(value)s month", "%(value)s months", whole),
        "years": ngettext("%(value)s year", "%(value)s years", whole),
        "percent": _("%(value)s %%"),
        "people": ngettext("%(value)s person", "%(value)s people", whole),
        "yuan": _("¥%(value)s"),
        "times": ngettext("%(value)s time", "%(value)s times", whole),
        "points": ngettext("%(value)s point", "%(value)s points", whole),
    }
    return words.get(one.unit, "%(value)s") % {"value": value}


def percent(permille: int | None) -> str:
    """Tenths of a percent as people read them."""
    return "—" if permille is None else f"{permille // 10}.{permille % 10} %" if permille < 1000 else "100 %"


def count(value: int) -> str:
    """A number with its thousands apart."""
    return f"{value:,}"


def amount(kind: str, value: float | None) -> str:
    """A mean with what it counts."""
    if value is None:
        return "—"
    if kind == "hours":
        return _("%(days)s days") % {"days": number_format(value / 24, decimal_pos=1)}
    return _("%(points)s points") % {"points": number_format(value, decimal_pos=1)}


def figure(reading: Reading) -> str:
    """The one figure of a metric: a percentage, a mean or a count."""
    match reading.metric.kind:
        case "mean":
            return amount(reading.metric.value, reading.mean)
        case "count":
            return count(reading.sums.kept)
    return percent(reading.permille)


def fraction(reading: Reading) -> str:
    """Numerator and denominator of a share; of a mean, how many it is made of; empty for a count."""
    if reading.metric.kind == "count":
        return ""
    if reading.metric.kind == "mean":
        return ngettext("of %(count)s", "of %(count)s", reading.sums.kept) % {"count": count(reading.sums.kept)}
    return _("%(numerator)s of %(denominator)s") % {
        "numerator": count(reading.numerator),
        "denominator": count(reading.judged),
    }
