"""The first page, and how complaints are handled here (令2020-3 art 7: phone, address, channels and process are
public)."""

from django.http import HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from huiyin.cases.queries import chat as chats
from huiyin.core.time import local_date
from huiyin.handbook import queries as handbook
from huiyin.portal import draft as drafts
from huiyin.portal.telling import TITLES
from huiyin.portal.visit import Visit, portal


@portal()
def home(visit: Visit) -> HttpResponse:
    """Complain, follow, how we handle complaints."""
    return visit.page("home.html", {"unfinished": drafts.NAME in visit.session, "chat": chats.own_site()})


@portal()
def how(visit: Visit) -> HttpResponse:
    """The process and its limits, as the rules in force today say."""
    language = get_language() or "zh-hans"
    rules = [(code, handbook.find(code, local_date(visit.at))) for code in TITLES if code != "complaint.progress"]
    limits = [
        {"title": _(TITLES[code]), "note": rule.note.in_language(language), "clause": rule.clause}
        for code, rule in rules
        if rule is not None
    ]
    return visit.page("how.html", {"limits": limits})
