"""Goals of one account as they stood at the end of a day."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tenure.engine import reading

_GOALS = """
    WITH latest AS (
        SELECT goal_id, arg_max(value, value_on) AS value FROM goal_values WHERE value_on <= $day GROUP BY goal_id)
    SELECT goals.goal_id, goals.due_on, baseline, target, value,
           CASE WHEN verified_on <= $day THEN verified_on END AS verified_on,
           CASE WHEN attained_on <= $day THEN attained_on END AS attained_on,
           coalesce(ended_on <= $day, false) AS ended, cancelled = 1 AND coalesce(ended_on <= $day, false) AS dropped
    FROM goals JOIN success_plans plan ON plan.plan_id = goals.plan_id LEFT JOIN latest USING (goal_id)
    WHERE goals.account_id = $account AND coalesce(plan.started_on <= $day, true)
    ORDER BY goals.due_on NULLS LAST, goals.goal_id"""


@dataclass(frozen=True, slots=True)
class GoalAt:
    """One row a goal. `value` is the last that was known, in the goal's own unit, as are `baseline` and `target`.

    What was not known on the day is None, also where it is known today. `ended` is closed or dropped; a dropped one
    counts for nothing.
    """

    goal_id: str
    due_on: date | None
    baseline: Decimal | None
    target: Decimal | None
    value: Decimal | None
    verified_on: date | None
    attained_on: date | None
    ended: bool
    dropped: bool

    @property
    def progress(self) -> float | None:
        """clamp((value − baseline) ÷ (target − baseline), 0, 1); without a way to go it is reached or not.

        None where one of the three is not known (`docs/algorithms/goals.md`).
        """
        if self.baseline is None or self.target is None or self.value is None:
            return None
        if self.target == self.baseline:
            return 1.0 if self.value >= self.target else 0.0
        share = (self.value - self.baseline) / (self.target - self.baseline)
        return float(max(Decimal(0), min(Decimal(1), share)))

    @property
    def reached(self) -> bool:
        """By its number; whether the customer confirmed that is `verified_on`."""
        return self.progress == 1.0

    def late(self, day: date) -> bool:
        """Its due day is over, and it is neither reached nor ended."""
        return self.due_on is not None and self.due_on < day and not self.reached and not self.ended


def goals(account_id: str, as_of: date) -> list[GoalAt]:
    """Those of plans that had begun by the end of the day, by the day they are due, those without one last.

    From `goals`, `goal_values` and `success_plans`; nothing dated after the day has an effect. Empty for an account
    that has none. Raises NothingPublished and TooSlow.
    """
    return [GoalAt(**row) for row in reading.query(_GOALS, {"account": account_id, "day": as_of})]
