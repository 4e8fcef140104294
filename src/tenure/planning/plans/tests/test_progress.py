"""Progress and standing, against a second way of reaching them: day by day, on whole numbers and fractions."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as some

from tenure.planning.plans.progress import STANDINGS, Goalpost, progress, stood

BEGIN = date(2026, 1, 1)
numbers = some.integers(-200, 200).map(lambda n: Decimal(n) / 4)
offsets = some.integers(0, 120)
posts = some.builds(
    Goalpost, some.none() | numbers, some.none() | numbers, some.just(BEGIN),
    some.none() | some.integers(1, 100).map(lambda n: BEGIN + timedelta(days=n)),
    some.none() | some.integers(0, 120).map(lambda n: BEGIN + timedelta(days=n)), some.booleans(),
)  # fmt: skip
histories = some.dictionaries(offsets, numbers, max_size=12)


def slow_share(post: Goalpost, value: Decimal | None) -> float | None:
    """By walking: which of a million equal steps from the baseline to the target lies nearest to the value."""
    if post.baseline is None or post.target is None or value is None:
        return None
    begin, end = float(post.baseline), float(post.target)
    if begin == end:
        return 1.0 if value >= post.target else 0.0
    return max(0.0, min(1.0, (float(value) - begin) / (end - begin)))


def slow_hit(post: Goalpost, value: Decimal) -> bool:
    assert post.baseline is not None
    assert post.target is not None
    return value <= post.target if post.target < post.baseline else value >= post.target


def slow_standing(post: Goalpost, history: dict[int, Decimal], day: date) -> tuple[str, date | None]:  # noqa: C901
    """One day after the other: the value of each day, whether it reaches, since when."""
    value, since = None, None
    measurable = post.baseline is not None and post.target is not None
    for n in range((day - BEGIN).days + 1):
        if n in history:
            value = history[n]
            if not measurable or not slow_hit(post, value):
                since = None
            elif since is None:
                since = BEGIN + timedelta(days=n)
    over = post.ended_on is not None and post.ended_on <= day
    if over and post.cancelled:
        return "cancelled", since
    if since:
        return "attained", since
    if over:
        return "missed", since
    if post.due_on and day > post.due_on:
        return "overdue", since
    share = slow_share(post, value)
    if share is None:
        return "unmeasured", since
    if post.due_on is None:
        return "on_track", since
    time = min(1.0, (day - BEGIN).days / (post.due_on - BEGIN).days)
    if time <= 0.1 or share >= 0.8 * time - 1e-9:
        return "on_track", since
    return ("slow" if share >= 0.4 * time - 1e-9 else "behind"), since


@given(posts, histories, offsets)
def test_standing_is_what_walking_the_days_says(post: Goalpost, history: dict[int, Decimal], at: int) -> None:
    day = BEGIN + timedelta(days=at)
    values = [(BEGIN + timedelta(days=n), value) for n, value in sorted(history.items())]
    found = stood(post, values, day)
    assert (found.standing, found.attained_on) == slow_standing(post, history, day)
    assert found.standing in STANDINGS
    share = slow_share(post, found.value)
    assert (found.progress is None) == (share is None)
    if found.progress is not None and share is not None:
        assert abs(Fraction(found.progress, 1_000_000) - Fraction(share)) <= Fraction(1, 1_000_000)


@given(posts, histories, offsets, some.integers(1, 200), numbers)
def test_what_is_dated_after_the_day_has_no_effect(
    post: Goalpost, history: dict[int, Decimal], at: int, later: int, planted: Decimal
) -> None:
    day = BEGIN + timedelta(days=at)
    values = [(BEGIN + timedelta(days=n), value) for n, value in sorted(history.items()) if n <= at]
    ended = post.ended_on if post.ended_on and post.ended_on <= day else None
    still = Goalpost(post.baseline, post.target, post.begun_on, post.due_on, ended, post.cancelled)
    assert stood(post, [*values, (day + timedelta(days=later), planted)], day) == stood(still, values, day)


@pytest.mark.parametrize(
    ("baseline", "target", "value", "share"),
    [
        (10, 50, 30, 500_000), (10, 50, 60, 1_000_000), (10, 50, 0, 0),
        (40, 10, 20, 666_667), (40, 10, 45, 0), (40, 10, 5, 1_000_000),  # meant to fall
        (0, 3, 1, 333_333), (5, 5, 5, 1_000_000), (5, 5, 4, 0),
        (None, 5, 4, None), (0, None, 4, None), (0, 5, None, None),
    ],
)  # fmt: skip
def test_progress_of_known_goals(
    baseline: int | None, target: int | None, value: int | None, share: int | None
) -> None:
    as_kept = [None if one is None else Decimal(one) for one in (baseline, target, value)]
    assert progress(*as_kept) == share
