"""What customers were shown and told of the terms before the contract (6.2-2, 6.2-4; 保险法 art 17)."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from hypothesis import given
from hypothesis import strategies as st

from huiyin.audit.models import Entry
from huiyin.catalog.models import Terms
from huiyin.core.errors import BadInput, Refused
from huiyin.core.time import SHANGHAI
from huiyin.customers.actions import PartyDraft, register_party, register_policy
from huiyin.customers.actions.shown import Showing, keep_shown
from huiyin.customers.models import Policy, TermsShown
from huiyin.customers.queries import shown as queries
from huiyin.customers.rules import shown as rules
from huiyin.customers.rules.shown import Seen
from tests.catalog.made import approved, product
from tests.people import AT, House

SIGNED = date(2025, 6, 1)
BEFORE = datetime(2025, 5, 31, 10, tzinfo=SHANGHAI)
DAYS = st.dates(date(2025, 5, 1), date(2025, 7, 1))


def seen(kind: str = "explained", paths: tuple[str, ...] = ("3", "4"), on: date = SIGNED, ok: bool = True) -> Seen:
    return Seen(kind, paths, on, ok)


@pytest.mark.parametrize(
    "records, said",
    [
        ([], "nothing"),
        ([seen()], "proved"),
        ([seen(on=SIGNED + timedelta(days=1))], "late"),
        ([seen(paths=("3",))], "part"),
        ([seen("shown")], "unexplained"),
        ([seen("shown"), seen("explained", ("3",))], "unexplained"),
        ([seen(ok=False)], "unconfirmed"),
        ([seen("explained", ok=False), seen("shown", ok=True)], "proved"),
        ([seen(paths=("3",)), seen(paths=("4",))], "proved"),
        ([seen(on=SIGNED + timedelta(days=1)), seen("shown", on=SIGNED)], "unexplained"),
    ],
)
def test_what_can_be_proved(records: list[Seen], said: str) -> None:
    assert rules.standing(records, ("3", "4"), SIGNED) == said


def test_terms_that_exclude_nothing_need_no_proof() -> None:
    assert rules.standing([], (), SIGNED) == "proved"


@given(
    st.lists(
        st.builds(
            Seen, st.sampled_from(("shown", "explained")), st.lists(st.sampled_from("345"), unique=True).map(tuple),
            DAYS, st.booleans(),
        )
    ),
    DAYS,
)  # fmt: skip
def test_one_more_record_never_proves_less(records: list[Seen], signed: date) -> None:
    order = ("nothing", "late", "part", "unexplained", "unconfirmed", "proved")
    for count in range(len(records)):
        before = rules.standing(records[:count], ("3", "4"), signed)
        after = rules.standing(records[: count + 1], ("3", "4"), signed)
        assert order.index(after) >= order.index(before)
    if all(one.on > signed for one in records):
        assert rules.standing(records, ("3", "4"), signed) in ("nothing", "late")


def keep(house: House, terms: Terms, name: str = "tom", **changes: Any) -> TermsShown:
    given: dict[str, Any] = {
        "kind": "explained", "method": "video", "shown_at": BEFORE, "understood": "voice",
        "understood_at": BEFORE + timedelta(minutes=5), "policy_number": "P1", "seller_no": "S-7", "proof": "双录 8812",
    }  # fmt: skip
    return keep_shown(showing=Showing(terms=terms, **(given | changes)), by=house.by(name), at=AT)


def policy(house: House) -> Policy:
    holder = register_party(draft=PartyDraft(name="李春梅", phone="13812345678"), by=house.by("tom"), at=AT)
    return register_policy(
        number="P1", holder=holder, unit=house.units["JS-CP"], product_code="HE01", product_name="康享", line="health",
        starts_on=SIGNED, signed_on=SIGNED, by=house.by("tom"), at=AT,
    )  # fmt: skip


def test_without_numbers_it_is_everything_that_is_not_covered(house: House) -> None:
    terms, held = approved(house, product(house)), policy(house)
    assert queries.proof_of(held, terms.product_id).standing == "nothing"
    row = keep(house, terms, words="客户问：酒驾赔不赔？")
    assert (row.paths, row.all_exclusions, row.party_id) == (["3"], True, held.holder_id)
    proof = queries.proof_of(held, terms.product_id)
    assert (proof.standing, proof.exclusions, [one.pk for one in proof.rows]) == ("proved", ("3",), [row.pk])
    entry = Entry.objects.get(aggregate_id=row.pk)
    assert entry.kind == "terms_shown.kept"
    assert entry.body["digest"] == row.digest
    assert "酒驾" not in str(entry.body)


def test_a_version_that_does_not_bind_the_policy_proves_nothing(house: House) -> None:
    row, held = product(house), policy(house)
    approved(house, row, on=date(2025, 1, 1))
    newer = approved(house, row, on=date(2025, 8, 1))
    keep(house, newer)
    assert queries.proof_of(held, row.pk).standing == "nothing"


def test_the_same_key_is_one_record_and_takes_the_number_of_the_contract_once(house: House) -> None:
    terms, held = approved(house, product(house)), policy(house)
    about = {"key": "sale-1", "application_no": "A1"}
    first = keep(house, terms, policy_number="", **about)
    assert keep(house, terms, policy_number="", **about).pk == first.pk
    assert keep(house, terms, policy_number="P1", **about).policy_number == "P1"
    assert queries.proof_of(held, terms.product_id).standing == "proved"
    kinds = Entry.objects.filter(aggregate_id=first.pk).order_by("seq").values_list("kind", flat=True)
    assert list(kinds) == ["terms_shown.kept", "terms_shown.became_policy"]
    for changes in ({"policy_number": "P2"}, {"method": "phone"}, {"shown_at": BEFORE - timedelta(days=1)}):
        with pytest.raises(Refused) as other:
            keep(house, terms, **(about | changes))
        assert other.value.code == "shown.key"


def test_the_database_keeps_a_record_as_it_was(house: House) -> None:
    row = keep(house, approved(house, product(house)))
    for wrong in ({"method": "paper"}, {"policy_number": "P9"}, {"shown_at": BEFORE - timedelta(days=9)}):
        with pytest.raises(DatabaseError), transaction.atomic():
            TermsShown.objects.filter(pk=row.pk).update(**wrong)
    with pytest.raises(DatabaseError), transaction.atomic():
        row.delete()


@pytest.mark.parametrize(
    "changes, code",
    [
        ({"policy_number": ""}, "shown.nobody"),
        ({"shown_at": AT + timedelta(minutes=1)}, "shown.future"),
        ({"paths": ("9.9",)}, "shown.paths"),
        ({"understood": "not"}, "shown.understood"),
        ({"understood_at": None}, "shown.understood"),
        ({"understood_at": BEFORE - timedelta(minutes=1)}, "shown.early"),
        ({"kind": "sung"}, "shown.kind"),
        ({"method": "drum"}, "shown.method"),
        ({"understood": "nodded"}, "shown.understood"),
        ({"words": "很" * 1001}, "shown.words"),
        ({"proof": "很" * 201}, "shown.proof"),
        ({"proof_hash": "abc"}, "shown.hash"),
    ],
)
def test_what_cannot_be_kept(house: House, changes: dict[str, Any], code: str) -> None:
    with pytest.raises(BadInput) as wrong:
        keep(house, approved(house, product(house)), **changes)
    assert wrong.value.code == code
    assert not TermsShown.objects.exists()


def test_who_only_reads_records_nothing(house: House) -> None:
    with pytest.raises(Refused) as refused:
        keep(house, approved(house, product(house)), "aud")
    assert refused.value.code == "shown.not_yours"
