"""Stories, terms and chance."""

from datetime import date

import pytest

from tenure.demo.calendar import Calendar, number
from tenure.demo.catalogue import PLANS
from tenure.demo.commerce import renewals
from tenure.demo.contracts import Line, Terms
from tenure.demo.dice import Dice
from tenure.demo.engagement import levels
from tenure.demo.names import CompanyNames, person_at
from tenure.demo.roster import roster
from tenure.demo.story import join_spans
from tenure.demo.telling import tell

CALENDAR = Calendar(number(date(2026, 3, 14)))
TERMS = Terms(PLANS[0], seats=10, months=1, seat_minor=1900)


def test_dice_repeat_themselves() -> None:
    assert [Dice(1, 2).roll() for _ in range(3)] == [Dice(1, 2).roll() for _ in range(3)]
    assert Dice(1, 2).roll() != Dice(1, 3).roll()


def test_dice_keep_to_the_weights() -> None:
    dice = Dice(5)
    drawn = [dice.weighted((("often", 0.9), ("seldom", 0.1))) for _ in range(2000)]
    assert 1730 < drawn.count("often") < 1860
    assert {dice.between(2, 4) for _ in range(100)} == {2, 3, 4}
    assert min(dice.gap(3) for _ in range(200)) == 1


def test_a_line_is_cut_where_something_changes() -> None:
    line = Line("S")
    line.set(10, TERMS)
    line.alter(20, seats=12)
    line.alter(25, seats=12)  # no change
    line.set(40, None)
    assert [(start, end, terms.seats) for start, end, terms in line.spans()] == [(10, 20, 10), (20, 40, 12)]


def test_two_changes_on_one_day_leave_the_last() -> None:
    line = Line("S")
    line.set(10, TERMS)
    line.alter(20, seats=12)
    line.alter(20, discount=10)
    assert [(start, terms.seats, terms.discount) for start, _, terms in line.spans()] == [(10, 10, 0), (20, 12, 10)]


def test_mrr_is_the_price_less_the_discount_by_month() -> None:
    assert TERMS.mrr_minor == 19_000
    assert Terms(PLANS[0], 10, 12, 1710, discount=10).mrr_minor == 15_390
    assert Terms(PLANS[0], 10, 1, 1900, status="paused").mrr_minor == 0


@pytest.mark.parametrize(
    ("spans", "joined"),
    [
        ([], []),
        ([(5, 9), (1, 5)], [(1, 9)]),
        ([(1, 3), (5, None), (7, 8)], [(1, 3), (5, None)]),
        ([(1, 9), (2, 4)], [(1, 9)]),
    ],
)
def test_spans_are_joined_where_they_touch(spans: list[tuple[int, int | None]], joined: object) -> None:
    assert join_spans(spans) == joined


def test_company_names_are_never_given_twice() -> None:
    names, dice = CompanyNames(), Dice(3)
    given = [names.new(dice, "Energy") for _ in range(3000)]
    assert len(set(given)) == 3000
    with pytest.raises(ValueError, match="given before"):
        names.keep(given[0])


def test_colleagues_bear_different_names() -> None:
    assert len({person_at(17, ordinal) for ordinal in range(400)}) == 400


def test_stories_follow_the_seed_and_the_account_alone() -> None:
    entries = roster(40, 18, CALENDAR)
    alone = tell(entries[7], 18, CALENDAR)
    assert [line.changes for line in alone.lines] == [line.changes for line in tell(entries[7], 18, CALENDAR).lines]
    assert [line.changes for line in alone.lines] != [line.changes for line in tell(entries[7], 19, CALENDAR).lines]


def test_parents_and_referrers_came_first() -> None:
    entries = roster(400, 18, CALENDAR)
    assert all(entry.parent.created <= entry.created for entry in entries if entry.parent)
    assert all(entry.referrer.created < entry.created for entry in entries if entry.referrer)
    assert sum(entry.parent is not None for entry in entries) > 15


def test_many_accounts_have_healthy_but_human_numbers() -> None:
    """Revenue kept and customers kept over the last twelve months, by account, over a large company."""
    today, before = CALENDAR.end, CALENDAR.end - 365
    old = new = kept = churned = base = 0
    for entry in roster(1500, 18, CALENDAR):
        story = tell(entry, 18, CALENDAR)
        opening, closing = (story.mrr_minor(day) for day in (before, today))
        if opening:
            old, new, kept = old + opening, new + closing, kept + min(opening, closing)
            base, churned = base + 1, churned + (closing == 0)
    assert 1.03 < new / old < 1.12
    assert 0.86 < kept / old < 0.94
    assert 0.06 < churned / base < 0.12


def test_nobody_is_busy_before_or_after() -> None:
    for entry in roster(60, 18, CALENDAR):
        story = tell(entry, 18, CALENDAR)
        spans = story.paid_spans()
        if spans and spans[-1][1] is not None and spans[-1][1] < CALENDAR.end - 14:
            assert levels(story, CALENDAR)[-1] == 0


def test_every_yearly_term_that_runs_has_its_end_in_the_coming_year() -> None:
    found = 0
    for entry in roster(120, 18, CALENDAR):
        story = tell(entry, 18, CALENDAR)
        ahead = [row for row, _ in renewals(story, CALENDAR, Dice(1)) if row["term_end_on"] > CALENDAR.end]
        assert len(ahead) == story.runs_yearly(CALENDAR.end), entry.id
        assert all(row["mrr_due_minor"] == story.mrr_minor(CALENDAR.end) > 0 for row in ahead)
        found += len(ahead)
    assert found > 30
