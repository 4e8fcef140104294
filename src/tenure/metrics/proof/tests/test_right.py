"""Who turned out right, also computed day by day."""

import random
from datetime import date, timedelta

import pytest

from tenure.metrics.proof.right import Disagreement, Right, decide, once, tally

DAY = timedelta(days=1)
BEGAN = date(2026, 1, 10)
TODAY = date(2026, 6, 30)


def case(kinder: bool = True, day: date = BEGAN, account: str = "a", who: str = "ann") -> Disagreement:
    return Disagreement(account, who, day, kinder)


def slowly(one: Disagreement, harm: list[date], good: list[date], within: int, today: date) -> Right:
    """Day by day, as one would tell it."""
    day = one.day
    for _ in range(within):
        day += DAY
        if day > today:
            return Right.OPEN
        if day in harm:
            return Right.SCORE if one.kinder else Right.PERSON
        if day in good:
            return Right.PERSON if one.kinder else Right.SCORE
    return Right.NOBODY


def test_what_happens_first_decides() -> None:
    harm, good = {"a": [BEGAN + 9 * DAY]}, {"a": [BEGAN + 10 * DAY]}
    assert decide(case(kinder=True), harm, good, 90, TODAY) == Right.SCORE
    assert decide(case(kinder=False), harm, good, 90, TODAY) == Right.PERSON
    assert decide(case(kinder=True), {}, good, 90, TODAY) == Right.PERSON
    assert decide(case(kinder=False), {}, good, 90, TODAY) == Right.SCORE
    assert decide(case(), {"b": [BEGAN + DAY]}, {}, 90, TODAY) == Right.NOBODY


@pytest.mark.parametrize(
    ("days", "right"), [(0, Right.NOBODY), (1, Right.SCORE), (90, Right.SCORE), (91, Right.NOBODY)]
)
def test_only_what_happens_after_it_began_and_in_time(days: int, right: Right) -> None:
    assert decide(case(), {"a": [BEGAN + days * DAY]}, {}, 90, TODAY) == right


def test_what_lies_ahead_decides_nothing_yet() -> None:
    today = BEGAN + 30 * DAY
    assert decide(case(), {"a": [today + DAY]}, {"a": [today + 2 * DAY]}, 90, today) == Right.OPEN
    assert decide(case(), {"a": [today]}, {}, 90, today) == Right.SCORE


def test_it_agrees_with_telling_it_day_by_day() -> None:
    chance = random.Random(8)
    seen = set()
    for _ in range(3000):
        within, today = chance.choice([1, 5, 30]), BEGAN + chance.randrange(45) * DAY
        harm, good = ([BEGAN + chance.randrange(-5, 60) * DAY for _ in range(chance.randrange(3))] for _ in "ab")
        one = case(chance.random() < 0.5)
        found = decide(one, {"a": harm}, {"a": good}, within, today)
        assert found == slowly(one, harm, good, within, today)
        seen.add(found)
    assert seen == set(Right)


def test_one_outcome_is_counted_once() -> None:
    again = case(day=BEGAN + 40 * DAY)
    other_side = case(kinder=False, day=BEGAN + 40 * DAY)
    successor = case(day=BEGAN + 40 * DAY, who="bo")
    later = case(day=BEGAN + 91 * DAY)
    found = once([later, again, case(), other_side, successor], 90)
    assert found == [case(), other_side, successor, later]


class TestTally:
    def test_too_few_say_nothing(self) -> None:
        found = tally([Right.PERSON] * 9 + [Right.NOBODY] * 40 + [Right.OPEN])
        assert (found.cases, found.decided, found.few, found.person, found.better) == (50, 9, True, None, None)

    def test_the_share_is_of_what_was_decided_and_has_an_interval(self) -> None:
        found = tally([Right.PERSON] * 8 + [Right.SCORE] * 12 + [Right.NOBODY] * 30)
        assert found.person is not None
        share, low, high = found.person
        assert share == 0.4
        # Wilson's interval, by its formula.
        assert (low, high) == pytest.approx((0.2188, 0.6134), abs=1e-4)
        assert found.better is None

    @pytest.mark.parametrize(("person", "score", "better"), [(30, 5, Right.PERSON), (5, 30, Right.SCORE)])
    def test_who_was_surely_right_more_often(self, person: int, score: int, better: Right) -> None:
        assert tally([Right.PERSON] * person + [Right.SCORE] * score).better == better
