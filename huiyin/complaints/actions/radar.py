"""Reading cases for the radar, and what investigators say of a group. Nothing of a case changes by it.

Domain §8-10. One case after the other is looked at, so that two groups never stand for one.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from huiyin.audit import actions as audit
from huiyin.cases.models import Fingerprint
from huiyin.complaints.actions import checks
from huiyin.complaints.models import RadarGroup, RadarLink, RadarMember, RadarRead, RadarState
from huiyin.complaints.queries import radar as queries
from huiyin.complaints.rules import radar as rules
from huiyin.complaints.rules.radar import Reason, Terms, Trace
from huiyin.core.actions import action
from huiyin.core.actors import Actor
from huiyin.core.errors import Refused
from huiyin.core.time import local_date

ALL = ("radar", UUID(int=0))
VERDICTS = (RadarState.CONFIRMED, RadarState.DISMISSED)


@action
def look(*, case_id: UUID, by: Actor, at: datetime) -> int:
    """Look at one case: link it with those that share something, and join their groups. Returns how many cases it is
    linked with. Looked at already: 0, nothing is written."""
    audit.hold(ALL)  # one after the other: two that join at once would make two groups of one
    _read, is_new = RadarRead.objects.get_or_create(case_id=case_id, defaults={"at": at})
    if not is_new:
        return 0
    terms = rules.in_force(local_date(at))
    trace = queries.traces([case_id]).get(case_id)
    if trace is None:
        return 0
    bands = Fingerprint.objects.filter(case_id=case_id).values_list("bands", flat=True).first() or []
    found = [
        (other, reasons)
        for other in queries.traces(queries.partners(trace, bands, terms)).values()
        if rules.is_linked(reasons := rules.compare(trace, other, terms), terms)
    ]
    if found:
        group = _together([trace, *(other for other, _reasons in found)], terms, by=by, at=at)
        RadarLink.objects.bulk_create(
            [_link(group, trace, other, reason, at) for other, reasons in found for reason in reasons],
            ignore_conflicts=True,
        )
    return len(found)


def _link(group: RadarGroup, one: Trace, other: Trace, reason: Reason, at: datetime) -> RadarLink:
    first, second = sorted((one.case_id, other.case_id))
    words = "\n".join(reason.words)
    return RadarLink(
        group=group, one_id=first, other_id=second, kind=reason.kind, strength=reason.strength, words=words, at=at
    )


def _together(traces: Sequence[Trace], terms: Terms, *, by: Actor, at: datetime) -> RadarGroup:
    """The one group of linked cases: made, grown, or several that become one."""
    known = {
        row.case_id: row.group
        for row in RadarMember.objects.filter(case_id__in=[one.case_id for one in traces]).select_related("group")
    }
    groups = sorted(set(known.values()), key=lambda group: (group.made_at, group.pk))
    if groups:
        group = groups[0]
    else:
        group = RadarGroup.objects.create(made_at=at, grew_at=at, terms=terms.version)
        audit.record(aggregate=("radar_group", group.pk), kind="radar.found", by=by, at=at, body={}, first=True)
    for later in groups[1:]:
        _join(later, group, by=by, at=at)
    new = [one for one in traces if one.case_id not in known]
    for one in new:
        RadarMember.objects.create(
            case_id=one.case_id, group=group, customer=one.customer, received_at=one.at, joined_at=at
        )
    if new or len(groups) > 1:
        _grown(group, terms, by=by, at=at)
    return group


def _join(later: RadarGroup, group: RadarGroup, *, by: Actor, at: datetime) -> None:
    RadarMember.objects.filter(group=later).update(group=group)
    RadarLink.objects.filter(group=later).update(group=group)
    later.state, later.joined_to, later.is_shown, later.decided_at = RadarState.JOINED, group.pk, False, None
    later.save(update_fields=["state", "joined_to", "is_shown", "decided_at"])
    audit.record(aggregate=("radar_group", later.pk), kind="radar.joined", by=by, at=at, body={"to": group.pk})


def _grown(group: RadarGroup, terms: Terms, *, by: Actor, at: datetime) -> None:
    """Count anew; a group that was judged and has grown by a customer is to be looked at again."""
    customers = list(RadarMember.objects.filter(group=group).values_list("customer", flat=True))
    before, group.customers, group.cases = group.customers, len(set(customers)), len(customers)
    group.is_shown = group.is_shown or group.customers >= terms.customers
    group.grew_at, group.terms = at, terms.version
    if group.state in VERDICTS and group.customers > before:
        group.state, group.decided_at = RadarState.OPEN, None
    group.save()
    body = {"cases": group.cases, "customers": group.customers, "terms": terms.version}
    audit.record(aggregate=("radar_group", group.pk), kind="radar.grew", by=by, at=at, body=body)


@action
def judge(*, group: RadarGroup, verdict: str, reason: str, by: Actor, at: datetime) -> RadarGroup:
    """An investigator says whether a group is organised, and why. Said already: unchanged; the other word may follow.

    Raises Refused: `radar.role`, `radar.joined`, `radar.unknown`; BadInput(`input.reason`)."""
    if not by.roles & queries.JUDGES:
        raise Refused("radar.role", _("Investigators and head-office consumer protection judge a group."))
    row = RadarGroup.objects.select_for_update().get(pk=group.pk)
    if row.state == RadarState.JOINED:
        raise Refused("radar.joined", _("This group has become part of another one. Open that one."))
    if verdict not in VERDICTS:
        raise Refused("radar.unknown", _("Say whether it is organised or not."))
    words = checks.text(reason, "reason", _("Say what you found."), least=4, most=500)
    if (row.state, row.reason) == (verdict, words):
        return row
    row.state, row.reason, row.decided_at, row.decided_by_label = verdict, words, at, by.label
    row.save(update_fields=["state", "reason", "decided_at", "decided_by_label"])
    body = {"cases": row.cases, "customers": row.customers, "reason": words}
    audit.record(aggregate=("radar_group", row.pk), kind=f"radar.{verdict}", by=by, at=at, body=body)
    return row
