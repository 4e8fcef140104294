"""Revenue numbers on random books against the slow second computation, and the invariants of section 4."""

import random
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tenure.core.conditions import Check, Condition
from tenure.core.periods import Period, add_months
from tenure.metrics import Ask
from tenure.metrics.bridge import bridge
from tenure.metrics.churned import churned
from tenure.metrics.compile import sql
from tenure.metrics.lifetime import closed_months
from tenure.metrics.statements import bridge_sql
from tenure.metrics.tests.mini import Book, Mini
from tenure.metrics.tests.oracle_downgrades import TYPES, downgrades, monthly_churn
from tenure.metrics.tests.oracle_revenue import MOVES, Oracle, numbers

START = date(2024, 1, 1)
BOUNDARY = Period(date(2024, 3, 1), date(2024, 5, 1))
# Days that matter: the ends of the period and their neighbours, and some far away.
DAYS = [BOUNDARY.start + timedelta(days=n) for n in (-90, -31, -2, -1, 0, 1, 20, 59, 60, 61, 62, 90)]


def random_book(seed: int, accounts: int = 60) -> Mini:
    """Many accounts with a few rows each whose ends fall on the days that matter; parents change on one of them."""
    chance, mini = random.Random(seed), Mini()
    edges = [None, DAYS[3], DAYS[7], None]
    for start, end in pairwise(edges):
        rate = Decimal(chance.randint(5000, 20000)) / 10000
        mini.add("fx_rates", currency="EUR", valid_from=start, valid_to_excl=end, rate=rate)
    for number in range(accounts):
        _random_account(mini, chance, f"A{number}")
    return mini


def _random_account(mini: Mini, chance: random.Random, account: str) -> None:
    mini.add("accounts", account_id=account, name=account)
    moved, parents = chance.choice(DAYS), [f"A{chance.randint(0, 9)}", f"A{chance.randint(0, 9)}"]
    for parent, start, end in ((parents[0], None, moved), (parents[1], moved, None)):
        mini.add("ultimate_parents", account_id=account, parent_id=parent, valid_from=start, valid_to_excl=end)
    for product in chance.sample(["P1", "P2"], chance.randint(0, 2)):
        _random_subscription(mini, chance, account, product)


def _random_subscription(mini: Mini, chance: random.Random, account: str, product: str) -> None:
    """Rows that follow each other, now and then with a gap; paused, trial and free ones among them."""
    cuts = sorted(chance.sample(DAYS, chance.randint(2, 5)))
    currency = chance.choice(["USD", "USD", "EUR"])
    for start, end in zip(cuts, [*cuts[1:], None], strict=True):
        if chance.random() < 0.15:
            continue
        status = chance.choice(["active"] * 6 + ["past_due", "paused", "paused", "trialing", "cancelled"])
        resume = start + timedelta(days=chance.choice([10, 89, 90, 91])) if chance.random() < 0.8 else None
        mini.pays(
            account,
            chance.choice([0, 1, 333, 1000, 1000, 2500]),
            start,
            end if end or chance.random() < 0.5 else None,
            product_id=product,
            currency=currency,
            status=status,
            scheduled_resume_date=resume if status == "paused" else None,
        )


def question(unit: str) -> Ask:
    return Ask(BOUNDARY, unit=unit)  # type: ignore[arg-type]


@settings(max_examples=3, deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 10**6), unit=st.sampled_from(["parent", "account"]))
def test_numbers_equal_the_second_computation(seed: int, unit: str) -> None:
    mini, asked = random_book(seed), question(unit)
    book = mini.book()
    for kpi, (numerator, denominator) in numbers(Oracle(mini.facts, asked)).items():
        got = book.result(kpi, asked)
        assert (got.numerator, got.denominator) == (numerator, denominator), kpi


def varied_book(seed: int) -> Mini:
    """A random book whose rows differ in tier, seats, term and price."""
    chance, mini = random.Random(seed), random_book(seed, accounts=150)
    for row in mini.facts["subscriptions"]:
        row |= {"plan_rank": chance.choice([1, 1, 2]), "seats": chance.choice([None, 5, 5, 10])}
        row["term_days"] = chance.choice([30, 365])
    return mini


@pytest.mark.parametrize("unit", ["parent", "account"])
def test_downgrades_equal_the_second_computation(unit: str) -> None:
    mini, asked = varied_book(3), question(unit)
    book, wanted = mini.book(), downgrades(Oracle(mini.facts, asked))
    got = {kind: book.result("customer_downgrade_rate", with_type(asked, kind)) for kind in ("any", *TYPES)}
    got["component"] = book.result("component_downgrade_rate", asked)
    assert {kind: (found.numerator, found.denominator) for kind, found in got.items()} == wanted
    if unit == "account":
        assert all(hits for hits, _ in wanted.values()), "the book has every kind"
        less = book.result("customer_downgrade_rate_incl_term_extension", asked)
        assert wanted["any"][0] < (less.numerator or 0), "a longer term is no downgrade"


def with_type(asked: Ask, kind: str) -> Ask:
    return replace(asked, params={"downgrade_type": kind})


def test_lifetime_value_equals_the_second_computation() -> None:
    mini, asked = random_book(5), question("parent")
    book, oracle = mini.book(), Oracle(mini.facts, asked)
    (mrr, paying), churn = numbers(oracle)["arpa"], monthly_churn(oracle, BOUNDARY.closing)
    assert paying
    assert churn
    for kpi, margin in (("clv_revenue", 1), ("clv_margin", Fraction(80, 100))):
        got = book.result(kpi, asked)
        assert (got.numerator, got.denominator) == (Fraction(mrr, paying) * margin, churn)


@settings(max_examples=3, deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 10**6), unit=st.sampled_from(["parent", "account"]))
def test_the_bridge_adds_up(seed: int, unit: str) -> None:
    book = random_book(seed).book()
    (row,) = book.query(bridge_sql(question(unit)))
    assert row["opening"] + sum(row[name] for name in MOVES) == row["closing"]
    assert row["closing"] + row["fx"] == row["reported"]
    assert row["logos_opening"] + row["logos_new"] + row["logos_back"] - row["logos_lost"] == row["logos_closing"]
    assert row["no_rate"] == 0


@pytest.fixture(scope="module")
def book() -> Book:
    return random_book(7).book()


def test_closing_is_the_next_opening(book: Book) -> None:
    """At account level, where the hierarchy cannot change in between."""
    halves = [Period(date(2024, 3, 1), date(2024, 4, 1)), Period(date(2024, 4, 1), date(2024, 5, 1))]
    first, second = book.query(bridge_sql(question("account"), halves))
    assert first["reported"] == second["opening"]
    assert first["logos_closing"] == second["logos_opening"]


def test_many_periods_at_once_equal_each_alone(book: Book) -> None:
    halves = [Period(date(2024, 3, 1), date(2024, 4, 1)), Period(date(2024, 4, 1), date(2024, 5, 1))]
    together = book.query(bridge_sql(question("parent"), halves))
    for half, row in zip(halves, together, strict=True):
        (alone,) = book.query(bridge_sql(Ask(half)))
        assert {name: row[name] for name in alone} == alone


@pytest.mark.parametrize("unit", ["parent", "account"])
@pytest.mark.parametrize("segment", [None, Check("customer_since", "at_most", DAYS[4])])
def test_customers_lost_are_those_of_the_bridge(book: Book, unit: str, segment: Condition | None) -> None:
    asked = replace(question(unit), segment=segment)
    ends = closed_months(asked)
    (found,) = book.query(sql(churned(asked, ends)))
    money = book.query(sql(bridge(asked, ends)))
    closings = [add_months(date(2023, 5, 1), month) - timedelta(days=1) for month in range(1, 13)]
    wanted = {row["closing_day"]: (row["logos_opening"], row["logos_lost"]) for row in money}
    assert any(lost for _, lost in wanted.values())
    for number, closing in enumerate(closings):
        assert (found[f"base_{number}"] or 0, found[f"lost_{number}"] or 0) == wanted.get(closing, (0, 0))


def test_gross_retention_is_what_was_not_lost(book: Book) -> None:
    results = {kpi: book.result(kpi, question("parent")) for kpi in ("grr", "nrr", "gross_mrr_churn_rate")}
    grr, nrr, lost = results.values()
    assert isinstance(grr.numerator, int)
    assert isinstance(lost.numerator, int)
    assert grr.numerator + lost.numerator == grr.denominator
    assert 0 <= (grr.value or 0) <= min(1, nrr.value or 0)


def test_a_currency_without_rate_is_said_not_skipped() -> None:
    mini = Mini()
    mini.account("A")
    mini.pays("A", 1000, START, currency="CHF")
    mini.account("B")
    mini.pays("B", 1000, START)
    book = mini.book()
    got = book.result("nrr", question("account"))
    assert (got.value, got.numerator, got.status) == (None, None, "missing_rate")
    assert book.result("mrr", question("account")).status == "missing_rate"
    assert book.result("logo_churn_rate", question("account")).value == 0
