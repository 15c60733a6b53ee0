"""Who sees a case: role × part of the tree × participation, minus recusal."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from huiyin.accounts.models import Membership, User
from huiyin.cases import queries
from huiyin.cases.actions import staff
from huiyin.cases.models import Case, Participation, Recusal
from huiyin.core.actors import system
from tests.cases.make import registered
from tests.people import AT, House

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(house: House) -> Case:
    return registered(house).case


def sees(house: House, name: str, case: Case) -> bool:
    return queries.visible_to(User.objects.get(pk=house[name].pk)).filter(pk=case.pk).exists()


@pytest.mark.parametrize("name", ["tom", "tia", "sam", "max", "hua", "eve", "qin", "aud"])
def test_roles_of_the_part_of_the_tree_see_it(house: House, case: Case, name: str):
    assert sees(house, name, case)


@pytest.mark.parametrize("name", ["zoe", "ana", "ivy", "kim", "pia", "adi"])
def test_others_do_not(house: House, case: Case, name: str):
    assert not sees(house, name, case)


def test_an_agent_sees_what_the_agent_registered(house: House):
    taken = registered(house, by=house.by("ana")).case
    assert sees(house, "ana", taken)


def test_an_investigator_sees_a_case_while_taking_part(house: House, case: Case):
    row = Participation.objects.create(case=case, user=house["ivy"], role="investigator", from_at=AT)
    assert sees(house, "ivy", case)
    row.to_at = AT + timedelta(days=1)
    row.save()
    assert not sees(house, "ivy", case)


def test_recusal_takes_the_case_away_whatever_the_role(house: House, case: Case):
    for name in ("sam", "hua", "eve"):
        staff.stay_away(case, house[name], ground="declared", reason="亲属", by=system("test"), at=AT)
        assert not sees(house, name, case)
    Recusal.objects.filter(user=house["sam"]).update(lifted_at=AT)
    assert sees(house, "sam", case)


def test_somebody_without_a_role_or_no_longer_here_sees_nothing(house: House, case: Case):
    Membership.objects.filter(user=house["tom"]).delete()
    assert not sees(house, "tom", case)
    User.objects.filter(pk=house["sam"].pk).update(is_active=False)
    assert not sees(house, "sam", case)


def test_an_ended_case_stays_visible(house: House, case: Case):
    Case.objects.filter(pk=case.pk).update(state="merged", is_open=False, closed_at=AT)
    assert sees(house, "tom", case)


def test_seeing_costs_one_statement_whatever_the_role(house: House, case: Case, django_assert_num_queries: Any):
    for name in ("tom", "ana", "hua"):
        user = User.objects.get(pk=house[name].pk)
        list(queries.visible_to(user))  # roles and tree are known from now on
        with django_assert_num_queries(1):
            list(queries.visible_to(user))


@pytest.mark.parametrize("typed", ["{0}", " {0} ", "{1}", "{2}", "{3}"])
def test_a_case_is_named_by_number_or_id(house: House, case: Case, typed: str):
    n = case.number
    ref = typed.format(n, n.lower(), f"{n[:2]} {n[2:8]}-{n[8:]}", case.pk)
    assert queries.get(house["tom"], ref) == case
    assert queries.get(house["tom"], case.pk) == case


@pytest.mark.parametrize("ref", ["", "TS00000000000000", "x' OR 1=1", "00000000-0000-0000-0000-000000000000"])
def test_a_case_that_is_not_there_and_one_that_may_not_be_seen_look_the_same(house: House, case: Case, ref: str):
    with pytest.raises(Case.DoesNotExist):
        queries.get(house["tom"], ref)
    with pytest.raises(Case.DoesNotExist):
        queries.get(house["zoe"], case.number)


def test_number_and_secret_open_a_case_to_its_customer_only_together(house: House):
    made = registered(house)
    assert queries.by_secret(made.case.number, made.secret) == made.case
    assert queries.by_secret(made.case.number.lower(), made.secret.replace("-", "").lower()) == made.case
    other = registered(house, text="另一件事。")
    assert queries.by_secret(made.case.number, other.secret) is None
    assert queries.by_secret(made.case.number, "") is None
    assert queries.by_secret("TS00000000000000", made.secret) is None
    Case.objects.filter(pk=made.case.pk).update(secret_hash="")
    assert queries.by_secret(made.case.number, made.secret) is None
    assert queries.by_secret(made.case.number, "") is None


def test_staying_away_costs_the_same_for_whoever_leads_a_unit(house: House) -> None:
    """No part of the question can only be answered by reading every complaint or every policy."""
    sam = User.objects.get(pk=house["sam"].pk)
    away, _params = queries.barred(sam).query.sql_with_params()
    registered(house)  # a page on the disk for each table: what stands there is taken as a million rows
    with connection.cursor() as cursor:
        for table in ("cases_case", "complaints_complaint", "customers_policy", "cases_person"):
            cursor.execute("UPDATE pg_class SET relpages = 1, reltuples = 1e6 WHERE relname = %s", [table])
        for walk in ("seqscan", "indexscan"):  # what is left needs a condition that the index itself can answer
            cursor.execute(f"SET LOCAL enable_{walk} = off")
        cursor.execute(f"EXPLAIN {away}", _params)
        plan = "\n".join(str(row[0]) for row in cursor.fetchall())
    assert plan.count("complaint_about_staff") == plan.count("policy_of_seller") == 2, plan
    assert not re.search("Seq Scan on (complaints_complaint|customers_policy|cases_case|cases_person)", plan), plan
