"""The investigation: sources, evidence, findings and their review."""

from datetime import datetime

from huiyin.cases.actions import talk
from huiyin.complaints.actions import acceptance, dispatch, investigation
from huiyin.demo.lines import SOURCES
from huiyin.demo.play import Play


def name_investigator(play: Play, at: datetime) -> None:
    """Somebody without an interest investigates."""
    dispatch.name_investigator(case=play.case, user=play.user("investigator"), by=play.actor("handler"), at=at)


def plan_sources(play: Play, at: datetime) -> None:
    """All three kinds of sources are planned."""
    plans = {code: play.words[f"plan_{source}"] for source, code in SOURCES.items()}
    investigation.plan_sources(case=play.case, plans=plans, by=play.actor("investigator"), at=at)


def start(play: Play, at: datetime) -> None:
    """The investigation begins."""
    investigation.start(case=play.case, by=play.actor("investigator"), at=at)


def evidence_internal(play: Play, at: datetime) -> None:
    """A paper from our own systems."""
    play.keep("internal", kind="system_record", source="internal_system", by="investigator", at=at)


def evidence_customer(play: Play, at: datetime) -> None:
    """A paper from the complainant."""
    play.keep("customer", kind="statement", source="customer_contact", by="handler", at=at)


def progress(play: Play, at: datetime) -> None:
    """Word on how far it is."""
    acceptance.respond(case=play.case, text=play.words["progress"], by=play.actor("handler"), at=at)


def finish_customer(play: Play, at: datetime) -> None:
    """The complainant has been heard."""
    _finish(play, "customer", at)


def finish_internal(play: Play, at: datetime) -> None:
    """Our own records have been read."""
    _finish(play, "internal", at)


def finish_third(play: Play, at: datetime) -> None:
    """Nobody outside has to be asked."""
    investigation.finish_source(
        case=play.case,
        source=SOURCES["third"],
        result=play.words["found_third"],
        not_applicable=True,
        by=play.actor("investigator"),
        at=at,
    )


def note(play: Play, at: datetime) -> None:
    """A word among colleagues."""
    talk.add_note(case=play.case, text=play.words["note"], by=play.actor("handler"), at=at)


def record_finding(play: Play, at: datetime) -> None:
    """Truth, cause and scope."""
    words = play.words
    investigation.record_finding(
        case=play.case,
        truth=words["truth"],
        cause=words["cause"],
        scope=words["scope"],
        evidence_ids=[play.kept["internal"], play.kept["customer"]],
        by=play.actor("investigator"),
        at=at,
    )


def review_finding(play: Play, at: datetime) -> None:
    """Somebody else reviews the findings."""
    investigation.review_finding(
        case=play.case, approved=True, note=play.words["review_note"], by=play.actor("supervisor"), at=at
    )


def _finish(play: Play, source: str, at: datetime) -> None:
    investigation.finish_source(
        case=play.case,
        source=SOURCES[source],
        result=play.words[f"found_{source}"],
        evidence_ids=[play.kept[source]],
        by=play.actor("investigator"),
        at=at,
    )
