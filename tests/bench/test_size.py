"""What the measure of size finds wrong with a plan of the database."""

from huiyin.bench.size import faults

LARGE = {"cases_case", "customers_party"}


def test_a_large_table_that_is_read_whole_is_told() -> None:
    plan = [
        "Limit  (cost=0.00..1.00)",
        "  ->  Parallel Seq Scan on cases_case  (cost=0.00..9.00) (actual rows=9 loops=1)",
    ]
    assert list(faults(plan, LARGE)) == ["cases_case whole"]
    assert list(faults(["Seq Scan on accounts_unit unit  (cost=0.00..1.00)"], LARGE)) == []


def test_an_index_that_is_walked_in_vain_is_told() -> None:
    plan = [
        "  ->  Index Scan using customers_party_pkey on customers_party  (cost=0.42..27234.19 rows=724 width=501)",
        "        Filter: ((name_blind)::text = 'a0'::text)",
        "        Rows Removed by Filter: 294518",
    ]
    assert list(faults(plan, LARGE)) == ["customers_party, 294,518 rows in vain"]


def test_a_plan_by_its_indexes_has_no_fault() -> None:
    plan = [
        "Limit  (cost=0.42..752.74 rows=20 width=501)",
        "  ->  Index Scan Backward using case_recent on cases_case  (cost=0.42..1.00 rows=1 width=9)",
        "        Rows Removed by Filter: 12",
        "  ->  Bitmap Heap Scan on customers_party  (cost=0.42..1.00 rows=1 width=9)",
        "        ->  Bitmap Index Scan on party_name_pairs  (cost=0.00..7.00 rows=1 width=0)",
    ]
    assert list(faults(plan, LARGE)) == []
