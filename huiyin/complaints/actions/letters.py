"""Sending a letter that is not the decision: made as PDF, kept as evidence, told with a message, noted as a notice.

With an e-mail address it goes by mail; without one it stands on the portal and somebody gets the task to read it out or
post it. Building blocks: the caller has locked the case and writes the ledger entry.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import TypeVar

from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from huiyin.cases.actions import evidence, talk
from huiyin.cases.models import Case, Channel, EvidenceKind, EvidenceSource
from huiyin.clocks import actions as clocks
from huiyin.clocks import queries as clock_queries
from huiyin.complaints.models import Notice
from huiyin.complaints.queries.papers import lang_of
from huiyin.complaints.rules import wording
from huiyin.core import blobs
from huiyin.core.actors import Actor
from huiyin.core.documents import IncompleteLetterError, render_letter
from huiyin.core.documents.letters import CaseLetter, Letter
from huiyin.core.documents.parts import Deadline
from huiyin.core.errors import Refused
from huiyin.handbook import queries as handbook

L = TypeVar("L", bound=Letter)
_READ_OUT = timedelta(days=1)
PDF = "application/pdf"


@dataclass(frozen=True)
class Sent:
    """A letter on its way."""

    notice: Notice
    told: talk.Told


def in_language_of(case: Case) -> AbstractContextManager[None]:
    """Words for the complainant are written in the language of the case."""
    return override("en" if lang_of(case) == "en" else "zh-hans")


def send(
    case: Case, make: Callable[[], CaseLetter], *, kind: str, title: str, words: str, by: Actor, at: datetime
) -> Sent:
    """Make the letter with `make`, keep and tell it. `title` names it, `words` are the short message around it.

    Raises Refused(`letter.incomplete`) naming what the letter lacks (an address of the unit, say).
    """
    try:
        pdf = render_letter(checked(case, make()), lang=lang_of(case))
    except IncompleteLetterError as lacking:
        raise Refused(
            "letter.incomplete",
            _("The letter cannot be written yet; it lacks: %(fields)s. Enter the unit's address and phone first.")
            % {"fields": ", ".join(lacking.fields)},
        ) from lacking
    file = blobs.keep(pdf, name=f"{title} {case.number}.pdf", content_type=PDF)
    item = evidence.keep(
        case, [file], kind=EvidenceKind.LETTER, source=EvidenceSource.INTERNAL, by=by, at=at, titles=[title],
        is_public=True,
    )[0]  # fmt: skip
    told = talk.tell(
        case, text=words, subject=title, by=by, at=at, purpose=kind, channel=Channel.PORTAL, attached=[item]
    )
    by_mail = told.outgoing is not None
    notice = Notice.objects.create(
        case=case,
        kind=kind,
        method="email" if by_mail else "portal",
        address=told.outgoing.address if told.outgoing else "",
        text=words,
        letter_evidence_id=item.pk,
        outgoing_id=told.outgoing.pk if told.outgoing else None,
        sent_at=None if by_mail else at,
        created_at=at,
        by_label=by.label,
    )
    if not by_mail:
        _read_out(case, title, by=by, at=at)
    return Sent(notice, told)


def checked(case: Case, paper: L) -> L:
    """A paper, once its words have been looked at. Raises Refused(`letter.wording`) for words that no letter to a
    customer may hold (refusals, extensions, suspensions, all other notices; the decision letter has its own gate)."""
    edition = wording.in_force(case.rules_on)
    needs = [_said(case, found) for text in _texts(paper) for found in wording.check(text, edition) if found.refuses]
    if needs:
        raise Refused("letter.wording", " ".join(needs), needs=needs, clause="3.3-4")
    return paper


def _texts(paper: Letter) -> Iterator[str]:
    """What a paper says of its own: not the names and addresses that every letter has."""
    common = {one.name for one in fields(CaseLetter)}
    for one in fields(paper):
        value = getattr(paper, one.name)
        if one.name not in common:
            yield from (text for text in (value if isinstance(value, tuple) else (value,)) if isinstance(text, str))


def _said(case: Case, found: wording.Found) -> str:
    language = get_language() or case.language
    reason = found.reason.in_language(language) if found.reason else _(found.sentence)
    say = found.say.in_language(language) if found.say else ""
    return _("“%(words)s”: %(reason)s. Instead: %(say)s.") % {"words": found.words, "reason": reason, "say": say}


def _read_out(case: Case, title: str, *, by: Actor, at: datetime) -> None:
    """Nobody without e-mail is left to look at the portal: the owner gets the task to call or post."""
    clocks.add_task(
        owner=("case", case.pk),
        kind="notice",
        title=(_("No e-mail address: call the complainant or post “%(title)s”.") % {"title": title})[:200],
        assignee=case.owner,
        due_at=at + _READ_OUT,
        by=by,
        at=at,
    )


def deadlines(case: Case) -> tuple[Deadline, ...]:
    """The running limits of ours, as a letter shows them; the earliest first."""
    language = case.language
    found = []
    for clock in clock_queries.running(("case", case.pk)):
        rule = handbook.recorded(clock.rule_version)
        if clock.due_at is not None and rule.obliges == "insurer":
            found.append(
                Deadline(
                    name=rule.title.in_language(language),
                    due_at=clock.due_at,
                    rule=rule.note.in_language(language) or rule.title.in_language(language),
                    source=rule.clause,
                    provisional=clock.provisional,
                )
            )
    return tuple(sorted(found, key=lambda one: one.due_at))
