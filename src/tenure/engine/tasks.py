"""Background work of the engine, run by the worker."""

from collections.abc import Collection

from tenure.engine import choices, keeping, kpi_values, lake, needs
from tenure.engine.churn import training
from tenure.engine.journeys import book
from tenure.engine.refresh import refresh as _refresh
from tenure.engine.scores import replay
from tenure.engine.scores.current import judge as _judge
from tenure.jobs import progress
from tenure.jobs.once import enqueue_once
from tenure.jobs.task import task
from tenure.library.models import Kind

_AT_ONCE = 10.0  # seconds


@task
def refresh() -> dict[str, int]:
    """Bring everything derived up to date."""
    report = _refresh(progress.report)
    enqueue_once(judge, "judge")
    enqueue_once(keep_numbers, "numbers")
    learn_churn_when_due()
    merged = lake.compact()
    lake.vacuum()
    return {
        "tables": len(report.tables),
        "days": report.days,
        "accounts": report.states,
        "merged": merged,
    }


@task
def judge() -> int:
    """Judge accounts by their scorecards."""
    changed = _judge(progress.report)
    enqueue_once(keep_weeks, "weeks")
    enqueue_once(keep_journeys, "journeys")
    return changed


@task(priority=-20)
def keep_weeks() -> int:
    """Look back at the measures, for the health lab."""
    return replay.keep(progress.report)


@task(priority=-10)
def learn_churn(by: int | None = None) -> str:
    """Learn the churn risk from the book's past."""
    made = training.train(progress.report, by)
    _judge(progress.report)  # in the same job: a judging that already runs may have begun before
    return made.read_card().sentence if made else ""


def learn_churn_when_due() -> None:
    """After the first publication, and once in each month."""
    if training.due():
        enqueue_once(learn_churn, training.KEY)


@task(priority=-20)
def keep_journeys() -> int:
    """Follow accounts on their journeys."""
    return book.keep(progress.report)


def follow(kinds: Collection[str], by: int | None = None) -> None:
    """What has to be computed anew after documents of these kinds came into force or went out of it."""
    if {Kind.MEASURE, Kind.SCORECARD, Kind.SIGNAL}.intersection(kinds):
        enqueue_once(judge.using(by=by), "judge")
    elif Kind.JOURNEY in kinds:
        enqueue_once(keep_journeys.using(by=by), "journeys")


@task(priority=-10)
def keep_numbers() -> int:
    """Compute the past of numbers for the charts."""
    unit = choices.unit()
    made = keeping.fill(unit, progress.report, seconds=_AT_ONCE)
    if not kpi_values.is_complete(unit):
        # The rest is a job of its own, so that an import or a refresh that came meanwhile goes first.
        keep_numbers.enqueue()
    return made


@task
def refresh_when_needed() -> bool:
    """Look whether facts arrived, and refresh if so."""
    if not needs.needs_refresh():
        return False
    enqueue_once(refresh, "refresh")
    return True
