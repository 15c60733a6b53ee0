"""How one's people write to customers: whose replies are too often a template word for word (2.2-4)."""

from django.http import HttpResponse

from huiyin.accounts.queries import work
from huiyin.complaints.queries import replies
from huiyin.complaints.rules import overuse
from huiyin.console.visit import Visit, desk
from huiyin.core.time import local_date

MOST = 200


@desk("board")
def listed(visit: Visit) -> HttpResponse:
    """`team/replies/`: the people whom the visitor leads or inspects, those above the limit first."""
    people = list(work.seen_by(visit.by)[: MOST + 1])
    rows = replies.of_people(people[:MOST], visit.at)
    context = {"rows": rows, "limit": overuse.limit_on(local_date(visit.at)), "is_cut": len(people) > MOST}
    return visit.page("team/replies.html", context)
