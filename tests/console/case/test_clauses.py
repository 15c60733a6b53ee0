"""Naming clauses at the desk: the version that binds, the likest first, what can be proved (6.2)."""

from datetime import date, datetime, timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiyin.cases.models import Case, CitedClause
from huiyin.catalog.models import Clause
from huiyin.core.time import SHANGHAI
from huiyin.customers.actions import PartyDraft, register_party, register_policy
from huiyin.customers.actions.shown import Showing, keep_shown
from tests.cases.make import registered
from tests.catalog.made import approved, product
from tests.people import AT, House

SIGNED = date(2025, 6, 1)


def about_policy(house: House) -> Case:
    """A complaint about a policy that was signed under the first version."""
    by = house.by("tom")
    holder = register_party(draft=PartyDraft(name="李春梅", phone="13812345678"), by=by, at=AT)
    held = register_policy(
        number="P1", holder=holder, unit=house.units["JS-CP"], product_code="HE01", product_name="康享", line="health",
        starts_on=SIGNED, signed_on=SIGNED, by=by, at=AT,
    )  # fmt: skip
    case = registered(house, text="酒后驾驶出事故，你们说不承担给付责任，没人讲过。").case
    Case.objects.filter(pk=case.pk).update(policy_id=held.pk, policy_number="P1")
    case.refresh_from_db()
    return case


def test_the_panel_tells_the_binding_version_and_that_nothing_is_proved(enter, house: House) -> None:
    terms = approved(house, product(house))
    case, tom = about_policy(house), enter("tom")
    address = f"/desk/complaints/{case.number}/clauses/"
    text = tom.get(address).content.decode()
    assert "投保时（2025-06-01）有效" in text
    assert "没有责任免除已提示和说明的证据" in text
    at = datetime(2025, 5, 30, 9, tzinfo=SHANGHAI)
    keep_shown(
        showing=Showing(
            terms=terms, kind="explained", method="video", shown_at=at, understood="voice",
            understood_at=at + timedelta(minutes=1), policy_number="P1",
        ),
        by=house.by("tom"), at=AT,
    )  # fmt: skip
    text = tom.get(address, headers={"HX-Request": "true"}).content.decode()
    assert "已提示并说明，客户已确认" in text
    assert "<html" not in text


def test_a_clause_is_named_with_the_likest_first_and_taken_off(enter, house: House) -> None:
    approved(house, product(house))
    case, tom = about_policy(house), enter("tom")
    address = f"/desk/complaints/{case.number}/clauses/name"
    text = tom.get(address).content.decode()
    assert text.index("与客户所述最接近的条款") < text.index("责任免除") < text.index("其他条款")
    assert "我们按约定给付" not in tom.get(f"{address}?q=法院").content.decode()
    clause = Clause.objects.get(path="3")
    assert "请选择一条条款" in tom.post(address, {"role": "disputed"}).content.decode()
    assert tom.post(address, {"role": "liked", "clause": str(clause.pk)}).status_code == 422
    for _twice in range(2):
        sent = {"role": "disputed", "clause": str(clause.pk), "words": "没人讲过"}
        assert tom.post(address, sent).status_code == 302
    row = CitedClause.objects.get()
    words = tom.get(f"/desk/complaints/{case.number}/clauses/{row.pk}/text").content.decode()
    assert "“康享医疗保险”条款第3条（责任免除），第1版" in words
    picker = tom.get(f"/desk/complaints/{case.number}/articles/", headers={"HX-Request": "true"}).content.decode()
    assert f"clauses/{row.pk}/text" in picker
    remove = f"/desk/complaints/{case.number}/clauses/{row.pk}/remove"
    assert tom.post(remove).status_code == 302
    assert CitedClause.objects.get().removed_at is not None
    assert tom.get(f"/desk/complaints/{case.number}/clauses/{row.pk}/text").status_code == 404


def test_without_a_policy_the_product_is_chosen_and_who_only_reads_names_none(enter, house: House) -> None:
    approved(house, product(house))
    case, tom = registered(house).case, enter("tom")
    address = f"/desk/complaints/{case.number}/clauses/name"
    assert "请选择产品" in tom.get(address).content.decode()
    assert "没有 HE77" in tom.get(f"{address}?product=HE77").content.decode()
    assert "责任免除" in tom.get(f"{address}?product=HE01").content.decode()
    clause = Clause.objects.get(path="3")
    sent = {"role": "rests_on", "clause": str(clause.pk), "product": "HE01"}
    reader = enter("aud")
    assert reader.post(address, sent).status_code == 409
    assert "clauses/name" not in reader.get(f"/desk/complaints/{case.number}/clauses/").content.decode()
    assert enter("zoe").get(f"/desk/complaints/{case.number}/clauses/").status_code == 404
    assert not CitedClause.objects.exists()


def test_the_panel_costs_few_statements(enter, house: House) -> None:
    approved(house, product(house))
    case, tom = about_policy(house), enter("tom")
    with CaptureQueriesContext(connection) as asked:
        tom.get(f"/desk/complaints/{case.number}/clauses/", headers={"HX-Request": "true"})
    assert len(asked) <= 18, len(asked)
