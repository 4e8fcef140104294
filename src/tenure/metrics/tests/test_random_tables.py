"""Cohorts, the activity view, quantiles and segments on random books against slow second computations."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from tenure.core.conditions import Check, ConditionError, parse
from tenure.core.money import round_half_away
from tenure.core.periods import Period, add_months, month_of
from tenure.metrics import Ask
from tenure.metrics.segments import FIELDS
from tenure.metrics.statements import activity_sql, cohorts_sql
from tenure.metrics.tests.mini import Book, Mini
from tenure.metrics.tests.oracle_lifecycle import Lifecycle
from tenure.metrics.tests.oracle_revenue import Oracle, covers
from tenure.metrics.tests.test_random_lifecycle import lived
from tenure.metrics.tests.test_random_revenue import question

LIFE = (0, 1, 3)
LONG = Period(date(2023, 10, 1), date(2024, 7, 1))


@pytest.fixture(scope="module")
def mini() -> Mini:
    mini = lived(11)
    for number, account in enumerate(mini.facts["accounts"]):
        if number % 3 == 0:
            account |= {"referred_by_account_id": f"X{number % 2}", "referral_attributed_on": date(2024, 2, 29)}
    return mini


@pytest.fixture(scope="module")
def book(mini: Mini) -> Book:
    return mini.book()


def test_cohorts_by_quarter_and_month_of_life(mini: Mini, book: Book) -> None:
    asked = Ask(LONG)
    got = {(row["quarter"], row["month"]): row for row in book.query(cohorts_sql(asked, LIFE))}
    wanted = expected_cohorts(Oracle(mini.facts, asked))
    assert {key: (row["numerator"], row["denominator"], row["units"]) for key, row in got.items()} == wanted
    assert len(wanted) > 3


def expected_cohorts(oracle: Oracle) -> dict[tuple[date, int], tuple[int, int, int]]:
    cells: dict[tuple[date, int], list[tuple[int, int]]] = defaultdict(list)
    paid_rows = Lifecycle(oracle).paid_rows
    for accounts in oracle.members().values():
        first = min((row["start_date"] for a in accounts for row in paid_rows(a)), default=None)
        if first is None or not LONG.start <= first < LONG.end:
            continue
        end = month_of(first).closing
        base = oracle.money(accounts, end, end)
        quarter = date(first.year, (first.month - 1) // 3 * 3 + 1, 1)
        for life in LIFE:
            last = add_months(month_of(add_months(quarter, 2)).closing, life)
            if base and last <= LONG.closing:
                cells[quarter, life].append((oracle.money(accounts, add_months(end, life), end), base))
    return {key: (sum(n for n, _ in pairs), sum(b for _, b in pairs), len(pairs)) for key, pairs in cells.items()}


@pytest.mark.parametrize("unit", ["parent", "account"])
def test_the_activity_view_is_a_movement_between_neighbouring_days(mini: Mini, book: Book, unit: str) -> None:
    asked = question(unit)
    got = {(row["unit_id"], row["day"]): (row["category"], row["amount"]) for row in book.query(activity_sql(asked))}
    assert got == expected_activity(mini, asked)


def expected_activity(mini: Mini, asked: Ask) -> dict[tuple[str, date], tuple[str, int]]:
    """Each day as a period of its own, at the rates of the whole period's opening day and its closing hierarchy."""
    moves: dict[tuple[str, date], tuple[str, int]] = {}
    members = Oracle(mini.facts, asked).members()
    day = asked.period.start
    while day < asked.period.end:
        one = Fixed(mini.facts, replace(asked, period=Period(day, day + timedelta(days=1))), members, asked)
        for name, unit in one.units.items():
            if unit.category != "none":
                moves[name, day] = (unit.category, unit.closing - unit.opening)
        day += timedelta(days=1)
    return moves


class Fixed(Oracle):
    """An oracle of one day inside a longer question, whose hierarchy and rates hold."""

    def __init__(self, facts, asked: Ask, members: dict[str, list[str]], whole: Ask) -> None:  # type: ignore[no-untyped-def]
        self._members, self._rate_day = members, whole.period.opening
        super().__init__(facts, asked)

    def members(self) -> dict[str, list[str]]:
        return self._members

    def money(self, accounts: list[str], day: date, rate_day: date) -> int:
        pairs = [pair for account in accounts for pair in self.native(account, day).items()]
        return sum(round_half_away(minor * self.rate(currency, self._rate_day)) for currency, minor in pairs)


@pytest.mark.parametrize("percent", [1, 34, 50, 99])
def test_quantiles_are_nearest_rank_with_never_at_the_end(mini: Mini, book: Book, percent: int) -> None:
    asked = Ask(LONG, params={"percentile": percent})
    oracle = Lifecycle(Oracle(mini.facts, asked))
    days: list[float] = []
    for accounts in oracle.members.values():
        paid = min((row["start_date"] for a in accounts for row in oracle.paid_rows(a)), default=None)
        if paid is None or not oracle.inside(paid):
            continue
        rows = [row for row in oracle.of("milestones", accounts) if row["milestone"] == "first_value"]
        reached = min((row["reached_on"] for row in rows if row["reached_on"] <= LONG.closing), default=None)
        days.append(float("inf") if reached is None else max(0, (reached - paid).days))
    found = sorted(days)[-(-len(days) * percent // 100) - 1]
    got = book.result("time_to_first_value_pXX", asked)
    assert got.value == (None if found == float("inf") else found)
    assert got.status == ("not_reached" if found == float("inf") else "ok")


SEGMENTS = (
    "product = P2",
    "plan in (basic) and mrr >= 10",
    "not (seats > 5) and arr is not empty",
    "active_users >= 1 or referred = yes",
    "referred_by != X1",
    "customer_since < 2024-02-15",
    "name contains a1",
    "region is empty",
)


@pytest.mark.parametrize("text", SEGMENTS)
def test_segments_hold_at_the_opening(mini: Mini, book: Book, text: str) -> None:
    asked = replace(question("account"), segment=parse(text, FIELDS))
    oracle = Oracle(mini.facts, asked)
    holds = HOLDS[text]
    base = [u for name, u in oracle.units.items() if u.opening > 0 and holds(View(oracle, name))]
    got = book.result("nrr", asked)
    assert (got.numerator, got.denominator) == (sum(u.closing for u in base), sum(u.opening for u in base))


class View:
    """What an account was at the opening."""

    def __init__(self, oracle: Oracle, name: str) -> None:
        self.name, self.mrr = name, oracle.units[name].opening
        rows = [r for r in oracle.rows(name) if r["status"] in ("active", "past_due")]
        held = [r for r in rows if covers(r["start_date"], r["end_date_excl"], oracle.opening)]
        self.products, self.plans = ({row[key] for row in held} for key in ("product_id", "plan_id"))
        self.seats = sum(row["seats"] or 0 for row in held)
        life = Lifecycle(oracle)
        self.users = len(life.users(oracle.opening - timedelta(days=29), oracle.opening, [name]))
        self.since = min((row["start_date"] for row in life.paid_rows(name)), default=date.max)
        (account,) = [row for row in oracle.facts["accounts"] if row["account_id"] == name]
        self.referred_by = account.get("referred_by_account_id")


HOLDS: dict[str, Callable[[View], Any]] = {
    "product = P2": lambda view: "P2" in view.products,
    "plan in (basic) and mrr >= 10": lambda view: "basic" in view.plans and view.mrr >= 1000,
    "not (seats > 5) and arr is not empty": lambda view: view.seats <= 5,
    "active_users >= 1 or referred = yes": lambda view: view.users >= 1 or view.referred_by,
    "referred_by != X1": lambda view: view.referred_by != "X1",
    "customer_since < 2024-02-15": lambda view: view.since < date(2024, 2, 15),
    "name contains a1": lambda view: "A1" in view.name,
    "region is empty": lambda view: True,
}


def test_referred_accounts_are_a_segment_of_their_own(mini: Mini, book: Book) -> None:
    asked = question("account")
    units = Oracle(mini.facts, asked).units
    referred = {row["account_id"] for row in mini.facts["accounts"] if row.get("referral_attributed_on")}
    for kpi, inside in (("referred_account_nrr", True), ("not_referred_account_nrr", False)):
        base = [u for name, u in units.items() if u.opening > 0 and (name in referred) == inside]
        got = book.result(kpi, asked)
        assert (got.numerator, got.denominator) == (sum(u.closing for u in base), sum(u.opening for u in base))


def test_a_field_without_history_is_refused(book: Book) -> None:
    asked = replace(question("account"), segment=Check("tag", "is", "vip"))
    with pytest.raises(ConditionError, match="tag has no history"):
        book.result("nrr", asked)
