"""Keeps `GoalState` and `PlanState`: where objectives and plans stand today, so that lists are cut by the database."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from tenure.company.clock import today, zone
from tenure.core.periods import DAY, local_date
from tenure.planning.models import Goal, GoalState, GoalValue, PlanState, SuccessPlan
from tenure.planning.plans.models import StandingMark
from tenure.planning.plans.progress import AT_RISK, OPEN, Goalpost, Stood, Values, stood

_AT_ONCE: Final = 1_000  # plans
_OVERLAP: Final = DAY / 24 / 60  # for what was written by a transaction that ended late
_GOAL_FIELDS: Final = ("as_of", "value", "value_on", "progress", "attained_on", "standing")
_PLAN_FIELDS: Final = ("account_id", "is_open", "objectives", "attained", "verified", "at_risk", "overdue",
                       "unmeasured", "next_due_on", "moved_on")  # fmt: skip


def keep(plan_ids: Iterable[str], day: date | None = None) -> None:
    """Write where these plans and their objectives stand."""
    on, ids = day or today(), list(dict.fromkeys(plan_ids))
    for start in range(0, len(ids), _AT_ONCE):
        with transaction.atomic():
            _keep(ids[start : start + _AT_ONCE], on)


def keep_all_that_changed() -> list[str]:
    """The plans that were written since the last time, however that came in; once a day all that are open."""
    on, now, mark = today(), timezone.now(), StandingMark.objects.first()
    if mark is None or mark.day != on:
        plans = set(SuccessPlan.objects.filter(closed_on=None).values_list("pk", flat=True))
        plans |= _written_since(mark.at - _OVERLAP) if mark else _of_no_state()
    else:
        plans = _written_since(mark.at - _OVERLAP)
    found = sorted(plans)
    keep(found, on)
    StandingMark.objects.update_or_create(pk=1, defaults={"at": now, "day": on})
    return found


def _of_no_state() -> set[str]:
    return set(SuccessPlan.objects.filter(state=None).values_list("pk", flat=True))


def _written_since(at: datetime) -> set[str]:
    plans = set(SuccessPlan.objects.filter(loaded_at__gt=at).values_list("pk", flat=True))
    plans |= set(Goal.objects.filter(loaded_at__gt=at).values_list("plan", flat=True))
    return plans | set(GoalValue.objects.filter(loaded_at__gt=at).values_list("goal__plan", flat=True))


def _keep(plan_ids: Sequence[str], day: date) -> None:
    plans = list(SuccessPlan.objects.filter(pk__in=plan_ids))
    goals = list(Goal.objects.filter(plan__in=plan_ids).select_related("plan"))
    values = values_of(goals, day)
    stands = {goal.pk: stood(post_of(goal), values.get(goal.pk, ()), day) for goal in goals}
    GoalState.objects.bulk_create(
        [_goal_row(goal.pk, stands[goal.pk], day) for goal in goals],
        update_conflicts=True, unique_fields=["goal"], update_fields=_GOAL_FIELDS, batch_size=2_000,
    )  # fmt: skip
    mine: dict[str, list[Goal]] = defaultdict(list)
    here = zone()
    for goal in goals:
        mine[goal.plan_id].append(goal)
    PlanState.objects.bulk_create(
        [_plan_row(plan, mine[plan.pk], stands, day, here) for plan in plans],
        update_conflicts=True, unique_fields=["plan"], update_fields=_PLAN_FIELDS, batch_size=2_000,
    )  # fmt: skip


def post_of(goal: Goal) -> Goalpost:
    """What was agreed. Without a day of its own the baseline is of the day on which the plan began."""
    ended = None
    if goal.status != "open":
        ended = goal.closed_on or min(filter(None, (goal.due_on, goal.customer_verified_on)), default=date.min)
    return Goalpost(goal.baseline, goal.target, goal.baseline_on or goal.plan.started_on, goal.due_on, ended,
                    goal.status == "cancelled")  # fmt: skip


def values_of(goals: Collection[Goal], day: date) -> Mapping[str, Values]:
    """By objective, up to a day; a value that came in with the objective counts where there is no other."""
    found: dict[str, list[tuple[date, object]]] = defaultdict(list)
    rows = GoalValue.objects.filter(goal__in=[goal.pk for goal in goals])
    for goal, on, value in rows.order_by("value_on").values_list("goal", "value_on", "value"):
        found[goal].append((on, value))
    here = zone()
    came_with = {goal.pk: [*_came_with(goal, here)] for goal in goals if goal.pk not in found}
    every: Mapping[str, Values] = {**came_with, **found}  # type: ignore[dict-item]
    return {goal: [one for one in some if one[0] <= day] for goal, some in every.items()}


def _came_with(goal: Goal, here: ZoneInfo) -> Iterator[tuple[date, object]]:
    """It has no day of its own: it counts as `engine.goal_sql` has it."""
    if goal.actual is not None:
        loaded = local_date(goal.loaded_at, here)
        yield min(filter(None, (goal.due_on, goal.customer_verified_on, loaded))), goal.actual


def _goal_row(goal_id: str, now: Stood, day: date) -> GoalState:
    return GoalState(goal_id=goal_id, as_of=day, value=now.value, value_on=now.value_on, progress=now.progress,
                     attained_on=now.attained_on, standing=now.standing)  # fmt: skip


def _plan_row(
    plan: SuccessPlan, goals: Sequence[Goal], stands: Mapping[str, Stood], day: date, here: ZoneInfo
) -> PlanState:
    live = [goal for goal in goals if stands[goal.pk].standing != "cancelled"]
    how = [stands[goal.pk].standing for goal in live]
    due = [goal.due_on for goal in live if goal.due_on and stands[goal.pk].standing in OPEN]
    moved = max((local_date(row.loaded_at, here) for row in (plan, *goals)), default=day)
    return PlanState(
        plan_id=plan.pk, account_id=plan.account_id, is_open=plan.closed_on is None or plan.closed_on > day,
        objectives=len(live), attained=how.count("attained"),
        verified=sum(goal.customer_verified_on is not None for goal in live),
        at_risk=sum(one in AT_RISK for one in how), overdue=how.count("overdue"), unmeasured=how.count("unmeasured"),
        next_due_on=min(due, default=None), moved_on=min(moved, day),
    )  # fmt: skip
