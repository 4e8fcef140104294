"""Value and cost, against adding up single days."""

from calendar import monthrange
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as some

from tenure.core.money import round_half_away
from tenure.core.periods import DAY
from tenure.planning.value.quarters import Quarter, quarters
from tenure.planning.value.reckoning import Rate, months, paid, reckon

BEGIN = date(2026, 1, 1)
_numbers = some.integers(-80, 80).map(lambda n: Decimal(n) / 4)
_histories = some.dictionaries(some.integers(0, 200), _numbers, max_size=10)
_rates = some.builds(Rate, some.integers(1, 10_000), some.sampled_from(["month", "once"]), _numbers, some.booleans())


def days_of(first: date, last: date) -> list[date]:
    return [first + n * DAY for n in range((last - first).days + 1)]


def value_on(history: dict[int, Decimal], day: date) -> Decimal | None:
    known = [value for n, value in sorted(history.items()) if BEGIN + n * DAY <= day]
    return known[-1] if known else None


def slowly(rate: Rate, history: dict[int, Decimal], first: date, last: date) -> int | None:
    def gain(day: date) -> Fraction:
        value = value_on(history, day)
        if value is None:
            return Fraction(0)
        return Fraction(rate.baseline - value if rate.falls else value - rate.baseline)

    if value_on(history, last) is None:
        return None
    if rate.per == "month":
        worth = sum(gain(day) * rate.minor / monthrange(day.year, day.month)[1] for day in days_of(first, last))
        return max(0, round_half_away(Fraction(worth)))
    before = max([Fraction(0), *(gain(day) for day in days_of(BEGIN, first - DAY))])
    until = max([Fraction(0), *(gain(day) for day in days_of(BEGIN, last))])
    return round_half_away((until - before) * rate.minor)


@given(_rates, _histories, some.integers(1, 150), some.integers(0, 100))
def test_what_a_stretch_was_worth_is_the_sum_of_its_days(
    rate: Rate, history: dict[int, Decimal], first: int, length: int
) -> None:
    begin, end = BEGIN + first * DAY, BEGIN + (first + length) * DAY
    values = [(BEGIN + n * DAY, value) for n, value in sorted(history.items())]
    found = reckon(rate, values, begin, end)
    assert (found and found.minor) == slowly(rate, history, begin, end)
    later = [*values, (end + 300 * DAY, Decimal(10**6))]
    assert reckon(rate, later, begin, end) == found, "what is dated later has no effect"


@given(_rates.filter(lambda rate: rate.per == "once"), _histories.filter(bool))
def test_what_counts_once_counts_once_over_all_quarters(rate: Rate, history: dict[int, Decimal]) -> None:
    values = [(BEGIN + n * DAY, value) for n, value in sorted(history.items())]
    last = BEGIN + 250 * DAY
    each = [reckon(rate, values, one.start, min(one.last, last)) for one in quarters(BEGIN, last)]
    best = max([Fraction(0), *(rate.gain(value) for _, value in values)])
    assert sum((one.units for one in each if one), Fraction(0)) == best


def test_forty_an_hour_for_ten_hours_a_month_is_1200_a_quarter() -> None:
    rate = Rate(4_000, "month", Decimal(20), False)
    found = reckon(rate, [(BEGIN, Decimal(30))], BEGIN, date(2026, 3, 31))
    assert found is not None
    assert found.minor == 120_000
    assert found.units == 10


@given(some.integers(0, 700), some.integers(0, 500))
def test_months_are_days_each_as_part_of_its_month(begin: int, length: int) -> None:
    first, last = BEGIN + begin * DAY, BEGIN + (begin + length) * DAY
    assert months(first, last) == sum(Fraction(1, monthrange(day.year, day.month)[1]) for day in days_of(first, last))


_row = some.tuples(some.integers(0, 200), some.none() | some.integers(0, 200), some.integers(0, 100_000))


@given(some.lists(_row, max_size=4), some.integers(0, 150), some.integers(0, 100))
def test_what_was_paid_is_the_sum_of_its_days(rows: list[tuple[int, int | None, int]], first: int, length: int) -> None:
    begin, end = BEGIN + first * DAY, BEGIN + (first + length) * DAY
    dated = [(BEGIN + a * DAY, None if b is None else BEGIN + b * DAY, mrr) for a, b, mrr in rows]
    slow = sum(
        (Fraction(mrr, monthrange(day.year, day.month)[1]) for day in days_of(begin, end)
         for start, stop, mrr in dated if start <= day and (stop is None or day < stop)), Fraction(0)
    )  # fmt: skip
    assert paid(dated, begin, end) == round_half_away(slow)


@pytest.mark.parametrize(("name", "start"), [("2026-Q1", date(2026, 1, 1)), ("2025-Q4", date(2025, 10, 1))])
def test_quarters_have_names(name: str, start: date) -> None:
    quarter = Quarter.named(name)
    assert quarter == Quarter(start)
    assert quarter is not None
    assert quarter.name == name
    assert Quarter.of(quarter.last) == quarter
    assert Quarter.of(quarter.end) == quarter.next


@pytest.mark.parametrize("name", ["2026-Q5", "2026", "Q1-2026", "", "2026-Q1 "])
def test_what_is_no_quarter(name: str) -> None:
    assert Quarter.named(name) is None
