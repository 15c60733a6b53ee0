"""Requests go to the archive by themselves once they were kept at hand long enough."""

from datetime import datetime, timedelta

import pytest

from huiyin.cases.models import Case
from huiyin.cases.rules.people import PersonDraft
from huiyin.core.time import SHANGHAI, now
from huiyin.service import sweeps
from huiyin.service.actions import after, before, during, intake
from huiyin.service.models import Request
from huiyin.service.queries import ended
from huiyin.service.rules.archive import latest_end
from huiyin.service.rules.arrival import Arrival
from tests.people import House, build

DAY = timedelta(days=1)


def test_ninety_days_are_whole_days_in_shanghai() -> None:
    end = datetime(2026, 3, 1, 23, 59, tzinfo=SHANGHAI)
    assert end >= latest_end(datetime(2026, 5, 30, 23, 59, tzinfo=SHANGHAI))
    assert end < latest_end(datetime(2026, 5, 31, 0, 0, tzinfo=SHANGHAI))


@pytest.mark.django_db
def test_what_ended_long_ago_goes_to_the_archive_and_nothing_else() -> None:
    house: House = build()
    tom, at = house.by("tom"), now()

    def came(name: str, days: int) -> Case:
        then = at - days * DAY
        arrival = Arrival(
            kind="claims_help", channel="phone", received_at=then, text="要准备哪些单证", no_preliminary="要查条款",
            person=PersonDraft(name=name, phone="13812345678"),
        )  # fmt: skip
        return intake.register(arrival=arrival, by=tom, at=then).case

    def closed(case: Case, days: int) -> Case:
        then = at - days * DAY
        before.check_identity(case=case, how="核对保单", by=tom, at=then)
        before.check_papers(case=case, by=tom, at=then)
        before.accept(case=case, by=tom, at=then)
        during.process(case=case, what="已告知所需单证", by=tom, at=then)
        during.answer(case=case, text="需要病历和发票。", by=tom, at=then)
        after.close(case=case, outcome="solved", by=tom, at=then)
        return case

    old, fresh, still = closed(came("王一", 92), 91), closed(came("王二", 92), 89), came("王三", 200)
    stopped = came("王四", 95)
    after.end(case=stopped, reason="客户撤回请求", by=tom, at=at - 92 * DAY)
    assert set(ended.to_archive(at)) == {old.pk, stopped.pk}
    assert sweeps.archive_ended() == 2
    assert sweeps.archive_ended() == 0
    states = dict(Request.objects.values_list("case_id", "state"))
    assert states == {old.pk: "archived", stopped.pk: "archived", fresh.pk: "closed", still.pk: "received"}
    assert set(Case.objects.filter(state="archived").values_list("pk", flat=True)) == {old.pk, stopped.pk}
