"""Who is told of what a step means for them."""

from datetime import timedelta

from huiyin.cases.models import Case, Notification
from huiyin.cases.queries import notifications as queries
from huiyin.complaints.actions import dispatch, extension
from tests.cases.make import registered
from tests.complaints.along import Along
from tests.people import AT, House

LATER = AT + timedelta(hours=2)


def told(kind: str) -> dict[str, str]:
    """(user's name → variant) of what was told of this kind."""
    rows = Notification.objects.filter(kind=kind).select_related("user")
    return {row.user.name: row.details.get("variant", "") for row in rows}


def test_whoever_a_case_is_handed_to_is_told_and_who_handed_it_over_is_not(house: House) -> None:
    case = registered(house).case
    assert not Notification.objects.exists()
    dispatch.hand_over(case=case, to=house["tia"], reason="病假", by=house.by("tom"), at=LATER)
    assert told("handed") == {"Tia": ""}
    row = Notification.objects.get()
    assert (row.by_label, row.case_id) == (house.by("tom").label, case.pk)
    assert queries.unread_count(house["tia"]) == 1
    dispatch.hand_over(case=case, to=house["tom"], reason="回来了", by=house.by("tia"), at=LATER)
    dispatch.hand_over(case=case, to=house["tia"], reason="又走了", by=house.by("tom"), at=LATER)
    assert Notification.objects.filter(user=house["tia"]).count() == 2


def test_who_takes_a_case_themselves_is_not_told_of_it(house: House) -> None:
    case = registered(house).case
    dispatch.hand_over(case=case, to=house["sam"], reason="我来处理", by=house.by("sam"), at=LATER)
    assert told("handed") == {}


def test_a_recusal_tells_the_heir(along: Along, house: House) -> None:
    owner = Case.objects.get(pk=along.case.pk).owner
    heir = house["tia"] if owner.pk == house["tom"].pk else house["tom"]
    dispatch.recuse(
        case=along.case, user=owner, ground="declared", reason="亲属", hand_to=heir, by=house.by("sam"), at=LATER
    )
    assert heir.name in told("handed")
    assert owner.name not in told("handed") or owner.name == "Sam"


def test_findings_call_those_who_review_them_and_not_their_author(along: Along, house: House) -> None:
    along.found()
    assert told("approval") == {"Sam": "finding"}


def test_a_plan_calls_those_who_approve_at_its_level(along: Along, house: House) -> None:
    along.proposed()
    plan_called = Notification.objects.filter(kind="approval", details__variant="plan").select_related("user")
    assert [row.user.name for row in plan_called] == ["Sam"]


def test_an_extension_calls_those_who_may_give_it(along: Along, house: House) -> None:
    extension.request(case=along.case, reason="需要医院调取病历", by=house.by("tom"), at=along.at)
    assert set(told("approval").values()) == {"extension"}
    assert "Tom" not in told("approval")
