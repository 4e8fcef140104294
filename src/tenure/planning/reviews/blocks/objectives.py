"""What was agreed, and how far it is."""

from collections.abc import Mapping
from decimal import Decimal

from tenure.core import words
from tenure.engine.account import GoalAt
from tenure.library.reading import published_measures
from tenure.metrics.measures import Measure
from tenure.planning import numbers
from tenure.planning.models import Goal
from tenure.planning.reviews.exhibits import Facts, Figure, Table, Value
from tenure.planning.reviews.ground import Ground, count

_MOST = 8


def facts(ground: Ground) -> Facts:
    goals = shown(ground)
    if not goals:
        return ground.facts(missing=("No objective is agreed and shared with them.",), sources=("success plan",))
    kept, declared = Goal.objects.in_bulk([one.goal_id for one in goals]), published_measures()
    rows = [_row(one, kept.get(one.goal_id, Goal()), declared, ground) for one in goals]
    return ground.facts(
        lead=lead(goals),
        figures=(
            Figure(label="Objectives", value=Value(amount=len(goals))),
            Figure(label="Reached", value=Value(amount=sum(one.reached for one in goals))),
            Figure(label="Confirmed by you", value=Value(amount=sum(one.verified_on is not None for one in goals))),
            _late(goals, ground),
        ),
        table=Table(columns=("Objective", "Begin", "Now", "Target", "Progress", "Due", ""), rows=tuple(rows[:_MOST]),
                    numeric=(False, True, True, True, True, True, False), left_out=max(0, len(rows) - _MOST)),
        sources=("success plan", "what was measured of each objective"),
    )  # fmt: skip


def shown(ground: Ground) -> list[GoalAt]:
    """Those still open, and those that ended or were reached within the period; the first due first."""
    return [one for one in ground.goals if not one.ended or (one.attained_on or ground.since) > ground.since]


def lead(goals: list[GoalAt]) -> str:
    reached, confirmed = (sum(found) for found in zip(*((one.reached, one.verified_on is not None) for one in goals),
                                                        strict=True))  # fmt: skip
    said = f"{reached} of {count(len(goals), 'objective')} {'is' if reached == 1 else 'are'} reached"
    return f"{said}, {confirmed} confirmed by you." if reached else f"{said} so far."


def _late(goals: list[GoalAt], ground: Ground) -> Figure:
    late = sum(one.late(ground.as_of) for one in goals)
    return Figure(label="Behind their day", value=Value(amount=late), tone="warn" if late else "")


def _row(goal: GoalAt, kept: Goal, declared: Mapping[str, Measure], ground: Ground) -> tuple[str, ...]:
    measure = declared.get(kept.measure)
    return (
        kept.name or goal.goal_id, *(_short(value, measure) for value in (goal.baseline, goal.value, goal.target)),
        words.percent(goal.progress, 0), words.day(goal.due_on), _state(goal, ground),
    )  # fmt: skip


def _state(goal: GoalAt, ground: Ground) -> str:
    if goal.reached:
        return "confirmed" if goal.verified_on else "reached"
    return "late" if goal.late(ground.as_of) else "not measured" if goal.progress is None else "on the way"


def _short(value: Decimal | None, measure: Measure | None) -> str:
    """Without its unit, which the objective's name says; only a share is told as what it is."""
    return numbers.told(value, measure) if value is None or numbers.is_share(measure) else numbers.bare(value, measure)
