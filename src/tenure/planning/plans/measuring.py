"""Values of objectives from the facts: what a bound measure says of the account on each day, from the baseline on.

A value is written for a day on which it is another than before. Each day is looked at again until it is over, so the
running day's value may still move; a day that is over keeps what was said, like a score (see docs/algorithms/goals.md).

Guarantees
- Running it again changes nothing; killed anywhere and run again it ends the same.
- The value of a day depends on nothing dated after it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.db import transaction
from django.db.models import F, OuterRef, Q, Subquery

from tenure.core.periods import DAY
from tenure.engine import publication
from tenure.engine.duck import connect
from tenure.engine.measures.panel import Panel, evaluate
from tenure.engine.publication import Publication
from tenure.journal.write import record
from tenure.library.reading import published_measures
from tenure.metrics.measures import Measure
from tenure.planning.models import Goal, GoalValue, Measured
from tenure.planning.plans.standing import keep
from tenure.planning.plans.starting import exact

SOURCE: Final = "measure:"
LONGEST: Final = 3 * 366 * DAY  # so far back, and no farther
_RECENT: Final = 7 * DAY
_AT_ONCE: Final = 1_000  # objectives


@dataclass(frozen=True, slots=True)
class Asked:
    """`since` is the first day to look at, `before` the value that held until then."""

    goal: Goal
    measure: Measure
    since: date
    before: Decimal | None


def measure() -> int:
    """Everything that a newer publication may have moved; returns how many values were written or taken back."""
    now = publication.current()
    return sum(_together(now, some) for some in _batches(_asked(now)))


def waiting(publication_id: str) -> Any:
    """Objectives that were not looked at under this publication."""
    goals = Goal.objects.filter(status="open", plan__closed_on=None, measure__in=published_measures())
    looked_at = Q(measured__publication=publication_id, measured__measure=F("measure"))
    return goals.filter(Q(measured=None) | ~looked_at)


def _asked(now: Publication) -> list[Asked]:
    declared, found = published_measures(), []
    earlier = GoalValue.objects.filter(goal=OuterRef("pk"), value_on__lt=OuterRef("measured__until"))
    goals = waiting(now.id).select_related("plan", "measured")
    for goal in goals.annotate(before=Subquery(earlier.order_by("-value_on").values("value")[:1])):
        since = _since(goal, now.today)
        if since <= now.today:
            found.append(Asked(goal, declared[goal.measure], since, goal.before))
    return found


def _since(goal: Goal, day: date) -> date:
    """From the last day that was still running when it was looked at; in the beginning from the baseline on."""
    held: Measured | None = getattr(goal, "measured", None)
    if held is not None and held.measure == goal.measure:
        return held.until
    return max(goal.baseline_on or goal.plan.started_on or day, day - LONGEST)


def _batches(asked: Sequence[Asked]) -> Iterator[list[Asked]]:
    """Those that begin at about the same time together, so that few days are evaluated in vain."""
    by_time: dict[tuple[int, int], list[Asked]] = defaultdict(list)
    last = max((one.since for one in asked), default=date.min)
    for one in asked:
        recent = one.since > last - _RECENT
        by_time[(9999, 0) if recent else (one.since.year, one.since.month // 4)].append(one)
    for some in by_time.values():
        some.sort(key=lambda one: one.goal.plan.account_id)
        yield from (some[start : start + _AT_ONCE] for start in range(0, len(some), _AT_ONCE))


def _together(now: Publication, asked: Sequence[Asked]) -> int:
    accounts = sorted({one.goal.plan.account_id for one in asked})
    measures = {one.measure.id: one.measure for one in asked}
    first = min(one.since for one in asked)
    days = [first + n * DAY for n in range((now.today - first).days + 1)]
    with connect() as connection:
        publication.attach(connection, now)
        panel = evaluate(connection, list(measures.values()), days, accounts, running=now.today)
    return _keep(now, asked, panel)


@transaction.atomic
def _keep(now: Publication, asked: Sequence[Asked], panel: Panel) -> int:
    place = {account: n for n, account in enumerate(panel.accounts)}
    held = _held(asked)
    wanted, gone = [], []
    for one in asked:
        series = _series(panel, one, place[one.goal.plan.account_id])
        mine, typed = _apart(held[one.goal.pk], one.since)
        steps = changes(series, one.before, typed)
        wanted += [_row(one, on, value) for on, value in steps.items() if on not in mine or mine[on].value != value]
        gone += [row.pk for on, row in mine.items() if on not in steps]
        _begin(one, series)
    GoalValue.objects.filter(pk__in=gone).delete()
    GoalValue.objects.bulk_create(wanted, update_conflicts=True, unique_fields=["id"], batch_size=2_000,
                                  update_fields=["value", "source", "loaded_at"])  # fmt: skip
    Measured.objects.bulk_create(
        [Measured(goal=one.goal, measure=one.measure.id, until=now.today, publication=now.id) for one in asked],
        update_conflicts=True, unique_fields=["goal"], update_fields=["measure", "until", "publication"],
    )  # fmt: skip
    keep({one.goal.plan_id for one in asked})
    return len(wanted) + len(gone)


def changes(
    series: Iterable[tuple[date, Decimal]], before: Decimal | None, typed: Mapping[date, Decimal]
) -> dict[date, Decimal]:
    """The days on which the value is another than the one before; what was typed for a day stands."""
    steps, last = {}, before
    for on, value in series:
        if on in typed:
            last = typed[on]
        elif value != last:
            steps[on] = last = value
    return steps


def _series(panel: Panel, one: Asked, account: int) -> list[tuple[date, Decimal]]:
    """Known values from `since` on."""
    column = panel.values[one.measure.id][:, account]
    return [(on, exact(value)) for on, value in zip(panel.days, column, strict=True)
            if on >= one.since and value == value]  # fmt: skip


def _held(asked: Sequence[Asked]) -> Mapping[str, list[GoalValue]]:
    found: dict[str, list[GoalValue]] = defaultdict(list)
    first = min(one.since for one in asked)
    for row in GoalValue.objects.filter(goal__in=[one.goal.pk for one in asked], value_on__gte=first):
        found[row.goal_id].append(row)
    return found


def _apart(rows: Iterable[GoalValue], since: date) -> tuple[dict[date, GoalValue], dict[date, Decimal]]:
    """Those that the facts said, and those that somebody typed."""
    mine: dict[date, GoalValue] = {}
    typed: dict[date, Decimal] = {}
    for row in rows:
        if row.value_on >= since and row.source.startswith(SOURCE):
            mine[row.value_on] = row
        elif row.value_on >= since:
            typed[row.value_on] = row.value
    return mine, typed


def _row(one: Asked, on: date, value: Decimal) -> GoalValue:
    source = f"{SOURCE}{one.measure.id}"[:60]
    return GoalValue(id=f"{one.goal.pk}|{on}", goal=one.goal, value_on=on, value=value, source=source)


def _begin(one: Asked, series: Sequence[tuple[date, Decimal]]) -> None:
    """An objective without a baseline begins with the first value that is known, unless it was due by then."""
    if one.goal.baseline is not None or not series:
        return
    on, value = series[0]
    if one.goal.due_on is not None and on >= one.goal.due_on:
        return
    empty = Goal.objects.select_for_update().filter(pk=one.goal.pk, baseline=None).first()
    if empty is not None:
        empty.baseline, empty.baseline_on = value, on
        empty.save(update_fields=["baseline", "baseline_on", "loaded_at"])
        record("objective.baseline_measured", one.goal, account_id=one.goal.plan.account_id, origin="measures",
               after={"name": one.goal.name, "baseline": str(value), "baseline_on": str(on)})  # fmt: skip
