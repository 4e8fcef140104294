"""Prices become MRR exactly (golden 05), and the SQL says the same as the fractions."""

import csv
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tenure.core.money import minor_exponent, monthly_price, monthly_price_minor
from tenure.customers.models import Subscription
from tenure.ingest.prices import mrr
from tenure.ingest.tests.conftest import Bring, counts


@pytest.mark.shared
def test_all_of_golden_05_comes_out_to_the_minor_unit(bring: Bring, accounts: None, shared: Path) -> None:
    with next((shared / "golden").glob("05*/*.csv")).open() as file:
        cases = list(csv.DictReader(file))
    rows = [
        f"{c['case_id']},{c['case_id']},A1,{c['price_minor']},{c['currency']},{c['billing_interval']},"
        f"{c['interval_count']},2024-01-01"
        for c in cases
    ]
    header = (
        "subscription_row_id,subscription_id,account_id,price_minor,currency,billing_interval,interval_count,start_date"
    )
    outcome = bring({"subscriptions.csv": "\n".join([header, *rows])})["subscriptions.csv"].outcome
    assert counts(outcome) == (21, 0, 0, 0)
    stored = dict(Subscription.objects.values_list("id", "mrr_minor"))
    for case in cases:
        price, count = int(case["price_minor"]), int(case["interval_count"])
        assert stored[case["case_id"]] == int(case["expected_mrr_minor"]), case
        assert monthly_price(price, case["billing_interval"], count) == Fraction(case["exact_fraction_minor"]), case
        assert minor_exponent(case["currency"]) == int(case["minor_exponent"])


_prices = st.tuples(
    st.integers(0, 10**14),
    st.integers(0, 10**6),
    st.decimals(0, 100, places=6),
    st.sampled_from(["day", "week", "month", "year", "one_off"]),
    st.integers(1, 36),
)


@settings(max_examples=30, deadline=None)
@given(st.lists(_prices, min_size=1, max_size=50))
def test_the_sql_equals_the_fractions(rows: list[tuple[int, int, Decimal, str, int]]) -> None:
    values = ", ".join(f"({p}::BIGINT, {d}::BIGINT, {c}::DECIMAL(9, 6), '{i}', {n}::BIGINT)" for p, d, c, i, n in rows)
    found = duckdb.execute(
        f"SELECT {mrr('p', 'd', 'c', 'i', 'n', 'true')} FROM (VALUES {values}) AS t(p, d, c, i, n)"
    ).fetchall()
    assert [row[0] for row in found] == [
        monthly_price_minor(p, i, n, discount_minor=d, discount_percent=c) for p, d, c, i, n in rows
    ]


def test_discounts_that_recur_are_deducted_and_what_does_not_recur_has_no_mrr(bring: Bring, accounts: None) -> None:
    header = (
        "subscription_row_id,subscription_id,account_id,price_minor,discount_minor,discount_percent,currency,"
        "billing_interval,recurring,start_date"
    )
    rows = {
        "half": ("10000,0,50,USD,month,1", 5000),
        "both": ("10000,1000,10,USD,month,1", 8000),
        "free": ("10000,0,100,USD,year,1", 0),
        "more than all": ("1000,5000,,USD,month,1", 0),
        "set-up": ("50000,,,USD,one_off,1", 0),
        "not recurring": ("50000,,,USD,month,0", 0),
    }
    lines = [f"{key},{key},A1,{row},2024-01-01" for key, (row, _) in rows.items()]
    bring({"subscriptions.csv": "\n".join([header, *lines])})
    assert dict(Subscription.objects.values_list("id", "mrr_minor")) == {key: mrr for key, (_, mrr) in rows.items()}


def test_an_mrr_without_a_price_is_taken_as_it_is(bring: Bring, accounts: None) -> None:
    header = "account_id,product_id,mrr,currency,billing_interval,interval_count,start_date"
    bring({"subscriptions.csv": f"{header}\nA1,P,12.345,USD,month,6,2024-01-01\nA2,P,1000,JPY,year,1,2024-01-01\n"})
    found = {s.account_id: (s.mrr_minor, s.price_minor) for s in Subscription.objects.all()}
    # 12.345 is rounded half away from zero to cents; yen have none.
    assert found == {"A1": (1235, 7410), "A2": (1000, 12000)}
    assert set(Subscription.objects.values_list("id", "subscription_id")) == {
        ("A1|P|2024-01-01", "A1|P"),
        ("A2|P|2024-01-01", "A2|P"),
    }
