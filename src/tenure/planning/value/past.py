"""What a quarter had come to by a day on which it was not over, where its rows go beyond that day.

A rate says it from the values of then. What a person wrote for the quarter says nothing about a part of it.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from tenure.planning.models import Goal, ValueRealised
from tenure.planning.plans.standing import values_of
from tenure.planning.value.quarters import Quarter
from tenure.planning.value.worth import reckoned


def amounts(rows: Sequence[ValueRealised], day: date) -> Iterator[tuple[ValueRealised, int | None]]:
    """Each row with its amount as of the day, None where nobody can tell; not those of which nothing was known yet."""
    goals = {row.goal_id: row.goal for row in rows if _goes_beyond(row, day) and _has_its_rate(row)}
    worth = _by_rate([*goals.values()], day)
    for row in rows:
        if not _goes_beyond(row, day):
            yield row, row.amount_minor
        elif row.goal_id not in goals:
            yield row, None
        elif (row.goal_id, row.period) in worth:
            yield row, worth[row.goal_id, row.period]


def _goes_beyond(row: ValueRealised, day: date) -> bool:
    quarter = Quarter.named(row.period)
    return quarter is not None and quarter.start <= day < row.until


def _has_its_rate(row: ValueRealised) -> bool:
    goal = row.goal
    return row.reckoned and goal.rate_minor is not None and goal.status != "cancelled"


def _by_rate(goals: Sequence[Goal], day: date) -> dict[tuple[str, str], int]:
    values = values_of(goals, day) if goals else {}
    return {(goal.pk, quarter.name): found.minor
            for goal in goals for quarter, found in reckoned(goal, values.get(goal.pk, ()), day)}  # fmt: skip
