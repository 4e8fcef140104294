"""Whether customers get what they set out to get: goals attained, success plans attained, plans that are open."""

from fractions import Fraction
from typing import Any, Final

import ibis

from tenure.metrics.ask import Ask
from tenure.metrics.customers import base
from tenure.metrics.days import Column, day
from tenure.metrics.ends import Ends, Table, covers
from tenure.metrics.exact import flag, total
from tenure.metrics.kpi import Kpi
from tenure.metrics.onboarding import in_period, within_segment
from tenure.metrics.rows import NOT_PAYING_AT_CLOSING, counted, everyone, one, unless
from tenure.metrics.tables import facts
from tenure.metrics.units import to_units
from tenure.metrics.values import Row, Value, divided

NO_TARGET: Final = "it has no baseline or no target"
_WHOLE: Final = 1_000_000  # progress is told in millionths


def _due(ask: Ask) -> Table:
    """Goals due in the period and not cancelled by then, with the value last known: attained (0, 1), progress."""
    goals = facts()["goals"]
    dropped = (goals.cancelled == 1) & (goals.ended_on <= day(ask, "known"))
    due = within_segment(ask, goals.filter(in_period(ask, goals.due_on), ~dropped.fill_null(False)))
    latest = _latest(ask)
    joined = due.left_join(latest, "goal_id").select(*(due[name] for name in due.columns), "value")
    known = ibis.ifelse(joined.verified_on <= day(ask, "known"), joined.verified_on, ibis.null("date"))
    return joined.mutate(verified_on=known, attained=flag(_reached(joined)), progress=_progress(joined))


def _latest(ask: Ask) -> Table:
    values = facts()["goal_values"]
    values = values.filter(values.value_on <= day(ask, "known"))
    last = values.group_by("goal_id").aggregate(value_on=values.value_on.max())
    return last.inner_join(values, ["goal_id", "value_on"]).select("goal_id", values.value)


def _reached(goal: Table) -> Column:
    return ibis.ifelse(goal.target >= goal.baseline, goal.value >= goal.target, goal.value <= goal.target)


def _progress(goal: Table) -> Column:
    """clamp((value - baseline) ÷ (target - baseline), 0, 1) in millionths; without a way to go, 0 or all of it."""
    way = (goal.target - goal.baseline).cast("float64").nullif(0)
    share = ((goal.value - goal.baseline).cast("float64") * _WHOLE / way).round().cast("int64")
    within = ibis.ifelse(share > _WHOLE, _WHOLE, ibis.ifelse(share < 0, 0, share)).cast("int64")
    return within.coalesce(flag(_reached(goal)) * _WHOLE)


def _measurable(goal: Table) -> Column:
    return unless(goal.target.notnull() & goal.baseline.notnull(), NO_TARGET)


def _goals(ask: Ask, counts: Column) -> Table:
    due = _due(ask).mutate(unit_id=ibis._.goal_id)
    return counted(due, counts, one(due), _measurable(due))


def _attained(ask: Ask) -> Table:
    return _goals(ask, ibis._.attained)


def _verified(ask: Ask) -> Table:
    return _goals(ask, flag((ibis._.attained == 1) & ibis._.verified_on.notnull()))


def _progressed(ask: Ask) -> Table:
    return _goals(ask, ibis._.progress)


def _mean(ask: Ask, row: Row) -> Value:
    return divided(row, Fraction(row["numerator"] or 0, _WHOLE), row["denominator"] or 0)


def _plans(ask: Ask) -> Table:
    due = _due(ask)
    due = due.filter(due.target.notnull() & due.baseline.notnull())
    plan = due.group_by(["plan_id", "account_id"]).aggregate(
        attained=total(due.attained), due=total(flag(due.goal_id.notnull()))
    )
    plan = plan.mutate(unit_id=plan.plan_id)
    return counted(plan, flag(plan.attained == plan.due), one(plan), everyone())


def _coverage(ask: Ask) -> Table:
    unit, planned = base(ask), _planned(ask)
    joined = unit.left_join(planned, "unit_id").select("unit_id", "pays_closing", goals=planned.goals.coalesce(0))
    return counted(joined, flag(joined.goals > 0), one(joined), unless(joined.pays_closing == 1, NOT_PAYING_AT_CLOSING))


def _planned(ask: Ask) -> Table:
    """Units with open goals in active plans at the closing: unit_id, goals."""
    plans, goals, closing = facts()["success_plans"], facts()["goals"], day(ask, "closing")
    active = plans.filter(covers(plans.started_on, plans.closed_on, closing)).select("plan_id")
    still = covers(ibis.null("date"), goals.ended_on, closing) & covers(ibis.null("date"), goals.attained_on, closing)
    units = to_units(ask, Ends(ask), goals.filter(still).semi_join(active, "plan_id"))
    return units.group_by("unit_id").aggregate(goals=total(flag(units.goal_id.notnull())))


_COMMON: Final[dict[str, Any]] = {"unit": "ratio", "good": "up", "section": "6.D"}
_OF_GOALS: Final[dict[str, Any]] = {
    **_COMMON,
    "window": "12m",
    "grain": "goal",
    "source": "goals, goal_values, success_plans",
    "details": {"account_id": "text", "plan_id": "text", "due_on": "date", "verified_on": "date"},
}

KPIS: Final = (
    Kpi(
        id="goal_attainment_rate",
        name="Goal attainment rate",
        sentence="The share of goals that fell due and were reached.",
        formula="goals due in the period whose value last known reached the target ÷ goals due in the period; those"
        " that the customer cancelled are left out",
        expression=_attained,
        **_OF_GOALS,
    ),
    Kpi(
        id="goal_attainment_rate_verified",
        name="Goal attainment rate, verified",
        sentence="The share of goals that fell due, were reached, and confirmed by the customer.",
        formula="goals due in the period that were reached and confirmed by the customer ÷ goals due in the period",
        expression=_verified,
        **_OF_GOALS,
    ),
    Kpi(
        id="goal_progress_mean",
        name="Progress of goals",
        sentence="How far goals that fell due had come, on average.",
        formula="Σ progress of goals due in the period ÷ such goals; progress = (value − baseline) ÷"
        " (target − baseline), from 0 to 1",
        expression=_progressed,
        combine=_mean,
        **_OF_GOALS,
    ),
    Kpi(
        id="success_plan_attainment_rate",
        name="Success plan attainment rate",
        sentence="The share of success plans that reached every goal that fell due.",
        formula="plans all of whose goals due in the period were reached ÷ plans with goals due in the period",
        grain="success plan",
        source="goals, goal_values, success_plans",
        window="12m",
        details={"account_id": "text", "attained": "count", "due": "count"},
        expression=_plans,
        **_COMMON,
    ),
    Kpi(
        id="success_plan_coverage",
        name="Success plan coverage",
        sentence="The share of paying customers with a success plan that still has something to reach.",
        formula="paying units with a plan in force that has a goal neither reached nor closed ÷ paying units, at the"
        " closing",
        grain="unit",
        source="subscriptions, success_plans, goals, goal_values",
        window="30d",
        details={"goals": "count"},
        expression=_coverage,
        **_COMMON,
    ),
)
