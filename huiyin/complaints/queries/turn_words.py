"""What the complainant reads when a complaint takes a turn, in the language of the case: subject and text of a
message.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import wraps
from typing import Concatenate, ParamSpec

from django.utils.translation import gettext as _
from django.utils.translation import override

from huiyin.cases.models import Case
from huiyin.complaints.models import Extension, Mediation, Review, Suspension
from huiyin.complaints.queries import papers
from huiyin.core.documents.wording import day_text, limit_text
from huiyin.core.time import local_date

P = ParamSpec("P")


@dataclass(frozen=True)
class Words:
    """A message: its subject (also the title of the letter with it) and its text."""

    subject: str
    text: str


def language(case: Case) -> str:
    """The language of the case as Django names it."""
    return "en" if papers.lang_of(case) == "en" else "zh-hans"


def _in_language(function: Callable[Concatenate[Case, P], Words]) -> Callable[Concatenate[Case, P], Words]:
    @wraps(function)
    def run(case: Case, /, *args: P.args, **kwargs: P.kwargs) -> Words:
        with override(language(case)):
            return function(case, *args, **kwargs)

    return run


def sentence(text: str, case: Case) -> str:
    """Somebody's words as a sentence among others: with a full stop at its end."""
    stop = "." if papers.lang_of(case) == "en" else "。"
    text = text.strip()
    return text if text.endswith(("。", "！", "？", ".", "!", "?")) else text + stop


def limit(case: Case, due_at: datetime | None) -> str:
    """The end of a limit in words; what stands there while it rests."""
    return limit_text(due_at, papers.lang_of(case)) if due_at else _("the date that follows once it goes on")


def standing(level: str) -> str:
    """An approver as a letter names them: by standing, never by name."""
    titles = {
        "executive": _("Head-office executive"),
        "upper_unit": _("Upper unit"),
        "head_office_cp": _("Head-office consumer protection"),
        "branch_manager": _("Branch manager"),
        "supervisor": _("Supervisor"),
    }
    return titles.get(level, _("no separate approval"))


@_in_language
def extension(case: Case, row: Extension) -> Words:
    """The limit for the decision was extended."""
    return Words(
        _("More time for your complaint %(number)s") % {"number": case.number},
        _(
            "We need more time to decide on your complaint. The new limit ends on %(limit)s. The letter attached says "
            "why and who approved it. You can add material at any time."
        )
        % {"limit": limit(case, row.new_due_at)},
    )


@_in_language
def mediation(case: Case, row: Mediation) -> Words:
    """A mediation was proposed: what it is, and that nobody has to take it (令2020-3 art 23)."""
    return Words(
        _("Mediation for your complaint %(number)s") % {"number": case.number},
        _(
            "%(body)s can mediate in your matter. You decide whether you take part: agree or decline on the page on "
            "which you follow your complaint, or call us (%(phone)s). Until both sides have agreed our limit runs on, "
            "and your complaint is handled as before."
        )
        % {"body": row.body, "phone": papers.unit_phone(case.unit)},
    )


@_in_language
def suspension(case: Case, row: Suspension) -> Words:
    """The limit rests while an outside body works."""
    return Words(
        _("The limit for your complaint %(number)s rests") % {"number": case.number},
        _(
            "Since %(day)s an outside body has been at work on your matter: %(body)s (%(ground)s). Until its result is "
            "in, the days do not count towards our limit. We tell you when it goes on."
        )
        % {
            "day": day_text(local_date(row.from_at), papers.lang_of(case)),
            "body": row.body,
            "ground": row.get_ground_display(),
        },
    )


@_in_language
def resumption(case: Case, row: Suspension, due_at: datetime | None) -> Words:
    """The limit runs again, or still rests for another reason."""
    subject = _("Your complaint %(number)s goes on") % {"number": case.number}
    if due_at is None:
        return Words(
            subject,
            _("%(body)s has finished. The limit still rests for another reason that we told you about.")
            % {"body": row.body},
        )
    return Words(
        subject,
        _("%(body)s has finished, and the limit for your complaint runs again. It now ends on %(limit)s.")
        % {"body": row.body, "limit": limit(case, due_at)},
    )


@_in_language
def withdrawal(case: Case, received_at: datetime) -> Words:
    """The complaint ended with its withdrawal."""
    return Words(
        _("Your complaint %(number)s has ended as you wished") % {"number": case.number},
        _(
            "You withdrew your complaint, and we ended it on %(day)s. If new facts come up you can complain again at "
            "any time. Did anybody press you, promise or threaten something? Then please tell us: %(phone)s."
        )
        % {"day": day_text(local_date(received_at), papers.lang_of(case)), "phone": papers.unit_phone(case.unit)},
    )


@_in_language
def withdrawal_held(case: Case) -> Words:
    """A withdrawal that does not deny pressure: the complaint goes on for now."""
    return Words(
        _("We will call you about the withdrawal of your complaint %(number)s") % {"number": case.number},
        _(
            "You told us that somebody pressed you, or promised or threatened something. Your complaint goes on for "
            "now, and a supervisor who has nothing to do with the matter will speak with you. Nothing is lost for you "
            "by this."
        ),
    )


@_in_language
def merge(case: Case, master: Case, due_at: datetime | None) -> Words:
    """The complaint is handled together with an earlier one."""
    return Words(
        _("Your complaint %(number)s is handled together with %(master)s")
        % {"number": case.number, "master": master.number},
        _(
            "You complained about the same matter before. We handle both together under the number %(master)s and give "
            "one answer, by %(limit)s. Everything you sent us stays on record, and you can go on using either number. "
            "If the two are different matters, tell us and we separate them again."
        )
        % {"master": master.number, "limit": limit(case, due_at)},
    )


@_in_language
def review_applied(case: Case, row: Review, unit: str, due_at: datetime | None) -> Words:
    """The application for a review has arrived."""
    return Words(
        _("We have received your application for a review of the decision on %(number)s") % {"number": case.number},
        _(
            "Your application reached us on %(day)s. %(unit)s looks at the decision anew: how it came about, whether "
            "it was in time, and whether it is right. You hear from us by %(limit)s."
        )
        % {
            "day": day_text(local_date(row.applied_at), papers.lang_of(case)),
            "unit": unit,
            "limit": limit(case, due_at),
        },
    )


@_in_language
def review_decided(case: Case, row: Review) -> Words:
    """The outcome of a review."""
    return Words(
        _("The review of the decision on your complaint %(number)s") % {"number": case.number},
        _(
            "The review has ended: %(verdict)s. %(conclusion)s The letter attached gives the reasons and what you can "
            "do next."
        )
        % {"verdict": row.get_verdict_display(), "conclusion": sentence(row.conclusion, case)},
    )


@_in_language
def review_refused(case: Case, row: Review, ways: str) -> Words:
    """A review that is not admitted, with its reason and what is left."""
    return Words(
        _("Your application for a review of the decision on %(number)s") % {"number": case.number},
        _("We cannot review the decision: %(reason)s You can still do this: %(ways)s")
        % {"reason": sentence(row.refused_reason, case), "ways": ways},
    )


@_in_language
def reroute(case: Case, kind: object, number: str, reason: str) -> Words:
    """The matter goes on as another kind of case."""
    return Words(
        _("Your matter %(number)s goes on as %(kind)s") % {"number": case.number, "kind": kind},
        _(
            "What you told us is handled as %(kind)s, under the number %(new)s, because: %(reason)s You need not tell "
            "us anything again. If you meant it as a complaint, say so and we take it up as one."
        )
        % {"kind": kind, "new": number, "reason": sentence(reason, case)},
    )


@_in_language
def reopened(case: Case, since: date, due_at: datetime | None) -> Words:
    """The complaint was taken up again."""
    return Words(
        _("We have taken up your complaint %(number)s again") % {"number": case.number},
        _("We look at your complaint again, counted from %(day)s. You hear our decision by %(limit)s.")
        % {"day": day_text(since, papers.lang_of(case)), "limit": limit(case, due_at)},
    )
