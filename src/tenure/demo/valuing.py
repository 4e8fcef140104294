"""What customers got out of a quarter and what it cost them; nobody reckons that for the smallest."""

from collections.abc import Iterator
from datetime import date

from tenure.core.periods import add_months
from tenure.demo.calendar import Calendar, day_of, number
from tenure.demo.caring import planned_here
from tenure.demo.dice import Dice
from tenure.demo.files import Row
from tenure.demo.story import Story

_OWN_COST = 1.25  # a customer's cost beside the price: people, training


def customer_value(story: Story, calendar: Calendar, dice: Dice) -> Iterator[Row]:
    """One row a full quarter in which something was paid; the value follows the mood of the customer."""
    if story.entry.segment == "SMB" or planned_here(story):
        return
    for start, end in _quarters(calendar):
        cost = round(3 * story.mrr_minor(start) * _OWN_COST)
        if cost > 0 and dice.chance(0.8):
            gain = max(0.2, dice.normal(1.9 + 0.4 * story.mood(start), 0.5))
            first = day_of(start)
            yield {
                "account_id": story.entry.id,
                "period": f"{first.year}-Q{first.month // 3 + 1}",
                "currency": story.entry.currency,
                "realised_value_minor": round(cost * gain),
                "total_cost_minor": cost,
                "customer_verified_on": calendar.known(end + dice.gap(20)) if dice.chance(0.6) else None,
            }


def _quarters(calendar: Calendar) -> Iterator[tuple[int, int]]:
    """Days on which quarters start and end (exclusive) that are over."""
    first = day_of(calendar.first)
    start = date(first.year, first.month - (first.month - 1) % 3, 1)
    while number(end := add_months(start, 3)) <= calendar.end + 1:
        yield number(start), number(end)
        start = end
