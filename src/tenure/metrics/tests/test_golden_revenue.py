"""The golden cases of revenue: every published, hand-derived figure, to the exact numerator and denominator."""

import csv
from datetime import date, datetime
from fractions import Fraction
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tenure.core.money import monthly_price_minor
from tenure.core.periods import local_date, months
from tenure.metrics.statements import activity_sql, bridge_sql, movements_sql
from tenure.metrics.tests.mini import Book, Mini, ask, when

pytestmark = pytest.mark.shared

NEW_YORK = ZoneInfo("America/New_York")
# accounts.csv: "recurring 20 percent discount expires"; the price column is after the discount.
PRICE_BEFORE_DISCOUNT = {"39": 10000}
TERM_DAYS = {"day": 1, "week": 7, "month": 30, "year": 365}
JANUARY = ("2025-01-01", "2025-02-01")


def read(path: Path) -> list[dict[str, str]]:
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


@cache
def january(folder: Path) -> Book:
    mini = Mini()
    tests = set()
    for row in read(folder / "accounts.csv"):
        if row["is_test"] == "1":
            tests.add(row["account_id"])
            continue
        mini.account(
            row["account_id"],
            row["parent_account_id"],
            referred_by_account_id=row["referred_by_account_id"] or None,
            referral_attributed_on=when(row["referral_attributed_at"]),
        )
    for row in read(folder / "subscriptions.csv"):
        if row["recurring"] == "1" and row["account_id"] not in tests:
            subscribe(mini, row)
    rates = [row for row in read(folder / "fx_rates.csv") if row["currency"] == "EUR"]
    ends = [when(row["rate_date"]) for row in rates[1:]] + [None]
    for row, end in zip(rates, ends, strict=True):
        mini.add(
            "fx_rates",
            currency="EUR",
            valid_from=when(row["rate_date"]),
            valid_to_excl=end,
            rate=row["rate_to_reporting"],
        )
    return mini.book()


def subscribe(mini: Mini, row: dict[str, str]) -> None:
    interval, count, price = row["billing_interval"], int(row["interval_count"]), int(row["price_minor"])
    listed = PRICE_BEFORE_DISCOUNT.get(row["subscription_row_id"], price)
    mini.pays(
        row["account_id"],
        monthly_price_minor(price, interval, count),
        local(row["start_ts_utc"]),
        local(row["end_ts_utc"]) if row["end_ts_utc"] else None,
        subscription_row_id=row["subscription_row_id"],
        price_mrr_minor=monthly_price_minor(listed, interval, count),
        product_id=row["product_id"],
        plan_id=row["plan_id"],
        plan_rank=int(row["plan_rank"]),
        seats=int(row["seats"]),
        term_days=TERM_DAYS[interval] * count,
        currency=row["currency"],
        status=row["status"],
        scheduled_resume_date=when(row["scheduled_resume_date"]),
    )


def local(text: str) -> date:
    return local_date(datetime.fromisoformat(text), NEW_YORK)


@pytest.fixture
def book(shared: Path) -> Book:
    return january(shared / "golden/03_revenue_edge_cases")


def exact(text: str) -> Fraction | None:
    return Fraction(text) if text else None


RENAMED = {"arpa_closing_reported_minor": "arpa", "arr_reported_minor": "arr", "mrr_closing_reported_minor": "mrr"}
RENAMED |= {"paying_logos_closing": "paying_customers", "logos_closing_incl_valid_pause": "customers"}
SCOPES = {"account": {}, "parent": {"unit": "parent"}, "referred_by_X91": {"segment": "referred_by = X91"}}
SCOPES |= {"referred_by_X99": {"segment": "referred_by = X99"}, "referred": {"segment": "referred = yes"}}
SCOPES |= {"not_referred": {"segment": "referred = no"}}
BRIDGE = {"mrr_opening_minor": "opening", "mrr_closing_constant_currency_minor": "closing"}


def test_every_figure_of_the_edge_cases(book: Book, shared: Path) -> None:
    seen = 0
    for case in read(shared / "golden/03_revenue_edge_cases/expected_kpis.csv"):
        if case["scope"] not in SCOPES:
            continue
        asked = ask(*JANUARY, **SCOPES[case["scope"]])
        if case["kpi_id"] in BRIDGE:
            (bridge,) = book.query(bridge_sql(asked))
            assert bridge[BRIDGE[case["kpi_id"]]] == int(case["numerator"])
        else:
            check(book, case, asked)
        seen += 1
    assert seen == 40


def check(book: Book, case: dict[str, str], asked) -> None:  # type: ignore[no-untyped-def]
    kpi = RENAMED.get(case["kpi_id"], case["kpi_id"].removesuffix("_minor"))
    got = book.result(kpi, asked)
    wanted = (exact(case["numerator"]), exact(case["denominator"]))
    assert (got.numerator, got.denominator) == wanted, case
    assert got.status == ("ok" if case["value"] else "no_base"), case
    if case["value"]:
        assert got.value == pytest.approx(float(case["value"]), abs=1e-9), case
    else:
        assert got.value is None, case


def test_the_headline_number_of_referred_accounts(book: Book) -> None:
    got = {kpi: book.result(kpi, ask(*JANUARY)) for kpi in ("referred_account_nrr", "referred_account_grr")}
    assert [(r.numerator, r.denominator) for r in got.values()] == [(36000, 48000), (31000, 48000)]
    other = book.result("not_referred_account_nrr", ask(*JANUARY))
    assert (other.numerator, other.denominator) == (185800, 176500)


def test_no_wrong_value_comes_out(book: Book, shared: Path) -> None:
    for case in read(shared / "golden/03_revenue_edge_cases/expected_kpis.csv"):
        if case["scope"].startswith(("WRONG_", "VARIANT_chartmogul")) and case["kpi_id"] in ("grr", "logo_churn_rate"):
            got = book.result(case["kpi_id"], ask(*JANUARY))
            assert (got.numerator, got.denominator) != (int(case["numerator"]), int(case["denominator"])), case


def test_every_account_moves_as_expected(book: Book, shared: Path) -> None:
    moved = {row["unit_id"]: row for row in book.query(movements_sql(ask(*JANUARY)))}
    for case in read(shared / "golden/03_revenue_edge_cases/expected_account_movements.csv"):
        row = moved.pop(case["account_id"], None)
        if case["category"] == "none":
            assert row is None, case
            continue
        assert row is not None, case
        amounts = [int(case[f"{name}_minor_r0"]) for name in ("opening_mrr", "closing_mrr", "movement")]
        assert [row["opening"], row["closing"], row["amount"]] == amounts, case
        assert [row["category"], row["subtype"] or ""] == [case["category"], case["subtype"]], case
        assert row["fx"] == int(case["fx_minor"]), case
    assert not moved


@pytest.mark.parametrize(
    ("kpi", "column"),
    [
        ("customer_downgrade_rate", "is_downgrade_headline"),
        ("customer_downgrade_rate_incl_term_extension", "is_downgrade_incl_term_extension"),
        ("component_downgrade_rate", "has_component_reduction"),
    ],
)
def test_the_accounts_behind_a_downgrade(book: Book, shared: Path, kpi: str, column: str) -> None:
    cases = read(shared / "golden/03_revenue_edge_cases/expected_account_movements.csv")
    expected = {case["account_id"] for case in cases if case[column] == "1"}
    rows = book.rows(kpi, ask(*JANUARY))
    assert {row["unit_id"] for row in rows if row["numerator"] == 1} == expected


def test_downgrades_by_type(book: Book) -> None:
    types = {}
    for kind in ("seats", "tier", "product", "price"):
        rows = book.rows("customer_downgrade_rate", ask(*JANUARY, downgrade_type=kind))
        types[kind] = {row["unit_id"] for row in rows if row["numerator"]}
    assert types == {"seats": {"A26", "A29"}, "tier": {"A03"}, "product": {"A08", "A26"}, "price": {"A27"}}


def test_the_activity_view_nets_by_unit_and_day(book: Book, shared: Path) -> None:
    sums: dict[str, int] = {}
    for row in book.query(activity_sql(ask(*JANUARY))):
        sums[row["category"]] = sums.get(row["category"], 0) + row["amount"]
    for case in read(shared / "golden/03_revenue_edge_cases/expected_kpis.csv"):
        if case["scope"] == "VARIANT_event_level":
            category = case["kpi_id"].removeprefix("mrr_").removesuffix("_minor")
            assert sums[category] == int(case["numerator"]), case


@cache
def yearly(folder: Path) -> Book:
    mini = Mini()
    for account in ("B1", "B2", "B3", "B4", "B5", "B6", "B7"):
        mini.account(account)
    for row in read(folder / "subscriptions.csv"):
        start, end = when(row["start_date"]), when(row["end_date_excl"])
        assert start is not None
        mini.pays(row["account_id"], int(row["mrr_minor"]), start, end)
    return mini.book()


YEAR = ("2024-02-01", "2025-02-01")
YEARLY = {"nrr_t12m": "nrr", "grr_t12m": "grr", "logo_retention_t12m": "logo_retention_rate"}
YEARLY |= {"customer_downgrade_rate_t12m": "customer_downgrade_rate", "closing_mrr_minor": "mrr"}


def test_twelve_months_apart(shared: Path) -> None:
    folder = shared / "golden/04_nrr_12m_cohort_vs_bridge"
    book = yearly(folder)
    monthly = book.query(bridge_sql(ask(*YEAR), list(months(date(2024, 2, 1), date(2025, 2, 1)))))
    assert len(monthly) == 12
    got = book.result("nrr", ask(*YEAR))
    for case in read(folder / "expected_kpis.csv"):
        if case["kpi_id"] in YEARLY:
            check(book, {**case, "kpi_id": YEARLY[case["kpi_id"]]}, ask(*YEAR))
        elif case["kpi_id"].startswith("bridge_"):
            name = case["kpi_id"].removeprefix("bridge_").removesuffix("_minor")
            assert sum(month[name] for month in monthly) == int(case["numerator"]), case
        else:
            assert case["kpi_id"].startswith("WRONG_")
            assert got.value != pytest.approx(float(case["value"]), abs=1e-6), case


def test_balances_of_each_month(shared: Path) -> None:
    folder = shared / "golden/04_nrr_12m_cohort_vs_bridge"
    table = read(folder / "monthly_balances.csv")
    monthly = yearly(folder).query(bridge_sql(ask(*YEAR), list(months(date(2024, 2, 1), date(2025, 2, 1)))))
    for month in monthly:
        key = month["closing_day"].strftime("%Y-%m")
        assert month["closing"] == sum(int(row[key]) for row in table) * 100


def test_prices_become_monthly(shared: Path) -> None:
    cases = read(shared / "golden/05_mrr_normalisation/cases.csv")
    got = {
        case["case_id"]: monthly_price_minor(
            int(case["price_minor"]), case["billing_interval"], int(case["interval_count"])
        )
        for case in cases
    }
    assert got == {case["case_id"]: int(case["expected_mrr_minor"]) for case in cases}
    assert len(got) == 21
