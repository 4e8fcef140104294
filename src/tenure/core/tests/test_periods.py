import itertools
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenure.core.periods import Period, add_months, back, local_date, month_of, months, starts_at

NEW_YORK = ZoneInfo("America/New_York")
days = st.dates(date(1990, 1, 1), date(2090, 12, 31))


@pytest.mark.parametrize(
    ("as_of", "window", "opening"),
    [
        (date(2025, 1, 31), "12m", date(2024, 1, 31)),
        (date(2025, 2, 28), "12m", date(2024, 2, 29)),  # month-end to month-end
        (date(2024, 2, 29), "12m", date(2023, 2, 28)),
        (date(2026, 11, 21), "12m", date(2025, 11, 21)),  # mid-month: the same day a year before
        (date(2025, 4, 30), "1m", date(2025, 3, 31)),
        (date(2025, 3, 30), "1m", date(2025, 2, 28)),
        (date(2025, 3, 31), "1q", date(2024, 12, 31)),
        (date(2025, 3, 31), "30d", date(2025, 3, 1)),
        (date(2025, 3, 31), "2w", date(2025, 3, 17)),
        (date(2025, 3, 31), "1y", date(2024, 3, 31)),
    ],
)
def test_a_trailing_period_opens_where_the_window_says(as_of: date, window: str, opening: date) -> None:
    period = Period.trailing(as_of, window)
    assert (period.opening, period.closing) == (opening, as_of)


@pytest.mark.parametrize("window", ["", "12", "m", "0m", "12x", "-1m", "1.5m"])
def test_a_wrong_window_gets_a_sentence(window: str) -> None:
    with pytest.raises(ValueError, match="is not a window; write 30d, 4w, 12m, 1q or 1y"):
        back(date(2025, 1, 1), window)


def test_a_period_must_end_after_it_starts() -> None:
    with pytest.raises(ValueError, match="must end after it starts"):
        Period(date(2025, 1, 1), date(2025, 1, 1))


@given(days, st.integers(-60, 60))
def test_months_are_moved_whole_and_stay_inside(day: date, count: int) -> None:
    moved = add_months(day, count)
    assert (moved.year * 12 + moved.month) - (day.year * 12 + day.month) == count
    last = (day + timedelta(days=1)).day == 1
    assert ((moved + timedelta(days=1)).day == 1) if last else moved.day <= day.day


@given(days, st.integers(1, 900))
def test_months_cover_the_range_without_gap_or_overlap(start: date, length: int) -> None:
    end = start + timedelta(days=length)
    parts = list(months(start, end))
    assert parts[0].start == start
    assert parts[-1].end == end
    assert all(one.end == two.start for one, two in itertools.pairwise(parts))
    assert all(month_of(part.start) == month_of(part.closing) for part in parts)


def test_an_instant_belongs_to_the_local_day() -> None:
    assert local_date(datetime(2025, 2, 1, 3, 30, tzinfo=UTC), NEW_YORK) == date(2025, 1, 31)
    assert local_date(datetime(2025, 1, 1, 4, 30, tzinfo=UTC), NEW_YORK) == date(2024, 12, 31)


@given(days)
def test_a_local_day_starts_at_its_own_midnight(day: date) -> None:
    start = starts_at(day, NEW_YORK)
    assert local_date(start, NEW_YORK) == day
    assert local_date(start - timedelta(seconds=1), NEW_YORK) == day - timedelta(days=1)


def test_a_day_with_a_change_of_the_clock_is_not_24_hours() -> None:
    assert starts_at(date(2025, 3, 10), NEW_YORK) - starts_at(date(2025, 3, 9), NEW_YORK) == timedelta(hours=23)
