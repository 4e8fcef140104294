"""Goals and reviews as numbers read them: from when a value counts, when a goal was reached, and when it was over."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import time_machine
from django.apps import apps

from tenure.engine import reading
from tenure.engine.refresh import refresh

Plan, Goal = apps.get_model("planning.SuccessPlan"), apps.get_model("planning.Goal")
GoalValue, Review = apps.get_model("planning.GoalValue"), apps.get_model("planning.Review")
NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
DUE = date(2026, 2, 1)


@time_machine.travel(NOON, tick=False)
def test_goals_are_told_with_the_days_from_which_they_are_known(home: Path, account: Callable[..., Any]) -> None:
    account("a")
    account("test", is_test=True)
    for key in ("a", "test"):
        Plan.objects.create(id=key, account_id=key)
    given = {"plan_id": "a", "due_on": DUE, "baseline": 0, "target": 10}
    Goal.objects.create(id="came in", **given, actual=10, status="closed")
    Goal.objects.create(id="open", **given | {"due_on": date(2026, 9, 1)}, actual=12)
    Goal.objects.create(id="confirmed", **given, actual=11, customer_verified_on=date(2026, 1, 5))
    Goal.objects.create(id="cancelled", **given, status="cancelled", closed_on=date(2026, 1, 9))
    Goal.objects.create(id="test", **given | {"plan_id": "test"}, actual=10)
    falls = Goal.objects.create(id="falls", **given | {"baseline": 20}, actual=99)
    for day, value in ((1, 15), (6, 10), (20, 12)):
        GoalValue.objects.create(id=str(day), goal=falls, value_on=date(2026, 1, day), value=value)
    refresh()

    rows = reading.query(
        "SELECT goal_id, attained_on, verified_on, ended_on, cancelled FROM goals ORDER BY goal_id", []
    )
    assert [tuple(row.values()) for row in rows] == [
        ("came in", DUE, None, DUE, 0),
        ("cancelled", None, None, date(2026, 1, 9), 1),
        ("confirmed", date(2026, 1, 5), date(2026, 1, 5), None, 0),
        ("falls", date(2026, 1, 6), None, None, 0),
        ("open", NOON.date(), None, None, 0),
    ]
    values = reading.query("SELECT value_on, value FROM goal_values WHERE goal_id = 'falls' ORDER BY value_on", [])
    assert [(row["value_on"].day, int(row["value"])) for row in values] == [(1, 15), (6, 10), (20, 12)]


@time_machine.travel(NOON, tick=False)
def test_a_review_for_which_nobody_came_was_not_held(home: Path, account: Callable[..., Any]) -> None:
    account("a")
    for n, status in enumerate(("held", "no_show", "cancelled"), 1):
        Review.objects.create(
            id=f"r{n}", account_id="a", held_on=date(2026, 1, n), status=status, customer_attended=True
        )
    refresh()
    rows = reading.query("SELECT review_id, held_on, attended FROM reviews ORDER BY review_id", [])
    assert [tuple(row.values()) for row in rows] == [("r1", date(2026, 1, 1), 1), ("r2", None, 0), ("r3", None, 0)]
